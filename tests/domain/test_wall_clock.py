"""Wall clocks tell the time as the zones of the world do, also where they change."""

from __future__ import annotations

import datetime as dt
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.span import whole_day
from desk.domain.wall_clock import DAY_MS, instant, milliseconds, wall_clock
from tests.domain.published import facts

MILLISECOND = timedelta(milliseconds=1)
ZONES = [zone for fact in facts("timezones", "instants.json.gz") for zone in fact["zones"]]
CHANGES = facts("timezones", "clock-changes.json")

# What is asked of other calendars and not of Desk, and why.
NOT_ASKED = {
    "add": "Desk adds elapsed time to instants, and dates to dates, but never both at once",
    "subtract": "as for adding",
    "since": "Desk counts elapsed time between instants, not months and days",
    "until": "as for since",
}
# Desk begins a day at what the clock calls midnight; Toronto's clocks once jumped over it by half
# an hour before and half an hour after, and there the day began in the middle of the jump.
ACROSS_MIDNIGHT = ("1919-03-30", "1919-03-31")
PLACE = re.compile(r"(?P<local>[^\[+]+?)(?:[+-]\d\d:\d\d)?\[(?P<zone>.+)\]")

plain_days = st.dates(dt.date(1970, 1, 1), dt.date(2040, 1, 1))
places = st.sampled_from(
    [
        *("Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut"),
        *("America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu", "America/Havana", "UTC"),
    ]
)


def resolved(fact: dict[str, Any]) -> tuple[str, str, str]:
    """The zone and the wall time that are asked about, and which of two instants is wanted."""
    if fact["op"] == "resolve":
        return fact["zone"], fact["local"], fact["policy"]
    place, *others = fact["args"]
    policy = next((each["disambiguation"] for each in others if each), "compatible")
    if fact["op"] == "withPlainTime":
        return zone_of(fact["on"]), f"{fact['on'][:10]}T{place}", policy
    if fact["op"] == "toZonedDateTime":
        zone = place["timeZone"] if isinstance(place, dict) else place
        return zone, fact["on"].partition(".")[0], policy
    if isinstance(place, dict):
        numbers = (place.get(each, 0) for each in ("year", "month", "day", "hour", "minute"))
        return place["timeZone"], datetime(*numbers).isoformat(), policy
    match = PLACE.fullmatch(place)
    assert match
    return match["zone"], match["local"], policy


def zone_of(text: str) -> str:
    return text.partition("[")[2].rstrip("]")


def read(text: str) -> datetime:
    return datetime.fromisoformat(re.sub(r"\.\d+|\[.*", "", text))


def at(zone: str, local: str) -> datetime:
    """The instant at which Desk's clock shows that time."""
    wall = datetime.fromisoformat(local)
    midnight = datetime(wall.year, wall.month, wall.day)
    return instant(wall_clock(zone).instant(wall.toordinal(), (wall - midnight) // MILLISECOND))


def answered(fact: dict[str, Any]) -> bool:
    """Whether it is what Desk does: the later of two for a gap, the earlier of a time twice."""
    zone, local, policy = resolved(fact)
    first, second = (
        datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)
    )
    usual = "later" if first.utcoffset() < second.utcoffset() else "earlier"  # type: ignore[operator]
    return policy in ("compatible", usual) or first.utcoffset() == second.utcoffset()


WALLS = [
    fact
    for fact in CHANGES
    if fact["op"] in ("resolve", "from", "toZonedDateTime", "withPlainTime")
    and fact.get("on") not in ACROSS_MIDNIGHT
    and answered(fact)
]
DAYS = [
    fact
    for fact in CHANGES
    if fact["op"] in ("hoursInDay", "startOfDay") and fact["on"][:10] not in ACROSS_MIDNIGHT
]


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone["zone"])
def test_every_instant_reads_as_it_does_where_it_is(zone: dict[str, Any]) -> None:
    for name in (zone["zone"], *zone["links"]):
        clock = wall_clock(name)
        for utc, time, _, offset in zone["rows"]:
            moment = datetime.fromisoformat(utc)
            local = (moment + timedelta(minutes=offset)).replace(tzinfo=None)

            day, since_midnight = clock.reading(milliseconds(moment))

            assert datetime.fromordinal(day) + since_midnight * MILLISECOND == local
            assert f"{local:%H:%M:%S}" == time


@pytest.mark.parametrize("fact", WALLS, ids=lambda fact: f"{fact['op']}-{resolved(fact)[1]}")
def test_a_wall_time_is_the_instant_that_is_stated(fact: dict[str, Any]) -> None:
    zone, local, _ = resolved(fact)

    found = at(zone, local)

    if "result_local" in fact:
        assert found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == read(fact["result_local"])
    else:
        assert found == read(fact["result"])


@pytest.mark.parametrize("fact", DAYS, ids=lambda fact: f"{fact['op']}-{fact['on']}")
def test_a_day_begins_and_lasts_as_is_stated(fact: dict[str, Any]) -> None:
    zone = zone_of(fact["on"])
    date = dt.date.fromisoformat(fact["on"][:10])
    clock, day = wall_clock(zone), date.toordinal()

    if fact["op"] == "startOfDay":
        assert instant(clock.midnight(day)) == read(fact["result"])
    else:
        assert clock.length(day) / 3_600_000 == fact["result"]
        assert whole_day(date, ZoneInfo(zone)).length == clock.length(day) * MILLISECOND


def test_whatever_else_is_asked_of_calendars_has_a_reason() -> None:
    kinds = {fact["op"] for fact in CHANGES}

    asked = {"resolve", "from", "toZonedDateTime", "withPlainTime", "hoursInDay", "startOfDay"}
    assert kinds - asked <= NOT_ASKED.keys()


@given(places, plain_days, st.integers(0, DAY_MS - 1))
def test_the_short_cut_by_midnight_is_no_guess(zone: str, date: dt.date, time: int) -> None:
    wall = datetime(date.year, date.month, date.day) + time * MILLISECOND

    found = wall_clock(zone).instant(date.toordinal(), time)

    assert instant(found) == wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(places, st.datetimes(datetime(1970, 1, 2), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_reading_a_clock_is_looking_at_the_zone(zone: str, moment: datetime) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    day, time = wall_clock(zone).reading(milliseconds(moment))

    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert datetime.fromordinal(day) + time * MILLISECOND == local


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_a_clock_stops_at_the_ends_of_the_calendar(moment: datetime) -> None:
    day, _ = wall_clock("Pacific/Apia").reading(milliseconds(moment.replace(tzinfo=UTC)))

    assert 1 <= day <= dt.date.max.toordinal()
