"""A workstation is pointed to a server from the window, and its password is nobody else's."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import make_url

from desk import log, safekeeping, settings
from desk.gui.client import Client
from desk.gui.contents import contents
from desk.gui.first_run import FirstRun
from desk.gui.main_window import MainWindow
from desk.gui.opening import Failure
from desk.gui.server_dialog import ServerDialog
from desk.gui.settings_dialog import SettingsDialog
from desk.gui.theme import Choice
from desk.settings import Settings
from tests.conftest import carry_out, name_of
from tests.faults.cables import Cable
from tests.gui.desks import Begin, beginning
from tests.gui.parts import part

PATIENCE_MS = 15_000
Make = Callable[[str], str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who keeps no passwords, on a computer without a keyring."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    keyring.set_keyring(NoKeyring())


@pytest.fixture
def dialog(qtbot: QtBot, cable: Cable) -> ServerDialog:
    """The dialog with a server filled in that lets everybody in."""
    return shown(qtbot, ServerDialog(cable.address))


@pytest.fixture
def begin(qapp: QApplication, window: MainWindow) -> Iterator[Begin]:
    with beginning(qapp, window, settings.load) as begin:
        yield begin


def shown(qtbot: QtBot, dialog: ServerDialog) -> ServerDialog:
    qtbot.addWidget(dialog, before_close_func=lambda _: dialog.saved())
    dialog.open()
    return dialog


def answer(qtbot: QtBot, dialog: ServerDialog, button: str = "try") -> str:
    """Press a button and wait for what is said then."""
    part(dialog, QPushButton, f"server.{button}").click()
    qtbot.waitUntil(lambda: not dialog.said.text().startswith("Trying"), timeout=PATIENCE_MS)
    return dialog.said.text()


def use(qtbot: QtBot, dialog: ServerDialog) -> None:
    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE_MS):
        part(dialog, QPushButton, "server.confirm").click()


def fill(dialog: ServerDialog, cable: Cable, address: str, user: str, password: str) -> None:
    """Type what leads to the database at `address` by the cable."""
    url = make_url(cable.address)
    dialog.server.setText("127.0.0.1")
    dialog.port.setValue(url.port or 0)
    dialog.database.setText(name_of(address))
    dialog.user.setText(user)
    dialog.password.setText(password)


def opened_dialog(qtbot: QtBot, window: MainWindow) -> ServerDialog:
    qtbot.waitUntil(lambda: window.findChild(ServerDialog) is not None)
    return part(window, ServerDialog)


def written(folder: Path) -> str:
    """Everything that was written below a folder, but for what keeps passwords."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return "".join(
        each.read_bytes().decode("latin-1") for each in files if each != safekeeping.file()
    )


def test_a_desk_on_the_server_is_told_by_its_house_and_people(
    qtbot: QtBot, dialog: ServerDialog, new_server_database: Make
) -> None:
    dialog.database.setText(name_of(new_server_database("furnished")))

    assert answer(qtbot, dialog) == "Main entrance: 0 people"
    assert dialog.isVisible()


def test_an_empty_database_is_told_to_get_tables(
    qtbot: QtBot, dialog: ServerDialog, new_server_database: Make
) -> None:
    dialog.database.setText(name_of(new_server_database("template0")))

    assert answer(qtbot, dialog) == "The database is empty; Desk will make its tables."


@pytest.mark.parametrize(
    ("model", "command", "said"),
    [
        ("template0", "CREATE TABLE invoice (id int)", "a database of another program"),
        (
            "furnished",
            "UPDATE alembic_version SET version_num = '9999'",
            "by a later version of Desk",
        ),
    ],
)
def test_tables_of_others_are_told(
    qtbot: QtBot,
    dialog: ServerDialog,
    new_server_database: Make,
    model: str,
    command: str,
    said: str,
) -> None:
    address = new_server_database(model)
    carry_out(address, command)
    dialog.database.setText(name_of(address))

    assert said in answer(qtbot, dialog)


def test_a_name_nobody_knows_is_told(qtbot: QtBot, dialog: ServerDialog) -> None:
    dialog.server.setText("desk.invalid")

    assert "no computer of that name is known" in answer(qtbot, dialog)


def test_a_port_where_nobody_listens_is_told(qtbot: QtBot, dialog: ServerDialog) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        dialog.port.setValue(taken.getsockname()[1])

        assert "no database server answers there" in answer(qtbot, dialog)


def test_a_database_that_is_not_there_is_told(qtbot: QtBot, dialog: ServerDialog) -> None:
    dialog.database.setText("nowhere")

    assert "has no database of that name" in answer(qtbot, dialog)


