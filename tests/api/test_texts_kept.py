"""Any text is kept letter by letter, or refused: nothing is changed on the way in or out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from desk.api import day_visits
from desk.api.application import FULL
from desk.api.dialect import Dialect
from desk.store.database import Database
from tests.api import nasty
from tests.api.aims import aims, tireless
from tests.api.nasty import Aim
from tests.api.whole_house import furnished
from tests.api.wire_of import Reply, Wire

MORE = (
    *("O'Brien", 'Say "yes"', "\\", "\\n", "a\tb", "a\nb", "a\r\nb", "\x1b[31mred", "\x7f", "\x85"),
    *("\ufeffmark", "\u00adsoft", "e\u0301", "\u00e9", "\ufb01", "\u212b", "I\u0307", "\u0130"),
    *("\u202eabc\u202c", "\u2066abc\u2069", "\u200f\u05d0\u05d1", "\U0001f468\u200d\U0001f469"),
    *("\ue000", "\ufffe", "\U0010ffff", "\u2028", "\u3000wide\u3000", "  both ends  "),
    *("C:\\Windows\\system32", "/etc/passwd", "file:///etc/passwd", "CON", "..", "~root"),
    *("%s%n%x", "{0}{}", "$(id)", "`id`", "; id", "| id", "&& id", "*", "?", "[a-z]"),
    *("<b>bold</b>", "<img src=x onerror=alert(1)>", "&lt;", "&#0;", "]]>", "<!--", "javascript:1"),
    *("-1+1", "+1", "\t=1", "1;2,3", "NaN", "Infinity", "true", "undefined", "None", "1/0"),
    *("2030-01-01 00:00:00 INFO somebody signed in", "x\nINFO somebody signed in", "x" * 200),
)
TEXTS = tuple(dict.fromkeys((*nasty.SLY, *nasty.SHARP_TEXTS, *MORE)))
BY_TITLE = pytest.mark.parametrize("dialect", FULL, ids=lambda each: each.title)


def texts_of(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in the body a text stands."""
    if isinstance(body, str):
        yield path
    if isinstance(body, dict | list):
        for key, value in body.items() if isinstance(body, dict) else enumerate(body):
            yield from texts_of(value, (*path, key))


def with_text(body: Any, path: tuple[Any, ...], text: str) -> Any:
    made = copy.deepcopy(body)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = text
    return made


def named(answer: Any, name: object) -> Iterator[Any]:
    """Every value of that name in the answer, however deep."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            if key == name:
                yield value
            yield from named(value, name)
    elif isinstance(answer, list):
        for value in answer:
            yield from named(value, name)


def writing(dialect: Dialect, database: Database) -> list[Aim]:
    every = aims(dialect, furnished(database))
    return [aim for aim in every if aim.body is not None and aim.operation.write is not None]


def given_back(caller: Wire, aim: Aim, reply: Reply, name: object) -> set[str]:
    """The texts of that name in what is answered, and in what is there afterwards."""
    bodies = [reply.body]
    made = {*named(reply.body, "_id"), *named(reply.body, "id")}
    place = f"{aim.path.rstrip('/')}/{made.pop()}" if len(made) == 1 else aim.path
    there = caller.get(place)
    if there.status == 200:
        bodies.append(there.body)
    return {each for body in bodies for each in named(body, name) if isinstance(each, str)}


# Of so many texts each field sees one; what blanks there are around it is nobody's text.
@pytest.mark.parametrize("turns", [8, pytest.param(1, marks=pytest.mark.long)])
@BY_TITLE
def test_what_is_taken_is_given_back_as_it_was(
    dialect: Dialect, turns: int, database: Database
) -> None:
    every = writing(dialect, database)
    caller = tireless(dialect, database)
    kept = 0
    places = [(each, path) for each in every for path in texts_of(each.body)]
    for turn, (aim, path) in enumerate(places):
        for text in TEXTS[turn % turns :: turns]:
            sent = with_text(aim.body, path, text)
            reply = caller.ask(aim.operation.method, aim.path, sent)
            shown = f"{aim.operation.method} {aim.path} {path} {text!r} {reply.raw[:300]!r}"
            assert reply.status < 500, shown
            if reply.status < 300:
                found = given_back(caller, aim, reply, path[-1])
                assert found <= {text, text.strip()}, shown
                kept += text in found
    assert kept or dialect is day_visits.DIALECT, "only dates are written there"
