"""The page of safety: a tab for each thing that keeps the data from harm.

The tabs do not know each other. Each is imported and built when it is first shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desk.gui import pages, theme
from desk.gui.naming import named
from desk.gui.pages import Page
from desk.gui.safety.part import Part

if TYPE_CHECKING:
    from desk.gui.client import Client


class Entry(NamedTuple):
    """A tab. `place` is its module and class, imported when it is first shown."""

    id: str
    text: object
    place: str

    @property
    def words(self) -> str:
        """The label of the tab, with its mnemonic."""
        return QCoreApplication.translate("Safety", str(self.text))

    @property
    def title(self) -> str:
        return self.words.replace("&", "")

    def make(self, client: Client) -> Part:
        """Import the tab and build it."""
        made: Part = pages.found_at(self.place)(client)
        return named(made, self.id, self.title)


PARTS = (
    Entry(
        "safety.backups",
        QT_TRANSLATE_NOOP("Safety", "&Backups"),
        "desk.gui.safety.backups.part:BackupsPart",
    ),
    Entry(
        "safety.audit",
        QT_TRANSLATE_NOOP("Safety", "&Journal"),
        "desk.gui.safety.audit.part:AuditPart",
    ),
    Entry(
        "safety.staff",
        QT_TRANSLATE_NOOP("Safety", "S&taff"),
        "desk.gui.safety.staff.part:StaffPart",
    ),
    Entry(
        "safety.privacy",
        QT_TRANSLATE_NOOP("Safety", "P&rivacy"),
        "desk.gui.safety.privacy.part:PrivacyPart",
    ),
)


class SafetyPage(Page):
    """One tab in front; Ctrl+Tab leads to the next, Ctrl+Shift+Tab to the one before."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self._built: dict[int, Part] = {}
        self.tabs = named(QTabBar(), "safety.parts", self.tr("Parts of safety"))
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget()
        for entry in PARTS:
            self.tabs.addTab(entry.words)
        self._lay_out()
        self._on_tab(0)
        self.tabs.currentChanged.connect(self._on_tab)
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            step = QShortcut(QKeySequence(keys), self, partial(self.step, by))
            step.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def part(self) -> Part:
        """The tab in front."""
        return self.part_at(self.tabs.currentIndex())

    def title(self) -> str:
        title = self.tr("Safety: {part}")
        return title.format(part=PARTS[self.tabs.currentIndex()].title)

    def refresh(self) -> None:
        self.part.refresh()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return self.part.commands()

    def meaning(self, command: str) -> str:
        return self.part.meaning(command)

    def leave(self) -> None:
        for part in self._built.values():
            part.leave()

    def faces(self) -> Mapping[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {}
        for number, entry in enumerate(PARTS):
            name = entry.id.removeprefix("safety.")
            if number:
                found[name] = partial(self.show_part, number)
            for face, turn in self.part_at(number).faces().items():
                found[f"{name}-{face}"] = partial(self._pose, number, turn)
        return found

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {
            f"{entry.id.removeprefix('safety.')}-{name}": make
            for number, entry in enumerate(PARTS)
            for name, make in self.part_at(number).dialogs().items()
        }

    def part_at(self, number: int) -> Part:
        """The tab of that number, built now if nobody has needed it before."""
        if number not in self._built:
            made = PARTS[number].make(self.client)
            made.wanted.connect(self.wanted)
            made.said.connect(self.said)
            made.offered.connect(self.offered)
            self.stack.addWidget(made)
            self._built[number] = made
        return self._built[number]

    def show_part(self, number: int) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(number)

    def step(self, by: int) -> None:
        """Turn to the tab after, or before, the one in front, and take the keyboard there."""
        self.show_part((self.tabs.currentIndex() + by) % len(PARTS))
        self.part.setFocus()

    def _on_tab(self, number: int) -> None:
        part = self.part_at(number)
        focus = QApplication.focusWidget()
        left = focus is not None and self.stack.isAncestorOf(focus)
        self.stack.setCurrentWidget(part)
        self.setFocusProxy(part)
        if left:
            part.setFocus()
        self.renamed.emit()
        self.offered.emit()

    def _pose(self, number: int, turn: Callable[[], None]) -> None:
        self.show_part(number)
        turn()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(theme.as_role(QLabel(self.tr("Safety")), "title"))
        row.addWidget(self.tabs)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.stack, 1)
