"""The installer for Windows, which is made on Windows; see packaging/windows/README.md."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installers import commit, running
from installers.version import ROOT, VERSION

SCRIPT = ROOT / "packaging" / "windows" / "desk.nsi"
REFUSAL = (
    "The installer for Windows is made on Windows, because PyInstaller freezes only for the system"
    " it runs on; packaging/windows/README.md says how."
)


def build() -> Path:
    """Freeze Desk with the environment's Python, pack it with NSIS; refuse anywhere else."""
    if sys.platform != "win32":
        sys.exit(REFUSAL)
    running.require("makensis")
    python = ROOT / "build" / "windows" / "Scripts" / "python.exe"
    subprocess.run([sys.executable, "-m", "venv", "--clear", python.parent.parent], check=True)
    for lock in ("lock-run.txt", "lock-build.txt"):
        checked = ["--require-hashes", "--only-binary", ":all:", "-r", ROOT / "packaging" / lock]
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
    return pack(frozen / "desk", ROOT / "dist")


def pack(frozen: Path, to: Path) -> Path:
    """The installer of a frozen folder, by NSIS, which runs on every system."""
    to.mkdir(parents=True, exist_ok=True)
    finished = to / f"Desk-{VERSION}-x64-setup.exe"
    defined = {"VERSION": VERSION, "FROZEN": frozen, "FINISHED": finished}
    running.run(
        ["makensis", "-V2", *(f"-D{name}={each}" for name, each in defined.items()), SCRIPT]
    )
    return finished


def _variables() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0"}
