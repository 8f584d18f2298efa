"""Writing down what was done at the counter while there was no database server.

Each deed has a key of its own, whose answer is kept in the same transaction: one whose commit was
done and never heard of is not done again.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields

from desk.domain.directory import PersonKind
from desk.domain.queued import Deed, Queued
from desk.domain.visitor import Party, VisitorEntry
from desk.services import answers, people, visitor_log, visitors
from desk.services.answers import Kept, Question
from desk.store.database import Write

_CALLER = "queue"
_DONE = Kept(200, {}, b"")


def write_down(tx: Write, queued: Queued) -> None:
    """Write down what was done, with the moment of then; refused as it would have been then.

    Somebody who has left or arrived meanwhile, by a colleague's hand, is refused too.
    """
    facts = asdict(queued) | {"refused": ""}
    asked = hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()
    question = Question(_CALLER, queued.key, asked)
    if answers.given(tx, question) is not None:
        return
    if queued.deed is Deed.CHECK_IN:
        _check_in(tx, queued)
    else:
        assert queued.entry_id is not None, "only who is in the log can leave"
        visitors.depart(tx, [queued.entry_id], at=queued.at)
    answers.keep(tx, question, _DONE)


def _check_in(tx: Write, queued: Queued) -> None:
    if queued.entry_id is not None:
        announced = visitor_log.one(tx, queued.entry_id)
        party = _announced(announced)
        visitors.admit(tx, announced.id, party, seen=announced.version, at=queued.at)
        return
    first, _, last = queued.host.strip().rpartition(" ")
    host = people.named(tx, PersonKind.RESIDENT, first, last)
    party = Party(
        visitor=queued.visitor, resident_id=host.id, subject=queued.subject, people=queued.people
    )
    visitors.arrive(tx, party, at=queued.at)


def _announced(entry: VisitorEntry) -> Party:
    """The party as it was announced, whatever has been corrected meanwhile."""
    return Party(**{each.name: getattr(entry, each.name) for each in fields(Party)})
