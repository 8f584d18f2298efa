"""`desk person export`, `desk person erase` and `desk visitor erase`."""

from __future__ import annotations

import argparse
import getpass

from desk.commands import databases
from desk.commands.answers import Refused, amount, answer, require_other_file
from desk.services import erasing, people, this_computer, traces
from desk.services.erasing import Preview
from desk.store.database import Read
from desk.transfer import person_export

_MOST_NAMED = 10


def send_out(options: argparse.Namespace) -> int:
    require_other_file(options.file, databases.maybe_file(options))
    with databases.existing(options) as database:
        with database.read() as tx:
            person = number(tx, options.who)
        things = person_export.send_out(database, person, options.file)
    words = f"{options.file} has {amount(things, 'thing', 'things')} about person {person}."
    answer(options, words, {"file": str(options.file), "person": person, "things": things})
    return 0


def erase(options: argparse.Namespace) -> int:
    with databases.existing(options) as database:
        with database.read() as tx:
            found = erasing.preview(tx, number(tx, options.who))
        words = _would_go(found, len(traces.copies(database)), namesakes=options.namesakes)
        if not options.yes:
            return _not_yet(options, words, {"person": found.person_id})
        with database.write(getpass.getuser()) as write:
            done = erasing.person(write, found.person_id, namesakes=options.namesakes)
        said = _after(traces.remove(database, done))
        gone = traces.gone(done, found.names)
        this_computer.forget(database, databases.address(options), gone)
    answer(
        options,
        f"Person {found.person_id} is erased. {said}",
        {"person": found.person_id, "erased": len(done)},
    )
    return 0


def erase_visit(options: argparse.Namespace) -> int:
    ids = sorted(set(options.id))
    with databases.existing(options) as database:
        if not options.yes:
            words = f"{amount(len(ids), 'visitor entry', 'visitor entries')} would be erased."
            return _not_yet(options, words, {"entries": ids})
        with database.write(getpass.getuser()) as write:
            done = erasing.entries(write, ids)
        said = _after(traces.remove(database, done))
        this_computer.forget(database, databases.address(options), traces.gone(done))
    gone = amount(len(ids), "visitor entry is", "visitor entries are")
    answer(options, f"{gone} erased. {said}", {"entries": ids, "erased": len(done)})
    return 0


def number(tx: Read, who: str) -> int:
    """The number of the one person who is meant."""
    if who.isascii() and who.isdigit():
        return people.one(tx, int(who)).id
    found = people.called(tx, who)
    if not found:
        raise Refused(
            f"There is nobody called {who}. Nothing was changed; give the whole name, or the number"
            " that the list of people shows."
        )
    if len(found) > 1:
        numbers = ", ".join(str(each.id) for each in found[:_MOST_NAMED])
        raise Refused(
            f"Several people are called {who}. Nothing was changed; give the number of one of them:"
            f" {numbers}."
        )
    return found[0].id


def _not_yet(options: argparse.Namespace, words: str, found: dict[str, object]) -> int:
    line = f"{words}\nNothing was erased yet. It cannot be undone; add --yes to erase."
    answer(options, line, {**found, "erased": 0})
    return 0


def _would_go(found: Preview, copies: int, *, namesakes: bool) -> str:
    parts = [
        amount(found.entries, "visitor entry", "visitor entries"),
        amount(found.messages, "message", "messages"),
        f"the text of {amount(found.appointments, 'appointment', 'appointments')},"
        f" of which {found.coming} would be cancelled",
        f"the text of {amount(found.waiting, 'entry', 'entries')} of the waiting list",
    ]
    lines = [
        f"Person {found.person_id} would be erased with {'; '.join(parts)}.",
        f"{amount(copies, 'copy', 'copies')} beside the database would be written anew without it,"
        " or removed.",
    ]
    if found.namesakes:
        fate = "would go too" if namesakes else "would stay; add --namesakes to erase them too"
        lines.append(f"{found.namesakes} under just that name {fate}.")
    return "\n".join(lines)


def _after(done: traces.Outcome) -> str:
    copies = [
        f"{amount(done.rewritten, 'copy was', 'copies were')} written anew without it",
        f"{amount(done.removed, 'copy was', 'copies were')} removed",
    ]
    words = f"{'; '.join(copies)}. Copies kept elsewhere still hold it."
    if not done.log_emptied:
        words += " Traces stay in the log of the database until all who use it have closed it."
    return words
