"""Whatever happens at a desk, the log of the computer names nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from desk import log, upkeep
from desk.commands import dispatch
from desk.domain.errors import DeskError
from desk.domain.visitor import AlertKind
from desk.services import alerts, people, visitors
from desk.store.database import Database
from desk.store.records import PersonRecord
from tests import build
from tests.services import somebody
from tests.services.somebody import Known, erased, files_with_a_word

_LOG = logging.getLogger("desk.story")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_handler: None) -> Iterator[Path]:
    """The folder of a log in which everything is written down."""
    folder = tmp_path / "log"
    monkeypatch.setattr(log, "folder", lambda: folder)
    opened = log.Log(folder, logging.DEBUG, others=("sqlalchemy.pool",))
    yield folder
    opened.close()


def go_wrong(database: Database, known: Known) -> None:
    """A mistake of the program in the midst of names, told as the program tells its mistakes."""
    try:
        with database.write("ann") as tx:
            twice = tx.get(PersonRecord, known.person)
            tx.add(
                PersonRecord(
                    uid=twice.uid, kind=twice.kind, first_name="Zwenka", last_name="Quallenberg"
                )
            )
    except IntegrityError:
        _LOG.exception("a person could not be written down")


def test_a_day_with_refusals_and_mistakes_leaves_no_name_in_the_log(
    both: Database, place: Path, tmp_path: Path
) -> None:
    known = somebody.settle_in(both)
    with both.write("ann") as tx:
        alerts.add(tx, AlertKind.REFUSE, "Zwenka Quallenberg", "qreason")
    with pytest.raises(DeskError), both.write("ann") as tx:
        visitors.arrive(tx, build.party(known.other, "Zwenka Quallenberg"))
    go_wrong(both, known)
    upkeep.keep_up(both)
    upkeep.deliver_due(both)
    erased(both, known.duplicate)
    with pytest.raises(DeskError), both.read() as tx:
        people.one(tx, known.person)
    missing = tmp_path / "nowhere" / "desk.db"
    dispatch.run(["--database", str(missing), "person", "erase", "Zwenka Quallenberg"])

    assert "a person could not be written down" in (place / "desk.log").read_text("utf-8")
    assert files_with_a_word(place) == {}
