"""Making copies, erasing and going back are done or not, whenever the power fails meanwhile.

What was said to be done is done for good; every file that has its final name is whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing

import pytest

from desk.domain.errors import Unusable
from desk.services import house
from desk.store import backup, kept_copies
from tests.conftest import Clock
from tests.faults.failures import Failure, failures, played
from tests.faults.keeping import Truth
from tests.faults.lossy_disk import durable
from tests.faults.recording import Recording, recorded
from tests.store.files import ROOT, contents
from tests.transfer.made import log

NAMES = ("mkdir", "rename", "unlink")  # after which there may be more to lose than at most times


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("keeping") / "data"
    folder.mkdir()
    with recorded(folder) as made:
        command = [
            *made.under,
            sys.executable,
            "-m",
            "tests.faults.keeping",
            str(folder / "desk.db"),
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return made


def truths(recording: Recording, steps: int) -> tuple[Truth, Truth]:
    """What was said last before so many steps were over, and what was said next."""
    said = recording.said()
    told = [Truth(), *(Truth(**json.loads(words)) for _, words in said)]
    number = bisect_left([at for at, _ in said], steps)
    return told[number], told[min(number + 1, len(said))]


def wrong_after(recording: Recording, clock: Clock, failure: Failure) -> Iterator[str]:
    """What is not as it must be when the power is back, each in a sentence."""
    now, then = truths(recording, failure.steps)
    files = failure.files
    yield from (f"{path} is gone" for path in now.files if path not in files)
    for name in now.erased:
        yield from (f"{name} is in {path}" for path in files if name.encode() in files[path])
    with failure.laid_out() as folder:
        file = folder / "desk.db"
        kept = [folder / path for path in now.files if path in files]
        try:
            for copy in {*kept, *(each.path for each in kept_copies.listed(file))}:
                kept_copies.contents(copy)
            with closing(house.opened(f"sqlite:///{file}", clock=clock)) as database:
                yield from backup.check(database.engine)
                there = sorted(entry.visitor for entry in log(database))
        except Unusable as error:
            yield repr(error)
        else:
            if there not in (sorted(now.visitors), sorted(then.visitors)):
                yield f"there is {there}"


def all_wrong(recording: Recording, clock: Clock, number: int) -> list[str]:
    return [
        f"{failure.model}, step {failure.steps}: {each}"
        for after in ((), NAMES)
        for failure in failures(recording, number, after=after)
        for each in wrong_after(recording, clock, failure)
    ]


def test_without_a_failure_the_recording_gives_every_file_byte_for_byte(
    recording: Recording,
) -> None:
    assert played(recording) == durable(contents(recording.folder))


@pytest.mark.parametrize("number", [8, pytest.param(1_000, marks=pytest.mark.long)])
def test_whenever_the_power_fails_what_was_said_to_be_done_is_done(
    recording: Recording, clock: Clock, number: int
) -> None:
    assert all_wrong(recording, clock, number) == []
