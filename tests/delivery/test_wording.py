"""What people read: names and dates in their own language, and nothing that nobody meant to say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk.delivery import wording
from desk.domain.appointment import Details
from desk.domain.errors import Invalid
from desk.domain.message import Event, Template
from desk.domain.wall_clock import milliseconds
from desk.services import appointments, message_text
from desk.services.message_settings import OWN_TEMPLATES
from desk.services.recipients import Recipient
from desk.store.database import Database
from tests.conftest import at
from tests.delivery.house_of import patient, told_of_a_booking
from tests.services.telling_of import ahead, booked, messages, talkative

ROOT = Path(__file__).parents[2]
NINE_IN_ROME = milliseconds(at(8, 20))
ADA = Recipient(id="7", first_name="Ada", last_name="Lind", email="ada@home.example")


def said(body: str, recipient: Recipient = ADA, language: str = "en", **about: Any) -> str:
    template = Template(key="k", language=language, subject="s", body=body, short="s")
    return wording.preview(template, language, about, recipient).body.removesuffix("\n")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{{user.name}}", "Ada Lind"),
        ("{{ user.firstName }}/{{user.lastName}}", "Ada/Lind"),
        ("{{user.email}} {{user.phone}}|{{user.id}}", "ada@home.example |7"),
        ("{{data.room}}", "12"),
        ("{{data.who.first}}", "Bo"),
        ("{{data.who.first.letter}}|{{data.nobody}}|{{data.who}}", "||"),
        ("{{data.tags}}", "a, b"),
        ("{{data.yes}} {{data.half}}", "true 0.5"),
        ("}} {x} {{data.room}}}", "}} {x} 12}"),
    ],
)
def test_a_mark_says_what_is_known_and_nothing_where_nothing_is(mark: str, words: str) -> None:
    about: dict[str, Any] = {
        "room": 12,
        "who": {"first": "Bo"},
        "tags": ["a", "b"],
        "yes": True,
        "half": 0.5,
    }

    assert said(mark, **about) == words.strip()


def test_a_section_is_said_where_there_is_something_to_say() -> None:
    text = "A{{#data.x}} with {{data.x}}{{/data.x}}.{{#data.none}} none{{/data.none}}"

    assert said(text, x="Bo") == "A with Bo."
    assert said(text, x="") == "A."


def test_sections_lie_within_each_other() -> None:
    text = "{{#data.a}}a{{#data.b}}b{{/data.b}}c{{/data.a}}d"

    assert said(text, a=1, b=1) == "abcd"
    assert said(text, a=1) == "acd"
    assert said(text, b=1) == "d"


def test_a_line_with_nothing_but_a_section_mark_leaves_no_empty_line() -> None:
    text = "one\n  {{#data.x}}\ntwo\n{{/data.x}}\nthree\n{{#data.x}}{{/data.x}}\nfour"

    assert said(text, x="yes") == "one\ntwo\nthree\nfour"
    assert said(text) == "one\nthree\nfour"


@pytest.mark.parametrize(
    ("language", "mark", "words"),
    [
        ("en", "{{date data.at}}", "Monday, February 4, 2030"),
        ("en", "{{time data.at}}", "9:20 AM"),
        ("en-GB", "{{date data.at}}, {{time data.at}}", "Monday, 4 February 2030, 09:20"),
        ("de", "{{date data.at}}, {{time data.at}}", "Montag, 4. Februar 2030, 09:20"),
        ("fr", "{{date data.at}}", "lundi 4 février 2030"),
        ("it", "{{datetime data.at}}", "lunedì 4 febbraio 2030 09:20"),
        ("he", "{{date data.at}}", "יום שני, 4 בפברואר 2030"),
        ("de", '{{date data.at "EEEE d MMMM y"}}', "Montag 4 Februar 2030"),
        ("de", "{{time data.at \"HH:mm 'Uhr'\"}}", "09:20 Uhr"),
        ("en", '{{time data.at "HH:mm" "Asia/Tokyo"}}', "17:20"),
        ("xx", "{{time data.at}}", "9:20 AM"),
    ],
)
def test_moments_are_written_as_is_the_custom_of_the_language(
    language: str, mark: str, words: str
) -> None:
    assert said(mark, language=language, at=NINE_IN_ROME, zone="Europe/Rome") == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2030-02-04T08:20:00Z", "09:20"),
        ("2030-02-04T08:20:00", "09:20"),
        ("2030-02-04T08:20:00-05:00", "14:20"),
        ("2030-02-04", "00:00"),
        (10**18, ""),
        ("tomorrow", ""),
        (True, ""),
        (None, ""),
    ],
)
def test_a_moment_is_a_number_or_a_text_and_else_nothing_is_said(moment: Any, words: str) -> None:
    assert said('{{time data.at "HH:mm"}}', at=moment, zone="Europe/Rome") == words


def test_a_name_that_looks_like_a_mark_is_a_name() -> None:
    odd = Recipient(id="7", first_name="{{data.secret}}", last_name="{{#user.id}}")

    assert said("Dear {{user.name}},", odd, secret="s") == "Dear {{data.secret}} {{#user.id}},"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Dear {{name}},", "{{name}}"),
        ("{{user.password}}", "{{user.password}}"),
        ("{{#data.x}}open", "{{#data.x}}"),
        ("shut{{/data.x}}", "{{/data.x}}"),
        ("{{#data.a}}{{#data.b}}{{/data.a}}{{/data.b}}", "{{#data.a}}"),
        ("{{user.name", "{{user.name"),
        ("{{{user.name}}}", "{{{user.name}}}"),
        ("{{date}}", "{{date}}"),
        ('{{date data.at "qqqqqqqq"}}', '"qqqqqqqq"'),
        ('{{date data.at "%s"}}', '"%s"'),
        ('{{date data.at "y" "Mars/Base"}}', '{{date data.at "y" "Mars/Base"}}'),
        ("{{date data.at y}}", "{{date data.at y}}"),
        ("{{upper user.name}}", "{{upper user.name}}"),
        ("{{}}", "{{}}"),
    ],
)
def test_a_mark_that_is_not_understood_is_named_and_never_said(body: str, named: str) -> None:
    template = Template(key="k", language="en", subject="fine", body=body, short="fine")

    with pytest.raises(Invalid) as refused:
        wording.check(template)

    assert list(refused.value.reasons) == ["body"]
    assert named in refused.value.reasons["body"][0]
    assert "{{" not in said(body, at=NINE_IN_ROME)


def test_the_words_of_the_program_are_understood_and_say_all_there_is_to_say(
    database: Database,
) -> None:
    with database.read() as tx:
        for language in message_text.LANGUAGES:
            for event, key in OWN_TEMPLATES.default.items():
                template = message_text.words(tx, key, language, Event(event))
                assert template.language == language
                wording.check(template)
                shown = wording.preview(template, language, ABOUT, ADA)
                assert "{{" not in shown.subject + shown.body + shown.short
                assert "Main entrance" in shown.body
                assert "\n\n\n" not in shown.body
                assert "\n" not in shown.subject


ABOUT = {
    "startDate": NINE_IN_ROME,
    "was": {"startDate": NINE_IN_ROME},
    "until": NINE_IN_ROME,
    "zone": "Europe/Rome",
    "site": "Main entrance",
    "provider": "Dr. Eva Rossi",
}


def test_somebody_is_told_in_their_own_language_on_the_clock_of_the_house(
    database: Database,
) -> None:
    talkative(database)
    message = told_of_a_booking(database, language="de")

    with database.read() as tx:
        words = wording.said(tx, message)

    assert words.language == "de"
    assert words.recipient.email == "ada@home.example"
    assert words.subject == "Ihr Termin am Donnerstag, 7. Februar 2030"
    assert "Guten Tag Ada Lind," in words.body
    assert "um 11:00 Uhr" in words.short


def test_dates_are_those_of_the_country_even_if_the_words_are_for_several(
    database: Database,
) -> None:
    talkative(database)
    message = told_of_a_booking(database, language="en-GB")

    with database.read() as tx:
        words = wording.said(tx, message)

    assert words.language == "en"
    assert words.subject == "Your appointment on Thursday, 7 February 2030"


def test_the_link_is_the_one_that_the_appointment_has_now(database: Database) -> None:
    talkative(database)
    made = booked(database, ahead(), person_id=patient(database), isRemote=True)
    message = messages(database)[0]
    with database.read() as tx:
        first = appointments.one(tx, made.id).extra["linkTeleconsultation"]
        assert first in wording.said(tx, message).body

    with database.write("test") as tx:
        details = appointments.one(tx, made.id)
        extra = {**details.extra, "isRemote": False}
        appointments.amend(
            tx,
            made.id,
            Details(person_id=details.person_id, title="Ada", extra=extra),
            seen=None,
        )

    with database.read() as tx:
        assert first not in wording.said(tx, message).body


def test_without_babel_one_sentence_names_the_extra() -> None:
    script = (
        "import sys; sys.modules['babel'] = None\n"
        "from desk.delivery import marks\n"
        "from desk.delivery.faults import NotSetUp\n"
        "import json\n"
        "known = marks.Known(user={}, data={'at': 0}, language='en')\n"
        "try: marks.rendered('{{date data.at}}', known)\n"
        "except NotSetUp as error: print(json.dumps(str(error)))\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert json.loads(ran.stdout).endswith("install Desk with its extra messages.")
