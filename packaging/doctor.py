"""What `packaging/dev.py doctor` says about this machine before Desk itself can say anything."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Sequence

from environment import Environment, State, tools
from system_libraries import PRINTING, TESTS, WINDOW, Need, install_line, missing

# Whether Qt starts can only be found out by starting it: a missing library ends its process.
START_QT = """
from PySide6.QtGui import QGuiApplication
print(QGuiApplication([]).platformName())
"""


def report(environment: Environment, variables: dict[str, str]) -> bool:
    """Print what is here and what is missing; whether it is enough to start Desk."""
    _line("Python", f"{platform.python_version()} ({sys.executable})")
    _line("System", platform.platform())
    _needs("Installing", tools())
    complete = _needs("Window", WINDOW)
    _needs("Tests", TESTS)
    _needs("Printing", PRINTING)
    state = environment.state(["run"])
    _line("Environment", f"{environment.folder}: {state.value}")
    if state is not State.READY:
        _line("", "python3 packaging/dev.py run makes it")
        return False
    versions = environment.versions().items()
    _line("Packages", ", ".join(f"{name} {version}" for name, version in versions))
    if complete:
        _line("Qt platform", _qt_platform(environment, variables))
    return complete


def _line(title: str, text: str) -> None:
    print(f"{title:<12} {text}", flush=True)


def _needs(title: str, needs: Sequence[Need]) -> bool:
    """Say which of `needs` are missing and how to get them; whether none is."""
    lacking = missing(needs)
    if lacking:
        _line(title, "missing " + ", ".join(need.name for need in lacking))
        _line("", f"get it with: {install_line(lacking)}")
    else:
        _line(title, "nothing is missing")
    return not lacking


def _qt_platform(environment: Environment, variables: dict[str, str]) -> str:
    command = [str(environment.python), "-c", START_QT]
    tried = subprocess.run(command, check=False, env=variables, capture_output=True, text=True)
    if tried.returncode == 0:
        return tried.stdout.strip()
    return "Qt does not start: " + " ".join(tried.stderr.split())
