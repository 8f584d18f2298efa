"""The terms of everything that is shipped, gathered from where each part brings them.

A wheel carries its licence in its metadata, a Debian package in its copyright file. Qt and PySide6
carry none in their wheels: theirs lie in `resources/licences`, with the notice that the LGPL asks
for. A part without terms stops the build.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from installers.lock import Locked
from installers.version import ROOT

OURS = ROOT / "resources" / "licences"
# Whose wheels have no text of a licence, and which of ours are theirs.
BROUGHT = {
    "pyside6-essentials": ("LGPL-3.txt", "GPL-3.txt", "NOTICE.md"),
    "shiboken6": ("LGPL-3.txt", "GPL-3.txt", "NOTICE.md"),
}
# Whose metadata do not name their terms; the texts of their licences do.
NAMED = {"pysqlite3": "Zlib"}
_TEXT = re.compile(r"(?i)\.dist-info/(licen[cs]es?/.+|(licen[cs]e|copying|notice|authors)[^/]*)$")

Texts = Mapping[str, str]


def of(locked: Locked, site: Sequence[str] | None = None) -> dict[str, str]:
    """The texts of one distribution's licence by name, as installed in the folders `site`."""
    if locked.name in BROUGHT:
        return {name: (OURS / name).read_text("utf-8") for name in BROUGHT[locked.name]}
    texts = {}
    for file in _installed(locked, site).files or []:
        if found := _TEXT.search(file.as_posix()):
            name = found[1].removeprefix("licenses/").replace("/", "-")
            texts[name] = Path(str(file.locate())).read_text("utf-8", "replace")
    return texts


def terms(locked: Locked, site: Sequence[str] | None = None) -> str:
    """The name of its licence as its metadata give it; empty where they name none."""
    if locked.name in NAMED:
        return NAMED[locked.name]
    told = _installed(locked, site).metadata
    named: list[str] = [
        *(told.get_all("License-Expression") or []),
        *(told.get_all("License") or []),
    ]
    for name in named:
        # Some put the whole text there.
        if "\n" not in name:
            return name
    classes = [one for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    return " AND ".join(one.rpartition(" :: ")[2] for one in classes)


def _installed(locked: Locked, site: Sequence[str] | None) -> metadata.Distribution:
    path = sys.path if site is None else list(site)
    found = next(iter(metadata.distributions(name=locked.name, path=path)), None)
    if found is None or found.version != locked.version:
        sys.exit(f"{locked.name} {locked.version} is not installed as the lock has it.")
    return found


def gather(locks: Iterable[Locked], site: Sequence[str], to: Path) -> None:
    """Write the licences of these distributions into `to`, a folder for each; refuse a gap."""
    for locked in locks:
        texts = of(locked, site)
        if not texts:
            sys.exit(f"{locked.name} {locked.version} brings no licence; find its terms first.")
        _write(texts, to / f"{locked.name}-{locked.version}")


def gather_ours(to: Path) -> None:
    """Desk's own, and of what lies in its resources."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(OURS.iterdir())}
    _write({**texts, "LICENSE": (ROOT / "LICENSE").read_text("utf-8")}, to)


def gather_debian(packages: Iterable[str], root: Path, to: Path) -> None:
    """Those of the Debian packages whose libraries are shipped."""
    for package in packages:
        place = root / "usr/share/doc" / package / "copyright"
        if not place.exists():
            sys.exit(f"Debian's {package} has no copyright file.")
        _write({"copyright": place.read_text("utf-8", "replace")}, to / f"debian-{package}")


def _write(texts: Texts, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
