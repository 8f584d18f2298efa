"""A wish for a time in a few words: `smith 30`, `any thu pm consultation`, `+6w`, `fri 14:30`.

A strict grammar that guesses nothing: what it does not know, or what could be several things, it
hands back as not understood. Commas part the wish into pieces and are never needed; within a piece
the longest run of words that means something counts. What `said` writes is understood again.

How somebody writes dates and times is told by `Speech`; English words always count beside theirs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from typing import Protocol

from desk.domain.directory import AppointmentType, Resource
from desk.domain.folding import fold, words
from desk.domain.wish import Wish

NOON, EVENING = time(12), time(17)
LONGEST = timedelta(hours=8)
LONGEST_HOURS = 4  # "4h" is a length, "9h" a time of day
SHORTEST_NUMBER = 4  # digits of a telephone number or of a booking
ENOUGH = 3  # letters from which any part of a name will do, and not only its beginning
MOST_WORDS = 8
DAWN = 7  # before this hour nobody means the morning: "after 3" is 15:00

# The words of the grammar; a translation of each counts as well.
ANYBODY = ("anybody", "any", "anyone")
FILLERS = ("with", "on", "for", "at", "in", "and", "or", "the", "provider")
MORNING, AFTERNOON, LATE = ("morning", "am"), ("afternoon", "pm"), ("evening",)
AFTER, BEFORE = ("from", "after", "since"), ("before", "until", "by", "to")
EVERY, NEXT_WEEK, THIS_WEEK = ("every",), ("next week",), ("this week",)

_LENGTH = re.compile(r"(?:(\d{1,2}) ?h(?:(?:ou)?rs?)?)? ?(?:(\d{1,3}) ?m(?:in(?:ute)?s?)?)?")
_HOURS_AND_MINUTES = re.compile(r"(\d)h(\d\d)")
_MINUTES = re.compile(r"\d{1,3}")
_AHEAD = re.compile(r"\+ ?(\d{1,3}) ?(d|w|mo?)(?:ays?|eeks?|nths?)?")
_HOUR = re.compile(r"\d{1,2}")
_BETWEEN = re.compile(r"(\d\d?(?:[:.]\d\d)?(?:[ap]m)?)[-\u2013](\d\d?(?:[:.]\d\d)?(?:[ap]m)?)")
_NUMBER = re.compile(r"[#+]?[\d-]+")
_BOOKING = re.compile(r"#\d+")


class Speech(Protocol):
    """How somebody reads and writes dates and times; a reader gives None for what is none."""

    def read_date(self, text: str) -> dt.date | None: ...
    def read_time(self, text: str) -> time | None: ...
    def read_weekday(self, text: str) -> int | None: ...
    def is_day_word(self, text: str) -> bool:
        """Whether a word names a day in full, or by its usual short form."""
        ...

    def date(self, day: dt.date) -> str: ...
    def time(self, moment: time) -> str: ...
    def weekday(self, number: int) -> str: ...
    def length(self, span: timedelta) -> str: ...
    def word(self, english: str) -> str:
        """A word of the grammar in the user's language."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """What can be asked for: providers and appointment types, on which day, in whose words."""

    resources: Sequence[Resource]
    types: Sequence[AppointmentType]
    today: dt.date
    speech: Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was understood; `unknown` are the words that were not, as they were typed.

    `number` is a run of digits that is neither a length nor a time: part of a telephone number,
    or with a `#` the number of a booking.
    """

    wish: Wish = field(default_factory=Wish)
    number: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was asked for."""
        return self == Query()


class _Nonsense(ValueError):
    """A word that means something, but not together with the others."""


_Found = Wish | None
_Reader = Callable[["House", str, Wish], _Found]


def read(text: str, house: House) -> Query:
    """What `text` asks for; words that contradict each other are not understood."""
    query = Query()
    for segment in text.split(","):
        typed = segment.split()
        at = 0
        while at < len(typed):
            query, taken = _next(typed[at:], house, query)
            at += taken
    return query


def said(wish: Wish, house: House) -> list[str]:
    """A wish in pieces that read back as the same: "Ann Smith", "30 min", "Thu 12 Feb"."""
    speech = house.speech
    pieces: list[str] = []
    if wish.resources is not None:
        chosen = (r.name for r in house.resources if r.id in wish.resources)
        pieces += dict.fromkeys(name.replace(",", " ") for name in chosen)
    if wish.appointment_type is not None:
        named = (t.name for t in house.types if t.code == wish.appointment_type)
        pieces.append(next(named, wish.appointment_type))
    if wish.length is not None:
        pieces.append(speech.length(wish.length))
    return [*pieces, *_said_dates(wish, speech), *_said_hours(wish, speech)]


