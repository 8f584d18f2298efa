"""Accounts of those who work at the desk: added, changed, removed, and signed in with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from desk.domain.errors import Invalid, LastAdmin, NotFound
from desk.domain.staff import Member, Role
from desk.services import house, staff, staff_secrets
from desk.store.database import Database, Write
from desk.store.records import StaffRecord
from tests import build
from tests.conftest import Clock, address_of, at
from tests.services import rivals

HASH = "$argon2id$made-up"


def add(
    database: Database,
    name: str = "Ada Lind",
    role: Role = Role.ADMIN,
    resource_id: int | None = None,
    secret: str | None = HASH,
) -> Member:
    with database.write("test") as tx:
        return staff.add(tx, name, role, resource_id, secret)


def listed(database: Database) -> list[tuple[str, Role]]:
    with database.read() as tx:
        return [(member.name, member.role) for member in staff.listed(tx)]


def wrong(database: Database, member: Member, times: int = 1, right: bool = False) -> timedelta:
    for _ in range(times):
        with database.write("test") as tx:
            wait = staff.tried(tx, member.id, right)
    return wait


def test_there_are_no_accounts_until_the_first_is_added(both: Database) -> None:
    with both.read() as tx:
        assert not staff.in_use(tx)
        assert staff.listed(tx) == ()

    member = add(both)

    with both.read() as tx:
        assert staff.in_use(tx)
        assert staff.listed(tx) == (member,)
        assert staff.get(tx, member.id) == member
    assert member.has_secret


@pytest.mark.parametrize(("role", "secret"), [(Role.DESK, HASH), (Role.ADMIN, None)])
def test_the_first_account_is_an_administrators_who_can_sign_in(
    both: Database, role: Role, secret: str | None
) -> None:
    with pytest.raises(Invalid) as refused:
        add(both, role=role, secret=secret)

    assert list(refused.value.reasons) == ["role"]
    assert listed(both) == []


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [
        ("  ", Role.DESK, "name"),
        ("a\0b", Role.DESK, "name"),
        (" ADA lind", Role.DESK, "name"),
        ("Bea", Role.PROVIDER, "resource_id"),
    ],
)
def test_what_makes_no_account_is_refused(
    both: Database, name: str, role: Role, field: str
) -> None:
    add(both)

    with pytest.raises(Invalid) as refused:
        add(both, name, role)

    assert list(refused.value.reasons) == [field]
    assert listed(both) == [("Ada Lind", Role.ADMIN)]


def test_a_provider_has_a_calendar_of_the_directory_and_nobody_else_has_one(
    both: Database,
) -> None:
    admin = add(both)
    with both.write("test") as tx:
        own = build.resource(tx).id
    with pytest.raises(Invalid):
        add(both, "Bea", Role.PROVIDER, own + 99)

    provider = add(both, "Bea", Role.PROVIDER, own)

    assert provider.resource_id == own
    with both.write("test") as tx:
        changed = staff.change(tx, provider.id, "Bea Berg", Role.DESK, own)
    assert (changed.name, changed.role, changed.resource_id) == ("Bea Berg", Role.DESK, None)
    with both.write("test") as tx:
        assert staff.change(tx, admin.id, "Ada Lind", Role.ADMIN, None) == admin


def test_whoever_is_removed_is_gone_and_the_name_is_free_again(both: Database) -> None:
    add(both)
    member = add(both, "Bea", Role.DESK)

    with both.write("test") as tx:
        staff.remove(tx, member.id)

    assert listed(both) == [("Ada Lind", Role.ADMIN)]
    for call in (staff.get, staff.secret_of):
        with both.read() as tx, pytest.raises(NotFound):
            call(tx, member.id)
    assert add(both, "Bea", Role.READ_ONLY).id != member.id


def without_right(tx: Write, member: Member) -> None:
    staff.change(tx, member.id, member.name, Role.DESK, None)


def without_account(tx: Write, member: Member) -> None:
    staff.remove(tx, member.id)


@pytest.mark.parametrize("act", [without_right, without_account])
def test_the_last_administrator_who_can_sign_in_stays(
    both: Database, act: Callable[[Write, Member], None]
) -> None:
    member = add(both)
    add(both, "Bea", Role.DESK)
    add(both, "Cid", Role.ADMIN, secret=None)

    with pytest.raises(LastAdmin), both.write("test") as tx:
        act(tx, member)

    assert ("Ada Lind", Role.ADMIN) in listed(both)
    add(both, "Dan", Role.ADMIN)
    with both.write("test") as tx:
        act(tx, member)
    assert ("Ada Lind", Role.ADMIN) not in listed(both)


def test_two_administrators_who_remove_each_other_do_not_both_succeed(both: Database) -> None:
    members = [add(both), add(both, "Bea")]

    said = rivals.at_once(both, [partial(staff.remove, member_id=each.id) for each in members])

    assert sorted(each.split()[0] for each in said) == ["LastAdmin", "done"]
    assert len(listed(both)) == 1


def test_five_wrong_secrets_are_free_and_waiting_outlives_a_restart(
    both: Database, clock: Clock
) -> None:
    member, other = add(both), add(both, "Bea", Role.DESK)

    assert wrong(both, member, 4) == timedelta()
    assert wrong(both, member) == timedelta(seconds=5)

    again = house.opened(address_of(both), clock=clock)
    assert wrong(again, member) == timedelta(seconds=5)  # Too early, so it does not count.
    with again.read() as tx:
        assert staff.secret_of(tx, member.id).wait(tx.now) == timedelta(seconds=5)
        assert not staff.secret_of(tx, other.id).wait(tx.now)
    again.close()

    clock.advance(timedelta(seconds=5))
    assert wrong(both, member) == timedelta(seconds=10)


def test_the_right_secret_does_not_count_before_its_time_and_clears_the_slate_after(
    both: Database, clock: Clock
) -> None:
    member = add(both)
    wrong(both, member, 5)

    assert wrong(both, member, right=True) == timedelta(seconds=5)
    clock.advance(timedelta(seconds=5))
    assert wrong(both, member, right=True) == timedelta()
    assert wrong(both, member, 4) == timedelta()


def test_a_new_secret_ends_the_wait(both: Database) -> None:
    member = add(both)
    wrong(both, member, 5)

    with both.write("test") as tx:
        staff.set_secret(tx, member.id, "another")

    with both.read() as tx:
        kept = staff.secret_of(tx, member.id)
    assert (kept.hash, kept.wait_until) == ("another", None)


def test_neither_hashes_nor_tries_are_in_the_journal(both: Database) -> None:
    member = add(both)
    wrong(both, member, 6)

    with both.read() as tx:
        entries = [entry for entry in build.journal(tx) if entry.kind == StaffRecord.__tablename__]
    assert [entry.new["name"] for entry in entries] == ["Ada Lind"]
    assert HASH not in repr(entries)
    assert entries[0].at == at(9)


def test_only_the_secret_itself_matches_its_hash() -> None:
    kept = staff_secrets.hashed("4711")

    assert kept.startswith("$argon2id$v=19$m=65536,")
    assert "4711" not in kept
    assert staff_secrets.matches("4711", kept)
    assert not staff_secrets.matches("4712", kept)
    assert not staff_secrets.matches("4711", "no hash at all")
    assert staff_secrets.hashed("4711") != kept


def test_a_letter_matches_however_the_keyboard_spells_it() -> None:
    kept = staff_secrets.chosen("Ada", "p\u00e4sswort")

    assert staff_secrets.matches("pa\u0308sswort", kept)


def test_a_secret_that_is_easily_guessed_is_not_hashed() -> None:
    with pytest.raises(Invalid):
        staff_secrets.chosen("Ada", "123")
