from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.transfer.moments import Moments, pattern_of, written

NEW_YORK = ZoneInfo("America/New_York")
RECORDS = ("%m/%d/%Y %H:%M", "%m/%d/%Y", "%b %d %Y %I:%M%p", "%b %d, %Y %I:%M%p")


def read(text: str, *patterns: str) -> tuple[datetime, bool, str | None] | None:
    moment = Moments(patterns or RECORDS, NEW_YORK).read(text)
    return (moment.at, moment.whole_day, moment.text) if moment else None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1/4/2022 10:40", datetime(2022, 1, 4, 15, 40, tzinfo=UTC)),
        ("12/31/2021 1:54", datetime(2021, 12, 31, 6, 54, tzinfo=UTC)),
        ("Apr 23 2022  7:49AM", datetime(2022, 4, 23, 11, 49, tzinfo=UTC)),
        ("Apr  7, 2022  9:55AM", datetime(2022, 4, 7, 13, 55, tzinfo=UTC)),
        ("Jun 16 2022 12:13AM", datetime(2022, 6, 16, 4, 13, tzinfo=UTC)),
        ("JUNE 16 2022 12:13pm", datetime(2022, 6, 16, 16, 13, tzinfo=UTC)),
    ],
)
def test_times_are_read_on_the_clock_of_the_house(text: str, at: datetime) -> None:
    assert read(text) == (at, False, None)


def test_a_date_without_a_time_means_that_day() -> None:
    assert read("3/29/2022") == (datetime(2022, 3, 29, 4, tzinfo=UTC), True, "2022-03-29")
    assert read("2022-03-29", "iso") == (datetime(2022, 3, 29, 4, tzinfo=UTC), True, "2022-03-29")


def test_a_blank_is_no_time() -> None:
    assert read("  ") is None


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "13/1/2022",
        "2/30/2022",
        "1/4/22",
        "1/4/2022 25:00",
        "Foo 3 2022 7:49AM",
        "Apr 23 2022 0:49AM",
        "Apr 23 2022 13:49AM",
        "1/1/0001 00:10",
        "2022-03-29",
    ],
)
def test_what_no_pattern_fits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        Moments(RECORDS, ZoneInfo("Asia/Tokyo")).read(text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("%d/%q/%Y", "%q is not known"),
        ("%d/%m", "year, month and day"),
        ("%d/%m/%Y %Y", "twice"),
        ("soon", "year, month and day"),
    ],
)
def test_a_pattern_that_cannot_tell_a_date_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        pattern_of(pattern)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)))
def test_what_the_desk_writes_it_reads_again_as_its_own(local: datetime) -> None:
    at = local.replace(tzinfo=UTC) - timedelta(microseconds=local.microsecond % 1000)

    moment = Moments(("iso",), NEW_YORK).read(written(at, NEW_YORK))

    assert moment is not None
    assert (moment.at, moment.text) == (at, None)


def test_another_spelling_of_a_time_is_kept_as_it_came() -> None:
    assert read("2022-03-29T10:00Z", "iso") == (
        datetime(2022, 3, 29, 10, tzinfo=UTC),
        False,
        "2022-03-29T10:00Z",
    )
