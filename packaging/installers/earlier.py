"""A package of an earlier Desk, for trying an update and the way back.

It is Desk as the commit left it after which the tables were changed for the last time, frozen and
packed as today's is. Its version sorts before today's, whatever the commit called itself.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

from installers import freezing, packages, tree
from installers.roots import Root
from installers.version import ROOT, VERSION

REVISIONS = "desk/store/revisions.py"
OLD = ("desk", "resources")
TODAYS = ("packaging", "pyproject.toml", "LICENSE")
PLACE = "/build/earlier"


def commit() -> str | None:
    """The last commit with other tables than today's; none where the history is not at hand."""
    changed = ("log", "-1", "--format=%H", "-G^REVISIONS = ", "--", REVISIONS)
    found = _git(*changed).decode().strip()
    return _git("rev-parse", "--verify", f"{found}^").decode().strip() or None if found else None


def package(root: Root, work: Path, at: str) -> Path:
    """Freeze that commit in the root of today's Desk, with today's libraries."""
    place = root.path(PLACE)
    shutil.rmtree(place, ignore_errors=True)
    source = place / "source"
    source.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(_git("archive", at, *OLD))) as archive:
        archive.extractall(source, filter="data")
    freezing.copy_source(ROOT, source, TODAYS)
    freezing.have_markers(work / "wheels")
    freezing.freeze(root, f"{PLACE}/source", PLACE)
    planted = tree.plant(root, work / "earlier-tree", f"{PLACE}/dist/desk")
    version = f"{VERSION}~{at[:7]}"
    to = work / "earlier"
    return packages.deb(root, planted, to, version=version, pressed=packages.QUICK)


def _git(*words: str) -> bytes:
    """What git says of this checkout; nothing where it is none."""
    command = ["git", "-C", str(ROOT), *words]
    try:
        return subprocess.run(command, capture_output=True, check=False).stdout
    except FileNotFoundError:
        return b""
