"""What becomes of messages: sent, tried again, given up, held back, or too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from desk.delivery import secrets, wording, worker
from desk.domain.message import Channel, Event, Fate
from desk.services import appointments, outbox, recipients
from desk.store.database import Database
from tests import build
from tests.conftest import Clock
from tests.delivery.house_of import (
    choose,
    delivered,
    fates,
    one,
    sending_through,
    told_of_a_booking,
    written,
)
from tests.delivery.http_gateway import Stub, open_gateway
from tests.delivery.post_office import PostOffice, open_office
from tests.services.telling_of import booked, messages

MINUTE = timedelta(minutes=1)


def test_what_is_due_goes_out_once_and_in_order(both: Database, office: PostOffice) -> None:
    sending_through(both, office)
    written(both, 5)

    first, second = delivered(both), delivered(both)

    assert (first.sent, first.failed, first.put_off, first.missed) == (5, 0, 0, 0)
    assert second == worker.Outcome()
    assert [taken.recipient for taken in office.taken] == [
        f"p{number}@home.example" for number in range(5)
    ]
    assert fates(both) == {Fate.SENT: 5}


def test_what_becomes_of_a_message_is_written_down_as_the_desks(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    written(database, 1)
    before = build.last_change(database)

    delivered(database)

    with database.read() as tx:
        assert {entry.actor for entry in build.journal(tx, before)} == {"desk"}


def test_only_so_many_go_out_as_are_asked_for(database: Database, office: PostOffice) -> None:
    sending_through(database, office)
    written(database, 3)

    assert worker.deliver(database, limit=0).sent == 0
    assert worker.deliver(database, limit=2).sent == 2
    assert fates(database) == {Fate.SENT: 2, Fate.PENDING: 1}


def test_whoever_stops_it_waits_for_one_message_at_most(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    written(database, 3)

    outcome = worker.deliver(database, stop=lambda: len(office.taken) == 1)

    assert outcome.sent == 1
    assert worker.deliver(database, stop=lambda: True).sent == 0
    with database.read() as tx:
        assert len(outbox.due_ids(tx, 10)) == 2


def test_nothing_goes_out_where_messages_are_switched_off(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    written(database, 1)
    choose(database, MESSAGING=False)

    with database.read() as tx:
        assert not worker.due(tx)
    assert delivered(database) == worker.Outcome()
    assert office.taken == []


def test_what_waits_for_the_answer_of_the_desk_does_not_go_out(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    written(database, 1, waits=True)

    assert delivered(database) == worker.Outcome()


def test_without_a_mail_server_mails_wait_and_others_go_out(database: Database) -> None:
    choose(database, MESSAGING=True)
    [mail] = written(database, 1)
    with open_gateway(Stub()) as stub:
        choose(database, SMS_URL=stub.url)
        written(database, 1, recipient="+39061234", channel=Channel.SMS.value)
        outcome = delivered(database)

    assert (outcome.sent, outcome.failed, outcome.put_off) == (1, 0, 1)
    assert outcome.why == (
        "no mail server is set: desk config set messages.smtp_host mail.example.org",
    )
    waiting = one(database, mail)
    assert (waiting.fate, waiting.tries, waiting.error) == (Fate.PENDING, 0, outcome.why[0])


def test_what_waits_for_a_mail_server_is_written_down_once(database: Database) -> None:
    choose(database, MESSAGING=True)
    written(database, 450)
    delivered(database)
    before = build.last_change(database)

    assert delivered(database).put_off == 450

    assert build.last_change(database) == before


def test_what_waited_for_a_mail_server_goes_out_as_soon_as_there_is_one(
    database: Database, office: PostOffice
) -> None:
    choose(database, MESSAGING=True)
    [key] = written(database, 1)
    delivered(database)

    sending_through(database, office)

    assert delivered(database).sent == 1
    assert one(database, key).error == ""


def test_what_waits_for_a_mail_server_is_missed_when_its_time_has_passed(
    database: Database, clock: Clock
) -> None:
    choose(database, MESSAGING=True)
    written(database, 1)
    delivered(database)
    clock.advance(timedelta(days=31))

    outcome = delivered(database)

    assert (outcome.put_off, outcome.missed) == (0, 1)
    assert fates(database) == {Fate.MISSED: 1}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SENDER": None}, "no sender is set"),
        ({"SMTP_USER": "desk"}, "no password for the mail server: desk outbox password smtp"),
        ({"CHANNELS": ["email"]}, ""),
    ],
)
def test_what_is_lacking_is_named(
    database: Database, office: PostOffice, settings: dict[str, Any], words: str
) -> None:
    sending_through(database, office, **settings)
    written(database, 1)

    outcome = delivered(database)

    assert bool(outcome.sent) is not bool(words)
    assert words in "".join(outcome.why)


def test_a_password_file_that_cannot_be_read_holds_mails_back(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office, SMTP_USER="desk")
    secrets.keep(database, "smtp", "x")
    secrets.file().write_text("{")
    written(database, 1)

    outcome = delivered(database)

    assert outcome.put_off == 1
    assert "cannot be understood" in outcome.why[0]


def test_whoever_has_no_address_is_given_up(database: Database, office: PostOffice) -> None:
    sending_through(database, office)
    [key] = written(database, 1, recipient="p1")

    outcome = delivered(database)

    assert (outcome.failed, outcome.why) == (1, ("p1 has no e-mail address",))
    assert one(database, key).error == "p1 has no e-mail address"
    assert one(database, key).fate is Fate.FAILED


def test_whoever_the_server_refuses_is_given_up_and_the_others_are_not(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    office.answers = {"p1@home.example": "550 No such user", "p2@home.example": "451 Later"}
    _, refused, later, _ = written(database, 4)

    outcome = delivered(database)

    assert (outcome.sent, outcome.failed, outcome.put_off) == (2, 1, 1)
    assert one(database, refused).fate is Fate.FAILED
    assert one(database, refused).error.endswith("550 No such user")
    assert one(database, later).fate is Fate.PENDING


def test_a_server_that_is_away_is_asked_once_and_waited_for_longer_each_time(
    database: Database, clock: Clock
) -> None:
    office = PostOffice()
    with open_office(office):
        sending_through(database, office)
    first, second = written(database, 2)

    outcome = delivered(database)

    assert (outcome.sent, outcome.put_off, len(outcome.why)) == (0, 2, 1)
    assert one(database, first).due == clock.now + MINUTE
    assert (one(database, first).tries, one(database, second).tries) == (1, 0)
    assert one(database, second).error == outcome.why[0]
    clock.advance(MINUTE)
    worker.deliver(database, limit=1)
    delivered(database)
    assert one(database, first).due == clock.now + 5 * MINUTE
    clock.advance(5 * MINUTE)
    with open_office(office):
        assert delivered(database).sent == 2
    assert [taken.mail["X-Desk-Again"] for taken in office.taken] == [None, None]


def test_what_fails_each_time_is_given_up(database: Database, office: PostOffice) -> None:
    sending_through(database, office)
    office.answers = {"p0@home.example": "451 Later"}
    clock = database.clock
    assert isinstance(clock, Clock)
    [key] = written(database, 1)

    outcomes = []
    for wait in (*outbox.BACK_OFF, MINUTE):
        outcomes.append(delivered(database))
        assert delivered(database) == worker.Outcome()
        clock.advance(wait)

    assert [(each.put_off, each.failed) for each in outcomes] == [(1, 0)] * 6 + [(0, 1)]
    assert one(database, key).fate is Fate.FAILED


def test_what_may_have_gone_out_says_so_when_it_is_sent_again(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    sending_through(database, office)
    [key] = written(database, 1)
    office.cuts_before_the_answer = True
    delivered(database)
    office.cuts_before_the_answer = False
    clock.advance(MINUTE)

    assert delivered(database).sent == 1

    first, second = (taken.mail for taken in office.taken)
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["X-Desk-Again"], second["X-Desk-Again"]) == (None, "yes")
    assert one(database, key).again


def test_a_reminder_of_what_does_not_stand_any_more_is_not_sent(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    sending_through(database, office, TIMER=True)
    message = told_of_a_booking(database)
    delivered(database)
    with database.write("test") as tx:
        appointments.cancel(tx, [message.appointment_id or 0])
    clock.advance(timedelta(days=2, hours=2))

    delivered(database)

    assert [taken.mail["Subject"].split()[0] for taken in office.taken] == ["Your", "Your"]


def test_what_nobody_could_be_told_in_time_is_missed(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    sending_through(database, office)
    written(database, 1)
    clock.advance(timedelta(days=31))

    outcome = delivered(database)

    assert (outcome.sent, outcome.missed) == (0, 1)
    assert office.taken == []


def test_a_gateway_that_has_had_enough_is_not_asked_again_in_the_same_round(
    database: Database,
) -> None:
    with open_gateway(Stub(answers={"/sms": (429, "slowly")})) as stub:
        choose(database, MESSAGING=True, SMS_URL=stub.url)
        written(database, 5, channel=Channel.SMS.value, recipient="+39061234")

        outcome = delivered(database)

    assert (outcome.put_off, len(stub.asked)) == (5, 1)


def test_a_mistake_of_the_program_is_reported_once_and_keeps_nobody_waiting(
    database: Database, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending_through(database, office)
    written(database, 1, template="broken")
    written(database, 1)
    real = wording.said

    def said(tx: Any, message: Any, keys: Any) -> Any:
        if message.template == "broken":
            raise RuntimeError("a mistake")
        return real(tx, message, keys)

    monkeypatch.setattr(wording, "said", said)

    with pytest.raises(RuntimeError):
        delivered(database)

    assert delivered(database).sent == 1
    assert fates(database) == {Fate.FAILED: 1, Fate.SENT: 1}


def test_whoever_was_offered_a_place_is_told_at_their_own_address(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    with database.write("test") as tx:
        entry = build.waiting(tx, build.appointment_type(tx).id, "Bo Berg", email="bo@home.example")
    [key] = written(
        database,
        1,
        category="",
        event=Event.OFFER.value,
        recipient="bo",
        template="place-offered",
        entry_id=entry.id,
    )

    assert delivered(database).sent == 1

    assert office.taken[0].recipient == "bo@home.example"
    with database.read() as tx:
        assert recipients.of(tx, one(database, key)).name == "Bo Berg"


def test_ten_thousand_reminders_that_are_due_are_found_by_one_question_to_one_index(
    database: Database,
) -> None:
    choose(database, MESSAGING=True)
    written(database, 10_000, event=Event.REMINDER.value)
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    with database.read() as tx:
        tx.session.connection()
        event.listen(database.engine, "before_cursor_execute", note)
        found = outbox.due_ids(tx, 10_000)
        event.remove(database.engine, "before_cursor_execute", note)

    assert len(found) == 10_000
    [(statement, parameters)] = asked
    with database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert [row[3].split(" (")[0] for row in plan] == ["SEARCH message USING INDEX ix_message_due"]
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM message")) == 10_000


def test_a_booking_sends_nothing_by_a_way_that_was_not_chosen(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office, CHANNELS=["sms"])
    booked(database, patients="ada@home.example")

    delivered(database)

    assert office.taken == []
    assert messages(database) == []
