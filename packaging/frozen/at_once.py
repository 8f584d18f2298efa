"""What the window needs to come up lies uncompressed in the frozen program's archive.

Compressed, every module of the start is inflated by itself, which takes longer than reading it.
All modules uncompressed would make the program too large when installed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from PyInstaller.archive.writers import ZlibArchiveWriter  # type: ignore[import-untyped]
from PyInstaller.building import api  # type: ignore[import-untyped]

_START = "import desk.__main__, desk.commands.dispatch, desk.commands.window, desk.app"
_LIST = "import sys; print('\\n'.join(sys.modules))"

Entry = tuple[str, str, str]


def of_the_start(root: Path) -> frozenset[str]:
    """The modules that are imported before the window is painted."""
    command = [sys.executable, "-c", f"{_START}\n{_LIST}"]
    told = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return frozenset(told.stdout.split())


def leave_uncompressed(names: frozenset[str]) -> None:
    """Have the archives that are written from now on hold these as they are."""

    class AsItIs(ZlibArchiveWriter):  # type: ignore[misc]
        _COMPRESSION_LEVEL = 0

    class Writer(ZlibArchiveWriter):  # type: ignore[misc]
        @classmethod
        def _write_entry(cls, fp: BinaryIO, entry: Entry, code_dict: dict[str, Any]) -> Any:
            kind = AsItIs if entry[0] in names else ZlibArchiveWriter
            return kind._write_entry(fp, entry, code_dict)

    # PyInstaller knows one level for everything; its version is held by the lock.
    api.ZlibArchiveWriter = Writer
