"""A program that is killed while it delivers loses no message, and doubles one only with a mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest

from desk.domain.message import Fate, Message
from desk.services import outbox
from desk.store.database import Database
from tests.conftest import Clock
from tests.delivery.house_of import (
    delivered,
    fates,
    one,
    sending_through,
    written,
)
from tests.delivery.post_office import PostOffice
from tests.delivery.processes import delivering, killed, told
from tests.delivery.silent_server import Silent, open_server


@pytest.fixture
def clock() -> Clock:
    """The time it is: other programs look at their own clock."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def left_behind(both: Database, clock: Clock) -> Message:
    """A message that a program had claimed when it was killed, before it had sent anything."""
    [key] = written(both, 1)
    with open_server(Silent(heard=b"")) as silent:
        sending_through(both, silent)
        process = delivering(both)
        silent.wait()
        killed(process)
    return one(both, key)


def test_what_was_claimed_and_not_sent_is_sent_by_the_next_and_marked(
    both: Database, office: PostOffice, clock: Clock, left_behind: Message
) -> None:
    assert (left_behind.fate, left_behind.tries) == (Fate.PENDING, 1)
    sending_through(both, office)
    assert delivered(both).sent == 0, "somebody may still be sending it"
    clock.advance(outbox.CLAIM + timedelta(seconds=60))

    assert delivered(both).sent == 1

    [taken] = office.taken
    assert taken.mail["X-Desk-Again"] == "yes"
    assert one(both, left_behind.id).again
    assert fates(both) == {Fate.SENT: 1}


def test_what_was_sent_and_not_noted_is_sent_twice_under_the_same_number(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    written(database, 2)
    with open_server(Silent(heard=b"\r\n.\r\n")) as silent:
        sending_through(database, silent)
        process = delivering(database)
        silent.wait()
        killed(process)
    sending_through(database, office)
    clock.advance(outbox.CLAIM + timedelta(seconds=60))

    assert delivered(database).sent == 2

    first = message_from_bytes(silent.said.partition(b"data\r\n")[2])
    again, other = (taken.mail for taken in office.taken)
    assert again["Message-ID"] == first["Message-ID"] != other["Message-ID"]
    assert (first["X-Desk-Again"], again["X-Desk-Again"], other["X-Desk-Again"]) == (
        None,
        "yes",
        None,
    )


def test_what_was_killed_in_the_middle_of_many_has_lost_none(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    keys = written(database, 40)
    sending_through(database, office)
    process = delivering(database)
    office.wait_for(10)
    killed(process)
    clock.advance(outbox.CLAIM + timedelta(seconds=60))

    assert delivered(database).sent >= 29

    assert fates(database) == {Fate.SENT: 40}
    numbers = [taken.mail["Message-ID"] for taken in office.taken]
    doubled = [taken for taken in office.taken if taken.mail["X-Desk-Again"] == "yes"]
    assert len(set(numbers)) == len(keys)
    assert len(numbers) - len(set(numbers)) <= 1
    assert len(doubled) <= 1


def test_a_program_that_ends_well_has_sent_everything(
    database: Database, office: PostOffice
) -> None:
    written(database, 3)
    sending_through(database, office)

    outcome = told(delivering(database))

    assert outcome == {"sent": 3, "failed": 0, "put_off": 0, "missed": 0, "why": []}
    assert len(office.taken) == 3
