"""Says of each thing done that it was saved, and keeps Undo and Redo called by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desk.gui import actions, discretion, outbox_words
from desk.gui.message_bar import MessageBar, Tone
from desk.gui.undo import Steps
from desk.services import outbox_list

if TYPE_CHECKING:
    from desk.gui.client import Client, Done

UNDO = "edit.undo"
REDO = "edit.redo"


class Confirmations(QObject):
    """Between the steps that can be undone, the message bar and the menu."""

    def __init__(
        self, client: Client, known: Mapping[str, QAction], bar: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._client = client
        self.steps = Steps(client, self)
        self._actions = known
        self.withheld = False  # nothing can be undone while the window is locked
        self._bar = bar
        self.steps.stack.indexChanged.connect(self.name)
        self.steps.undone.connect(self._on_undone)
        self.steps.redone.connect(self._on_redone)
        client.done.connect(self._on_done)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What the menu can call."""
        return {UNDO: self.steps.undo, REDO: self.steps.redo}

    def name(self) -> None:
        """Let the menu say what would be undone and redone."""
        stack = self.steps.stack
        for identifier, possible, step in (
            (UNDO, stack.canUndo(), stack.undoText()),
            (REDO, stack.canRedo(), stack.redoText()),
        ):
            plain = actions.command(identifier).words
            action = self._actions[identifier]
            # A step is called after the person, maybe since before the screen was discreet.
            can = possible and not self.withheld
            said = can and not discretion.screen.discreet
            action.setText(f"{plain} {step}" if said else plain)
            action.setEnabled(can)

    def _on_done(self, done: Done) -> None:
        text = self._said(self.tr("{name}: saved"), self.tr("Saved"), done.name)
        told = outbox_words.told(self._client.ask(outbox_list.told_in, done.batch))
        if told:
            text = f"{text} \u00b7 {told}"
        self._bar.say(text, Tone.DONE, UNDO, self.tr("Undo"))

    def _on_undone(self, name: str) -> None:
        text = self._said(self.tr("{name}: undone"), self.tr("Undone"), name)
        self._bar.say(text, Tone.DONE, REDO, self.tr("Redo"))

    def _on_redone(self, name: str) -> None:
        text = self._said(self.tr("{name}: done again"), self.tr("Done again"), name)
        self._bar.say(text, Tone.DONE, UNDO, self.tr("Undo"))

    def _said(self, whole: str, short: str, name: str) -> str:
        return short if discretion.screen.discreet else whole.format(name=name)
