"""Failures of power at many moments of what was recorded, and what the disk then has."""

from __future__ import annotations

import gc
import random
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import in_memory
from tests.faults.following import Follower
from tests.faults.lossy_disk import Disk
from tests.faults.recording import Recording

SEED = 20300204
NOTHING = "/"  # so no name ends


@dataclass(frozen=True)
class Failure:
    """The power failed after so many steps, and these files are found when it is back.

    `model` says how the disk loses what waits.
    """

    steps: int
    model: str
    files: dict[str, bytes]

    @contextmanager
    def laid_out(self) -> Iterator[Path]:
        """A folder of these files."""
        with tempfile.TemporaryDirectory(prefix="desk-", dir=in_memory()) as folder:
            for path, held in self.files.items():
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(held)
            yield Path(folder)


def played(recording: Recording, steps: int | None = None) -> dict[str, bytes]:
    """What the recording makes of the folder in its first steps, or in all, without a failure."""
    follower = _follower(recording)
    for step in recording.steps[:steps]:
        follower.take(step)
    return follower.disk.contents()


def failures(
    recording: Recording, number: int, *, after: Collection[str] = (), deaf_to: str = NOTHING
) -> Iterator[Failure]:
    """So many failures at any moments at which something happens, each by both models.

    With `after`, only at those at which a call of one of these names is over.
    """
    follower = _follower(recording)
    moments = [
        at
        for at, step in enumerate(recording.steps, 1)
        if follower.take(step) and (not after or (step.over and step.call.name in after))
    ]
    dice = random.Random(SEED)
    follower, taken = _follower(recording, deaf_to), 0
    for moment in sorted(dice.choices(moments, k=number)):
        for step in recording.steps[taken:moment]:
            follower.take(step)
        taken = moment
        yield Failure(moment, "strict", follower.disk.strict(dice))
        yield Failure(moment, "ordered", follower.disk.ordered(dice))
        gc.collect(0)  # No test clears away by itself.


def _follower(recording: Recording, deaf_to: str = NOTHING) -> Follower:
    return Follower(Disk(recording.before), recording.folder, deaf_to=deaf_to)
