"""Whatever is sent, each dialect answers in its own words, and keeps nothing that it refuses."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema_rs import Draft202012Validator

import desk
from desk.api import appointment_manager, day_visits, provider_availability, visitor_log
from desk.api import waiting_list as waiting_list_dialect
from desk.api.application import FULL
from desk.api.dialect import Dialect
from desk.services import journal
from desk.store.database import Database
from tests.api import nasty
from tests.api.aims import aims, tireless
from tests.api.nasty import Aim, Sent
from tests.api.whole_house import WholeHouse, furnished
from tests.api.wire_of import Reply

LEAKS = ("Traceback", '.py"', "sqlalchemy", "sqlite", "psycopg", str(Path(desk.__file__).parent))
# What any operation may be refused with, besides what is described of it.
DOOR = {400, 401, 403, 404, 405, 413, 415, 421, 422, 429, 431}
ENOUGH = 200

TEXTS = nasty.SLY + nasty.SHARP_TEXTS
VALUES = nasty.SHARP_NUMBERS + nasty.as_json(TEXTS)
SHARP_VALUES = nasty.SHARP_NUMBERS + nasty.as_json(nasty.SHARP_TEXTS)
SEGMENTS = nasty.SEGMENTS + nasty.SHARP_SEGMENTS


def texts_by_field(body: Any) -> bool:
    return isinstance(body, dict) and all(
        isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts)
        for texts in body.values()
    )


def is_detail(body: Any) -> bool:
    return texts_by_field(body) or (list(body) == ["detail"] and isinstance(body["detail"], str))


def is_errors(body: Any) -> bool:
    errors = body["errors"]
    if "failed_slots" in body:
        return isinstance(errors, list)
    return list(body) == ["errors"] and (isinstance(errors, str) or texts_by_field(errors))


def is_detail_or_sentence(body: Any) -> bool:
    return is_detail(body) if isinstance(body, dict) else texts_by_field({"": body})


def is_problem(body: Any) -> bool:
    errors = body.pop("errors", None)
    return list(body) == ["type", "title", "status", "detail", "traceId"] and (
        errors is None or texts_by_field(errors)
    )


def is_status(body: Any) -> bool:
    return list(body) == ["statusCode", "error", "message"] and bool(body["message"])


SHAPES: dict[str, Callable[[Any], bool]] = {
    day_visits.DIALECT.title: is_detail,
    provider_availability.DIALECT.title: is_errors,
    waiting_list_dialect.DIALECT.title: is_detail_or_sentence,
    visitor_log.DIALECT.title: is_problem,
    appointment_manager.DIALECT.title: is_status,
}


class Asker:
    """Asks one dialect, as an admin, and looks at what comes back."""

    def __init__(self, dialect: Dialect, database: Database) -> None:
        self._dialect = dialect
        self._database = database
        self._wire = tireless(dialect, database)

    def require_sense(self, sent: Sent) -> int:
        """Send it; the answer must be one of the dialect's, and a refusal must change nothing."""
        before = self._last_change()
        reply = self._wire.ask(sent.method, sent.path, sent.body, headers=sent.headers)
        shown = f"{sent.method} {sent.path[:300]} {(sent.body or b'')[:300]!r} {sent.headers}"[:900]
        shown = f"{shown}\n{reply.status} {reply.raw[:300]!r}"
        assert reply.status < 500, shown
        told = reply.raw.decode()
        assert not [leak for leak in LEAKS if leak in told and leak not in sent.path], shown
        operation, _ = self._dialect.find(sent.method, path_of(sent))
        if reply.status >= 400:
            assert self._last_change() == before, shown
            described = operation.described.answers if operation else {}
            assert reply.status in DOOR | described.keys(), shown
            self._require_shape(reply, shown)
        else:
            assert operation is not None, shown
            assert reply.status in operation.described.answers, shown
            require_described(operation.described.answers[reply.status].schema, reply, shown)
        return reply.status

    def _require_shape(self, reply: Reply, shown: str) -> None:
        media = reply.headers["content-type"]
        problem = self._dialect is visitor_log.DIALECT
        assert media == ("application/problem+json" if problem else "application/json"), shown
        assert SHAPES[self._dialect.title](reply.body), shown
        if reply.status == 405:
            assert reply.headers["allow"], shown
        if reply.status == 401:
            assert reply.headers["www-authenticate"], shown

    def _last_change(self) -> int:
        with self._database.read() as tx:
            return journal.last(tx)


def path_of(sent: Sent) -> str:
    return unquote(urlsplit(sent.path).path)


def require_described(schema: dict[str, Any] | None, reply: Reply, shown: str) -> None:
    """What is answered is what is written of it."""
    if schema is None:
        assert reply.raw == b"" or reply.status == 200, shown
    elif reply.headers["content-type"] == "application/json":
        assert Draft202012Validator(schema).is_valid(reply.body), shown


Made = Callable[[Aim], Iterable[Sent]]

KINDS: dict[str, Made] = {
    "paths": lambda aim: nasty.in_paths(aim, SEGMENTS),
    "queries": lambda aim: nasty.in_queries(aim, TEXTS),
    "fields": lambda aim: nasty.in_fields(aim, nasty.TYPES, VALUES),
    "bodies": nasty.with_bodies,
    "headers": nasty.with_headers,
    "methods": nasty.with_methods,
}
EACH = {"paths", "queries", "fields"}
SHARP: dict[str, Made] = {
    "paths": lambda aim: nasty.in_paths(aim, nasty.SHARP_SEGMENTS),
    "queries": lambda aim: nasty.in_queries(aim, nasty.SHARP_TEXTS),
    "fields": lambda aim: nasty.in_fields(aim, (), SHARP_VALUES),
}
BY_TITLE = pytest.mark.parametrize("dialect", FULL, ids=lambda each: each.title)


def made(dialect: Dialect, house: WholeHouse, kinds: dict[str, Made], kind: str) -> Iterator[Sent]:
    every = list(aims(dialect, house))
    # What has to do with no one operation is sent to the first that looks and to one that writes.
    for aim in every if kind in EACH else [every[0], next(each for each in every if each.body)]:
        yield from kinds[kind](aim)


@BY_TITLE
@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("share", [0.4, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_that_is_sent_does_harm(
    dialect: Dialect, what: str, share: float, database: Database
) -> None:
    house = furnished(database)
    asker = Asker(dialect, database)
    dice = random.Random(20300204)

    for sent in made(dialect, house, KINDS, what):
        if what not in EACH or dice.random() < share:
            asker.require_sense(sent)


@BY_TITLE
@pytest.mark.parametrize("kind", ["postgresql"])
def test_what_hurts_one_database_does_not_hurt_the_other(dialect: Dialect, both: Database) -> None:
    house = furnished(both)
    asker = Asker(dialect, both)

    for what in SHARP:
        for sent in made(dialect, house, SHARP, what):
            asker.require_sense(sent)


@BY_TITLE
def test_there_is_enough_of_it(dialect: Dialect, database: Database) -> None:
    house = furnished(database)

    assert sum(1 for kind in KINDS for _ in made(dialect, house, KINDS, kind)) >= ENOUGH


@BY_TITLE
def test_what_is_done_rightly_is_taken(dialect: Dialect, database: Database) -> None:
    house = furnished(database)
    asker = Asker(dialect, database)
    told = {
        f"{aim.operation.method} {aim.operation.path}": asker.require_sense(
            Sent(aim.operation.method, aim.path, aim.raw)
        )
        for aim in aims(dialect, house)
    }

    assert {label: status for label, status in told.items() if status >= 300} == {}
