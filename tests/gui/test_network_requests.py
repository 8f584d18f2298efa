"""What the server was asked: how much of it is kept, who is counted, and how the list moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.gui.network.qr import DOT, QUIET, QrCode
from desk.gui.network.request_list import RequestList
from desk.gui.network.requests import LATELY, MOST, Requests

NOON = datetime(2030, 2, 4, 12, tzinfo=UTC)
ANSWER = 3
SECOND = timedelta(seconds=1)


def told(**differing: Any) -> dict[str, Any]:
    """A request as the server tells of it."""
    usual = {"method": "GET", "path": "/health", "status": 200, "caller": "public"}
    return {**usual, "address": "10.0.0.1", "took": 1.25, **differing}


def asked(times: int) -> Requests:
    made = Requests()
    for number in range(times):
        made.add(told(path=f"/{number}"), NOON)
    return made


@pytest.fixture
def shown(qtbot: QtBot) -> RequestList:
    made = RequestList(UTC)
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    return made


def texts(shown: RequestList, row: int) -> list[str]:
    columns = range(shown.model.columnCount())
    return [shown.model.index(row, column).data() for column in columns]


def test_the_newest_is_first_and_no_more_are_kept_than_that() -> None:
    found = asked(MOST + 20).latest

    assert len(found) == MOST
    assert (found[0].path, found[-1].path) == (f"/{MOST + 19}", "/20")


def test_callers_are_counted_by_token_and_address_the_busiest_first() -> None:
    requests = asked(2)
    for _ in range(3):
        requests.add(told(caller="Kiosk"), NOON + SECOND)
    requests.add(told(address="10.0.0.2"), NOON)

    found = requests.callers(NOON + SECOND)

    assert [(c.name, c.address, c.requests) for c in found] == [
        ("Kiosk", "10.0.0.1", 3),
        ("", "10.0.0.1", 2),
        ("", "10.0.0.2", 1),
    ]
    assert found[0].last == NOON + SECOND


def test_who_has_not_asked_for_five_minutes_is_connected_no_more() -> None:
    requests = asked(1)
    requests.add(told(caller="Kiosk"), NOON + LATELY)

    assert [c.name for c in requests.callers(NOON + LATELY + SECOND)] == ["Kiosk"]
    assert requests.callers(NOON + 3 * LATELY) == []


def test_a_busy_caller_is_counted_beyond_what_is_kept() -> None:
    assert asked(3 * MOST).callers(NOON)[0].requests == 3 * MOST


def test_a_row_says_everything_about_a_request(shown: RequestList) -> None:
    requests = Requests()
    requests.add(told(status=401, caller="Kiosk", took=12.6), NOON)
    requests.add(told(status=599), NOON)

    shown.show_requests(requests.latest)

    assert texts(shown, 1) == [
        *("12:00:00", "GET", "/health", "401 no valid token", "Kiosk", "10.0.0.1", "13"),
    ]
    assert texts(shown, 0)[ANSWER : ANSWER + 2] == ["599 failed", "without a token"]


@pytest.mark.parametrize(
    ("status", "icon"),
    [(204, "circle-check"), (404, "triangle-alert"), (500, "octagon-alert")],
)
def test_answers_are_told_apart_by_a_mark_as_well(
    shown: RequestList, status: int, icon: str
) -> None:
    requests = Requests()
    requests.add(told(status=status), NOON)
    shown.show_requests(requests.latest)

    mark = shown.model.index(0, ANSWER).data(Qt.ItemDataRole.DecorationRole)
    assert mark.name() == icon


def test_what_is_read_and_chosen_stays_when_more_comes_in(shown: RequestList) -> None:
    requests = asked(100)
    shown.show_requests(requests.latest)
    shown.table.selectRow(30)
    shown.table.verticalScrollBar().setValue(400)
    before = shown.table.visualRect(shown.table.currentIndex()).top()

    for _ in range(7):
        requests.add(told(path="/new"), NOON)
    shown.show_requests(requests.latest)

    chosen = shown.chosen()
    assert chosen is not None
    assert chosen.path == "/69"
    assert shown.table.currentIndex().row() == 37
    assert shown.table.visualRect(shown.table.currentIndex()).top() == before


def test_at_the_top_the_newest_stay_in_sight(shown: RequestList) -> None:
    requests = asked(100)
    shown.show_requests(requests.latest)

    requests.add(told(path="/new"), NOON)
    shown.show_requests(requests.latest)

    assert shown.table.verticalScrollBar().value() == 0
    assert texts(shown, 0)[2] == "/new"


def test_halted_it_counts_what_comes_and_shows_it_when_it_goes_on(shown: RequestList) -> None:
    requests = asked(3)
    shown.show_requests(requests.latest)

    shown.pause.click()
    requests.add(told(path="/new"), NOON)
    shown.show_requests(requests.latest)
    assert texts(shown, 0)[2] == "/2"
    assert shown.about.text() == "Halted; new since then: 1"
    assert shown.pause.accessibleName() == "Go on"

    shown.pause.click()
    assert texts(shown, 0)[2] == "/new"
    assert shown.pause.accessibleName() == "Halt the list"


def test_nothing_asked_is_said_in_a_sentence(shown: RequestList) -> None:
    shown.show_requests(())

    assert shown.stack.currentWidget() is shown.empty
    assert shown.empty.sentence.text().startswith("Nobody has asked")


def test_a_code_is_black_on_white_with_a_margin_for_readers(qtbot: QtBot) -> None:
    code = QrCode("code", "Code")
    qtbot.addWidget(code)
    code.show_text("https://192.168.1.20:8765")
    code.resize(code.sizeHint())

    image = code.grab().toImage()
    margin = range(QUIET * DOT)
    dots = {image.pixelColor(x, y).name() for x in range(image.width()) for y in margin}

    assert dots == {"#ffffff"}
    corner = QUIET * DOT + DOT // 2
    assert image.pixelColor(corner, corner).name() == "#000000"
    colours = {image.pixelColor(x, corner).name() for x in range(image.width())}
    assert colours == {"#ffffff", "#000000"}
    assert code.accessibleDescription() == "https://192.168.1.20:8765"
