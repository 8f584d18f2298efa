"""What an installed Desk has to do before its installer is called good."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import screen

from installers import running
from installers.roots import Root
from installers.version import TITLE, VERSION

USER = "ann"
SIZE = "1366x768"
PATIENCE = 60.0  # seconds
# A window has hundreds of shades at the edges of its letters; an empty screen has one.
COLOURS = 100
APPOINTMENT = {
    "startDate": "2030-02-04T09:00:00.000Z",
    "endDate": "2030-02-04T10:00:00.000Z",
    "isRemote": False,
}


@dataclass(frozen=True)
class Installed:
    """The program at `program` in `root`, used by an ordinary person."""

    root: Root
    program: str

    def says_its_version(self) -> None:
        said = self._answer("--version").strip()
        _require(said == f"{TITLE} {VERSION}", f"--version said {said}")

    def is_well(self) -> None:
        """What `desk doctor` finds is well, Qt included."""
        found = json.loads(self._answer("doctor", "--json", QT_QPA_PLATFORM="offscreen"))
        unwell = [one["what"] for one in found["findings"] if one["needed"] and not one["well"]]
        _require(not unwell, f"desk doctor is not content with: {', '.join(unwell)}")

    def brings_up_to_date(self, old: Path) -> None:
        """An earlier database is copied, then brought up to date with everybody in it."""
        data = self.root.path(f"/home/{USER}/.local/share/Desk")
        data.mkdir(parents=True, exist_ok=True)
        shutil.copy(old, data / "desk.db")
        self.root.run("chown", "--recursive", f"{USER}:{USER}", f"/home/{USER}")
        before = _revision(data / "desk.db")
        self._answer("check")
        after = _revision(data / "desk.db")
        copies = list(data.glob("desk.db.before-*"))
        _require(before < after, f"the database stayed at {after}")
        _require(len(copies) == 1, f"there is no copy of the database beside it, but {copies}")
        _require(_revision(copies[0]) == before, "the copy is not what was there before")
        _require(_people(copies[0]) == _people(data / "desk.db") == ["Grace"], "people were lost")

    def answers_a_booking(self) -> None:
        """`desk serve` takes an appointment from who has a token, and gives it back."""
        made = json.loads(self._answer("token", "create", "gate", "--role", "desk", "--json"))
        with self._running("serve", "--port", "0") as process:
            assert process.stdout is not None
            line = process.stdout.readline().split()
            _require(bool(line), "desk serve ended at once")
            reply = _ask(f"{line[-1]}/appointments/", made["token"], APPOINTMENT)
            _require(reply["errors"] == [], f"the booking was answered with {reply}")
            found = _ask(f"{line[-1]}/appointments/{reply['_id']}", made["token"])
            _require(
                found["startDate"] == APPOINTMENT["startDate"], f"what was booked reads {found}"
            )

    def shows_its_window(self, picture: Path) -> None:
        """The window comes up on an X server, of which a picture is kept to be looked at."""
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.unlink(missing_ok=True)
        with (
            screen.virtual_screen(f"{SIZE}x24") as display,
            self._running("--demo", DISPLAY=display) as process,
        ):
            deadline = time.monotonic() + PATIENCE
            # The picture is finished when the desk is open and it stays as it is.
            seen = ["nothing yet", ""]
            while not _is_open(display) or seen[-1] != seen[-2]:
                _require(process.poll() is None, "the window ended by itself")
                _require(time.monotonic() < deadline, "no window came up, or it never came to rest")
                time.sleep(1)
                running.run(["import", "-display", display, "-window", "root", picture])
                seen.append(running.answer(["identify", "-format", "%#", picture]))
        colours = int(running.answer(["identify", "-format", "%k", picture]))
        _require(colours >= COLOURS, f"{picture} shows {colours} colours and therefore no window")

    def kept(self) -> set[str]:
        """The files of the home folder that belong to the person."""
        home = self.root.path(f"/home/{USER}")
        mine = (home / ".local/share/Desk", home / ".config")
        return {str(path) for each in mine for path in each.rglob("*") if path.is_file()}

    def has_gone_but_for(self, before: set[str]) -> None:
        """The program is away; every file of the person's is still there."""
        _require(not self.root.path(self.program).is_symlink(), f"{self.program} is still there")
        _require(not self.root.path("/opt/desk").exists(), "/opt/desk is still there")
        _require(bool(before) and before <= self.kept(), "removing it took data away")

    def _answer(self, *words: str, **variables: str) -> str:
        return self.root.answer(self.program, *words, user=USER, **variables)

    @contextmanager
    def _running(self, *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
        command = self.root.command([self.program, *words], user=USER, **variables)
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            # unshare heeds no other signal while it waits; the program in the root ends with it.
            process.kill()
            process.wait(PATIENCE)


def _is_open(display: str) -> bool:
    """Whether there is a window that names a house, as it does once its data are shown."""
    command = ["xdotool", "search", "--onlyvisible", "--name", f" - {TITLE}$"]
    variables = {**os.environ, "DISPLAY": display}
    told = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return bool(told.stdout.strip())


def _ask(address: str, token: str, body: object | None = None) -> dict[str, object]:
    content = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(address, content, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        found: dict[str, object] = json.load(reply)
    return found


def _revision(path: Path) -> str:
    return _column(path, "SELECT version_num FROM alembic_version")[0]


def _people(path: Path) -> list[str]:
    return _column(path, "SELECT first_name FROM person")


def _column(path: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [str(row[0]) for row in connection.execute(query)]


def _require(well: bool, otherwise: str) -> None:
    if not well:
        sys.exit(f"The installer is not good: {otherwise}.")
