"""The first page: the house at a glance, and the way on from each figure."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.gui.client import Client
from desk.gui.today.page import TodayPage
from desk.services import days, visitors, waiting
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.gui import waiting_screen
from tests.gui.parts import part

TODAY = dt.date(2030, 2, 4)


@pytest.fixture
def grace(database: Database) -> Person:
    with database.write("test") as tx:
        return build.resident(tx)


@pytest.fixture
def page(qtbot: QtBot, client: Client) -> TodayPage:
    made = TodayPage(client)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def rows(page: TodayPage, which: str) -> list[list[str]]:
    model = {"to come": page.to_come.model, "arrived": page.arrivals.model}[which]
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_an_empty_house_says_so_and_offers_what_fills_it(qtbot: QtBot, page: TodayPage) -> None:
    assert page.inside.figure.text() == "0"
    assert page.inside.words.text() == "Nobody is in the house."
    assert page.arrivals.empty.isVisible()
    assert page.arrivals.empty.button.text().strip() == "Check in  F3"

    with qtbot.waitSignal(page.wanted) as wanted:
        page.arrivals.empty.button.click()
    assert wanted.args == ["visitor.check_in"]


def test_whoever_is_inside_is_counted_in_heads_and_parties(
    page: TodayPage, database: Database, grace: Person, clock: Clock
) -> None:
    with database.write("ann") as tx:
        build.entry(tx, grace.id, "Ada Lind", people=3, arrived_at=at(6))
        build.entry(tx, grace.id, "Jo Doe", people=2)

    page.refresh()

    assert page.inside.figure.text() == "5"
    assert page.inside.words.text() == "Parties: 2 · longest 3 h 00 min, Ada Lind"
    assert not page.inside.chip.isVisible()


def test_a_party_inside_for_too_long_is_pointed_out_in_words(
    page: TodayPage, database: Database, grace: Person
) -> None:
    with database.write("ann") as tx:
        build.entry(tx, grace.id, arrived_at=at(9) - timedelta(hours=8, minutes=1))

    page.refresh()

    assert page.inside.chip.text() == "1 too long"
    assert page.inside.chip.isVisible()


def test_the_appointments_of_today_are_counted_with_the_next_one_named(
    page: TodayPage, database: Database
) -> None:
    with database.write("ann") as tx:
        doctor = build.resource(tx).id
        for hour, name in ((10, "Next"), (11, "After"), (33, "Tomorrow")):
            build.appointment(tx, None, build.span(hour), name, resource_id=doctor)
        late = build.span(8)
        build.appointment(tx, None, late, "Late", resource_id=doctor)
        build.appointment(tx, None, late, "Gone", resource_id=doctor, missed_at=tx.now)

    page.refresh()

    assert page.booked.figure.text() == "3"
    assert page.booked.words.text() == "To come: 2 · next 11:00, Next"
    assert page.booked.chip.text() == "1 late"


def test_whoever_waits_too_long_for_an_appointment_is_pointed_out(
    page: TodayPage, database: Database
) -> None:
    with database.write("ann") as tx:
        came = tx.now - timedelta(minutes=21)
        doctor = build.resource(tx).id
        build.appointment(tx, None, build.span(9), resource_id=doctor, arrived_at=came)

    page.refresh()

    assert page.booked.chip.text() == "1 waiting"
    assert page.booked.chip.property("state") == "warning"


def test_late_parties_come_first_and_are_marked(
    page: TodayPage, database: Database, grace: Person
) -> None:
    with database.write("ann") as tx:
        visitors.expect(tx, build.party(grace.id, "Next", people=2), at(10))
        visitors.expect(tx, build.party(grace.id, "Late"), at(8, 30))

    page.refresh()

    assert [(row[0], row[1], row[3]) for row in rows(page, "to come")] == [
        ("09:30", "Late", "30 min late"),
        ("11:00", "Next", "expected"),
    ]
    assert page.expected.figure.text() == "3"
    assert page.expected.chip.text() == "1 late"
    assert page.expected.words.text() == "next 11:00, Next"


def test_a_party_of_which_only_the_date_is_known_is_never_late(
    page: TodayPage, database: Database, grace: Person
) -> None:
    with database.write("ann") as tx:
        build.entry(tx, grace.id, expected_at=at(0), arrival_text="2030-02-04")

    page.refresh()

    assert page.expected.chip.text() == ""
    assert rows(page, "to come")[0][0] == "today"


def test_the_latest_arrival_stands_first_and_says_where_it_is(
    page: TodayPage, database: Database, grace: Person
) -> None:
    with database.write("ann") as tx:
        gone = build.entry(tx, grace.id, "Gone", arrived_at=at(8))
        build.entry(tx, grace.id, "Here", arrived_at=at(8, 15))
        visitors.depart(tx, [gone.id])

    page.refresh()

    assert [(row[1], row[3]) for row in rows(page, "arrived")] == [
        ("Here", "inside 45 min"),
        ("Gone", "left 10:00"),
    ]


def test_places_are_shown_as_a_figure_and_a_bar(page: TodayPage, client: Client) -> None:
    client.do("Set places", days.set_places, TODAY, 40)
    client.do("Count 30", days.occupy, TODAY, 30)

    assert page.places.figure.text() == "30 of 40"
    assert page.places.words.text() == "10 free"
    assert (page.places.bar.value(), page.places.bar.maximum()) == (30, 40)


def test_a_full_day_says_full(page: TodayPage, client: Client) -> None:
    client.do("Set places", days.set_places, TODAY, 3)
    client.do("Count 3", days.occupy, TODAY, 3)

    assert page.places.chip.text() == "Full"
    assert page.places.bar.property("state") == "full"


def test_a_day_without_a_limit_has_no_bar(page: TodayPage, client: Client) -> None:
    client.do("Count 3", days.occupy, TODAY, 3)

    assert page.places.figure.text() == "3"
    assert not page.places.bar.isVisible()


def test_news_from_elsewhere_is_shown_at_once(
    page: TodayPage, database: Database, grace: Person
) -> None:
    with database.write("kiosk") as tx:
        visitors.arrive(tx, build.party(grace.id))

    assert page.inside.figure.text() == "1"


def test_time_passing_is_shown_without_news(
    page: TodayPage, database: Database, grace: Person, clock: Clock
) -> None:
    with database.write("ann") as tx:
        visitors.arrive(tx, build.party(grace.id))

    clock.advance(timedelta(minutes=10))
    page.refresh()

    assert rows(page, "arrived")[0][3] == "inside 10 min"


@pytest.mark.parametrize(
    ("heading", "leads_to"),
    [
        ("today.inside.open", "page.visitors"),
        ("today.expected.open", "page.visitors"),
        ("today.places.open", "page.days"),
        ("today.to_come.open", "page.visitors"),
        ("today.arrivals.open", "page.visitors"),
    ],
)
def test_every_card_leads_on_by_one_key(
    qtbot: QtBot, page: TodayPage, heading: str, leads_to: str
) -> None:
    button = part(page, QPushButton, heading)
    button.setFocus()

    with qtbot.waitSignal(page.wanted) as wanted:
        qtbot.keyClick(button, Qt.Key.Key_Space)

    assert wanted.args == [leads_to]


def test_whoever_waits_is_counted_and_one_key_leads_to_the_list(
    qtbot: QtBot, database: Database, page: TodayPage
) -> None:
    assert page.waiting.isHidden()
    booked = waiting_screen.house(database)
    waiting_screen.three(database)
    assert page.waiting.text() == " 3 waiting"

    waiting_screen.free_one(database, booked[2])
    with database.write("bo") as tx:
        waiting.offer(tx, 1)
    assert page.waiting.text() == " 2 waiting, 1 on offer"

    with qtbot.waitSignal(page.wanted) as wanted:
        page.waiting.click()
    assert wanted.args == ["page.waiting"]
