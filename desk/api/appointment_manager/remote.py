"""Rooms of remote appointments in answers: told after the commit, so that no booking fails by it.

What the service of rooms cannot do stands in `errors` (contract of document 004, 1.6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from desk.api.appointment_manager.documents import House
from desk.api.wire import Answer
from desk.delivery import rooms
from desk.services import site
from desk.store.database import Database, Read, Write

Fields = dict[str, Any]


def arranged(
    tx: Write, house: House, answer: Answer, again: Callable[[Read], Fields] | None = None
) -> Answer:
    """The answer to what this transaction does, when its rooms have been arranged elsewhere.

    `again` gives those fields of the answer that may be different then.
    """
    if site.among(house.chosen, site.TELECONSULTATION_ENDPOINT) is None:
        return answer
    tx.session.flush()
    ids = [note.id for note in tx.notes.of("appointment")]
    return replace(answer, then=partial(_after, answer, ids, again))


def _after(
    answer: Answer, ids: Sequence[int], again: Callable[[Read], Fields] | None, database: Database
) -> Answer:
    troubles = rooms.arrange(database, ids) if ids else []
    if not isinstance(answer.body, dict):
        return replace(answer, then=None)
    body: Fields = {**answer.body, "errors": [each.as_document() for each in troubles]}
    if again is not None:
        with database.read() as tx:
            body |= again(tx)
    return replace(answer, body=body, then=None)
