"""What is said of every refusal, and what people call the things and fields that it names.

Marked for the translators' tool; `sentences` fills in what a refusal is about.
"""

from __future__ import annotations

from desk.domain import errors
from desk.domain.errors import DeskError
from desk.domain.fault import Broken


def QT_TRANSLATE_NOOP(_context: str, words: str) -> str:
    """Mark words for the translators' tool; Qt's own marker would need Qt."""
    return words


SENTENCES: dict[type[DeskError], str] = {
    errors.NotFound: QT_TRANSLATE_NOOP(
        "Refusals",
        "There is no such {kind}{key}, or no longer. Nothing was changed; refresh the list and"
        " choose again.",
    ),
    errors.Invalid: QT_TRANSLATE_NOOP("Refusals", "Nothing was saved. Please check: {reasons}."),
    errors.Stale: QT_TRANSLATE_NOOP(
        "Refusals",
        "Somebody else has changed this meanwhile. Nothing was changed by you; look at it again"
        " and repeat what is still needed.",
    ),
    errors.ChangedBy: QT_TRANSLATE_NOOP(
        "Refusals",
        "{who} has changed this meanwhile ({time}: {fields}). Nothing was changed by you; look at"
        " it again and repeat what is still needed.",
    ),
    errors.DayFull: QT_TRANSLATE_NOOP(
        "Refusals",
        "{date} has {free} places left, and {wanted} are wanted. Nobody was counted; choose"
        " another date, or go beyond the limit with a reason.",
    ),
    errors.NotSoMany: QT_TRANSLATE_NOOP(
        "Refusals",
        "On {date} {occupied} places are taken, so {wanted} cannot be given back. Nothing was"
        " changed; give back at most as many as are taken.",
    ),
    errors.NotAdmitted: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} must not be admitted: {reason}. Nobody was checked in; to do so all the same, give"
        " a reason.",
    ),
    errors.AlreadyInside: QT_TRANSLATE_NOOP(
        "Refusals",
        "{visitor} has already arrived. Nothing was changed; look under Inside.",
    ),
    errors.AlreadyLeft: QT_TRANSLATE_NOOP(
        "Refusals",
        "{visitor} is not inside. Nothing was changed; look under Left or Expected.",
    ),
    errors.NotASlot: QT_TRANSLATE_NOOP(
        "Refusals",
        "Nothing can be booked at {time}. Nothing was saved; choose a free slot, or open the time"
        " on the page of slots first.",
    ),
    errors.SlotFull: QT_TRANSLATE_NOOP(
        "Refusals",
        "{time} is fully booked{detail}. Nothing was saved; choose another time.",
    ),
    errors.SlotClosed: QT_TRANSLATE_NOOP(
        "Refusals", "{time} is closed{detail}. Nothing was saved; choose another time."
    ),
    errors.Clash: QT_TRANSLATE_NOOP(
        "Refusals",
        "{time} is taken{detail}. Nothing was saved; choose another time, or give a reason to book"
        " it all the same.",
    ),
    errors.Lapsed: QT_TRANSLATE_NOOP(
        "Refusals",
        "The time for confirming this has run out. Nothing was saved; choose the slot again, if it"
        " is still free.",
    ),
    errors.NotStanding: QT_TRANSLATE_NOOP(
        "Refusals",
        "That cannot be done with the appointment of {name}: it is {standing}. Nothing was changed;"
        " look at it again.",
    ),
    errors.BeingCalled: QT_TRANSLATE_NOOP(
        "Refusals",
        "{caller} is calling {name} already. Nothing was changed; go on with the next one.",
    ),
    errors.Overlap: QT_TRANSLATE_NOOP(
        "Refusals",
        "{time} is open already. Nothing was saved; choose a time that does not overlap.",
    ),
    errors.HasBookings: QT_TRANSLATE_NOOP(
        "Refusals",
        "People are booked on it: {count}. Nothing was changed; move or cancel their appointments"
        " first.",
    ),
    errors.StillAvailable: QT_TRANSLATE_NOOP(
        "Refusals",
        "There are places free: {free}. Nobody was put on the waiting list; book one of them"
        " instead.",
    ),
    errors.AlreadyWaiting: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} is waiting for the very same already. Nothing was saved; the entry that is there"
        " keeps its place in the queue.",
    ),
    errors.ListClosed: QT_TRANSLATE_NOOP(
        "Refusals",
        "There is no waiting list for {name}. Nothing was saved; switch it on in the directory"
        " first.",
    ),
    errors.Frozen: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} is no longer waiting: {state}. Nothing was changed; let them join the list again if"
        " they still want a place.",
    ),
    errors.AlreadyOffered: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} has been offered a place before. Nothing was offered; let them join the list again"
        " if they want another one.",
    ),
    errors.NotOnOffer: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} has no offer that could be answered: {state}. Nothing was changed; look at the list"
        " again.",
    ),
    errors.Erased: QT_TRANSLATE_NOOP(
        "Refusals",
        "Some of this was erased for good, so it cannot be brought back. Nothing was changed.",
    ),
    errors.StillHere: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} is inside at this moment. Nothing was erased; check them out first.",
    ),
    errors.Held: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} has to be kept: {reason}. Nothing was erased; lift the hold on the page Safety"
        " first.",
    ),
    errors.DoneBefore: QT_TRANSLATE_NOOP(
        "Refusals",
        "This was saved after all, as it stood when the connection broke. What was changed in the"
        " form since then is not saved: close it, and change what is there now.",
    ),
    errors.KeyUsedOtherwise: QT_TRANSLATE_NOOP(
        "Refusals",
        "The key {key} was used for something else. Nothing was changed; ask again with another"
        " key.",
    ),
    errors.NothingFree: QT_TRANSLATE_NOOP(
        "Refusals",
        "There is nothing free that would suit {name}. Nothing was offered; they keep their place"
        " in the queue.",
    ),
    errors.WrongSecret: QT_TRANSLATE_NOOP(
        "Refusals", "That is not the right PIN or password. Nobody was signed in; try again{wait}."
    ),
    errors.NotAllowed: QT_TRANSLATE_NOOP(
        "Refusals", "{who} may not change this ({what}). Nothing was changed; ask {only}."
    ),
    errors.NotToTake: QT_TRANSLATE_NOOP(
        "Refusals",
        "{who} may not take this out of the desk ({what}). Nothing was written; ask {only}.",
    ),
    errors.LastAdmin: QT_TRANSLATE_NOOP(
        "Refusals",
        "{name} is the last administrator who can sign in. Nothing was changed; make somebody else"
        " an administrator first.",
    ),
    errors.NotADatabase: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is not a database, or it is damaged{detail}. Nothing in it was changed; choose"
        " another file, or restore the last backup.",
    ),
    errors.ForeignDatabase: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is a database of another program. Nothing in it was changed; choose another one.",
    ),
    errors.NewerDatabase: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} was written by a later version of Desk. Nothing in it was changed; update Desk on"
        " this computer and open it again.",
    ),
    errors.ReadOnly: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be written{detail}. Nothing was changed; ask whoever looks after this"
        " computer for the right to write there, or choose another place.",
    ),
    errors.DiskFull: QT_TRANSLATE_NOOP(
        "Refusals",
        "There is no room left where {where} is kept. What was saved before is safe, the last"
        " change was not saved; free some space and try again.",
    ),
    errors.NoRoomForCopy: QT_TRANSLATE_NOOP(
        "Refusals",
        "No copy of {where} was made, because it would fill the disk. What was saved before is safe"
        " and nothing was changed; free some space and try again.",
    ),
    errors.PasswordNeeded: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is protected by a password, and none was given. Nothing was changed; try again"
        " with its password.",
    ),
    errors.WrongPassword: QT_TRANSLATE_NOOP(
        "Refusals",
        "That is not the password of {where}. Nothing was changed; try again, and mind capital and"
        " small letters.",
    ),
    errors.Busy: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is in use by another program. Nothing was changed; wait a moment or close the"
        " other program, then try again.",
    ),
    errors.Unreachable: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be reached{detail}. Nothing was changed; check the folder, the drive or"
        " the network, then try again.",
    ),
    errors.NoSuchServer: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be reached, because no computer of that name is known. Nothing was changed;"
        " check how the name of the server is spelled, and the network.",
    ),
    errors.NoAnswer: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be reached, because no database server answers there. Nothing was changed;"
        " check the name, the port and the network, and whether the server runs.",
    ),
    errors.NotLetIn: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be reached, because the server does not let this user in with this"
        " password. Nothing was changed; check both, or ask whoever looks after the server.",
    ),
    errors.NoSuchDatabase: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be reached: the server is there, but has no database of that name. Nothing"
        " was changed; check the name, or have an empty database made.",
    ),
    errors.NotEncrypted: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} offers no encrypted connection, and one was required. Nothing was changed; have"
        " TLS switched on at the server, or choose to encrypt only where that is possible.",
    ),
    errors.OldServer: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is kept by a PostgreSQL that is too old for Desk{detail}. Nothing was changed;"
        " have the server updated to version 14 or newer, or choose another one.",
    ),
    errors.Disconnected: QT_TRANSLATE_NOOP(
        "Refusals",
        "No connection to the database server: this needs it. Nothing was changed; do it again when"
        " the server is back.",
    ),
    errors.AnswerLost: QT_TRANSLATE_NOOP(
        "Refusals",
        "The connection to the database server was lost while this was being saved. Nothing was"
        " changed by halves; whether all of it was saved shows as soon as the server is back.",
    ),
    errors.UnsafeFolder: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} is in a folder that several computers share{detail}, and there a database would be"
        " damaged sooner or later. Nothing was changed; choose a folder on this computer, or use a"
        " PostgreSQL server for several workplaces.",
    ),
    errors.BadFile: QT_TRANSLATE_NOOP(
        "Refusals",
        "{where} cannot be read{detail}. Nothing was changed; correct the file, or choose another"
        " one.",
    ),
    errors.BadSettings: QT_TRANSLATE_NOOP(
        "Refusals",
        "The settings in {where} cannot be understood{detail}. The usual settings are used and the"
        " file was left as it is; correct it or move it away.",
    ),
}

