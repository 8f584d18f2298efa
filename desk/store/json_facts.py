"""Looking into JSON with the functions of either database.

What is compared with a value is what stands at the end of the path or, where that is an array, each
of its elements; an array on the way is looked through as well (contract of document 004, 5.1).
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Numeric,
    TableValuedAlias,
    Text,
    and_,
    case,
    cast,
    collate,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from desk.domain.filter import All, AnyOf, Compare, Condition, Operator, Path, Pattern

SQL = ColumnElement[bool]
Value = ColumnElement[Any]
COMPARED: dict[Operator, Callable[[Value, Any], SQL]] = {
    Operator.GT: lambda fact, value: fact > value,
    Operator.GTE: lambda fact, value: fact >= value,
    Operator.LT: lambda fact, value: fact < value,
    Operator.LTE: lambda fact, value: fact <= value,
}
_LARGEST = 1 << 63
_OF_EQUALS = {Operator.EQ, Operator.NE, Operator.IN, Operator.NIN, Operator.ALL}
LONGEST_SEARCHED = 1000  # letters of a text that a pattern is looked for in


@dataclass(frozen=True, slots=True)
class Found:
    """Values in JSON as rows of a statement: where they come from, and what one of them is.

    `kind` is "array", "object", "string", "number", "boolean" or "null", `text` and `number` the
    value as such, `inside` the value to be looked into where it is an object.
    """

    tables: tuple[TableValuedAlias, ...]
    value: Value
    kind: Value
    text: Value
    number: Value
    inside: Value


class Looking(ABC):
    """How one of the databases looks into JSON and compares texts."""

    @abstractmethod
    def facts(self, stored: Value) -> Value:
        """A column of JSON, to be looked into."""

    @abstractmethod
    def found(self, facts: Value, path: Path, *, whole: bool) -> Found:
        """What stands at the end of the path; an array as a `whole`, or else its elements."""

    @abstractmethod
    def same(self, found: Found, value: Any) -> SQL:
        """Whether it is exactly the value."""

    @abstractmethod
    def bound(self, number: float) -> Any:
        """A number to compare numbers with, however large."""

    @abstractmethod
    def length(self, found: Found) -> Value:
        """How many elements an array has."""

    @abstractmethod
    def matches(self, text: Value, pattern: Pattern) -> SQL:
        """Whether the beginning of a text matches."""

    @abstractmethod
    def by_letters(self, text: Value) -> Value:
        """The text, to be compared letter by letter by their numbers."""


class _Sqlite(Looking):
    def facts(self, stored: Value) -> Value:
        return cast(stored, Text)

    def found(self, facts: Value, path: Path, *, whole: bool) -> Found:
        tables: list[TableValuedAlias] = []
        for number, key in enumerate(path, 1):
            there = facts.op("->")(literal(f'$."{key}"'))
            listed: Value = literal("[").op("||")(there).op("||")("]")
            if not (whole and number == len(path)):
                listed = case((func.json_type(there) == "array", there), else_=listed)
            row = func.json_each(listed).table_valued(
                "value", "type", "atom", joins_implicitly=True
            )
            row = row.alias()
            tables.append(row)
            facts = case((row.c.type == "object", row.c.value), else_=null())
        row = tables[-1]
        kinds = {"text": "string", "integer": "number", "real": "number"}
        kinds |= {"true": "boolean", "false": "boolean"}
        return Found(
            tuple(tables),
            value=row.c.value,
            kind=case(kinds, value=row.c.type, else_=row.c.type),
            text=case((row.c.type == "text", row.c.atom), else_=null()),
            number=case((row.c.type.in_(["integer", "real"]), row.c.atom), else_=null()),
            inside=facts,
        )

    def same(self, found: Found, value: Any) -> SQL:
        row = found.tables[-1]
        match value:
            case None:
                return row.c.type == "null"
            case bool():
                return row.c.type == ("true" if value else "false")
            case str():
                return found.text == value
            case int() | float():
                same: SQL = found.number == self.bound(value)
                return same
            case _:
                kind = "array" if isinstance(value, list) else "object"
                return and_(row.c.type == kind, row.c.value == func.json(_dumped(value)))

    def bound(self, number: float) -> Any:
        return number if -_LARGEST <= number < _LARGEST else float(number)

    def length(self, found: Found) -> Value:
        value = case((found.kind == "array", found.value), else_=null())
        return func.json_array_length(value)

    def matches(self, text: Value, pattern: Pattern) -> SQL:
        flags = "(?i)" if pattern.any_case else ""
        beginning = func.substr(text, 1, LONGEST_SEARCHED)
        return and_(text.is_not(None), func.regexp(flags + pattern.text, beginning) == 1)

    def by_letters(self, text: Value) -> Value:
        return text


class _Postgresql(Looking):
    def facts(self, stored: Value) -> Value:
        return cast(stored, JSONB)

    def found(self, facts: Value, path: Path, *, whole: bool) -> Found:
        written = "$" + "".join(f".{json.dumps(key)}" for key in path) + ("" if whole else "[*]")
        row = func.jsonb_path_query(facts, cast(written, JSONPATH), type_=JSONB)
        value: Value = row.column_valued(joins_implicitly=True)
        kind = func.jsonb_typeof(value)
        plain = value.op("#>>", return_type=Text())(literal_column("'{}'"))
        return Found(
            (value.scalar_alias,),
            value=value,
            kind=kind,
            text=case((kind == "string", plain), else_=null()),
            number=case((kind == "number", cast(plain, Numeric)), else_=null()),
            inside=value,
        )

    def same(self, found: Found, value: Any) -> SQL:
        return found.value == cast(literal(_dumped(value), Text), JSONB)

    def bound(self, number: float) -> Any:
        return cast(literal(str(number), Text), Numeric)

    def length(self, found: Found) -> Value:
        value = case((found.kind == "array", found.value), else_=null())
        return func.jsonb_array_length(value)

    def matches(self, text: Value, pattern: Pattern) -> SQL:
        # A dot matches no end of a line, and the edge of a word is written otherwise here.
        words = pattern.text.replace("\\b", "\\y").replace("\\B", "\\Y")
        beginning = func.substr(text, 1, LONGEST_SEARCHED)
        how = "~*" if pattern.any_case else "~"
        matches: SQL = beginning.op(how, is_comparison=True)(f"(?p){words}")
        return matches

    def by_letters(self, text: Value) -> Value:
        return collate(text, "C")


_LOOKING: dict[str, Looking] = {"sqlite": _Sqlite(), "postgresql": _Postgresql()}


def looking(database: str) -> Looking:
    """How the database of that name does it."""
    return _LOOKING[database]


def tested(look: Looking, facts: Value, test: Compare) -> SQL:
    """The comparison of a fact within `facts`; never unknown."""
    if any(sign in key for key in test.path for sign in '"\\'):
        return false()  # SQLite cannot be asked for such a name.
    if test.operator in _OF_EQUALS:
        equals = partial(_equals_any, look, facts, test.path)
        return _of_equals(test.operator, test.value, equals)
    return _in_itself(look, facts, test)


def _in_itself(look: Looking, facts: Value, test: Compare) -> SQL:
    path, value = test.path, test.value
    whole = look.found(facts, path, whole=True)
    found = look.found(facts, path, whole=False)
    match test.operator:
        case Operator.EXISTS:
            there = _any(whole, true())
            return there if value else not_(there)
        case Operator.SIZE:
            return _any(whole, look.length(whole) == value)
        case Operator.ELEMENT:
            return and_(_any(whole, whole.kind == "array"), _any(found, _each(look, found, value)))
        case operator:
            return _any(found, _compared(look, found, operator, value))


def keys(look: Looking, facts: Value, path: Path) -> list[Value]:
    """By what facts are ordered: first whether there is any, then its kind, then the value."""
    found = look.found(facts, path, whole=True)
    ranks = {"null": 0, "number": 1, "string": 2, "object": 3, "array": 4, "boolean": 5}
    rank = case(ranks, value=found.kind, else_=0)
    single = [
        select(each).select_from(*found.tables).correlate_except(*found.tables).limit(1)
        for each in (rank, found.number, look.by_letters(found.text))
    ]
    first, number, text = (each.scalar_subquery() for each in single)
    return [
        func.coalesce(first, 0),
        func.coalesce(cast(number, Float), 0.0),
        look.by_letters(func.coalesce(text, "")),
    ]


def _equals_any(look: Looking, facts: Value, path: Path, values: Sequence[Any]) -> SQL:
    """Whether it is one of the values. Nothing there equals null."""
    found = look.found(facts, path, whole=False)
    equal = [_any(found, _same_as_one(look, found, values))]
    if any(value is None for value in values):
        equal.append(not_(_present(look, facts, path)))
    if lists := [value for value in values if isinstance(value, list)]:
        whole = look.found(facts, path, whole=True)
        equal.append(_any(whole, _same_as_one(look, whole, lists)))
    return or_(*equal)


def _same_as_one(look: Looking, found: Found, values: Sequence[Any]) -> SQL:
    texts = [value for value in values if isinstance(value, str)]
    others = [look.same(found, value) for value in values if not isinstance(value, str)]
    return _known(or_(false(), found.text.in_(texts), *others) if texts else or_(false(), *others))


def _of_equals(operator: Operator, value: Any, equals: Callable[[Sequence[Any]], SQL]) -> SQL:
    match operator:
        case Operator.EQ:
            return equals([value])
        case Operator.NE:
            return not_(equals([value]))
        case Operator.IN:
            return equals(value)
        case Operator.NIN:
            return not_(equals(value))
        case _:
            return and_(true(), *(equals([each]) for each in value))


def _present(look: Looking, facts: Value, path: Path) -> SQL:
    return _any(look.found(facts, path, whole=True), true())


def _any(found: Found, condition: SQL) -> SQL:
    rows = select(literal(1)).select_from(*found.tables).where(condition)
    return exists(rows.correlate_except(*found.tables))


def _compared(look: Looking, found: Found, operator: Operator, value: Any) -> SQL:
    if operator is Operator.MATCHES:
        return look.matches(found.text, value)
    compare = COMPARED[operator]
    match value:
        case bool():
            return false()
        case int() | float():
            return compare(found.number, look.bound(value))
        case str():
            return compare(look.by_letters(found.text), value)
        case _:
            return false()


def _each(look: Looking, found: Found, condition: Condition) -> SQL:
    """What is asked of one element."""
    match condition:
        case All(parts):
            return and_(true(), *(_each(look, found, part) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(_each(look, found, part) for part in parts))
        case Compare((), operator, value):
            return _of_element(look, found, operator, value)
        case _:
            return and_(found.kind == "object", tested(look, found.inside, condition))


def _of_element(look: Looking, found: Found, operator: Operator, value: Any) -> SQL:
    if operator in _OF_EQUALS - {Operator.ALL}:
        return _of_equals(operator, value, partial(_same_as_one, look, found))
    if operator is Operator.EXISTS:
        return true() if value else false()
    if operator in {Operator.ALL, Operator.SIZE, Operator.ELEMENT}:
        return false()
    return _compared(look, found, operator, value)


def _known(condition: SQL) -> SQL:
    return func.coalesce(condition, false())


def _dumped(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
