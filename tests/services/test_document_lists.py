"""What another machine filters and orders a list by is done by the database, on either kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.filter import (
    ALWAYS,
    All,
    AnyOf,
    Compare,
    Condition,
    Operator,
    Order,
    Pattern,
    Wanted,
)
from desk.services.document_lists import APPOINTMENTS, AVAILABILITIES, CLOSURES
from desk.store.database import Database
from tests import build
from tests.conftest import at

EXTRAS: dict[str, dict[str, Any]] = {
    "number": {"f": 5},
    "fraction": {"f": 5.5},
    "text": {"f": "5"},
    "word": {"f": "Garden"},
    "true": {"f": True},
    "null": {"f": None},
    "list": {"f": [1, "two", 5]},
    "empty": {"f": []},
    "inner": {"f": {"g": 5, "h": ["x"]}},
    "inners": {"f": [{"g": 5, "n": 1}, {"g": 7, "n": 2}]},
    "missing": {},
}


def fill(database: Database) -> None:
    with database.write("test") as tx:
        for number, (title, extra) in enumerate(EXTRAS.items()):
            build.appointment(tx, None, build.span(9, number), title, extra=extra)


def titles(database: Database, wanted: Wanted) -> list[str]:
    with database.read() as tx:
        return [found.title for found in APPOINTMENTS.each(tx, wanted)]


def f(operator: Operator, value: Any, *path: str) -> Condition:
    return Compare(("extra", "f", *path), operator, value)


CASES: list[tuple[Condition, set[str]]] = [
    (f(Operator.EQ, 5), {"number", "list"}),
    (f(Operator.EQ, 5.5), {"fraction"}),
    (f(Operator.EQ, "5"), {"text"}),
    (f(Operator.EQ, "two"), {"list"}),
    (f(Operator.EQ, True), {"true"}),
    (f(Operator.EQ, False), set()),
    (f(Operator.EQ, None), {"null", "missing"}),
    (f(Operator.EQ, [1, "two", 5]), {"list"}),
    (f(Operator.EQ, []), {"empty"}),
    (f(Operator.EQ, {"g": 5, "h": ["x"]}), {"inner"}),
    (f(Operator.EQ, {"g": 7, "n": 2}), {"inners"}),
    (f(Operator.NE, 5), EXTRAS.keys() - {"number", "list"}),
    (f(Operator.NE, None), EXTRAS.keys() - {"null", "missing"}),
    (f(Operator.IN, [5, "5", None]), {"number", "list", "text", "null", "missing"}),
    (f(Operator.IN, []), set()),
    (
        f(Operator.NIN, [5, "5", None]),
        EXTRAS.keys() - {"number", "list", "text", "null", "missing"},
    ),
    (f(Operator.NIN, []), set(EXTRAS)),
    (f(Operator.ALL, [1, 5]), {"list"}),
    (f(Operator.EXISTS, True), EXTRAS.keys() - {"missing"}),
    (f(Operator.EXISTS, False), {"missing"}),
    (f(Operator.SIZE, 3), {"list"}),
    (f(Operator.SIZE, 0), {"empty"}),
    (f(Operator.GT, 4), {"number", "fraction", "list"}),
    (f(Operator.GT, 5), {"fraction"}),
    (f(Operator.LTE, 1), {"list"}),
    (f(Operator.GTE, "G"), {"word", "list"}),
    (f(Operator.LT, "G"), {"text"}),
    (f(Operator.MATCHES, Pattern("^gar", any_case=True)), {"word"}),
    (f(Operator.MATCHES, Pattern("^gar")), set()),
    (f(Operator.MATCHES, Pattern(r"\bGarden\b")), {"word"}),
    (f(Operator.MATCHES, Pattern("w.$")), {"list"}),
    (f(Operator.EQ, 5, "g"), {"inner", "inners"}),
    (f(Operator.EQ, 7, "g"), {"inners"}),
    (f(Operator.EQ, "x", "h"), {"inner"}),
    (f(Operator.NE, 5, "g"), EXTRAS.keys() - {"inner", "inners"}),
    (f(Operator.EXISTS, True, "g"), {"inner", "inners"}),
    (
        f(Operator.ELEMENT, All((Compare((), Operator.GT, 1), Compare((), Operator.LT, 6)))),
        {"list"},
    ),
    (
        f(
            Operator.ELEMENT,
            All((Compare(("g",), Operator.EQ, 7), Compare(("n",), Operator.EQ, 2))),
        ),
        {"inners"},
    ),
    (
        f(
            Operator.ELEMENT,
            All((Compare(("g",), Operator.EQ, 7), Compare(("n",), Operator.EQ, 1))),
        ),
        set(),
    ),
    (f(Operator.EQ, 10**30), set()),
    (f(Operator.LT, 10**30), {"number", "fraction", "list"}),
    (Compare(("extra", 'a"b'), Operator.EQ, 1), set()),
    (Compare(("extra", "it's; --"), Operator.EQ, 1), set()),
    (AnyOf((f(Operator.EQ, 5.5), f(Operator.EQ, "5"))), {"fraction", "text"}),
    (ALWAYS, set(EXTRAS)),
]


def test_facts_of_others_are_compared_by_the_rules_of_documents(both: Database) -> None:
    fill(both)

    for condition, expected in CASES:
        assert set(titles(both, Wanted(where=condition))) == expected, condition


def test_lists_are_ordered_by_facts_of_others_with_what_is_missing_first(both: Database) -> None:
    fill(both)

    found = titles(both, Wanted(order=(Order(("extra", "f")),)))
    back = titles(both, Wanted(order=(Order(("extra", "f"), descending=True),)))

    assert found[:2] == ["null", "missing"]
    assert found[2:6] == ["number", "fraction", "text", "word"]
    assert found[-1] == "true"
    assert back[0] == "true"
    assert set(back[-2:]) == {"null", "missing"}


def test_a_list_is_one_part_of_what_is_there(both: Database) -> None:
    fill(both)
    everything = titles(both, Wanted())

    assert everything == list(EXTRAS)
    assert titles(both, Wanted(skip=2, limit=3)) == everything[2:5]
    assert titles(both, Wanted(skip=9)) == everything[9:]
    with both.read() as tx:
        assert APPOINTMENTS.count(tx, ALWAYS) == len(EXTRAS)
        assert [len(some) for some in APPOINTMENTS.ids(tx, ALWAYS, limit=4)] == [4, 4, 3]


def shut(database: Database, condition: Condition) -> list[int]:
    with database.read() as tx:
        return [found.id for found in CLOSURES.each(tx, Wanted(where=condition))]


def test_facts_with_columns_of_their_own_are_found_there(both: Database) -> None:
    with both.write("ann") as tx:
        rossi = build.resource(tx)
        first = build.closure(tx, build.span(9), rossi.id, "Holiday").id
        second = build.closure(tx, build.span(10), None, "").id

    cases: list[tuple[Condition, list[int]]] = [
        (Compare(("resource",), Operator.EQ, str(rossi.id)), [first]),
        (Compare(("resource",), Operator.EQ, None), [second]),
        (Compare(("resource",), Operator.NE, str(rossi.id)), [second]),
        (Compare(("resource",), Operator.IN, [str(rossi.id), None]), [first, second]),
        (Compare(("resource",), Operator.MATCHES, Pattern("^[0-9]+$")), [first]),
        (Compare(("starts",), Operator.EQ, at(9)), [first]),
        (Compare(("starts",), Operator.GT, at(9)), [second]),
        (Compare(("reason",), Operator.EXISTS, False), [second]),
        (Compare(("reason",), Operator.LT, "Ho"), []),
        (Compare(("created_by",), Operator.EQ, "ann"), [first, second]),
    ]
    for condition, expected in cases:
        assert shut(both, condition) == expected, condition


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Compare(("status",), Operator.EQ, "BOOKED"), ["booked", "known"]),
        (Compare(("status",), Operator.NE, "BOOKED"), ["held"]),
        (Compare(("held_until",), Operator.GT, at(9)), ["held"]),
        (Compare(("held_until",), Operator.EQ, None), ["booked", "known"]),
        (Compare(("remote",), Operator.EQ, True), ["held"]),
        (Compare(("remote",), Operator.EQ, False), ["booked", "known"]),
        (Compare(("owner",), Operator.EXISTS, True), ["held", "known"]),
        (Compare(("title",), Operator.EQ, "Milan Novak"), ["known"]),
    ],
)
def test_facts_that_are_made_of_columns_are_found(
    both: Database, condition: Condition, found: list[str]
) -> None:
    with both.write("test") as tx:
        milan = build.patient(tx)
        build.appointment(tx, None, build.span(9), "booked")
        build.appointment(
            tx,
            None,
            build.span(10),
            "held",
            held_until=at(9, 1),
            owner="u1",
            extra={"isRemote": True},
        )
        build.appointment(tx, None, build.span(11), "", person_id=milan.id, note="known")

    with both.read() as tx:
        each = APPOINTMENTS.each(tx, Wanted(where=condition))
        assert [one.note or one.title for one in each] == found


def test_repetition_is_found_by_its_words(both: Database) -> None:
    with both.write("test") as tx:
        rules = {
            "once": None,
            "day": "FREQ=DAILY",
            "week": "FREQ=WEEKLY;BYDAY=MO,SU",
            "month": "FREQ=MONTHLY",
            "odd": "FREQ=WEEKLY;BYDAY=MO;WKST=SU",
        }
        ids = {
            name: build.availability(tx, None, rule=rule, slot_length=timedelta(minutes=1.5)).id
            for name, rule in rules.items()
        }

    def found(condition: Condition) -> set[str]:
        with both.read() as tx:
            each = {one.id for one in AVAILABILITIES.each(tx, Wanted(where=condition))}
        return {name for name, key in ids.items() if key in each}

    assert found(Compare(("each",), Operator.EQ, "week")) == {"week"}
    assert found(Compare(("each",), Operator.IN, ["day", "month"])) == {"day", "month"}
    assert found(Compare(("each",), Operator.EXISTS, False)) == {"once", "odd"}
    assert found(Compare(("on",), Operator.EQ, 1)) == {"week"}
    assert found(Compare(("on",), Operator.EQ, [0, 1])) == {"week"}
    assert found(Compare(("on",), Operator.SIZE, 2)) == {"week"}
    assert found(Compare(("slot_length",), Operator.EQ, 90_000)) == set(ids)
    assert found(Compare(("capacity",), Operator.LT, 1e30)) == set(ids)
