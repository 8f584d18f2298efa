"""What each role may change, asked for every write of somebody at a window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from desk.domain.access import Role as AccessRole
from desk.domain.appointment import Details
from desk.domain.errors import NotAllowed, NotToTake
from desk.domain.staff import Actor, Role
from desk.services import (
    appointments,
    availabilities,
    closures,
    directory,
    retention,
    rights,
    site,
    staff,
    tokens,
    undo,
)
from desk.store.database import Database, Write
from desk.store.records import ClosureRecord, DayRecord, WaitingEntryRecord
from desk.transfer import pace
from tests import build
from tests.build import span
from tests.services.opened import hours

WINDOW = Actor("desk-pc")
Act = Callable[[Write], object]


class House:
    """A house with two providers, and somebody of each role."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write("test") as tx:
            self.own = build.resource(tx).id
            self.other = build.resource(tx, "Dr. Ben", "Weiss", key="weiss").id
            self.open = {key: build.availability(tx, key).id for key in (self.own, self.other)}
            self.host = build.resident(tx).id
            self.person = build.patient(tx).id
            self.type = build.appointment_type(tx, waiting_list=True).id
        with database.write("test") as tx:
            self.members = {
                role: staff.add(tx, role.value, role, self.own, "hash")
                for role in (Role.ADMIN, Role.DESK, Role.PROVIDER, Role.READ_ONLY)
            }

    def do(self, role: Role, act: Act) -> object:
        with self.database.write(Actor.of(self.members[role])) as tx:
            return act(tx)

    def may(self, role: Role, act: Act) -> bool:
        """Whether it is done; where it is refused, nothing at all was."""
        before = build.last_change(self.database)
        try:
            self.do(role, act)
        except NotAllowed:
            return build.last_change(self.database) != before
        return True


@pytest.fixture
def house(both: Database) -> House:
    return House(both)


def booking(house: House, resource_id: int, hour: int = 9) -> Act:
    def act(tx: Write) -> object:
        return appointments.book(tx, house.open[resource_id], span(hour), Details(title="Ada Lind"))

    return act


def closing(resource_id: int | None) -> Act:
    return lambda tx: closures.close(tx, span(13), resource_id, "Meeting")


def opening(resource_id: int) -> Act:
    return lambda tx: availabilities.add(tx, hours(resource_id, span(14, minutes=60)))


def visiting(house: House) -> Act:
    return lambda tx: build.entry(tx, house.host)


def meeting(tx: Write) -> object:
    return build.patient(tx, "New", "Comer")


def waiting_for(house: House) -> Act:
    return lambda tx: build.waiting(tx, house.type)


def setting(tx: Write) -> None:
    site.choose(tx, site.TOO_LONG_HOURS.key, 3)


def describing(tx: Write) -> object:
    return directory.put_resource(tx, "third", "Dr. Cid", "Three")


def hiring(tx: Write) -> object:
    return staff.add(tx, "Newcomer", Role.READ_ONLY, None, "hash")


def letting_in(tx: Write) -> object:
    return tokens.create(tx, "gate", AccessRole.DESK)


def test_the_desk_does_everything_at_the_desk(house: House) -> None:
    acts = [
        booking(house, house.own),
        booking(house, house.other),
        closing(house.other),
        opening(house.other),
        closing(None),
        visiting(house),
        meeting,
        waiting_for(house),
        lambda tx: build.day(tx, tx.today),
    ]

    assert all(house.may(Role.DESK, act) for act in acts)


@pytest.mark.parametrize("role", [Role.DESK, Role.PROVIDER, Role.READ_ONLY])
@pytest.mark.parametrize("act", [setting, describing, hiring, letting_in])
def test_only_an_administrator_changes_settings_directory_accounts_and_tokens(
    house: House, role: Role, act: Act
) -> None:
    assert not house.may(role, act)
    assert house.may(Role.ADMIN, act)


