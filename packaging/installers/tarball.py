"""The archive for one user without any rights: unpack it, run its install.sh."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from pathlib import Path

from installers import commit
from installers.roots import Root
from installers.tree import HERE, PROGRAM
from installers.version import NAME, VERSION

SCRIPTS = ("install.sh", "uninstall.sh")


def pack(_root: Root, tree: Path, to: Path) -> Path:
    """The finished archive in the folder `to`."""
    to.mkdir(parents=True, exist_ok=True)
    top = f"{NAME}-{VERSION}"
    archive = to / f"{top}-linux-x86_64.tar.gz"
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=commit.moment()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for name in SCRIPTS:
            tar.add(HERE / name, f"{top}/{name}", filter=_script)
        for source, name in ((PROGRAM, "program"), ("usr/share", "share")):
            tar.add(tree / source, f"{top}/{name}", filter=_settled)
    return archive


def unpack(archive: Path, to: Path) -> Path:
    """The folder that the archive holds, in `to`."""
    shutil.rmtree(to, ignore_errors=True)
    with tarfile.open(archive) as tar:
        tar.extractall(to, filter="data")
    return to / f"{NAME}-{VERSION}"


def _settled(found: tarfile.TarInfo) -> tarfile.TarInfo:
    found.uid = found.gid = 0
    found.uname = found.gname = "root"
    found.mtime = commit.moment()
    return found


def _script(found: tarfile.TarInfo) -> tarfile.TarInfo:
    found.mode = 0o755
    return _settled(found)
