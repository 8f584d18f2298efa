"""What appointments, availabilities and exceptions have in common: looking at them, and states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from desk.api import wire
from desk.api.appointment_manager import accepted, bodies, documents, examples, query, table
from desk.api.appointment_manager.accepted import SaidInAnyForm
from desk.api.appointment_manager.conditions import condition
from desk.api.appointment_manager.dialect import (
    DIALECT,
    ID_IN_PATH,
    NONE,
    READING,
    WRITING,
    acting,
)
from desk.api.appointment_manager.documents import Document, House
from desk.api.appointment_manager.query import Asked
from desk.api.appointment_manager.schemas import COUNT, MOVE, PART
from desk.api.appointment_manager.words import Words, words
from desk.api.call import Call
from desk.api.described import Described, Said, Schema, listed
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.appointment import MAY_COME_FROM, Appointment, Shelf
from desk.domain.availability import Availability
from desk.domain.closure import Closure
from desk.domain.document_ids import Of, number_of
from desk.domain.filter import ALWAYS, All, Condition
from desk.services.document_lists import Lists
from desk.store.database import Read, Write

T = TypeVar("T", Appointment, Availability, Closure)
Shelve = Callable[[Write, Sequence[int], Shelf], int]


@dataclass(frozen=True, slots=True)
class Collection(Generic[T]):
    """Documents of one kind: how they are found, written, and put on another shelf."""

    of: Of
    lists: Lists[T]
    written: Callable[[House, T], Document]
    shelve: Shelve

    def listed(self, call: Call, tx: Read, where: Condition | None = None) -> Answer:
        """What the address asks for, however much it is."""
        house = documents.house(tx)
        asked = query.asked(call, self.words(house), where=where)
        house = house.knowing_all(tx)
        media = accepted.form(call)
        if media == accepted.CSV:
            # Once for the columns, and once more for what stands in them.
            names = table.columns(
                self.of, house.resource_field, asked.projection, self._each(tx, house, asked)
            )
            told = table.pieces(names, self._each(tx, house, asked))
        else:
            tell = wire.lines if media == wire.NDJSON else wire.array
            told = tell(self._each(tx, house, asked))
        return Answer(told, media=media, streams=True)

    def _each(self, tx: Read, house: House, asked: Asked) -> Iterator[Document]:
        """The documents that are asked for, as they are read."""
        for value in self.lists.each(tx, asked.wanted):
            yield asked.projection(self.written(house, value))

    def counted(self, call: Call, tx: Read, where: Condition | None = None) -> Answer:
        """How many the address asks for; whatever it says about order and part means nothing."""
        asked = query.filters(call, self.words(documents.house(tx)))
        return Answer(self.lists.count(tx, All((asked,) if where is None else (asked, where))))

    def found(self, call: Call, tx: Read, house: House) -> T:
        """The one in the path, if it is among those that the address filters."""
        number = self.number(call)
        value = self.lists.one(tx, number, query.filters(call, self.words(house)))
        if value is None:
            raise Refused(404)
        return value

    def number(self, call: Call) -> int:
        """The id in the path."""
        number = number_of(call.path["id"], self.of)
        if number is None:
            raise Refused(400, "An _id has 24 hexadecimal digits.")
        return number

    def one(self, call: Call, tx: Read) -> Answer:
        """One document."""
        projection, house = query.projection(call), documents.house(tx)
        return Answer(projection(self.document(tx, house, self.found(call, tx, house))))

    def document(self, tx: Read, house: House, value: T) -> Document:
        """One of them, with no more of the house than it takes."""
        return self.written(house.knowing(tx, value), value)

    def moved(self, call: Call, tx: Write) -> int:
        """Put what each filter finds into a state, one after the other; how many have moved."""
        acting(call, tx)
        words_ = self.words(documents.house(tx))
        allowed: list[Condition] = query.rows_allowed(call, words_)
        count = 0
        for where, shelf in _moves(call, words_):
            for ids in self.lists.ids(tx, All((where, *allowed))):
                count += self.shelve(tx, ids, shelf)
        return count

    def moved_one(self, call: Call, tx: Write) -> Answer:
        """Put the one in the path into a state; 400 where it cannot come there (contract, 5.3)."""
        acting(call, tx)
        shelf = bodies.state(call.fields.get("stateTo"))
        allowed = query.rows_allowed(call, self.words(documents.house(tx)))
        value = self.lists.one(tx, self.number(call), All(tuple(allowed)))
        if value is None or value.shelf is Shelf.GONE:
            raise Refused(404)
        if value.shelf is not shelf:
            if value.shelf not in MAY_COME_FROM[shelf]:
                raise Refused(400, f"What is {value.shelf} cannot become {shelf}.")
            self.shelve(tx, [value.id], shelf)
        return Answer(status=204)

    def removed(self, call: Call, tx: Write, remove: Callable[[Write, Sequence[int]], None]) -> int:
        """Remove what the address filters, and nothing where it does not; how many are gone."""
        where = query.filters(call, self.words(documents.house(tx)))
        if not query.names_any(call):
            return 0
        count = 0
        for ids in self.lists.ids(tx, where):
            remove(tx, ids)
            count += len(ids)
        return count

    def words(self, house: House) -> Words:
        return words(house, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How a kind is spoken of: `one` with its article, `several`, the schema and example of one."""

    one: str
    several: str
    schema: Schema
    example: Document

    @property
    def alone(self) -> str:
        return self.one.partition(" ")[2]


