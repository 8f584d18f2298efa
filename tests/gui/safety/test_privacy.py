"""The tab of privacy: choosing how long things are kept, forgetting at once, lifting holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.privacy import Kept
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.safety.page import SafetyPage
from desk.gui.safety.privacy.part import PrivacyPart
from desk.gui.safety.privacy.purge_dialog import PurgeDialog
from desk.services import holds, retention
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.contents import contents

ROW = Kept.VISITS


@pytest.fixture
def privacy(page: SafetyPage, database: Database, clock: Clock) -> PrivacyPart:
    """The tab, in a house in which somebody came and left half a year ago."""
    with database.write("ann") as tx:
        build.entry(tx, 1, "Ada Lind", arrived_at=at(9), departed_at=at(10))
    clock.advance(timedelta(days=180))
    page.step(-1)
    shown = page.part
    assert isinstance(shown, PrivacyPart)
    shown.refresh()
    return shown


def test_nothing_is_chosen_at_first(privacy: PrivacyPart, client: Client) -> None:
    assert set(privacy.periods.chosen().values()) == {None}
    assert privacy.periods.due[ROW].text() == "kept for good"
    assert not privacy.save.isEnabled()
    assert not privacy.purge.isEnabled()
    assert set(client.ask(retention.periods).values()) == {None}


def test_a_row_says_what_it_would_forget_and_counts_when_it_is_saved(
    privacy: PrivacyPart, client: Client, database: Database
) -> None:
    privacy.periods.checks[ROW].click()

    assert privacy.periods.due[ROW].text() == "1 now, of Mon 4 Feb 2030 to Mon 4 Feb 2030"
    assert not privacy.purge.isEnabled()
    assert client.ask(retention.periods)[ROW] is None
    privacy.periods.days[ROW].setValue(200)
    assert privacy.periods.due[ROW].text() == "none is old enough now"

    privacy.save.click()

    assert client.ask(retention.periods)[ROW] == 200
    assert not privacy.save.isEnabled()
    assert len(contents(database)["visitor_entry"]) == 1


def test_what_is_old_enough_is_forgotten_at_once_when_that_was_asked_for(
    qtbot: QtBot, privacy: PrivacyPart, database: Database
) -> None:
    privacy.periods.checks[ROW].click()
    privacy.save.click()
    privacy.purge.click()
    [dialog] = privacy.window().findChildren(PurgeDialog)
    assert dialog.stay.isDefault()
    assert "Entries of the visitor log: 1 now" in dialog.about.text()

    with qtbot.waitSignal(privacy.said):
        dialog.go.click()

    assert contents(database)["visitor_entry"] == []
    assert privacy.periods.due[ROW].text() == "none is old enough now"


def test_a_hold_is_lifted_and_that_can_be_undone(
    privacy: PrivacyPart, controls: Controls, client: Client, database: Database
) -> None:
    assert not privacy.lift.isEnabled()
    with database.write("ann") as tx:
        holds.place(tx, "person", 1, "a case at court")
    privacy.refresh()
    assert privacy.holds.model.rowCount() == 1
    privacy.holds.table.setCurrentIndex(privacy.holds.model.index(0, 0))

    privacy.lift.click()

    assert client.ask(holds.standing) == []
    controls.perform("edit.undo")
    assert [hold.reason for hold in client.ask(holds.standing)] == ["a case at court"]


def test_what_is_being_chosen_is_not_lost_when_something_changes(
    privacy: PrivacyPart, database: Database
) -> None:
    privacy.periods.checks[Kept.JOURNAL].click()

    with database.write("bob") as tx:
        retention.choose(tx, {ROW: 30})

    privacy.refresh()
    assert privacy.periods.checks[Kept.JOURNAL].isChecked()
