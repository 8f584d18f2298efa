"""What the window shows while there is no desk behind it, and the first steps of a new house."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QTimeZone
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.directory import Site
from desk.domain.errors import Busy, DeskError
from desk.domain.privacy import Kept
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.first_run import FirstRun
from desk.gui.opening import Failure, Wait
from desk.gui.zone_box import ZoneBox, names
from desk.services import retention, site
from desk.store.database import Database
from tests.gui.parts import part


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> FirstRun:
    """The page a new database begins with."""
    made = FirstRun(Client(Database(f"sqlite:///{tmp_path}/new.db"), "ann"))
    qtbot.addWidget(made)
    made.show()
    return made


def founded(first: FirstRun) -> Site | None:
    return first.client.ask(site.found)


def test_slow_work_is_done_elsewhere_and_reported_here(qtbot: QtBot) -> None:
    background = Background()
    heard_on: list[threading.Thread] = []
    background.finished.connect(lambda _: heard_on.append(threading.current_thread()))

    with qtbot.waitSignal(background.finished) as finished:
        background.start(threading.current_thread)

    assert finished.args[0] is not threading.main_thread()
    assert heard_on == [threading.main_thread()]


def test_a_refusal_from_elsewhere_is_reported_as_one(qtbot: QtBot) -> None:
    background = Background()

    def refuse() -> None:
        raise Busy("desk.db")

    with qtbot.waitSignal(background.refused) as refused:
        background.start(refuse)

    assert isinstance(refused.args[0], DeskError)


def test_waiting_ends_when_the_work_is_done(qtbot: QtBot) -> None:
    background = Background()
    done: list[str] = []
    begin = threading.Event()

    def work() -> None:
        begin.wait(5)
        done.append("work")

    background.start(work)
    begin.set()
    background.wait()

    assert done == ["work"]


def test_what_nobody_waits_for_any_more_is_finished_all_the_same(qtbot: QtBot) -> None:
    background = Background()
    begin = threading.Event()
    ended: list[object] = []

    def work() -> object:
        begin.wait(5)
        return ended

    background.finished.connect(ended.append)
    background.start(work)
    (thread,) = (each for each in threading.enumerate() if each.name.endswith("(_run)"))
    shiboken6.delete(background)
    begin.set()
    thread.join()
    QCoreApplication.processEvents()

    assert not ended


def test_a_short_wait_is_not_worth_a_word(qtbot: QtBot) -> None:
    wait = Wait("Opening the desk…")
    qtbot.addWidget(wait)
    wait.show()

    assert not wait.text.isVisible()
    qtbot.waitUntil(wait.text.isVisible)


@pytest.mark.parametrize("name", ["again", "another", "server", "quit"])
def test_a_failure_offers_four_ways_on(qtbot: QtBot, name: str) -> None:
    failure = Failure("desk.db is in use by another program.")
    qtbot.addWidget(failure)
    button = part(failure, QPushButton, f"failure.{name}")

    with qtbot.waitSignal(getattr(failure, name)):
        button.click()

    assert failure.text.text() == "desk.db is in use by another program."


def test_a_new_house_needs_a_name_and_nothing_else(qtbot: QtBot, first: FirstRun) -> None:
    first.name.setText("Riverside House")

    with qtbot.waitSignal(first.founded) as heard:
        first.start.click()

    assert heard.args == ["Riverside House"]
    found = founded(first)
    assert found is not None
    assert found.name == "Riverside House"
    assert found.zone == first.zone.zone()


def test_it_is_asked_for_how_long_the_visitor_log_is_kept(first: FirstRun) -> None:
    assert first.visits.currentText() == "Keep 90 days"
    first.name.setText("Riverside House")

    first.start.click()

    assert first.client.ask(retention.periods)[Kept.VISITS] == 90
    others = set(first.client.ask(retention.periods).values()) - {90}
    assert others == {None}


def test_everything_is_kept_where_that_is_chosen(first: FirstRun) -> None:
    first.name.setText("Riverside House")
    first.visits.setCurrentIndex(1)

    first.start.click()

    assert founded(first) is not None
    assert first.client.ask(retention.periods)[Kept.VISITS] is None


def test_the_zone_is_this_computer_s_until_another_is_chosen(first: FirstRun) -> None:
    assert first.zone.zone() == bytes(QTimeZone.systemTimeZoneId().data()).decode()


def test_a_house_without_a_name_is_told_so_at_the_field(first: FirstRun) -> None:
    first.start.click()

    assert founded(first) is None
    assert first.fault.text() == "The name must not be empty."
    assert first.name.property("fault") == "true"


def test_an_unknown_zone_is_told_so_at_the_field(first: FirstRun) -> None:
    first.name.setText("Riverside House")
    first.zone.setCurrentText("Europe/Nowhere")

    first.start.click()

    assert founded(first) is None
    assert first.fault.text().startswith("The time zone is not the name of a time zone")


def test_looking_around_leaves_the_file_as_it_is(qtbot: QtBot, first: FirstRun) -> None:
    with qtbot.waitSignal(first.sample):
        first.look.click()

    assert founded(first) is None


def test_a_zone_may_be_typed_carelessly(qtbot: QtBot) -> None:
    box = ZoneBox()
    qtbot.addWidget(box)

    box.setCurrentText("america/new york")

    assert box.zone() == "America/New_York"


def test_a_zone_is_found_by_any_part_of_its_name(qtbot: QtBot) -> None:
    box = ZoneBox()
    qtbot.addWidget(box)

    completer = box.completer()
    assert completer is not None
    completer.setCompletionPrefix("lisb")

    assert completer.currentCompletion() == "Europe/Lisbon"


def test_places_come_before_the_arithmetical_zones() -> None:
    assert names().index("Europe/Zurich") < names().index("Etc/GMT+3")
    assert names().index("Europe/Zurich") < names().index("UTC")
