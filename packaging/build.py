#!/usr/bin/env python3
"""Makes the installers of Desk and tries each one out:

python3 packaging/build.py deb    the package for Debian and Ubuntu
python3 packaging/build.py rpm    the package for Fedora and openSUSE
python3 packaging/build.py tar    the archive for one user, with install.sh
python3 packaging/build.py win    the installer for Windows
python3 packaging/build.py all    deb, rpm and tar

They come to lie in dist/, pictures of their windows beside them. --no-smoke builds without trying.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import smoke
from installers import freezing, packages, tarball, tree, windows
from installers.version import ROOT

WORK = ROOT / "build"
FINISHED = ROOT / "dist"
LINUX = {"deb": packages.deb, "rpm": packages.rpm, "tar": tarball.pack}
TARGETS = {**{name: (name,) for name in LINUX}, "all": tuple(LINUX)}


def main(arguments: Sequence[str]) -> int:
    wanted = [each for each in arguments if each != "--no-smoke"]
    if wanted == ["win"]:
        windows.build()
        return 0
    if len(wanted) != 1 or wanted[0] not in TARGETS:
        print(__doc__, file=sys.stderr)
        return 2
    made = _linux(TARGETS[wanted[0]])
    for path in made:
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    if "--no-smoke" not in arguments:
        smoke.every(made, work=WORK, pictures=FINISHED)
    return 0


def _linux(kinds: Sequence[str]) -> list[Path]:
    root = freezing.frozen(WORK)
    planted = tree.plant(root, WORK / "tree")
    size = sum(path.lstat().st_size for path in planted.rglob("*") if not path.is_dir())
    print(f"installed: {size / 1e6:.1f} MB")
    return [LINUX[kind](root, planted, FINISHED) for kind in kinds]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
