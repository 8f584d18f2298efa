"""What `packaging/dev.py` can do: each command makes the machine ready, then becomes a program.

All that is said on the way goes to standard error, so that standard output belongs to the program.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import doctor
import environment
import screen
import system_libraries
from system_libraries import SCREEN, TESTS, WINDOW, Need

ROOT = Path(__file__).resolve().parent.parent
# One process more than there are cores, as some always wait for a server or a time limit; none of
# them ends long before the others.
SIDE_BY_SIDE = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal")
ENVIRONMENT = environment.Environment(folder=ROOT / ".venv", locks=ROOT / "packaging")


def main(arguments: Sequence[str], *, usage: str) -> int:
    """Carry out the command that `arguments` begin with; the exit status."""
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help"):
        print(usage)
        return 0
    if name not in COMMANDS:
        print(f"There is no command called {name}.\n\n{usage}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except KeyboardInterrupt:
        return 130


def run(arguments: Sequence[str]) -> int:
    _make_ready(WINDOW, ["run"])
    variables = program_variables()
    if not has_screen(variables):
        print("There is no screen here: running without one.", file=sys.stderr)
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return _become(["-m", "desk", *arguments], variables)


def test(arguments: Sequence[str]) -> int:
    _make_ready([*WINDOW, *TESTS], ["run", "test"])
    os.chdir(ROOT)
    variables = compiled(screenless(program_variables()))
    return _become(["-m", "pytest", *SIDE_BY_SIDE, *arguments], variables)


def bench(arguments: Sequence[str]) -> int:
    _make_ready(WINDOW, ["run", "test"])
    return _become(["-m", "tests.benchmarks", *arguments], screenless(program_variables()))


def shots(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("Name one folder for the pictures: shots FOLDER", file=sys.stderr)
        return 2
    if not sys.platform.startswith("linux"):
        sys.exit("Pictures are taken on a virtual screen, which only Linux has.")
    _make_ready([*WINDOW, *SCREEN], ["run", "test"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command = [ENVIRONMENT.python, ROOT / "packaging" / "shots.py", Path(arguments[0]).absolute()]
    with screen.virtual_screen("1920x1080x24") as display:
        variables = {**program_variables(), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        variables.pop("WAYLAND_DISPLAY", None)
        return subprocess.call(command, env=variables)


def examine(arguments: Sequence[str]) -> int:
    """Say what is here and what is missing, install nothing; 1 where Desk cannot start yet."""
    variables = program_variables()
    if not has_screen(variables):
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not doctor.report(ENVIRONMENT, variables):
        return 1
    return _become(["-m", "desk", "doctor", *arguments], variables)


def _make_ready(needs: Iterable[Need], locks: Sequence[str]) -> None:
    system_libraries.require([*needs, *environment.tools()])
    ENVIRONMENT.prepare(locks)


def program_variables() -> dict[str, str]:
    """The variables of a program that finds Desk in this checkout, wherever it is started."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def has_screen(variables: dict[str, str]) -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def screenless(variables: dict[str, str]) -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **variables}


def compiled(variables: dict[str, str]) -> dict[str, str]:
    """The same for tests, which start many programs: none of them is compiled again each time."""
    return {name: each for name, each in variables.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _become(arguments: Sequence[str], variables: dict[str, str]) -> int:
    """Go on as the environment's Python, so that signals and the exit status are the program's.

    -P keeps a folder called desk in the current directory from being taken for ours.
    """
    command = [str(ENVIRONMENT.python), "-P", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, variables)
    # Windows has no exec: its imitation gives the prompt back while the program still runs.
    return subprocess.call(command, env=variables)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "shots": shots,
    "doctor": examine,
}