def test_a_provider_changes_only_the_own_calendar(house: House) -> None:
    for act in (booking(house, house.own), opening(house.own), closing(house.own)):
        assert house.may(Role.PROVIDER, act)
    for act in (
        *(booking(house, house.other), opening(house.other), closing(house.other)),
        *(closing(None), visiting(house), meeting, waiting_for(house)),
        lambda tx: build.day(tx, tx.today),
    ):
        assert not house.may(Role.PROVIDER, act)


def test_a_provider_takes_nothing_from_another_calendar_nor_puts_it_there(house: House) -> None:
    with house.database.write("test") as tx:
        mine = build.closure(tx, span(13), house.own)
        theirs = build.closure(tx, span(13), house.other)

    def hand_over(tx: Write) -> None:
        tx.get(ClosureRecord, mine.id).resource_id = house.other

    def take_over(tx: Write) -> None:
        tx.get(ClosureRecord, theirs.id).resource_id = house.own

    def reword(tx: Write) -> None:
        tx.get(ClosureRecord, mine.id).reason = "Lunch"

    assert not house.may(Role.PROVIDER, hand_over)
    assert not house.may(Role.PROVIDER, take_over)
    assert house.may(Role.PROVIDER, reword)
    assert not house.may(Role.PROVIDER, lambda tx: closures.reopen(tx, [theirs.id]))
    assert house.may(Role.PROVIDER, lambda tx: closures.reopen(tx, [mine.id]))


def test_what_follows_from_a_providers_own_booking_may_follow(house: House) -> None:
    with house.database.write("test") as tx:
        entry = build.waiting(tx, house.type)
        day = build.day(tx, tx.today)
        other = build.waiting(tx, house.type, "Bea Berg")

    def book_and(tx: Write, *ids: int) -> None:
        build.appointment(
            tx, availabilities.one(tx, house.open[house.own]), span(9), entry_id=entry.id
        )
        for each in ids:
            tx.get(WaitingEntryRecord, each).note = "served"
        tx.get(DayRecord, day.id).occupied += 1

    assert house.may(Role.PROVIDER, lambda tx: book_and(tx, entry.id))
    assert not house.may(Role.PROVIDER, lambda tx: book_and(tx, entry.id, other.id))


def test_whoever_may_only_read_changes_nothing(house: House) -> None:
    for act in (
        *(booking(house, house.own), closing(house.own), visiting(house), meeting),
        *(waiting_for(house), setting),
    ):
        assert not house.may(Role.READ_ONLY, act)


def test_an_administrator_does_everything_and_the_journal_says_who(house: House) -> None:
    assert house.may(Role.ADMIN, booking(house, house.other))
    assert house.may(Role.ADMIN, closing(None))

    with house.database.read() as tx:
        admin = house.members[Role.ADMIN]
        assert build.journal(tx)[-1].actor == f"admin #{admin.id}"


def test_undoing_counts_like_doing(house: House) -> None:
    with house.database.write("test") as tx:
        booking(house, house.other)(tx)
    batch = tx.batch

    assert not house.may(Role.PROVIDER, lambda tx: undo.revert(tx, batch))
    assert house.may(Role.DESK, lambda tx: undo.revert(tx, batch))


def test_a_right_counts_as_it_stands_at_that_moment(house: House) -> None:
    member = house.members[Role.DESK]
    with house.database.write("test") as tx:
        staff.change(tx, member.id, member.name, Role.READ_ONLY, None)
    assert not house.may(Role.DESK, meeting)

    with house.database.write("test") as tx:
        staff.remove(tx, member.id)
    with pytest.raises(NotAllowed), house.database.write(Actor.of(member)) as tx:
        meeting(tx)


