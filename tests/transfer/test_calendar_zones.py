from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from desk.domain.span import Span
from desk.transfer import calendar_reading
from desk.transfer.calendar_values import Broken, When
from desk.transfer.calendar_zone_out import definition
from desk.transfer.calendar_zones import FileZone, Zones
from tests.transfer.calendars import calendar, event, expanded

ROME = ZoneInfo("Europe/Rome")
LAST = datetime(2035, 1, 1, tzinfo=UTC)
OWN = (
    "BEGIN:VTIMEZONE",
    "TZID:Own",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
)
ZONES = st.sampled_from(
    [
        *("Europe/Rome", "Europe/Dublin", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia"),
        *("America/New_York", "America/Sao_Paulo", "America/St_Johns", "Australia/Lord_Howe"),
        "UTC",
    ]
)


def zones(folder: Path, *definition_: str) -> Zones:
    path = folder / "zones.ics"
    path.write_text(calendar("\r\n".join(definition_)) if definition_ else calendar())
    return Zones(ROME, calendar_reading.read(path).zones, LAST)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("", "Europe/Rome"),
        ("America/New_York", "America/New_York"),
        ("US/Eastern", "US/Eastern"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ('"Tokyo Standard Time"', "Asia/Tokyo"),
        ("/example.org/20050126_1/America/Argentina/Salta", "America/Argentina/Salta"),
        ("/Europe/Stockholm", "Europe/Stockholm"),
        ("Nowhere/Land", "Europe/Rome"),
        ("../../etc/passwd", "Europe/Rome"),
        ("x" * 5000, "Europe/Rome"),
    ],
)
def test_a_name_means_what_everybody_means_by_it(tmp_path: Path, name: str, meant: str) -> None:
    assert str(zones(tmp_path).of(name)) == meant


def test_names_that_the_file_does_not_define_are_remembered(tmp_path: Path) -> None:
    found = zones(tmp_path)

    found.of("Nowhere"), found.of("Europe/Berlin"), found.of("Europe/Berlin"), found.of("UTC")

    assert (found.unknown, found.undefined) == (["Nowhere"], ["Europe/Berlin"])


@given(moment=st.datetimes(datetime(2000, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC)))
@settings(max_examples=80)
def test_a_zone_of_the_file_goes_as_its_rules_say(
    moment: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = zones(tmp_path_factory.mktemp("own"), *OWN).of("Own")

    here, there = moment.astimezone(own), moment.astimezone(ROME)

    assert isinstance(own, FileZone)
    assert (here.replace(tzinfo=None), here.fold) == (there.replace(tzinfo=None), there.fold)
    assert here.astimezone(UTC) == moment


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        ((2030, 3, 31, 1, 59), (2030, 3, 31, 0, 59)),
        ((2030, 3, 31, 2, 30), (2030, 3, 31, 1, 30)),  # skipped: as far after the gap
        ((2030, 3, 31, 3, 0), (2030, 3, 31, 1, 0)),
        ((2030, 10, 27, 2, 30), (2030, 10, 27, 0, 30)),  # twice: the first
        ((2030, 10, 27, 3, 0), (2030, 10, 27, 2, 0)),
    ],
)
def test_times_around_a_change_of_the_clock_are_as_the_standard_says(
    tmp_path: Path, wall: tuple[int, ...], utc: tuple[int, ...]
) -> None:
    found = zones(tmp_path, *OWN)
    year, month, day, hour, minute = wall

    local = datetime(year, month, day, hour, minute)

    wanted = datetime(*utc, tzinfo=UTC)  # type: ignore[misc, arg-type]
    assert found.instant(When(local, "Own")) == wanted
    assert found.instant(When(local, "Europe/Rome")) == wanted


@given(name=ZONES, start=st.datetimes(datetime(1995, 1, 1), datetime(2034, 1, 1)), data=st.data())
@settings(max_examples=50)
def test_a_zone_that_goes_out_comes_in_as_the_same_clock(
    name: str, start: datetime, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    zone, begin = ZoneInfo(name), start.replace(tzinfo=UTC)
    period = Span(begin, begin + timedelta(days=data.draw(st.integers(1, 900))))
    calendar_ = Calendar()
    calendar_.add_component(definition(zone, period))
    text = calendar_.to_ical().replace(f"TZID:{name}".encode(), b"TZID:Own")
    path = tmp_path_factory.mktemp("out") / "zone.ics"
    path.write_bytes(text)

    found = Zones(ROME, calendar_reading.read(path).zones, period.end)

    seconds = int(period.length.total_seconds())
    moment = begin + timedelta(seconds=data.draw(st.integers(0, seconds)))
    local = moment.astimezone(zone).replace(tzinfo=None)
    assert moment.astimezone(found.of("Own")).replace(tzinfo=None) == local


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (OWN[:2] + OWN[-1:], "neither standard nor daylight time"),
        ([line for line in OWN if "DTSTART" not in line], "does not say when it starts"),
        ([line.replace("+0100", "one") for line in OWN], 'TZOFFSETTO "one" is not an offset'),
        ([line.replace("+0100", "+9900") for line in OWN], "is more than a day"),
        ([line.replace("=YEARLY", "=SECONDLY") for line in OWN], "changes its clocks too often"),
    ],
    ids=["no part", "no start", "no offset", "too much", "every second"],
)
def test_a_zone_that_is_not_well_defined_is_refused(
    tmp_path: Path, lines: list[str], why: str
) -> None:
    with pytest.raises(Broken, match=f'its time zone "Own" is not well defined: .*({why})'):
        zones(tmp_path, *lines).of("Own")


def test_a_definition_may_stand_behind_its_use(tmp_path: Path) -> None:
    found = expanded(tmp_path, event("DTSTART;TZID=Own:20300701T100000"), "\r\n".join(OWN))

    assert found.starts == ["20300701T080000Z"]


def test_times_without_a_zone_are_on_the_clock_of_the_house(tmp_path: Path) -> None:
    found = expanded(tmp_path, event("DTSTART:20300701T100000"), house="America/New_York")

    assert [one.start for one in found.occurrences] == [datetime(2030, 7, 1, 14, tzinfo=UTC)]
