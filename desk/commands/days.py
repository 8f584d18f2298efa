"""`desk day occupy` and `desk day free`: document 000's own methods, for scripts."""

from __future__ import annotations

import argparse

from desk.commands import databases
from desk.commands.answers import answer
from desk.domain.day import Day
from desk.services import days


def occupy(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("day occupy") as tx:
        day = days.occupy(tx, options.date, options.people)
    _answer(options, day)
    return 0


def free(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("day free") as tx:
        day = days.release(tx, options.date, options.people)
    _answer(options, day)
    return 0


def _answer(options: argparse.Namespace, day: Day) -> None:
    words = f"{day.date}: {day.occupied} of {day.places} places are taken, {day.free} are free."
    answer(options, words, day.as_document())
