"""Databases of earlier versions become today's, all at once or not at all."""

from __future__ import annotations

import ast
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from desk.domain.errors import NotADatabase
from desk.store import engines, look, migrations, opening
from desk.store.database import Database
from desk.store.records import AppointmentRecord, ResourceRecord
from desk.store.revisions import REVISIONS
from tests.store.files import killed_while_opening, run

VERSIONS = sorted(Path(str(migrations.__file__)).parent.glob("versions/0*.py"))
PEOPLE = 300
HOUR = timedelta(hours=1)
# The moments at which to kill: a statement of the migrations begins or ends.
KILLS = {"sqlite": range(1, 190, 9), "postgresql": range(1, 150, 17)}


SQLITE = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master",
    "SELECT version_num FROM alembic_version",
    "SELECT * FROM pragma_application_id",
    "SELECT * FROM pragma_journal_mode",
)
POSTGRESQL = (
    "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, column_default,"
    " is_identity, generation_expression FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
    "SELECT version_num FROM alembic_version",
)


def make_old(address: str, revision: str = "0001") -> str:
    """Make a database as the first version would have left it, or another, with people in it."""
    engine = engines.engine(address)
    with writing(engine) as connection:
        if engines.is_file(engine.url):
            connection.execute(text(f"PRAGMA application_id = {engines.APPLICATION_ID}"))
    opening.migrate(engine, to=revision)
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO person (uid, kind, first_name, last_name, note, folded, version)"
                " VALUES (:uid, 'resident', 'Grace', 'Okafor', '', 'grace okafor', 1)"
            ),
            [{"uid": str(number)} for number in range(PEOPLE)],
        )
    engine.dispose()
    return address


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that may write."""
    return engine.execution_options(**{engines.WRITES: 5}).begin()


def tables(address: str) -> set[tuple[str, ...]]:
    """All that the database says of its tables."""
    engine = engines.engine(address)
    queries = SQLITE if engines.is_file(engine.url) else POSTGRESQL
    with engine.connect() as connection:
        found = {
            (*(" ".join(str(part).split()) for part in row),)
            for query in queries
            for row in connection.execute(text(query))
        }
    engine.dispose()
    return found


@pytest.fixture
def old(new_address: Callable[[], str]) -> str:
    """The address of a database of the first version, of either kind."""
    return make_old(new_address())


@pytest.fixture(params=REVISIONS[:-1])
def any_old(new_address: Callable[[], str], request: pytest.FixtureRequest) -> str:
    """The address of a database of any version but the last; the test runs once for each."""
    return make_old(new_address(), request.param)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    make_old(f"sqlite:///{tmp_path}/old.db")
    return tmp_path / "old.db"


@pytest.fixture
def copy_of_old(old: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes copies of the old database, and gives their addresses."""
    url = make_url(old)
    if not engines.is_file(url):
        make: Callable[[str], str] = request.getfixturevalue("new_server_database")
        return lambda: make(str(url.database))
    number = count(1)
    return lambda: (
        f"sqlite:///{shutil.copy(str(url.database), tmp_path / f'copy-{next(number)}.db')}"
    )


def people(address: str) -> int:
    engine = engines.engine(address)
    with engine.connect() as connection:
        found = int(connection.scalar(text("SELECT count(*) FROM person")) or 0)
    engine.dispose()
    return found


def test_a_migrated_database_has_the_tables_of_a_fresh_one(
    any_old: str, new_address: Callable[[], str]
) -> None:
    fresh = new_address()
    Database(any_old).close()
    Database(fresh).close()

    assert tables(any_old) == tables(fresh)


def test_what_was_kept_before_is_there_after_a_migration(any_old: str) -> None:
    Database(any_old).close()

    assert people(any_old) == PEOPLE