def offer(
    them: Collection[Any],
    path: str,
    called: Called,
    summary: str,
    where: Callable[[Call], Condition] = lambda _call: ALWAYS,
) -> None:
    """Answer for what can be asked of every kind alike: to list, count and read, and one state.

    `summary` says what the list has, and `where` what it has unless more is asked for.
    """
    listed_ = SaidInAnyForm(
        f"The {called.several}, as JSON unless Accept ranks another form higher. A table has the "
        "fields of the kind first and then those of clients; null is empty, lists and objects "
        "are JSON, and an apostrophe stands before what a spreadsheet would take for a formula",
        listed(PART),
        [called.example],
        others=_in_other_forms(called.example),
    )
    listing = Described(summary=summary, query=query.PARTS, answers={200: listed_, **READING})
    DIALECT.reads(path, listing, needs=Role.READONLY)(
        lambda call, tx: them.listed(call, tx, where(call))
    )
    counting = Described(
        summary=f"How many {called.several} there are",
        query=query.FILTERS,
        answers={200: Said("The number", COUNT, 3), **READING},
    )
    DIALECT.reads(f"{path}count", counting, needs=Role.READONLY)(
        lambda call, tx: them.counted(call, tx, where(call))
    )
    _offer_one(them, f"{path}{{id}}", called)


def _in_other_forms(example: Document) -> dict[str, str]:
    """How the example looks in a list of another form."""
    pieces = {
        wire.NDJSON: wire.lines([example]),
        accepted.CSV: table.pieces(list(example), [example]),
    }
    return {media: b"".join(each).decode() for media, each in pieces.items()}


def _offer_one(them: Collection[Any], one: str, called: Called) -> None:
    """Let one be read, and put into a state."""
    reading = Described(
        summary=f"One {called.alone}",
        path=ID_IN_PATH,
        query=query.FILTERS,
        answers={
            200: Said(f"The {called.alone}", called.schema, called.example),
            **READING,
            404: NONE,
        },
    )
    DIALECT.reads(one, reading, needs=Role.READONLY)(them.one)
    moving = Described(
        summary=f"Put {called.one} into a state",
        path=ID_IN_PATH,
        body=MOVE,
        example=examples.MOVE,
        answers={204: Said("Done"), **WRITING, 404: NONE},
    )
    DIALECT.writes("POST", f"{one}/state", moving, needs=Role.DESK)(them.moved_one)


def offer_removal(
    them: Collection[Any],
    path: str,
    called: Called,
    remove: Callable[[Write, Sequence[int]], None],
    aside: str = "",
) -> None:
    """Let one be removed, and all that match a filter; `aside` says what follows from it."""

    def remove_one(call: Call, tx: Write) -> Answer:
        acting(call, tx)
        remove(tx, [them.found(call, tx, documents.house(tx)).id])
        return Answer(status=204)

    def remove_all(call: Call, tx: Write) -> Answer:
        acting(call, tx)
        return Answer(them.removed(call, tx, remove))

    removing = Described(
        summary=f"Remove {called.one} for good{aside}",
        path=ID_IN_PATH,
        query=query.FILTERS,
        answers={204: Said("Removed"), **WRITING, 404: NONE},
    )
    DIALECT.writes("DELETE", f"{path}{{id}}", removing, needs=Role.DESK)(remove_one)
    removing_all = Described(
        summary=f"Remove the {called.several} that match; without any filter nothing happens",
        query=query.FILTERS,
        answers={200: Said("How many are gone", COUNT, 0), **WRITING},
    )
    DIALECT.writes("DELETE", path, removing_all, needs=Role.DESK)(remove_all)


def _moves(call: Call, words_: Words) -> list[tuple[Condition, Shelf]]:
    body = call.body
    if not isinstance(body, list) or not body:
        raise Refused(400, "The body must be a list of filters, each with its stateTo.")
    return [_move(each, words_) for each in body]


def _move(said: Any, words_: Words) -> tuple[Condition, Shelf]:
    if not isinstance(said, dict) or not isinstance(said.get("filter"), dict):
        raise Refused(400, "Each element needs a filter, a JSON object.")
    if "stateTo" not in said:
        raise Refused(400, "Each element needs a stateTo.")
    return condition(words_, said["filter"]), bodies.state(said["stateTo"])
