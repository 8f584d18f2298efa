"""A copy with a password shows nothing without it, and shows whether anybody altered it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.domain.errors import NotADatabase, PasswordNeeded, Unreachable, WrongPassword
from desk.store import copies, engines, sealed_copy
from desk.store.database import Database
from tests import build
from tests.conftest import address_of
from tests.store import every_table
from tests.store.files import contents

CHUNK = (1 << 20) + 16
NAMES = ("Grace", "Okafor", "Quillfeather")
HEADER = len("Desk sealed copy 1\n") + 32


def sealed(tmp_path: Path, size: int) -> Path:
    """A sealed file of so many bytes."""
    plain = tmp_path / "plain"
    plain.write_bytes(bytes(range(256)) * (size // 256) + bytes(size % 256))
    sealed_copy.seal(plain, tmp_path / "sealed", "open sesame")
    return tmp_path / "sealed"


@pytest.fixture
def named(both: Database) -> Database:
    with both.write("ann") as tx:
        build.resident(tx, *NAMES[:2])
        build.entry(tx, 1, NAMES[2])
    return both


def test_no_name_stands_in_a_sealed_copy(named: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "monday"
    copy.parent.mkdir()

    copies.save(named.engine, copy, "open sesame")

    assert list(contents(copy.parent)) == ["monday"]
    assert [name for name in NAMES if name.encode() in copy.read_bytes()] == []
    assert copies.is_sealed(copy)
    copies.save(named.engine, tmp_path / "plain.db")
    assert [name for name in NAMES if name.encode() in (tmp_path / "plain.db").read_bytes()]
    assert not copies.is_sealed(tmp_path / "plain.db")


def test_it_brings_back_what_was(named: Database, tmp_path: Path) -> None:
    copies.save(named.engine, tmp_path / "plain.db")
    copies.save(named.engine, tmp_path / "sealed", "ä")
    url, before = address_of(named), every_table.rows(tmp_path / "plain.db")
    with named.write("ann") as tx:
        build.resident(tx)
    named.close()

    kept = copies.restore(tmp_path / "sealed", url, "a\u0308")

    with closing(Database(url)) as back:
        copies.save(back.engine, tmp_path / "back.db")
    assert every_table.rows(tmp_path / "back.db") == before
    assert kept
    assert copies.is_sealed(kept) is not engines.is_file(named.engine.url)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("password", "refusal"),
    [("Open sesame", WrongPassword), ("", PasswordNeeded), (None, PasswordNeeded)],
)
def test_without_its_password_nothing_is_changed(
    database: Database, tmp_path: Path, password: str | None, refusal: type[Exception]
) -> None:
    copies.save(database.engine, tmp_path / "sealed", "open sesame")
    database.close()
    before = contents(tmp_path)

    with pytest.raises(refusal):
        copies.restore(tmp_path / "sealed", f"sqlite:///{tmp_path}/desk.db", password)

    assert contents(tmp_path) == before


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20])
def test_a_file_of_any_size_comes_back(tmp_path: Path, size: int) -> None:
    file = sealed(tmp_path, size)

    sealed_copy.unseal(file, tmp_path / "back", "open sesame")

    assert (tmp_path / "back").read_bytes() == (tmp_path / "plain").read_bytes()


def test_two_copies_of_the_same_have_nothing_in_common(tmp_path: Path) -> None:
    first = sealed(tmp_path, 1000).read_bytes()
    second = sealed(tmp_path, 1000).read_bytes()

    assert len(first) == len(second)
    assert first[HEADER:] != second[HEADER:]


def flip(at: int) -> Callable[[bytes], bytes]:
    return lambda whole: whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def chunks(whole: bytes) -> list[bytes]:
    return [whole[at : at + CHUNK] for at in range(HEADER, len(whole), CHUNK)]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the first chunk": flip(HEADER + 5),
    "a bit of the last": flip(-3),
    "cut short by a byte": lambda whole: whole[:-1],
    "cut short by a chunk": lambda whole: whole[: HEADER + 2 * CHUNK],
    "nothing but its beginning": lambda whole: whole[:HEADER],
    "half its beginning": lambda whole: whole[: HEADER - 20],
    "chunks in another order": lambda whole: (
        whole[:HEADER] + b"".join([chunks(whole)[n] for n in (1, 0, 2)])
    ),
    "a chunk twice": lambda whole: (
        whole[:HEADER] + b"".join([chunks(whole)[n] for n in (0, 0, 1, 2)])
    ),
    "something added": lambda whole: whole + b"x",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_was_altered_is_not_opened(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    file = sealed(tmp_path, (2 << 20) + 1000)
    file.write_bytes(spoil(file.read_bytes()))

    with pytest.raises(NotADatabase) as refused:
        sealed_copy.unseal(file, tmp_path / "back", "open sesame")

    assert refused.value.where == str(file)


def test_a_sealed_file_that_holds_something_else_is_called_by_its_own_name(tmp_path: Path) -> None:
    file = sealed(tmp_path, 5000)

    with pytest.raises(NotADatabase) as refused:
        copies.restore(file, f"sqlite:///{tmp_path}/desk.db", "open sesame")

    assert refused.value.where == str(file)
    assert {path.name for path in tmp_path.iterdir()} == {"plain", "sealed"}


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable):
        copies.save(database.engine, tmp_path / "missing" / "copy", "open sesame")

    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
