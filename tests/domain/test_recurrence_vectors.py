"""Rules as the standard and other libraries understand them, date by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.domain.errors import Invalid
from desk.domain.recurrence import foreign_rule, rule
from tests.domain.published import facts

VECTORS = facts("recurrence", "rrule-vectors.json")
INVALID = facts("recurrence", "rrule-invalid.json")
MANY = 2000  # as many as are looked at of a rule that takes others away

# Names of zones that are not in the database of zones.
ZONES = {"W. Europe Standard Time": "Europe/Berlin"}

_ONE_DAY = "a week that is chosen without a day means the weekday of the start, as all that a rule"
_ONE_DAY += " does not say comes from there (RFC 5545, 3.3.10)"
_ALL_MONTHS = "days of the month without a month mean those of every month: BYMONTHDAY adds days"
_ALL_MONTHS += " to a yearly rule (RFC 5545, table of 3.3.10)"
_WHOLE_SET = "BYSETPOS counts in the whole week, not in what is left of the first one"
# Where Desk answers differently from the source, and why.
DIFFERENT = {
    "dateutil:testYearlyByWeekNo": _ONE_DAY,
    "php-rrule:yearlyRules-22": _ONE_DAY,
    "google-rfc-2445:testLastWeekOfTheYear-1": _ONE_DAY,
    "ical.net:text-44": _ALL_MONTHS,
    "ical.net:text-45": _ALL_MONTHS,
    "ical4j:RecurSpec-29": _ALL_MONTHS,
    "google-rfc-2445:testSecondWeekday2-1": _WHOLE_SET,
    "google-rfc-2445:testMonkeyBySecondSetPos-1": _WHOLE_SET,
    "google-rfc-2445:testFirstWeekdayOfFirstWeekOfYear-1": "the first week of 2002 begins on 31"
    " December 2001; the source cuts it off at New Year",
    "ical.net:text-79": "0SA is no Saturday of any month: refused, where the source reads past it",
    "vobject:testWeeklyByDayByHourOnDstTransition-0": "a time that the clocks skip is moved by as"
    " much (contract of document 004, 6.0, rule 3), where the source leaves it out",
    "vobject:testNegativeValidByWeekNo-0": "the 20th week from the end has nineteen after it, as"
    " BYWEEKNO=-1 is the last; the source counts one more",
    "vobject:testIgnoredStuff-0": "BYSECOND, BYMINUTE, BYYEARDAY and BYWEEKNO are heeded, where the"
    " source ignores them",
}
# Rules that a library refuses and Desk reads, and why.
READ = {
    "ical.net:text-25": "a yearly rule is one whatever year it begins in; from 9998 it comes twice"
}
# What RFC 5545 forbids to combine: refused when a person writes it, read in another's calendar.
FORBIDDEN = ("dateutil:test", "vobject:testIgnoredStuff", "google-rfc-2445:testWithByDayAndByMonth")


def moment(text: str) -> datetime:
    if "-" in text:
        return datetime.fromisoformat(text)
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")


def answer(vector: dict[str, Any]) -> list[datetime]:
    """As many of the occurrences as the vector states, and one more where it states all."""
    wanted = len(vector["expected"]) + bool(vector["complete"])
    return [in_zone(each, vector) for each in islice(within(vector), wanted)]


def within(vector: dict[str, Any]) -> Iterator[datetime]:
    since, until = vector.get("window") or (None, None)
    found = occurrences(vector)
    if since:
        found = (each for each in found if each >= moment(since))
    return takewhile(lambda each: each <= moment(until), found) if until else found


def occurrences(vector: dict[str, Any]) -> Iterator[datetime]:
    rules = vector.get("rrules", [vector["rrule"]] if "rrule" in vector else [])
    others = vector.keys() & {"exrules", "exdates", "rdates"}
    if len(rules) == 1 and not others:
        return of_rule(vector, rules[0])
    found = {each for text in rules for each in islice(of_rule(vector, text), MANY)}
    found |= {moment(each) for each in vector.get("rdates", ())}
    for text in vector.get("exrules", ()):
        found -= set(islice(of_rule(vector, text), MANY))
    return iter(sorted(found - {moment(each) for each in vector.get("exdates", ())}))


def of_rule(vector: dict[str, Any], text: str) -> Iterator[datetime]:
    made, start = foreign_rule(text), moment(vector["dtstart"])
    if vector.get("dtstart_always"):
        return made.instances(start, zone_of(vector))
    return made.moments(start, zone_of(vector))


def zone_of(vector: dict[str, Any]) -> ZoneInfo | None:
    name = vector.get("tzid")
    return ZoneInfo(ZONES.get(name, name)) if name else None


def in_zone(wall: datetime, vector: dict[str, Any]) -> datetime:
    """The instant of a wall time, in UTC; the wall time itself where there is no zone."""
    zone = zone_of(vector)
    if zone is None:
        return wall
    return (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(UTC)


def stated(vector: dict[str, Any]) -> list[datetime]:
    return [in_zone(moment(each), vector) for each in vector["expected"]]


def ids(facts: Iterable[dict[str, Any]]) -> list[str]:
    return [fact["id"] for fact in facts]


AGREED = [vector for vector in VECTORS if vector["id"] not in DIFFERENT]


@pytest.mark.parametrize("vector", AGREED, ids=ids(AGREED))
def test_a_rule_comes_when_the_source_says(vector: dict[str, Any]) -> None:
    assert answer(vector) == stated(vector)


def test_only_the_answers_that_are_listed_differ() -> None:
    different = set()
    for vector in VECTORS:
        try:
            found = answer(vector)
        except Invalid:
            found = None
        if found != stated(vector):
            different.add(vector["id"])

    assert different == DIFFERENT.keys() & set(ids(VECTORS))


@pytest.mark.parametrize("fact", INVALID, ids=ids(INVALID))
def test_what_is_no_rule_is_refused_in_words(fact: dict[str, Any]) -> None:
    if fact["id"] in READ:
        assert rule(fact["rrule"]).first_date(dt.date(2030, 1, 1))
        return

    with pytest.raises(Invalid) as refused:
        rule(fact["rrule"])

    (reason,) = refused.value.reasons["recurrence_rule"]
    assert reason.split()[0] in {"must", "cannot", "has"}


def test_combinations_that_the_standard_forbids_are_only_read_from_others() -> None:
    forbidden = set()
    for vector in AGREED:
        try:
            rule(vector.get("rrule", "FREQ=DAILY"))
        except Invalid:
            forbidden.add(vector["id"])

    assert all(each.startswith(FORBIDDEN) for each in forbidden)
    with pytest.raises(Invalid):
        rule("FREQ=WEEKLY;BYWEEKNO=20")
    assert str(foreign_rule("FREQ=WEEKLY;BYWEEKNO=20")) == "FREQ=WEEKLY;BYWEEKNO=20"


@pytest.mark.parametrize("vector", AGREED, ids=ids(AGREED))
def test_the_text_that_is_written_means_the_same(vector: dict[str, Any]) -> None:
    for text in vector.get("rrules", [vector.get("rrule", "FREQ=DAILY")]):
        made = foreign_rule(text)

        assert foreign_rule(str(made)) == made
