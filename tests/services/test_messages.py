"""Who is told what: the table of section 4 of the contract of document 004, row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desk.domain.appointment import Appointment, Details, Shelf
from desk.domain.errors import SlotFull
from desk.domain.message import Event, Fate
from desk.services import appointment_documents, appointments, site
from desk.services.appointment_documents import Text
from desk.store.database import Database
from tests import build
from tests.conftest import Clock, at
from tests.services.telling_of import (
    HOUR_MS,
    ahead,
    booked,
    messages,
    reminders,
    talkative,
    told,
)

ADA, BEN, EVA = "ada", "ben", "eva"
HOUR = timedelta(hours=1)


def rewritten(
    database: Database, before: Appointment, *, days: int | None = None, **extra: Any
) -> Appointment:
    """What PATCH makes of it: these fields of its own, on another day if one is given."""
    span = before.span if days is None else ahead(days)
    text = Text(span=span, details=Details(title=before.title, extra=extra))
    with database.write("test") as tx:
        return appointment_documents.rewrite(tx, before.id, text, reason="test")


def shelved(database: Database, key: int, *shelves: Shelf) -> None:
    for shelf in shelves:
        with database.write("test") as tx:
            assert appointments.shelve(tx, [key], shelf) == 1


def extra_of(database: Database, key: int) -> dict[str, Any]:
    with database.read() as tx:
        return dict(appointments.one(tx, key).extra)


def test_all_participants_are_told_of_a_booking_each_with_their_words(both: Database) -> None:
    # "POST (also confirming a lock) | all participants | create"
    talkative(both)

    booked(both, patients=[ADA, BEN], doctors=EVA, drivers="dan")

    assert told(both) == [
        ("create", EVA, "d-c"),
        ("create", ADA, "p-c"),
        ("create", BEN, "p-c"),
    ]


def test_each_participant_has_a_reminder_of_his_own(both: Database) -> None:
    # "schedule at startDate - reminderMilliseconds"; "One reminder per participant"
    talkative(both)

    made = booked(both, patients=[ADA, BEN], doctors=EVA, reminderMilliseconds=HOUR_MS)

    assert reminders(both) == [(ADA, HOUR), (BEN, HOUR)]
    assert len(extra_of(both, made.id)["reminderIds"]) == 2


def test_a_lock_tells_nobody_and_confirming_it_tells_all(database: Database) -> None:
    # "lock | - | - | -"
    talkative(database)
    with database.write("test") as tx:
        open_time = build.availability(tx, None, ahead())
        details = Details(owner="o", extra={"patients": ADA, "reminderMilliseconds": HOUR_MS})
        held = appointments.hold(tx, open_time.id, ahead(), details)
    assert told(database) == []
    assert reminders(database) == []

    with database.write("test") as tx:
        same = appointments.book(tx, open_time.id, ahead(), Details(owner="o"))

    assert same.id == held.id
    assert told(database) == [("create", ADA, "p-c")]
    assert reminders(database) == [(ADA, HOUR)]


def test_who_is_added_hears_of_the_booking(both: Database) -> None:
    # "PATCH, participant added | added | create | schedule"
    talkative(both)
    made = booked(both, patients=[ADA], reminderMilliseconds=HOUR_MS)

    rewritten(both, made, patients=[ADA, BEN], reminderMilliseconds=HOUR_MS)

    assert told(both) == [("create", ADA, "p-c"), ("create", BEN, "p-c")]
    assert reminders(both) == [(ADA, HOUR), (BEN, HOUR)]


def test_who_is_removed_hears_that_it_is_off_and_is_not_reminded(both: Database) -> None:
    # "PATCH, participant removed | removed | delete | abort"
    talkative(both)
    made = booked(both, patients=[ADA, BEN], reminderMilliseconds=HOUR_MS)

    rewritten(both, made, patients=[BEN], reminderMilliseconds=HOUR_MS)

    assert told(both)[2:] == [("delete", ADA, "p-d")]
    assert reminders(both) == [(BEN, HOUR)]
    assert reminders(both, Fate.ABORTED) == [(ADA, HOUR), (BEN, HOUR)]


def test_who_stays_hears_of_another_date_and_is_reminded_anew(both: Database) -> None:
    # "PATCH, participant kept and a date changed | kept | update | re-create (new ids)"
    talkative(both)
    made = booked(both, patients=[ADA], doctors=EVA, reminderMilliseconds=HOUR_MS)
    before = extra_of(both, made.id)["reminderIds"]

    moved = rewritten(both, made, days=4, patients=[ADA], doctors=EVA, reminderMilliseconds=HOUR_MS)

    assert told(both)[2:] == [("update", ADA, "p-u")]
    [reminder] = [m for m in messages(both, Fate.PENDING) if m.event is Event.REMINDER]
    assert reminder.due == moved.span.start - HOUR
    assert moved.extra["reminderIds"] == extra_of(both, made.id)["reminderIds"] != before


def test_no_date_changed_tells_nobody_but_reminders_are_made_again(both: Database) -> None:
    # "PATCH, kept, no date change | - | - | re-created as well"
    talkative(both)
    made = booked(both, patients=[ADA], reminderMilliseconds=HOUR_MS)
    before = extra_of(both, made.id)["reminderIds"]

    after = rewritten(both, made, patients=[ADA], reminderMilliseconds=HOUR_MS, floor="2")

    assert told(both) == [("create", ADA, "p-c")]
    assert reminders(both) == [(ADA, HOUR)]
    assert reminders(both, Fate.ABORTED) == [(ADA, HOUR)]
    assert after.extra["reminderIds"] != before


def test_even_what_changes_nothing_makes_reminders_again(database: Database) -> None:
    # "ids go to `reminderIds`, refreshed and returned on each PATCH"
    talkative(database)
    made = booked(database, patients=[ADA], reminderMilliseconds=HOUR_MS)
    before = extra_of(database, made.id)

    after = rewritten(database, made, **before)

    assert len(after.extra["reminderIds"]) == 1
    assert after.extra["reminderIds"] != before["reminderIds"]


def test_without_reminder_milliseconds_nobody_is_reminded_any_more(both: Database) -> None:
    # "PATCH `$unset reminderMilliseconds` | - | - | abort all, reminderIds []"
    talkative(both)
    made = booked(both, patients=[ADA], reminderMilliseconds=HOUR_MS)

    after = rewritten(both, made, patients=[ADA])

    assert after.extra.get("reminderIds", []) == []
    assert reminders(both) == []
    assert reminders(both, Fate.ABORTED) == [(ADA, HOUR)]


def test_what_is_past_after_the_change_is_told_to_nobody(both: Database) -> None:
    # "PATCH, result in the past | nobody | - | none set; abort old ones [R]"
    talkative(both)
    made = booked(both, patients=[ADA], reminderMilliseconds=HOUR_MS)

    after = rewritten(both, made, days=-1, patients=[ADA, BEN], reminderMilliseconds=HOUR_MS)

    assert told(both) == [("create", ADA, "p-c")]
    assert reminders(both) == []
    assert after.extra.get("reminderIds", []) == []


def test_what_was_past_and_is_to_come_again_is_told(database: Database) -> None:
    # "if the startDate is not in the past after the update (even if it was before)" (document 004)
    talkative(database)
    made = booked(database, ahead(-1), patients=[ADA], reminderMilliseconds=HOUR_MS)
    assert told(database) == []

    rewritten(database, made, days=2, patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert told(database) == [("update", ADA, "p-u")]
    assert reminders(database) == [(ADA, HOUR)]


@pytest.mark.parametrize("shelves", [[], [Shelf.DRAFT]], ids=["public", "draft"])
def test_into_the_trash_tells_all_that_it_is_off(both: Database, shelves: list[Shelf]) -> None:
    # "/state PUBLIC or DRAFT -> TRASH | all, if future | delete | abort all"
    talkative(both)
    made = booked(both, patients=[ADA], doctors=EVA, reminderMilliseconds=HOUR_MS)

    shelved(both, made.id, *shelves, Shelf.TRASH)

    assert told(both)[2:] == [("delete", EVA, "d-d"), ("delete", ADA, "p-d")]
    assert reminders(both) == []
    assert extra_of(both, made.id)["reminderIds"] == []


def test_what_is_over_goes_into_the_trash_in_silence(database: Database, clock: Clock) -> None:
    talkative(database)
    made = booked(database, patients=[ADA], reminderMilliseconds=HOUR_MS)
    clock.advance(timedelta(days=4))

    with database.write("test") as tx:
        appointments.cancel(tx, [made.id])

    assert told(database) == [("create", ADA, "p-c")]
    assert reminders(database, Fate.ABORTED) == [(ADA, HOUR)]


def test_other_moves_between_shelves_tell_nobody(both: Database) -> None:
    # "other state moves, DELETE | - | - |"
    talkative(both)
    made = booked(both, patients=[ADA])
    before = told(both)

    shelved(both, made.id, Shelf.DRAFT, Shelf.PUBLIC)

    assert told(both) == before
    with both.write("test") as tx:
        appointments.cancel(tx, [made.id])
    before = told(both)
    shelved(both, made.id, Shelf.DELETED, Shelf.TRASH, Shelf.DRAFT, Shelf.PUBLIC)
    assert told(both) == before


def test_removing_for_good_tells_nobody_and_stops_the_reminders(both: Database) -> None:
    # "DELETE | - | - | DELETE: abort"
    talkative(both)
    made = booked(both, patients=[ADA], reminderMilliseconds=HOUR_MS)

    with both.write("test") as tx:
        appointment_documents.remove(tx, made.id)

    assert told(both) == [("create", ADA, "p-c")]
    assert reminders(both) == []
    assert reminders(both, Fate.ABORTED) == [(ADA, HOUR)]


def test_a_draft_tells_nobody(both: Database) -> None:
    # "Messages only for PUBLIC appointments; one made as DRAFT sends nothing."
    talkative(both)

    with both.write("test") as tx:
        details = Details(extra={"patients": ADA, "reminderMilliseconds": HOUR_MS})
        text = Text(span=ahead(), details=details)
        appointment_documents.write(tx, text, Shelf.DRAFT, reason="test")

    assert told(both) == []
    assert reminders(both) == []


@pytest.mark.parametrize(
    ("switched_off", "some"),
    [("is_messaging_available", []), ("is_timer_available", [("create", ADA, "p-c")])],
)
def test_nothing_goes_out_that_is_switched_off(
    database: Database, switched_off: str, some: list[tuple[str, str, str]]
) -> None:
    # "messages need isMessagingAvailable"; "Reminders need messaging + timer"
    talkative(database, **{"is_timer_available": False, switched_off: False})

    booked(database, patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert told(database) == some
    assert reminders(database) == []


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(0, 1), (24 * HOUR_MS, 1), (24 * HOUR_MS + 1, 0)],
    ids=["none", "exactly that far away", "closer"],
)
def test_what_is_too_close_is_not_reminded_of(
    database: Database, threshold: int, expected: int
) -> None:
    # "startDate - now >= reminderThresholdMs"; "start exactly threshold away -> set"
    talkative(database, reminder_threshold_ms=threshold)

    booked(database, build.span(9, day=1), patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert len(reminders(database)) == expected


def test_a_reminder_whose_moment_has_passed_is_sent_at_once(database: Database) -> None:
    # "Reminder instant already past while start is future: send at once"
    talkative(database)

    booked(database, build.span(10), patients=[ADA], reminderMilliseconds=48 * HOUR_MS)

    [reminder] = [m for m in messages(database) if m.event is Event.REMINDER]
    assert reminder.due == at(9)


@pytest.mark.parametrize("extra", [0, 10**30], ids=["at the start", "longer ago than there is"])
def test_any_time_before_the_start_can_be_asked_for(database: Database, extra: int) -> None:
    talkative(database)

    booked(database, patients=[ADA], reminderMilliseconds=extra)

    assert len(reminders(database)) == 1


def test_one_element_of_a_list_is_the_same_as_the_text(database: Database) -> None:
    # "string and one-element array are the same set"
    talkative(database)
    made = booked(database, patients=ADA)

    rewritten(database, made, patients=[ADA, ADA])

    assert told(database) == [("create", ADA, "p-c")]


def test_another_category_is_leaving_the_one_and_joining_the_other(database: Database) -> None:
    # "moving a user between categories = removed + added"
    talkative(database)
    made = booked(database, patients=[ADA])

    rewritten(database, made, doctors=[ADA])

    assert told(database)[1:] == [("create", ADA, "d-c"), ("delete", ADA, "p-d")]


def test_one_message_goes_out_by_each_way(database: Database) -> None:
    # "one row per recipient and channel"
    talkative(database, channels=["email", "sms"])

    made = booked(database, patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert told(database) == [("create", ADA, "p-c")] * 2
    assert len(reminders(database)) == 2
    assert len(extra_of(database, made.id)["reminderIds"]) == 1


def test_an_appointment_may_choose_the_ways(database: Database) -> None:
    # "overrides configured channels for this appointment"
    talkative(database)

    booked(database, patients=[ADA], channels=["sms"])
    booked(database, ahead(4), patients=[BEN], channels=[])

    assert [(m.to.user, m.channel) for m in messages(database)] == [(ADA, "sms")]


def test_a_full_slot_tells_nobody(database: Database) -> None:
    talkative(database)
    with database.write("test") as tx:
        open_time = build.availability(tx, None, ahead())
    with database.write("test") as tx:
        appointments.book(tx, open_time.id, ahead(), Details(extra={"patients": ADA}))
    with pytest.raises(SlotFull), database.write("test") as tx:
        appointments.book(tx, open_time.id, ahead(), Details(extra={"patients": BEN}))

    assert told(database) == [("create", ADA, "p-c")]


def test_a_setting_that_was_changed_counts_from_the_next_change_on(database: Database) -> None:
    talkative(database)
    with database.write("test") as tx:
        site.choose(tx, site.MESSAGING.key.replace("messaging", "timer"), False)

    booked(database, patients=[ADA], reminderMilliseconds=HOUR_MS)

    assert reminders(database) == []
