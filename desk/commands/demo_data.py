"""`desk demo-data`: a made-up house to try things out on."""

from __future__ import annotations

import argparse

from desk import demo
from desk.commands import databases
from desk.commands.answers import Refused, answer
from desk.services import people, visitor_log
from desk.services.visitor_log import View


def fill(options: argparse.Namespace) -> int:
    chosen = {
        name: number
        for name in ("visitors", "people", "providers", "appointments", "seed")
        if (number := getattr(options, name)) is not None
    }
    with databases.opened(options) as database:
        with database.read() as tx:
            if people.count(tx) or visitor_log.count(tx, View()):
                raise Refused(
                    f"{database.where} has people or visitors in it already. Nothing was changed;"
                    " made-up data goes into a new file only: name one with --database."
                )
        demo.fill(database, **chosen)
        with database.read() as tx:
            found = {"people": people.count(tx), "visitors": visitor_log.count(tx, View())}
        where = database.where
    words = f"{where} has {found['people']:,} people and {found['visitors']:,} visitor entries."
    answer(options, words, {"database": where, **found})
    return 0
