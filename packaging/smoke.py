#!/usr/bin/env python3
"""Installs a finished installer into a bare system without Python and uses it once:

python3 packaging/smoke.py FILE...    a .deb, .rpm or .tar.gz from dist/

Each must start, show its window, answer a booking over HTTP and over TLS, reach a PostgreSQL
server, bring an earlier database up to date after copying it, and when it is removed leave what is
in the home folder. A .deb goes through an update from an earlier one, and back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from installers import earlier, roots, running, server, two_versions
from installers.roots import Root
from installers.trials import USER, Installed
from installers.version import ROOT
from installers.ways import WAYS

# The oldest that is supported, on which it was built, and the one after it.
SUITES = {".deb": ("bookworm", "trixie"), ".rpm": ("bookworm",), ".gz": ("bookworm",)}


def every(files: Iterable[Path], *, work: Path, pictures: Path) -> None:
    running.require("Xvfb", "openbox", "xdotool", "import", "identify")
    old = _old_database(work)
    with server.running(roots.base(SUITES[".deb"][0], work / "roots"), work / "server") as found:
        for file in files:
            for suite in SUITES[file.suffix]:
                name = f"{file.suffix[1:]}-{suite}"
                print(f"Trying {file.name} on Debian {suite}.", file=sys.stderr)
                root = roots.copy(roots.base(suite, work / "roots"), work / "smoke" / name)
                address = found.new_database(name)
                _try(file, root, old, address=address, picture=pictures / f"{name}.png")
                print(f"{file.name} on {suite}: well")
            if file.suffix == ".deb":
                _try_update(file, work)


def _try(file: Path, root: Root, old: Path, *, address: str, picture: Path) -> None:
    root.run("useradd", "--create-home", USER)
    way = WAYS[file.suffix]
    program = way.install(root, file)
    if root.answer("sh", "-c", "command -v python3 || true").strip():
        sys.exit("There is a Python in the root, so nothing would be shown by Desk's starting.")
    installed = Installed(root, program)
    installed.says_its_version()
    installed.is_well()
    installed.brings_up_to_date(old)
    installed.keeps_copies()
    installed.has_an_outbox()
    installed.answers_a_booking()
    installed.answers_a_booking("--tls")
    installed.reaches_a_server(address)
    installed.shows_its_window(picture)
    before = installed.kept()
    way.remove(root)
    installed.has_gone_but_for(before)


def _try_update(file: Path, work: Path) -> None:
    """From a package of the last commit with older tables, which is made for the purpose."""
    at = earlier.commit()
    if at is None:
        print("Without the history of the source no update was tried.")
        return
    older = earlier.package(Root(work / "freeze"), work, at)
    for suite in SUITES[file.suffix]:
        print(f"Updating {older.name} to {file.name} and back on {suite}.", file=sys.stderr)
        root = roots.copy(roots.base(suite, work / "roots"), work / "smoke" / f"update-{suite}")
        two_versions.go_through(root, older, file)
        print(f"{older.name} to {file.name} and back on {suite}: well")


def _old_database(work: Path) -> Path:
    """A database of an earlier version, made by the environment that Desk was frozen from."""
    freeze = Root(work / "freeze")
    if not freeze.path("/build/env").exists():
        sys.exit("Build first: the environment in build/ makes the database of an earlier version.")
    place = "/build/old.db"
    freeze.path(place).unlink(missing_ok=True)
    script = "/build/source/packaging/old_database.py"
    freeze.run("/build/env/bin/python", script, place, "0006", PYTHONPATH="/build/source")
    return freeze.path(place)


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    files = [Path(each).resolve() for each in arguments]
    every(files, work=ROOT / "build", pictures=ROOT / "dist")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
