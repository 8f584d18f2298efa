"""Document 004, calendar: all that goes on in a period, as events (contract, 1.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desk.api.appointment_manager import choosing, documents, examples, query
from desk.api.appointment_manager.calendar_period import END, START, bounds
from desk.api.appointment_manager.calendar_text import CalendarText
from desk.api.appointment_manager.choosing import ENDLESS, moment
from desk.api.appointment_manager.dialect import CALENDAR, DIALECT, READING
from desk.api.appointment_manager.documents import House
from desk.api.appointment_manager.moments import array
from desk.api.call import Call
from desk.api.described import INSTANT, WHOLE, Described, Said, listed
from desk.api.wire import Answer
from desk.domain.access import Role
from desk.services import calendar_lists
from desk.services.calendar_lists import Claim, Look, Part
from desk.services.slot_lists import Choice
from desk.store.database import Read

# Both dates are needed, in the address or in the query; see `calendar_period`.
QUERY = {START: INSTANT, END: INSTANT, "_q": query.QUERY_SCHEMA}
EVENT = {
    "type": "object",
    "properties": {
        "eventType": {"enum": ["Availability", "Exception", "Appointment"]},
        "_id": {"type": "string"},
        "startDate": INSTANT,
        "endDate": INSTANT,
    },
    "required": ["eventType", "_id", "startDate", "endDate"],
}


@DIALECT.reads(
    CALENDAR,
    Described(
        summary="All events that overlap a period, the earliest first",
        query=QUERY,
        required=frozenset({START, END}),
        answers={200: Said("The events", listed(EVENT), [examples.EVENT]), **READING, 400: ENDLESS},
    ),
    needs=Role.READONLY,
)
def every(call: Call, tx: Read) -> Answer:
    house = documents.house(tx)
    text = CalendarText(house.knowing_all(tx))

    def events(parts: Iterator[Part]) -> Iterator[str]:
        return (event for part in parts for event in text.events(part))

    return Answer(array(events(_parts(call, tx, house, text.claims.text))), streams=True)


@DIALECT.reads(
    f"{CALENDAR}count/",
    Described(
        summary="How many events overlap a period",
        query=QUERY,
        required=frozenset({START, END}),
        answers={200: Said("How many", WHOLE, 7), **READING, 400: ENDLESS},
    ),
    needs=Role.READONLY,
)
def count(call: Call, tx: Read) -> Answer:
    return Answer(sum(map(len, _parts(call, tx, documents.house(tx), lambda _claim: ""))))


def _parts(call: Call, tx: Read, house: House, write: Callable[[Claim], str]) -> Iterator[Part]:
    """What is asked for, part of the period by part; each end of it is looked for by itself."""
    found = bounds(query.queried(call))
    start, end = call.one(START), call.one(END)
    period = choosing.period(
        moment(START, found.start if start is None else start),
        moment(END, found.end if end is None else end),
    )
    chosen = choosing.chosen(call, house, found.rest)
    choice = Choice(opened=chosen.opened, shut=chosen.shut)
    return calendar_lists.parts(tx, period, Look(choice=choice, claims=chosen.claims, write=write))
