"""The dialogs of the page of days: how many places there are, and which date to go to."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.days import history
from desk.gui.days.places import PlacesDialog
from desk.gui.go_dialog import GoDialog
from desk.services import days
from desk.store.database import Database
from tests import build

TODAY = dt.date(2030, 2, 4)


@pytest.fixture
def dialog(qtbot: QtBot, client: Client, database: Database) -> PlacesDialog:
    with database.write("ann") as tx:
        build.day(tx, TODAY, places=40, occupied=29)
    made = PlacesDialog(client, TODAY)
    qtbot.addWidget(made, before_close_func=PlacesDialog.saved)  # or it would ask
    made.show()
    qtbot.waitExposed(made)
    return made


def test_places_are_set_for_a_date_or_for_all_up_to_another(
    dialog: PlacesDialog, client: Client
) -> None:
    assert dialog.focusWidget() is dialog.places
    assert dialog.places.value() == 40
    dialog.places.setValue(60)
    dialog.last.setText("+2d")
    dialog.reason.setText("Open garden")

    dialog.accept()

    found = [client.ask(days.on, TODAY + timedelta(days=n)) for n in range(4)]
    assert [day.places for day in found] == [60, 60, 60, 9999]
    told = client.ask(history.of, found[0])
    assert told[0].told == "60 places: Open garden"


def test_fewer_places_than_people_are_refused_at_the_field(
    dialog: PlacesDialog, client: Client
) -> None:
    dialog.places.setValue(28)

    dialog.accept()

    assert dialog.isVisible()
    assert "room for everybody" in dialog.places.accessibleDescription()
    assert client.ask(days.on, TODAY).places == 40


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        ("someday", "", "first", "not a date"),
        ("today", "soon", "last", "not a date"),
        ("today", "yesterday", "last", "on or after the first"),
        ("today", "+99w", "last", "within a year"),
    ],
)
def test_dates_that_make_no_sense_are_refused_at_their_field(
    dialog: PlacesDialog, first: str, last: str, field: str, said: str
) -> None:
    dialog.first.setText(first)
    dialog.last.setText(last)

    dialog.accept()

    assert dialog.isVisible()
    assert said in {"first": dialog.first, "last": dialog.last}[field].accessibleDescription()


def test_go_to_date_says_which_one_was_chosen(qtbot: QtBot, client: Client) -> None:
    dialog = GoDialog(client, "days.go")
    qtbot.addWidget(dialog)
    dialog.show()
    chosen: list[dt.date] = []
    dialog.chosen.connect(chosen.append)

    dialog.date.setText("not a day")
    dialog.accept()
    assert dialog.isVisible()
    assert "not a date" in dialog.date.accessibleDescription()

    dialog.date.setText("24.12.")
    dialog.accept()

    assert chosen == [dt.date(2029, 12, 24)]
