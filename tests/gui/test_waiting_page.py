"""The page of the waiting list: what it shows, and one letter for each thing to be done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.waiting import State
from desk.gui.controls import Controls
from desk.gui.printing import paper
from desk.gui.waiting import columns, sending
from desk.gui.waiting.listing import DRAGGED, ListingModel
from desk.gui.waiting.page import ALL, ON_OFFER, SERVED, WAITING, WaitingPage
from desk.gui.waiting.place_dialog import PlaceDialog
from desk.gui.waiting.reason_dialog import ReasonDialog
from desk.gui.waiting.withdraw_dialog import WithdrawDialog
from desk.services import journal, waiting, waiting_line
from desk.store.database import Database
from tests.conftest import Clock
from tests.gui.parts import dialog
from tests.gui.waiting_screen import free_one, house, listed, names, on_screen, text, three

ADA, BEA, CID = "Ada Lind", "Bea Lind", "Cid Lind"


@pytest.fixture
def booked(database: Database) -> list[int]:
    """What Dr Lee is booked with; nothing is offered by itself."""
    return house(database)


@pytest.fixture
def page(database: Database, controls: Controls, booked: list[int]) -> WaitingPage:
    three(database)
    return on_screen(controls)


def press(page: WaitingPage, keys: str) -> None:
    QTest.keyClicks(page.table, keys)


def offer_to_ada(page: WaitingPage, database: Database, booked: list[int]) -> None:
    free_one(database, booked[2])
    press(page, "o")
    page.head.show_states(ON_OFFER)
    page.table.selectRow(0)


def test_each_row_says_who_waits_for_what_and_since_when(
    page: WaitingPage, database: Database, clock: Clock
) -> None:
    clock.advance(timedelta(minutes=75))
    page.refresh()

    row = [text(page, 0, column) for column in range(len(columns.WIDTHS))]
    assert row == [
        *("1", "Waiting", ADA, "06 555 1000", "Consultation", "any", "any day"),
        *("1", "\u2014", "1 h 15 min"),
    ]
    assert names(page) == [ADA, BEA, CID]
    assert page.head.waiting.text() == "3 waiting"
    assert page.head.offered.isHidden()


def test_the_pane_says_in_words_why_nobody_is_served(page: WaitingPage) -> None:
    assert page.pane.name.text() == ADA
    assert page.pane.chip.text() == "Waiting, next in line"
    assert "Fully booked, of those that would do: 5." in page.pane.why.text()
    assert "is not offered by itself for this type" in page.pane.why.text()


def test_one_letter_offers_the_only_place_and_another_accepts_it(
    page: WaitingPage, database: Database, controls: Controls, booked: list[int]
) -> None:
    free_one(database, booked[2])

    press(page, "o")
    assert listed(database)[ADA].state is State.OFFERED
    assert (page.head.waiting.text(), page.head.offered.text()) == ("2 waiting", "1 on offer")
    page.head.show_states(ON_OFFER)
    assert text(page, 0, columns.STATE) == "On offer, 1 h 00 min left"

    page.table.selectRow(0)
    press(page, "a")
    assert listed(database)[ADA].state is State.ACCEPTED
    assert page.head.rate.text() == "1 of 1 freed places filled from the list in 30 days"
    controls.perform("edit.undo")
    assert listed(database)[ADA].state is State.OFFERED


def test_nothing_to_offer_is_said_in_words(
    page: WaitingPage, database: Database, controls: Controls
) -> None:
    press(page, "o")

    assert ADA in controls.bar.text.text()
    assert listed(database)[ADA].state is State.WAITING


def test_out_of_turn_the_place_is_chosen_and_the_reason_kept(
    page: WaitingPage, database: Database, booked: list[int]
) -> None:
    free_one(database, booked[1])
    free_one(database, booked[2])
    page.table.selectRow(1)

    press(page, "o")
    asked = dialog(page, PlaceDialog)
    assert [line.place.span.start.minute for line in asked.lines.rows] == [0, 30]
    QTest.keyClick(asked.table, Qt.Key.Key_Down)
    asked.reason.setText("In pain")
    QTest.keyClick(asked.table, Qt.Key.Key_Return)

    found = listed(database)[BEA]
    assert found.offer is not None
    assert found.offer.span.start.minute == 30
    with database.read() as tx:
        said = [e.reason for e in journal.of(tx, "appointment", found.offer.voucher)]
    assert "In pain" in said


def test_the_pane_says_who_did_what_and_why(
    page: WaitingPage, database: Database, booked: list[int]
) -> None:
    free_one(database, booked[2])
    press(page, "-")
    asked = dialog(page, ReasonDialog)
    asked.reason.setText("Asked for it")
    asked.accept()
    press(page, "o")
    dialog(page, PlaceDialog).accept()
    page.head.show_states(ON_OFFER)
    page.table.selectRow(0)

    assert page.pane.history.text().splitlines() == [
        "10:00, ann: offered a place",
        "10:00, ann: another place in the line; reason: Asked for it",
        "10:00, test: joined",
    ]


def test_declining_frees_the_place_and_the_entry_is_served(
    page: WaitingPage, database: Database, booked: list[int]
) -> None:
    offer_to_ada(page, database, booked)

    press(page, "d")

    assert listed(database)[ADA].state is State.DECLINED
    page.head.show_states(SERVED)
    assert text(page, 0, columns.STATE).startswith("Declined: Mon 4 Feb 11:30")


@pytest.mark.parametrize(("back", "state"), [(True, State.WAITING), (False, State.DECLINED)])
def test_an_offer_is_taken_back_to_the_queue_or_for_good(
    page: WaitingPage, database: Database, booked: list[int], back: bool, state: State
) -> None:
    offer_to_ada(page, database, booked)

    press(page, "w")
    asked = dialog(page, WithdrawDialog)
    (asked.back if back else asked.end).setChecked(True)
    QTest.keyClick(asked, Qt.Key.Key_Return)

    assert listed(database)[ADA].state is state


def test_the_countdown_goes_on_by_itself_and_a_lapse_is_shown(
    page: WaitingPage, database: Database, booked: list[int], clock: Clock
) -> None:
    offer_to_ada(page, database, booked)

    clock.advance(timedelta(minutes=50, seconds=30))
    page.tick()
    assert text(page, 0, columns.STATE) == "On offer, 9:30 left"
    assert page.pane.offer.text().endswith("9:30 left")

    clock.advance(timedelta(minutes=10))
    page.tick()
    assert page.empty.sentence.text() == "Nothing is on offer."
    page.head.show_states(SERVED)
    assert text(page, 0, columns.STATE).startswith("Lapsed: ")


def test_somebody_leaves_and_undo_brings_them_back_where_they_stood(
    page: WaitingPage, database: Database, controls: Controls
) -> None:
    page.table.selectRow(1)

    press(page, "x")
    assert names(page) == [ADA, CID]

    controls.perform("edit.undo")
    assert names(page) == [ADA, BEA, CID]


def test_whoever_has_left_waits_again_at_the_end(page: WaitingPage, database: Database) -> None:
    press(page, "x")
    page.head.show_states(ALL)
    row = next(at for at, each in enumerate(page.listed()) if each.state is State.LEFT)
    page.table.selectRow(row)

    press(page, "j")

    page.head.show_states(WAITING)
    assert names(page) == [BEA, CID, ADA]


@pytest.mark.parametrize(
    ("row", "key", "order"),
    [
        (2, "+", [ADA, CID, BEA]),
        (0, "-", [BEA, ADA, CID]),
        (1, "-", [ADA, CID, BEA]),
    ],
)
def test_another_place_in_the_line_needs_a_reason(
    page: WaitingPage, database: Database, row: int, key: str, order: list[str]
) -> None:
    page.table.selectRow(row)

    press(page, key)
    asked = dialog(page, ReasonDialog)
    asked.accept()
    assert asked.isVisible()
    assert asked.reason.accessibleDescription() != ""
    asked.reason.setText("In pain")
    asked.accept()

    assert names(page) == order


def test_a_row_is_dragged_to_another_place_and_the_reason_asked(
    page: WaitingPage, database: Database
) -> None:
    model = page.model
    assert isinstance(model, ListingModel)
    carried = model.mimeData([model.index(2, 0)])
    assert carried.hasFormat(DRAGGED)
    top = page.table.visualRect(page.sorting.index(0, 0)).topLeft()
    event = QDropEvent(
        QPointF(top.x() + 2, top.y() + 2),
        Qt.DropAction.MoveAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    page.table.dropEvent(event)
    asked = dialog(page, ReasonDialog)
    asked.reason.setText("Was called away yesterday")
    asked.accept()

    assert names(page) == [CID, ADA, BEA]
    with database.read() as tx:
        assert waiting_line.listed(tx)[0].entry.priority_reason == "Was called away yesterday"


def test_what_another_desk_does_is_shown_at_once(
    qtbot: QtBot, page: WaitingPage, database: Database
) -> None:
    with database.write("bo") as tx:
        waiting.leave(tx, [listed(database)[BEA].id])

    assert names(page) == [ADA, CID]


def test_somebody_is_found_by_part_of_the_number(page: WaitingPage) -> None:
    page.head.search.setText("2000")
    assert names(page) == [BEA]
    assert page.head.hits.text() == "Found: 1"

    page.head.search.setText("nobody")
    assert page.empty.sentence.text().startswith("Nobody is found")


def test_the_list_is_written_to_a_file_and_printed(page: WaitingPage, tmp_path: Path) -> None:
    rows = page.listed()

    page.sending.write(rows, page.now, tmp_path / "waiting.csv")
    page.sending.write(rows, page.now, tmp_path / "waiting.xlsx")
    laid_out = sending.pages(page.client, rows, page.now, QSizeF(595, 842))
    done = paper.to_pdf(
        tmp_path / "calls.pdf",
        "Waiting list",
        lambda size: sending.pages(page.client, rows, page.now, size),
    )

    lines = (tmp_path / "waiting.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("position,name,phone")
    assert lines[1].startswith("1,Ada Lind,06 555 1000")
    assert len(laid_out.pages) == 1
    assert done


def test_f7_leads_to_the_list_from_anywhere(controls: Controls, page: WaitingPage) -> None:
    controls.perform("page.today")

    controls.perform("waiting.open")

    assert controls.window.stack.current is page
    assert not [d for d in page.window().findChildren(QDialog) if d.isVisible()]
