from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from desk.domain.errors import BadFile
from desk.transfer import csv_rows
from desk.transfer.csv_rows import LONGEST_ROW, Row

MEGABYTE = 1_000_000


def read(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    with csv_rows.opened(path) as file:
        return file.heading, list(file)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "some.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"\xef\xbb\xbfa,b\n1,2",
        b"a;b\n1;2\n",
        b"a\tb\n1\t2\n",
        b'\n\n"a","b"\n\n1,2\n\n',
        gzip.compress(b"a,b\n1,2\n", mtime=0),
    ],
    ids=["plain", "crlf", "byte order mark", "semicolons", "tabs", "empty lines", "gzip"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    heading, rows = read(written(tmp_path, content))

    assert heading == ("a", "b")
    assert [row.cells for row in rows] == [("1", "2")]


def test_rows_know_the_line_on_which_they_begin(tmp_path: Path) -> None:
    _, rows = read(written(tmp_path, b'a,b\n"1\n2",3\n\n4,5\n'))

    assert rows == [Row(2, ("1\n2", "3")), Row(5, ("4", "5"))]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"a,b\n1,\xff\n", "line 2 is not UTF-8 text"),
        ("a,b\n1,é\n".encode("cp1252"), "line 2 is not UTF-8 text"),
        ("a,b\n1,2\n".encode("utf-16"), "it is UTF-16 text"),
        (b"a,b\n1,2\n3,\x004\n", "line 3 holds a NUL byte"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "line 3 has a quotation mark that is never closed"),
        (b'a,b\n"1"x,2\n', "line 2 has a quotation mark in the middle"),
        (b"a,b\n1\r2,3\n", "line 2 ends in the middle"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "line 2 has a cell that is too long"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0)[:-6], "it cannot be unpacked"),
        (b"\x1f\x8bnot gzip at all", "it cannot be unpacked"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = written(tmp_path, content)

    with pytest.raises(BadFile) as refused:
        read(path)

    assert refused.value.where == str(path)
    assert reason in refused.value.detail


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n" + b"x" * 10 * MEGABYTE + b",1\n",
        b"a,b\n" + b'"x\n",' * 2 * MEGABYTE,
        b"a,b\n" + b'"' + b"x\n" * 5 * MEGABYTE,
        gzip.compress(b"a,b\n" + b"x" * 50 * MEGABYTE, mtime=0),
    ],
    ids=["one long line", "one row on many lines", "one cell on many lines", "packed tightly"],
)
def test_a_row_without_end_is_refused_in_little_memory(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    del content
    tracemalloc.start()

    with pytest.raises(BadFile) as refused:
        read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "line " in refused.value.detail
    assert most < 16 * LONGEST_ROW


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:

    with pytest.raises(BadFile, match="it is a folder"):
        read(tmp_path)
    with pytest.raises(BadFile, match="there is no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(BadFile, match="it is no ordinary file"):
        read(Path("/dev/null"))


def test_guarded_cells_come_back_without_their_apostrophe(tmp_path: Path) -> None:
    _, rows = read(written(tmp_path, b"a,b,c,d\n'=1+1,'+39 06,O'Hara,'quoted'\n"))

    assert rows[0].cells == ("=1+1", "+39 06", "O'Hara", "'quoted'")
