"""Whatever a caller was answered is there once, whenever the power fails and whatever that costs.

A disk may lose, or keep in part, all that it was not asked to keep for good.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from shutil import copy

import pytest

from desk.domain.span import Span
from desk.services import directory, house
from desk.store import reserve
from desk.store.database import Write
from tests import build
from tests.api.log_words import visit
from tests.api.wire_of import token
from tests.faults import power
from tests.faults.failures import NOTHING, failures, played
from tests.faults.power import Work
from tests.faults.writers import Books, Caller, Visits

SHORT, LONG = 10, 200  # answers to each caller
BOOKING = "caller 2"


@pytest.fixture(scope="module")
def work(
    request: pytest.FixtureRequest, furnished_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Work:
    """A server that has answered each of three callers so many times."""
    acts, home = request.param, tmp_path_factory.mktemp("power")
    (home / "data").mkdir()
    file = Path(copy(furnished_file, home / "data" / "desk.db"))
    with closing(house.opened(f"sqlite:///{file}")) as database:
        with database.write("test") as tx:
            directory.put_organisation(tx, "bigclinic", "Big Clinic")
            host, patient = build.resident(tx), build.patient(tx)
            slots = {f"{BOOKING} {number}": each for number, each in enumerate(slots_in(tx, acts))}
        secret = token(database, "admin")
    reserve.beside(file).unlink()  # The server makes one.
    callers = [Caller(f"caller {each}", Visits(visit(host)), secret) for each in range(2)]
    booking = Caller(BOOKING, Books(patient.id, slots), secret)
    return power.work_of(file, home, secret, [*callers, booking], acts)


def slots_in(tx: Write, number: int) -> list[int]:
    """So many slots of a provider that begin in some days from now."""
    first = datetime.combine(tx.today + timedelta(days=3), time(8), UTC)
    starts = [first + build.HALF_AN_HOUR * each for each in range(number)]
    provider = build.resource(tx)
    spans = [Span(start, start + build.HALF_AN_HOUR) for start in starts]
    return [build.availability(tx, provider.id, span).id for span in spans]


def wrong_after(work: Work, number: int, deaf_to: str = NOTHING) -> list[str]:
    """All that is wrong after so many failures."""
    found = map(work.wrong_after, failures(work.recording, number, deaf_to=deaf_to))
    return list(chain.from_iterable(found))


@pytest.mark.parametrize("work", [SHORT, pytest.param(LONG, marks=pytest.mark.long)], indirect=True)
def test_without_a_failure_the_recording_gives_every_file_byte_for_byte(work: Work) -> None:
    assert played(work.recording, work.idle) == work.meanwhile
    assert played(work.recording) == work.after
    assert "desk.db-wal" in work.meanwhile


@pytest.mark.parametrize(
    ("work", "number"),
    [(SHORT, 12), pytest.param(LONG, 2_000, marks=pytest.mark.long)],
    indirect=["work"],
)
def test_whenever_the_power_fails_all_that_was_acknowledged_is_there_once(
    work: Work, number: int
) -> None:
    assert wrong_after(work, number) == []

    acts = sum(len(caller.acts) for caller in work.callers)
    told = f"{2 * number} images of a recording in which {acts} acts were acknowledged"
    print(told)  # noqa: T201 - the figures, for who asks with -s


@pytest.mark.parametrize("work", [SHORT], indirect=True)
def test_a_disk_that_is_not_asked_to_keep_the_log_loses_what_was_acknowledged(work: Work) -> None:
    wrong = wrong_after(work, 4, deaf_to="-wal")

    assert any("answers, and there is" in each for each in wrong)
