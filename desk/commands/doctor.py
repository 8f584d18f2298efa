"""`desk doctor`: what this computer has, what it lacks, and how to get that.

Nothing is changed by looking. Qt is started in a process of its own, because where something is
missing it ends the process it is in.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import desk
from desk import settings
from desk.commands import databases, system_libraries
from desk.commands.answers import Refused, answer
from desk.domain.errors import DeskError
from desk.domain.zone import zones
from desk.sentences import sentence
from desk.store import driver, folders, look
from desk.store.revisions import HEAD

_START_QT = """
from PySide6 import __version__
from PySide6.QtGui import QGuiApplication
print(__version__, QGuiApplication([]).platformName())
"""
_PATIENCE_SECONDS = 30
_ENOUGH_ZONES = 400


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what it is, and what to do if it is not.

    Desk works without what is not `needed`, except for what that is for.
    """

    what: str
    well: bool
    found: str
    remedy: str = ""
    needed: bool = True


def examine(options: argparse.Namespace) -> int:
    if options.try_screen:
        exec(_START_QT)
        return 0
    looks: list[Callable[[], Finding]] = [
        _versions,
        libraries,
        _screen,
        _sqlite,
        lambda: _database(options),
        lambda: _folder(options),
        _zones,
        printing,
    ]
    findings = [one() for one in looks]
    well = all(finding.well for finding in findings if finding.needed)
    words = "\n".join(line for finding in findings for line in _lines(finding))
    answer(options, words, {"well": well, "findings": [asdict(each) for each in findings]})
    return 0 if well else 1


def _lines(finding: Finding) -> Iterator[str]:
    sign = "ok" if finding.well else "MISSING" if finding.needed else "without"
    yield f"{sign:<8} {finding.what}: {finding.found}"
    if finding.remedy:
        yield f"{'':<8} {finding.remedy}"


def _versions() -> Finding:
    found = f"Desk {desk.__version__}, Python {platform.python_version()}, {platform.platform()}"
    return Finding("program", True, found)


def libraries() -> Finding:
    lacking = system_libraries.missing(system_libraries.WINDOW)
    if not lacking:
        return Finding("system libraries", True, "nothing is missing")
    names = ", ".join(library for library, _ in lacking)
    remedy = f"Install them: {system_libraries.install_line(lacking)}"
    return Finding("system libraries", False, names, remedy)


def _screen() -> Finding:
    what = "screen"
    try:
        tried = subprocess.run(
            _trial(),
            check=False,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(what, False, f"Qt could not be tried: {error}", "Restart the computer.")
    if tried.returncode == 0:
        version, name = tried.stdout.split()
        return Finding(what, True, f"Qt for Python {version} shows windows by the plugin {name}")
    said = " ".join(tried.stderr.split()).partition(" This application")[0][-300:]
    said = said or f"it ended with {tried.returncode}"
    remedy = "Install what is missing above, or reinstall Desk."
    if sys.platform.startswith("linux") and not _has_display():
        remedy = "There is no display: start Desk on a desktop, or set QT_QPA_PLATFORM=offscreen."
    return Finding(what, False, f"Qt does not start: {said}", remedy)


def _trial() -> list[str]:
    """How to start Qt in a process of its own; a frozen Desk is no Python that could be told so."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "doctor", "--try-screen"]
    return [sys.executable, "-c", _START_QT]


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _sqlite() -> Finding:
    found = f"version {driver.version()}"
    if driver.sound():
        return Finding("SQLite", True, found)
    oldest = ".".join(map(str, driver.SOUND))
    found += f" can damage a file that several programs write to at once; {oldest} cannot"
    return Finding("SQLite", False, found, "Install the Python package pysqlite3.")


def _database(options: argparse.Namespace) -> Finding:
    what = "database"
    try:
        address = databases.address(options)
        path = settings.file_of(address)
        if path is None:
            with databases.opened(options) as database:
                return Finding(what, True, f"{database.where} answers")
        revision = look.at(path)
    except DeskError as error:
        return Finding(what, False, *_divided(sentence(error)))
    except Refused as error:
        return Finding(what, False, *_divided(str(error)))
    if revision is None:
        return Finding(what, True, f"{path} does not exist yet; it is made when it is needed")
    size = f"{path.stat().st_size / 1_000_000:,.1f} MB"
    later = "" if revision == HEAD else f", to be brought up to {HEAD} when it is next opened"
    return Finding(what, True, f"{path}, sound, {size}, revision {revision}{later}")


def _folder(options: argparse.Namespace) -> Finding:
    what = "data folder"
    try:
        path = databases.maybe_file(options)
    except Refused as error:
        return Finding(what, False, *_divided(str(error)))
    if path is None:
        return Finding(what, True, "a server keeps the data")
    try:
        folders.require_safe(path)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except DeskError as error:
        return Finding(what, False, *_divided(sentence(error)))
    except OSError as error:
        found = f"{path.parent} cannot be written: {error.strerror}"
        return Finding(what, False, found, "Get the right to write there, or use --database.")
    return Finding(what, True, f"{path.parent} can be written")


def _zones() -> Finding:
    number = len(zones())
    try:
        ZoneInfo("Europe/Rome")
    except ZoneInfoNotFoundError:
        number = 0
    well = number >= _ENOUGH_ZONES
    remedy = "" if well else "Install the Python package tzdata."
    return Finding("time zones", well, f"{number} are known", remedy)


def printing() -> Finding:
    lacking = system_libraries.missing(system_libraries.PRINTING)
    if not lacking:
        return Finding("printing", True, "the library for it is here", needed=False)
    remedy = f"To print, install it: {system_libraries.install_line(lacking)}"
    return Finding("printing", False, "its library is missing", remedy, needed=False)


def _divided(words: str) -> tuple[str, str]:
    """What is the matter, and what to do about it."""
    first, _, rest = words.partition(". ")
    return first, rest