WAIT = QT_TRANSLATE_NOOP("Refusals", " in {seconds} seconds")

KINDS = {
    "appointment": QT_TRANSLATE_NOOP("Kinds", "appointment"),
    "availability": QT_TRANSLATE_NOOP("Kinds", "open time"),
    "closure": QT_TRANSLATE_NOOP("Kinds", "closure"),
    "series": QT_TRANSLATE_NOOP("Kinds", "series"),
    "visitor_entry": QT_TRANSLATE_NOOP("Kinds", "visitor entry"),
    "alert": QT_TRANSLATE_NOOP("Kinds", "note about a name"),
    "appointment_type": QT_TRANSLATE_NOOP("Kinds", "appointment type"),
    "day": QT_TRANSLATE_NOOP("Kinds", "day"),
    "person": QT_TRANSLATE_NOOP("Kinds", "person"),
    "resource": QT_TRANSLATE_NOOP("Kinds", "provider or room"),
    "site": QT_TRANSLATE_NOOP("Kinds", "site"),
    "staff": QT_TRANSLATE_NOOP("Kinds", "staff account"),
    "variation": QT_TRANSLATE_NOOP("Kinds", "variation"),
    "waiting_entry": QT_TRANSLATE_NOOP("Kinds", "entry of the waiting list"),
    "template": QT_TRANSLATE_NOOP("Kinds", "words of a message"),
    "token": QT_TRANSLATE_NOOP("Kinds", "token of another machine"),
    "import": QT_TRANSLATE_NOOP("Kinds", "importing a file"),
    "journal": QT_TRANSLATE_NOOP("Kinds", "journal"),
    "network": QT_TRANSLATE_NOOP("Kinds", "network"),
    "restore": QT_TRANSLATE_NOOP("Kinds", "putting a copy back"),
    "legal_hold": QT_TRANSLATE_NOOP("Kinds", "hold"),
    "backup": QT_TRANSLATE_NOOP("Kinds", "copy of the database"),
    "dossier": QT_TRANSLATE_NOOP("Kinds", "everything about a person"),
    "retention": QT_TRANSLATE_NOOP("Kinds", "forgetting what is old"),
}

