"""Finds out whether a PIN or password is the right one, which takes half a second on purpose.

It is compared on another thread; that it was tried is written down, so that guessing takes longer
and longer for that account, also after a restart.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.staff import Member
from desk.gui.background import Background
from desk.services import staff, staff_secrets

if TYPE_CHECKING:
    from desk.gui.client import Client


class SigningIn(QObject):
    """Compares one secret after another."""

    right = Signal(object)  # Member
    wrong = Signal(object)  # Member

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._member: Member | None = None
        self._until: datetime | None = None
        self._background = Background(self)
        self._background.finished.connect(self._on_compared)

    def try_secret(self, member: Member, secret: str) -> bool:
        """Compare what was typed with what is kept for this account, unless it has to wait."""
        kept = self._client.ask(staff.secret_of, member.id)
        if kept.hash is None or kept.wait(self._client.now):
            return False
        self._member = member
        self._background.start(partial(staff_secrets.matches, secret, kept.hash))
        return True

    def look(self, member: Member) -> None:
        """From now on `wait` is for this account; where it is gone, `NotFound`."""
        self._until = self._client.ask(staff.secret_of, member.id).wait_until

    @property
    def wait(self) -> timedelta:
        """How long it is until the account can be tried again that was looked at last."""
        return max(self._until - self._client.now, timedelta()) if self._until else timedelta()

    def leave(self) -> None:
        """Come to an end with what is done on other threads: the desk is about to be closed."""
        self._member = None
        self._background.wait()

    def _on_compared(self, right: bool) -> None:
        member, self._member = self._member, None
        if member is None:
            return
        wait, _ = self._client.quietly(staff.tried, member.id, right)
        if right and wait == timedelta():
            self.right.emit(member)
        else:
            self.wrong.emit(member)
