"""Wishes in a few words: what is understood, what is handed back, and that it reads back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from desk.domain.directory import AppointmentType, Per, Resource
from desk.domain.quick_query import House, Query, read, said
from desk.domain.wish import Wish
from desk.gui.booking.speech import UserSpeech

MONDAY = dt.date(2030, 2, 4)
THURSDAY = dt.date(2030, 2, 7)
NAMES = [
    "Dr. Ann Smith",
    "Dr. Bob Smithson",
    "Dr. Łukasz O'Brien",
    "Tom Weber",
    "Sunita Maria Patel",
    "Physio Room 2",
    "Dr. Ann Maria Smith",
    "Smith, Ann",
]
TYPES = ["Consultation", "First consultation", "Check-up", "Therapy"]
TONGUES = ["en_GB", "en_US", "de_DE", "fr_FR", "it_IT", "sv_SE", "pl_PL", "ar_EG"]


def house(today: dt.date = MONDAY) -> House:
    resources = [
        Resource(id=number, key=f"r{number}", first_name="", last_name=name)
        for number, name in enumerate(NAMES, 1)
    ]
    types = [
        AppointmentType(
            id=number,
            key=name,
            site_id=1,
            name=name,
            per=Per.SLOT,
            code=name.lower().replace(" ", "-"),
        )
        for number, name in enumerate(TYPES, 1)
    ]
    return House(resources, types, today, UserSpeech(today))


@pytest.fixture(autouse=True)
def british() -> Any:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


HOUSE = house()
HALF_AN_HOUR = timedelta(minutes=30)
PM = time(12)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("weber 30", Wish(resources=(4,), length=HALF_AN_HOUR)),
        ("dr bob 1h", Wish(resources=(2,), length=timedelta(hours=1))),
        ("web thu pm", Wish(resources=(4,), since=PM, earliest=THURSDAY, latest=THURSDAY)),
        (
            "any thu pm check-up",
            Wish(since=PM, earliest=THURSDAY, latest=THURSDAY, appointment_type="check-up"),
        ),
        ("+6w", Wish(earliest=MONDAY + timedelta(weeks=6))),
        ("+1m", Wish(earliest=dt.date(2030, 3, 4))),
        (
            "weber +2w 45",
            Wish(
                resources=(4,),
                length=timedelta(minutes=45),
                earliest=MONDAY + timedelta(weeks=2),
            ),
        ),
        (
            "tomorrow am",
            Wish(
                until=time(12),
                earliest=MONDAY + timedelta(days=1),
                latest=MONDAY + timedelta(days=1),
            ),
        ),
        (
            "fri 14:30",
            Wish(
                since=time(14, 30),
                earliest=MONDAY + timedelta(days=4),
                latest=MONDAY + timedelta(days=4),
            ),
        ),
        (
            "next mon",
            Wish(earliest=MONDAY + timedelta(weeks=1), latest=MONDAY + timedelta(weeks=1)),
        ),
        ("12/5", Wish(earliest=dt.date(2030, 5, 12), latest=dt.date(2030, 5, 12))),
        ("2030-02-14", Wish(earliest=dt.date(2030, 2, 14), latest=dt.date(2030, 2, 14))),
        ("after 3", Wish(since=time(15))),
        ("before 11", Wish(until=time(11))),
        ("10-12", Wish(since=time(10), until=time(12))),
        ("2 - 4", Wish(since=time(14), until=time(16))),
        ("9 to 11:30", Wish(since=time(9), until=time(11, 30))),
        ("evening", Wish(since=time(17))),
        ("morning after 10", Wish(since=time(10), until=time(12))),
        ("from 12 feb", Wish(earliest=dt.date(2030, 2, 12))),
        ("mondays thursdays", Wish(weekdays=frozenset({0, 3}))),
        ("every tue", Wish(weekdays=frozenset({1}))),
        ("next week", Wish(earliest=dt.date(2030, 2, 11), latest=dt.date(2030, 2, 17))),
        ("1h30", Wish(length=timedelta(minutes=90))),
        ("1 h 30 min", Wish(length=timedelta(minutes=90))),
        ("45m with tom weber", Wish(resources=(4,), length=timedelta(minutes=45))),
        ("physio", Wish(resources=(6,))),
        ("room 2 30", Wish(resources=(6,), length=HALF_AN_HOUR)),
        ("ukas", Wish(resources=(3,))),
        ("o'brien", Wish(resources=(3,))),
        ("smithson weber", Wish(resources=(2, 4))),
        ("12 feb", Wish(earliest=dt.date(2030, 2, 12), latest=dt.date(2030, 2, 12))),
        ("", Wish()),
    ],
)
def test_a_wish_may_be_typed_in_a_few_words(typed: str, wish: Wish) -> None:
    assert read(typed, HOUSE) == Query(wish=wish)


def test_every_provider_of_a_name_is_meant_by_it() -> None:
    assert read("smith", HOUSE).wish.resources == (1, 2, 7, 8)
    assert read("ann smith", HOUSE).wish.resources == (1, 7, 8)
    assert read("Dr. Ann Smith", HOUSE).wish.resources == (1,)
    assert said(read("weber thu pm 30", HOUSE).wish, HOUSE) == [
        "Tom Weber",
        "30 min",
        "Thu 7 Feb",
        "afternoon",
    ]


def test_a_provider_s_name_comes_before_the_beginning_of_a_day() -> None:
    assert read("tom", HOUSE).wish == Wish(resources=(4,))
    assert read("suni", HOUSE).wish == Wish(resources=(5,))
    assert read("sun", HOUSE).wish.earliest == dt.date(2030, 2, 10)


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("smiht 30", ("smiht",)),
        ("weber 30 45", ("45",)),
        ("weber 0", ("0",)),
        ("thu fri", ("fri",)),
        ("pm before 11", ("before 11",)),
        ("weber any", ("any",)),
        ("cons", ("cons",)),
        ("soon", ("soon",)),
    ],
)
def test_what_is_not_clear_is_handed_back(typed: str, unknown: tuple[str, ...]) -> None:
    assert read(typed, HOUSE).unknown == unknown


@pytest.mark.parametrize("typed", ["4821", "#77", "0555-1234", "+39061234"])
def test_a_longer_number_is_part_of_a_telephone_s_or_a_booking_s(typed: str) -> None:
    assert read(typed, HOUSE) == Query(number=typed)


whole_minutes = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
dates = st.dates(dt.date(1970, 1, 1), dt.date(2080, 12, 31))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    since, until = draw(st.none() | whole_minutes), draw(st.none() | whole_minutes)
    first, last = draw(st.none() | dates), draw(st.none() | dates)
    wish = Wish(
        resources=draw(
            st.none()
            | st.sets(st.integers(1, len(NAMES)), min_size=1).map(lambda ids: tuple(sorted(ids)))
        ),
        length=draw(st.none() | st.integers(1, 299).map(lambda n: timedelta(minutes=n))),
        appointment_type=draw(st.none() | st.sampled_from([t.code for t in HOUSE.types])),
        weekdays=draw(st.none() | st.frozensets(st.integers(0, 6), min_size=1)),
        since=since,
        until=until,
        earliest=first,
        latest=last,
    )
    if since and until and since >= until:
        wish = replace(wish, until=None)
    if first and last and first > last:
        wish = replace(wish, latest=None)
    return wish


@given(wishes(), dates, st.sampled_from(TONGUES))
def test_what_is_said_of_a_wish_means_the_same_wish(
    wish: Wish, today: dt.date, tongue: str
) -> None:
    QLocale.setDefault(QLocale(tongue))
    asked = house(today)

    pieces = said(wish, asked)

    assert read(", ".join(pieces), asked) == Query(wish=wish), pieces


WORDS = """
    smith weber any thu pm am tomorrow +6w 30 1h 10-12 after 3 before 11 next mon week consultation
    first check-up every 12/5 from until feb 2030-02-14 soon 4821 tom with
"""
vocabulary = st.sampled_from(WORDS.split())


@given(st.lists(vocabulary, max_size=7).map(" ".join) | st.text(max_size=30))
def test_whatever_is_typed_is_said_so_that_it_means_the_same(typed: str) -> None:
    found = read(typed, HOUSE)

    again = read(", ".join(said(found.wish, HOUSE)), HOUSE)

    assert again == Query(wish=found.wish)
    assert read(typed, HOUSE) == found
