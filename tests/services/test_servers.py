"""A server somebody points to: what is found there is told, and nothing is changed by looking."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import keyring
import psycopg
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy.engine import make_url

from desk import safekeeping
from desk.domain.errors import (
    DeskError,
    ForeignDatabase,
    Invalid,
    NewerDatabase,
    NoAnswer,
    NoSuchDatabase,
    NoSuchServer,
    NotEncrypted,
    NotLetIn,
    OldServer,
    Unreachable,
)
from desk.sentences import sentence
from desk.services import house, servers
from desk.services.servers import Encryption, Found, Place, Tables
from tests import build
from tests.conftest import carry_out, name_of
from tests.faults.cables import Cable
from tests.keyrings import Safe

Make = Callable[[str], str]


@pytest.fixture(autouse=True)
def no_passwords_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a keyring, and a user who keeps no passwords."""
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keyring.set_keyring(NoKeyring())


def at(cable: Cable, name: str = "postgres", user: str = "postgres", **more: Encryption) -> Place:
    """A database at the end of the cable."""
    port = make_url(cable.address).port
    assert port is not None
    return Place(server="127.0.0.1", port=port, database=name, user=user, **more)


def tables(address: str) -> set[str]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
    return {row[0] for row in rows}


def test_a_place_is_an_address_and_an_address_a_place() -> None:
    place = Place(
        server="db.example.org",
        port=6432,
        database="front desk",
        user="ann@house",
        encryption=Encryption.REQUIRE,
    )

    assert servers.place(place.address()) == place
    assert servers.place("postgresql://db/desk") == Place(server="db", database="desk")


