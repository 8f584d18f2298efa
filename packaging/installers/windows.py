"""The installer for Windows: the official one is made on Windows, one for trials on Linux.

packaging/windows/README.md says what each is good for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installers import commit, embedded, running
from installers.version import ROOT, VERSION

SCRIPT = ROOT / "packaging" / "windows" / "desk.nsi"
# What the menu starts: a program of its own, or the interpreter with Desk as its argument.
FROZEN = {"START": "deskw.exe", "WORDS": ""}
EMBEDDED = {"START": "_internal\\python\\pythonw.exe", "WORDS": "-m desk"}


def build() -> Path:
    """Make it in the way that this system allows."""
    if sys.platform == "win32":
        return _official()
    if sys.platform != "linux":
        sys.exit("The installer for Windows is made on Windows, or one for trials on Linux.")
    running.require("makensis")
    folder = embedded.put_together(ROOT / "build")
    return pack(folder, ROOT / "dist", name="trial", start=EMBEDDED)


def _official() -> Path:
    """Freeze Desk with the environment's Python, pack it with NSIS."""
    running.require("makensis")
    python = ROOT / "build" / "windows" / "Scripts" / "python.exe"
    subprocess.run([sys.executable, "-m", "venv", "--clear", python.parent.parent], check=True)
    for lock in ("lock-run.txt", "lock-build.txt"):
        checked = ("--require-hashes", "--only-binary", ":all:", "-r", ROOT / "packaging" / lock)
        running.run([python, "-m", "pip", "install", "--quiet", *checked])
    frozen = ROOT / "build" / "dist"
    shutil.rmtree(frozen, ignore_errors=True)
    running.run(
        [
            *(python, "-m", "PyInstaller", "--noconfirm", "--distpath", frozen),
            *("--workpath", ROOT / "build" / "work", ROOT / "packaging" / "frozen" / "desk.spec"),
        ],
        variables={**_variables(), "SOURCE_DATE_EPOCH": str(commit.moment())},
    )
    return pack(frozen / "desk", ROOT / "dist", name="setup", start=FROZEN)


def pack(folder: Path, to: Path, *, name: str, start: dict[str, str]) -> Path:
    """The installer of such a folder, by NSIS, which runs on every system."""
    to.mkdir(parents=True, exist_ok=True)
    finished = to / f"Desk-{VERSION}-x64-{name}.exe"
    defined = {"VERSION": VERSION, "FOLDER": folder, "FINISHED": finished, **start}
    running.run(
        ["makensis", "-V2", *(f"-D{key}={each}" for key, each in defined.items()), SCRIPT],
        variables={**os.environ, "SOURCE_DATE_EPOCH": str(commit.moment())},
    )
    return finished


def _variables() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0"}
