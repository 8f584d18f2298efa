"""The rows of the calendar: what they say, and what becomes of them when others are shown."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desk.domain.appointment import Appointment, Shelf
from desk.domain.closure import Closure
from desk.domain.directory import Resource
from desk.domain.span import Span
from desk.gui.calendar import items
from desk.gui.calendar.items import Kind, Load, Moment, Picture, Run
from desk.gui.calendar.model import STANDING, WHO, CalendarModel
from tests.conftest import ZONE, at

pytestmark = pytest.mark.usefixtures("qapp")
HALF = timedelta(minutes=30)
ROSSI = Resource(id=1, key="rossi", first_name="Dr. Eva", last_name="Rossi")
DAY = Span(at(0), at(23))


def booked(number: int = 1, hour: int = 9, **fields: object) -> Appointment:
    facts: dict[str, object] = {
        "id": number,
        "span": Span(at(hour), at(hour) + HALF),
        "resource_id": 1,
        "name": "Maria Gomez",
        "created_at": at(8),
        "updated_at": at(8),
    }
    return Appointment(**facts | fields)  # type: ignore[arg-type]


def picture(*shown: items.Item) -> Picture:
    moment = Moment(at(9, 40), ZoneInfo(ZONE), types={"check-up": "Check-up"})
    return Picture(DAY, items.in_order(shown), moment, {1: ROSSI})


def model(*shown: items.Item) -> CalendarModel:
    made = CalendarModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_picture(picture(*shown))
    return made


appointments = st.lists(
    st.builds(booked, st.integers(1, 9), st.integers(8, 16)), unique_by=lambda found: found.id
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(appointments, appointments)
def test_rows_that_stay_are_held_on_to_and_stay_the_same_objects(
    before: list[Appointment], after: list[Appointment]
) -> None:
    made = model(*map(items.of_appointment, before))
    held = {item.id: QPersistentModelIndex(made.index_of(item.id)) for item in made.rows}
    known = {item.id: item for item in made.rows}

    made.show_picture(picture(*map(items.of_appointment, after)))

    wanted = sorted(after, key=lambda found: (found.span.start, found.id))
    assert [item.appointment for item in made.rows] == wanted
    for item in made.rows:
        if item.id in held:
            assert held[item.id].data(CalendarModel.ItemRole) == item
            assert (known[item.id] is item) == (known[item.id] == item)


def test_the_roles_of_an_appointment_say_everything_about_it() -> None:
    found = booked(7, person_id=3, appointment_type="check-up")
    made = model(items.of_appointment(found))
    index = made.index(0, WHO)

    assert index.data() == "Maria Gomez"
    assert index.data(CalendarModel.SpanRole) == found.span
    assert index.data(CalendarModel.ProviderRole) == 1
    assert index.data(CalendarModel.PersonRole) == 3
    assert index.data(CalendarModel.TypeRole) == "check-up"
    assert index.data(CalendarModel.AppointmentRole) == found
    assert index.data(CalendarModel.KindRole) is Kind.APPOINTMENT
    assert index.data(CalendarModel.StandingRole).state == "warning"


def test_every_kind_of_row_is_told_in_one_sentence() -> None:
    closure = Closure(
        id=1, span=Span(at(11), at(12)), reason="Staff meeting", created_at=at(8), updated_at=at(8)
    )
    run = Run(4, slots=2, places=3, first=Span(at(10), at(10) + HALF))
    made = model(
        items.of_appointment(booked(arrived_at=at(9, 20), appointment_type="check-up")),
        items.of_run(run, Span(at(10), at(11)), 1),
        items.of_closure(closure),
    )

    said = [made.index_of(item.id).data() for item in made.rows]

    assert said == [
        "10:00\u201310:30, Maria Gomez, Check-up, Dr. Eva Rossi, Arrived, waiting 20 min",
        "11:00\u201312:00, Free, Dr. Eva Rossi, 3 places",
        "12:00\u201313:00, Staff meeting, Everybody, Closed",
    ]


def test_a_day_of_the_month_says_how_full_it_is() -> None:
    load = Load(at(9).date(), free=12, taken=30)

    made = model(items.of_load(load, DAY))

    assert made.index_of(made.rows[0].id).data() == "Monday, 4 February 2030: 12 free, 30 taken"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"hour": 12}, "Booked"),
        ({"held_until": at(9, 44)}, "Held, 4:00 left"),
        ({"held_until": at(12), "entry_id": 1}, "Offered, 2 h 20 min left"),
        ({"held_until": at(9, 40)}, "Run out"),
        ({}, "Late, 40 min"),
        ({"arrived_at": at(9, 15)}, "Arrived, waiting 25 min"),
        ({"arrived_at": at(9), "admitted_at": at(9, 5)}, "In room"),
        ({"completed_at": at(9, 30)}, "Done"),
        ({"missed_at": at(9, 30)}, "Did not come"),
        ({"shelf": Shelf.TRASH}, "Cancelled"),
        ({"flagged": True, "caller": "ben"}, "Must be moved, ben calls"),
        ({"hour": 12, "beyond": "urgent"}, "Overbooked, urgent"),
    ],
)
def test_every_state_has_words_of_its_own(fields: dict[str, object], said: str) -> None:
    made = model(items.of_appointment(booked(**fields)))  # type: ignore[arg-type]

    assert made.index(0, STANDING).data() == said


@pytest.mark.parametrize(
    ("waiting", "state"), [(5, "arrived"), (20, "warning"), (39, "warning"), (40, "full")]
)
def test_waiting_turns_amber_and_then_red(waiting: int, state: str) -> None:
    came = at(9, 40) - timedelta(minutes=waiting)
    made = model(items.of_appointment(booked(arrived_at=came)))

    assert made.index(0, 0).data(CalendarModel.StandingRole).state == state


def test_time_that_goes_on_is_told_only_of_what_changes_with_it() -> None:
    made = model(
        items.of_appointment(booked(1, held_until=at(9, 50))),
        items.of_appointment(booked(2, 12)),
    )
    heard = QSignalSpy(made.dataChanged)

    made.tick(Moment(at(9, 41), ZoneInfo(ZONE)))

    assert [heard.at(n)[0].row() for n in range(heard.count())] == [0]
    assert made.index(0, STANDING).data() == "Held, 9:00 left"


def test_the_columns_have_headings() -> None:
    made = model()

    said = [made.headerData(n, Qt.Orientation.Horizontal) for n in range(made.columnCount())]

    assert said == ["Time", "Person", "Provider", "Type", "Standing", "Note", "Summary"]
