"""The emergency list on the screen: totals first, marks that last, a drill that says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk import settings
from desk.domain.errors import Unreachable
from desk.gui.client import Client
from desk.gui.printing import paper
from desk.gui.visitors import muster as muster_module
from desk.gui.visitors.emergency import EmergencyDialog
from desk.gui.visitors.muster import Muster
from desk.gui.visitors.muster_lines import Grouping, on_paper
from desk.services import emergency, kept_lists, last_lists, site, visitors
from desk.services.emergency import Roll
from desk.settings import Settings
from desk.store.database import Database, Read
from tests.build import entry, resident
from tests.conftest import Clock
from tests.gui.keys import Keyboard


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where records are kept."""
    found = tmp_path / "emergency"
    monkeypatch.setattr(muster_module, "folder", lambda: found)
    return found


@pytest.fixture
def muster(client: Client, database: Database) -> Muster:
    with database.write("ann") as tx:
        first, second = resident(tx, unit="4D"), resident(tx, "Ida", "Roth", unit="1A")
        entry(tx, first.id, "Cy Behm", people=3, companions=("Bo Behm",))
        entry(tx, second.id, "Ada Lind", arrived_at=tx.now - timedelta(hours=2))
        entry(tx, first.id, "Eve Moor")
    return Muster(client)


def opened(qtbot: QtBot, muster: Muster) -> tuple[EmergencyDialog, Keyboard]:
    dialog = EmergencyDialog(muster)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog, Keyboard(qtbot, dialog)


def texts(dialog: EmergencyDialog) -> list[str]:
    """Name of each party, and heading of each group in brackets."""
    return [
        line.party.name if line.party else f"[{line.heading}]" for line in dialog.table.lines.rows
    ]


def test_totals_come_first_and_everybody_by_name(qtbot: QtBot, muster: Muster) -> None:
    dialog, _ = opened(qtbot, muster)

    assert dialog.people.text() == "5 people inside"
    assert dialog.totals.text() == "Parties: 3 · safe: 0, missing: 5"
    assert dialog.made.text() == "as of 10:00, Mon 4 Feb 2030"
    assert texts(dialog) == ["Ada Lind", "Cy Behm", "Eve Moor"]
    row = [dialog.table.lines.index(1, column).data() for column in range(7)]
    assert row == ["", "Cy Behm", "Bo Behm", "3", "Grace Okafor", "4D", "10:00"]


def test_space_marks_as_safe_and_takes_it_back(qtbot: QtBot, muster: Muster) -> None:
    dialog, keys = opened(qtbot, muster)

    keys.press("Down Space")
    assert dialog.table.lines.index(1, 0).data() == "Safe"
    assert dialog.totals.text() == "Parties: 3 · safe: 3, missing: 2"
    keys.press("Space")

    assert dialog.totals.text() == "Parties: 3 · safe: 0, missing: 5"


def test_marks_outlive_the_window_until_somebody_starts_anew(qtbot: QtBot, muster: Muster) -> None:
    first, keys = opened(qtbot, muster)
    keys.press("Space Escape")
    assert not first.isVisible()
    second, _ = opened(qtbot, muster)
    assert second.totals.text() == "Parties: 3 · safe: 1, missing: 4"

    second.anew.click()

    assert second.totals.text() == "Parties: 3 · safe: 0, missing: 5"


@pytest.mark.parametrize(
    ("grouping", "expected"),
    [
        (Grouping.PLACE, ["[1A]", "Ada Lind", "[4D]", "Cy Behm", "Eve Moor"]),
        (Grouping.HOST, ["[Grace Okafor]", "Cy Behm", "Eve Moor", "[Ida Roth]", "Ada Lind"]),
    ],
)
def test_parties_are_grouped(
    qtbot: QtBot, muster: Muster, grouping: Grouping, expected: list[str]
) -> None:
    dialog, _ = opened(qtbot, muster)

    dialog.grouping.setCurrentIndex(dialog.grouping.findData(grouping))

    assert texts(dialog) == expected


def test_a_heading_is_pressed_to_sort(qtbot: QtBot, muster: Muster) -> None:
    dialog, _ = opened(qtbot, muster)
    people, since = 3, 6

    dialog.table.sort_by(since)
    assert texts(dialog)[0] == "Ada Lind"
    dialog.table.sort_by(people)
    dialog.table.sort_by(people)

    assert texts(dialog)[0] == "Cy Behm"


def test_a_drill_says_so_on_the_screen_and_on_paper(qtbot: QtBot, muster: Muster) -> None:
    dialog, keys = opened(qtbot, muster)

    keys.press("Alt+D")

    qtbot.waitUntil(lambda: bool(dialog.warning.said))
    assert "DRILL" in dialog.windowTitle()
    said = on_paper(dialog.table.lines.rows, muster.look(), muster, "Main")
    assert said.drill


