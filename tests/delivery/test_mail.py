"""Mails as they arrive at a real mail server: their envelope, their words, their calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.delivery import ways
from desk.delivery.faults import Later, Rejected, Undelivered, Unreachable
from desk.delivery.letter import Letter, Sender, plain
from desk.delivery.mail import Mail, Server
from desk.delivery.wording import Said
from desk.domain.message import Fate
from desk.services import outbox
from desk.services.recipients import Recipient
from desk.store.database import Database
from tests.conftest import Clock, at
from tests.delivery.certificate import certificate
from tests.delivery.house_of import (
    SENDER,
    delivered,
    one,
    sending_through,
    told_of_a_booking,
    written,
)
from tests.delivery.post_office import PASSWORD, USER, PostOffice, Taken, open_office
from tests.services.telling_of import messages


def letter(
    name: str = "Ada Lind", email: str = "ada@home.example", key: str = "1", **words: Any
) -> Letter:
    facts: dict[str, Any] = {"subject": "Hello", "body": "Hello.\n"} | words
    recipient = Recipient(id="7", last_name=name, email=email)
    said = Said(recipient=recipient, short="", language="en", **facts)
    return plain(said, Sender(address=SENDER, name="The House"), now=at(9), key=key)


def server_of(office: PostOffice, **facts: Any) -> Server:
    usual: dict[str, Any] = {"host": office.host, "port": office.port, "security": office.security}
    return Server(**usual | facts)


def sent(office: PostOffice, *letters: Letter, **facts: Any) -> list[Taken]:
    with closing(Mail(server_of(office, **facts))) as mail:
        for each in letters:
            mail.send(each)
    return office.taken


def refused(office: PostOffice, each: Letter, **facts: Any) -> Undelivered:
    with closing(Mail(server_of(office, **facts))) as mail, pytest.raises(Undelivered) as error:
        mail.send(each)
    return error.value


@contextmanager
def secured(folder: Path, security: str, **facts: Any) -> Iterator[tuple[PostOffice, str]]:
    """A server that takes nothing in the clear, and the file that vouches for it."""
    made = certificate(folder, facts.pop("named", "localhost"))
    office = PostOffice(security=security, context=made.context(), with_login=True)
    with open_office(office) as opened:
        yield opened, str(made.file)


def test_a_mail_says_who_it_is_from_and_that_no_person_wrote_it(office: PostOffice) -> None:
    [taken] = sent(office, letter())

    assert (taken.sender, taken.recipient) == (SENDER, "ada@home.example")
    assert taken.mail["From"] == f"The House <{SENDER}>"
    assert taken.mail["To"] == "Ada Lind <ada@home.example>"
    assert taken.mail["Date"].datetime == at(9)
    assert taken.mail["Message-ID"] == "<desk-1@house.example>"
    assert taken.mail["Auto-Submitted"] == "auto-generated"
    assert taken.mail["Content-Language"] == "en"


@pytest.mark.parametrize(
    "text", ["Grüße aus Köln, Straße 5, naïve", "שלום, דנה כהן", "محمد بن سلمان", "王小明 🙂"]
)
def test_every_script_arrives_as_it_was_written(office: PostOffice, text: str) -> None:
    [taken] = sent(office, letter(text, subject=text, body=f"{text}\n.\n..dots\n" + text * 200))

    assert taken.raw.isascii()
    assert taken.mail["Subject"] == text
    assert taken.mail["To"].addresses[0].display_name == text
    assert taken.words.splitlines() == [text, ".", "..dots", text * 200]


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x00", "\u2028", "\x85"])
def test_no_name_breaks_out_of_its_line(office: PostOffice, break_: str) -> None:
    evil = f"Ada{break_}Bcc: eve@evil.example{break_}{break_}Pay now"

    [taken] = sent(office, letter(evil, subject=evil))

    assert taken.mail["Bcc"] is None
    assert taken.mail["Subject"] == "Ada Bcc: eve@evil.example Pay now"
    assert [each.addr_spec for each in taken.mail["To"].addresses] == ["ada@home.example"]
    assert taken.words == "Hello.\n"


@pytest.mark.parametrize(
    "address",
    [
        "ada",
        "ada@",
        "@home",
        "a b@home.example",
        "a@b@c",
        "a@h\r\nRCPT TO:<eve@x>",
        "<a@h>",
        "a,b@c",
    ],
)
def test_what_is_no_address_is_refused_for_good_before_anybody_is_asked(address: str) -> None:
    with pytest.raises(Rejected, match="is no e-mail address"):
        letter(email=address)


def test_a_domain_of_any_script_is_written_as_mail_servers_know_it(office: PostOffice) -> None:
    [taken] = sent(office, letter(email="ada@bücher.example"))

    assert taken.recipient == "ada@xn--bcher-kva.example"


def test_an_address_of_any_script_goes_to_a_server_that_knows_it(office: PostOffice) -> None:
    [taken] = sent(office, letter(email="zoë@home.example"))

    assert taken.recipient == "zoë@home.example"


def test_several_mails_go_over_one_connection(office: PostOffice) -> None:
    sent(office, *(letter(key=str(number)) for number in range(5)))

    assert len({taken.line for taken in office.taken}) == 1
    assert [taken.mail["Message-ID"] for taken in office.taken] == [
        f"<desk-{number}@house.example>" for number in range(5)
    ]


def test_a_connection_that_was_cut_meanwhile_is_made_anew(office: PostOffice) -> None:
    with closing(Mail(server_of(office))) as mail:
        mail.send(letter(key="1"))
        port = office.port
        again = PostOffice(port=port)
        office.close()
        with open_office(again):
            mail.send(letter(key="2"))

    assert [taken.mail["Message-ID"] for taken in again.taken] == ["<desk-2@house.example>"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_goes_by_a_way_that_nobody_listens_at(tmp_path: Path, security: str) -> None:
    with secured(tmp_path, security) as (office, cafile):
        [taken] = sent(office, letter(), user=USER, password=PASSWORD, cafile=cafile)

    assert taken.recipient == "ada@home.example"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path, security: str) -> None:
    with secured(tmp_path, security) as (office, _):
        error = refused(office, letter(), user=USER, password=PASSWORD)

    assert isinstance(error, Unreachable)
    assert "its certificate cannot be trusted" in str(error)
    assert office.taken == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_under_another_name_gets_nothing(tmp_path: Path, security: str) -> None:
    with secured(tmp_path, security, named="other.example") as (office, cafile):
        error = refused(office, letter(), user=USER, password=PASSWORD, cafile=cafile)

    assert "its certificate cannot be trusted" in str(error)


def test_a_server_without_tls_gets_neither_password_nor_mail(office: PostOffice) -> None:
    error = refused(office, letter(), security="starttls", user=USER, password=PASSWORD)

    assert isinstance(error, Unreachable)
    assert "STARTTLS" in str(error)


def test_a_wrong_password_is_the_computers_fault_and_not_the_mails(tmp_path: Path) -> None:
    with secured(tmp_path, "starttls") as (office, cafile):
        error = refused(office, letter(), user=USER, password="wrong", cafile=cafile)

    assert isinstance(error, Unreachable)
    assert "does not let desk in: 535" in str(error)


def test_a_recipient_who_is_refused_gets_no_mail_and_the_server_says_why(
    office: PostOffice,
) -> None:
    office.answers = {
        "gone@home.example": "550 No such user here",
        "busy@home.example": "451 Try again later",
        "closing@home.example": "421 Going home",
    }

    for_good = refused(office, letter(email="gone@home.example"))
    later = refused(office, letter(email="busy@home.example"))
    closing = refused(office, letter(email="closing@home.example"))

    assert isinstance(for_good, Rejected)
    assert str(for_good).endswith("refuses gone@home.example: 550 No such user here")
    assert isinstance(later, Later)
    assert not isinstance(later, Unreachable)
    assert isinstance(closing, Unreachable)


def test_a_refusal_of_one_does_not_keep_the_others_from_their_mail(office: PostOffice) -> None:
    office.answers = {"gone@home.example": "550 No such user here"}

    with closing(Mail(server_of(office))) as mail:
        with pytest.raises(Rejected):
            mail.send(letter(email="gone@home.example"))
        mail.send(letter())

    assert [taken.recipient for taken in office.taken] == ["ada@home.example"]


def test_where_nobody_listens_is_said_in_words(office: PostOffice) -> None:
    office.close()

    error = refused(office, letter())

    assert isinstance(error, Unreachable)
    assert str(error) == "the mail server localhost cannot be reached: Connection refused"
    assert not error.perhaps


def test_a_mail_whose_answer_was_lost_may_have_gone_out(office: PostOffice) -> None:
    office.cuts_before_the_answer = True

    error = refused(office, letter())

    assert isinstance(error, Unreachable)
    assert error.perhaps
    assert len(office.taken) == 1


def test_a_message_keeps_its_number_until_somebody_has_it_sent_once_more(
    database: Database, office: PostOffice, clock: Clock
) -> None:
    sending_through(database, office)
    [key] = written(database, 1)
    delivered(database)
    with database.write("test") as tx:
        outbox.send_again(tx, [key])
    clock.advance(timedelta(minutes=1))
    delivered(database)

    first, second = (taken.mail["Message-ID"] for taken in office.taken)
    assert first != second
    assert one(database, key).fate is Fate.SENT


def test_a_test_mail_is_sent_as_messages_are(database: Database, office: PostOffice) -> None:
    sending_through(database, office, SENDER_NAME="Grüner Hof")
    said = Said(
        recipient=Recipient(id="x", email="me@home.example"),
        subject="A test",
        body="A test.\n",
        short="",
        language="en",
    )

    with closing(ways.Ways(ways.set_up(database))) as way:
        way.try_out(said, at(9), "test")

    [taken] = office.taken
    assert taken.mail["From"].addresses[0].display_name == "Grüner Hof"
    assert taken.recipient == "me@home.example"


def test_the_first_message_of_a_house_is_told_by_its_own_name(
    database: Database, office: PostOffice
) -> None:
    sending_through(database, office)
    told_of_a_booking(database)

    delivered(database)

    assert office.taken[0].mail["From"].addresses[0].display_name == "Main entrance"
    assert [each.fate for each in messages(database)] == [Fate.SENT]
