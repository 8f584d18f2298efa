"""The ways in which the desk says no.

A refusal is an ordinary answer to something a person tried; it is never a bug. It carries facts,
not sentences: `desk.sentences` has the words. Anything else that is raised is a bug, and goes to
the crash report.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.span import Span


class DeskError(Exception):
    """The desk refuses, for a reason the person asking can act upon."""


class NotFound(DeskError):
    """There is no such thing, or no longer."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"no {kind} {key}")
        self.kind = kind
        self.key = key


class Invalid(DeskError):
    """What was entered does not make sense; `reasons` names each field at fault.

    A reason is a lower-case phrase that reads on from the field's name: "must not be empty".
    """

    def __init__(self, **reasons: list[str]) -> None:
        super().__init__("; ".join(f"{field} {why[0]}" for field, why in reasons.items()))
        self.reasons = reasons


class Stale(DeskError):
    """Somebody else changed it since it was looked at."""


class ChangedBy(Stale):
    """The journal says who that was: `fields` are the columns that are different since."""

    def __init__(self, who: str, at: dt.datetime, fields: tuple[str, ...]) -> None:
        super().__init__(f"{who} changed {', '.join(fields)} at {at.isoformat()}")
        self.who = who
        self.at = at
        self.fields = fields


class DayFull(DeskError):
    """The date has not so many places left."""

    def __init__(self, date: dt.date, *, wanted: int, free: int) -> None:
        super().__init__(f"{date} has {free} places left, {wanted} wanted")
        self.date = date
        self.wanted = wanted
        self.free = free


class NotSoMany(DeskError):
    """More places were to be given back than are taken."""

    def __init__(self, date: dt.date, *, wanted: int, occupied: int) -> None:
        super().__init__(f"{date} has {occupied} places taken, {wanted} to be freed")
        self.date = date
        self.wanted = wanted
        self.occupied = occupied


class NotAdmitted(DeskError):
    """Somebody who must not be let in; a reason is needed to do it all the same."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} must not be admitted: {reason}")
        self.name = name
        self.reason = reason


class AlreadyInside(DeskError):
    """The party has been checked in before."""

    def __init__(self, visitor: str) -> None:
        super().__init__(f"{visitor} has already arrived")
        self.visitor = visitor


class AlreadyLeft(DeskError):
    """The party has been checked out before, or never came in."""

    def __init__(self, visitor: str) -> None:
        super().__init__(f"{visitor} is not inside")
        self.visitor = visitor


class Unavailable(DeskError):
    """The time asked for cannot be had."""

    def __init__(self, span: Span, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__} {span.start.isoformat()} {detail}".rstrip())
        self.span = span
        self.detail = detail


class NotASlot(Unavailable):
    """Nothing can be booked on exactly this span."""


class SlotFull(Unavailable):
    """Every place is taken; `detail` names who took the last one and for whom, as far as known."""


class SlotClosed(Unavailable):
    """The resource or the site is shut; `detail` says why."""


class Clash(Unavailable):
    """The resource has something else at that time; `detail` names it.

    Only what stands outside the slots is refused so, and only without a reason for it.
    """


class Lapsed(DeskError):
    """The time for confirming a hold has run out, and its place may be somebody else's."""


class NotStanding(DeskError):
    """The appointment is not where this could be done with it, such as arriving when cancelled."""

    def __init__(self, name: str, standing: str) -> None:
        super().__init__(f"{name} is {standing}")
        self.name = name
        self.standing = standing


class BeingCalled(DeskError):
    """Somebody else at the desk has taken it upon them to call this person."""

    def __init__(self, name: str, caller: str) -> None:
        super().__init__(f"{caller} is calling {name}")
        self.name = name
        self.caller = caller


class Overlap(DeskError):
    """The resource is open at that time already (document 001, error 409)."""

    def __init__(self, span: Span) -> None:
        super().__init__(f"open already at {span.start.isoformat()}")
        self.span = span


class HasBookings(DeskError):
    """What is to be changed or withdrawn has people booked on it (document 001, row 29)."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} booked")
        self.count = count


class StillAvailable(DeskError):
    """There is something free to take, so that nobody need wait for it (document 002, rule 1.5)."""

    def __init__(self, free: int) -> None:
        super().__init__(f"{free} free")
        self.free = free


class AlreadyWaiting(DeskError):
    """The same person waits for the very same thing already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is waiting for it already")
        self.name = name


