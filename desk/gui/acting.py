"""A dialog that does something and stays open, with all that was typed, when that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from desk.domain.errors import DeskError, Invalid
from desk.domain.staff import Actor
from desk.gui import messages
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.dialog import Dialog

if TYPE_CHECKING:
    from desk.store.database import Write

P = ParamSpec("P")
T = TypeVar("T")
FRAME = 60  # logical pixels of a screen that a window's own frame may need


def highest(window: QWidget) -> int:
    """How high a window may be so that its frame is still on the screen."""
    return window.screen().availableGeometry().height() - FRAME


class FormArea(QScrollArea):
    """Holds a form; one that is higher than the screen, as with large letters, can be scrolled."""

    def __init__(self, form: QLayout) -> None:
        super().__init__()
        self._inner = QWidget()
        form.setContentsMargins(0, 0, 0, 0)
        self._inner.setLayout(form)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """A form of one line needs no more than that, though an area to scroll in would."""
        return super().minimumSizeHint().boundedTo(self._inner.sizeHint())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ActingDialog(Dialog):
    """Says refusals where the user is looking: at the field, or in a band above the form."""

    def __init__(
        self, client: Client, identifier: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(identifier, title, parent)
        self.client = client
        self.notice = Banner(f"{identifier}.notice")
        self.body.insertWidget(0, self.notice)
        self.body.removeItem(self.form)
        self.area = FormArea(self.form)
        self.body.insertWidget(1, self.area)
        self.begun = self.attempt.begun  # what was done quietly for the sake of it
        self._owner = _who(client)
        self._acting = False
        client.refused.connect(self._on_refused)

    def fit(self, width: int) -> None:
        """Be as high as everything in it needs, but never higher than the screen."""
        self.resize(width, min(self._needed(width), highest(self)))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def carry_out(
        self,
        name: str,
        service: Callable[Concatenate[Write, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """Do it under a name that can be undone; None when it was refused, which has been said."""
        self.notice.clear()
        self.show_faults({})
        self._acting = True
        try:
            return self.client.once(self.attempt, name, service, *args, **kwargs)
        finally:
            self._acting = False

    def begin(
        self, service: Callable[Concatenate[Write, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Do something quietly that is undone with what is carried out later.

        It is done for whoever opened the dialog, also while it is hidden and somebody else is at
        the desk; who then is told of no refusal.
        """
        self._acting = True
        self.client.acting_for = self._owner if self._owner != _who(self.client) else None
        try:
            result, batch = self.client.quietly(service, *args, **kwargs)
        finally:
            self._acting, self.client.acting_for = False, None
        if batch:
            self.begun.append(batch)
        return result

    def refuse(self, error: DeskError) -> None:
        """Say why something was not done."""
        if isinstance(error, Invalid) and not self.show_faults(error.reasons):
            return
        self.notice.say(messages.sentence(error, self.client.zone), "full")

    def _on_refused(self, error: DeskError) -> None:
        if self._acting:
            self.refuse(error)

    def _grow(self) -> None:
        """Make room for what has just been said, upwards where the screen ends."""
        height = min(self._needed(self.width()), highest(self))
        if height <= self.height():
            return
        self.resize(self.width(), height)
        below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if below > 0:
            self.move(self.x(), max(self.y() - below, 0))

    def _needed(self, width: int) -> int:
        return max(self.body.totalHeightForWidth(width), self.body.totalSizeHint().height())


def _who(client: Client) -> Actor:
    """In whose name things are done now."""
    return client.lend(lambda _, actor: actor)
