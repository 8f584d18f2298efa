"""The ways by which messages leave this computer, as the house and this computer have them.

What the house chose stands in its settings; passwords and tokens are of this computer.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.delivery import gateway, invitation, letter, secrets, wording
from desk.delivery.faults import NotSetUp, Rejected
from desk.delivery.gateway import Gateway
from desk.delivery.invitation import Invitation
from desk.delivery.letter import Letter, Sender
from desk.delivery.mail import Mail, Server
from desk.delivery.room_keys import Locksmith
from desk.delivery.wording import Said
from desk.domain.appointment import Appointment
from desk.domain.errors import BadSettings, Invalid, NotFound
from desk.domain.message import Channel, Message
from desk.domain.setting import Setting
from desk.services import appointments, message_settings, site
from desk.store.database import Database, Read

_GATEWAYS: dict[Channel, tuple[Setting[str | None], Setting[str]]] = {
    Channel.SMS: (message_settings.SMS_URL, message_settings.SMS_BODY),
    Channel.PUSH: (message_settings.PUSH_URL, message_settings.PUSH_BODY),
}
_NO_SERVER = "no mail server is set: desk config set messages.smtp_host mail.example.org"
_NO_SENDER = "no sender is set: desk config set messages.sender desk@example.org"
_NO_PASSWORD = "this computer has no password for the mail server: desk outbox password smtp"
_NO_GATEWAY = "no gateway is set: desk config set {key} https://gateway.example.org"
_HAS_NONE = {Channel.EMAIL: "e-mail address", Channel.SMS: "telephone number", Channel.PUSH: "id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A mail server, and whom it is told that mails come from."""

    server: Server
    sender: Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What can be used; `lacking` says of every other way in words why it cannot.

    With a `locksmith` the links to rooms that go out are given keys.
    """

    post: Post | None
    gateways: Mapping[Channel, Gateway]
    lacking: Mapping[Channel, str]
    locksmith: Locksmith | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message with all that is needed to send it, for when the database is not at hand."""

    message: Message
    said: Said
    zone: ZoneInfo
    appointment: Appointment | None = None


class Ways:
    """Sends by whatever way is set up; what can be used again is kept until the end."""

    def __init__(self, set_up: SetUp) -> None:
        self.set_up = set_up
        self._mail: Mail | None = None

    def close(self) -> None:
        """Keep nothing open any more."""
        if self._mail is not None:
            self._mail.close()

    def send(self, parcel: Parcel, now: datetime) -> None:
        """Let a message go out; raises a kind of `Undelivered` unless it has."""
        channel, said = parcel.message.channel, parcel.said
        address = said.recipient.address(channel)
        if not address:
            raise Rejected(f"{said.recipient.name} has no {_HAS_NONE[channel]}")
        if channel is Channel.EMAIL:
            by = self._post().sender
            file = _file(parcel, by, address)
            self.post(letter.letter(parcel.message, said, by, now=now, file=file))
            return
        found = self.set_up.gateways.get(channel)
        if found is None:
            raise NotSetUp(self.set_up.lacking[channel])
        gateway.hand_over(found, to=address, text=said.short, subject=said.subject)

    def try_out(self, said: Said, now: datetime, key: str) -> None:
        """Send a mail that is no message; raises a kind of `Undelivered` unless it has gone."""
        self.post(letter.plain(said, self._post().sender, now=now, key=key))

    def post(self, mail: Letter) -> None:
        if self._mail is None:
            self._mail = Mail(self._post().server)
        self._mail.send(mail)

    def _post(self) -> Post:
        if self.set_up.post is None:
            raise NotSetUp(self.set_up.lacking[Channel.EMAIL])
        return self.set_up.post


def set_up(database: Database) -> SetUp:
    """What can be used now."""
    with database.read() as tx:
        chosen = site.chosen(tx)
        found = site.found(tx)
    lacking: dict[Channel, str] = {}
    post: Post | None = None
    gateways: dict[Channel, Gateway] = {}
    try:
        post = _post(database, chosen, found.name if found else "")
    except NotSetUp as error:
        lacking[Channel.EMAIL] = str(error)
    for channel in _GATEWAYS:
        try:
            gateways[channel] = _gateway(database, chosen, channel)
        except NotSetUp as error:
            lacking[channel] = str(error)
    return SetUp(
        post=post, gateways=gateways, lacking=lacking, locksmith=locksmith(database, chosen)
    )


def locksmith(database: Database, chosen: Mapping[str, Any]) -> Locksmith | None:
    """Who makes keys to the rooms of the house, where their server asks for such.

    `chosen` are the settings of the house.
    """
    app = site.among(chosen, message_settings.ROOM_APP)
    secret = None if app is None else _secret(database, "jwt")
    if app is None or secret is None:
        return None
    return Locksmith(base=site.among(chosen, message_settings.ROOM_BASE), app=app, secret=secret)


def parcel(tx: Read, message: Message, keys: Locksmith | None = None) -> Parcel:
    """What a message says now, and what goes along with it."""
    said = wording.said(tx, message, keys)
    found: Appointment | None = None
    if message.appointment_id is not None:
        with suppress(NotFound):
            found = appointments.one(tx, message.appointment_id)
    return Parcel(message=message, said=said, zone=tx.zone, appointment=found)


def _post(database: Database, chosen: Mapping[str, Any], house: str) -> Post:
    host = site.among(chosen, message_settings.SMTP_HOST)
    if host is None:
        raise NotSetUp(_NO_SERVER)
    sender = site.among(chosen, message_settings.SENDER)
    if sender is None:
        raise NotSetUp(_NO_SENDER)
    user = site.among(chosen, message_settings.SMTP_USER)
    password = None if user is None else _secret(database, "smtp")
    if user is not None and password is None:
        raise NotSetUp(_NO_PASSWORD)
    server = Server(
        host=host,
        port=site.among(chosen, message_settings.SMTP_PORT),
        security=site.among(chosen, message_settings.SMTP_SECURITY),
        user=user,
        password=password,
    )
    name = site.among(chosen, message_settings.SENDER_NAME) or house
    return Post(server=server, sender=Sender(address=sender, name=name))


def _gateway(database: Database, chosen: Mapping[str, Any], channel: Channel) -> Gateway:
    url_setting, body_setting = _GATEWAYS[channel]
    url = site.among(chosen, url_setting)
    if url is None:
        raise NotSetUp(_NO_GATEWAY.format(key=url_setting.key))
    body = site.among(chosen, body_setting)
    return Gateway(url=url, body=body, token=_secret(database, channel.value))


def _secret(database: Database, name: str) -> str | None:
    try:
        return secrets.read(database, name)
    except BadSettings as error:
        raise NotSetUp(f"{error.where} cannot be understood: {error.detail}") from error
    except Invalid as error:
        raise NotSetUp(f"the {error}") from error


def _file(parcel: Parcel, by: Sender, address: str) -> Invitation | None:
    if parcel.appointment is None:
        return None
    try:
        return invitation.invitation(
            parcel.message, parcel.appointment, parcel.zone, sender=by.address, recipient=address
        )
    except ModuleNotFoundError:
        return None  # Without the extra for calendars the words have to do.
