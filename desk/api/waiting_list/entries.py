"""What can be asked of the waiting list: entries in pages, one of them, changes, and vouchers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from desk.api import wire
from desk.api.call import Call
from desk.api.waiting_list import asked, given, shapes
from desk.api.waiting_list.dialect import DIALECT, PREFIX, SENT, NotSent, event, said
from desk.api.wire import Answer, Refused
from desk.domain.access import Role
from desk.domain.directory import Site
from desk.domain.waiting import Joining
from desk.services import waiting, waiting_pages
from desk.services.waiting_pages import Shown
from desk.store.database import Read, Write

LIST = f"{PREFIX}{{organizer}}/events/{{event}}/waitinglistentries/"
ENTRY = f"{LIST}{{id}}/"
VOUCHER = f"{ENTRY}send_voucher/"
NO_ADDRESS = "There is no e-mail address left to which a voucher could be sent."


@DIALECT.reads(LIST, shapes.LISTED, needs=Role.READONLY)
def listed(call: Call, tx: Read) -> Answer:
    place = event(call, tx)
    sought = asked.sought(call, place.id)
    size, found = asked.size(call), waiting_pages.count(tx, sought)
    last = max(1, -(-found // size))
    number = asked.page(call, last)
    order = asked.order(call)
    page = waiting_pages.page(tx, sought, order, skip=(number - 1) * size, limit=size)
    return said(
        {
            "count": found,
            "next": asked.link(call, number + 1, last),
            "previous": asked.link(call, number - 1, last),
            "results": [told(each) for each in page],
        }
    )


@DIALECT.reads(ENTRY, shapes.ONE, needs=Role.READONLY)
def one(call: Call, tx: Read) -> Answer:
    return said(told(_entry(call, tx, event(call, tx))))


@DIALECT.writes("POST", LIST, shapes.CREATE, needs=Role.DESK)
def create(call: Call, tx: Write) -> Answer:
    place = event(call, tx)
    new = given.read(tx, given.body(call), given.DEFAULTS)
    dates = given.dates(tx, place, new, None)
    joined = waiting.join(
        tx,
        Joining(
            type_id=new.item,
            variation_id=new.variation,
            dates=dates,
            email=new.email,
            locale=new.locale,
        ),
    )
    return said(told(waiting_pages.one(tx, place.id, joined.id)), 201)


@DIALECT.writes("PUT", ENTRY, shapes.PUT, needs=Role.DESK)
def put(call: Call, tx: Write) -> Answer:
    place, before = _unserved(call, tx)
    return _changed(call, tx, place, before, given.DEFAULTS)


@DIALECT.writes("PATCH", ENTRY, shapes.PATCH, needs=Role.DESK)
def patch(call: Call, tx: Write) -> Answer:
    place, before = _unserved(call, tx)
    return _changed(call, tx, place, before, given.kept(before))


@DIALECT.writes("DELETE", ENTRY, shapes.DELETE, needs=Role.DESK)
def delete(call: Call, tx: Write) -> Answer:
    _, before = _unserved(call, tx)
    waiting.leave(tx, [before.id])
    return said(status=204)


@DIALECT.writes("POST", VOUCHER, shapes.SEND, needs=Role.DESK)
def send_voucher(call: Call, tx: Write) -> Answer:
    place = event(call, tx)
    waiting.hold(tx)
    entry = _entry(call, tx, place)
    waiting.offer(tx, entry.id)
    if "@" not in entry.email:
        raise NotSent(NO_ADDRESS)
    return said(status=204)


@DIALECT.reads(VOUCHER, shapes.ALLOWED_OF_ENTRY, needs=Role.READONLY, method="OPTIONS")
@DIALECT.reads(ENTRY, shapes.ALLOWED_OF_ENTRY, needs=Role.READONLY, method="OPTIONS")
@DIALECT.reads(LIST, shapes.ALLOWED, needs=Role.READONLY, method="OPTIONS")
def allowed(call: Call, tx: Read) -> Answer:
    place = event(call, tx)
    if "id" in call.path:
        _entry(call, tx, place)
    body = {"name": DIALECT.title, "renders": [wire.JSON], "parses": [wire.JSON]}
    return said(body, Allow=", ".join(DIALECT.methods(call.request.scope["path"])))


def told(entry: Shown) -> dict[str, Any]:
    """An entry as this document writes it."""
    return {
        "id": entry.id,
        "created": instant(entry.created_at),
        "email": entry.email,
        "voucher": entry.voucher,
        "item": entry.type_id,
        "variation": entry.variation_id,
        "locale": entry.locale,
        "subevent": entry.day_id,
    }


def instant(moment: datetime) -> str:
    """`2017-12-01T10:00:00Z`: UTC, with parts of a second only where there are any."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _entry(call: Call, tx: Read, place: Site) -> Shown:
    """The entry that the path names; what is no number is nobody's id."""
    return waiting_pages.one(tx, place.id, call.row_id())


def _unserved(call: Call, tx: Write) -> tuple[Site, Shown]:
    """The entry that the path names, held, as long as no voucher was sent to it."""
    place = event(call, tx)
    waiting.hold(tx)
    entry = _entry(call, tx, place)
    if entry.voucher is not None:
        raise Refused(403, SENT)
    return place, entry


def _changed(call: Call, tx: Write, place: Site, before: Shown, kept: Mapping[str, Any]) -> Answer:
    """The entry with what was sent; whatever else is known of it at the desk stays as it is.

    Whether there is something to take is looked at whenever item or variation are named, even as
    they were (contract, 1.6).
    """
    sent = given.body(call)
    new = given.read(tx, sent, kept)
    wanted = replace(
        waiting.known(tx, before.id),
        type_id=new.item,
        variation_id=new.variation,
        dates=given.dates(tx, place, new, before),
        email=new.email,
        locale=new.locale,
    )
    anew = not {"item", "variation"}.isdisjoint(sent)
    waiting.amend(tx, before.id, wanted, seen=None, anew=anew)
    return said(told(waiting_pages.one(tx, place.id, before.id)))
