"""A window whose database server goes away goes on, says so, and is there again with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.domain.directory import PersonKind
from desk.domain.errors import AnswerLost, Disconnected
from desk.gui import pages
from desk.gui.main_window import MainWindow
from desk.gui.message_bar import Tone
from desk.gui.today.page import TodayPage
from desk.gui.upkeep import Upkeep
from desk.services import people, visitors
from desk.services.people import Details
from tests import build
from tests.conftest import Clock
from tests.faults.cables import AtCommit
from tests.gui.server_screen import PATIENCE_MS, ServerDesk, at_the_server

AT_ONCE = 0.1  # seconds
pytestmark = pytest.mark.qt_no_exception_capture


@pytest.fixture
def desk(
    qtbot: QtBot,
    window: MainWindow,
    clock: Clock,
    tmp_path: Path,
    new_server_database: Callable[[str], str],
) -> Iterator[ServerDesk]:
    with at_the_server(qtbot, window, new_server_database("furnished"), clock, tmp_path) as made:
        yield made


def today(desk: ServerDesk) -> TodayPage:
    desk.window.stack.turn_to("page.today")
    page = desk.window.stack.current
    assert isinstance(page, TodayPage)
    return page


def test_the_band_says_since_when_there_is_no_server_and_how_old_the_picture_is(
    desk: ServerDesk, clock: Clock
) -> None:
    desk.pull()

    assert desk.connection.banner.isVisible()
    assert desk.banner == (
        "No connection to the database server since 10:00."
        " What you see is less than a minute old. Trying again…"
    )
    clock.advance(timedelta(minutes=3))
    desk.qtbot.waitUntil(lambda: "What you see is 3 min old." in desk.banner, timeout=PATIENCE_MS)


def test_the_band_goes_by_itself_and_what_colleagues_did_meanwhile_is_shown(
    desk: ServerDesk,
) -> None:
    page = today(desk)
    assert page.inside.figure.text() == "0"
    desk.pull()
    with desk.beside.write("bob") as tx:
        build.entry(tx, build.resident(tx).id)

    desk.plug()

    desk.qtbot.waitUntil(lambda: page.inside.figure.text() == "1", timeout=PATIENCE_MS)
    assert not desk.connection.banner.isVisible()


def test_the_pages_keep_what_they_show_while_there_is_no_server(desk: ServerDesk) -> None:
    with desk.beside.write("bob") as tx:
        build.entry(tx, build.resident(tx).id)
    page = today(desk)
    page.refresh()
    desk.pull()

    refused = desk.refusals(page.refresh)

    assert [type(error) for error in refused] == [Disconnected]
    assert page.inside.figure.text() == "1"
    assert page.arrivals.model.rowCount() == 1


@pytest.mark.parametrize("identifier", [entry.id for entry in pages.PAGES])
def test_no_page_makes_more_of_a_lost_server_than_a_refusal(
    desk: ServerDesk, identifier: str
) -> None:
    desk.pull()

    refused = desk.refusals(lambda: desk.window.stack.turn_to(identifier))
    shown = desk.window.stack.current
    assert shown is not None
    assert {type(error) for error in refused} <= {Disconnected}

    desk.plug()
    desk.window.stack.turn_to(identifier)
    assert desk.window.stack.shown == identifier


@pytest.mark.parametrize("identifier", [entry.id for entry in pages.PAGES])
def test_no_dialog_of_a_page_makes_more_of_a_lost_server_than_a_refusal(
    desk: ServerDesk, identifier: str
) -> None:
    desk.window.stack.turn_to(identifier)
    page = desk.window.stack.current
    assert page is not None
    desk.pull()

    dialogs: dict[str, Callable[[], QDialog]] = {}
    refused = desk.refusals(lambda: dialogs.update(page.dialogs()))
    for make in dialogs.values():
        refused += desk.refusals(lambda make=make: make().deleteLater())  # type: ignore[misc]

    assert {type(error) for error in refused} <= {Disconnected}


def test_nothing_is_tried_on_the_screens_thread(desk: ServerDesk) -> None:
    desk.pull()
    began = monotonic()

    refused = desk.refusals(lambda: desk.client.ask(people.find))
    refused += desk.refusals(lambda: desk.client.do("Check out", visitors.depart, [1]))

    assert monotonic() - began < AT_ONCE
    assert [type(error) for error in refused] == [Disconnected, Disconnected]


def test_a_refused_act_says_why_in_the_bar(desk: ServerDesk) -> None:
    desk.pull()

    desk.client.do("Check out", visitors.depart, [1])

    assert desk.controls.bar.text.text() == (
        "No connection to the database server: this needs it. Nothing was changed; do it again when"
        " the server is back."
    )


@pytest.mark.parametrize(
    ("cut", "saved"), [(AtCommit.BEFORE, False), (AtCommit.AFTER, True)], ids=["before", "after"]
)
def test_whether_the_last_act_was_saved_is_said_when_the_server_is_back(
    desk: ServerDesk, cut: AtCommit, saved: bool
) -> None:
    details = Details(kind=PersonKind.RESIDENT, first_name="Grace", last_name="Okafor")
    desk.cable.at_commit = cut

    refused = desk.refusals(lambda: desk.client.do("Add Grace", people.add, details))

    assert [type(error) for error in refused] == [AnswerLost]
    words = "has been saved" if saved else "has not been saved"
    bar = desk.controls.bar
    desk.qtbot.waitUntil(lambda: words in bar.text.text(), timeout=PATIENCE_MS)
    assert bar.property("tone") == (Tone.DONE if saved else Tone.WARNING)
    with desk.beside.read() as tx:
        assert len(people.find(tx)) == saved


def test_what_a_new_day_brings_is_neither_tried_nor_complained_of_without_a_server(
    desk: ServerDesk,
) -> None:
    upkeep = Upkeep(desk.client)
    desk.pull()

    def a_minute() -> None:
        upkeep.minute.timeout.emit()
        upkeep.stop()
        QCoreApplication.processEvents()

    assert desk.refusals(a_minute) == []


def test_a_cut_that_is_over_at_once_shows_no_band(desk: ServerDesk) -> None:
    page = today(desk)
    desk.cable.cut()

    with desk.beside.write("bob") as tx:
        build.entry(tx, build.resident(tx).id)

    desk.qtbot.waitUntil(lambda: page.inside.figure.text() == "1", timeout=PATIENCE_MS)
    assert not desk.banner
