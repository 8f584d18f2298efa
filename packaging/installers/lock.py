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

    def is_for(self, system: str) -> bool:
        """Whether it is installed on x86-64 CPython 3.11 there: `linux`, `win32` or `darwin`."""
        return not self.marker or _holds(self.marker, system)


def read(path: Path) -> list[Locked]:
    return list(_read(path.read_text("utf-8")))


def _read(text: str) -> Iterator[Locked]:
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
        if found := _FIRST.match(entry):
            marker = (found["marker"] or "").strip()
            hashes = tuple(_HASH.findall(entry))
            yield Locked(found["name"], found["version"], marker, hashes)


def _holds(marker: str, system: str) -> bool:
    """Of the language of markers, what uv writes: comparisons, `and`, `or` and brackets."""
    known = {
        "sys_platform": system,
        "platform_machine": "AMD64" if system == "win32" else "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_full_version": "3.11",
    }

    def compared(found: re.Match[str]) -> str:
        name, how, wanted = found.groups()
        have = known[name]
        if name == "python_full_version":
            ours, theirs = (tuple(map(int, each.split("."))) for each in (have, wanted))
            return str({"<": ours < theirs, ">=": ours >= theirs}[how])
        return str({"==": have == wanted, "!=": have != wanted}[how])

    words = re.sub(r"(\w+) (==|!=|<|>=) '([^']*)'", compared, marker)
    return _true(re.findall(r"True|False|and|or|[()]", words))


def _true(words: list[str]) -> bool:
    """`or` of `and`s, from the left; a bracket is a whole again."""
    found = _all(words)
    while words and words[0] == "or":
        words.pop(0)
        also = _all(words)
        found = found or also
    return found


def _all(words: list[str]) -> bool:
    found = _one(words)
    while words and words[0] == "and":
        words.pop(0)
        also = _one(words)
        found = found and also
    return found


def _one(words: list[str]) -> bool:
    word = words.pop(0)
    if word == "(":
        found = _true(words)
        words.pop(0)
        return found
    return word == "True"
