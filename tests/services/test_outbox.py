"""The outbox: sending again, and who may."""

from __future__ import annotations

import pytest

from desk.domain.errors import Invalid
from desk.domain.message import Fate
from desk.services import outbox
from desk.store.database import Database
from tests.conftest import Clock
from tests.services.telling_of import ahead, booked, messages, talkative


def claimed(database: Database) -> int:
    """A message that somebody is sending."""
    talkative(database)
    booked(database, patients=["ada"])
    with database.write("worker") as tx:
        message = outbox.claim(tx, "worker")
    assert message is not None
    return message.id


def test_what_waits_after_a_try_that_failed_goes_at_once_when_somebody_says_so(
    both: Database,
) -> None:
    key = claimed(both)
    with both.write("worker") as tx:
        outbox.failed(tx, key, "worker", "it does not answer", for_good=False)
        assert not outbox.due(tx)

    with both.write("test") as tx:
        assert outbox.send_again(tx, [key]) == 1

    with both.read() as tx:
        assert outbox.due_ids(tx, 10) == [key]


def test_what_was_sent_can_be_sent_once_more(database: Database) -> None:
    key = claimed(database)
    with database.write("worker") as tx:
        outbox.sent(tx, key, "worker")
        assert outbox.send_again(tx, [key]) == 1

    [message] = messages(database)
    assert (message.fate, message.tries, message.again) == (Fate.PENDING, 0, False)


def test_what_tells_of_something_that_has_begun_stays_as_it_is(
    database: Database, clock: Clock
) -> None:
    key = claimed(database)
    with database.write("worker") as tx:
        outbox.failed(tx, key, "worker", "no such mailbox", for_good=True)
    clock.now = ahead().start

    with pytest.raises(Invalid), database.write("test") as tx:
        outbox.send_again(tx, [key])

    assert [message.fate for message in messages(database)] == [Fate.FAILED]


def test_another_worker_s_message_is_left_to_it(database: Database) -> None:
    key = claimed(database)

    with database.write("other") as tx:
        outbox.sent(tx, key, "other")
        outbox.failed(tx, key, "other", "x", for_good=True)
        outbox.put_off(tx, key, "other", "x")

    [message] = messages(database)
    assert (message.fate, message.error, message.tries) == (Fate.PENDING, "", 1)
