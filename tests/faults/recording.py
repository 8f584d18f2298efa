"""What a program did to its files and what it said, call by call, as strace saw it.

A thread goes on only after its call was written down, so the order of what is written down is that
of cause and effect: what was done on account of something else stands behind it.
"""

from __future__ import annotations

import codecs
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.store.files import contents

_CALLS = (
    "openat|close|p?write(64|v|v2)?|f?truncate|fallocate|f(data)?sync|rename.*|link(at)?"
    "|unlink(at)?|mkdir(at)?|rmdir|sendfile|accept4?|sendto"
)
_STRACE = ("strace", "-D", "-f", "--seccomp-bpf", "-qq", "-a0", "-esignal=none")
_LONGEST = 1 << 20  # bytes of one call that are written down
_LINE = re.compile(rb"(\d+) +(?:<\.\.\. \w+ resumed>|(\w+)\()(.*)", re.DOTALL)
_UNFINISHED = b" <unfinished ...>"
_GIVEN = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s,"]+)', re.DOTALL)
_PORT = re.compile(rb"sin_port=htons\((\d+)\)")


@dataclass(eq=False, slots=True)
class Call:
    """A call of the system; a text among what is given is without its quotes and escapes.

    It has no result when the program was killed meanwhile, and one below zero when it failed.
    """

    name: str
    given: tuple[bytes, ...] = ()
    result: int | None = None

    @property
    def failed(self) -> bool:
        return self.result is not None and self.result < 0

    def number(self, position: int) -> int:
        return int(self.given[position].strip(b"[]"))

    def port(self) -> int:
        """That of whoever is spoken with."""
        return next(int(found[1]) for each in self.given if (found := _PORT.match(each)))


@dataclass(frozen=True, slots=True)
class Step:
    """A call begins, or is over."""

    call: Call
    over: bool


@dataclass
class Recording:
    """What was recorded of a program that works in `folder`, and what was in there `before`.

    `under` is to be put before the command that begins the program.
    """

    folder: Path
    before: dict[str, bytes]
    under: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)

    def answers(self) -> list[tuple[int, int]]:
        """The steps with which answers of HTTP begin to go out, and the port each goes to.

        Nobody can have an answer earlier.
        """
        ports: dict[bytes, int] = {}
        found = []
        for at, step in enumerate(self.steps):
            call = step.call
            if call.name.startswith("accept") and step.over and not call.failed:
                ports[str(call.result).encode()] = call.port()
            elif call.name == "sendto" and not step.over and call.given[1].startswith(b"HTTP/1.1 "):
                found.append((at, ports[call.given[0]]))
        return found

    def said(self) -> list[tuple[int, str]]:
        """The steps with which words begin to go to the standard output, and the words."""
        writes = ((at, step.call) for at, step in enumerate(self.steps) if not step.over)
        return [
            (at, call.given[1].decode())
            for at, call in writes
            if call.name == "write" and call.given[0] == b"1"
        ]


@contextmanager
def recorded(folder: Path) -> Iterator[Recording]:
    """Record a program that is begun meanwhile, works in the folder, and has ended at the end."""
    _require_strace()
    end, begin = os.pipe()
    to = f"-o/proc/{os.getpid()}/fd/{begin}"
    under = (*_STRACE, f"-s{_LONGEST}", f"-etrace=/^({_CALLS})$", to)
    recording = Recording(folder, contents(folder), under)
    with ThreadPoolExecutor(1) as aside, open(end, "rb") as pipe:
        reading = aside.submit(pipe.read)
        try:
            yield recording
        finally:
            os.close(begin)
        recording.steps = _steps(reading.result().splitlines())


def _require_strace() -> None:
    assert shutil.which("strace"), "There is no strace here, which records what a program does."
    trial = subprocess.run(
        [*_STRACE, "-o/dev/null", "true"], capture_output=True, check=False, text=True
    )
    assert trial.returncode == 0, f"strace may not follow a program here: {trial.stderr}"


def _steps(lines: list[bytes]) -> list[Step]:
    steps = []
    unfinished: dict[bytes, tuple[Call, bytes]] = {}
    for line in lines:
        if (found := _LINE.fullmatch(line)) is None:
            continue
        thread, name, text = found.groups()
        if name is None:
            call, begun = unfinished.pop(thread)
            text = begun + text
        else:
            call = Call(name.decode())
            steps.append(Step(call, over=False))
        if text.endswith(_UNFINISHED):
            unfinished[thread] = (call, text.removesuffix(_UNFINISHED))
        else:
            _finish(call, text)
            steps.append(Step(call, over=True))
    for call, text in unfinished.values():
        call.given = _given(text)
    return steps


def _finish(call: Call, text: bytes) -> None:
    given, _, result = text.rpartition(b") = ")
    call.given = _given(given)
    word = result.split(maxsplit=1)[0]
    call.result = None if word == b"?" else int(word)


def _given(text: bytes) -> tuple[bytes, ...]:
    return tuple(
        word or codecs.decode(quoted, "unicode_escape").encode("latin-1")
        for quoted, word in _GIVEN.findall(text)
    )
