"""A server at work that is recorded, and what is wrong after the power has failed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desk.domain.errors import Unusable
from desk.services import house
from desk.store import backup, kept_copies
from desk.store.database import Database
from tests.api.live import Live, served
from tests.api.wire_of import wire
from tests.faults.failures import Failure
from tests.faults.lossy_disk import durable
from tests.faults.recording import Recording, recorded
from tests.faults.writers import Caller, found
from tests.store.files import contents


@dataclass(frozen=True)
class Work:
    """What a server did with `file` for its callers, who show the token `secret`.

    At the step `idle` they had their answers and the folder was as it was `meanwhile`; when the
    server had ended it was as it was `after`.
    """

    file: Path
    secret: str
    callers: list[Caller]
    recording: Recording
    idle: int
    meanwhile: dict[str, bytes]
    after: dict[str, bytes]

    def wrong_after(self, failure: Failure) -> list[str]:
        """What is not as it must be when the power is back, each in a sentence."""
        with failure.laid_out() as folder:
            file = folder / self.file.name
            try:
                with closing(house.opened(f"sqlite:///{file}")) as database:
                    wrong = [*backup.check(database.engine), *self._lost(database, failure.steps)]
                for copy in kept_copies.listed(file):
                    kept_copies.contents(copy.path)
            except Unusable as error:
                wrong = [repr(error)]
        return [f"{failure.model}, step {failure.steps}: {each}" for each in wrong]

    def _lost(self, database: Database, steps: int) -> Iterator[str]:
        """Whose rows are not those that were acknowledged, with or without the act under way.

        One whose answer was lost then asks again, after which that act is done, and done once.
        """
        there = found(database)
        for caller in self.callers:
            had = caller.answers_before(steps)
            mine = [row for row in there if caller.owns(row)]
            if mine not in (caller.rows(had), caller.rows(had + 1)):
                yield f"{caller.name} had {had} answers, and there is {mine}"
        caller = self.callers[steps % len(self.callers)]
        had = caller.answers_before(steps)
        for act in caller.acts[had : had + 1]:
            headers = {"idempotency_key": act.key}
            asking = wire(database).holding(self.secret)
            reply = asking.ask(act.method, act.path, act.body, headers=headers)
            others = [row for row in there if not caller.owns(row)]
            again = found(database)
            if reply.status != act.status or again != sorted([*others, *act.rows]):
                yield f"{caller.name} asks again, is answered {reply}, and there is {again}"


def work_of(file: Path, home: Path, secret: str, callers: list[Caller], acts: int) -> Work:
    """Let each of the callers have so many answers from a server that is recorded."""
    with (
        recorded(file.parent) as recording,
        served(f"sqlite:///{file}", home, under=recording.under) as live,
        ThreadPoolExecutor(len(callers)) as threads,
    ):
        for work in [threads.submit(each.work, live, acts) for each in callers]:
            work.result()
        meanwhile = _standing_still(live, file.parent)
    answers = recording.answers()
    for caller in callers:
        caller.answered = [at for at, port in answers if port == caller.port]
        assert len(caller.answered) == acts
    idle, _ = answers[-1]
    return Work(
        file=file,
        secret=secret,
        callers=callers,
        recording=recording,
        idle=idle,
        meanwhile=meanwhile,
        after=durable(contents(file.parent)),
    )


def _standing_still(live: Live, folder: Path) -> dict[str, bytes]:
    """What is in the folder while the server does nothing but say that it is well."""
    while True:
        before = durable(contents(folder))
        assert live.ask("GET", "/health")[0] == 200
        if durable(contents(folder)) == before:
            return before