class ListClosed(DeskError):
    """Nobody can join the waiting list of this type."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no waiting list for {name}")
        self.name = name


class Frozen(DeskError):
    """Whoever was offered a place, or has left the list, cannot be changed any more."""

    def __init__(self, name: str, state: str) -> None:
        super().__init__(f"{name} is {state}")
        self.name = name
        self.state = state


class AlreadyOffered(DeskError):
    """The person has been offered a place before; only joining again makes another one possible."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has been offered a place")
        self.name = name


class NotOnOffer(DeskError):
    """There is no offer that could be accepted, declined or withdrawn."""

    def __init__(self, name: str, state: str) -> None:
        super().__init__(f"{name} is {state}")
        self.name = name
        self.state = state


class NothingFree(DeskError):
    """No place that would suit is free for all of the party."""

    def __init__(self, name: str) -> None:
        super().__init__(f"nothing for {name}")
        self.name = name


class Erased(DeskError):
    """What was done touches something that was erased for good."""

    def __init__(self) -> None:
        super().__init__("erased for good")


class StillHere(DeskError):
    """Somebody who is inside at this moment cannot be erased."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is inside")
        self.name = name


class Held(DeskError):
    """Something has to be kept until the hold upon it is lifted."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is held: {reason}")
        self.name = name
        self.reason = reason


class KeyUsedOtherwise(DeskError):
    """The key under which something is asked has been used for something else."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} was used for something else")
        self.key = key


class WrongSecret(DeskError):
    """The PIN or password is not the right one; `wait` is how long it is until the next try."""

    def __init__(self, wait: dt.timedelta = dt.timedelta()) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


class NotAllowed(DeskError):
    """Somebody's account does not let them change a thing of the kind `what`.

    `only` is the role that may do so, or "own" where it is a matter of whose the thing is.
    """

    def __init__(self, who: str, what: str, only: str = "admin") -> None:
        super().__init__(f"{who} may not change {what}")
        self.who = who
        self.what = what
        self.only = only


class NotToTake(NotAllowed):
    """Somebody's account does not let them take a thing of the kind `what` out of the desk."""


class LastAdmin(DeskError):
    """Without this account nobody could do everything any more."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is the last administrator")
        self.name = name


class DoneBefore(DeskError):
    """It was done after all the first time, though nobody was told, and is now asked otherwise."""

    def __init__(self) -> None:
        super().__init__("it was done before, as it was asked first")


class Unusable(DeskError):
    """A file or database cannot be used as it is; nothing in it was changed."""

    def __init__(self, where: str, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__} {where} {detail}".rstrip())
        self.where = where
        self.detail = detail


class NotADatabase(Unusable):
    """The file holds something else, or is damaged."""


class ForeignDatabase(Unusable):
    """The file is a database of another program."""


class NewerDatabase(Unusable):
    """The file was written by a later version of Desk."""


class ReadOnly(Unusable):
    """The file or its folder cannot be written."""


class DiskFull(Unusable):
    """There is no room left to write."""


class NoRoomForCopy(Unusable):
    """A copy of the database would take up the room that is needed to go on working."""


class PasswordNeeded(Unusable):
    """The copy is protected by a password, and none was given."""


class WrongPassword(Unusable):
    """The copy is protected by another password."""


class Busy(Unusable):
    """Another program keeps the database to itself."""


class Unreachable(Unusable):
    """The file's folder or the database server is not there."""


class NoSuchServer(Unreachable):
    """No computer of that name is known."""


class NoAnswer(Unreachable):
    """No database server answers there."""


class NotLetIn(Unreachable):
    """The database server does not take this user with this password."""


class NoSuchDatabase(Unreachable):
    """The database server is there, and has no database of that name."""


class NotEncrypted(Unreachable):
    """The database server does not encrypt connections, and that was asked for."""


class OldServer(Unusable):
    """The database server is of a version that is no longer enough; `detail` says which."""


class Disconnected(Unreachable):
    """The connection to the database server is lost for the time being; this needs it."""


class AnswerLost(Unreachable):
    """The server went away while it committed; by `batch` the journal will know if it did."""

    def __init__(self, where: str, detail: str = "", *, batch: int) -> None:
        super().__init__(where, detail)
        self.batch = batch


class UnsafeFolder(Unusable):
    """The folder is on a network or copied to a cloud, where a database file does not last."""


class BadFile(Unusable):
    """A file to be imported cannot be read; `detail` says where and why."""


class BadSettings(Unusable):
    """This computer's settings file cannot be understood; `detail` says where and why."""
