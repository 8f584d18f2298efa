"""Who has signed in is the actor of every change, and may do what their role lets them."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.staff import Member, Role
from desk.gui.client import Client
from desk.gui.command_run import CommandRun
from desk.services import staff
from desk.store.database import Database, Write
from tests import build


@pytest.fixture
def reader(client: Client, database: Database) -> Member:
    """Somebody who may only read, in a house with an administrator, who is signed in."""
    admin = client.quietly(staff.add, "Ada Lind", Role.ADMIN, None, "hash")[0]
    client.sign_in(admin)
    found = client.quietly(staff.add, "Rea Reader", Role.READ_ONLY, None, "hash")[0]
    assert found
    return found


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


def _add(tx: Write) -> Person:
    return build.patient(tx)


def _write(desk: Database, actor: str) -> None:
    with desk.write(actor) as tx:
        _add(tx)
