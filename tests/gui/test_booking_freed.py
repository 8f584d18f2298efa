"""Who could take what has come free: the panel after a cancellation, apart from its journey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.appointment import Details
from desk.domain.waiting import Reason, State, Why
from desk.gui.booking import waiting_words
from desk.gui.booking.freed import FreedDialog
from desk.gui.client import Client
from desk.services import appointments, waiting
from desk.store.database import Database
from tests.build import span
from tests.gui.waiting_screen import free_one, house, listed, three, wait


@pytest.fixture
def booked(database: Database) -> list[int]:
    found = house(database)
    three(database)
    return found


@pytest.fixture
def shown(qtbot: QtBot, client: Client) -> Iterator[list[FreedDialog]]:
    """What has been opened, closed in the end."""
    opened: list[FreedDialog] = []
    yield opened
    for each in opened:
        each.close()


def panel(shown: list[FreedDialog], client: Client, ids: Sequence[int]) -> FreedDialog:
    made = FreedDialog(client, ids)
    shown.append(made)
    made.open()
    return made


def press(made: FreedDialog, key: Qt.Key) -> None:
    QTest.keyClick(made.table, key)


def test_two_places_are_given_away_one_after_the_other(
    database: Database, client: Client, booked: list[int], shown: list[FreedDialog]
) -> None:
    for number in (1, 2):
        free_one(database, booked[number])
    made = panel(shown, client, booked[1:3])
    assert made.about.text().endswith("Places after this one: 1")

    press(made, Qt.Key.Key_Return)
    press(made, Qt.Key.Key_Return)
    assert made.heading.text() == "Has come free: Mon 4 Feb 11:30, Dr Lee"

    press(made, Qt.Key.Key_Return)
    press(made, Qt.Key.Key_Return)

    assert not made.isVisible()
    standing = [each.state for each in listed(database).values()]
    assert sorted(standing) == [State.ACCEPTED, State.ACCEPTED, State.WAITING]


def test_a_place_that_another_desk_books_meanwhile_closes_the_panel(
    database: Database, client: Client, booked: list[int], shown: list[FreedDialog]
) -> None:
    free_one(database, booked[1])
    made = panel(shown, client, booked[1:2])

    with database.write("bo") as tx:
        appointments.book(tx, 1, span(10), Details(title="Rival"))

    assert not made.isVisible()


def test_an_offer_that_another_desk_answers_is_not_answered_twice(
    database: Database, client: Client, booked: list[int], shown: list[FreedDialog]
) -> None:
    free_one(database, booked[1])
    made = panel(shown, client, booked[1:2])
    press(made, Qt.Key.Key_Return)

    with database.write("bo") as tx:
        waiting.decline(tx, listed(database)["Ada Lind"].id)

    assert made.isVisible()
    assert made.button.text() == "Offer to Bea Lind"


def test_going_past_the_last_one_says_that_nobody_is_left(
    database: Database, client: Client, booked: list[int], shown: list[FreedDialog]
) -> None:
    with database.write("test") as tx:
        wait(tx, "Dee Lind")
    free_one(database, booked[1])
    made = panel(shown, client, booked[1:2])

    for _ in range(3):
        press(made, Qt.Key.Key_N)
    assert made.button.text() == "Offer to Dee Lind"
    press(made, Qt.Key.Key_N)

    assert made.notice.said == "Nobody else could take it. Esc leaves it free."


def test_declining_brings_back_whoever_could_not_be_reached(
    database: Database, client: Client, booked: list[int], shown: list[FreedDialog]
) -> None:
    free_one(database, booked[1])
    made = panel(shown, client, booked[1:2])
    press(made, Qt.Key.Key_N)
    press(made, Qt.Key.Key_N)
    press(made, Qt.Key.Key_Return)
    assert made.button.text() == "Book Cid Lind"

    press(made, Qt.Key.Key_N)

    assert [row.entry.name for row in made.table.candidates.rows] == ["Ada Lind", "Bea Lind"]
    assert made.button.text() == "Offer to Ada Lind"


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence(why: Why) -> None:
    [said] = waiting_words.reasons([Reason(why, 3)], ["Ada Lind"])

    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word_and_a_mark(state: State) -> None:
    assert waiting_words.state(state)
    assert not waiting_words.state_icon(state).isNull()
