"""The card of a person: what they came for and are to come for."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from desk.gui.client import Client
from desk.gui.people import visits
from desk.gui.people.card import PersonCard
from desk.services import appointments
from desk.store.database import Database
from tests import build


def test_appointments_stand_among_the_visits_those_to_come_on_top(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    with database.write("ben") as tx:
        milan = build.patient(tx)
        doctor = build.resource(tx, "Dr. Eva", "Rossi").id
        facts: dict[str, Any] = {"person_id": milan.id, "resource_id": doctor}
        build.appointment(tx, None, build.span(9, day=-7), missed_at=tx.now, **facts)
        build.appointment(tx, None, build.span(9, day=2), flagged=True, **facts)
        cancelled = build.appointment(tx, None, build.span(9, day=1), **facts)
        build.appointment(tx, None, build.span(10, day=1), **facts)
        appointments.cancel(tx, [cancelled.id])
    card = PersonCard()
    qtbot.addWidget(card)

    card.show_person(milan, client.ask(visits.of, milan.id))

    shown = [(visit.who, visit.state, visit.icon) for visit in card.model.rows]
    assert shown == [
        ("Dr. Eva Rossi", "booked", "calendar-check"),
        ("Dr. Eva Rossi", "booked", "octagon-alert"),
        ("Dr. Eva Rossi", "cancelled", "ban"),
        ("Dr. Eva Rossi", "missed", "user-round-x"),
    ]
    assert card.summary.text().startswith("To come: 2. Before: 2")
