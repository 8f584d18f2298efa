"""A short list in two lines each that is walked through from the line above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from desk.gui.naming import named
from desk.gui.suggestions import Drawing, Suggestion, SuggestionRole, Suggestions

TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HitList(QListView):
    """What was found; Enter or a click takes the one that is marked."""

    taken = Signal(object)  # Suggestion

    def __init__(self, identifier: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, name)
        self._hits = Suggestions(self)
        self.setModel(self._hits)
        self.setItemDelegate(Drawing(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.taken.emit(index.data(SuggestionRole)))

    @property
    def shown(self) -> Sequence[Suggestion]:
        return self._hits.shown

    @property
    def marked(self) -> Suggestion | None:
        """What Enter would take."""
        index = self.currentIndex()
        return self._hits.shown[index.row()] if index.isValid() else None

    def show_hits(self, found: Sequence[Suggestion]) -> None:
        """Show these, with the first one marked."""
        self._hits.show(found)
        self.setCurrentIndex(self._hits.index(0) if found else QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in TAKES and not event.modifiers() and self.marked:
            self.taken.emit(self.marked)
        else:
            super().keyPressEvent(event)
