"""Reading a CSV file that may be broken in any way, row by row and in little memory.

A file is refused as a whole where it can no longer be said which cell is which: then nothing that
came before can be trusted either. Lines are counted as an editor counts them.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from desk.domain.errors import BadFile
from desk.transfer import files_in
from desk.transfer.cells import unguarded

LONGEST_ROW = 1_000_000  # bytes
LARGEST = 2 * 1024**3  # bytes, unpacked
DELIMITERS = ",;\t"

_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SAYINGS = {
    "unexpected end of data": "has a quotation mark that is never closed",
    "field larger than field limit": "has a cell that is too long; is a quotation mark missing",
    "new-line character": "ends in the middle; save the file with the usual line ends",
    "expected after": "has a quotation mark in the middle of a cell",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the line of the file on which it begins."""

    line: int
    cells: tuple[str, ...]


class Fault(Exception):
    """A row that cannot be used, and why; `row` is the one at fault."""

    def __init__(self, row: Row, reason: str) -> None:
        super().__init__(reason)
        self.row = row
        self.reason = reason


class CsvFile:
    """An open CSV file: its heading, how its cells are divided, and its rows by iterating once.

    Rows without a single cell, as an empty line gives, are passed over. A leading apostrophe that
    guards a cell against being taken for a formula is removed.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._lines = _Lines(name, file)
        first = next((line for line in self._lines if line.strip()), None)
        if first is None:
            raise BadFile(name, "it is empty")
        self.delimiter = max(DELIMITERS, key=first.count)
        self._lines.put_back(first)
        self._rows = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        self.heading = next(self._read()).cells

    def __iter__(self) -> Iterator[Row]:
        return self._read()

    def _read(self) -> Iterator[Row]:
        while True:
            begins = self._lines.number + 1
            self._lines.begin_row()
            try:
                cells = next(self._rows, None)
            except csv.Error as error:
                raise BadFile(self._name, f"line {begins} {_saying(str(error))}") from error
            if cells is None:
                return
            if cells:
                yield Row(begins, tuple(unguarded(cell) for cell in cells))


class _Lines:
    """The lines of a file as text, none of them so long that it could fill the memory."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        self._file = file
        self._kept: str | None = None
        self._of_row = 0
        self._of_file = 0
        self.number = 0

    def begin_row(self) -> None:
        """What is read from now on belongs to another row."""
        self._of_row = 0

    def put_back(self, line: str) -> None:
        """Let `line` be the next one once more."""
        self._kept = line
        self.number -= 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number += 1
        if self._kept is not None:
            line, self._kept = self._kept, None
            return line
        raw = self._read_line()
        if not raw:
            raise StopIteration
        self._of_row += len(raw)
        self._of_file += len(raw)
        self._require_sense(raw)
        if self._of_file == len(raw):
            raw = raw.removeprefix(_BYTE_ORDER_MARK)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._refusal("is not UTF-8 text; save the file as CSV UTF-8") from error

    def _read_line(self) -> bytes:
        try:
            return self._file.readline(LONGEST_ROW + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            what = "it cannot be unpacked; part of it is missing or damaged"
            raise BadFile(self._name, what) from error
        except OSError as error:
            raise BadFile(self._name, error.strerror or str(error)) from error

    def _require_sense(self, raw: bytes) -> None:
        if self._of_file == len(raw) and raw.startswith(_UTF16):
            raise BadFile(self._name, "it is UTF-16 text; save it as CSV UTF-8")
        if self._of_row > LONGEST_ROW:
            raise self._refusal(f"belongs to a row of more than {LONGEST_ROW:,} bytes")
        if self._of_file > LARGEST:
            raise self._refusal("is beyond the size that can be read; divide the file")
        if b"\0" in raw:
            raise self._refusal("holds a NUL byte; this is no text file, or it is damaged")

    def _refusal(self, what: str) -> BadFile:
        return BadFile(self._name, f"line {self.number} {what}")


@contextmanager
def opened(path: Path) -> Iterator[CsvFile]:
    """The CSV file at `path`, packed with gzip or not; `BadFile` for whatever is wrong with it."""
    with files_in.opened(path) as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        unpacked = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file
        yield CsvFile(str(path), unpacked)


def _saying(error: str) -> str:
    for part, words in _SAYINGS.items():
        if part in error:
            return words
    return "is not proper CSV"
