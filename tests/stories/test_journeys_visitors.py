"""The journeys of the counter by keyboard alone, each within its budget of keys (J4, J5, J6, J11).

They begin on the Today page of a whole window over a real file, with the log of a busy house.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.visitor import VisitorEntry
from desk.gui.controls import Controls
from desk.gui.visitors import muster
from desk.gui.visitors.emergency import EmergencyDialog
from desk.services import visitor_log, visitors
from desk.store.database import Database
from tests.build import entry, resident
from tests.conftest import Clock
from tests.gui.keys import Keyboard


@pytest.fixture
def house(database: Database, clock: Clock) -> Database:
    """Residents of like names, somebody expected, and what people came for before."""
    with database.write("ann") as tx:
        hosts = [
            resident(tx, first, "Hernandez", unit=unit)
            for first, unit in (("Berta", "3A"), ("Alma", "12B"), ("Carlos", "7C"))
        ]
        before = tx.now - timedelta(days=9)
        past = {"arrived_at": before, "departed_at": before + timedelta(hours=1)}
        entry(tx, hosts[0].id, "Joan Dorn", subject="Meeting", **past)
        entry(tx, hosts[0].id, "Rose Byrne", subject="Delivery", **past)
        soon = tx.now + timedelta(minutes=20)
        entry(
            tx,
            hosts[2].id,
            "John Doe",
            expected_at=soon,
            subject="Maintenance",
            people=2,
            license_plate="JD 1000",
        )
    return database


@pytest.fixture
def keys(qtbot: QtBot, house: Database, controls: Controls) -> Keyboard:
    return Keyboard(qtbot, controls.window)


def inside(database: Database) -> list[VisitorEntry]:
    with database.read() as tx:
        return visitors.inside(tx)


def everything(database: Database) -> int:
    with database.read() as tx:
        return visitor_log.count(tx, visitor_log.View())


def test_a_visitor_with_a_car_is_checked_in_within_nine_keys(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    keys.press("F3")
    keys.type("Maria Lopez")
    keys.press("Tab")
    keys.type("hernandez a")
    keys.press("Return Tab")
    keys.type("2")
    keys.press("Tab")
    keys.type("m")
    keys.press("Tab")
    keys.type("ABC-123")
    keys.press("Ctrl+Return")

    [party] = inside(house)
    assert (party.visitor, party.resident_name, party.resident_unit) == (
        "Maria Lopez",
        "Alma Hernandez",
        "12B",
    )
    assert (party.people, party.subject, party.license_plate) == (2, "Meeting", "ABC-123")
    assert party.arrived_at is not None
    assert keys.commands <= 9
    assert keys.characters <= 40
    assert "Maria Lopez" in controls.bar.text.text()


def test_a_visitor_on_foot_is_checked_in_within_seven_keys(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    keys.press("F3")
    keys.type("Maria Lopez")
    keys.press("Tab")
    keys.type("hernandez a")
    keys.press("Return Tab Tab")
    keys.type("m")
    keys.press("Ctrl+Return")

    assert [party.visitor for party in inside(house)] == ["Maria Lopez"]
    assert keys.commands <= 7


def test_an_expected_visitor_is_let_in_with_three_keys(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    before = everything(house)

    keys.press("F3")
    keys.type("jo do")
    keys.press("Return Ctrl+Return")

    [party] = inside(house)
    assert (party.visitor, party.people, party.license_plate) == ("John Doe", 2, "JD 1000")
    assert everything(house) == before
    assert keys.commands <= 3
    assert keys.characters <= 6


def test_a_returning_visitor_brings_everything_back_but_is_a_new_entry(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    before = everything(house)

    keys.press("F3")
    keys.type("ro by")
    keys.press("Return Ctrl+Return")

    [party] = inside(house)
    assert (party.visitor, party.subject) == ("Rose Byrne", "Delivery")
    assert everything(house) == before + 1
    assert keys.commands <= 3


def test_a_visitor_leaves_with_two_keys(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    with house.write("ann") as tx:
        host = resident(tx)
        entry(tx, host.id, "Ada Lind")
        entry(tx, host.id, "Karl Behm", license_plate="KB-77 X")

    keys.press("F6")
    keys.type("kb77")
    keys.press("Return")

    assert [party.visitor for party in inside(house)] == ["Ada Lind"]
    assert keys.commands <= 2
    assert keys.characters <= 5


def test_closing_time_takes_four_keys_and_one_to_take_back(
    house: Database, controls: Controls, keys: Keyboard
) -> None:
    with house.write("ann") as tx:
        host = resident(tx)
        for name in ("Ada Lind", "Karl Behm", "Ida Roth"):
            entry(tx, host.id, name)

    keys.press("F6 Ctrl+A Return Return")

    assert inside(house) == []
    assert keys.commands <= 4
    with house.read() as tx:
        gone = visitor_log.found(tx, visitor_log.View(text="karl"))
    assert [party.seen_leaving for party in gone] == [False]

    keys.press("Ctrl+Z")

    assert len(inside(house)) == 3


def test_in_a_fire_the_list_is_on_paper_with_two_keys(
    qtbot: QtBot,
    house: Database,
    controls: Controls,
    keys: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(muster, "folder", lambda: tmp_path / "emergency")
    with house.write("ann") as tx:
        entry(tx, resident(tx, unit="4D").id, "Ada Lind", people=3, companions=("Bo Lind",))

    keys.press("F12")

    dialog = controls.window.findChild(EmergencyDialog)
    assert dialog is not None
    assert dialog.people.text() == "3 people inside"

    keys.press("Return")

    [record] = (tmp_path / "emergency").glob("*.pdf")
    assert record.read_bytes().startswith(b"%PDF")
    assert str(record) in dialog.kept.said
    assert keys.commands <= 2
    dialog.done(0)
