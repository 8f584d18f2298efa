"""The lines of an iCalendar file (RFC 5545, section 3.1), whatever program wrote them.

Lines end as they like, hold letters of any age, and are folded anywhere, even inside a letter.
What can be understood all the same is, and a note tells where a strict reader would have stopped.
Nothing that a file contains makes more of it stay in memory than its longest line.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from desk.domain.errors import BadFile
from desk.transfer.quoting import quoted

LARGEST = 64 * 1024**2  # bytes
LONGEST = 200_000  # characters of a line that are looked at; pictures are longer, and not wanted
MOST_NOTES = 100
_MOST_NONSENSE = 10_000  # lines
_AT_ONCE = 65_536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BYTE_ORDER_MARK = "\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """`name;params:value`, and where in the file it begins; the value as it was written.

    `cut` is set where the line was too long to be kept whole.
    """

    number: int
    name: str
    params: Mapping[str, str]
    value: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a file that is not as it should be, and on which line."""

    line: int
    reason: str


class CalendarLines:
    """The lines of an open file, by iterating once; `notes` has the first that were wrong."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        head = file.read(_AT_ONCE)
        file.seek(0)
        if not head.strip():
            raise BadFile(name, "it is empty")
        self._wide = head.startswith(_UTF16)
        if b"BEGIN" not in head.replace(b"\0", b"").upper():
            raise BadFile(name, "it is no calendar; no line of it says BEGIN")
        # As Latin-1 every byte is a letter, so that lines can be put together before it is known
        # what their letters are.
        encoding = "utf-16" if self._wide else "latin-1"
        self._text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)
        self._number = 0
        self._blank = 0
        self._nul = False
        self._foreign = False
        self._nonsense = 0
        self.notes: list[Note] = []

    def __iter__(self) -> Iterator[Line]:
        from icalendar.parser import Contentline

        for number, raw, cut in self._unfolded():
            text = self._decoded(number, raw, cut)
            try:
                name, params, value = Contentline(text).raw_parts()
            except ValueError:
                self._note(number, f"{quoted(text)} is no line of a calendar")
                self._nonsense += 1
                if self._nonsense > _MOST_NONSENSE:
                    raise BadFile(
                        self._name, f"line {number} is one of many that say nothing"
                    ) from None
                continue
            plain = {key.upper(): _first(said) for key, said in params.items()}
            yield Line(number, name.upper(), plain, value, cut)

    def _unfolded(self) -> Iterator[tuple[int, str, bool]]:
        """Whole lines: their number, what of them is kept, and whether that is not all."""
        number, size, kept = 0, 0, [""]
        for begins, piece in self._pieces():
            if begins:
                if size:
                    yield number, "".join(kept), size > LONGEST
                number, size, kept = self._number, 0, []
            if size <= LONGEST:
                kept.append(piece[: LONGEST - size])
            size += len(piece)
        if size:
            yield number, "".join(kept), size > LONGEST

    def _pieces(self) -> Iterator[tuple[bool, str]]:
        """What stands on each line of the file, and whether a line of the calendar begins there."""
        midway, read = False, 0
        while piece := self._read():
            read += len(piece)
            if read > LARGEST:
                raise BadFile(self._name, f"it is larger than {LARGEST:,} bytes; divide it")
            self._number += not midway
            ended = piece.endswith("\n")
            text = self._without_nul(piece.rstrip("\n"))
            if self._number == 1 and not midway:
                text = text.removeprefix(_BYTE_ORDER_MARK)
            if midway:
                yield False, text
            elif text.startswith((" ", "\t")):
                yield False, text[1:]
            elif text:
                if self._blank:
                    self._note(self._blank, "a blank line stands in the middle")
                    self._blank = 0
                yield True, text
            else:
                self._blank = self._blank or self._number
            midway = not ended

    def _read(self) -> str:
        try:
            return self._text.readline(_AT_ONCE)
        except OSError as error:
            raise BadFile(self._name, error.strerror or str(error)) from error

    def _without_nul(self, text: str) -> str:
        if "\0" in text:
            if not self._nul:
                self._note(self._number, "it holds NUL bytes, which were left out")
            self._nul = True
            return text.replace("\0", "")
        return text

    def _decoded(self, number: int, raw: str, cut: bool) -> str:
        if self._wide or raw.isascii():
            return raw
        written = raw.encode("latin-1")
        try:
            return written.decode("utf-8", errors="ignore" if cut else "strict")
        except UnicodeDecodeError:
            if not self._foreign:
                self._note(number, "it is not UTF-8 text; read as Western European")
            self._foreign = True
            return written.decode("cp1252", errors="replace")

    def _note(self, line: int, reason: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(Note(line, reason))


def _first(said: object) -> str:
    """The value of a parameter; of several the first."""
    return str(said[0]) if isinstance(said, list) and said else str(said)
