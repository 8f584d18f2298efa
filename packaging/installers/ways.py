"""How each kind of installer gets into a Debian root, and out of it again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from installers import tarball
from installers.packages import DEBIAN
from installers.roots import QUIETLY, Root
from installers.version import NAME


class Way(Protocol):
    def install(self, root: Root, file: Path) -> str:
        """Have it in the root; where the program lies there."""

    def remove(self, root: Root) -> None:
        """Have it gone, as thoroughly as the system can."""


@dataclass(frozen=True)
class Deb:
    """By apt, with all that the package asks for and nothing that it only recommends."""

    def install(self, root: Root, file: Path) -> str:
        shutil.copy(file, root.path("/tmp"))
        root.install(f"/tmp/{file.name}")
        return f"/usr/bin/{NAME}"

    def remove(self, root: Root) -> None:
        root.run("apt-get", "remove", "-y", NAME, **QUIETLY)
        root.run("dpkg", "--purge", NAME)


@dataclass(frozen=True)
class Rpm:
    """By rpm without its dependencies, which Debian has under other names; apt brings those."""

    def install(self, root: Root, file: Path) -> str:
        shutil.copy(file, root.path("/tmp"))
        root.install("rpm", *_packages())
        root.run("rpm", "--force-debian", "--install", "--nodeps", f"/tmp/{file.name}")
        return f"/usr/bin/{NAME}"

    def remove(self, root: Root) -> None:
        root.run("rpm", "--force-debian", "--erase", NAME)


@dataclass(frozen=True)
class Tar:
    """By its own script, as an ordinary user."""

    def install(self, root: Root, file: Path) -> str:
        root.install(*_packages())
        home = root.path("/home/ann")
        unpacked = tarball.unpack(file, home / "unpacked")
        inside = f"/home/ann/unpacked/{unpacked.name}"
        root.run("chown", "--recursive", "ann:ann", "/home/ann/unpacked")
        root.run(f"{inside}/install.sh", user="ann")
        shutil.rmtree(home / "unpacked")
        return f"/home/ann/.local/bin/{NAME}"

    def remove(self, root: Root) -> None:
        root.run(f"/home/ann/.local/lib/{NAME}/uninstall.sh", user="ann")


def _packages() -> list[str]:
    return [each.partition(" ")[0] for each in DEBIAN]


WAYS: dict[str, Way] = {".deb": Deb(), ".rpm": Rpm(), ".gz": Tar()}
