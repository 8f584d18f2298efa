"""The server beside the window, as a real process: started, watched, ended, started again."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk import settings
from desk.domain.access import Role
from desk.gui.client import Client
from desk.gui.network import left_running, server
from desk.gui.network.server import Server
from desk.gui.network.standing import OnClose, Reach, State
from desk.services import tokens
from desk.settings import Settings
from desk.store.database import Database
from tests.gui.network_screen import (
    PATIENCE_MS,
    ask,
    certificate,
    free_port,
    until,
    until_state,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))


@pytest.fixture
def served(client: Client) -> Iterator[Server]:
    """A server that is off, to listen at a free port of this machine."""
    settings.save(Settings(network_port=free_port()))
    made = server.of(client)
    yield made
    made.stop()
    note = left_running.read(made.port)
    if note is not None:
        left_running.clear(made.port, note.desk)


@pytest.fixture
def running(qtbot: QtBot, served: Server) -> Server:
    served.switch_on()
    until_state(qtbot, served, State.ON)
    return served


def number(port: int) -> int:
    """The number of the process that serves at the port."""
    note = left_running.read(port)
    return note.process if note else 0


def test_switched_on_it_answers_and_comes_back_with_the_window(running: Server) -> None:
    standing = running.standing()

    assert standing.address == f"http://127.0.0.1:{running.port}"
    assert standing.fingerprint == ""
    assert ask(running.port, "/health")[1]["status"] == "ok"
    assert settings.load().network


def test_switched_off_it_ends_and_stays_off(qtbot: QtBot, running: Server) -> None:
    running.switch_off()

    until_state(qtbot, running, State.OFF)
    assert not left_running.answers(running.port)
    assert not settings.load().network
    assert left_running.read(running.port) is None


def test_there_is_one_server_for_a_desk(client: Client, served: Server) -> None:
    assert server.of(client) is served


def test_the_address_of_the_database_is_in_no_list_of_processes(
    running: Server, database: Database
) -> None:
    called = Path(f"/proc/{number(running.port)}/cmdline").read_bytes().decode()

    assert "serve" in called
    assert str(database.engine.url.database) not in called


def test_every_request_is_told_with_who_asked(
    qtbot: QtBot, running: Server, database: Database
) -> None:
    with database.write("ann") as tx:
        _, secret = tokens.create(tx, "Kiosk", Role.READONLY)

    ask(running.port, "/something", secret)
    ask(running.port, "/nothing")
    until(qtbot, lambda: running.requests.count == 2)

    last, first = running.requests.latest
    assert (last.method, last.path, last.status, last.caller) == ("GET", "/nothing", 404, "")
    assert (first.path, first.caller, first.address) == ("/something", "Kiosk", "127.0.0.1")


def test_for_the_network_it_shows_the_certificate_whose_fingerprint_is_told(
    qtbot: QtBot, running: Server
) -> None:
    running.choose(Reach.NETWORK, running.port, OnClose.ASK)
    until(qtbot, lambda: running.state is State.ON and running.standing().fingerprint)

    told = running.standing().fingerprint.replace(":", "").lower()
    assert told == hashlib.sha256(certificate(running.port)).hexdigest()
    assert ask(running.port, "/health", tls=True)[0] == 200
    assert running.standing().address.startswith("https://")
    assert settings.load().network_reach == "network"


def test_another_port_is_used_at_once(qtbot: QtBot, running: Server) -> None:
    before, wanted = running.port, free_port()

    running.choose(Reach.COMPUTER, wanted, OnClose.STAYS)
    until(qtbot, lambda: running.state is State.ON and running.port == wanted)

    assert ask(wanted, "/health")[0] == 200
    assert not left_running.answers(before)
    assert settings.load().network_port == wanted
    assert settings.load().network_on_close == "stays"


def test_choosing_the_same_again_disturbs_nobody(running: Server) -> None:
    before = number(running.port)

    running.choose(running.reach, running.port, OnClose.ENDS)

    assert running.state is State.ON
    assert number(running.port) == before


def test_a_port_that_is_taken_is_told_in_the_servers_own_sentence(
    qtbot: QtBot, served: Server
) -> None:
    with (
        closing(socket.create_server(("127.0.0.1", served.port))),
        qtbot.waitSignal(served.troubled, timeout=PATIENCE_MS) as troubled,
    ):
        served.switch_on()
    assert served.state is State.FAILED
    assert str(served.port) in served.standing().why
    assert troubled.args == [served.standing().why]

    served.switch_on()
    until_state(qtbot, served, State.ON)
    assert served.standing().why == ""


def test_one_that_dies_is_started_again_after_a_rest(qtbot: QtBot, running: Server) -> None:
    died = number(running.port)

    os.kill(died, signal.SIGKILL)
    until_state(qtbot, running, State.RESTING)
    assert running.standing().seconds == 1
    until_state(qtbot, running, State.ON)

    assert number(running.port) not in (0, died)
    os.kill(number(running.port), signal.SIGKILL)
    until_state(qtbot, running, State.RESTING)
    assert running.standing().seconds == 2
    running.switch_off()
    assert running.state is State.OFF


def test_a_settings_file_that_cannot_be_understood_is_said(
    qtbot: QtBot, client: Client, served: Server
) -> None:
    settings.file().write_text("= = =")

    with qtbot.waitSignal(client.refused):
        served.choose(Reach.COMPUTER, served.port, OnClose.ENDS)

    assert settings.file().read_text() == "= = ="


def test_one_that_was_left_running_answers_until_the_next_takes_its_place(
    qtbot: QtBot, running: Server
) -> None:
    running.stay()
    until(qtbot, lambda: left_running.answers(running.port))
    left = number(running.port)
    assert running.state is State.OFF

    with qtbot.waitSignal(running.said, timeout=PATIENCE_MS):
        running.start()
    until_state(qtbot, running, State.ON)

    assert number(running.port) not in (0, left)
    assert ask(running.port, "/health")[0] == 200


def test_a_server_of_another_desk_is_left_alone_and_told(qtbot: QtBot, running: Server) -> None:
    running.stay()
    until(qtbot, lambda: left_running.answers(running.port))
    note = left_running.read(running.port)
    assert note is not None
    other = left_running.Note(process=note.process, window=note.window, desk="another")
    left_running.write(running.port, other)

    running.start()
    until_state(qtbot, running, State.FAILED)

    assert str(running.port) in running.standing().why
    assert left_running.answers(running.port)
    left_running.write(running.port, note)
    assert left_running.clear(running.port, note.desk) is left_running.Found.OURS
    assert not left_running.answers(running.port)


def test_one_that_another_window_watches_is_left_alone(qtbot: QtBot, running: Server) -> None:
    running.stay()
    until(qtbot, lambda: left_running.answers(running.port))
    note = left_running.read(running.port)
    assert note is not None
    watched = left_running.Note(process=note.process, window=os.getppid(), desk=note.desk)
    left_running.write(running.port, watched)

    assert left_running.clear(running.port, note.desk) is left_running.Found.ANOTHER

    left_running.write(running.port, note)
    assert left_running.clear(running.port, note.desk) is left_running.Found.OURS


def test_a_note_that_is_older_than_its_process_means_nothing(tmp_path: Path) -> None:
    port = free_port()
    left_running.write(port, left_running.Note(process=os.getpid(), window=0, desk="here"))

    assert left_running.clear(port, "here") is left_running.Found.NOTHING