@pytest.mark.parametrize(
    "address", ["sqlite:////srv/desk.db", "postgresql:///?service=desk", "/srv/desk.db", "a://b:c"]
)
def test_what_is_no_server_s_address_is_no_place(address: str) -> None:
    assert servers.place(address) is None


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Place(server="", database="desk"), "server"),
        (Place(server="db", database=""), "database"),
        (Place(server="postgresql://db", database="desk"), "server"),
        (Place(server="d" * 70, database="desk"), "server"),
    ],
)
def test_what_cannot_be_an_address_is_said_at_its_field(place: Place, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        place.address()

    assert list(refused.value.reasons) == [field]


def test_an_empty_database_is_found_and_stays_empty(
    cable: Cable, new_server_database: Make
) -> None:
    address = new_server_database("template0")

    assert servers.look(at(cable, name_of(address)).address()) == Found(Tables.NONE)
    assert tables(address) == set()


def test_a_desk_is_found_with_its_people(cable: Cable, new_server_database: Make) -> None:
    address = new_server_database("furnished")
    with closing(house.opened(address)) as database, database.write("ann") as tx:
        build.resident(tx)

    assert servers.look(at(cable, name_of(address)).address()) == Found(
        Tables.OURS, "Main entrance", 1
    )


def test_tables_of_an_earlier_desk_are_left_as_they_are(
    cable: Cable, new_server_database: Make
) -> None:
    address = new_server_database("furnished")
    carry_out(address, "UPDATE alembic_version SET version_num = '0001'")

    assert servers.look(at(cable, name_of(address)).address()) == Found(Tables.EARLIER)


@pytest.mark.parametrize(
    ("model", "command", "kind"),
    [
        ("template0", "CREATE TABLE invoice (id int)", ForeignDatabase),
        ("furnished", "UPDATE alembic_version SET version_num = '9999'", NewerDatabase),
    ],
)
def test_tables_of_others_are_refused_and_left_as_they_are(
    cable: Cable, new_server_database: Make, model: str, command: str, kind: type[DeskError]
) -> None:
    address = new_server_database(model)
    carry_out(address, command)
    before = tables(address)

    with pytest.raises(kind):
        servers.look(at(cable, name_of(address)).address())

    assert tables(address) == before


def test_an_old_server_is_told_so(cable: Cable) -> None:
    cable.instead = (b"PostgreSQL 18.", b"PostgreSQL 13.")

    with pytest.raises(OldServer) as refused:
        servers.look(at(cable).address())

    assert "too old for Desk (13." in sentence(refused.value)


def test_a_name_nobody_knows_is_told_so() -> None:
    with pytest.raises(NoSuchServer):
        servers.look(Place(server="desk.invalid", database="desk").address())


def test_a_port_where_nobody_listens_is_told_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        place = Place(server="127.0.0.1", port=taken.getsockname()[1], database="desk")

        with pytest.raises(NoAnswer):
            servers.look(place.address())


def test_a_machine_that_says_nothing_is_told_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = Place(server="127.0.0.1", port=silent.getsockname()[1], database="desk")

        with pytest.raises(NoAnswer):
            servers.look(place.address())


def test_a_database_that_is_not_there_is_told_so(cable: Cable) -> None:
    with pytest.raises(NoSuchDatabase):
        servers.look(at(cable, "nowhere").address())


def test_a_server_without_encryption_is_told_so(cable: Cable) -> None:
    with pytest.raises(NotEncrypted):
        servers.look(at(cable, encryption=Encryption.REQUIRE).address())


@pytest.mark.parametrize("typed", ["", "wrong"])
def test_a_password_that_is_missing_or_wrong_is_told_so(
    cable: Cable, asked_for_password: tuple[str, str], typed: str
) -> None:
    with pytest.raises(NotLetIn) as refused:
        servers.join(at(cable, user=asked_for_password[0]), typed)

    assert "wrong" not in sentence(refused.value)
    assert not safekeeping.file().exists()


def test_a_password_that_lets_in_is_kept_and_used_from_then_on(
    cable: Cable, asked_for_password: tuple[str, str], new_server_database: Make
) -> None:
    user, password = asked_for_password
    place = at(cable, name_of(new_server_database("furnished")), user)

    servers.join(place, password)

    with closing(house.opened(place.address())) as database:
        assert password not in database.where
    (kept,) = json.loads(safekeeping.file().read_text()).values()
    assert kept == {"server": password}
    with pytest.raises(NotLetIn):
        servers.look(at(cable, "postgres", user).address())


def test_a_keyring_keeps_it_where_there_is_one(
    cable: Cable, asked_for_password: tuple[str, str]
) -> None:
    user, password = asked_for_password
    safe = Safe()
    keyring.set_keyring(safe)

    servers.join(at(cable, user=user), password)

    assert list(safe.kept.values()) == [password]
    assert not safekeeping.file().exists()
    assert servers.tried(at(cable, user=user)).tables is Tables.NONE


def test_a_keyring_that_is_locked_is_told(
    cable: Cable, asked_for_password: tuple[str, str]
) -> None:
    safe = Safe()
    safe.locked = True
    keyring.set_keyring(safe)

    with pytest.raises(Unreachable) as refused:
        servers.look(at(cable, user=asked_for_password[0]).address())

    assert "keyring of this computer: it is locked" in sentence(refused.value)


def test_what_libpq_keeps_lets_in_without_the_desk_keeping_anything(
    cable: Cable, asked_for_password: tuple[str, str], tmp_path: Path
) -> None:
    user, password = asked_for_password
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:{user}:{password}\n")
    file.chmod(0o600)

    servers.join(at(cable, user=user))

    assert not safekeeping.file().exists()


def test_a_service_of_libpq_is_an_address(
    cable: Cable,
    asked_for_password: tuple[str, str],
    new_server_database: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user, password = asked_for_password
    place = at(cable, name_of(new_server_database("furnished")), user)
    file = tmp_path / "services"
    file.write_text(
        f"[front]\nhost={place.server}\nport={place.port}\ndbname={place.database}\n"
        f"user={user}\npassword={password}\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(file))

    assert servers.look("postgresql:///?service=front").tables is Tables.OURS


def test_a_password_in_an_address_is_noticed() -> None:
    assert servers.holds_password("postgresql://ann:secret@db/desk")
    assert not servers.holds_password("postgresql://ann@db/desk")
    assert not servers.holds_password("C:/desk:x@db")
