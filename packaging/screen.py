"""A screen that nobody sees, with a window manager on it, for pictures of the real window."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 20.0  # seconds


@contextmanager
def virtual_screen(size: str) -> Iterator[str]:
    """An X display of `size`, such as "1920x1080x24", as long as the block lasts; its name."""
    with (
        tempfile.TemporaryDirectory(prefix="desk-screen-") as folder,
        _xvfb(size) as display,
        _openbox(display, Path(folder)),
    ):
        yield display


@contextmanager
def _xvfb(size: str) -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    with os.fdopen(reading) as answer, _running(command, dict(os.environ), keeping=[writing]):
        os.close(writing)
        number = answer.readline().strip()
        if not number:
            sys.exit("Xvfb ended without opening a screen.")
        yield f":{number}"


@contextmanager
def _openbox(display: str, folder: Path) -> Iterator[None]:
    """A window manager with its own settings, so that nobody's theme gets into a picture."""
    ready = folder / "ready"
    command = ["openbox", "--sm-disable", "--startup", shlex.join(["touch", str(ready)])]
    with _running(command, {**os.environ, "DISPLAY": display, "XDG_CONFIG_HOME": str(folder)}):
        deadline = time.monotonic() + PATIENCE
        while not ready.exists():
            if time.monotonic() > deadline:
                sys.exit(f"openbox did not start within {PATIENCE:.0f} seconds.")
            time.sleep(0.02)
        yield


@contextmanager
def _running(
    command: Sequence[str], environment: dict[str, str], *, keeping: Sequence[int] = ()
) -> Iterator[None]:
    """A process of ours, ended with the block; `keeping` are the descriptors it inherits."""
    process = subprocess.Popen(
        command,
        env=environment,
        pass_fds=keeping,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
