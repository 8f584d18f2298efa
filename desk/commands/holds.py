"""`desk hold person`, `visitor`, `list` and `lift`: what has to be kept for the law."""

from __future__ import annotations

import argparse
import getpass

from desk.commands import databases
from desk.commands.answers import answer
from desk.commands.people import number
from desk.domain.privacy import Hold
from desk.domain.wall_clock import instant_text
from desk.services import holds

PERSON, ENTRY = holds.KINDS
_CALLED = {PERSON: "Person", ENTRY: "Visitor entry"}


def person(options: argparse.Namespace) -> int:
    with databases.existing(options) as database, database.write(getpass.getuser()) as tx:
        held = holds.place(tx, PERSON, number(tx, options.who), options.reason)
    return _placed(options, held)


def visit(options: argparse.Namespace) -> int:
    with databases.existing(options) as database, database.write(getpass.getuser()) as tx:
        held = holds.place(tx, ENTRY, options.id, options.reason)
    return _placed(options, held)


def show(options: argparse.Namespace) -> int:
    with databases.existing(options) as database, database.read() as tx:
        found = holds.standing(tx)
    lines = [
        f"{each.id}  {_what(each)}, since {instant_text(each.created_at)}: {each.reason}"
        for each in found
    ]
    words = "\n".join(lines) or "Nothing is held for the law."
    answer(options, words, [_facts(each) for each in found])
    return 0


def lift(options: argparse.Namespace) -> int:
    with databases.existing(options) as database, database.write(getpass.getuser()) as tx:
        holds.lift(tx, options.id)
    answer(options, f"Hold {options.id} is lifted.", {"lifted": options.id})
    return 0


def _placed(options: argparse.Namespace, held: Hold) -> int:
    words = f"{_what(held)} is kept until hold {held.id} is lifted."
    answer(options, words, _facts(held))
    return 0


def _what(held: Hold) -> str:
    return f"{_CALLED[held.kind]} {held.subject}"


def _facts(held: Hold) -> dict[str, object]:
    return {
        "hold": held.id,
        "kind": held.kind,
        "id": held.subject,
        "reason": held.reason,
        "since": instant_text(held.created_at),
    }
