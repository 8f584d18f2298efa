"""Appointments and reservations as JSON by the thousand, straight from their rows.

What comes out is what `documents.appointment` says; one with fields of its own is written by it.
"""

from __future__ import annotations

import json
from datetime import datetime

from desk.api.access import PUBLIC
from desk.api.appointment_manager import documents
from desk.api.appointment_manager.documents import AVAILABLE, BOOKED, Document, House
from desk.api.appointment_manager.moments import Moments, Once, quoted
from desk.domain.appointment import Appointment, Shelf
from desk.domain.document_ids import Of, hex_id
from desk.domain.span import Span
from desk.domain.wall_clock import instant
from desk.services.calendar_lists import Claim

_HEAD = hex_id(0, Of.APPOINTMENT)[:-16]
_STATUS = f',"__STATE__":"{Shelf.PUBLIC.value}","status":'
_BOOKED = f'{_STATUS}"{BOOKED}","lockExpiration":null'
_HELD = f'{_STATUS}"{AVAILABLE}","lockExpiration":'


class ClaimText:
    """Writes claims of a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._moments = Moments()
        self._said = Once(quoted)
        self._resources = Once(self._resource)
        self._slots = Once(_availability)

    def text(self, row: Claim) -> str:
        """The claim of that row."""
        key, start, end, held, slot, flagged, resource, owner, title = row[:9]
        creator, created, updater, updated, _extra = row[9:]
        if (written := self.document(row)) is not None:
            return quoted(written)
        said, moments = self._said, self._moments
        status = _BOOKED if held is None else f'{_HELD}"{moments[held]}"'
        whose = f',"ownerId":{said[owner]}' if owner else ""
        called = f',"title":{said[title]}' if title else ""
        return (
            f'{{"_id":"{_HEAD}{key:016x}"'
            f',"startDate":"{moments[start]}","endDate":"{moments[end]}"'
            f',"creatorId":{said[creator or PUBLIC]},"createdAt":"{moments[created]}"'
            f',"updaterId":{said[updater or PUBLIC]},"updatedAt":"{moments[updated]}"'
            f"{self._resources[resource]}{status}"
            f',"isFlagged":{"true" if flagged else "false"},"isRemote":false,"reminderIds":[]'
            f"{self._slots[slot]}{whose}{called}}}"
        )

    def document(self, row: Claim) -> Document | None:
        """The claim as a document where it has fields of its own."""
        return None if row[-1] is None else documents.appointment(self._house, _value(row))

    def _resource(self, number: object) -> str:
        if not isinstance(number, int):
            return ""
        known = self._house.resources.get(number, str(number))
        return f",{quoted(self._house.resource_field)}:{quoted(known)}"


def _value(row: Claim) -> Appointment:
    key, start, end, held, slot, flagged, resource, owner, title = row[:9]
    creator, created, updater, updated, extra = row[9:]
    return Appointment(
        id=key,
        span=Span(instant(start), instant(end)),
        held_until=_instant(held),
        availability_id=slot,
        flagged=bool(flagged),
        resource_id=resource,
        owner=owner,
        title=title or "",
        created_by=creator,
        created_at=instant(created),
        updated_by=updater,
        updated_at=instant(updated),
        extra=json.loads(extra),
    )


def _instant(number: int | None) -> datetime | None:
    return None if number is None else instant(number)


def _availability(number: object) -> str:
    return f',"availabilityId":"{hex_id(number)}"' if isinstance(number, int) else ""
