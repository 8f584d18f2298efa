"""Erasing somebody: what goes, what stays, and that nothing brings it back, said before it is done.

Neither the title of the window nor anything that is told afterwards has the name in it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QWidget

from desk.domain.errors import DeskError
from desk.gui import format, messages, theme
from desk.gui.background import Background
from desk.gui.banner import Banner
from desk.gui.buttons import with_room
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.services import erasing, traces
from desk.services.erasing import Preview
from desk.services.traces import Outcome

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database

WIDTH = 520


class EraseDialog(Dialog):
    """Enter and Esc keep the person; it stays open while it erases, and when that is refused."""

    erased = Signal(object)  # Outcome

    def __init__(self, client: Client, person_id: int, parent: QWidget | None = None) -> None:
        super().__init__("erase", "", parent)
        self.setWindowTitle(self.tr("Erase a person"))
        self.setAccessibleName(self.windowTitle())
        self._client = client
        self.found = client.ask(erasing.preview, person_id)
        self._copies = len(client.lend(lambda desk, _: traces.copies(desk)))
        self._under_way = False
        self.notice = Banner("erase.notice")
        self.namesakes = QCheckBox(self._under_the_name())
        self.doing = named(QLabel(), "erase.doing", "")
        self._lay_out()
        self._background = Background(self)
        self._background.finished.connect(self._on_finished)
        self._background.refused.connect(self._on_refused)

    def accept(self) -> None:
        if self._under_way:
            return
        self._show_under_way(True)
        namesakes = self.namesakes.isChecked()
        work = partial(_erase, person_id=self.found.person_id, namesakes=namesakes)
        self._background.start(lambda: self._client.lend(work))

    def reject(self) -> None:
        if not self._under_way:
            super().reject()

    def edited(self) -> bool:
        return False

    def _on_finished(self, outcome: Outcome) -> None:
        self._show_under_way(False)
        super().accept()
        self.erased.emit(outcome)

    def _on_refused(self, error: DeskError) -> None:
        self._show_under_way(False)
        self.notice.say(messages.sentence(error, self._client.zone), "full")

    def _show_under_way(self, under_way: bool) -> None:
        self._under_way = under_way
        self.doing.setVisible(under_way)
        for widget in (self.go, self.stay, self.namesakes):
            widget.setEnabled(not under_way)

    def _lay_out(self) -> None:
        asked = self.tr("Erase {name} for good?").format(name=self.found.name)
        heading = theme.as_role(QLabel(asked), "heading")
        sure = theme.as_role(QLabel(self.tr("This cannot be undone.")), "strong")
        self.said = [QLabel(text) for text in (*lines(self.found), self._of_copies())]
        self.body.insertWidget(0, self.notice)
        for at, label in enumerate((heading, *self.said, sure), start=1):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        at = self.body.indexOf(sure)
        named(self.namesakes, "erase.namesakes", self.namesakes.text())
        self.body.insertWidget(at, self.namesakes)
        self.namesakes.setVisible(self.found.namesakes > 0)
        self.doing.setText(self.tr("Erasing, also from the copies…"))
        self.doing.hide()
        self.body.insertWidget(at + 2, self.doing)
        self.stay = self.dismiss(self.tr("Cancel"))
        verb = self.tr("&Erase {name}").format(name=self.found.name.replace("&", "&&"))
        self.go = self.buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        with_room(named(self.go, "erase.confirm", verb.replace("&", "")))
        self.go.setAutoDefault(False)
        self.stay.setDefault(True)
        self.stay.setFocus()
        self._say_hindrance()
        self.setMinimumWidth(WIDTH)

    def _say_hindrance(self) -> None:
        """Say at once why it would be refused."""
        why = hindrance(self.found)
        self.go.setEnabled(not why)
        if why:
            self.notice.say(why, "full")

    def _under_the_name(self) -> str:
        words = self.tr("&Also what stands under just this name, perhaps somebody else's: {n}")
        return words.format(n=format.count(self.found.namesakes))

    def _of_copies(self) -> str:
        kept = self.tr(
            "Copies that Desk keeps beside the data are written anew without all this, or removed"
            " where they cannot be opened: {n}. A copy kept elsewhere still holds it; should one be"
            " put back here, it is erased again."
        )
        return kept.format(n=format.count(self._copies))


def lines(found: Preview) -> list[str]:
    """What goes, what only loses its words, and what stays."""
    translate = QCoreApplication.translate
    going = [
        (translate("Erase", "visitor entries: {n}"), found.entries),
        (translate("Erase", "messages: {n}"), found.messages),
        (translate("Erase", "duplicates: {n}"), found.duplicates),
    ]
    emptied = [
        (translate("Erase", "appointments: {n}"), found.appointments),
        (translate("Erase", "of these cancelled first: {n}"), found.coming),
        (translate("Erase", "entries of the waiting list: {n}"), found.waiting),
        (translate("Erase", "appointments of others they take part in: {n}"), found.takes_part),
    ]
    return [
        translate("Erase", "These go: the person, {what}.").format(what=_listed(going)),
        translate(
            "Erase",
            "These stay as bare times, because they count, and lose every word about the person:"
            " {what}. The journal loses those words too.",
        ).format(what=_listed(emptied)),
        translate(
            "Erase", "These stay: notes on names at the door, and what others wrote in their notes."
        ),
    ]


def hindrance(found: Preview) -> str:
    """Why the person cannot be erased now; nothing where they can."""
    translate = QCoreApplication.translate
    if found.held:
        words = translate("Erase", "This has to be kept: {reason}. Lift the hold first.")
        return words.format(reason="; ".join(found.held))
    if found.inside:
        words = translate("Erase", "Visitors are inside at this moment: {n}. Check them out first.")
        return words.format(n=format.count(len(found.inside)))
    return ""


def told(outcome: Outcome) -> str:
    """What the message bar says afterwards, without naming anybody."""
    translate = QCoreApplication.translate
    said = translate(
        "Erase", "Erased for good. Copies written anew: {rewritten}, removed: {removed}."
    ).format(rewritten=format.count(outcome.rewritten), removed=format.count(outcome.removed))
    if outcome.log_emptied:
        return said
    left = translate(
        "Erase",
        "Another program uses the data, so traces stay in its log until all have closed it.",
    )
    return f"{said} {left}"


def _listed(parts: list[tuple[str, int]]) -> str:
    return "; ".join(words.format(n=format.count(number)) for words, number in parts)


def _erase(desk: Database, actor: str, *, person_id: int, namesakes: bool) -> Outcome:
    with desk.write(actor) as tx:
        done = erasing.person(tx, person_id, namesakes=namesakes)
    return traces.remove(desk, done)
