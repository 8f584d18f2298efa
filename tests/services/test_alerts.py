"""Notes speak up when a name or a plate turns up, however it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.domain.errors import Invalid, NotFound, Stale
from desk.domain.visitor import AlertKind
from desk.services import alerts
from desk.store.database import Database
from tests.conftest import MONDAY, Clock

REFUSE, WELCOME = AlertKind.REFUSE, AlertKind.WELCOME
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "speaks"),
    [
        ("José Łuk", True),
        ("luk jose", True),
        ("JOSE MARIA LUK", True),
        ("Luk, José", True),
        ("Jose", False),
        ("Josef Luk", False),
        ("", False),
    ],
)
def test_a_name_is_known_by_its_words_in_any_order(
    both: Database, typed: str, speaks: bool
) -> None:
    with both.write("ann") as tx:
        alerts.add(tx, REFUSE, " José Łuk ", "by order")

    with both.read() as tx:
        assert bool(alerts.matching(tx, [typed])) is speaks
        assert bool(alerts.matching(tx, ["Bo Berg", typed])) is speaks


@pytest.mark.parametrize(
    ("plate", "speaks"),
    [("ab-123", True), ("AB 123", True), ("AB-1234", False), ("", False), (" - ", False)],
)
def test_a_plate_is_known_without_regard_to_blanks_and_dashes(
    both: Database, plate: str, speaks: bool
) -> None:
    with both.write("ann") as tx:
        alerts.add(tx, REFUSE, "", "stolen", license_plate=" AB-123 ")
        alerts.add(tx, REFUSE, "Somebody Else", "no car")

    with both.read() as tx:
        assert bool(alerts.matching(tx, [], plate)) is speaks


def test_refusals_are_said_before_welcomes(both: Database) -> None:
    with both.write("ann") as tx:
        welcome = alerts.add(tx, WELCOME, "Ada Lind", "the mayor")
        refuse = alerts.add(tx, REFUSE, "Ada", "by order")

    with both.read() as tx:
        assert alerts.matching(tx, ["Ada Lind"]) == [refuse, welcome]


def test_a_note_speaks_up_to_the_end_of_its_last_date_at_the_house(
    both: Database, clock: Clock
) -> None:
    with both.write("ann") as tx:
        alerts.add(tx, REFUSE, "Ada Lind", "by order", until=MONDAY.date())
    for moment, speaks in [(timedelta(hours=22, minutes=59), True), (timedelta(hours=23), False)]:
        clock.now = MONDAY + moment  # Midnight in Rome is at 23:00.
        with both.read() as tx:
            assert bool(alerts.matching(tx, ["Ada Lind"])) is speaks


@pytest.mark.parametrize(
    ("name", "plate", "reason", "fields"),
    [
        ("", None, "by order", ["name"]),
        ("--", " - ", "by order", ["name"]),
        ("Ada", None, " ", ["reason"]),
        ("", None, "", ["name", "reason"]),
        ("Ada\0", None, "x", ["name"]),
        ("Ada", "\0A", "x", ["license_plate"]),
    ],
)
def test_a_note_needs_a_name_or_a_plate_and_a_reason(
    both: Database, name: str, plate: str | None, reason: str, fields: list[str]
) -> None:
    with both.write("ann") as tx:
        good = alerts.add(tx, REFUSE, "Ada", "by order")
        with pytest.raises(Invalid) as added:
            alerts.add(tx, REFUSE, name, reason, license_plate=plate)
        with pytest.raises(Invalid) as amended:
            alerts.amend(tx, replace(good, name=name, license_plate=plate, reason=reason))

    assert list(added.value.reasons) == list(amended.value.reasons) == fields


def test_a_note_is_amended_as_it_was_seen_and_speaks_of_the_new_name(both: Database) -> None:
    with both.write("ann") as tx:
        first = alerts.add(tx, REFUSE, "Ada Lind", "by order", license_plate="AB-1")
        changed = replace(
            first, kind=WELCOME, name=" Bo Berg ", reason=" kin ", license_plate=" ", until=None
        )
        amended = alerts.amend(tx, changed)
        with pytest.raises(Stale):
            alerts.amend(tx, first)

    assert (amended.name, amended.reason, amended.license_plate) == ("Bo Berg", "kin", None)
    with both.read() as tx:
        assert alerts.matching(tx, ["berg bo"]) == [amended] == alerts.all(tx)
        assert alerts.matching(tx, ["Ada Lind"], "AB-1") == []


def test_a_note_that_was_taken_down_is_silent(both: Database) -> None:
    with both.write("ann") as tx:
        alert = alerts.add(tx, REFUSE, "Ada Lind", "by order")
    with both.write("ann") as tx:
        alerts.remove(tx, alert.id)

    with both.write("ann") as tx:
        assert alerts.matching(tx, ["Ada Lind"]) == []
        for change in (lambda: alerts.remove(tx, alert.id), lambda: alerts.amend(tx, alert)):
            with pytest.raises(NotFound):
                change()


def test_all_notes_are_listed_by_name(both: Database) -> None:
    with both.write("ann") as tx:
        for name in ("Zoe", "Éva", "ada"):
            alerts.add(tx, WELCOME, name, "kind")

    with both.read() as tx:
        assert [alert.name for alert in alerts.all(tx)] == ["ada", "Éva", "Zoe"]
