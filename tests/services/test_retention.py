"""What has been kept long enough is forgotten, and what is held is not."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from desk import upkeep
from desk.domain.directory import PersonKind
from desk.domain.errors import Erased, Invalid, NotFound
from desk.domain.message import Fate
from desk.domain.privacy import Kept
from desk.services import (
    appointments,
    holds,
    journal,
    outbox,
    people,
    retention,
    site,
    undo,
    visitors,
)
from desk.store import backup
from desk.store.database import Database
from desk.store.records import MessageRecord, VisitorEntryRecord
from tests import build
from tests.conftest import Clock, at
from tests.contents import contents
from tests.services import somebody

YEAR = timedelta(days=365)


def chosen(database: Database, **days: int | None) -> None:
    with database.write("ann") as tx:
        retention.choose(tx, {Kept(kind): each for kind, each in days.items()})


def purged(database: Database) -> dict[str, int]:
    return {kind.value: n for kind, n in retention.purge(database, "desk").items()}


def words_in_files(folder: Path) -> set[str]:
    found = somebody.files_with_a_word(folder).values()
    return {word for words in found for word in words}


def visitors_of(database: Database) -> list[str]:
    return [row["visitor"] for row in contents(database)["visitor_entry"]]


def test_nothing_is_forgotten_before_anybody_has_chosen(both: Database, clock: Clock) -> None:
    somebody.settle_in(both)
    before = contents(both)
    clock.advance(10 * YEAR)

    with both.read() as tx:
        assert not retention.is_due(tx)
    assert purged(both) == {}
    assert contents(both) == before


def test_entries_of_the_log_go_after_so_many_days_but_nobody_who_is_inside(
    both: Database, clock: Clock
) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id, "Old", arrived_at=at(9), departed_at=at(10))
        build.entry(tx, host.id, "Never came", expected_at=at(9))
        build.entry(tx, host.id, "Inside", arrived_at=at(9))
        build.entry(tx, host.id, "Binned", arrived_at=at(9), removed_at=at(10))
        build.entry(tx, host.id, "Recent", arrived_at=at(9, day=1), departed_at=at(10, day=1))
    chosen(both, visits=90)
    clock.advance(timedelta(days=90, hours=2))

    with both.read() as tx:
        found = retention.preview(tx, Kept.VISITS, 90)
        assert retention.is_due(tx)

    assert (found.count, found.oldest, found.newest) == (3, at(9), at(9))
    assert purged(both) == {"visits": 3}
    assert visitors_of(both) == ["Inside", "Recent"]
    assert purged(both) == {"visits": 0}
    assert backup.check(both.engine) == []


def test_every_kind_is_forgotten_in_its_own_way(both: Database, clock: Clock) -> None:
    known = somebody.settle_in(both)
    with both.write("ann") as tx:
        patient = build.patient(tx, "Milan", "Novak")
        build.appointment(tx, None, build.span(9), "", person_id=patient.id)
        build.waiting(tx, 1, "Gave up", left_at=at(9))
        pending = outbox.listed(tx, fates=[Fate.PENDING])
    clock.advance(2 * YEAR)
    chosen(both, visits=90, appointments=90, waiting=90, messages=90, journal=365, people=365)

    gone = purged(both)

    assert {kind for kind, number in gone.items() if number} == {
        *("visits", "appointments", "waiting", "messages", "journal", "people")
    }
    assert contents(both)["visitor_entry"] == []
    with both.read() as tx:
        assert appointments.one(tx, known.past).name == ""
        assert people.one(tx, known.person).name == "Zwenka Quallenberg"  # who lives here
        with pytest.raises(NotFound):
            people.one(tx, patient.id)
        assert {each.id for each in outbox.listed(tx)} <= {each.id for each in pending}
        assert not retention.is_due(tx)
    assert backup.check(both.engine) == []


def test_what_is_held_is_kept(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        held, other = build.resident(tx, "Held"), build.resident(tx, "Other")
        patient = build.patient(tx)
        times = {"arrived_at": at(9), "departed_at": at(10)}
        build.entry(tx, held.id, "Of the one who is held", **times)
        kept = build.entry(tx, other.id, "Held itself", **times)
        build.entry(tx, other.id, "Goes", **times)
        build.appointment(tx, None, build.span(9), "", person_id=patient.id, note="for the court")
        lasting = holds.place(tx, "person", held.id, "a case at court")
        holds.place(tx, "visitor_entry", kept.id, "seen by the police")
        holds.place(tx, "person", patient.id, "a case at court")
    clock.advance(2 * YEAR)
    chosen(both, visits=90, appointments=90, people=90)

    purged(both)

    assert visitors_of(both) == ["Of the one who is held", "Held itself"]
    with both.read() as tx:
        assert people.one(tx, patient.id).name == "Milan Novak"
        assert [hold.name for hold in holds.standing(tx)] == [
            "Milan Novak",
            "Held itself",
            "Held Okafor",
        ]
        assert [each.note for each in appointments.of_person(tx, patient.id).past] == [
            "for the court"
        ]
    with both.write("ann") as tx:
        holds.lift(tx, lasting.id, "the case is over")
    assert purged(both)["visits"] == 1
    with both.read() as tx:
        told = journal.of(tx, "legal_hold", lasting.id)
    assert [(each.actor, each.reason) for each in told] == [
        ("ann", "the case is over"),
        ("ann", ""),
    ]


def test_what_was_forgotten_cannot_be_undone(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id, "Old", arrived_at=at(9), departed_at=at(10))
    with both.read() as tx:
        added = journal.of(tx, "visitor_entry", 1)[0].batch
    clock.advance(YEAR)
    chosen(both, visits=90)
    purged(both)

    with pytest.raises(Erased), both.write("ann") as tx:
        undo.revert(tx, added)
    assert visitors_of(both) == []


def test_a_person_of_whom_something_was_heard_stays(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        booked, amended, quiet = (
            build.patient(tx, name) for name in ("Booked", "Amended", "Quiet")
        )
        build.appointment(tx, None, build.span(9, day=360), "", person_id=booked.id)
    clock.advance(YEAR)
    with both.write("ann") as tx:
        details = people.Details(kind=PersonKind.PATIENT, last_name="Amended")
        people.amend(tx, amended.id, details, seen=amended.version)
    chosen(both, people=180)

    assert purged(both) == {"people": 1}

    with both.read() as tx, pytest.raises(NotFound):
        people.one(tx, quiet.id)


def test_it_is_done_some_at_a_time_until_somebody_says_stop(
    both: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    with both.write("ann") as tx:
        host = build.resident(tx)
        for _ in range(5):
            build.entry(tx, host.id, "Old", arrived_at=at(9), departed_at=at(10))
    chosen(both, visits=90)
    clock.advance(YEAR)
    asked = iter([False, False, True])

    gone = retention.purge(both, "desk", stop=lambda: next(asked))

    assert gone == {Kept.VISITS: 4}
    assert len(visitors_of(both)) == 1


def test_it_is_done_once_a_day(database: Database, clock: Clock) -> None:
    daily = upkeep.Forgetting()
    with database.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id, "Old", arrived_at=at(9), departed_at=at(10))
    chosen(database, visits=90)
    daily.forget(database)
    clock.advance(timedelta(days=91))
    daily.forget(database)
    assert visitors_of(database) == []

    with database.write("ann") as tx:
        build.entry(tx, host.id, "Older", arrived_at=at(8), departed_at=at(10))
    daily.forget(database)
    assert visitors_of(database) == ["Older"]
    clock.advance(timedelta(days=1))
    daily.forget(database)
    assert visitors_of(database) == []


def test_a_hold_needs_a_reason_and_something_to_hold(both: Database) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        holds.place(tx, "person", host.id, "a case at court")
    for kind, subject, reason in (
        ("person", host.id, " "),
        ("person", host.id, "once more"),
        ("appointment", 1, "of no such kind"),
    ):
        with pytest.raises(Invalid), both.write("ann") as tx:
            holds.place(tx, kind, subject, reason)
    with pytest.raises(NotFound), both.write("ann") as tx:
        holds.place(tx, "person", 99, "nobody")


@pytest.mark.parametrize("days", [0, -1, 1.5, "90", True, 36_501])
def test_a_time_that_makes_no_sense_is_refused(database: Database, days: object) -> None:
    with pytest.raises(Invalid), database.write("ann") as tx:
        site.choose(tx, "privacy.visitor_log_days", days)


def test_messages_that_are_still_to_go_out_stay(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        common = {
            "event": "create",
            "category": "",
            "recipient": "1",
            "template": "x",
            "channel": "email",
            "about": {},
            "created_at": tx.now,
            "created_by": "ann",
        }
        for fate in Fate:
            tx.add(MessageRecord(fate=fate.value, due=at(9), **common))
    clock.advance(YEAR)
    chosen(both, messages=90)

    purged(both)

    with both.read() as tx:
        assert [each.fate for each in outbox.listed(tx)] == [Fate.PENDING]


def test_visitors_can_come_again_after_all_was_forgotten(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx)
        build.entry(tx, host.id, "Old", arrived_at=at(9), departed_at=at(10))
    chosen(both, visits=90)
    clock.advance(YEAR)
    purged(both)

    with both.write("ann") as tx:
        visitors.arrive(tx, build.party(host.id, "Old"))
    assert visitors_of(both) == ["Old"]


def test_what_was_forgotten_is_out_of_the_file_too(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    theirs = {"qfriend", "qplate", "qpurpose", "qbadge"}
    somebody.settle_in(database)
    with database.write("ann") as tx:
        host = build.resident(tx)
        left = {"arrived_at": at(7), "departed_at": at(8)}
        ids = [build.entry(tx, host.id, f"Qvisitor {n}", **left).id for n in range(300)]
    random.Random(1).shuffle(ids)
    for start in range(0, len(ids), 10):  # Whoever grows is moved to another place in the file.
        with database.write("ann") as tx:
            for number in ids[start : start + 10]:
                tx.get(VisitorEntryRecord, number).subject = "Qpurpose " * (number % 60)
    assert theirs <= words_in_files(tmp_path)
    clock.advance(YEAR)
    chosen(database, visits=90, journal=90)

    assert purged(database)["visits"] == 303

    assert not theirs & words_in_files(tmp_path)