def test_a_server_that_does_not_encrypt_is_told(qtbot: QtBot, dialog: ServerDialog) -> None:
    dialog.encryption.setCurrentIndex(1)

    assert "offers no encrypted connection" in answer(qtbot, dialog)


def test_an_old_server_is_told(qtbot: QtBot, dialog: ServerDialog, cable: Cable) -> None:
    cable.instead = (b"PostgreSQL 18.", b"PostgreSQL 13.")

    assert "too old for Desk" in answer(qtbot, dialog)


def test_a_wrong_password_is_told_and_not_repeated(
    qtbot: QtBot, dialog: ServerDialog, asked_for_password: tuple[str, str]
) -> None:
    dialog.user.setText(asked_for_password[0])
    dialog.password.setText("wrong-one")

    said = answer(qtbot, dialog, "confirm")

    assert "does not let this user in with this password" in said
    assert "wrong-one" not in said
    assert dialog.isVisible()
    assert not safekeeping.file().exists()


def test_what_is_missing_is_told_at_its_field(qtbot: QtBot, dialog: ServerDialog) -> None:
    dialog.server.clear()

    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert dialog.isVisible()
    assert dialog.server.property("fault") == "true"
    assert not dialog.said.isVisible()


def test_no_password_is_among_what_may_be_written_down(dialog: ServerDialog) -> None:
    dialog.password.setText("open sesame")

    assert "open sesame" not in contents(dialog).values()
    assert dialog.concerns() is None


def test_what_comes_before_the_choice_is_told(qtbot: QtBot) -> None:
    dialog = shown(qtbot, ServerDialog("", "DESK_DATABASE"))

    said = part(dialog, QLabel, "server.overruled").text()

    assert said.startswith("At each start DESK_DATABASE says which database is used")


def test_settings_take_the_address_of_a_server_that_was_tried(
    qtbot: QtBot, client: Client, cable: Cable, new_server_database: Make
) -> None:
    form = SettingsDialog(client, Settings(), Choice.SYSTEM)
    qtbot.addWidget(form, before_close_func=lambda _: form.saved())
    form.open()
    part(form, QPushButton, "settings.server").click()
    dialog = part(form, ServerDialog)
    address = new_server_database("furnished")
    fill(dialog, cable, address, "postgres", "")

    use(qtbot, dialog)

    assert form.machine().database == dialog.address
    assert make_url(dialog.address).database == name_of(address)


def test_settings_refuse_an_address_with_a_password(qtbot: QtBot, client: Client) -> None:
    form = SettingsDialog(client, Settings(), Choice.SYSTEM)
    qtbot.addWidget(form, before_close_func=lambda _: form.saved())
    form.open()
    form.database.setText("postgresql://ann:secret@db/desk")

    form.accept()

    assert form.isVisible()
    assert form.database.property("fault") == "true"


def test_the_first_page_leads_to_a_server_which_is_remembered_without_its_password(
    qtbot: QtBot,
    begin: Begin,
    cable: Cable,
    asked_for_password: tuple[str, str],
    new_server_database: Make,
    tmp_path: Path,
) -> None:
    user, password = asked_for_password
    running = begin(settings.database_url())
    window = running.controls.window
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), FirstRun), timeout=PATIENCE_MS)
    part(window, QPushButton, "first.server").click()
    dialog = opened_dialog(qtbot, window)
    fill(dialog, cable, new_server_database("furnished"), user, password)

    use(qtbot, dialog)

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar", timeout=PATIENCE_MS)
    kept = settings.load().database
    assert kept == dialog.address
    assert password not in window.windowTitle()
    assert password not in written(tmp_path)
    assert log.folder().is_relative_to(tmp_path)
    assert password in safekeeping.file().read_text()


def test_a_failure_leads_to_a_server(
    qtbot: QtBot, begin: Begin, cable: Cable, new_server_database: Make, tmp_path: Path
) -> None:
    (tmp_path / "bad.db").write_text("no database")
    running = begin(settings.address(str(tmp_path / "bad.db")))
    window = running.controls.window
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), Failure), timeout=PATIENCE_MS)
    part(window, QPushButton, "failure.server").click()
    dialog = opened_dialog(qtbot, window)
    said = part(dialog, QLabel, "server.overruled").text()
    fill(dialog, cable, new_server_database("furnished"), "postgres", "")

    use(qtbot, dialog)

    qtbot.waitUntil(lambda: window.stack.shown == "page.calendar", timeout=PATIENCE_MS)
    assert settings.load().database == dialog.address
    assert said.startswith("At each start --database says")


def test_a_window_told_by_the_environment_says_so(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bad.db").write_text("no database")
    monkeypatch.setenv(settings.VARIABLE, str(tmp_path / "bad.db"))

    running = begin(settings.database_url())

    assert running.commands.databases.overruled == settings.VARIABLE
