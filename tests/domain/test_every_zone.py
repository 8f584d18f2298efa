"""Wherever the clocks change, a day has as many slots as hours, and no two of them are the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from desk.domain.availability import Availability
from desk.domain.span import Span
from tests.conftest import at

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FROM, TO = datetime(1970, 1, 8, tzinfo=UTC), datetime(2037, 12, 31, tzinfo=UTC)


def offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    found = moment.astimezone(zone).utcoffset()
    assert found is not None
    return found


def changes(zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta]]:
    """Each change of its clocks, the last one first: the moment, and by how much they go on."""
    after = TO
    later = offset(zone, after)
    while after > FROM:
        before = after - WEEK
        earlier = offset(zone, before)
        if earlier != later:
            yield first_of(zone, before, after), later - earlier
        after, later = before, earlier


def first_of(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the offset that there is `after`."""
    wanted = offset(zone, after)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if offset(zone, middle) == wanted:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def days(zone: ZoneInfo) -> Iterator[tuple[dt.date, timedelta]]:
    """The last date on which its clocks go on by an hour, and the last on which they go back."""
    for wanted in (HOUR, -HOUR):
        for moment, forward in changes(zone):
            if forward == wanted:
                yield changed(zone, moment), DAY - forward
                break


def changed(zone: ZoneInfo, moment: datetime) -> dt.date:
    """The date of the hour that is left out or comes twice."""
    second = timedelta(seconds=1)
    before = (moment - second).astimezone(zone).replace(tzinfo=None) + second
    return min(before, moment.astimezone(zone).replace(tzinfo=None)).date()


def begin(zone: ZoneInfo, date: dt.date) -> datetime:
    """The first moment of a date: half a day before, its clocks showed another one."""
    early = datetime.combine(date, dt.time(), UTC) - DAY
    late = early + 3 * DAY
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).date() >= date:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)


def open_all_day(zone: str, date: dt.date) -> Availability:
    """Open around the clock since some days before."""
    since = date - 5 * DAY
    first = Span(begin(ZoneInfo(zone), since), begin(ZoneInfo(zone), since + DAY))
    return Availability(
        id=1,
        resource_id=1,
        span=first,
        slot_length=HOUR,
        rule="FREQ=DAILY",
        zone=zone,
        created_at=at(0),
        updated_at=at(0),
    )


def test_a_day_of_23_or_25_hours_has_as_many_slots_in_every_zone() -> None:
    looked_at = 0
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for date, length in days(zone):
            whole = Span(begin(zone, date), begin(zone, date + DAY))
            assert whole.length == length, (name, date)
            found = open_all_day(name, date).slot_spans(whole)
            slots = [slot.start for slot in found if whole.start <= slot.start < whole.end]
            hours = [whole.start + hour * HOUR for hour in range(length // HOUR)]
            assert (len(hours) in (23, 25), slots) == (True, hours), (name, date)
            looked_at += 1

    assert looked_at > 700
