"""Of many copies the recent ones are kept, and few of the old ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.thinning import DAYS, HOURS, MONTHS, WEEKS, worth_keeping

NOW = datetime(2030, 7, 1, 12, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_year_of_hourly_copies_is_thinned_to_a_few(  # reliability, ruling 8
) -> None:
    made = [NOW - n * HOUR for n in range(365 * 24)]

    kept = worth_keeping(made)

    assert len(kept) <= HOURS + DAYS + WEEKS + MONTHS
    assert set(made[:HOURS]) <= kept
    assert min(kept) < NOW - 300 * DAY


def test_copies_of_days_that_were_worked_on_are_kept_however_long_ago_those_were() -> None:
    made = [NOW - 100 * n * DAY for n in range(5)]

    assert worth_keeping(made) == set(made)


def test_of_one_hour_the_latest_is_kept() -> None:
    made = [NOW, NOW - timedelta(minutes=10), NOW - timedelta(minutes=20)]

    assert worth_keeping(made) == {NOW}


def test_nothing_is_worth_nothing() -> None:
    assert worth_keeping([]) == set()


@given(st.lists(st.integers(0, 20_000), unique=True, max_size=80))
def test_thinning_as_they_come_leaves_what_thinning_them_all_would(hours: list[int]) -> None:
    made = sorted(NOW - n * HOUR for n in hours)
    kept: set[datetime] = set()
    for moment in made:
        kept = worth_keeping({*kept, moment})

    assert kept == worth_keeping(made)
    assert not made or made[-1] in kept
