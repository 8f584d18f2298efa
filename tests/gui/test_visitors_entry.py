"""Announcing a party, and putting an entry right, also when somebody else does so meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.visitor import Standing, VisitorEntry
from desk.gui.client import Client
from desk.gui.visitors.entry_dialog import EntryDialog
from desk.gui.visitors.expect import ExpectDialog
from desk.services import visitor_log, visitors
from desk.store.database import Database
from tests.build import entry, party, resident
from tests.conftest import at
from tests.gui.keys import Keyboard


def opened(qtbot: QtBot, dialog: QDialog) -> Keyboard:
    qtbot.addWidget(dialog, before_close_func=lambda shown: shown.done(0))
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return Keyboard(qtbot, dialog)


def kept(database: Database) -> VisitorEntry:
    with database.read() as tx:
        [found] = visitor_log.page(tx, visitor_log.View(), 0, 9, 1)
        return found


@pytest.fixture
def tea(database: Database) -> VisitorEntry:
    """Ada came a minute and ten seconds ago."""
    with database.write("ann") as tx:
        arrived = tx.now - timedelta(seconds=70)
        return entry(tx, resident(tx).id, arrived_at=arrived, license_plate="A 1", badge="7")


def test_a_party_is_announced_in_quick_words(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    with database.write("ann") as tx:
        resident(tx)
    dialog = ExpectDialog(client)
    keys = opened(qtbot, dialog)

    keys.type("Ada Lind")
    keys.press("Tab")
    keys.type("okafor")
    keys.press("Return Tab")
    keys.type("fri 10:15")
    assert dialog.when.meaning.text() == "Fri 8 Feb 2030 10:15"
    keys.press("Tab Tab")
    keys.type("Tea")
    keys.press("Ctrl+Return")

    announced = kept(database)
    assert (announced.standing, announced.expected_at) == (Standing.EXPECTED, at(9, 15, day=4))


def test_a_party_can_be_announced_for_some_time_on_a_day(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    with database.write("ann") as tx:
        host = resident(tx)
    dialog = ExpectDialog(client)
    opened(qtbot, dialog)
    dialog.fields.visitor.setText("Ada")
    dialog.fields.host.show_host(host.id)
    dialog.fields.subject.setText("Tea")
    dialog.when.setText("tomorrow")
    assert dialog.when.meaning.text() == "Tue 5 Feb 2030, at any time"

    dialog.accept()

    assert kept(database).whole_day
    assert kept(database).arrival_text == "2030-02-05"


@pytest.mark.parametrize(
    ("text", "fault"), [("", "must not be empty"), ("sometime", "is not understood")]
)
def test_a_time_that_means_nothing_is_refused_at_its_field(
    qtbot: QtBot, client: Client, database: Database, text: str, fault: str
) -> None:
    dialog = ExpectDialog(client)
    opened(qtbot, dialog)
    dialog.when.setText(text)

    dialog.accept()

    assert dialog.when.accessibleDescription() == fault
    assert dialog.isVisible()


def test_a_time_that_is_past_says_so(qtbot: QtBot, client: Client) -> None:
    dialog = ExpectDialog(client)
    opened(qtbot, dialog)

    dialog.when.setText("today 8:00")

    assert dialog.when.meaning.text() == "Mon 4 Feb 2030 08:00: that is past"


def test_an_entry_nobody_changes_stays_as_it_is(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)
    assert not dialog.edited()

    keys.press("Ctrl+Return")

    assert kept(database) == tea


def test_a_field_is_changed_and_the_arrival_stays_exact(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)

    dialog.badge.setText("8")
    keys.press("Ctrl+Return")

    assert kept(database) == replace(tea, badge="8", version=tea.version + 1)


def test_times_are_put_right(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)

    dialog.times.fields["arrival"].setText("today 9:00")
    dialog.times.fields["departure"].setText("today 9:45")
    dialog.times.seen.setChecked(False)
    keys.press("Ctrl+Return")

    changed = kept(database)
    assert (changed.arrived_at, changed.departed_at) == (at(8), at(8, 45))
    assert not changed.seen_leaving


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("departure", "today 8:00", "must not be before the arrival"),
        ("departure", "today", "needs a time of day"),
        ("arrival", "noonish", "is not understood"),
    ],
)
def test_times_that_make_no_sense_are_refused_at_their_field(
    qtbot: QtBot,
    client: Client,
    database: Database,
    tea: VisitorEntry,
    name: str,
    text: str,
    fault: str,
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)

    dialog.times.fields[name].setText(text)
    keys.press("Ctrl+Return")

    assert dialog.times.fields[name].accessibleDescription() == fault
    assert kept(database) == tea


def test_clearing_the_departure_lets_a_party_in_again(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    with database.write("ann") as tx:
        [gone] = visitors.depart(tx, [tea.id])
    dialog = EntryDialog(client, gone)
    keys = opened(qtbot, dialog)

    dialog.times.fields["departure"].clear()
    keys.press("Ctrl+Return")

    assert kept(database).standing is Standing.INSIDE


def test_a_date_without_a_time_is_kept_as_such(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    with database.write("ann") as tx:
        whole = entry(tx, resident(tx).id, arrived_at=at(23, day=-3), arrival_text="2030-02-02")
    dialog = EntryDialog(client, whole)
    keys = opened(qtbot, dialog)
    assert dialog.times.fields["arrival"].text() == "Sat 2 Feb 2030"

    dialog.badge.setText("9")
    keys.press("Ctrl+Return")

    assert kept(database).arrival_text == "2030-02-02"


def test_what_somebody_else_saved_is_shown_and_what_was_typed_is_kept(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)
    dialog.fields.subject.setText("Cake")
    dialog.fields.colour.setText("Red")
    with database.write("bob") as tx:
        theirs = party(tea.resident_id, subject="Coffee", license_plate="B 2", people=4)
        visitors.amend(tx, tea.id, theirs, seen=tea.version)

    keys.press("Ctrl+Return")

    assert "bob (10:00) has changed this entry" in dialog.notice.said
    assert dialog.fields.subject.text() == "Cake"
    assert "Coffee" in dialog.fields.subject.accessibleDescription()
    assert dialog.fields.colour.text() == "Red"
    assert dialog.fields.plate.text() == "B 2"
    assert dialog.fields.people.value() == 4
    assert kept(database).subject == "Coffee"

    keys.press("Ctrl+Return")

    saved = kept(database)
    assert (saved.subject, saved.vehicle_color, saved.license_plate, saved.people) == (
        "Cake",
        "Red",
        "B 2",
        4,
    )


def test_an_entry_that_was_removed_meanwhile_is_not_saved(
    qtbot: QtBot, client: Client, database: Database, tea: VisitorEntry
) -> None:
    dialog = EntryDialog(client, tea)
    keys = opened(qtbot, dialog)
    dialog.badge.setText("9")
    with database.write("bob") as tx:
        visitors.remove(tx, [tea.id])

    keys.press("Ctrl+Return")

    assert "no longer" in dialog.notice.said
    assert dialog.badge.text() == "9"
