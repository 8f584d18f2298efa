"""Appointments for which nobody comes: both sides meet in a room that a link leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from desk.delivery.faults import NotSetUp
from desk.domain.appointment import Appointment
from desk.domain.document_fields import LINK
from desk.gui import clipboard
from desk.gui.booking import words
from desk.services import site

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database

REMOTE = "isRemote"  # as document 004 calls it
KEY = "J"
translate = QCoreApplication.translate


def is_remote(appointment: Appointment) -> bool:
    return appointment.extra.get(REMOTE) is True


def link(appointment: Appointment) -> str:
    """Where they meet; nothing where they do not, or there is no room yet."""
    found = appointment.extra.get(LINK)
    plain = isinstance(found, str) and found.startswith(("https://", "http://"))
    return str(found) if plain else ""


def marked(extra: Mapping[str, Any], meets: bool) -> dict[str, Any]:
    """What else is known of an appointment, with whether it is remote."""
    return {**extra, REMOTE: meets}


def join(client: Client, appointment: Appointment) -> str:
    """Enter the room in the browser, as its host; gives what there is to say of it."""
    where = link(appointment)
    if not where:
        return _no_call(appointment)
    where = client.lend(lambda database, _: _with_key(database, appointment, where, client.who))
    if QDesktopServices.openUrl(QUrl(where)):
        said = translate("Remote", "The call with {whom} opens in the browser")
    else:
        said = translate("Remote", "No browser opens the call with {whom}; copy the link instead.")
    return said.format(whom=words.called(appointment))


def copy(client: Client, appointment: Appointment) -> str:
    """Take the link along, for whom it is about; gives what there is to say of it."""
    where = link(appointment)
    if not where:
        return _no_call(appointment)
    where = client.lend(lambda database, _: _with_key(database, appointment, where))
    clipboard.put(where)
    said = translate("Remote", "The link to the call with {whom} is copied")
    return said.format(whom=words.called(appointment))


def _with_key(database: Database, appointment: Appointment, where: str, host: str = "") -> str:
    """The link with a key to the room, where its server asks for one: for the guest or a host."""
    from desk.delivery import ways

    with database.read() as tx:
        chosen = site.chosen(tx)
    try:
        keys = ways.locksmith(database, chosen)
    except NotSetUp:
        return where  # Whoever enters without a key is asked for one there.
    if keys is None:
        return where
    name = host or appointment.name
    return keys.with_key(where, name, appointment.span.end, host=bool(host))


def _no_call(appointment: Appointment) -> str:
    said = translate("Remote", "{whom} comes here: there is no call to join.")
    if is_remote(appointment):
        said = translate("Remote", "There is no link yet to the call with {whom}.")
    return said.format(whom=words.called(appointment))
