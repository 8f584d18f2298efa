"""Faults of the program are put into fifty places while somebody fills in a form.

None ends Desk; the first is told in one dialog, all are in the log without a name; what was typed
stays, on the screen and on the disk; and what a service had half written is taken back.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.directory import PersonKind
from desk.domain.visitor import AlertKind
from desk.gui import pages
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.crash import Crashes
from desk.gui.table import Column
from desk.gui.visitors.check_in import CheckInDialog
from desk.services import alerts, appointments, closures, days, directory, people, visitors
from desk.services.people import Details
from desk.store.database import Database, Write
from tests import build
from tests.conftest import at
from tests.gui import conftest as screen
from tests.gui import waiting_screen
from tests.gui.drafts.session import Session
from tests.gui.parts import part

pytestmark = pytest.mark.qt_no_exception_capture
british, nothing_remembered = screen.british, screen.nothing_remembered
client, kept = screen.client, screen.kept
Show = QEvent.Type.Show
NAME = "Ada Lovelace"
PLATE = "AB 123"
Inject = Callable[["House"], None]


class House:
    """A window with a form in which somebody has typed, and what listens for faults."""

    def __init__(
        self, session: Session, crashes: Crashes, database: Database, patch: pytest.MonkeyPatch
    ) -> None:
        self.session = session
        self.crashes = crashes
        self.database = database
        self.patch = patch
        self.client: Client = session.client
        form = session.open("visitor.check_in")
        assert isinstance(form, CheckInDialog)
        self.form = form
        self.typed = part(self.form, QLineEdit, "check_in.license_plate")
        self.typed.setText(PLATE)

    def page(self, identifier: str) -> Any:
        self.session.window.stack.turn_to(identifier)
        return self.session.window.stack.page(identifier)

    def raises(self, owner: object, name: str) -> None:
        """Let a function of an object, a class or a module fail from now on."""
        self.patch.setattr(owner, name, fail)


def fail(*_args: object, **_named: object) -> NoReturn:
    raise ValueError(f"{NAME} cannot be admitted")


@pytest.fixture
def session(
    qtbot: QtBot, client: Client, database: Database, tmp_path: Path, kept: Any
) -> Iterator[Session]:
    with database.write("test") as tx:
        grace = build.resident(tx, "Grace", "Okafor")
        build.patient(tx)
        build.entry(tx, grace.id, "Jo Doe", arrived_at=at(8))
        visitors.expect(tx, build.party(grace.id, "Max Power"), at(11))
    waiting_screen.house(database)
    waiting_screen.three(database)
    made = Session(qtbot, client, tmp_path, kept)
    yield made
    made.put_away()


@pytest.fixture
def house(
    session: Session, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[House]:
    crashes = Crashes(tmp_path)
    crashes.watch()
    yield House(session, crashes, database, monkeypatch)
    crashes.unwatch()
    if crashes.dialog is not None:
        crashes.dialog.close()


def refreshing(page: str, house: House) -> None:
    """The slot behind F5."""
    house.raises(house.page(page), "refresh")
    house.session.controls.actions["view.refresh"].trigger()


def asking(page: str, house: House) -> None:
    """What a page asks of the services."""
    house.page(page)
    with house.patch.context() as patch:
        for door in ("ask", "lend"):
            patch.setattr(house.client, door, fail)
        house.session.controls.actions["view.refresh"].trigger()


def adding(page: str, house: House) -> None:
    """The slot behind a command."""
    house.raises(house.page(page), "commands")
    house.session.controls.actions["list.new"].setEnabled(True)
    house.session.controls.actions["list.new"].trigger()


def data_of(page: str, house: House) -> None:
    """What a model calls that a view asks while it paints."""
    shown = house.page(page)
    house.raises(Column, "read")
    _paint_anew(shown)


def painting(function: str, page: str, house: House) -> None:
    """What a widget calls that paints itself."""
    shown = house.page(page)
    module, name = function.split(":")
    house.raises(import_module(module), name)
    _paint_anew(shown)


def _paint_anew(page: QWidget) -> None:
    for widget in (page, *page.findChildren(QWidget)):
        widget.update()


def once_soon(house: House) -> None:
    QTimer.singleShot(0, house.session.window, fail)


def filtering(house: House) -> None:
    """Something that looks at every key first."""
    opened = house.session.open("day.count")
    looks, failed = opened.eventFilter, False

    def fails_once(watched: QObject, event: QEvent) -> bool:
        nonlocal failed
        if failed:
            return bool(looks(watched, event))
        failed = True
        fail()

    house.patch.setattr(opened, "eventFilter", fails_once)
    date = part(opened, QLineEdit, "days.count.date")
    QTimer.singleShot(0, opened, lambda: QCoreApplication.sendEvent(date, QEvent(Show)))
    QTimer.singleShot(1, opened, opened.hide)


def in_background(house: House) -> None:
    background = Background(house.session.window)
    background.start(partial(fail, house))
    background.wait()


def on_a_thread(house: House) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def clearing_away(house: House) -> None:
    class Broken:
        def __del__(self) -> None:
            fail()

    Broken()


def hearing_news(house: House) -> None:
    house.client.changed.connect(fail)
    with house.database.write("bob") as tx:
        build.patient(tx, "Zoe", "Zed")
    house.client.changed.disconnect(fail)


def keeping_drafts(house: House) -> None:
    with house.patch.context() as patch:
        patch.setattr("desk.gui.contents.contents", fail)
        house.session.drafts.beat.timeout.emit()


def typing(house: House) -> None:
    """The slot that looks for notes about whoever is typed."""
    house.raises(alerts, "matching")
    part(house.form, QLineEdit, "check_in.visitor").setText("Max")
    house.patch.undo()
    part(house.form, QLineEdit, "check_in.visitor").clear()


def saving(house: House) -> None:
    """The very form that is open, by a service that fails when all but all is written."""
    house.raises(import_module("desk.services.reception"), "receive")
    part(house.form, QLineEdit, "check_in.visitor").setText("Max Power")
    host = part(house.form, QLineEdit, "check_in.resident")
    host.setText("Grace Okafor")
    house.form.confirm_button.click()
    part(house.form, QLineEdit, "check_in.visitor").clear()
    host.clear()


def writing(what: Callable[[Write], object], house: House) -> None:
    """A service that has written, and then fails."""

    def half(tx: Write) -> None:
        what(tx)
        tx.session.flush()
        fail()

    QTimer.singleShot(0, house.session.window, lambda: house.client.do("half", half))


WRITES: dict[str, Callable[[Write], object]] = {
    "somebody": lambda tx: people.add(tx, Details(kind=PersonKind.PATIENT, last_name="Zed")),
    "announcement": lambda tx: visitors.expect(tx, build.party(1, "Zed"), at(12)),
    "count": lambda tx: days.occupy(tx, tx.today, 3),
    "note": lambda tx: alerts.add(tx, AlertKind.REFUSE, "Zed", "owes a key"),
    "wait": lambda tx: waiting_screen.wait(tx, "Zed"),
    "closure": lambda tx: closures.close(tx, build.span(15), None, "inventory"),
    "provider": lambda tx: directory.put_resource(tx, "zed", "", "Zed"),
    "departure": lambda tx: visitors.depart(tx, [1]),
    "cancellation": lambda tx: appointments.cancel(tx, [1]),
}
PAGES = [entry.id for entry in pages.PAGES]
LISTS = ["page.people", "page.slots", "page.waiting", "page.today"]
PAINTED = {
    "page.calendar": "desk.gui.theme:tokens",
    "page.days": "desk.gui.theme:tokens",
    "page.visitors": "desk.gui.theme:tokens",
}
PLACES: dict[str, Inject] = {
    **{f"refreshing {page}": partial(refreshing, page) for page in PAGES},
    **{f"asking for {page}": partial(asking, page) for page in PAGES},
    **{f"adding on {page}": partial(adding, page) for page in PAGES},
    **{f"data of {page}": partial(data_of, page) for page in LISTS},
    **{f"painting {page}": partial(painting, what, page) for page, what in PAINTED.items()},
    **{f"half-written {name}": partial(writing, what) for name, what in WRITES.items()},
    "once soon": once_soon,
    "event filter": filtering,
    "background": in_background,
    "thread": on_a_thread,
    "clearing away": clearing_away,
    "news": hearing_news,
    "drafts": keeping_drafts,
    "typing": typing,
    "saving": saving,
}


def everything(database: Database) -> list[Any]:
    """Every change of the house, as the journal has it."""
    with database.read() as tx:
        return [entry.id for entry in build.journal(tx)]


def test_there_are_fifty_places() -> None:
    assert len(PLACES) >= 50


@pytest.mark.parametrize("inject", PLACES.values(), ids=PLACES)
def test_a_fault_is_told_once_and_loses_nothing(
    inject: Inject, house: House, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    before = everything(house.database)
    caplog.set_level(logging.INFO)

    inject(house)

    qtbot.waitUntil(lambda: house.crashes.dialog is not None)
    said = house.crashes.dialog
    assert said is not None
    text = said.report.toPlainText()
    assert "ValueError" in text
    assert "in fail" in text
    for wherever in (text, caplog.text, said.windowTitle(), house.session.window.windowTitle()):
        assert NAME not in wherever
    inject(house)
    qtbot.wait(20)
    assert house.crashes.dialog is said
    house.session.drafts.look()
    assert house.form.isVisible()
    assert house.typed.text() == PLATE
    (kept,) = house.session.kept
    assert PLATE in kept.read_text(encoding="utf-8")
    changed = len(everything(house.database)) - len(before)
    assert changed == (2 if inject is hearing_news else 0)
