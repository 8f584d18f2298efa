"""`desk import visitors` and `desk import people`.

The window imports by running these in a process of its own, and follows what they tell with
`--json-progress`: a line for every step, and the outcome as the last one.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from desk.commands import databases
from desk.commands.answers import Refused, amount, answer, signed
from desk.sentences import sentence
from desk.store.database import Database
from desk.transfer import mapping_files, people_csv, visitor_csv
from desk.transfer.mapping import Kind, Mapping
from desk.transfer.outcome import Outcome, Wishes

BringIn = Callable[[Database, Path, Mapping | None, Wishes, str], Outcome]

_SHOWN = 10
_SELDOM_SECONDS = 0.5


def visitors(options: argparse.Namespace) -> int:
    return _bring_in(options, Kind.VISITORS, visitor_csv.bring_in, ("entry", "entries"))


def people(options: argparse.Namespace) -> int:
    return _bring_in(options, Kind.PEOPLE, people_csv.bring_in, ("person", "people"))


def _bring_in(
    options: argparse.Namespace, kind: Kind, bring_in: BringIn, thing: tuple[str, str]
) -> int:
    mapping = mapping_files.chosen(options.map, kind) if options.map else None
    place = databases.for_trial if options.dry_run else databases.opened
    with stopping() as stop, place(options) as database:
        tell = Progress().tell if options.json_progress else Wishes().tell
        wishes = Wishes(dry_run=options.dry_run, tell=tell, stop=stop)
        outcome = bring_in(database, options.file, mapping, wishes, signed(f"import {kind}"))
    options.json = options.json or options.json_progress
    answer(options, words(outcome, *thing), outcome.as_json(thing[1]))
    if outcome.left:
        raise Refused(_why_not_all(outcome))
    return 0


def words(outcome: Outcome, one: str, several: str) -> str:
    """What became of a file, for a person."""
    rows = [
        (outcome.repeated, "repeated"),
        (outcome.known, "known already"),
        (outcome.rejected, "rejected"),
    ]
    lines = ["Dry run, nothing was changed."] if outcome.dry_run else []
    added = "would be added" if outcome.dry_run else "added"
    others = "".join(f", {number:,} {what}" for number, what in rows)
    zone = f" in the zone {outcome.zone}" if outcome.zone else ""
    lines.append(
        f"{outcome.file}, by the mapping {outcome.mapping}{zone}:"
        f" {amount(outcome.rows, 'row', 'rows')};"
        f" {amount(outcome.added, one, several)} {added} from {outcome.imported:,}{others}."
    )
    lines += [f"  line {line}: {reason}" for line, reason in outcome.faults[:_SHOWN]]
    if outcome.rejected > _SHOWN:
        lines.append(f"  and {outcome.rejected - _SHOWN:,} more")
    if outcome.rejected_file:
        lines.append(f"The rejected rows are in {outcome.rejected_file}, each with its reason.")
    return "\n".join(lines)


def _why_not_all(outcome: Outcome) -> str:
    why = "it was stopped"
    if outcome.trouble:
        why = sentence(outcome.trouble).partition(". ")[0]
    return (
        f"Only {outcome.rows - outcome.left:,} of {amount(outcome.rows, 'row', 'rows')} of"
        f" {outcome.file} are done: {why}. What is in stays in;"
        " run the same command again to bring in the rest."
    )


class Progress:
    """Tells on standard output how far it is, twice a second at most."""

    def __init__(self) -> None:
        self._last = 0.0

    def tell(self, done: int, total: int) -> None:
        now = monotonic()
        if done == total or now - self._last >= _SELDOM_SECONDS:
            self._last = now
            print(json.dumps({"done": done, "total": total}), flush=True)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that is set when somebody wants the process to end, which then ends in order."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    signals = (signal.SIGTERM, signal.SIGINT)

    def soon(*_facts: object) -> None:
        # A signal may come while this thread, waiting for that very event, holds its lock.
        threading.Thread(target=stop.set).start()

    before = [signal.signal(number, soon) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
