"""Desk and everything that runs it in one folder, made by PyInstaller in a clean Debian 12.

The oldest system that is supported is the one to build on: what needs its C library runs on later
ones too. The wheels are fetched outside, against the hashes of the locks; inside nothing is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from installers import commit, leaving_out, roots, running
from installers.roots import Root
from installers.version import ROOT

SUITE = "bookworm"
PYTHON = (3, 11)  # Debian 12's
NEEDED = (
    "python3",
    "python3-venv",
    "binutils",
    "libpython3.11",
    *("libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0", "libxkbcommon0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libxkbcommon-x11-0", "libwayland-cursor0"),
)
LOCKS = ("lock-run.txt", "lock-build.txt")
SOURCES = ("desk", "resources", "packaging", "pyproject.toml", "LICENSE")
PIP = ("/build/env/bin/pip", "install", "--quiet", "--no-index", "--find-links", "/build/wheels")
FREEZE = ("/build/env/bin/python", "-m", "PyInstaller", "--noconfirm")
FROZEN = "/build/dist/desk"


def frozen(work: Path) -> Root:
    """A root with the program in /build/dist/desk and the environment in /build/env."""
    wheels = fetched(work / "wheels")
    root = roots.copy(roots.base(SUITE, work / "roots"), work / "freeze")
    root.install(*NEEDED)
    shutil.copytree(wheels, root.path("/build/wheels"))
    copy_source(ROOT, root.path("/build/source"))
    root.run("python3", "-m", "venv", "/build/env")
    for lock in LOCKS:
        root.run(*PIP, "--require-hashes", "-r", f"/build/source/packaging/{lock}")
    freeze(root, "/build/source", "/build")
    return root


def freeze(root: Root, source: str, into: str) -> None:
    """Make dist/desk in the folder `into` of what stands in `source`, both folders of the root."""
    root.run(
        *FREEZE,
        *("--distpath", f"{into}/dist", "--workpath", f"{into}/work"),
        f"{source}/packaging/frozen/desk.spec",
        SOURCE_DATE_EPOCH=str(commit.moment()),
        PYTHONHASHSEED="0",
        PYTHONDONTWRITEBYTECODE="1",
    )
    folder = root.path(f"{into}/dist/desk")
    _slim(folder)
    _lay_open(folder)


def fetched(folder: Path) -> Path:
    """The wheels of the locks, for this system; pip asks wherever it is configured to."""
    if sys.version_info[:2] != PYTHON or sys.platform != "linux":
        wanted = ".".join(map(str, PYTHON))
        sys.exit(f"The wheels are chosen by Python {wanted} on Linux, as Debian 12 has it.")
    folder.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    checked = ["--require-hashes", "--only-binary", ":all:", "--dest", str(folder)]
    for lock in LOCKS:
        running.run([*pip, *checked, "-r", ROOT / "packaging" / lock])
    have_markers(folder)
    return folder


def have_markers(wheels: Path) -> None:
    """Let the wheel called packaging read the markers of the locks; it need not be installed."""
    sys.path.append(str(max(wheels.glob("packaging-*.whl"))))


def copy_source(checkout: Path, to: Path, names: Sequence[str] = SOURCES) -> None:
    """What Desk is frozen from, out of a checkout."""
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in names:
        if (checkout / name).is_dir():
            shutil.copytree(checkout / name, to / name, ignore=unwanted)
        else:
            shutil.copy(checkout / name, to / name)


def _slim(folder: Path) -> None:
    """Take out what nobody could use: symbols for a debugger, and links to what was left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()
        elif not path.is_symlink() and leaving_out.may_be_stripped(str(path)):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def _lay_open(folder: Path) -> None:
    """Unpack what Python itself begins with into a folder of the archive's name.

    Python finds its modules there just as well, and files sooner than parts of an archive.
    """
    (archive,) = folder.rglob("base_library.zip")
    packed = archive.rename(archive.with_suffix(".packed"))
    with zipfile.ZipFile(packed) as modules:
        modules.extractall(archive)
    packed.unlink()
