"""Whether the screen is discreet, for whoever looks over the counter: initials, no numbers.

Everything that shows a person's name, number, address or plate asks here how to write it. Fields
in which somebody is being changed, paper and files do not ask. Names of providers and colleagues
stay: they are on doors and badges, and nobody could tell the columns of the calendar apart by
initials. So do the names on the emergency list, which are called out when it burns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

HIDDEN = "•••"
SHOWN = 2  # letters at the end of a number or a plate, which are enough to ask "is it yours?"
_REACH = re.compile(r"\S+@\S+|\+?\d(?:[\d /().-]*\d){4,}")


class Screen(QObject):
    """What is shown at this computer; there is one."""

    turned = Signal(bool)  # it has become discreet, or is so no longer

    def __init__(self) -> None:
        super().__init__()
        self.discreet = False

    def turn(self, discreet: bool) -> None:
        """Be discreet, or be so no longer."""
        if discreet is not self.discreet:
            self.discreet = discreet
            self.turned.emit(discreet)

    def toggle(self) -> None:
        """Be the other."""
        self.turn(not self.discreet)


screen = Screen()


def name(of: str) -> str:
    """What somebody is called: "Maria Gomez", or "M. G."."""
    return initials(of) if screen.discreet and of else of


def names(of: Iterable[str]) -> list[str]:
    """Several names."""
    return [name(each) for each in of]


def reach(number: str | None) -> str:
    """A telephone number or a mail address, if there is one: "+39 06 1234", or "•••34"."""
    if not number:
        return ""
    return masked(number) if screen.discreet else number


def plate(of: str | None) -> str:
    """A licence plate: "KL 123 XY", or "•••XY"."""
    return reach(of)


def note(written: str) -> str:
    """What was freely written about somebody; it may name anybody, and is not shown at all."""
    return HIDDEN if screen.discreet and written.strip() else written


def text(written: str, *people: str) -> str:
    """A text that may hold the names of these people, and numbers."""
    if not screen.discreet:
        return written
    for each in people:
        for word in (each, *each.split()):
            if len(word) > 1:
                written = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", initials(word), written)
    return _REACH.sub(lambda found: masked(found[0]), written)


def initials(of: str) -> str:
    """The first letter of each word; a word of one letter would be told by it."""
    if "@" in of or not any(letter.isalpha() for letter in of):
        return masked(of)
    firsts = (next((each for each in word if each.isalnum()), "") for word in of.split())
    letters = [
        HIDDEN if len(word) == 1 and not word.isascii() else f"{first.upper()}."
        for word, first in zip(of.split(), firsts, strict=True)
        if first
    ]
    return " ".join(letters)


def masked(number: str) -> str:
    """The end of a number; of an address nothing."""
    if "@" in number:
        return HIDDEN
    plain = "".join(letter for letter in number if letter.isalnum())
    return f"{HIDDEN}{plain[-SHOWN:]}" if len(plain) > 2 * SHOWN else HIDDEN
