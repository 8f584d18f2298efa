"""Importing a calendar in the window: tried out, done in its own process, stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.domain.span import Span
from desk.gui.calendar_import.dialog import CalendarImportDialog
from desk.gui.calendar_import.parts import APPOINTMENTS, PROBLEMS, TIMES
from desk.gui.calendar_import.run import Summary
from desk.gui.client import Client
from desk.services import appointment_rows, closures, directory
from desk.store.database import Database
from tests.conftest import at
from tests.gui.keys import Keyboard
from tests.transfer.calendars import event, file_of

PATIENCE_MS = 30_000
ALL = Span(at(0, day=-5000), at(0, day=5000))
# The process goes by the clock of the computer, so that only what never ends is sure to be in time.
DAILY = event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY", "SUMMARY:Closed")
ONCE = event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY", "SUMMARY:New Year", uid="two")


@pytest.fixture
def smith(database: Database) -> int:
    with database.write("Ann") as tx:
        directory.put_resource(tx, "jones", "Dr. Bo", "Jones")
        return directory.put_resource(tx, "smith", "Dr. Jane", "Smith").id


def opened(qtbot: QtBot, client: Client) -> CalendarImportDialog:
    dialog = CalendarImportDialog(client)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def tried(qtbot: QtBot, dialog: CalendarImportDialog, path: Path, whose: int) -> Summary:
    dialog.show_provider(whose)
    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS) as ended:
        dialog.look_at(path)
    found: Summary = ended.args[0]
    return found


def imported(qtbot: QtBot, dialog: CalendarImportDialog) -> Summary:
    with qtbot.waitSignal(dialog.imported, timeout=PATIENCE_MS) as ended:
        dialog.button.click()
    found: Summary = ended.args[0]
    return found


def shut(database: Database) -> int:
    with database.read() as tx:
        return len(closures.between(tx, ALL))


def test_nothing_can_be_imported_before_file_and_provider_are_known(
    qtbot: QtBot, client: Client, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)

    dialog.look_at(file_of(tmp_path, ONCE))

    assert not dialog.button.isEnabled()
    assert not dialog.process.running
    assert dialog.parts.outcome.said == ""


def test_a_file_is_tried_out_at_once_and_changes_nothing(
    qtbot: QtBot, client: Client, database: Database, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    broken = event("DTSTART:soon", "SUMMARY:Lost", uid="three")

    found = tried(qtbot, dialog, file_of(tmp_path, ONCE, broken), smith)

    assert (found.dry_run, found.added, found.rejected) == (True, 3, 1)
    assert "3 new closures for Dr. Jane Smith" in dialog.parts.outcome.said
    times = dialog.parts.times
    assert [times.index(0, column).data() for column in (2, 3)] == ["New Year", "new"]
    assert times.index(0, 0).data() == times.index(0, 1).data()  # a whole day
    problems = dialog.parts.problems
    assert [problems.index(0, column).data() for column in (1, 2)] == [
        "Lost",
        'DTSTART "SOON" is not a time',
    ]
    assert dialog.parts.tabs.tabText(PROBLEMS) == "Problems: 1"
    assert dialog.button.isEnabled()
    assert shut(database) == 0


def test_an_import_ends_with_a_sentence_and_a_second_one_has_nothing_to_do(
    qtbot: QtBot, client: Client, database: Database, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    path = file_of(tmp_path, ONCE)
    tried(qtbot, dialog, path, smith)

    imported(qtbot, dialog)

    assert dialog.parts.outcome.said == (
        "Added 3 closures for Dr. Jane Smith. Known already: 0. Passed over: 0. Rejected: 0."
    )
    assert shut(database) == 3
    again = tried(qtbot, dialog, path, smith)
    assert (again.added, again.known) == (0, 3)
    assert not dialog.button.isEnabled()


def test_busy_time_becomes_appointments_when_that_is_chosen(
    qtbot: QtBot, client: Client, database: Database, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    tried(qtbot, dialog, file_of(tmp_path, ONCE), smith)

    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS):
        dialog.parts.into.setCurrentIndex(dialog.parts.into.findData(APPOINTMENTS))
    imported(qtbot, dialog)

    with database.read() as tx:
        found = appointment_rows.overlapping(tx, ALL, [smith])
    assert [one.name for one in found] == ["New Year"] * 3
    assert shut(database) == 0


def test_changing_ones_mind_while_it_is_read_shows_what_was_chosen_last(
    qtbot: QtBot, client: Client, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    dialog.show_provider(smith)
    dialog.look_at(file_of(tmp_path, DAILY))

    dialog.look_at(file_of(tmp_path, ONCE, name="other.ics"))

    qtbot.waitUntil(dialog.button.isEnabled, timeout=PATIENCE_MS)
    assert len(dialog.parts.times.rows) == 3


def test_a_file_that_cannot_be_read_is_said_in_one_sentence(
    qtbot: QtBot, client: Client, smith: int, tmp_path: Path
) -> None:
    path = tmp_path / "broken.ics"
    path.write_text("nothing")
    dialog = opened(qtbot, client)
    dialog.show_provider(smith)

    with qtbot.waitSignal(dialog.process.failed, timeout=PATIENCE_MS):
        dialog.look_at(path)

    assert dialog.parts.outcome.said.startswith(f"{path} cannot be read (it is no calendar")
    assert "Traceback" not in dialog.parts.outcome.said
    assert not dialog.button.isEnabled()


def test_an_import_is_stopped_in_order_and_goes_on_next_time(
    qtbot: QtBot, client: Client, database: Database, smith: int, tmp_path: Path
) -> None:
    path = file_of(tmp_path, DAILY, *(DAILY.replace("UID:one", f"UID:{n}") for n in range(3)))
    dialog = opened(qtbot, client)
    tried(qtbot, dialog, path, smith)
    with qtbot.waitSignal(
        dialog.process.told, timeout=PATIENCE_MS, check_params_cb=lambda done, _total: done > 0
    ):
        dialog.button.click()
    assert dialog.closer.text() == "Stop"
    assert not dialog.parts.choose.isEnabled()

    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS) as ended:
        dialog.closer.click()

    found: Summary = ended.args[0]
    assert 0 < found.added < found.added + found.left
    assert shut(database) == found.added
    assert not dialog.isVisible()


def test_the_provider_is_chosen_by_typing_and_everything_has_a_name(
    qtbot: QtBot, client: Client, smith: int, tmp_path: Path
) -> None:
    dialog = opened(qtbot, client)
    dialog.look_at(file_of(tmp_path, ONCE))
    keys = Keyboard(qtbot, dialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.parts.provider.setFocus()

    with qtbot.waitSignal(dialog.process.ended, timeout=PATIENCE_MS):
        keys.type("smi")
        keys.press("Return")

    named = [dialog.parts.file, dialog.parts.provider, dialog.parts.into, dialog.parts.first]
    assert all(widget.accessibleName() for widget in (*named, dialog.parts.progress, dialog))
    assert dialog.parts.tabs.currentIndex() == TIMES
    assert isinstance(QApplication.activeWindow(), CalendarImportDialog)


def test_the_dialog_fits_a_small_screen(qtbot: QtBot, client: Client) -> None:
    dialog = opened(qtbot, client)

    smallest = dialog.minimumSizeHint()

    assert smallest.width() <= 1366
    assert smallest.height() <= 700
    assert dialog.width() <= 1366
    assert dialog.height() <= 700