def _said_dates(wish: Wish, speech: Speech) -> Iterator[str]:
    if wish.weekdays is not None:
        for number in sorted(wish.weekdays):
            yield f"{speech.word(EVERY[0])} {speech.weekday(number)}"
    if wish.earliest is not None and wish.earliest == wish.latest:
        yield speech.date(wish.earliest)
        return
    if wish.earliest is not None:
        yield f"{speech.word(AFTER[0])} {speech.date(wish.earliest)}"
    if wish.latest is not None:
        yield f"{speech.word(BEFORE[1])} {speech.date(wish.latest)}"


def _said_hours(wish: Wish, speech: Speech) -> Iterator[str]:
    match wish.since, wish.until:
        case None, None:
            return
        case None, time() as until:
            before = f"{speech.word(BEFORE[0])} {speech.time(until)}"
            yield speech.word(MORNING[0]) if until == NOON else before
        case time() as since, None:
            part = {NOON: AFTERNOON[0], EVENING: LATE[0]}.get(since)
            yield speech.word(part) if part else f"{speech.word(AFTER[0])} {speech.time(since)}"
        case time() as since, time() as until:
            yield f"{speech.word(AFTER[0])} {speech.time(since)}"
            yield f"{speech.word(BEFORE[0])} {speech.time(until)}"


def _next(typed: list[str], house: House, query: Query) -> tuple[Query, int]:
    """What the first words mean, as many of them as mean something together, and their number."""
    for count in range(min(MOST_WORDS, len(typed)), 0, -1):
        phrase = fold(" ".join(typed[:count]))
        try:
            found = _meaning(phrase, house, query.wish)
        except _Nonsense:
            return replace(query, unknown=(*query.unknown, " ".join(typed[:count]))), count
        if found is not None:
            return replace(query, wish=found), count
    first = fold(typed[0])
    if _is_filler(first, house.speech):
        return query, 1
    if _is_number(first) and not query.number:
        return replace(query, number=first), 1
    return replace(query, unknown=(*query.unknown, typed[0])), 1


def _meaning(phrase: str, house: House, wish: Wish) -> Wish | None:
    for reader in READERS:
        found = reader(house, phrase, wish)
        if found is not None:
            return found
    return None


def _is(phrase: str, known: Sequence[str], speech: Speech) -> bool:
    return any(phrase in (english, fold(speech.word(english))) for english in known)


def _is_filler(phrase: str, speech: Speech) -> bool:
    return _is(phrase, FILLERS, speech)


def _is_number(phrase: str) -> bool:
    enough = len(phrase.replace("-", "").lstrip("#+")) >= SHORTEST_NUMBER
    return bool(_NUMBER.fullmatch(phrase)) and (enough or bool(_BOOKING.fullmatch(phrase)))


def _names(phrase: str, each: Resource | AppointmentType) -> bool:
    """Whether that is the whole name."""
    return words(phrase) == words(fold(each.name)) != []


def _may_name(phrase: str, name: str) -> bool:
    """Whether every word begins a word of the name, or is long enough to be any part of one."""
    own, sought = words(fold(name)), words(phrase)
    return bool(sought) and all(
        any(word.startswith(part) or (len(part) >= ENOUGH and part in word) for word in own)
        for part in sought
    )


def _exact_name(house: House, phrase: str, wish: Wish) -> _Found:
    named = [each.id for each in house.resources if _names(phrase, each)]
    if named:
        return _with_resources(wish, named)
    types = [t for t in house.types if _names(phrase, t) or phrase == fold(t.code)]
    return _with_type(wish, types)


def _provider(house: House, phrase: str, wish: Wish) -> _Found:
    begun = [r.id for r in house.resources if _begins(phrase, r.name)]
    found = begun or [r.id for r in house.resources if _may_name(phrase, r.name)]
    return _with_resources(wish, found) if found else None


def _begins(phrase: str, name: str) -> bool:
    own, sought = words(fold(name)), words(phrase)
    return bool(sought) and all(any(w.startswith(part) for w in own) for part in sought)


def _type(house: House, phrase: str, wish: Wish) -> _Found:
    return _with_type(wish, [t for t in house.types if _may_name(phrase, t.name)])


def _with_resources(wish: Wish, found: Sequence[int]) -> Wish:
    return replace(wish, resources=tuple(sorted({*(wish.resources or ()), *found})))


def _with_type(wish: Wish, found: Sequence[AppointmentType]) -> _Found:
    codes = {each.code for each in found}
    if not codes:
        return None
    if len(codes) > 1 or wish.appointment_type not in (None, *codes):
        raise _Nonsense
    return replace(wish, appointment_type=codes.pop())


def _anybody(house: House, phrase: str, wish: Wish) -> _Found:
    if not _is(phrase, ANYBODY, house.speech):
        return None
    if wish.resources is not None:
        raise _Nonsense
    return wish


