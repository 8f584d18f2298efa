"""The names and the version that all installers bear, from the one place where each stands."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

NAME = "desk"
TITLE = "Desk"
IDENTIFIER = "org.desk.Desk"
SUMMARY = "A front desk on one screen"
LICENCE = "MIT"
MAINTAINER = "Desk contributors <desk@example.org>"


def read(source: str) -> str:
    """The version that the source of `desk/__init__.py` gives, without running it."""
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name("__version__")], value=ast.Constant(str(found))):
                return found
    raise ValueError("desk/__init__.py names no version")


VERSION = read((ROOT / "desk" / "__init__.py").read_text("utf-8"))
