"""The files of the Linux packages, in the places where they will lie.

Every file bears the moment of the commit, so that the same commit gives the same package.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from installers import commit, licences, lock, sbom
from installers.freezing import FROZEN
from installers.lock import Locked
from installers.roots import Root
from installers.version import IDENTIFIER, NAME, ROOT, VERSION

HERE = ROOT / "packaging" / "linux"
PROGRAM = f"opt/{NAME}"
DOCUMENTS = f"usr/share/doc/{NAME}"
SITE = "/build/env/lib/python3.11/site-packages"
# The interpreter's own modules come from packages whose files PyInstaller takes into one archive.
ALWAYS = ("python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib", "libpython3.11")


def plant(root: Root, to: Path, frozen: str = FROZEN) -> Path:
    """All files of the packages below `to`, from the root in which Desk was frozen."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root.path(frozen), to / PROGRAM, symlinks=True)
    _describe(to)
    _declare(root, to / DOCUMENTS)
    _settle(to)
    return to


def metainfo(template: str, moment: int) -> str:
    """The AppStream description with this version's release in it."""
    return template.replace("@VERSION@", VERSION).replace("@MOMENT@", str(moment))


def wheels() -> list[Locked]:
    """What of the locks is in the frozen folder: all of the first, and PyInstaller's starter."""
    run = lock.read(ROOT / "packaging" / "lock-run.txt")
    build = lock.read(ROOT / "packaging" / "lock-build.txt")
    starter = [each for each in build if each.name == "pyinstaller"]
    return [each for each in (*run, *starter) if each.is_for("linux")]


def _describe(to: Path) -> None:
    """What the desktop reads: menu entry, icon, kind of file, description."""
    share = to / "usr/share"
    _copy(HERE / "desk.desktop", share / "applications/desk.desktop")
    _copy(HERE / "desk-open.desktop", share / "applications/desk-open.desktop")
    _copy(ROOT / "resources/desk.svg", share / "icons/hicolor/scalable/apps/desk.svg")
    _copy(HERE / "desk-mime.xml", share / "mime/packages/desk.xml")
    template = (HERE / "metainfo.xml").read_text("utf-8")
    place = share / "metainfo" / f"{IDENTIFIER}.metainfo.xml"
    place.parent.mkdir(parents=True)
    place.write_text(metainfo(template, commit.moment()), "utf-8")


def _declare(root: Root, to: Path) -> None:
    """What lawyers and administrators read: licences, and the list of what is inside."""
    site = [str(root.path(SITE))]
    debian = _debian(root)
    licences.gather_ours(to / "licences")
    licences.gather(wheels(), site, to / "licences")
    licences.gather_debian([name for name, _ in debian], root.folder, to / "licences")
    listed = sbom.document(wheels(), debian, commit.moment(), lambda one: licences.terms(one, site))
    (to / "sbom.cdx.json").write_text(sbom.text(listed), "utf-8")
    _copy(HERE / "desk.toml", to / "desk.toml.example")
    _copy(HERE / "copyright", to / "copyright")


def _debian(root: Root) -> list[tuple[str, str]]:
    """The Debian packages that libraries of the frozen folder were taken from, and versions."""
    inside = root.path(f"{FROZEN}/_internal")
    names = {path.name for path in inside.iterdir() if path.is_file() and ".so" in path.name}
    owners = set(ALWAYS)
    for folder in ("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu"):
        known = root.answer("dpkg-query", "--search", f"{folder}/*.so*").splitlines()
        for line in known:
            owner, _, place = line.partition(": ")
            if Path(place).name in names:
                owners.add(owner.partition(":")[0])
    told = root.answer("dpkg-query", "--show", "--showformat", "${Package} ${Version}\\n", *owners)
    pairs = (line.split() for line in told.splitlines())
    return sorted({(name, version) for name, version in pairs})


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, to)


def _settle(folder: Path) -> None:
    """Rights and times that depend neither on who builds nor on when."""
    moment = commit.moment()
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or (os.access(path, os.X_OK) and path.stat().st_mode & 0o100)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
