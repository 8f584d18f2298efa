from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.errors import Invalid
from desk.domain.offer_hours import OfferHours, are_hours, are_weekdays

ROME = ZoneInfo("Europe/Rome")
ALWAYS = OfferHours.read("00:00-24:00", "MO,TU,WE,TH,FR,SA,SU", "Europe/Rome")
OFFICE = OfferHours.read("08:00-18:00", "MO,TU,WE,TH,FR", "Europe/Rome")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def rome(day: int, hour: int, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2030, month, day, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("begins", "length", "ends"),
    [
        (rome(4, 9), HOUR, rome(4, 10)),
        (rome(4, 17, 30), HOUR, rome(5, 8, 30)),
        (rome(4, 22), HOUR, rome(5, 9)),
        (rome(4, 5), HOUR, rome(4, 9)),
        (rome(8, 17, 55), HOUR, rome(11, 8, 55)),
        (rome(9, 12), MINUTE, rome(11, 8, 1)),
        (rome(4, 9), timedelta(hours=10), rome(5, 9)),
        (rome(4, 17), HOUR, rome(4, 18)),
    ],
)
def test_time_runs_only_while_the_desk_is_open(
    begins: datetime, length: timedelta, ends: datetime
) -> None:
    assert OFFICE.after(begins, length) == ends


@given(
    st.datetimes(datetime(2029, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 5000).map(lambda number: number * MINUTE),
)
def test_where_it_is_always_open_time_just_passes(moment: datetime, length: timedelta) -> None:
    moment = moment.replace(microsecond=0)

    assert ALWAYS.after(moment, length) == moment + length


def test_a_day_on_which_the_clocks_change_has_its_own_length() -> None:
    whole = OfferHours.read("00:00-24:00", "SU", "Europe/Rome")
    saturday = rome(30, 12, month=3)

    assert whole.after(saturday, timedelta(hours=23)) == rome(1, 0, month=4)


@pytest.mark.parametrize("text", ["8-18", "18:00-08:00", "08:00-08:00", "08:00-24:30", "", "25:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    assert not are_hours(text)
    with pytest.raises(Invalid):
        OfferHours.read(text, "MO", "UTC")


@pytest.mark.parametrize("text", ["", "MON", "MO;TU", "MO,,TU"])
def test_weekdays_that_are_none_are_refused(text: str) -> None:
    assert not are_weekdays(text)
    assert are_weekdays("MO, TU")
