"""Locks the window and lets people back in, each to what they had open.

It is locked by a key, by nobody touching anything, and with the system. Where there are no
accounts there is nothing to unlock it with: the screen becomes discreet instead. Somebody else who
signs in begins with empty pages; what the one before had open and half typed waits, in memory,
for that person to come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.change import Change
from desk.domain.errors import NotFound, Unreachable
from desk.domain.staff import Member
from desk.gui import discretion, messages
from desk.gui.controls import Controls
from desk.gui.lock.cover import Cover
from desk.gui.lock.every_window import Idle, Keys
from desk.gui.lock.screen import LockScreen
from desk.gui.lock.system import System
from desk.gui.message_bar import Tone

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.gui.lock.signing_in import SigningIn

LOCK, SWITCH = "app.lock", "app.switch"
SECOND_MS, LATER_MS = 1000, 2000


class Lock(QObject):
    """Between accounts, lock screen, idleness and the system."""

    closed = Signal()
    opened = Signal()

    def __init__(self, controls: Controls) -> None:
        super().__init__(controls)
        self._controls = controls
        self._window = controls.window
        self._client: Client | None = None
        self._signing_in: SigningIn | None = None
        self._at: int | None = None  # the account of whoever was there last, before a start too
        self._here: int | None = None  # whose windows are open or withheld
        self._known: Sequence[Member] = ()
        self._discreet_when_idle = False
        self._cover = Cover(controls, self)
        self.idle = Idle(self)
        self.system = System(self)
        self._everywhere = _keys(self, controls)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._show_wait)
        self.idle.passed.connect(self._on_idle)
        self.system.locked.connect(self.lock)
        controls.offer({LOCK: self.lock, SWITCH: self.switch})
        controls.left.connect(self._leave)

    def watch(self, minutes: int, *, discreet: bool) -> None:
        """Lock when nothing was touched for so many minutes; with 0 do not.

        `discreet` says whether the screen is discreet then, where it cannot be locked.
        """
        self._discreet_when_idle = discreet
        self.idle.watch(timedelta(minutes=minutes))

    def open(self, client: Client) -> None:
        """There is a desk: where it has accounts, somebody has to sign in."""
        from desk.gui.lock.signing_in import SigningIn

        self._client = client
        self._at = self._window.state.member
        self._signing_in = SigningIn(client, self)
        self._signing_in.right.connect(self._on_right)
        self._signing_in.wrong.connect(self._on_wrong)
        client.changed.connect(self._on_changed)
        client.signed_in.connect(self._on_signed_in)
        # Not while there is something to be shown first.
        QTimer.singleShot(LATER_MS, self, partial(self.system.listen, self._window))
        if self._members():
            self._close(self.tr("Who works here?"))

    @property
    def screen(self) -> LockScreen | None:
        """What lies over the window while it is locked."""
        return self._cover.screen

    @property
    def locked(self) -> bool:
        return self.screen is not None

    def lock(self) -> None:
        """Cover everything until whoever was there is back."""
        if self._can_be_locked():
            self._close(self.tr("Desk is locked"))

    def switch(self) -> None:
        """Let somebody else sign in."""
        if self._can_be_locked():
            self._close(self.tr("Who works here?")).list.setFocus()

    def _members(self) -> Sequence[Member]:
        from desk.services import staff

        if self._client is not None:
            # While the server is away, the window can be locked all the same.
            with suppress(Unreachable):
                self._known = self._client.ask(staff.listed)
        return self._known

    def _can_be_locked(self) -> bool:
        """Whether it is to be locked now; where nothing could unlock it, that is said."""
        if self._client is None or self.locked:
            return False
        if self._members():
            return True
        discretion.screen.turn(True)
        words = self.tr("Without accounts nothing can unlock Desk: it shows initials only.")
        self._controls.bar.say(words, Tone.DONE, "view.discreet", self.tr("Show names"))
        return False

    def _close(self, heading: str) -> LockScreen:
        """Cover everything; whoever does so has just asked which accounts there are."""
        screen = self._cover.lay()
        screen.tried.connect(self._on_tried)
        screen.chosen.connect(self._look)
        screen.show_members(self._known, self._at, heading)
        self._second.start()
        self.closed.emit()
        return screen

    def _on_tried(self, member: Member, secret: str) -> None:
        assert self.screen is not None, "somebody has typed into it"
        assert self._signing_in is not None, "accounts are those of a desk"
        try:
            under_way = self._signing_in.try_secret(member, secret)
        except NotFound:
            under_way = False
        except Unreachable as error:
            self.screen.say(messages.sentence(error))
            return
        if under_way:
            self.screen.check(True)
        else:
            self._look()

    def _on_wrong(self, member: Member) -> None:
        if self.screen is None:
            return
        self.screen.check(False)
        self.screen.refuse(member.name)
        self._look()

    def _on_right(self, member: Member) -> None:
        if not self.locked or self._client is None:
            return
        if self._here is not None and self._here != member.id:
            self._cover.exchange(self._here, member.id)
        self._client.sign_in(member)
        self._second.stop()
        self._cover.lift()
        self.idle.touch()
        self.opened.emit()

    def _on_signed_in(self, member: Member | None) -> None:
        self._window.top.show_member(member.name if member else "")
        if member is not None:
            self._at = self._here = self._window.state.member = member.id

    def _look(self) -> None:
        """Find out whether the account that is marked has to wait."""
        screen, signing_in = self.screen, self._signing_in
        if screen is None or signing_in is None or screen.member is None:
            return
        try:
            signing_in.look(screen.member)
        except NotFound:
            screen.show_members(self._members(), self._at, screen.heading.text())
        except Unreachable as error:
            screen.say(messages.sentence(error))
        else:
            self._show_wait()

    def _show_wait(self) -> None:
        """Count down."""
        if self.screen is not None and self._signing_in is not None:
            self.screen.wait(self._signing_in.wait)

    def _on_idle(self) -> None:
        if self._client is None or self.locked:
            return
        if self._members():
            self._close(self.tr("Desk is locked"))
        elif self._discreet_when_idle:
            discretion.screen.turn(True)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind == "staff" for change in changes):
            # Whoever has added the first account is signed in with it in the same turn.
            QTimer.singleShot(0, self, self._look_around)

    def _look_around(self) -> None:
        """Whoever is at the desk may have an account no longer, or others may have one now."""
        if self._client is None:
            return
        members, member = self._members(), self._client.member
        known = member is not None and any(each.id == member.id for each in members)
        if members and not known and not self.locked:
            self.lock()
        elif self.screen is not None:
            self.screen.show_members(members, self._at, self.screen.heading.text())

    def _leave(self) -> None:
        """The desk is about to be closed."""
        if self._client is None:
            return
        self._client.changed.disconnect(self._on_changed)
        self._client.signed_in.disconnect(self._on_signed_in)
        if self._signing_in is not None:
            self._signing_in.leave()
        self._second.stop()
        self._cover.leave()
        self._client = self._signing_in = self._here = None
        self._known = ()


def _keys(lock: Lock, controls: Controls) -> Keys:
    """Lets the keys of locking and of discretion work in dialogs too."""
    calls = {
        LOCK: lock.lock,
        SWITCH: lock.switch,
        "view.discreet": discretion.screen.toggle,
    }
    known = {controls.actions[name].shortcut().toString(): call for name, call in calls.items()}
    return Keys(controls.window, known)
