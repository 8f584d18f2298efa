"""The accounts of those who work at the desk.

There is always somebody who may do everything: the first account is an administrator's, and the
last administrator who can sign in can be neither removed nor made less. The services here keep
and give back only hashes; `staff_secrets` makes and compares them, outside any transaction.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from desk.domain.change import Action
from desk.domain.errors import Invalid, LastAdmin, NotFound
from desk.domain.folding import fold
from desk.domain.staff import Member, Role, Secret, wait_after
from desk.domain.text import require_keepable
from desk.services import directory, rows
from desk.store.database import Read, Write
from desk.store.records import StaffRecord

_THERE = StaffRecord.removed_at.is_(None)
_CAN_DO_ALL = (_THERE, StaffRecord.role == Role.ADMIN.value, StaffRecord.secret.is_not(None))


def listed(tx: Read) -> tuple[Member, ...]:
    """Everybody who has an account, by name."""
    found = tx.session.scalars(select(StaffRecord).where(_THERE))
    members = [record.value() for record in found]
    return tuple(sorted(members, key=lambda member: (fold(member.name), member.id)))


def in_use(tx: Read) -> bool:
    """Whether there are accounts at all; without any everybody may do everything."""
    return tx.session.scalar(select(StaffRecord.id).where(_THERE).limit(1)) is not None


def get(tx: Read, member_id: int) -> Member:
    """The account of that id, or `NotFound`."""
    return _standing(tx, member_id).value()


def add(tx: Write, name: str, role: Role, resource_id: int | None, secret: str | None) -> Member:
    """A new account; `secret` is the hash of the PIN or password, if there is one already."""
    _take(tx)
    if not in_use(tx) and (role is not Role.ADMIN or secret is None):
        raise Invalid(role=["must be administrator, with a PIN or password, for the first account"])
    _require(tx, name, role, resource_id)
    record = StaffRecord(
        name=name.strip(),
        role=role.value,
        resource_id=_calendar(role, resource_id),
        secret=secret,
        failures=0,
        created_at=tx.now,
    )
    return rows.add(tx, record).value()


def change(tx: Write, member_id: int, name: str, role: Role, resource_id: int | None) -> Member:
    """Give an account another name or role; a provider's needs the calendar of `resource_id`."""
    _take(tx)
    record = _standing(tx, member_id)
    _require(tx, name, role, resource_id, besides=member_id)
    if role is not Role.ADMIN:
        _require_another_admin(tx, record)
    record.name, record.role = name.strip(), role.value
    record.resource_id = _calendar(role, resource_id)
    tx.session.flush()
    return record.value()


def remove(tx: Write, member_id: int) -> Member:
    """Nobody signs in with the account any more; what was done with it keeps its name."""
    _take(tx)
    record = _standing(tx, member_id)
    _require_another_admin(tx, record)
    record.removed_at, record.secret = tx.now, None
    tx.session.flush()
    return record.value()


def set_secret(tx: Write, member_id: int, secret: str) -> Member:
    """Keep the hash of a new PIN or password; nobody has to wait for it."""
    _take(tx)
    record = _standing(tx, member_id)
    record.secret, record.failures, record.wait_until = secret, 0, None
    tx.notes.say(StaffRecord.__tablename__, member_id, Action.CHANGED, secret="set anew")
    tx.session.flush()
    return record.value()


def secret_of(tx: Read, member_id: int) -> Secret:
    """What to compare a secret with, and when that may be done."""
    record = _standing(tx, member_id)
    return Secret(hash=record.secret, wait_until=record.wait_until)


def tried(tx: Write, member_id: int, right: bool) -> timedelta:
    """Count a try; gives how long to wait before the next.

    Where that is more than nothing nobody gets in, not even with the right secret: it was tried
    before its time, or was wrong once too often.
    """
    _take(tx)
    record = _standing(tx, member_id)
    wait = Secret(hash=record.secret, wait_until=record.wait_until).wait(tx.now)
    if wait:
        return wait
    record.failures = 0 if right else record.failures + 1
    wait = wait_after(record.failures)
    record.wait_until = tx.now + wait if wait else None
    tx.session.flush()
    return wait


def _take(tx: Write) -> None:
    """Be the only one who looks at the accounts in order to change them."""
    tx.lock("staff", 0)


def _standing(tx: Read, member_id: int) -> StaffRecord:
    record = tx.session.get(StaffRecord, member_id)
    if record is None or record.removed_at is not None:
        raise NotFound("staff", member_id)
    return record


def _require(
    tx: Read, name: str, role: Role, resource_id: int | None, *, besides: int | None = None
) -> None:
    require_keepable(name=name)
    name = name.strip()
    if not name:
        raise Invalid(name=["must not be empty"])
    if any(fold(other.name) == fold(name) and other.id != besides for other in listed(tx)):
        raise Invalid(name=["is the name of another account"])
    if role is Role.PROVIDER and resource_id is None:
        raise Invalid(resource_id=["must be chosen for a provider"])
    directory.require_resource(tx, resource_id)


def _calendar(role: Role, resource_id: int | None) -> int | None:
    return resource_id if role is Role.PROVIDER else None


def _require_another_admin(tx: Read, record: StaffRecord) -> None:
    others = select(func.count()).where(*_CAN_DO_ALL, StaffRecord.id != record.id)
    if record.role == Role.ADMIN and not tx.session.scalar(others):
        raise LastAdmin(record.name)
