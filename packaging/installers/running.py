"""Other programs, run to their end; what goes wrong ends the build with one sentence."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Word = str | Path


def run(
    command: Sequence[Word], *, log: Path | None = None, variables: Mapping[str, str] | None = None
) -> None:
    """Run it; `log` takes what it says, which is of interest only when it fails."""
    words = [str(word) for word in command]
    print(f"$ {shlex.join(words)[-160:]}", file=sys.stderr, flush=True)
    if log is None:
        status = subprocess.call(words, env=variables, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    else:
        with log.open("ab") as kept:
            status = subprocess.call(
                words, env=variables, stdin=subprocess.DEVNULL, stdout=kept, stderr=kept
            )
    if status:
        hint = f"; {log} has what it said" if log else ""
        sys.exit(f"{Path(words[0]).name} ended with {status}{hint}.")


def answer(command: Sequence[Word]) -> str:
    """What it says on standard output."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{shlex.join(words)[-160:]} ended with {done.returncode}.")
    return done.stdout


def require(*programs: str) -> None:
    """Refuse to begin what could not be finished."""
    lacking = [name for name in programs if shutil.which(name) is None]
    if lacking:
        sys.exit(f"{', '.join(lacking)} must be installed first; packaging/README.md says which.")


def end(process: subprocess.Popen[Any], patience: float) -> None:
    """End whatever a process has started and waits for, then itself; returns when all is gone."""
    if process.poll() is not None:
        return
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in started:
        os.kill(int(child), signal.SIGKILL)
    if not started:
        process.kill()
    process.wait(patience)
