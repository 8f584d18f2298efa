"""`desk import calendar`.

The window brings calendars in by running this in a process of its own, as it does with visitors.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from desk.commands import databases
from desk.commands.answers import Refused, amount, answer, signed
from desk.commands.imports import Progress, stopping
from desk.sentences import sentence
from desk.transfer import calendar_import
from desk.transfer.calendar_outcome import Aim, CalendarOutcome, Into
from desk.transfer.outcome import Wishes

_SHOWN = 10


def bring_in(options: argparse.Namespace) -> int:
    since, until = options.from_date, options.to_date
    if since and until and since > until:
        raise Refused(f"{since} is after {until}. Nothing was changed; exchange --from and --to.")
    place = databases.for_trial if options.dry_run else databases.opened
    with stopping() as stop, place(options) as database, with_icalendar():
        tell = Progress().tell if options.json_progress else Wishes().tell
        wishes = Wishes(dry_run=options.dry_run, tell=tell, stop=stop)
        with database.read() as tx:
            whose = calendar_import.provider(tx, options.provider)
        aim = Aim(resource_id=whose.id, into=Into(options.into), first=since, last=until)
        outcome = calendar_import.bring_in(
            database, options.file, aim, wishes, signed("import calendar")
        )
    options.json = options.json or options.json_progress
    answer(options, words(outcome), outcome.as_json())
    if outcome.left:
        raise Refused(_why_not_all(outcome))
    return 0


@contextmanager
def with_icalendar() -> Iterator[None]:
    """Say how to get the package that calendars need, if it turns out not to be there."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "icalendar":
            raise
        raise Refused(
            "Desk was installed without icalendar, which calendar files need. Nothing was changed;"
            " install Desk with its extra calendar."
        ) from error


def words(outcome: CalendarOutcome) -> str:
    """What became of a calendar, for a person."""
    one, several = {
        Into.CLOSURES: ("closure", "closures"),
        Into.APPOINTMENTS: ("appointment", "appointments"),
    }[outcome.into]
    would = "would be added" if outcome.dry_run else "added"
    lines = ["Dry run, nothing was changed."] if outcome.dry_run else []
    lines.append(
        f"{outcome.file}, for {outcome.provider} from {outcome.first} to {outcome.last} in the zone"
        f" {outcome.zone}: {amount(outcome.events, 'event', 'events')};"
        f" {amount(outcome.added, one, several)} {would}, {outcome.known:,} known already,"
        f" {outcome.passed_over:,} passed over, {outcome.rejected:,} rejected."
    )
    lines += _more(outcome)
    lines += [f"  line {lost.line}: {lost.reason}" for lost in outcome.faults[:_SHOWN]]
    rest = outcome.passed_over + outcome.rejected - _SHOWN
    if rest > 0:
        lines.append(f"  and {rest:,} more")
    if outcome.rejected_file:
        lines.append(f"Those events are in {outcome.rejected_file}, each with its reason.")
    if outcome.notes:
        lines.append("Read all the same, although a calendar should not be so:")
        lines += [f"  line {note.line}: {note.reason}" for note in outcome.notes[:_SHOWN]]
    return "\n".join(lines)


def _more(outcome: CalendarOutcome) -> Iterator[str]:
    if outcome.others:
        tasks = amount(outcome.others, "task or journal entry", "tasks and journal entries")
        yield f"It also has {tasks}, which take nobody's time."
    if outcome.flagged:
        booked = amount(outcome.flagged, "booked appointment falls", "booked appointments fall")
        yield f"{booked} into that time and must be called about; look at the flagged ones."
    if outcome.beyond:
        over = amount(outcome.beyond, "of them was", "of them were")
        yield f"{over} booked over something else."


def _why_not_all(outcome: CalendarOutcome) -> str:
    why = "it was stopped"
    if outcome.trouble:
        why = sentence(outcome.trouble).partition(". ")[0]
    return (
        f"Only {outcome.times - outcome.left:,} of {amount(outcome.times, 'time', 'times')} of"
        f" {outcome.file} are done: {why}. What is in stays in;"
        " run the same command again to bring in the rest."
    )
