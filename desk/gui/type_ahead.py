"""A line that knows what somebody may be about to type, and offers it in a list underneath.

While letters are typed the best offer is marked: Enter takes it, the arrows mark another, Esc
puts the list away. Tab leaves the line with exactly what was typed, so nothing is ever taken that
nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from desk.domain.folding import fold
from desk.gui.contents import Keeps
from desk.gui.suggestions import Suggestion, SuggestionList

MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}
TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


Find = Callable[[str], Sequence[Suggestion]]


class TypeAhead(QLineEdit, Keeps):
    """A line with offers. `find` gives them for what is typed, the best one first."""

    picked = Signal(object)  # Suggestion
    dropped = Signal()  # what had been picked does not stand in the line any more
    marks_first = True  # whether the best offer is marked without being asked for

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._list: SuggestionList | None = None
        self.choice: Suggestion | None = None
        self.textEdited.connect(self._on_edited)

    @property
    def offered(self) -> Sequence[Suggestion]:
        """What the list under the line shows; nothing while there is no list."""
        return self._list.shown if self._list is not None and self._list.isVisible() else ()

    def choose(self, suggestion: Suggestion) -> None:
        """Take an offer, as if it had been picked from the list."""
        self.put_away()
        self.setText(suggestion.text)
        self.choice = suggestion
        self.picked.emit(suggestion)

    def forget(self) -> None:
        """Let the line stand for nothing but its letters."""
        if self.choice is not None:
            self.choice = None
            self.dropped.emit()

    def written(self) -> object:
        """The letters, with what they were chosen for; see `contents.Keeps`."""
        if self.choice is None:
            return self.text()
        return {"text": self.text(), "stands for": _meant(self.choice)}

    def write(self, value: object) -> None:
        """Let the same stand in the line again; what is not there any more leaves its letters."""
        match value:
            case {"text": str(text), "stands for": meant}:
                again = (found for found in self._find(text) if _meant(found) == meant)
                chosen = next((found for found in again if found.text == text), None)
            case _:
                text, chosen = str(value), None
        self.setText(text)
        self.forget()
        if chosen is not None:
            self.choose(chosen)

    def look(self) -> None:
        """Offer what there is for the letters in the line."""
        found = self._find(self.text())
        if not found:
            self.put_away()
            return
        if self._list is None:
            self._list = SuggestionList(self)
            self._list.taken.connect(self.choose)
        self._list.show_under(found, 0 if self.marks_first else -1)
        self._announce()

    def put_away(self) -> None:
        """Close the list."""
        if self._list is not None:
            self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        open_list = self._list if self._list is not None and self._list.isVisible() else None
        if key in MOVES and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move(MOVES[key])
        elif open_list and key == Qt.Key.Key_Escape:
            self.put_away()
        elif open_list and key in TAKES and not event.modifiers() and open_list.marked:
            self.choose(open_list.marked)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.put_away()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.put_away()
        super().hideEvent(event)

    def _move(self, by: int) -> None:
        if not self.offered:
            self.look()
        elif self._list is not None:
            self._list.move_mark(by)
            self._announce()

    def _on_edited(self) -> None:
        self.forget()
        if self.text().strip():
            self.look()
        else:
            self.put_away()

    def _announce(self) -> None:
        marked = self._list.marked if self._list is not None else None
        if marked is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, marked.spoken))


class TextAhead(TypeAhead):
    """A line for words that have mostly been used before: it writes them to their end.

    What it adds is selected, so that typing on replaces it and Tab or Enter keeps it.
    """

    marks_first = False

    def __init__(self, find: Callable[[str], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(
            lambda typed: [Suggestion(text=text, value=text) for text in find(typed)], parent
        )
        self._typed = ""
        self.editingFinished.connect(self._spell)

    def _on_edited(self) -> None:
        typed, before = self.text(), self._typed
        self._typed = typed
        super()._on_edited()
        if len(typed) > len(before) and self.cursorPosition() == len(typed):
            self._write_to_its_end(typed)

    def _write_to_its_end(self, typed: str) -> None:
        for suggestion in self.offered:
            rest = suggestion.text[len(typed) :]
            if rest and fold(suggestion.text[: len(typed)]) == fold(typed):
                self.setText(typed + rest)
                self.setSelection(len(typed), len(rest))
                return

    def _spell(self) -> None:
        """Write a word that was used before as it was written then."""
        for text in (found.text for found in self._find(self.text())):
            if fold(text) == fold(self.text()) and text != self.text():
                self.setText(text)
                return


def _meant(suggestion: Suggestion) -> list[object]:
    """Which of all that could be chosen it is: its kind, and its number where it has one."""
    match suggestion.value:
        case object(id=int(number)):
            return [type(suggestion.value).__name__, number]
        case _:
            return [type(suggestion.value).__name__, None]
