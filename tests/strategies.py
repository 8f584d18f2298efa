"""Whatever a test may be given by chance: names, texts, moments, parties, days."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime

from hypothesis import strategies as st

from desk.domain.day import Day
from desk.domain.span import Span
from desk.domain.visitor import Party

WORDS = ["Ada", "José", "Łukasz", "O'Brien", "Nguyễn", "İpek", "Straße", "Иван", "王小明", "ÅSA"]

moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.just(UTC)
)
dates = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2060, 1, 1))
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
letters = st.characters(categories=["Ll", "Lu", "Lo", "Nd"])
words = st.sampled_from(WORDS) | st.text(letters, min_size=1, max_size=8)
names = st.lists(words, min_size=1, max_size=3).map(" ".join)
plates = st.none() | st.text("ABCXYZ0189- ", min_size=2, max_size=9).filter(str.strip)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
    return Span(start, end)


@st.composite
def days(draw: st.DrawFn) -> Day:
    places = draw(st.integers(0, 200))
    occupied = draw(st.integers(0, places))
    return Day(id=1, date=draw(dates), places=places, occupied=occupied)


def parties(*residents: int) -> st.SearchStrategy[Party]:
    """Parties that make sense, to see one of these residents."""
    return st.builds(
        Party,
        visitor=names,
        resident_id=st.sampled_from(residents),
        subject=st.sampled_from(["Tea", "Delivery", "Entrevista", "Büro"]),
        people=st.integers(1, 12),
        companions=st.lists(names, max_size=2).map(tuple),
        license_plate=plates,
        badge=st.none() | st.integers(1, 99).map(str),
    )
