"""The page of the network: its states, what can be copied, and the tokens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk import settings
from desk.domain.access import Role, digest
from desk.gui.controls import Controls
from desk.gui.network import samples
from desk.gui.network.page import NetworkPage
from desk.gui.network.reach_dialog import ReachDialog
from desk.gui.network.revoke_dialog import RevokeDialog
from desk.gui.network.secret_dialog import SecretDialog
from desk.gui.network.standing import OnClose, Reach, State
from desk.gui.network.token_dialog import TokenDialog
from desk.services import tokens
from desk.settings import Settings
from desk.store.database import Database
from tests.conftest import Clock
from tests.gui.network_screen import NEWS, ask, free_port, on_screen, until, until_state
from tests.gui.opener import opening
from tests.gui.parts import dialog
from tests.gui.test_accessibility import complaints

LAST_USED = 3


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    settings.save(Settings(network_port=free_port()))


@pytest.fixture
def page(controls: Controls) -> Iterator[NetworkPage]:
    made = on_screen(controls)
    yield made
    made.server.stop()


@pytest.fixture
def posing(page: NetworkPage) -> NetworkPage:
    """A page that shows a server which is made up."""
    page.faces()["on"]()
    return page


def shown(page: NetworkPage, row: int) -> list[str]:
    model = page.running.tokens.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def make(database: Database, label: str, role: Role = Role.DESK) -> str:
    with database.write("bo") as tx:
        return tokens.create(tx, label, role)[1]


def labels(page: NetworkPage) -> list[str]:
    return [token.label for token in page.running.tokens.model.rows]


def test_off_it_says_what_it_is_for_with_one_button(page: NetworkPage) -> None:
    assert page.body.currentWidget() is page.off
    assert page.off.sentence.text().count(".") == 2
    assert page.head.state.text() == "Off"
    assert page.head.switch.isHidden()
    assert page.off.button.hasFocus()


def test_the_switch_starts_the_server_and_ends_it(qtbot: QtBot, page: NetworkPage) -> None:
    QTest.keyClick(page.off.button, Qt.Key.Key_Space)
    assert page.head.state.text() == "Starting…"
    until_state(qtbot, page.server, State.ON)

    card = page.running.reach
    assert page.head.state.text() == "On"
    assert card.address.text() == f"http://127.0.0.1:{page.server.port}"
    assert card.code.isHidden()
    assert card.certificate.isHidden()
    assert page.running.tabs.hasFocus()
    ask(page.server.port, "/nothing")
    until(qtbot, lambda: page.running.requests.model.rows)
    assert page.head.callers.text() == "Connected: 1"

    page.head.switch.click()
    until_state(qtbot, page.server, State.OFF)
    assert page.body.currentWidget() is page.off


def test_with_a_token_made_here_another_machine_gets_in(
    qtbot: QtBot, page: NetworkPage, controls: Controls
) -> None:
    page.server.switch_on()
    until_state(qtbot, page.server, State.ON)
    controls.perform("list.new")
    asked = dialog(page, TokenDialog)
    asked.label.setText("Kiosk")
    asked.accept()

    secret = dialog(page, SecretDialog).secret.text()

    assert ask(page.server.port, NEWS, secret)[0] == 200
    assert ask(page.server.port, NEWS, "wrong")[0] == 401
    ask(page.server.port, "/something", secret)
    until(qtbot, lambda: shown(page, 0)[LAST_USED] != "never")


def test_for_the_network_it_shows_code_and_certificate(posing: NetworkPage) -> None:
    card = posing.running.reach

    assert card.code.text == card.address.text() == samples.on().address
    assert card.fingerprint.text().count("\n") == 3
    card.copy.click()
    assert QGuiApplication.clipboard().text() == samples.on().address
    card.copy_print.click()
    assert QGuiApplication.clipboard().text() == samples.FINGERPRINT


@pytest.mark.parametrize(
    ("command", "copied"),
    [("network.copy", samples.on().address), ("network.copy_print", samples.FINGERPRINT)],
)
def test_what_is_copied_is_said(
    posing: NetworkPage, controls: Controls, command: str, copied: str
) -> None:
    controls.actions[command].trigger()

    assert QGuiApplication.clipboard().text() == copied
    assert "is copied" in controls.bar.text.text()


@pytest.mark.parametrize(
    ("command", "said"),
    [("network.copy_print", "no certificate"), ("network.try", "does not run")],
)
def test_what_cannot_be_done_while_it_is_off_is_said(
    page: NetworkPage, controls: Controls, command: str, said: str
) -> None:
    controls.actions[command].trigger()

    assert said in controls.bar.text.text()


def test_trying_it_opens_what_the_server_says_of_itself(posing: NetworkPage) -> None:
    with opening("https") as opened:
        posing.running.reach.try_it.click()

    assert [each.toString() for each in opened] == [f"{samples.on().address}/docs"]


def test_a_failure_is_said_with_what_can_be_done(page: NetworkPage) -> None:
    page.faces()["failed"]()

    assert page.head.state.text() == "Does not run"
    assert "port 8765 (Address already in use)" in page.head.trouble.said
    assert "--port" not in page.head.trouble.said
    assert page.head.again.isVisible()
    assert page.head.port.isVisible()
    assert not page.running.reach.try_it.isEnabled()


def test_a_rest_is_counted_down_in_words(page: NetworkPage) -> None:
    page.faces()["resting"]()

    assert page.head.state.text() == "Stopped, starts again in 4 s"
    assert page.head.trouble.said.startswith("The server has stopped by itself.")


def test_choosing_another_reach_is_remembered_though_it_is_off(
    page: NetworkPage, controls: Controls
) -> None:
    controls.perform("network.choose")
    asked = dialog(page, ReachDialog)
    assert (asked.reach, asked.port) == (Reach.COMPUTER, page.server.port)
    asked.network.setChecked(True)
    asked.ports.setValue(8800)
    asked.closing.setCurrentIndex(asked.closing.findData(OnClose.ENDS.value))
    asked.accept()

    kept = settings.load()
    assert (kept.network_reach, kept.network_port) == ("network", 8800)
    assert kept.network_on_close == "ends"
    assert page.server.state is State.OFF


def test_a_new_token_is_shown_this_once(
    page: NetworkPage, controls: Controls, database: Database
) -> None:
    controls.perform("network.token")
    asked = dialog(page, TokenDialog)
    asked.label.setText("Kiosk")
    asked.role.setCurrentIndex(asked.role.findData(Role.ADMIN.value))
    assert "providers" in asked.may.text()
    asked.accept()

    told = dialog(page, SecretDialog)
    told.copy.click()
    secret = QGuiApplication.clipboard().text()
    told.accept()

    with database.read() as tx:
        found = tokens.standing_by(tx, digest(secret))
    assert found is not None
    assert (found[1].label, found[1].role) == ("Kiosk", Role.ADMIN)
    assert shown(page, 0) == ["Kiosk", "Administrator", "10:00", "never"]
    controls.perform("edit.undo")
    assert labels(page) == []


def test_a_token_needs_a_label_of_its_own(
    page: NetworkPage, controls: Controls, database: Database
) -> None:
    make(database, "Kiosk")
    controls.perform("network.token")
    asked = dialog(page, TokenDialog)
    for label in ("", "Kiosk"):
        asked.label.setText(label)
        asked.accept()
        assert asked.isVisible()
        assert asked.label.accessibleDescription() != ""

    assert labels(page) == ["Kiosk"]


def test_a_token_is_revoked_when_that_was_confirmed_and_undo_gives_it_back(
    page: NetworkPage, controls: Controls, database: Database
) -> None:
    secret = make(database, "Kiosk")
    page.running.tokens.table.selectRow(0)

    controls.perform("list.remove")
    dialog(page, RevokeDialog).reject()
    assert labels(page) == ["Kiosk"]
    controls.perform("network.revoke")
    dialog(page, RevokeDialog).accept()

    assert labels(page) == []
    with database.read() as tx:
        assert tokens.standing_by(tx, digest(secret)) is None
    controls.perform("edit.undo")
    assert labels(page) == ["Kiosk"]


def test_without_a_choice_nothing_is_revoked(page: NetworkPage, controls: Controls) -> None:
    controls.perform("network.revoke")

    assert controls.bar.text.text() == "Choose a token of the list."


def test_tokens_made_elsewhere_come_into_the_list(page: NetworkPage, database: Database) -> None:
    make(database, "Tablet")
    make(database, "Kiosk", Role.READONLY)

    assert labels(page) == ["Kiosk", "Tablet"]
    assert shown(page, 0)[1] == "Read only"


def test_when_a_token_was_used_stands_beside_it(
    page: NetworkPage, database: Database, clock: Clock
) -> None:
    make(database, "Kiosk")
    clock.advance(timedelta(minutes=5))
    with database.write("server") as tx:
        tokens.used(tx, [token.id for token in tokens.every(tx)])

    page.refresh()

    assert shown(page, 0)[LAST_USED] == "10:05"


def test_without_the_extra_it_says_what_to_install(
    controls: Controls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fastapi", None)

    page = on_screen(controls)

    assert "without fastapi" in page.off.sentence.text()
    assert "extra http" in page.off.sentence.text()
    assert page.off.button.isHidden()
    assert not controls.window.stack.offers("network.switch")


@pytest.mark.parametrize("face", ["on", "requests", "connected", "failed", "resting"])
def test_everything_has_a_name_and_an_identifier_in_every_state(
    page: NetworkPage, controls: Controls, face: str
) -> None:
    page.faces()[face]()

    assert not complaints(controls.window), "\n".join(complaints(controls.window))


@pytest.mark.parametrize("face", ["on", "requests", "connected", "failed", "resting"])
def test_nothing_is_wider_than_a_small_screen(
    page: NetworkPage, controls: Controls, face: str
) -> None:
    page.faces()[face]()

    assert controls.window.minimumSizeHint().width() <= 1024
    assert controls.window.minimumSizeHint().height() <= 700
