"""Programs that deliver beside the test, as another workstation or a script would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from desk.store.database import Database
from tests.conftest import address_of

ROOT = Path(__file__).parents[2]


def delivering(database: Database) -> subprocess.Popen[str]:
    """A `desk outbox deliver` that has been started."""
    command = [sys.executable, "-P", "-m", "desk", "outbox", "deliver", "--json"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "DESK_DATABASE": address_of(database)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables
    )


def told(process: subprocess.Popen[str]) -> Any:
    """What such a program says that it has done."""
    out, error = process.communicate(timeout=120)
    assert (process.returncode, error) == (0, "")
    return json.loads(out)


def killed(process: subprocess.Popen[str]) -> None:
    """End it as a power cut would."""
    process.kill()
    process.communicate(timeout=120)
    assert process.returncode == -9
