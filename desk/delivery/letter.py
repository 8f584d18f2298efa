"""A mail as it goes to the mail server, with all that is said about it on the envelope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from desk.delivery import invitation
from desk.delivery.faults import NotSetUp, Rejected
from desk.delivery.invitation import Invitation
from desk.delivery.wording import Said
from desk.domain.message import Message
from desk.domain.wall_clock import milliseconds

LONGEST_NAME = 200
AGAIN = "X-Desk-Again"
# Nothing that only some mail servers could take stands in the text.
_POLICY = SMTP.clone(cte_type="7bit")
_PART = r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]+"
_ADDRESS = re.compile(f"{_PART}@{_PART}")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whom mails come from."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail, and from which address to which address it goes."""

    sender: str
    recipient: str
    content: EmailMessage


def letter(
    message: Message,
    said: Said,
    sender: Sender,
    *,
    now: datetime,
    file: Invitation | None = None,
) -> Letter:
    """The mail of a message; `Rejected` where the address is none."""
    if said.recipient.email is None:
        raise Rejected(f"{said.recipient.name} has no e-mail address")
    made = plain(said, sender, now=now, key=_key(message))
    if message.again:
        made.content[AGAIN] = "yes"
    if file is not None:
        made.content.add_attachment(
            file.text,
            subtype="calendar",
            filename=invitation.NAME,
            params={"method": file.method},
        )
    return made


def plain(said: Said, sender: Sender, *, now: datetime, key: str) -> Letter:
    """A mail of words alone; `key` is by what mail servers know it again."""
    to = _mailbox(said.recipient.name, said.recipient.email or "")
    try:
        by = _mailbox(sender.name, sender.address)
    except Rejected as error:
        raise NotSetUp(f"the sender's address is none: {sender.address}") from error
    content = EmailMessage(_POLICY)
    content["From"] = by
    content["To"] = to
    content["Subject"] = _line(said.subject)
    content["Date"] = now
    content["Message-ID"] = f"<desk-{key}@{by.domain}>"
    content["Auto-Submitted"] = "auto-generated"
    content.set_content(said.body)
    content["Content-Language"] = said.language
    return Letter(sender=by.addr_spec, recipient=to.addr_spec, content=content)


def is_address(text: str) -> bool:
    """Whether mail can be sent there, as far as its looks go."""
    return _ADDRESS.fullmatch(text) is not None and len(text) <= LONGEST_NAME


def _key(message: Message) -> str:
    """The same each time that a message is sent, unless somebody has it sent once more."""
    before = "" if message.sent_at is None else f"-{milliseconds(message.sent_at)}"
    return f"{message.id}-{milliseconds(message.created_at)}{before}"


def _mailbox(name: str, address: str) -> Address:
    """Somebody's name and address; a name never breaks out of its line."""
    address = address.strip()
    if not is_address(address):
        raise Rejected(f"{_line(address)} is no e-mail address")
    user, _, domain = address.rpartition("@")
    try:
        known = domain.encode("idna").decode()
    except UnicodeError as error:
        raise Rejected(f"{address} is no e-mail address") from error
    name = _line(name)[:LONGEST_NAME]
    return Address("" if name == address else name, user, known)


def _line(text: str) -> str:
    return _UNSEEN.sub(" ", text).strip()
