"""The fields of document 004 and the facts they are: what a filter may name, and of which kind.

What is no field of ours is one of the client's own, and lies in `extra`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desk.api.appointment_manager.documents import House
from desk.domain.document_ids import Of
from desk.domain.filter import Path


class Kind(Enum):
    """Of which kind a field is; `ANY` is what a client keeps."""

    ID = auto()
    REFERENCE = auto()
    TEXT = auto()
    NUMBER = auto()
    MINUTES = auto()
    FLAG = auto()
    INSTANT = auto()
    ANY = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A field: the fact it is, of which kind, and whether every document has it.

    An id is that of a document of the kind `of`.
    """

    path: Path
    kind: Kind = Kind.ANY
    always: bool = False
    of: Of = Of.AVAILABILITY


_OF_ALL = {
    "startDate": Word(("starts",), Kind.INSTANT, True),
    "endDate": Word(("ends",), Kind.INSTANT, True),
    "creatorId": Word(("created_by",), Kind.TEXT, True),
    "createdAt": Word(("created_at",), Kind.INSTANT, True),
    "updaterId": Word(("updated_by",), Kind.TEXT, True),
    "updatedAt": Word(("updated_at",), Kind.INSTANT, True),
    "__STATE__": Word(("shelf",), Kind.TEXT, True),
}
_OF = {
    Of.APPOINTMENT: {
        "availabilityId": Word(("availability_id",), Kind.REFERENCE),
        "ownerId": Word(("owner",), Kind.TEXT),
        "status": Word(("status",), Kind.TEXT, True),
        "lockExpiration": Word(("held_until",), Kind.INSTANT, True),
        "isFlagged": Word(("flagged",), Kind.FLAG, True),
        "isRemote": Word(("remote",), Kind.FLAG, True),
        "title": Word(("title",), Kind.TEXT),
    },
    Of.AVAILABILITY: {
        "slotDuration": Word(("slot_length",), Kind.MINUTES, True),
        "simultaneousSlotsNumber": Word(("capacity",), Kind.NUMBER, True),
        "each": Word(("each",), Kind.TEXT),
        "on": Word(("on",)),
        "untilDate": Word(("until",), Kind.INSTANT),
        "timeZone": Word(("zone",), Kind.TEXT, True),
    },
    Of.CLOSURE: {"reason": Word(("reason",), Kind.TEXT)},
}


@dataclass(frozen=True, slots=True)
class Words:
    """The fields of one kind of document; `resource_field` is the house's choice."""

    of: Of
    resource_field: str

    def word(self, name: str) -> Word:
        """The field of that name; a dotted one leads into what a client keeps."""
        if name == self.resource_field:
            return Word(("resource",), Kind.TEXT)
        if name == "_id":
            return Word(("id",), Kind.ID, True, self.of)
        known = _OF_ALL.get(name) or _OF[self.of].get(name)
        return known or Word(("extra", *name.split(".")))


@dataclass(frozen=True, slots=True)
class Within:
    """The fields of an element of a list that a client keeps: all of them its own."""

    of: Of

    def word(self, name: str) -> Word:
        return Word(tuple(name.split(".")))


def words(house: House, of: Of) -> Words:
    """The fields of a kind of document in this house."""
    return Words(of, house.resource_field)
