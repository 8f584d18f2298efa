"""Whether a folder with an embedded interpreter has everything that Desk imports.

Nothing is run for that, so it can be asked of a program for another system: each import written in
Desk is looked for among the files.
"""

from __future__ import annotations

import ast
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

# No file of its own: the interpreter names a module of its package so.
NAMED_SO = {"collections.abc"}


def require(inside: Path) -> None:
    """End the build where something is missing; `inside` holds python, lib and app."""
    lacking = sorted(missing(inside))
    if lacking:
        sys.exit(f"The program for Windows lacks {', '.join(lacking)}.")


def missing(inside: Path) -> set[str]:
    """The modules that Desk imports and that are no file inside."""
    python = inside / "python"
    [library] = python.glob("python3*.zip")
    with zipfile.ZipFile(library) as packed:
        zipped = {name.partition(".py")[0] for name in packed.namelist()}
    [interpreter] = python.glob("python3??.dll")
    built_in = interpreter.read_bytes()
    wanted = {name for file in (inside / "app").rglob("*.py") for name in imported(file)}
    folders = [inside / "app", inside / "lib", python]
    return {
        name
        for name in wanted - NAMED_SO
        # The table of what is built in has the names as C writes them.
        if not _found(name, zipped, folders) and f"\0{name}\0".encode() not in built_in
    }


def imported(file: Path) -> Iterator[str]:
    """The modules that a source imports anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module


def _found(name: str, zipped: set[str], folders: Iterable[Path]) -> bool:
    path = name.replace(".", "/")
    if path in zipped or f"{path}/__init__" in zipped:
        return True
    return any(
        (folder / path).is_dir()
        or (folder / f"{path}.py").exists()
        or any((folder / path).parent.glob(f"{(folder / path).name}.*pyd"))
        for folder in folders
    )
