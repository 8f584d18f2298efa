"""Where the files that come with the program lie.

An installed and a frozen Desk carry them inside the package, as `desk/bundled`; a checkout keeps
them beside it, as `resources`. The package is asked first, so that a folder called `resources`
which some other package left beside an installed Desk is never taken for ours.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "bundled"
_FOLDER = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """One bundled file or folder, by its name with forward slashes: `icons/house.svg`.

    FileNotFoundError where there is none, which is a fault of the program or its installation.
    """
    found = _FOLDER / name
    if not found.exists():
        raise FileNotFoundError(f"Desk was installed without its file {name}: {found}")
    return found
