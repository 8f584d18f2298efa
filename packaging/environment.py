"""The virtual environment, made from the lock files and from nothing else.

It is trusted only while its stamp says that it was finished, by this kind of Python and from the
lock files as they are now. The stamp is taken away before anything is changed and written last,
so an environment that was left half-made is recognised and made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

import system_libraries
from system_libraries import Need

THIS_PYTHON = f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}"


class State(Enum):
    """How far an environment can be trusted; the value is what a person is told."""

    READY = "ready"
    ABSENT = "not made yet"
    HALF_MADE = "half-made, or not made by packaging/dev.py"
    OTHER_PYTHON = "made by another Python"
    OUT_OF_DATE = "made from lock files that have changed since"
    TO_EXTEND = "to be extended"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which Python made an environment, and the digest of each lock file that went into it."""

    python: str
    locks: dict[str, str]


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment in `folder`, installed from the files `lock-NAME.txt` in `locks`."""

    folder: Path
    locks: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp_file(self) -> Path:
        return self.folder / "desk-stamp.json"

    def lock(self, name: str) -> Path:
        return self.locks / f"lock-{name}.txt"

    def digest(self, name: str) -> str:
        return hashlib.sha256(self.lock(name).read_bytes()).hexdigest()

    def state(self, names: Sequence[str]) -> State:
        """Whether the locks called `names` are all in it, and if not, why not."""
        if not self.python.exists():
            return State.HALF_MADE if self.folder.exists() else State.ABSENT
        stamp = self._stamp()
        if stamp is None:
            return State.HALF_MADE
        if stamp.python != THIS_PYTHON:
            return State.OTHER_PYTHON
        if any(self.digest(name) != digest for name, digest in stamp.locks.items()):
            return State.OUT_OF_DATE
        return State.READY if set(names) <= stamp.locks.keys() else State.TO_EXTEND

    def prepare(self, names: Sequence[str]) -> None:
        """Have the locks called `names` installed; quick when they are."""
        state = self.state(names)
        if state is State.READY:
            return
        print(f"{self.folder.name} is {state.value}: installing packages.", file=sys.stderr)
        stamp = self._stamp() if state is State.TO_EXTEND else None
        self.stamp_file.unlink(missing_ok=True)
        if stamp is None:
            self._make()
        there = stamp.locks if stamp else {}
        for name in names:
            if name not in there:
                self._install(self.lock(name))
        locks = {name: self.digest(name) for name in {*there, *names}}
        self.stamp_file.write_text(json.dumps({"python": THIS_PYTHON, "locks": locks}))

    def versions(self) -> dict[str, str]:
        """The packages in it and their versions, by name."""
        base = {"base": str(self.folder), "platbase": str(self.folder)}
        site = sysconfig.get_path("purelib", "venv", vars=base)
        found = {dist.name: dist.version for dist in metadata.distributions(path=[site])}
        return dict(sorted(found.items(), key=lambda item: item[0].lower()))

    def _stamp(self) -> Stamp | None:
        try:
            kept = json.loads(self.stamp_file.read_text())
            return Stamp(kept["python"], dict(kept["locks"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _make(self) -> None:
        with_pip = shutil.which("uv") is None
        try:
            venv.create(self.folder, clear=True, symlinks=os.name != "nt", with_pip=with_pip)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"{self.folder} could not be made: {error}")

    def _install(self, lock: Path) -> None:
        uv = shutil.which("uv")
        tool = (
            [uv, "pip", "install", "--python", str(self.python)]
            if uv
            else [str(self.python), "-m", "pip", "install", "--disable-pip-version-check"]
        )
        # Wheels only: building from source would fetch tools that no lock file vouches for.
        options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
        if subprocess.call([*tool, *options], stdout=sys.stderr):
            sys.exit(
                f"The packages of {lock.name} could not be installed, for the reason above. "
                "packaging/README.md lists the systems they exist for."
            )


def tools() -> list[Need]:
    """What an environment is made with, beside Python: uv brings its own way of installing."""
    return [] if shutil.which("uv") else [system_libraries.PIP]