def test_a_provider_of_before_has_no_team_yet(new_address: Callable[[], str]) -> None:
    address = make_old(new_address(), "0002")
    engine = engines.engine(address)
    with writing(engine) as connection:
        connection.execute(
            text("INSERT INTO resource (key, first_name, last_name) VALUES ('r', 'Eva', 'Rossi')")
        )
    engine.dispose()

    database = Database(address)
    with database.read() as tx:
        provider = tx.get(ResourceRecord, 1).value()
    database.close()

    assert (provider.name, provider.team) == ("Eva Rossi", None)


def test_claims_of_before_are_kept_and_their_ids_never_given_away_again(
    new_address: Callable[[], str],
) -> None:
    address = make_old(new_address(), "0003")
    engine = engines.engine(address)
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO appointment (id, starts, ends, title, note, shelf, flagged, beyond,"
                " caller, extra, created_at, created_by, updated_at, updated_by, version)"
                " VALUES (:id, 1000, 2000, 'Ada', '', 'PUBLIC', :flagged, '', '', '{}',"
                " 1, 'ann', 1, 'ann', 1)"
            ),
            [{"id": number, "flagged": False} for number in (1, 2, 7)],
        )
        connection.execute(text("DELETE FROM appointment WHERE id = 7"))
        if not engines.is_file(engine.url):
            connection.execute(text("SELECT setval('appointment_id_seq', 7)"))
    engine.dispose()

    database = Database(address)
    with database.write("ann") as tx:
        kept = [tx.get(AppointmentRecord, number).value() for number in (1, 2)]
        values = {"created_at": tx.now, "updated_at": tx.now, "created_by": "", "updated_by": ""}
        added = tx.add(AppointmentRecord(starts=tx.now, ends=tx.now + HOUR, **values))
        number = added.id
    database.close()

    assert [(each.title, each.type_id, each.entry_id) for each in kept] == [("Ada", None, None)] * 2
    assert number == 8


def test_every_revision_is_known_and_leads_to_the_next() -> None:
    assert [path.name[:4] for path in VERSIONS] == list(REVISIONS)
    assert REVISIONS[-1] == opening.HEAD


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_knows_nothing_of_the_records_of_today(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
    }

    assert not {name for name in imported if name and name.startswith("desk")}


def test_alembic_is_imported_only_to_migrate(old_file: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from desk.store.database import Database;"
        "Database(sys.argv[1]).close(); print('alembic' in sys.modules)"
    )

    said = [run(program, f"sqlite:///{path}") for path in (tmp_path / "new.db", old_file, old_file)]

    assert said == ["False\n", "True\n", "False\n"]


def test_the_file_is_copied_before_it_is_migrated(old_file: Path) -> None:
    before = tables(f"sqlite:///{old_file}")

    Database(f"sqlite:///{old_file}").close()

    copy = old_file.with_name(f"old.db.before-{opening.HEAD}")
    assert look.at(copy) == "0001"
    assert tables(f"sqlite:///{copy}") == before
    assert people(f"sqlite:///{copy}") == PEOPLE


def test_two_that_open_an_old_database_at_once_migrate_it_once(old: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = [pool.submit(Database, old) for _ in range(4)]
        for each in opened:
            each.result().close()

    assert people(old) == PEOPLE


def test_a_migration_that_fails_half_way_changes_nothing(old: str) -> None:
    engine = engines.engine(old)
    with writing(engine) as connection:  # The last table it makes is in the way.
        connection.execute(text("CREATE TABLE appointment (id INTEGER)"))
    before = tables(old)

    with pytest.raises((DBAPIError, NotADatabase)):
        Database(old)

    assert tables(old) == before
    engine.dispose()


def test_a_killed_migration_leaves_the_old_tables_or_the_new(
    kind: str, copy_of_old: Callable[[], str]
) -> None:
    attempts = [(copy_of_old(), moment) for moment in KILLS[kind]]
    before = tables(attempts[0][0])

    ended = killed_while_opening(attempts)

    assert ended == [-signal.SIGKILL] * len(attempts)
    assert [tables(address) for address, _ in attempts] == [before] * len(attempts)
    for address, _ in attempts:
        Database(address).close()
        assert tables(address) != before
        assert people(address) == PEOPLE
