"""Undoing and doing again, for everything that is ever done.

A step knows only its name and its number in the journal: taking it back is the same service for
all of them. Taking it back is written down too, so doing it again is taking that back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk.domain.errors import DeskError, Unusable
from desk.services import undo

if TYPE_CHECKING:
    from desk.gui.client import Client, Done
    from desk.store.database import Write

LONGEST = 200  # steps that can be undone


class Step(QUndoCommand):
    """Something that was done and can be put back."""

    def __init__(self, done: Done, steps: Steps) -> None:
        super().__init__(done.name)
        self._batches = (done.batch, *reversed(done.begun))
        self._steps = steps
        self._fresh = True

    def undo(self) -> None:
        self._turn()

    def redo(self) -> None:
        # Qt redoes a step when it is put on the stack; by then it has happened.
        if self._fresh:
            self._fresh = False
        else:
            self._turn()

    def _turn(self) -> None:
        outcome = self._steps.revert(self._batches)
        if isinstance(outcome, int):
            self._batches = (outcome,) if outcome else self._batches
        elif not isinstance(outcome, Unusable):
            self.setObsolete(True)


class Steps(QObject):
    """What has been done at this desk since the window was opened."""

    undone = Signal(str)  # its name
    redone = Signal(str)  # its name

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(LONGEST)
        self._client = client
        self._refusal: DeskError | None = None
        client.done.connect(self._on_done)
        client.refused.connect(self._on_refused)

    def undo(self) -> None:
        """Put back the last step, or say why that cannot be done any more."""
        name = self.stack.undoText()
        if self._moved(self.stack.undo):
            self.undone.emit(name)

    def redo(self) -> None:
        """Do again the last step that was put back."""
        name = self.stack.redoText()
        if self._moved(self.stack.redo):
            self.redone.emit(name)

    def revert(self, batches: Sequence[int]) -> int | DeskError:
        """Put transactions back, latest first: the number of what did so, or the refusal."""
        self._refusal = None
        _, number = self._client.quietly(_revert, batches)
        return self._refusal or number

    def _moved(self, turn: Callable[[], None]) -> bool:
        self._refusal = None
        turn()
        return self._refusal is None

    def _on_done(self, done: Done) -> None:
        self.stack.push(Step(done, self))

    def _on_refused(self, error: DeskError) -> None:
        self._refusal = error


def _revert(tx: Write, batches: Sequence[int]) -> None:
    for batch in batches:
        undo.revert(tx, batch)
