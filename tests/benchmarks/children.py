"""Measuring in processes of their own: what one of them leaves behind must not help the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def told(module: str, *arguments: object, nice: int = 0) -> Any:
    """What a module of this package prints as JSON; `nice` is how far it comes after others."""
    command = _command(module, arguments)
    with _home() as variables:
        ended = subprocess.run(
            ["nice", "-n", str(nice), *command] if nice else command,
            env=variables,
            check=True,
            stdout=subprocess.PIPE,
        )
    return json.loads(ended.stdout)


@contextmanager
def begun(module: str, *arguments: object) -> Iterator[Iterator[str]]:
    """The lines that a module of this package prints while it runs."""
    with _home() as variables:
        running = subprocess.Popen(
            _command(module, arguments), env=variables, stdout=subprocess.PIPE, text=True
        )
        try:
            assert running.stdout
            yield (line.strip() for line in running.stdout)
        finally:
            running.terminate()
            running.communicate()


def cpu_seconds(module: str, *arguments: object) -> float:
    """The processor time that a module of this package takes from start to end."""
    with _home() as variables:
        running = subprocess.Popen(_command(module, arguments), env=variables)
        _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, running.args)
    return usage.ru_utime + usage.ru_stime


def _command(module: str, arguments: Sequence[object]) -> list[str]:
    return [sys.executable, "-P", "-m", f"tests.benchmarks.{module}", *map(str, arguments)]


@contextmanager
def _home() -> Iterator[dict[str, str]]:
    """Variables that keep settings, logs and locks of this run in a folder of their own.

    As with an installed program, Python keeps what it has compiled.
    """
    given = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory(prefix="desk-bench-home-") as folder:
        own = {
            name: folder for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        }
        yield {"QT_QPA_PLATFORM": "offscreen", **given, **own, "PYTHONPATH": str(ROOT)}
