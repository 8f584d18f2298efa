"""Refusals carry their facts."""

from __future__ import annotations

import datetime as dt

from desk.domain import errors

DATE = dt.date(2030, 2, 4)


def test_a_refusal_says_its_facts_to_whoever_reads_the_log() -> None:
    assert str(errors.NotFound("day", DATE)) == "no day 2030-02-04"
    assert str(errors.Invalid(visitor=["must not be empty"])) == "visitor must not be empty"
    assert str(errors.DayFull(DATE, wanted=3, free=2)) == "2030-02-04 has 2 places left, 3 wanted"
    assert str(errors.NotAdmitted("Ada", "a feud")) == "Ada must not be admitted: a feud"
    assert str(errors.Busy("desk.db")) == "Busy desk.db"


def test_every_refusal_is_a_kind_of_the_one_that_the_desk_catches() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    refusals = [kind for kind in kinds if issubclass(kind, Exception)]

    assert len(refusals) > 10
    assert all(issubclass(kind, errors.DeskError) for kind in refusals)
