"""Conditions on facts (`desk.domain.filter`) as SQL, for both databases.

Facts are columns where there are any; whatever else another machine keeps lies in `extra` and is
looked up there by the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from desk.domain.filter import All, AnyOf, Compare, Condition, Operator, Order, Path
from desk.domain.rule_text import DAYS
from desk.store import json_facts
from desk.store.database import Read
from desk.store.json_facts import COMPARED, SQL, Looking, Value, looking
from desk.store.records import (
    AppointmentRecord,
    AvailabilityRecord,
    ClosureRecord,
    PersonRecord,
    ResourceRecord,
)

Kind = type[AppointmentRecord] | type[AvailabilityRecord] | type[ClosureRecord]
_A, _V = AppointmentRecord, AvailabilityRecord
_EACH = {"FREQ=DAILY": "day", "FREQ=MONTHLY": "month"}
_WEEKLY = "FREQ=WEEKLY;BYDAY="


@dataclass(frozen=True, slots=True)
class Filtering:
    """Conditions on rows of a kind, on the database that is looked into so."""

    kind: Kind
    look: Looking

    def where(self, condition: Condition) -> SQL:
        """The condition as SQL."""
        match condition:
            case All(parts):
                return and_(true(), *map(self.where, parts))
            case AnyOf(parts):
                return or_(false(), *map(self.where, parts))
            case Compare(("resource",), Operator.EQ | Operator.IN, value):
                return self._of_resource(value if isinstance(value, list) else [value])
            case Compare(("on",), _, _):
                return json_facts.tested(self.look, self._facts("on"), condition)
            case Compare((_,), _, _):
                return self._tested(condition)
            case Compare((column, *path), operator, value):
                test = Compare(tuple(path), operator, value)
                return json_facts.tested(self.look, self._facts(column), test)
            case _:
                raise AssertionError(condition)

    def ordered(self, order: tuple[Order, ...]) -> list[Value]:
        """By what a list is ordered; by age in the end."""
        found: list[Value] = []
        for each in order:
            keys = self._keys(each.path)
            found += [key.desc() if each.descending else key.asc() for key in keys]
        return [*found, self.kind.id.asc()]

    def _tested(self, test: Compare) -> SQL:
        name, value = test.path[0], test.value
        fact = self._fact(name)
        match test.operator:
            case Operator.EQ:
                return _equals_any(fact, [value])
            case Operator.NE:
                return not_(_equals_any(fact, [value]))
            case Operator.IN:
                return _equals_any(fact, value)
            case Operator.NIN:
                return not_(_equals_any(fact, value))
            case Operator.EXISTS:
                return fact.is_not(None) if value else fact.is_(None)
            case Operator.MATCHES:
                return self.look.matches(fact, value)
            case operator:
                return COMPARED[operator](self._comparable(name, fact), value)

    def _keys(self, path: Path) -> list[Value]:
        column, *rest = path
        if rest or column == "on":
            return json_facts.keys(self.look, self._facts(column), tuple(rest) or path)
        fact = self._fact(column)
        return [case((fact.is_(None), 0), else_=1), self._comparable(column, fact)]

    def _facts(self, column: str) -> Value:
        """Facts that are JSON."""
        return self.look.facts(_on() if column == "on" else getattr(self.kind, column))

    def _comparable(self, name: str, fact: Value) -> Value:
        return self.look.by_letters(fact) if name in _TEXTS else fact

    def _fact(self, name: str) -> Value:
        """The fact as a column, or as what is made of columns."""
        match name:
            case "remote":
                remote = Compare(("isRemote",), Operator.EQ, True)
                there = json_facts.tested(self.look, self._facts("extra"), remote)
                return case((there, true()), else_=false())
            case "resource":
                known = select(resource_text()).where(ResourceRecord.id == self.kind.resource_id)
                return known.scalar_subquery()
            case _ if name in _MADE:
                return _MADE[name]()
            case _:
                column: Value = getattr(self.kind, name)
                return column

    def _of_resource(self, texts: list[Any]) -> SQL:
        """By the ids of resources, so that an index serves."""
        resource_id: Any = self.kind.resource_id
        known = [text for text in texts if text is not None]
        wanted = select(ResourceRecord.id).where(resource_text().in_(known))
        found: list[SQL] = [resource_id.in_(wanted)] if known else []
        if None in texts:
            found.append(resource_id.is_(None))
        return or_(false(), *found)


def of(tx: Read, kind: Kind) -> Filtering:
    """Conditions on rows of a kind, for this database."""
    return Filtering(kind, looking(tx.session.get_bind().dialect.name))


_TEXTS = {"status", "owner", "title", "reason", "each", "resource", "created_by", "updated_by"}
_TEXTS |= {"shelf", "zone"}


def resource_text() -> ColumnElement[str]:
    """The id by which other machines know a resource."""
    return func.coalesce(ResourceRecord.external_id, cast(ResourceRecord.id, Text))


def _equals_any(fact: Value, values: list[Any]) -> SQL:
    """Never unknown, so that it can be turned round."""
    known = [value for value in values if value is not None]
    equal = and_(fact.is_not(None), fact.in_(known)) if known else false()
    return or_(equal, fact.is_(None)) if None in values else equal


def _name_of_person() -> Value:
    person = aliased(PersonRecord)
    named = func.trim(person.first_name + " " + person.last_name)
    return select(named).where(person.id == _A.person_id).scalar_subquery()


def _weekly() -> SQL:
    by_days = and_(_V.rule.startswith(_WEEKLY), _V.rule.not_like(f"{_WEEKLY}%;%"))
    return or_(_V.rule == "FREQ=WEEKLY", by_days)


def _on() -> Value:
    """The weekdays of a rule as document 004 has them: `{"on": [1, 3]}`, 0 for Sunday."""
    named: Value = func.replace(_V.rule, _WEEKLY, "", type_=Text())
    days: Value = literal("")
    for number, day in enumerate((DAYS[-1], *DAYS[:-1])):
        days = days + case((named.contains(day), f"{number},"), else_="")
    listed = literal('{"on":[') + func.rtrim(days, ",", type_=Text()) + "]}"
    return case((and_(_weekly(), _V.rule.startswith(_WEEKLY)), listed), else_="{}")


# What is no column of its own, by the name it goes by in conditions.
_MADE: dict[str, Callable[[], Value]] = {
    "status": lambda: case((_A.held_until.is_(None), "BOOKED"), else_="AVAILABLE"),
    "owner": lambda: func.coalesce(_A.owner, cast(_A.person_id, Text)),
    "title": lambda: func.coalesce(func.nullif(_A.title, ""), _name_of_person()),
    "reason": lambda: func.nullif(ClosureRecord.reason, ""),
    "slot_length": lambda: cast(_V.slot_length, Float),
    "capacity": lambda: cast(_V.capacity, Float),
    "each": lambda: case(_EACH, value=_V.rule, else_=case((_weekly(), "week"), else_=null())),
}