def _length(_house: House, phrase: str, wish: Wish) -> _Found:
    found = _HOURS_AND_MINUTES.fullmatch(phrase) or _LENGTH.fullmatch(phrase)
    if _MINUTES.fullmatch(phrase):
        length = timedelta(minutes=int(phrase))
    elif found and any(found.groups()) and int(found[1] or 0) <= LONGEST_HOURS:
        length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    else:
        return None
    if not timedelta() < length <= LONGEST or wish.length not in (None, length):
        raise _Nonsense
    return replace(wish, length=length)


def _day_part(house: House, phrase: str, wish: Wish) -> _Found:
    if _is(phrase, MORNING, house.speech):
        return _within(wish, None, NOON)
    if _is(phrase, AFTERNOON, house.speech):
        return _within(wish, NOON, None)
    return _within(wish, EVENING, None) if _is(phrase, LATE, house.speech) else None


def _hours(house: House, phrase: str, wish: Wish) -> _Found:
    if found := _BETWEEN.fullmatch(phrase.replace(" to ", "-").replace(" - ", "-")):
        since, until = (_clock(part, house.speech) for part in found.groups())
        return _within(wish, since, until) if since and until else None
    first, _, rest = phrase.partition(" ")
    for known, begins in ((AFTER, True), (BEFORE, False), (("at",), True)):
        if rest and _is(first, known, house.speech):
            moment = _clock(rest, house.speech)
            if moment is not None:
                return _within(wish, *((moment, None) if begins else (None, moment)))
            date = _a_date(rest, house)
            if date is not None:
                return _between(wish, *((date, None) if begins else (None, date)))
    return None


def _moment(house: House, phrase: str, wish: Wish) -> _Found:
    moment = None if phrase.isdigit() else house.speech.read_time(phrase)
    return _within(wish, moment, None) if moment else None


def _clock(text: str, speech: Speech) -> time | None:
    """A time of day; a bare hour is one of those in which a house is open."""
    if not _HOUR.fullmatch(text):
        return speech.read_time(text)
    hour = int(text)
    hour += 12 if 0 < hour < DAWN else 0
    return time(hour) if hour < 24 else None


def _within(wish: Wish, since: time | None, until: time | None) -> Wish:
    begins = max(filter(None, (wish.since, since)), default=None)
    ends = min(filter(None, (wish.until, until)), default=None)
    if begins is not None and ends is not None and begins >= ends:
        raise _Nonsense
    return replace(wish, since=begins, until=ends)


def _days(house: House, phrase: str, wish: Wish) -> _Found:
    first, _, rest = phrase.partition(" ")
    number = None
    if _is(first, EVERY, house.speech):
        number = house.speech.read_weekday(rest)
    elif phrase.endswith("s") and " " not in phrase:
        number = house.speech.read_weekday(phrase[:-1])
        # "thurs" is as good as "thu"; only a whole name is made many by an s.
        number = None if len(phrase) <= ENOUGH + 2 else number
    if number is not None:
        return replace(wish, weekdays=frozenset({*(wish.weekdays or ()), number}))
    monday = house.today - timedelta(house.today.weekday())
    if _is(phrase, NEXT_WEEK, house.speech):
        return _between(wish, monday + timedelta(7), monday + timedelta(13))
    if _is(phrase, THIS_WEEK, house.speech):
        return _between(wish, house.today, monday + timedelta(6))
    return None


def _date(house: House, phrase: str, wish: Wish) -> _Found:
    if ahead := _AHEAD.fullmatch(phrase):
        unit = "mo" if ahead[2].startswith("m") else ahead[2]
        date = house.speech.read_date(f"+{ahead[1]}{unit}")
        return _between(wish, date, None) if date else None
    if phrase.isalpha() and not house.speech.is_day_word(phrase):
        return None
    date = house.speech.read_date(phrase)
    return _between(wish, date, date) if date else None


def _day_begun(house: House, phrase: str, wish: Wish) -> _Found:
    """A day by the beginning of its name, where no provider's name begins so."""
    date = house.speech.read_date(phrase) if phrase.isalpha() else None
    return _between(wish, date, date) if date else None


def _a_date(text: str, house: House) -> dt.date | None:
    return house.speech.read_date(text)


def _between(wish: Wish, earliest: dt.date | None, latest: dt.date | None) -> Wish:
    first = max(filter(None, (wish.earliest, earliest)), default=None)
    last = min(filter(None, (wish.latest, latest)), default=None)
    if first is not None and last is not None and first > last:
        raise _Nonsense
    return replace(wish, earliest=first, latest=last)


# In the order in which a run of words is tried: whole names before words of the grammar, and
# those before parts of names, so that whatever `said` writes is understood again.
READERS: tuple[_Reader, ...] = (
    _exact_name,
    _anybody,
    _length,
    _day_part,
    _hours,
    _days,
    _date,
    _moment,
    _provider,
    _type,
    _day_begun,
)
