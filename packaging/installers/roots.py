"""Bare Debian systems in folders, to build in and to install into.

The packages come from wherever this machine's own apt fetches Debian's, or from the address in
DESK_DEBIAN_MIRROR. A process in a root sees the root's files and no other process; it ends, and
what was mounted for it is gone, when the command does.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from installers import running
from installers.running import Word

VARIABLE = "DESK_DEBIAN_MIRROR"
BARE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
QUIETLY = {"DEBIAN_FRONTEND": "noninteractive"}
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian system in `folder`."""

    folder: Path

    def command(self, words: Sequence[Word], user: str = "", **variables: str) -> list[str]:
        """How `words` are run inside it, as root or as another user of it."""
        own = {**BARE, **({"HOME": f"/home/{user}"} if user else {}), **variables}
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        proc = f"--mount-proc={self.folder / 'proc'}"
        become = [f"--userspec={user}:{user}"] if user else []
        settled = [f"{name}={value}" for name, value in own.items()]
        inside = ["chroot", *become, str(self.folder), "env", "-i", *settled]
        return [*apart, proc, *inside, *map(str, words)]

    def run(self, *words: Word, user: str = "", **variables: str) -> None:
        log = self.folder.with_suffix(".log")
        running.run(self.command(words, user, **variables), log=log)

    def answer(self, *words: Word, user: str = "", **variables: str) -> str:
        return running.answer(self.command(words, user, **variables))

    def install(self, *packages: str) -> None:
        """Have apt install these, packages by name or files by their path in the root."""
        self.run("apt-get", "update", **QUIETLY)
        self.run(*INSTALL, *packages, **QUIETLY)

    def path(self, inside: str) -> Path:
        return self.folder / inside.lstrip("/")


def base(suite: str, kept: Path) -> Root:
    """The smallest Debian of that name, up to date; made once and then kept."""
    root = Root(kept / suite)
    finished = root.folder.with_suffix(".made")
    if finished.exists():
        return root
    _require_power()
    shutil.rmtree(root.folder, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True)
    running.run(
        ["debootstrap", "--variant=minbase", suite, root.folder, mirror()],
        log=root.folder.with_suffix(".log"),
    )
    root.path("/etc/apt/sources.list").write_text("".join(sources(suite)))
    shutil.copy("/etc/resolv.conf", root.path("/etc/resolv.conf"))
    root.run("apt-get", "update", **QUIETLY)
    root.run("apt-get", "upgrade", "-y", **QUIETLY)
    finished.touch()
    return root


def copy(root: Root, folder: Path) -> Root:
    """Another one like it, to be changed."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.with_suffix(".log").unlink(missing_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    running.run(["cp", "-a", root.folder, folder])
    return Root(folder)


def mirror() -> str:
    """Where Debian's packages come from."""
    if chosen := os.environ.get(VARIABLE):
        return chosen
    for address, name in _known():
        if re.fullmatch(r"[a-z]+", name) and not address.rstrip("/").endswith("-security"):
            return address
    sys.exit(f"This machine's apt knows no Debian; put the address of a mirror into {VARIABLE}.")


def sources(suite: str) -> list[str]:
    """The lines of a sources.list: the release, and its updates where this machine has such."""
    lines = [f"deb {mirror()} {suite} main\n"]
    for address, name in _known():
        if found := re.fullmatch(r"[a-z]+(-updates|-security)", name):
            lines.append(f"deb {address} {suite}{found[1]} main\n")
    return lines


def _known() -> list[tuple[str, str]]:
    """The addresses and releases that apt of this machine fetches Debian's main packages from."""
    wanted = "$(REPO_URI) $(RELEASE) $(ORIGIN) $(COMPONENT)"
    told = running.answer(["apt-get", "indextargets", "--format", wanted]).splitlines()
    parts = (line.split() for line in dict.fromkeys(told))
    return [(one[0], one[1]) for one in parts if one[2:] == ["Debian", "main"]]


def _require_power() -> None:
    running.require("debootstrap", "chroot", "unshare", "apt-get")
    if os.geteuid() != 0:
        sys.exit("Making a Debian root needs root; start this through sudo.")
