"""Desk for Windows put together on Linux: its wheels and an embeddable CPython, side by side.

Nothing is frozen, because PyInstaller freezes only for the system it runs on. The interpreter is
told by its `._pth` where everything lies, and nothing of it is installed in the system. What comes
out is for trials: the interpreter is not of the newest.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from installers import freezing, leaving_out, licences, lock, running, sbom, whole
from installers.commit import moment
from installers.lock import Locked
from installers.version import ROOT

PYTHON = "3.13"
PINNED = ROOT / "packaging" / "windows" / "python.txt"
LOCK = ROOT / "packaging" / "lock-run.txt"
INSIDE = "_internal"
PATHS = ["python313.zip", ".", "../lib", "../app"]
PIP = ("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
WINDOWS = ("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp")
# For the command line; the menu starts pythonw.exe by itself.
COMMAND = f'@"%~dp0{INSIDE}\\python\\python.exe" -m desk %*\r\n'
# What the wheels bring for people who make programs, and parts of Qt that nothing of ours links.
_UNUSED = re.compile(
    r"^PySide6/((include|typesystems|glue|scripts|doc|metatypes|qml|lib|plugins/designer)/"
    r"|Qt6?(Designer|Help|Labs|Lottie|UiTools|Test|Sql|Xml)|pyside6qml)|\.(pyi|exe|lib)$|\.data/"
)


def put_together(work: Path) -> Path:
    """The folder that NSIS packs."""
    freezing.fetched(work / "wheels")
    locked = [one for one in lock.read(LOCK) if one.is_for("win32", PYTHON)]
    folder = work / "windows"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = _wheels(locked, work / "windows-wheels")
    _interpreter(work / "windows-python", folder / INSIDE / "python")
    for wheel in wheels:
        _unpack(wheel, folder / INSIDE / "lib")
    app = folder / INSIDE / "app"
    freezing.copy_source(ROOT, app, ["desk"])
    shutil.copytree(ROOT / "resources", app / "desk" / "bundled")
    (folder / "desk.cmd").write_text(COMMAND, "ascii", newline="")
    _declare(locked, folder / INSIDE / "lib", folder / INSIDE / "about")
    whole.require(folder / INSIDE)
    return folder


def _wheels(locked: list[Locked], to: Path) -> list[Path]:
    """The wheels for Windows. pip would read the markers as if it were to run here."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    wanted = to / "wanted.txt"
    hashes = {one: "".join(f" --hash=sha256:{each}" for each in one.hashes) for one in locked}
    lines = [f"{one.name}=={one.version}{found}\n" for one, found in hashes.items()]
    wanted.write_text("".join(lines), "utf-8")
    checked = ("--require-hashes", "--only-binary", ":all:", "--dest", to, "-r", wanted)
    running.run([sys.executable, *PIP, *WINDOWS, *checked])
    return sorted(to.glob("*.whl"))


def _interpreter(fetched: Path, to: Path) -> None:
    """CPython out of the archive that holds it; pip runs that archive's own setup on the way."""
    shutil.rmtree(fetched, ignore_errors=True)
    checked = ("--require-hashes", "--no-binary", ":all:", "--dest", fetched, "-r", PINNED)
    running.run([sys.executable, *PIP, *checked])
    [archive] = fetched.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        name = next(one for one in packed.getnames() if one.endswith("/data.zip"))
        data = packed.extractfile(name)
        assert data is not None
        content = io.BytesIO(data.read())
    to.mkdir(parents=True)
    with zipfile.ZipFile(content) as found:
        for each in found.infolist():
            if not each.is_dir():
                (to / PurePosixPath(each.filename).name).write_bytes(found.read(each))
    [paths] = to.glob("*._pth")
    paths.write_text("".join(f"{each}\n" for each in PATHS), "ascii")


def _unpack(wheel: Path, to: Path) -> None:
    """What of a wheel Desk needs to run."""
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if not _UNUSED.search(name) and leaving_out.keeps(name):
                packed.extract(name, to)


def _declare(locked: list[Locked], site: Path, to: Path) -> None:
    """Licences, and the list of what is inside; the interpreter's own lies beside it."""
    [python] = lock.read(PINNED)
    licences.gather_ours(to / "licences")
    licences.gather(locked, [str(site)], to / "licences")

    def terms(one: Locked) -> str:
        return "PSF-2.0" if one == python else licences.terms(one, [str(site)])

    listed = sbom.document([*locked, python], [], moment(), terms)
    (to / "sbom.cdx.json").write_text(sbom.text(listed), "utf-8")
