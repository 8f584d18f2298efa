"""What an installed Desk has to do before its installer is called good."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import screen

from installers import asking, files, running
from installers.roots import Root
from installers.version import TITLE, VERSION

USER = "ann"
SIZE = "1366x768"
PATIENCE = 60.0  # seconds
# A window has hundreds of shades at the edges of its letters; an empty screen has one.
COLOURS = 100
DATE = "2030-02-04"
APPOINTMENT = {
    "startDate": f"{DATE}T09:00:00.000Z",
    "endDate": f"{DATE}T10:00:00.000Z",
    "isRemote": False,
}


@dataclass(frozen=True)
class Installed:
    """The program at `program` in `root`, used by an ordinary person."""

    root: Root
    program: str

    def says_its_version(self) -> None:
        said = self.answer("--version").strip()
        require(said == f"{TITLE} {VERSION}", f"--version said {said}")

    def is_well(self) -> None:
        """What `desk doctor` finds is well, Qt included."""
        found = json.loads(self.answer("doctor", "--json", QT_QPA_PLATFORM="offscreen"))
        unwell = [one["what"] for one in found["findings"] if one["needed"] and not one["well"]]
        require(not unwell, f"desk doctor is not content with: {', '.join(unwell)}")

    def brings_up_to_date(self, old: Path) -> None:
        """An earlier database is copied, then brought up to date with everybody in it."""
        data = self._data
        data.mkdir(parents=True, exist_ok=True)
        shutil.copy(old, data / "desk.db")
        self.root.run("chown", "--recursive", f"{USER}:{USER}", f"/home/{USER}")
        copy = self.updates(self.revision())
        require(files.people(copy) == self.people() == ["Grace"], "people were lost")

    def updates(self, before: str) -> Path:
        """The database of that revision is brought up to date; the copy made before that."""
        self.answer("check")
        after = self.revision()
        copies = list(self._data.glob("desk.db.before-*"))
        require(before < after, f"the database stayed at {after}")
        require(len(copies) == 1, f"there is no copy of the database beside it, but {copies}")
        require(files.revision(copies[0]) == before, "the copy is not what was there before")
        return copies[0]

    def revision(self) -> str:
        return files.revision(self._data / "desk.db")

    def answers_a_booking(self, *how: str) -> None:
        """`desk serve` takes an appointment from who has a token, and gives it back."""
        name = "-".join(("gate", *how))
        made = json.loads(self.answer("token", "create", name, "--role", "desk", "--json"))
        with self._running("serve", "--port", "0", *how) as process:
            assert process.stdout is not None
            said = [process.stdout.readline().split()]
            if "--tls" in how:
                said.append(process.stdout.readline().split())
            require(all(said), "desk serve ended at once")
            served = asking.Served(said[-1][-1], made["token"], said[0][-1])
            reply = served.ask("appointments/", APPOINTMENT)
            require(reply["errors"] == [], f"the booking was answered with {reply}")
            found = served.ask(f"appointments/{reply['_id']}")
            require(
                found["startDate"] == APPOINTMENT["startDate"], f"what was booked reads {found}"
            )

    def keeps_copies(self) -> None:
        """A copy can be made and put back, and an import makes one by itself."""
        home = f"/home/{USER}"
        self.answer("day", "occupy", DATE, "5")
        self.answer("backup", f"{home}/copy.db")
        self.answer("day", "occupy", DATE, "2")
        self.answer("restore", f"{home}/copy.db")
        require(self.occupied() == 5, "desk restore did not bring back what was")
        self.brings_in("Ada")
        [copy] = json.loads(self.answer("copies", "--json"))
        self.answer("restore", copy["file"])
        require(self.people() == ["Grace"], "the copy before an import is not what was there")

    def has_an_outbox(self) -> None:
        """The part that sends messages is there, and has none yet."""
        found = json.loads(self.answer("outbox", "list", "--json"))
        require(found == [], f"there are messages already: {found}")

    def reaches_a_server(self, address: str) -> None:
        """A PostgreSQL database is made ready, written and read."""
        server = ("--database", address)
        self.answer("day", "occupy", DATE, "4", *server)
        require(self.occupied(*server) == 4, "PostgreSQL did not keep what was written")
        faults = json.loads(self.answer("check", "--json", *server))["faults"]
        require(faults == [], f"the database on the server is faulty: {faults}")

    def brings_in(self, first_name: str) -> None:
        """Take somebody of that name in from a file."""
        file = f"/home/{USER}/people.csv"
        self.root.path(file).write_text(f"kind,first_name,last_name\npatient,{first_name},Lind\n")
        self.answer("import", "people", file)

    def occupied(self, *database: str) -> int:
        """How many places of the day are taken, one more and one fewer having been tried."""
        self.answer("day", "occupy", DATE, "1", *database)
        found = json.loads(self.answer("day", "free", DATE, "1", "--json", *database))
        return int(found["occupied_slots"])

    def people(self) -> list[str]:
        return files.people(self._data / "desk.db")

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
                require(process.poll() is None, "the window ended by itself")
                require(time.monotonic() < deadline, "no window came up, or it never came to rest")
                time.sleep(1)
                running.run(["import", "-display", display, "-window", "root", picture])
                seen.append(running.answer(["identify", "-format", "%#", picture]))
        colours = int(running.answer(["identify", "-format", "%k", picture]))
        require(colours >= COLOURS, f"{picture} shows {colours} colours and therefore no window")

    def kept(self) -> set[str]:
        """The files of the home folder that belong to the person."""
        home = self.root.path(f"/home/{USER}")
        mine = (home / ".local/share/Desk", home / ".config")
        return {str(path) for each in mine for path in each.rglob("*") if path.is_file()}

    def has_gone_but_for(self, before: set[str]) -> None:
        """The program is away; every file of the person's is still there."""
        require(not self.root.path(self.program).is_symlink(), f"{self.program} is still there")
        require(not self.root.path("/opt/desk").exists(), "/opt/desk is still there")
        require(bool(before) and before <= self.kept(), "removing it took data away")

    def answer(self, *words: str, **variables: str) -> str:
        return self.root.answer(self.program, *words, user=USER, **variables)

    @property
    def _data(self) -> Path:
        return self.root.path(f"/home/{USER}/.local/share/Desk")

    def refuses(self, *words: str) -> None:
        command = self.root.command([self.program, *words], user=USER)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        require(done.returncode == 1, f"{' '.join(words)} was not refused: {done.stdout}")

    @contextmanager
    def _running(self, *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
        command = self.root.command([self.program, *words], user=USER, **variables)
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        try:
            yield process
        finally:
            # Killing unshare would leave the program behind: its bond is lost with another user.
            running.end(process, PATIENCE)


def _is_open(display: str) -> bool:
    """Whether there is a window that names a house, as it does once its data are shown."""
    command = ["xdotool", "search", "--onlyvisible", "--name", f" - {TITLE}$"]
    variables = {**os.environ, "DISPLAY": display}
    told = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return bool(told.stdout.strip())


def require(well: bool, otherwise: str) -> None:
    if not well:
        sys.exit(f"The installer is not good: {otherwise}.")
