"""The moment that everything built bears: that of the commit, so that it can be built again."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime

from installers.version import ROOT

VARIABLE = "SOURCE_DATE_EPOCH"


def moment() -> int:
    """Seconds since 1970, of the environment or else of the last commit; 1980 without either."""
    if chosen := os.environ.get(VARIABLE):
        return int(chosen)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return NINETEEN_EIGHTY
    return int(told.stdout) if told.returncode == 0 else NINETEEN_EIGHTY


# The first that a zip archive can express.
NINETEEN_EIGHTY = 315532800


def text() -> str:
    """The same as RFC 3339 writes it."""
    return datetime.fromtimestamp(moment(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
