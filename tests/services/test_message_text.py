"""Which words are said: the house's own before the program's, in the language nearest to it."""

from __future__ import annotations

import pytest

from desk.domain.errors import Invalid
from desk.domain.message import Event, Template
from desk.services import message_settings, message_text, site
from desk.store.database import Database

BOOKED = "appointment-booked"


def own(database: Database, language: str, subject: str, key: str = BOOKED) -> None:
    with database.write("test") as tx:
        new = Template(key=key, language=language, subject=subject, body="b", short="s")
        message_text.amend(tx, new)


def subject(database: Database, language: str | None, key: str = BOOKED) -> str:
    with database.read() as tx:
        return message_text.words(tx, key, language, Event.CREATE).subject


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("de", "Ihr Termin"),
        ("de-AT", "Ihr Termin"),
        ("it", "Il suo appuntamento"),
        ("ja", "Your appointment"),
        (None, "Your appointment"),
    ],
)
def test_the_program_speaks_the_language_of_the_person_or_of_the_house(
    database: Database, language: str | None, begins: str
) -> None:
    assert subject(database, language).startswith(begins)


def test_the_house_may_speak_another_language(database: Database) -> None:
    with database.write("test") as tx:
        site.choose(tx, message_settings.LANGUAGE.key, "fr")

    assert subject(database, None).startswith("Votre rendez-vous")
    assert subject(database, "de").startswith("Ihr Termin")


@pytest.mark.parametrize("language", ["en", "en-GB", "en-US", None])
def test_words_of_the_house_s_own_come_first(database: Database, language: str | None) -> None:
    own(database, "en-GB", "See you")

    assert subject(database, language) == "See you"


def test_words_for_a_country_are_for_that_country_where_there_are_others(
    database: Database,
) -> None:
    own(database, "en-GB", "See you")
    own(database, "en-US", "See ya")

    assert (subject(database, "en-US"), subject(database, "en-GB")) == ("See ya", "See you")


def test_an_unknown_template_has_the_usual_words_until_it_has_its_own(database: Database) -> None:
    assert subject(database, "de", "tpl-7").startswith("Ihr Termin")

    own(database, "de", "Hallo", "tpl-7")

    assert subject(database, "it", "tpl-7") == "Hallo"


def test_putting_back_says_the_program_s_words_again(database: Database) -> None:
    own(database, "de", "Hallo")
    with database.write("test") as tx:
        message_text.reset(tx, BOOKED, "de")

    assert subject(database, "de").startswith("Ihr Termin")


@pytest.mark.parametrize(
    "fault",
    [
        {"subject": " "},
        {"subject": "a\nb"},
        {"subject": "x" * 201},
        {"body": ""},
        {"body": "\0"},
        {"short": ""},
        {"language": "deutsch!"},
    ],
    ids=lambda fault: ascii(fault)[:30],
)
def test_words_that_cannot_be_kept_are_refused(database: Database, fault: dict[str, str]) -> None:
    said = {"key": BOOKED, "language": "de", "subject": "a", "body": "b", "short": "c"}
    with pytest.raises(Invalid), database.write("test") as tx:
        message_text.amend(tx, Template(**{**said, **fault}))

    assert subject(database, "de").startswith("Ihr Termin")
