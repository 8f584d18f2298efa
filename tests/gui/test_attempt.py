"""The button of a dialog is pressed again when nobody knows what became of the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desk.domain.directory import PersonKind
from desk.domain.errors import DeskError, DoneBefore
from desk.gui.attempt import Attempt
from desk.gui.client import Client, Done
from desk.gui.dialog import Dialog
from desk.gui.people.edit import PersonDialog
from desk.gui.visitors.alerts_dialog import AlertDialog
from desk.services import alerts, people
from desk.services.people import Details
from desk.store.database import Database
from desk.store.records import AnswerRecord
from desk.store.watch import Watch
from tests.gui.parts import part

ZED = Details(kind=PersonKind.PATIENT, first_name="Zoe", last_name="Zed")
LostAnswer = Callable[[bool], None]


@pytest.fixture
def desk(both: Database, qapp: QApplication) -> Iterator[Client]:
    """The desk on a database of either kind, watched as in the window."""
    watch = Watch(both)
    watch.start()
    yield Client(both, "ann")
    watch.stop()


@pytest.fixture
def lose_next(both: Database, monkeypatch: pytest.MonkeyPatch) -> LostAnswer:
    """Lets the connection break at the next COMMIT, after it was carried out or before."""
    dialect: Any = both.engine.dialect
    module = dialect.dbapi
    carry_out = dialect.do_commit

    def lose(committed: bool) -> None:
        def breaks(connection: Any) -> None:
            monkeypatch.setattr(dialect, "do_commit", carry_out)
            if committed:
                carry_out(connection)
            else:
                connection.rollback()
            if module.__name__.startswith("psycopg"):
                connection.driver_connection.close()
                raise module.OperationalError("server closed the connection unexpectedly")
            error = module.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR"
            raise error

        monkeypatch.setattr(dialect, "do_commit", breaks)

    return lose


def connected(qtbot: QtBot, desk: Client) -> None:
    """Wait until the server is found again."""
    qtbot.waitUntil(lambda: desk.lost_at is None)


def kept(database: Database) -> list[str]:
    with database.read() as tx:
        return [alert.name for alert in alerts.all(tx)]


def written(desk: Client, qtbot: QtBot, name: str = "Max") -> AlertDialog:
    made = AlertDialog(desk, None)
    qtbot.addWidget(made, before_close_func=Dialog.saved)
    made.show()
    part(made, QLineEdit, "alert.name").setText(name)
    part(made, QLineEdit, "alert.reason").setText("owes a key")
    return made


@pytest.mark.parametrize("committed", [True, False])
def test_after_a_lost_answer_the_button_pressed_again_does_it_once(
    qtbot: QtBot, both: Database, desk: Client, lose_next: LostAnswer, committed: bool
) -> None:
    done: list[Done] = []
    desk.done.connect(done.append)
    dialog = written(desk, qtbot)
    lose_next(committed)

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.notice.said
    connected(qtbot, desk)
    assert kept(both) == (["Max"] if committed else [])
    dialog.accept()
    assert not dialog.isVisible()
    assert kept(both) == ["Max"]
    assert [each.name for each in done] == ["Note about Max"]
    assert done[0].batch > 0


def test_what_was_changed_after_a_lost_answer_is_not_taken_for_saved(
    qtbot: QtBot, both: Database, desk: Client, lose_next: LostAnswer
) -> None:
    dialog = written(desk, qtbot)
    lose_next(True)
    dialog.accept()
    connected(qtbot, desk)
    part(dialog, QLineEdit, "alert.reason").setText("owes two keys")

    dialog.accept()

    assert dialog.isVisible()
    assert dialog.notice.said.startswith("This was saved after all")
    assert kept(both) == ["Max"]


def test_two_dialogs_with_the_same_words_are_two_things(
    qtbot: QtBot, both: Database, desk: Client, lose_next: LostAnswer
) -> None:
    lose_next(True)
    written(desk, qtbot).accept()
    connected(qtbot, desk)

    written(desk, qtbot).accept()

    assert kept(both) == ["Max", "Max"]


def test_a_plain_form_does_it_once_as_well(
    qtbot: QtBot, both: Database, desk: Client, lose_next: LostAnswer
) -> None:
    dialog = PersonDialog(desk, guess=ZED)
    qtbot.addWidget(dialog, before_close_func=Dialog.saved)
    dialog.show()
    lose_next(True)

    dialog.accept()
    connected(qtbot, desk)
    dialog.accept()

    with both.read() as tx:
        assert [person.last_name for person in people.find(tx, "Zed")] == ["Zed"]
    assert not dialog.isVisible()


def test_what_the_service_gave_back_is_given_back_again(
    qtbot: QtBot, both: Database, desk: Client, lose_next: LostAnswer
) -> None:
    attempt = Attempt()
    refused: list[DeskError] = []
    desk.refused.connect(refused.append)
    lose_next(True)

    assert desk.once(attempt, "add", people.add, ZED) is None
    connected(qtbot, desk)
    found = desk.once(attempt, "add", people.add, ZED)

    assert found is not None
    with both.read() as tx:
        assert people.one(tx, found.id) == found
    assert len(refused) == 1
    assert not isinstance(refused[0], DoneBefore)


def test_one_key_is_kept_for_each_thing_done(both: Database, desk: Client) -> None:
    attempt = Attempt()
    for _ in range(3):
        desk.once(attempt, "add", people.add, ZED)

    with both.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(AnswerRecord)) == 3
