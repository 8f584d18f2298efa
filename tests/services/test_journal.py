"""The journal says who did what and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Concatenate, ParamSpec

import pytest

from desk.domain.change import Action
from desk.domain.directory import PersonKind
from desk.domain.errors import Invalid
from desk.services import journal, visitors
from desk.store.database import Database, Write
from tests import build
from tests.conftest import MONDAY, Clock, at

P = ParamSpec("P")

DATE = MONDAY.date()
RESIDENT = PersonKind.RESIDENT


def do(
    database: Database,
    service: Callable[Concatenate[Write, P], object],
    *args: P.args,
    **kwargs: P.kwargs,
) -> int:
    """Carry a service out; the number of its transaction."""
    with database.write("ann") as tx:
        service(tx, *args, **kwargs)
    return tx.batch


def founded(database: Database) -> int:
    """Somebody to visit."""
    with database.write("ann") as tx:
        return build.resident(tx).id


def test_the_journal_tells_what_was_done_since_and_to_one_thing(both: Database) -> None:
    host = founded(both)
    number = build.last_change(both)
    with both.write("ann") as tx:
        entry = visitors.arrive(tx, build.party(host))
    do(both, visitors.depart, [entry.id])

    with both.read() as tx:
        later = journal.since(tx, number)
        about = journal.of(tx, "visitor_entry", entry.id)
        assert journal.since(tx, number, limit=1) == later[:1]

    assert [(each.action, each.actor) for each in later] == [
        (Action.ADDED, "ann"),
        (Action.CHANGED, "ann"),
    ]
    assert about == later[::-1]
    assert about[0].old == {"departed_at": None}


def test_several_reasons_stand_side_by_side_and_each_but_once(both: Database) -> None:
    with both.write("ann") as tx:
        for reason in ("", "known to the house", " school class ", "known to the house"):
            journal.because(tx, reason)

        assert tx.reason == "known to the house; school class"


def test_a_reason_that_cannot_be_kept_is_refused(both: Database) -> None:
    with pytest.raises(Invalid), both.write("ann") as tx:
        journal.because(tx, "a\0b")


def test_it_is_counted_what_was_done_after_a_moment(both: Database, clock: Clock) -> None:
    with both.write("ann") as tx:
        build.resident(tx)
    clock.advance(timedelta(minutes=1))
    with both.write("ann") as tx:
        build.resident(tx, "Bo")
        build.resident(tx, "Cy")

    with both.read() as tx:
        counted = [journal.count_after(tx, at(9) + timedelta(seconds=n)) for n in (-1, 0, 60)]
        assert counted == [journal.last(tx), 2, 0]