def test_who_comes_in_meanwhile_appears_and_marks_stay(
    qtbot: QtBot, muster: Muster, database: Database
) -> None:
    dialog, keys = opened(qtbot, muster)
    keys.press("Space")

    with database.write("bob") as tx:
        entry(tx, resident(tx, "New", "Host").id, "Aaa First")

    assert texts(dialog)[0] == "Aaa First"
    assert dialog.totals.text() == "Parties: 4 · safe: 1, missing: 5"


def test_a_record_is_kept_of_every_time_somebody_asks(
    qtbot: QtBot, muster: Muster, folder: Path
) -> None:
    dialog, _ = opened(qtbot, muster)

    qtbot.waitUntil(lambda: len(list(folder.glob("*.pdf"))) == 1)
    before = next(folder.glob("*.pdf")).stat().st_mtime_ns
    dialog.table.selectAll()
    dialog._mark_safe()
    dialog.reject()

    [record] = folder.glob("*.pdf")
    assert record.name == "emergency-2030-02-04-100000.pdf"
    assert record.stat().st_mtime_ns > before


def test_a_printer_is_used_where_there_is_one(
    qtbot: QtBot, muster: Muster, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def to_printer(title: str, _pages: object) -> str:
        printed.append(title)
        return "Lobby"

    monkeypatch.setattr(paper, "to_printer", to_printer)
    dialog, keys = opened(qtbot, muster)

    keys.press("Return")

    assert printed == ["Emergency list"]
    assert dialog.kept.said.startswith("Printed on Lobby.")


def test_a_computer_can_be_told_to_print_at_once(
    qtbot: QtBot, muster: Muster, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = Settings(print_emergency=True)
    monkeypatch.setattr(settings, "load", lambda: chosen)

    dialog, _ = opened(qtbot, muster)

    qtbot.waitUntil(lambda: "There is no printer" in dialog.kept.said)


def test_a_folder_that_cannot_be_written_is_said(
    qtbot: QtBot, muster: Muster, folder: Path
) -> None:
    folder.write_text("a file is in the way")
    dialog, keys = opened(qtbot, muster)

    keys.press("Return")

    assert "could not be kept" in dialog.kept.said


def test_without_the_database_the_last_list_is_shown_with_its_age(
    qtbot: QtBot, muster: Muster, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    muster.look()
    clock.advance(timedelta(minutes=7))

    def gone(_tx: Read) -> Roll:
        raise Unreachable("desk.db")

    monkeypatch.setattr(emergency, "roll", gone)
    dialog, _ = opened(qtbot, muster)

    assert dialog.people.text() == "5 people inside"
    assert "cannot be reached" in dialog.warning.said
    assert "10:00" in dialog.warning.said


def test_without_the_database_and_never_looked_at_the_list_is_the_one_kept_at_this_computer(
    qtbot: QtBot,
    muster: Muster,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    kept_lists.keep(database.where, last_lists.of(database))
    clock.advance(timedelta(minutes=7))

    def gone(_tx: Read) -> Roll:
        raise Unreachable("desk.db")

    for service in (emergency, site):
        monkeypatch.setattr(service, "roll" if service is emergency else "found", gone)
    dialog, _ = opened(qtbot, muster)

    assert dialog.people.text() == "5 people inside"
    assert dialog.made.text() == "as of 10:00, Mon 4 Feb 2030, 7 min old"
    printed = on_paper(dialog.table.lines.rows, muster.look(), muster, muster.house())
    assert (printed.made, printed.site) == (dialog.made.text(), "Main entrance")


def test_a_group_of_hundreds_is_printed_in_pieces(
    qtbot: QtBot, muster: Muster, database: Database
) -> None:
    names = tuple(f"Guest Number {number}" for number in range(70))
    with database.write("ann") as tx:
        entry(tx, resident(tx, "New", "Host").id, "Aaa First", people=71, companions=names)
    dialog, _ = opened(qtbot, muster)

    said = on_paper(dialog.table.lines.rows, muster.look(), muster, "Main")

    rows = said.groups[0].rows
    assert [row.name for row in rows[:3]] == ["Aaa First", *["Aaa First, continued"] * 2]
    assert [row.people for row in rows[:3]] == ["71", "", ""]


def test_an_empty_house_has_a_list_too(qtbot: QtBot, client: Client) -> None:
    dialog, _ = opened(qtbot, Muster(client))

    assert dialog.people.text() == "0 people inside"


def test_who_leaves_is_not_missing(qtbot: QtBot, muster: Muster, database: Database) -> None:
    dialog, _ = opened(qtbot, muster)

    with database.write("bob") as tx:
        visitors.depart(tx, [visitors.inside(tx)[0].id])

    assert dialog.totals.text().startswith("Parties: 2")
