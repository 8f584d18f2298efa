"""A message as it goes out, and what there is to know of it, read for the pane and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.delivery import wording
from desk.delivery.faults import Undelivered
from desk.domain.message import Channel, Fate
from desk.gui import format
from desk.gui import outbox_words as words
from desk.gui.outbox.columns import Clock
from desk.services import outbox_list
from desk.services.outbox_list import Listed

if TYPE_CHECKING:
    from desk.store.database import Read

MOST_CALLS = 500
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with its words; `trouble` says why there are none."""

    row: Listed
    subject: str = ""
    text: str = ""
    short: str = ""
    trouble: str = ""


def to_call(tx: Read) -> list[Shown]:
    """Whoever is to be called, with what is to be said; one more than fit where there are more."""
    return [with_words(tx, row) for row in outbox_list.to_call(tx, MOST_CALLS + 1)]


def with_words(tx: Read, row: Listed) -> Shown:
    """What goes out of this message; by mail all of it, else what is said in short."""
    try:
        said = wording.said(tx, row.message)
    except Undelivered as error:
        return Shown(row, trouble=sentence(str(error)))
    if row.message.channel is Channel.EMAIL:
        return Shown(row, said.subject, said.body.strip(), said.short)
    subject = said.subject if row.message.channel is Channel.PUSH else ""
    return Shown(row, subject, said.short, said.short)


def standing(row: Listed, clock: Clock) -> list[str]:
    """What has happened to it so far, a line each."""
    message = row.message
    written = translate("Outbox", "Written down {when} by {whom}")
    said = [written.format(when=clock.said(message.created_at), whom=message.created_by or "desk")]
    if message.tries:
        tried = translate("Outbox", "Tried: {n}")
        said.append(tried.format(n=format.count(message.tries)))
    if message.sent_at is not None:
        said.append(translate("Outbox", "Sent {when}").format(when=clock.said(message.sent_at)))
    if message.again:
        said.append(
            translate("Outbox", "It may have gone out twice: a program ended while sending.")
        )
    return said


def advice(row: Listed, clock: Clock) -> str:
    """What can be done about it."""
    message = row.message
    match message.fate:
        case Fate.PENDING if message.waits:
            return translate(
                "Outbox",
                "It waits for an answer: are people told of this at all? The band at the bottom"
                " asks, and the settings of messages say it for good.",
            )
        case Fate.PENDING:
            again = translate("Outbox", "It is tried again {when}.")
            first = translate("Outbox", "It goes out {when}.")
            return (again if message.error else first).format(when=clock.said(message.due))
        case Fate.FAILED if row.address is None:
            return translate(
                "Outbox",
                "Write down the address on the page of people, then send it again; or call:"
                " Shift+F9 prints what to say.",
            )
        case Fate.FAILED:
            return translate(
                "Outbox", "Mend that and send it again, or call: Shift+F9 prints what to say."
            )
        case Fate.MISSED:
            return translate("Outbox", "Nobody was told in time. Call if it still matters.")
        case Fate.ABORTED:
            return translate("Outbox", "It does not go out unless it is sent after all.")
        case Fate.SENT:
            return ""


def why(row: Listed) -> str:
    """Why it did not go out, in a sentence; nothing where there is no reason."""
    return sentence(words.error(row.message))


def sentence(phrase: str) -> str:
    """A phrase as a sentence of its own; nothing for nothing."""
    return f"{phrase[0].upper()}{phrase[1:]}".rstrip(".") + "." if phrase else ""
