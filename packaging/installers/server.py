"""A PostgreSQL server of Debian's, in a root of its own, for as long as a trial lasts."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from installers import roots
from installers.roots import Root
from installers.running import end

PATIENCE = 60.0  # seconds
HERE = "127.0.0.1"
OWNER = "postgres"
TRUST = "/var/lib/postgresql/everybody_here.conf"


@dataclass(frozen=True, slots=True)
class Server:
    """PostgreSQL listening on `port` of this computer."""

    root: Root
    port: int

    def new_database(self, name: str) -> str:
        """The address of a database with nothing in it."""
        there = ("--host", HERE, "--port", str(self.port), "--username", OWNER)
        self.root.run("createdb", *there, name)
        return f"postgresql://{OWNER}@{HERE}:{self.port}/{name}"


@contextmanager
def running(bare: Root, folder: Path) -> Iterator[Server]:
    """A server in a copy of `bare`."""
    root = roots.copy(bare, folder)
    root.install("postgresql")
    [version] = [path.name for path in root.path("/usr/lib/postgresql").iterdir()]
    root.path(TRUST).write_text(f"host all all {HERE}/32 trust\n", "utf-8")
    server = Server(root, _free_port())
    own = {"listen_addresses": HERE, "port": server.port, "ssl": "off", "hba_file": TRUST}
    process = subprocess.Popen(
        root.command(
            [
                *(f"/usr/lib/postgresql/{version}/bin/postgres", "-D"),
                f"/etc/postgresql/{version}/main",
                *(word for name, each in own.items() for word in ("-c", f"{name}={each}")),
            ],
            user=OWNER,
            HOME="/var/lib/postgresql",
        ),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, server.port)
        yield server
    finally:
        # Killing unshare would leave the server behind: its bond is lost with another user.
        end(process, PATIENCE)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("PostgreSQL ended by itself.")
        with suppress(OSError), socket.create_connection((HERE, port), timeout=PATIENCE):
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start within {PATIENCE:.0f} seconds.")
