"""Whatever another machine chooses from the log, it gets all of it, once, in the one order."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from desk.domain.errors import NotFound
from desk.domain.visitor import Times, VisitorEntry
from desk.services import log_choices, visitor_log, visitors
from desk.services.log_choices import Choice
from desk.store.database import Database, Read
from tests import build
from tests.conftest import at

SIZE = 120
CHOICES = [
    Choice(),
    Choice(resident_id=2),
    Choice(left=True),
    Choice(left=False),
    Choice(since=at(9)),
    Choice(until=at(9)),
    Choice(since=at(-12), until=at(12), left=False, resident_id=1),
    Choice(since=at(12), until=at(9)),
    Choice(plate="AB-123"),
    Choice(plate="AB-123", left=True, resident_id=1),
]


@pytest.fixture
def log(both: Database) -> Database:
    """Few arrivals for many entries, made in another order than they arrived; some in the bin."""
    chance = Random(3)
    with both.write("ann") as tx:
        hosts = [build.resident(tx).id, build.resident(tx, "Lê", "Văn", unit="12B").id]
        for number in range(SIZE):
            came = at(chance.randrange(-24, 48, 6))
            gone = came + timedelta(hours=1)
            times = chance.choice(
                [Times(expected_at=came), Times(arrived_at=came)]
                + [Times(arrived_at=came, departed_at=gone)] * 2
            )
            plate = chance.choice([None, "AB-123", "ab 123", "AB-1234", "XAB-123"])
            entry = visitors.enter(
                tx,
                build.party(chance.choice(hosts), f"Visitor {number}", license_plate=plate),
                times,
                created_at=at(0) + timedelta(minutes=chance.randrange(4)),
            )
            if chance.random() < 0.1:
                visitors.remove(tx, [entry.id])
    return both


def wanted(tx: Read, choice: Choice) -> list[VisitorEntry]:
    """What somebody who reads the whole log would find."""
    chosen = [
        entry
        for entry in visitor_log.by_ids(tx, range(1, SIZE + 1))
        if entry.removed_at is None
        and choice.resident_id in (None, entry.resident_id)
        and choice.left in (None, entry.departed_at is not None)
        and (choice.since is None or entry.arrival >= choice.since)
        and (choice.until is None or entry.arrival < choice.until)
        and (not choice.plate or entry.license_plate in ("AB-123", "ab 123"))
    ]
    return sorted(chosen, key=lambda e: (e.arrival, e.created_at, e.id), reverse=True)


def test_every_choice_comes_whole_in_batches_with_the_latest_first(log: Database) -> None:
    with log.read() as tx:
        for choice in CHOICES:
            found = list(log_choices.batches(tx, choice, size=4))

            assert [entry for batch in found for entry in batch] == wanted(tx, choice), choice
            assert all(len(batch) <= 4 for batch in found)
        assert len(wanted(tx, CHOICES[-1])) > 4


@pytest.mark.parametrize(
    ("kept", "sought"),
    [
        ("AB-123", "AB-123"),
        ("AB-123", "ab123"),
        ("AB-123", "a.b/1 23"),
        ("ab 123", "AB123"),
        ("Ä-1", "ä1"),
        ("ä-1", "Ä1"),
        ("A·1", "A·1"),
        ("?", "?"),
        ("7", "7"),
    ],
)
def test_of_a_plate_only_letters_and_digits_count(both: Database, kept: str, sought: str) -> None:
    with both.write("ann") as tx:
        host = build.resident(tx, unit="7").id
        entry = visitors.enter(tx, build.party(host, license_plate=kept), Times(arrived_at=at(9)))
        visitors.enter(tx, build.party(host, "A1 7 ab123"), Times(arrived_at=at(9)))

    with both.read() as tx:
        assert list(log_choices.batches(tx, Choice(plate=sought))) == [[entry]]
        assert list(log_choices.batches(tx, Choice(plate=f"{sought}9"))) == []


def test_an_entry_is_known_by_its_guid_unless_it_is_in_the_bin(both: Database) -> None:
    with both.write("ann") as tx:
        entry = build.entry(tx, build.resident(tx).id)
    with both.read() as tx:
        assert visitor_log.by_uid(tx, entry.uid) == entry
    with both.write("ann") as tx:
        visitors.remove(tx, [entry.id])

    with both.read() as tx, pytest.raises(NotFound):
        visitor_log.by_uid(tx, entry.uid)
