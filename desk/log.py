"""The log file of this computer: what went wrong and when, never what people's names are.

The file is kept small by rotation. What the interpreter itself says when it dies goes to a file of
its own beside it, because by then no Python code runs any more.
"""

from __future__ import annotations

import faulthandler
import logging
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from desk import faults, settings

LARGEST = 1_000_000  # bytes of one file
KEPT = 4
FAULTS = "fault.log"
LINES = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def folder() -> Path:
    """Where the log is kept."""
    return settings.folder("log")


def last_fault() -> str:
    """What the interpreter said when it died the last time; it says that only once."""
    file = folder() / FAULTS
    if not file.exists() or not file.stat().st_size:
        return ""
    text = file.read_text(encoding="utf-8", errors="replace")
    file.write_text("")
    return faults.of_interpreter(text).strip()


class Lines(logging.Formatter):
    """Says of an exception where it was raised, without its message."""

    def formatException(self, ei: tuple[Any, ...] | Any) -> str:
        error = ei[1]
        return faults.places(error) if isinstance(error, BaseException) else ""


class Log:
    """The open log. It writes into `desk.log` and, for faults of the interpreter, `fault.log`.

    A program beside the window writes into a file of another `name`, and what the `others` say
    on which it is built as well.
    """

    def __init__(
        self,
        place: Path,
        level: int = logging.INFO,
        *,
        name: str = "desk",
        others: Sequence[str] = (),
    ) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._handler = RotatingFileHandler(
            place / f"{name}.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(Lines(LINES))
        self._loggers = [logging.getLogger(each) for each in ("desk", *others)]
        for each in self._loggers:
            each.setLevel(level)
            each.addHandler(self._handler)
        self._faults: TextIO = (place / FAULTS).open("a", encoding="utf-8")
        faulthandler.enable(self._faults)

    def close(self) -> None:
        """Write no more."""
        faulthandler.disable()
        self._faults.close()
        for each in self._loggers:
            each.removeHandler(self._handler)
        self._handler.close()
