"""While everybody works at once and the server is killed at random, every rule goes on to hold."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import select

from desk.domain.directory import Per
from desk.domain.span import Span
from desk.services import directory, house, waiting_line
from desk.store import backup
from desk.store.database import Database, Write
from desk.store.records import AppointmentRecord
from tests import build
from tests.api.log_words import visit
from tests.api.wire_of import token
from tests.faults import mixing
from tests.faults.mixing import House, Run
from tests.transfer.made import log

SLOTS = 120
PASSES = 5
MOST = 300_000  # kilobytes of memory of the window
GROWTH = 1.05


@pytest.fixture
def desk(furnished_file: Path, tmp_path: Path) -> House:
    """A house with three providers whose slots begin in some days from now."""
    file = tmp_path / "desk.db"
    file.write_bytes(furnished_file.read_bytes())
    with closing(house.opened(f"sqlite:///{file}")) as database:
        with database.write("test") as tx:
            directory.put_organisation(tx, "bigclinic", "Big Clinic")
            host = build.resident(tx, "Grace", "Okafor")
            patient = build.patient(tx, "Maria", "Gomez")
            passes = build.appointment_type(tx, "pass", Per.STOCK, places=0, automatic=False)
            slots = [build.availability(tx, *each) for each in wanted(tx)]
        secret = token(database, "admin")
    return House(file, secret, visit(host), patient.id, passes.id, "pass", PASSES, slots)


def wanted(tx: Write) -> list[tuple[int, Span]]:
    """Whose slots there are, and when."""
    first = datetime.combine(tx.today + timedelta(days=3), time(8), UTC)
    starts = [first + build.HALF_AN_HOUR * number for number in range(SLOTS)]
    spans = [Span(start, start + build.HALF_AN_HOUR) for start in starts]
    return [(build.resource(tx).id, span) for span in spans]


@pytest.mark.parametrize(
    ("seconds", "steady"), [(5, False), pytest.param(600, True, marks=pytest.mark.long)]
)
def test_every_rule_holds_after_everybody_has_worked_at_once(
    desk: House, tmp_path: Path, seconds: int, steady: bool
) -> None:
    run = mixing.run(desk, tmp_path, seconds)

    print(run.told())  # noqa: T201 - the figures, for who asks with -s
    assert run.faults == []
    assert max(run.memory) <= MOST
    if steady:  # In a few seconds a window has only just come up.
        begun, ended = run.memory[seconds // 5 : seconds // 2], run.memory[-seconds // 10 :]
        assert median(ended) <= GROWTH * median(begun)
    assert {"POST books 201", "file brought in"} <= run.answers.keys()
    with closing(house.opened(f"sqlite:///{desk.file}")) as database:
        require_rules(database, run)
    for copy in run.copies[-3:]:
        with closing(house.opened(f"sqlite:///{copy}")) as database:
            assert backup.check(database.engine) == []


def require_rules(database: Database, run: Run) -> None:
    assert backup.check(database.engine) == []
    subjects = Counter(entry.subject for entry in log(database))
    assert all(subjects[each] == 1 for each in run.subjects)
    assert all(number == 1 for each, number in subjects.items() if each.startswith("caller"))
    with database.read() as tx:
        claims = [each.value() for each in tx.session.scalars(select(AppointmentRecord))]
        assert run.booked <= {each.id for each in claims if each.counts(tx.now)}
        taken = Counter(each.availability_id for each in claims if each.counts(tx.now))
        del taken[None]
        assert all(number == 1 for number in taken.values())
        given = [each.offer for each in waiting_line.listed(tx) if each.offer is not None]
        assert len(given) <= PASSES
        assert len({key for offer in given for key in offer.ids}) == len(given)
