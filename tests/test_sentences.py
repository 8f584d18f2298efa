"""Every refusal has words, and they say what became of the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from desk.domain import errors
from desk.domain.errors import DeskError
from desk.refusal_words import SENTENCES, WHO_MAY
from desk.sentences import field, sentence

WHERE = "/srv/desk.db"
DATE = dt.date(2030, 2, 4)
EXAMPLES: list[DeskError] = [
    errors.NotFound("visitor_entry", 12),
    errors.NotFound("site", "north"),
    errors.Invalid(visitor=["must not be empty"], license_plate=["is too long"]),
    errors.Stale(),
    errors.ChangedBy("Bob", dt.datetime(2030, 2, 4, 9, tzinfo=dt.UTC), ("visitor", "people")),
    errors.DayFull(DATE, wanted=25, free=11),
    errors.NotSoMany(DATE, wanted=3, occupied=2),
    errors.NotAdmitted("Max Power", "banned since May."),
    errors.AlreadyInside("Ada Lind"),
    errors.AlreadyLeft("Ada Lind"),
    errors.StillAvailable(3),
    errors.AlreadyWaiting("Ada Lind"),
    errors.ListClosed("Therapy"),
    errors.Frozen("Ada Lind", "accepted"),
    errors.AlreadyOffered("Ada Lind"),
    errors.NotOnOffer("Ada Lind", "left"),
    errors.NothingFree("Ada Lind"),
    errors.KeyUsedOtherwise("7f3a"),
    errors.WrongSecret(),
    errors.WrongSecret(dt.timedelta(seconds=20)),
    *(errors.NotAllowed("Ada Lind", "visitor_entry", only) for only in WHO_MAY),
    errors.LastAdmin("Ada Lind"),
    errors.AnswerLost(WHERE, "row 7", batch=3),
    *(
        kind(WHERE, "row 7")
        for kind in (
            errors.NotADatabase,
            errors.ForeignDatabase,
            errors.NewerDatabase,
            errors.ReadOnly,
            errors.DiskFull,
            errors.NoRoomForCopy,
            errors.PasswordNeeded,
            errors.WrongPassword,
            errors.Busy,
            errors.Unreachable,
            errors.NoSuchServer,
            errors.NoAnswer,
            errors.NotLetIn,
            errors.NoSuchDatabase,
            errors.NotEncrypted,
            errors.OldServer,
            errors.Disconnected,
            errors.BadFile,
            errors.BadSettings,
        )
    ),
]


def kinds(of: type[DeskError] = DeskError) -> Iterator[type[DeskError]]:
    """Every refusal that can be raised: those no other of the program is derived from."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith("desk."):
            yield from kinds(kind) if kind.__subclasses__() else [kind]


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_refusal_has_its_sentence(kind: type[DeskError]) -> None:
    assert kind in SENTENCES


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_sentence_is_whole_and_names_no_class(error: DeskError) -> None:
    said = sentence(error)

    assert not said[0].islower()
    assert said.endswith(".")
    assert ".." not in said
    assert "{" not in said
    assert type(error).__name__ not in said


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_sentence_says_what_became_of_the_data(error: DeskError) -> None:
    said = sentence(error).lower()

    assert any(
        words in said
        for words in ("nothing", "nobody was", "safe", "the file was left", "no longer")
    )


def test_a_full_day_is_named_with_what_is_left() -> None:
    said = sentence(errors.DayFull(DATE, wanted=25, free=11), date=lambda day: f"{day:%d/%m}")

    assert said.startswith("04/02 has 11 places left, and 25 are wanted.")


def test_a_number_in_the_database_is_not_shown_to_people() -> None:
    assert "12" not in sentence(errors.NotFound("visitor_entry", 12))
    assert "(north)" in sentence(errors.NotFound("site", "north"))


def test_the_words_pass_through_the_translator_with_their_context() -> None:
    heard: list[str] = []

    def translate(context: str, words: str) -> str:
        heard.append(context)
        return words.replace("person", "Mensch")

    said = sentence(errors.NotFound("person", 3), translate)

    assert "Mensch" in said
    assert heard == ["Refusals", "Kinds"]


def test_a_field_without_words_of_its_own_is_still_readable() -> None:
    assert field("license_plate") == "number plate"
    assert field("unheard_of") == "unheard of"