def test_an_administrator_may_step_down_and_leave(house: House) -> None:
    admin = house.members[Role.ADMIN]
    with house.database.write("test") as tx:
        second = staff.add(tx, "Second", Role.ADMIN, None, "hash")

    assert house.may(Role.ADMIN, lambda tx: staff.change(tx, admin.id, "x", Role.DESK, None))
    assert not house.may(Role.ADMIN, lambda tx: staff.set_secret(tx, second.id, "mine"))
    with house.database.write("test") as tx:
        staff.change(tx, admin.id, "x", Role.ADMIN, None)
    assert house.may(Role.ADMIN, lambda tx: staff.remove(tx, admin.id))


def test_nobody_signs_a_change_at_a_window_where_there_are_accounts(house: House) -> None:
    with pytest.raises(NotAllowed), house.database.write(WINDOW) as tx:
        meeting(tx)
    with house.database.write(WINDOW) as tx:
        assert staff.tried(tx, house.members[Role.DESK].id, False) == timedelta()
    with house.database.write("token gate") as tx:
        meeting(tx)


def test_without_accounts_everything_is_as_before_and_the_first_lets_itself_in(
    both: Database,
) -> None:
    with both.write(WINDOW) as tx:
        meeting(tx)
        setting(tx)
        rights.require_admin(tx, "import")
    with both.write(WINDOW) as tx:
        staff.add(tx, "Ada Lind", Role.ADMIN, None, "hash")
    with pytest.raises(NotAllowed), both.write(WINDOW) as tx:
        staff.add(tx, "Bea Berg", Role.ADMIN, None, "hash")


def test_nobody_gives_somebody_else_a_pin_but_an_administrator(house: House) -> None:
    admin = house.members[Role.ADMIN]

    with pytest.raises(NotAllowed) as refused:
        house.do(Role.DESK, lambda tx: staff.set_secret(tx, admin.id, "mine"))
    assert (refused.value.who, refused.value.what, refused.value.only) == ("desk", "staff", "admin")
    assert house.may(Role.ADMIN, lambda tx: staff.set_secret(tx, admin.id, "mine"))
    with house.database.read() as tx:
        said = build.journal(tx)[-1]
    assert (said.kind, said.id, said.new) == ("staff", admin.id, {"secret": "set anew"})


@pytest.mark.parametrize("role", [Role.DESK, Role.PROVIDER, Role.READ_ONLY])
def test_only_an_administrator_brings_in_files(house: House, role: Role) -> None:
    def import_as(who: Role) -> None:
        def act(tx: Write, names: Sequence[str]) -> Iterator[None]:
            for name in names:
                build.patient(tx, name)
                yield

        actor = Actor.of(house.members[who])
        list(pace.in_turns(house.database, actor, ["Eve"], act, threading.Event()))

    before = build.last_change(house.database)
    with pytest.raises(NotAllowed):
        import_as(role)
    assert build.last_change(house.database) == before
    import_as(Role.ADMIN)
    with house.database.read() as tx:
        rights.require_admin(tx, "restore", Actor.of(house.members[Role.ADMIN]))
        with pytest.raises(NotAllowed):
            rights.require_admin(tx, "restore", Actor.of(house.members[role]))


@pytest.mark.parametrize("what", ["backup", "dossier", "journal"])
def test_the_whole_of_it_is_taken_out_by_an_administrator_only(house: House, what: str) -> None:
    with house.database.read() as tx:
        rights.require_admin(tx, what, Actor.of(house.members[Role.ADMIN]))
        rights.require_admin(tx, what, "another machine")
        for role in (Role.DESK, Role.PROVIDER, Role.READ_ONLY):
            with pytest.raises(NotToTake) as refused:
                rights.require_admin(tx, what, Actor.of(house.members[role]))
            assert (refused.value.who, refused.value.what) == (role.value, what)


def test_what_is_old_is_forgotten_by_an_administrator_only(house: House) -> None:
    with pytest.raises(NotAllowed):
        retention.purge(house.database, Actor.of(house.members[Role.DESK]))
    retention.purge(house.database, Actor.of(house.members[Role.ADMIN]))
