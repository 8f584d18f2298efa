"""Who has signed in is the actor of every change, and may do what their role lets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.staff import Member, Role
from desk.gui.client import Client
from desk.gui.command_run import CommandRun
from desk.gui.controls import Controls
from desk.gui.network.page import NetworkPage
from desk.gui.network.standing import State
from desk.store.database import Database, Write
from tests import build
from tests.gui.accounts import account, administrator


@pytest.fixture
def reader(client: Client, database: Database) -> Member:
    """Somebody who may only read, in a house with an administrator, who is signed in."""
    administrator(client)
    return account(client, Role.READ_ONLY, "Rea Reader")


def actors(database: Database) -> list[str]:
    with database.read() as tx:
        return [entry.actor for entry in build.journal(tx)]


def test_nobody_has_to_sign_in_where_there_are_no_accounts(
    client: Client, database: Database
) -> None:
    client.quietly(_add)

    assert client.member is None
    assert client.who == "ann"
    assert actors(database)[-1] == "ann"


def test_who_has_signed_in_signs_every_change_by_name_and_number(
    client: Client, database: Database, reader: Member
) -> None:
    admin = client.member
    assert admin

    client.quietly(_add)
    client.lend(_write)

    assert actors(database)[-2:] == [f"Ada Lind #{admin.id}"] * 2
    assert client.who == "Ada Lind"


def test_it_is_told_who_has_signed_in(client: Client, qtbot: QtBot, reader: Member) -> None:
    with qtbot.waitSignal(client.signed_in) as told:
        client.sign_in(reader)
    assert told.args == [reader]

    with qtbot.waitSignal(client.signed_in) as told:
        client.sign_in(None)
    assert told.args == [None]


def test_what_a_role_does_not_allow_is_refused_and_changes_nothing(
    client: Client, database: Database, reader: Member
) -> None:
    refused: list[DeskError] = []
    client.refused.connect(refused.append)
    client.sign_in(reader)
    before = build.last_change(database)

    assert client.do("Add", _add) is None
    with pytest.raises(NotAllowed):
        client.lend(_write)

    assert [type(error) for error in refused] == [NotAllowed]
    assert build.last_change(database) == before


def test_no_file_is_brought_in_by_a_process_for_somebody_who_may_not(
    client: Client, qtbot: QtBot, reader: Member
) -> None:
    client.sign_in(reader)
    run = CommandRun(client)

    with qtbot.waitSignal(run.failed) as failed:
        run.run(["import", "visitors", "nothing.csv"])

    assert "Rea Reader" in failed.args[0]
    assert not run.running


def test_what_a_process_brings_in_bears_the_name_of_who_had_it_do_so(
    client: Client, database: Database, qtbot: QtBot, reader: Member, tmp_path: Path
) -> None:
    admin = client.member
    assert admin
    file = tmp_path / "people.csv"
    file.write_text("name,phone,kind\nMilan Novak,+39 1,patient\n")
    run = CommandRun(client)

    with qtbot.waitSignal(run.ended, timeout=60_000):
        run.run(["import", "people", str(file), "--json-progress"])

    assert actors(database)[-1] == f"Ada Lind #{admin.id}: import people"


def test_only_an_administrator_switches_the_network(
    client: Client, controls: Controls, reader: Member
) -> None:
    refused: list[DeskError] = []
    controls.perform("page.network")
    page = controls.window.stack.current
    assert isinstance(page, NetworkPage)
    client.refused.connect(refused.append)
    client.sign_in(reader)

    page.acts.switch()
    page.acts.choose()

    assert [type(error) for error in refused] == [NotAllowed] * 2
    assert page.server.state is State.OFF


def _add(tx: Write) -> Person:
    return build.patient(tx)


def _write(desk: Database, actor: str) -> None:
    with desk.write(actor) as tx:
        _add(tx)