FAULTS = {
    Broken.STRAY: QT_TRANSLATE_NOOP("Faults", "{table} {row} points to a missing {parent}"),
    Broken.UNFINDABLE: QT_TRANSLATE_NOOP(
        "Faults", "visitor entry {number} is missing from the search"
    ),
    Broken.OVERFULL: QT_TRANSLATE_NOOP("Faults", "{date} has {occupied} people on {places} places"),
    Broken.ALTERED: QT_TRANSLATE_NOOP("Faults", "journal {number} was altered"),
    Broken.LOOSE: QT_TRANSLATE_NOOP(
        "Faults", "journal {number} does not follow from the one before"
    ),
    Broken.MISSING: QT_TRANSLATE_NOOP("Faults", "journal {number} is missing"),
    Broken.ALL_MISSING: QT_TRANSLATE_NOOP("Faults", "journal {first} to {last} are missing"),
}

FIELDS = {
    "visitor": QT_TRANSLATE_NOOP("Fields", "visitor"),
    "resident_id": QT_TRANSLATE_NOOP("Fields", "whom they visit"),
    "subject": QT_TRANSLATE_NOOP("Fields", "purpose"),
    "people": QT_TRANSLATE_NOOP("Fields", "people"),
    "license_plate": QT_TRANSLATE_NOOP("Fields", "number plate"),
    "vehicle_color": QT_TRANSLATE_NOOP("Fields", "colour of the vehicle"),
    "expected_at": QT_TRANSLATE_NOOP("Fields", "expected at"),
    "companions": QT_TRANSLATE_NOOP("Fields", "companions"),
    "badge": QT_TRANSLATE_NOOP("Fields", "badge"),
    "note": QT_TRANSLATE_NOOP("Fields", "note"),
    "first_name": QT_TRANSLATE_NOOP("Fields", "first name"),
    "last_name": QT_TRANSLATE_NOOP("Fields", "last name"),
    "secret": QT_TRANSLATE_NOOP("Fields", "PIN or password"),
    "person_id": QT_TRANSLATE_NOOP("Fields", "person"),
    "resource_id": QT_TRANSLATE_NOOP("Fields", "provider or room"),
    "type_id": QT_TRANSLATE_NOOP("Fields", "appointment type"),
    "appointment_type_id": QT_TRANSLATE_NOOP("Fields", "appointment type"),
    "variation_id": QT_TRANSLATE_NOOP("Fields", "variation"),
    "site_id": QT_TRANSLATE_NOOP("Fields", "site"),
    "entry_id": QT_TRANSLATE_NOOP("Fields", "whose turn it is"),
    "appointment_id": QT_TRANSLATE_NOOP("Fields", "appointment"),
    "merged_into": QT_TRANSLATE_NOOP("Fields", "joined with"),
    "title": QT_TRANSLATE_NOOP("Fields", "name"),
    "starts": QT_TRANSLATE_NOOP("Fields", "beginning"),
    "ends": QT_TRANSLATE_NOOP("Fields", "end"),
    "shelf": QT_TRANSLATE_NOOP("Fields", "state"),
    "flagged": QT_TRANSLATE_NOOP("Fields", "to be called"),
    "beyond": QT_TRANSLATE_NOOP("Fields", "reason for booking without a place"),
}

