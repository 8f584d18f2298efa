"""Which commands make no sense for a role, so that they are not offered in the first place.

What may be changed is decided where every write ends, see `desk.services.rights`; this only
spares people from being refused. Menus, buttons and keys all ask `reason`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desk.domain.change import Change
from desk.domain.errors import NotFound
from desk.domain.staff import Member, Role

if TYPE_CHECKING:
    from desk.gui.client import Client

_FOR_ADMIN = {
    *("visitor.import", "person.import", "calendar.import", "backup.back"),
    *("backup.copy", "person.export"),
    *("person.hold", "person.erase", "visitor.hold", "visitor.erase"),
    *("app.settings", "outbox.settings", "outbox.words", "slots.providers"),
    *("network.switch", "network.choose", "network.token", "network.revoke", "network.pause"),
    *("privacy.choose", "privacy.forget", "privacy.lift", "staff.keep"),
}
_FOR_DESK = {
    *("visitor.check_in", "visitor.check_out", "visitor.admit", "visitor.check_out_selected"),
    *("visitor.expect", "visitor.restore", "person.merge", "day.count", "day.places"),
    *("waiting.join", "waiting.offer", "waiting.accept", "waiting.decline", "waiting.withdraw"),
    *("waiting.earlier", "waiting.later", "waiting.again", "waiting.leave"),
    *("outbox.again", "outbox.stop", "outbox.slip", "outbox.deliver"),
    *("person.keep", "alert.keep"),
}
_FOR_WRITERS = {
    *("edit.undo", "edit.redo", "list.new", "list.edit", "list.remove"),
    *("booking.new", "booking.move", "booking.cancel", "booking.arrive", "booking.admit"),
    *("booking.complete", "booking.miss", "booking.take_back"),
    *("slots.open", "slots.batch", "slots.close"),
}
# What has a button or a key, and no command of its own in the menus.
UNLISTED = {
    *("privacy.choose", "privacy.forget", "privacy.lift", "staff.keep"),
    *("person.keep", "alert.keep"),
}
BARRED = {
    Role.ADMIN: frozenset[str](),
    Role.DESK: frozenset(_FOR_ADMIN),
    Role.PROVIDER: frozenset(_FOR_ADMIN | _FOR_DESK),
    Role.READ_ONLY: frozenset(_FOR_ADMIN | _FOR_DESK | _FOR_WRITERS),
}


class Seat(QObject):
    """Who sits at this computer; there is one."""

    taken = Signal()  # by somebody else, or by nobody

    def __init__(self) -> None:
        super().__init__()
        self.member: Member | None = None

    def take(self, member: Member | None) -> None:
        """Let somebody sit here who has signed in, or nobody in particular."""
        self.member = member
        self.taken.emit()


seat = Seat()


def reason(command: str) -> str:
    """Why a command is not for whoever sits here; nothing where it is."""
    member, translate = seat.member, QCoreApplication.translate
    if member is None or command not in BARRED[member.role]:
        return ""
    if command in _FOR_ADMIN:
        return translate("Rights", "Only an administrator can do this.")
    if command in _FOR_DESK:
        return translate("Rights", "Only the desk or an administrator can do this.")
    return translate("Rights", "Your account can look at everything and change nothing.")


def may(command: str, say: Callable[[str], object]) -> bool:
    """Whether a command is for whoever sits here; where it is not, let `say` say why."""
    why = reason(command)
    if why:
        say(why)
    return not why


def allows(client: Client, what: str) -> bool:
    """Whether who is at the desk may do `what`, in general an administrator's; else it is told."""
    refusal = client.refusal_of(what)
    if refusal is not None:
        client.refused.emit(refusal)
    return refusal is None


class Rights(QObject):
    """Keeps the seat as long as the desk is open."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        client.signed_in.connect(seat.take)
        client.changed.connect(self._on_changed)
        seat.take(client.member)

    def leave(self) -> None:
        """Let nobody sit here any more."""
        self._client.signed_in.disconnect(seat.take)
        seat.take(None)
        self.deleteLater()

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        """Go on with the account as it is now, or with none where it was removed."""
        member = self._client.member
        if member is None or not any(change.kind == "staff" for change in changes):
            return
        from desk.services import staff

        try:
            found = self._client.ask(staff.get, member.id)
        except NotFound:
            self._client.sign_in(None)
        else:
            if found != member:
                self._client.sign_in(found)
