"""What is wrong with open time that somebody asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desk.domain.errors import Invalid
from desk.domain.open_time import NewAvailability
from desk.domain.span import Span

MONDAY = datetime(2030, 2, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=DAILY;BYHOUR=9,14", "must choose days and leave the time to the start"),
        ("FREQ=HOURLY;INTERVAL=3", "must choose days and leave the time to the start"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never comes about"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "never comes about"),
        ("FREQ=DAILY;INTERVAL=0", "must have a whole number of at least 1 for INTERVAL, not '0'"),
    ],
)
def test_a_rule_that_opens_nothing_is_refused_in_words(rule: str, reason: str) -> None:
    wanted = NewAvailability(
        resource_id=None,
        span=Span(MONDAY, MONDAY + timedelta(hours=3)),
        slot_length=timedelta(minutes=30),
        rule=rule,
    )

    with pytest.raises(Invalid) as refused:
        wanted.made(MONDAY, "Europe/Rome")

    assert refused.value.reasons == {"recurrence_rule": [reason]}
