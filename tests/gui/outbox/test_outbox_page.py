"""The page of the outbox: what it shows, and one letter for each thing to be done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, QSizeF
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desk.domain.message import Channel, Event, Fate
from desk.gui.booking.details import AppointmentDialog
from desk.gui.controls import Controls
from desk.gui.outbox import columns, reading, sending
from desk.gui.outbox.head import ALL, SENT, TO_SEND, UNSENT
from desk.gui.outbox.page import STEP, OutboxPage
from desk.gui.outbox.settings_dialog import MessageSettingsDialog
from desk.gui.printing import paper
from desk.services import outbox, people
from desk.services.outbox import MOST_LISTED
from desk.services.people import Details
from desk.store.database import Database
from tests import build
from tests.build import span
from tests.conftest import Clock
from tests.gui.outbox_screen import fate, message, names, on_screen, one_of_each, person, tells
from tests.gui.parts import dialog


@pytest.fixture
def made(database: Database) -> dict[Fate, int]:
    tells(database, create=True)
    return one_of_each(database)


@pytest.fixture
def page(controls: Controls, made: dict[Fate, int]) -> OutboxPage:
    return on_screen(controls)


def press(page: OutboxPage, keys: str) -> None:
    QTest.keyClicks(page.table, keys)


def said(controls: Controls) -> str:
    return controls.bar.text.text()


def cell(page: OutboxPage, row: int, column: int) -> str:
    found: str = page.model.index(row, column).data()
    return found


def test_each_list_has_its_own_messages_and_says_how_many(page: OutboxPage) -> None:
    assert names(page) == ["Ada Lind"]
    page.head.show_list(UNSENT)
    assert names(page) == ["Émile Weber", "Dora Marsh", "Cid Novak"]
    page.head.show_list(SENT)
    assert names(page) == ["Bea Lind"]
    page.head.show_list(ALL)
    assert names(page) == ["Émile Weber", "Dora Marsh", "Cid Novak", "Bea Lind", "Ada Lind"]
    shown = [page.head.tabs.tabText(number) for number in range(4)]
    assert shown == ["To send  1", "Not sent  3", "Sent  1", "All  5"]


def test_a_row_says_when_what_to_whom_and_what_became_of_it(page: OutboxPage) -> None:
    page.head.show_list(ALL)

    row = [cell(page, 4, column) for column in range(len(columns.WIDTHS))]
    assert row == ["11:00", "Booked", "Wed 6 Feb 11:00", "Ada Lind", "E-mail", "Waiting"]
    states = [cell(page, row, columns.STATE) for row in range(5)]
    assert states == ["Too late", "Stopped", "Not sent", "Sent", "Waiting"]


def test_the_pane_shows_all_that_goes_out_and_what_can_be_done(
    page: OutboxPage, database: Database, made: dict[Fate, int]
) -> None:
    said = {name: label.text() for name, label in page.pane.labels.items()}
    assert said["address"] == "E-mail to ada@example.org"
    assert "Wednesday" in said["subject"]
    assert said["text"].startswith("Dear Ada Lind,")
    assert "with Dr Lee" in said["text"]
    assert said["advice"] == "It goes out 11:00."

    with database.write("test") as tx:
        outbox.claim(tx, "here")
    nobody = person(database, "Fay Holm", email=None)
    with database.write("test") as tx:
        message(tx, nobody, Fate.FAILED, error="no address is known")
    page.head.show_list(UNSENT)
    page.table.selectRow(names(page).index("Fay Holm"))

    said = {name: label.text() for name, label in page.pane.labels.items()}
    assert said["why"] == "No address is known."
    assert "06 555 1000" in said["address"]
    assert "Shift+F9" in said["advice"]


def test_one_letter_stops_a_message_and_another_sends_it_after_all(
    page: OutboxPage, database: Database, controls: Controls, made: dict[Fate, int]
) -> None:
    press(page, "x")
    assert fate(database, made[Fate.PENDING]) is Fate.ABORTED
    assert said(controls).startswith("Ada Lind: is not sent")
    assert page.empty.sentence.text() == "Nothing is to be sent."

    page.head.show_list(UNSENT)
    page.table.selectRow(names(page).index("Ada Lind"))
    press(page, "s")
    assert fate(database, made[Fate.PENDING]) is Fate.PENDING
    assert said(controls) == "Ada Lind: goes out now"


def test_what_is_over_is_not_sent_again_and_that_is_said(
    page: OutboxPage, database: Database, controls: Controls, made: dict[Fate, int], clock: Clock
) -> None:
    clock.advance(timedelta(days=7))
    page.head.show_list(UNSENT)

    press(page, "s")

    assert "has begun" in said(controls)
    assert fate(database, made[Fate.MISSED]) is Fate.MISSED


def test_the_address_is_copied(page: OutboxPage, controls: Controls) -> None:
    press(page, "c")

    assert QGuiApplication.clipboard().text() == "ada@example.org"
    assert said(controls) == "ada@example.org is copied"


def test_the_appointment_opens_from_its_message(
    page: OutboxPage, database: Database, controls: Controls
) -> None:
    press(page, "o")
    assert said(controls) == "This message tells of no appointment."

    somebody = person(database, "Gus Hale")
    with database.write("test") as tx:
        opened = build.availability(tx, build.resource(tx).id)
        booked = build.appointment(tx, opened, span(9), "", person_id=somebody.id)
        message(tx, somebody, appointment_id=booked.id)
    page.table.selectRow(names(page).index("Gus Hale"))
    press(page, "o")

    shown = [d for d in page.window().findChildren(AppointmentDialog) if d.isVisible()]
    assert [each.first.id for each in shown] == [booked.id]


def test_the_menu_of_a_row_offers_what_can_be_done_with_it(page: OutboxPage) -> None:
    page.table.menu_wished.emit(QPoint(5, 5))

    menu = page.table.findChild(QMenu, "outbox.menu")
    assert menu is not None
    assert [each.objectName() for each in menu.actions()] == [
        *("outbox.stop", "outbox.copy", "outbox.slip")
    ]
    menu.close()


def test_somebody_is_found_by_name_without_accents(page: OutboxPage) -> None:
    page.head.show_list(ALL)
    page.head.search.setText("emile")
    assert names(page) == ["Émile Weber"]
    assert page.head.hits.text() == "Found: 1"

    page.head.search.setText("nobody")
    assert page.empty.sentence.text().startswith("No message to “nobody”")


def test_what_changes_elsewhere_is_shown_and_the_choice_stays(
    page: OutboxPage, database: Database, made: dict[Fate, int]
) -> None:
    page.head.show_list(ALL)
    page.table.selectRow(2)

    somebody = person(database, "Zoe Ahn")
    with database.write("bo") as tx:
        message(tx, somebody)
    with database.write("bo") as tx:
        known = people.find(tx, "Cid Novak")[0]
        renamed = Details(kind=known.kind, first_name="Cid", last_name="Nova")
        people.amend(tx, known.id, renamed, seen=known.version)

    assert names(page)[0] == "Zoe Ahn"
    assert [row.name for row in page.chosen()] == ["Cid Nova"]


def test_messages_that_are_off_are_explained_with_the_button_that_sets_them(
    controls: Controls,
) -> None:
    page = on_screen(controls)

    assert "switched off" in page.empty.sentence.text()
    assert page.head.trouble.said == ""
    page.empty.button.click()
    dialog(page, MessageSettingsDialog)


def test_messages_that_wait_while_they_are_off_are_pointed_out(
    database: Database, controls: Controls
) -> None:
    one_of_each(database)

    page = on_screen(controls)

    assert page.head.trouble.said == "Messages are switched off: nothing goes out."
    assert not page.head.deliver.isEnabled()


def test_how_many_are_due_is_said_when_they_are(
    page: OutboxPage, clock: Clock, database: Database
) -> None:
    assert page.head.due.isHidden()
    assert not page.head.deliver.isEnabled()

    clock.advance(timedelta(hours=2))
    page.refresh()

    assert page.head.due.text() == "1 due now"
    assert page.head.deliver.isEnabled()


def test_a_long_list_is_read_as_somebody_goes_down_and_no_further(
    database: Database, controls: Controls
) -> None:
    tells(database)
    somebody = person(database)
    with database.write("test") as tx:
        for number in range(MOST_LISTED + STEP):
            message(tx, somebody, Fate.SENT, sent_at=tx.now - timedelta(minutes=number))
    page = on_screen(controls)
    page.head.show_list(SENT)
    assert page.model.rowCount() == STEP
    assert page.head.hits.text() == "The first 200; more come as you go down"

    page.table.scrollToBottom()
    assert page.model.rowCount() == 2 * STEP
    for _ in range(MOST_LISTED // STEP):
        page.table.scrollToBottom()

    assert page.model.rowCount() == MOST_LISTED
    assert page.head.hits.text().startswith("The first 2,000 are listed; search")


def test_the_model_keeps_the_rules_of_models(page: OutboxPage, database: Database) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)

    for number in (ALL, TO_SEND, UNSENT, SENT, ALL):
        page.head.show_list(number)
    press(page, "x")


def test_the_whole_list_is_written_to_a_file(
    qtbot: QtBot, page: OutboxPage, controls: Controls, tmp_path: Path
) -> None:
    page.head.show_list(ALL)

    for name in ("outbox.csv", "outbox.xlsx"):
        page.sending.write(page.head.wanted(), page.clock, tmp_path / name)
        written = f"{name} is written. Rows: 5"
        qtbot.waitUntil(lambda written=written: said(controls) == written)  # type: ignore[misc]

    lines = (tmp_path / "outbox.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("due,sent,event,name,address,channel,state")
    assert ",create,Ada Lind,ada@example.org,email,pending," in lines[5]
    sheet = openpyxl.load_workbook(tmp_path / "outbox.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 6


def test_whom_to_call_is_who_was_not_reached_with_what_to_say(
    page: OutboxPage, database: Database, tmp_path: Path, clock: Clock
) -> None:
    nobody = person(database, "Fay Holm", email=None, phone="06 555 7000")
    with database.write("test") as tx:
        reminder = {"event": Event.REMINDER.value, "template": "appointment-reminder"}
        message(tx, nobody, Fate.FAILED, error="no address is known", **reminder)
        message(tx, nobody, Fate.FAILED, until=clock.now - timedelta(hours=1))

    calls = page.client.ask(reading.to_call)
    laid_out = sending.call_pages(page.client, calls, page.clock, QSizeF(595, 842))

    assert [(each.row.name, each.row.recipient.phone) for each in calls] == [
        ("Cid Novak", "06 555 1000"),
        ("Fay Holm", "06 555 7000"),
    ]
    assert calls[1].short.startswith("Main entrance: reminder of your appointment with Dr Lee")
    [rows] = laid_out.pages
    assert rows[1][:3] == ("\u2610", "Fay Holm", "06 555 7000")


@pytest.mark.parametrize("size", [QSizeF(595, 842), QSizeF(420, 595)], ids=["A4", "A5"])
def test_a_message_is_laid_out_as_a_slip(page: OutboxPage, tmp_path: Path, size: QSizeF) -> None:
    shown = page.client.ask(reading.with_words, page.chosen()[0])

    laid_out = sending.slip_pages(page.client, shown, size)
    done = paper.to_pdf(tmp_path / "slip.pdf", "Ada", lambda _size: laid_out)

    assert len(laid_out.pages) == 1
    assert done
    assert (tmp_path / "slip.pdf").stat().st_size > 1000


def test_a_text_message_shows_its_short_words(page: OutboxPage, database: Database) -> None:
    somebody = person(database, "Hal Iqbal")
    with database.write("test") as tx:
        message(tx, somebody, channel=Channel.SMS.value)
    page.table.selectRow(names(page).index("Hal Iqbal"))

    assert page.pane.labels["subject"].text() == ""
    assert page.pane.labels["text"].text().startswith("Main entrance: your appointment")
    assert page.pane.labels["address"].text() == "Text message to 06 555 1000"
