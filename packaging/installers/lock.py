"""The lock files as lists of distributions, each with its version and the hashes of its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FIRST = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One distribution as a lock file has it; `marker` is empty where it is for every system."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"

    def is_for(self, system: str, python: str = "3.11") -> bool:
        """Whether it is installed on x86-64 CPython there: `linux`, `win32` or `darwin`."""
        # Not at the top: where Desk is built it is one of the wheels, which are fetched first.
        from packaging.markers import Marker

        return not self.marker or Marker(self.marker).evaluate(_there(system, python))


def read(path: Path) -> list[Locked]:
    return list(_read(path.read_text("utf-8")))


def _read(text: str) -> Iterator[Locked]:
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
        if found := _FIRST.match(entry):
            marker = (found["marker"] or "").strip()
            hashes = tuple(_HASH.findall(entry))
            yield Locked(found["name"], found["version"], marker, hashes)


def _there(system: str, python: str) -> dict[str, str]:
    """What a marker can ask of that system."""
    return {
        "sys_platform": system,
        "platform_machine": "AMD64" if system == "win32" else "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
