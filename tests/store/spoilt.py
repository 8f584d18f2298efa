"""Database files that cannot be used any more: damaged, foreign, cut, or only half made."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desk.domain.errors import (
    ForeignDatabase,
    NewerDatabase,
    NotADatabase,
    Unreachable,
    Unusable,
)
from desk.store.engines import APPLICATION_ID
from tests.store.files import die_after, opened

NEWER = "UPDATE alembic_version SET version_num = '0099'"
PERSON = """
INSERT INTO person (uid, kind, first_name, last_name, note, folded, version)
VALUES ('grace', 'resident', 'Grace', 'Okafor', '', 'grace okafor', 1)
"""


def be_text(path: Path) -> None:
    path.write_text("Dear Ann,\nplease find the visitors of March below.\n" * 50)


def be_empty(path: Path) -> None:
    path.write_bytes(b"")


def be_a_few_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def be_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def be_torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = bytes(random.Random(1).randbytes(8192))
    path.write_bytes(whole)


def be_zeroed(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[8192:] = bytes(len(whole) - 8192)
    path.write_bytes(whole)


def be_newer(path: Path) -> None:
    with opened(path) as connection:
        connection.execute(NEWER)


def be_newer_with_a_log(path: Path) -> None:
    die_after(path, NEWER)


def be_newer_with_a_log_alone(path: Path) -> None:
    die_after(path, NEWER)
    path.with_name("desk.db-shm").unlink()


def be_without_tables(path: Path) -> None:
    path.unlink()
    with opened(path) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE note (id INTEGER)")


def be_without_revision(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("DELETE FROM alembic_version")


def be_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (id INTEGER)")
        connection.execute("PRAGMA user_version = 7")
        connection.commit()


def be_foreign_with_a_log(path: Path) -> None:
    be_foreign(path)
    die_after(path, "INSERT INTO bookmark VALUES (1)")


def be_of_another_house(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("PRAGMA application_id = 42")


def be_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "letter.txt").write_text("Dear Ann")


def be_gone(path: Path) -> None:
    """The file is gone, and what it had not taken out of its log is left."""
    die_after(path, PERSON)
    path.unlink()


def be_empty_with_a_log(path: Path) -> None:
    die_after(path, PERSON)
    be_empty(path)


def be_damaged_in_the_header(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[16:60] = random.Random(1).randbytes(44)
    path.write_bytes(whole)


def be_damaged_in_the_middle(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(whole)


def be_of_a_later_kind(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("PRAGMA user_version = 1")


def be_half_made(path: Path) -> None:
    with opened(path) as connection:
        connection.execute("DROP TABLE erasure")


def be_half_brought_over(path: Path) -> None:
    """The tables are those of today, and their revision is not."""
    with opened(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0005'")


def have_a_damaged_log(path: Path) -> None:
    die_after(path, PERSON)
    log = path.with_name("desk.db-wal")
    log.write_bytes(random.Random(1).randbytes(log.stat().st_size))


def have_a_damaged_log_alone(path: Path) -> None:
    have_a_damaged_log(path)
    path.with_name("desk.db-shm").unlink()


def have_the_log_of_another(path: Path) -> None:
    """Such as when the wrong one of two files was put back by hand."""
    good = path.read_bytes()
    with opened(path) as connection:
        connection.execute("DROP TABLE erasure")
        connection.execute("VACUUM")
    die_after(path, "UPDATE site SET name = name || ' and more'")
    path.write_bytes(good)


def be_a_link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def be_a_link_to_nowhere(path: Path) -> None:
    path.rename(path.with_name("away.db"))
    path.symlink_to(path.with_name("desk-of-old.db"))


def be_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


# What each is refused as.
UNUSABLE: list[tuple[Callable[[Path], None], type[Unusable]]] = [
    (be_text, NotADatabase),
    (be_empty, NotADatabase),
    (be_empty_with_a_log, NotADatabase),
    (be_a_few_bytes, NotADatabase),
    (be_cut, NotADatabase),
    (be_torn, NotADatabase),
    (be_zeroed, NotADatabase),
    (be_damaged_in_the_header, NotADatabase),
    (be_damaged_in_the_middle, NotADatabase),
    (be_without_tables, NotADatabase),
    (be_without_revision, NotADatabase),
    (be_half_made, NotADatabase),
    (be_a_folder, NotADatabase),
    (be_a_pipe, NotADatabase),
    (have_a_damaged_log, NotADatabase),
    (have_a_damaged_log_alone, NotADatabase),
    (have_the_log_of_another, NotADatabase),
    (be_newer, NewerDatabase),
    (be_newer_with_a_log, NewerDatabase),
    (be_newer_with_a_log_alone, NewerDatabase),
    (be_of_a_later_kind, NewerDatabase),
    (be_foreign, ForeignDatabase),
    (be_foreign_with_a_log, ForeignDatabase),
    (be_of_another_house, ForeignDatabase),
    (be_gone, Unreachable),
    (be_a_link_to_itself, Unreachable),
    (be_a_link_to_nowhere, Unreachable),
]