STANDINGS = {
    "held": QT_TRANSLATE_NOOP("Standings", "held"),
    "offered": QT_TRANSLATE_NOOP("Standings", "offered"),
    "lapsed": QT_TRANSLATE_NOOP("Standings", "lapsed"),
    "booked": QT_TRANSLATE_NOOP("Standings", "booked"),
    "arrived": QT_TRANSLATE_NOOP("Standings", "arrived"),
    "in room": QT_TRANSLATE_NOOP("Standings", "in room"),
    "done": QT_TRANSLATE_NOOP("Standings", "done"),
    "missed": QT_TRANSLATE_NOOP("Standings", "missed"),
    "cancelled": QT_TRANSLATE_NOOP("Standings", "cancelled"),
    "draft": QT_TRANSLATE_NOOP("Standings", "a draft"),
    "waiting": QT_TRANSLATE_NOOP("Standings", "waiting"),
    "accepted": QT_TRANSLATE_NOOP("Standings", "accepted"),
    "declined": QT_TRANSLATE_NOOP("Standings", "declined"),
    "left": QT_TRANSLATE_NOOP("Standings", "left the list"),
}

# Whom to ask for what one may not do oneself.
WHO_MAY = {
    "desk": QT_TRANSLATE_NOOP("Roles", "somebody at the desk or an administrator"),
    "own": QT_TRANSLATE_NOOP("Roles", "whose calendar it is, the desk or an administrator"),
    "admin": QT_TRANSLATE_NOOP("Roles", "an administrator"),
}
