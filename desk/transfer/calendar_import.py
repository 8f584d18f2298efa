"""Bringing the busy time of a provider in from an iCalendar file.

First the whole file is read and understood, without the database being touched; only then is
anything written, in small transactions. Each time keeps the UID by which its file knows it, so
that bringing a file in again, or the rest of one that was interrupted, adds nothing twice.
"""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from itertools import chain
from pathlib import Path

from desk.domain.appointment import Details
from desk.domain.directory import Resource, full_name
from desk.domain.errors import DeskError, NotFound, Unavailable
from desk.domain.span import Span
from desk.services import appointment_rows, appointments, closures, directory
from desk.store import kept_copies
from desk.store.database import Database, Read, Write
from desk.transfer import rejects
from desk.transfer.calendar_busy import BusyTime, busy_time
from desk.transfer.calendar_expansion import Occurrence
from desk.transfer.calendar_identity import KEY, keys_of
from desk.transfer.calendar_outcome import Aim, CalendarOutcome, Into, Shown
from desk.transfer.calendar_reading import Lost
from desk.transfer.cells import guarded
from desk.transfer.files_out import replacing
from desk.transfer.outcome import MOST_FAULTS, Wishes
from desk.transfer.pace import in_turns

HEADING = ("line", "UID", "SUMMARY", "DTSTART", rejects.REASON)
SHOWN = 20
_OVER_SOMETHING = "it stands so in the calendar that was brought in"


def provider(tx: Read, key: str) -> Resource:
    """The provider of that key."""
    found = next((one for one in directory.resources(tx) if one.key == key), None)
    if found is None:
        raise NotFound("resource", key)
    return found


def bring_in(
    database: Database, path: Path, aim: Aim, wishes: Wishes, actor: str
) -> CalendarOutcome:
    """Make what the file says of the provider's busy time into closures or appointments.

    `BadFile` if the file cannot be read; nothing was changed then.
    """
    with database.read() as tx:
        first, last = aim.between(tx.today)
        period = Span(tx.whole_day(first).start, tx.whole_day(last).end)
        whose = next((one for one in directory.resources(tx) if one.id == aim.resource_id), None)
    if whose is None:
        raise NotFound("resource", aim.resource_id)
    found = busy_time(path, database.zone, period, wishes.stop.is_set)
    outcome = CalendarOutcome(
        file=str(path),
        provider=full_name(whose.first_name, whose.last_name),
        into=aim.into,
        zone=database.zone.key,
        first=first,
        last=last,
        dry_run=wishes.dry_run,
    )
    _tell_of(found, outcome)
    work = _Work(database, aim, found.times, outcome, wishes)
    work.survey()
    if not wishes.dry_run and not wishes.stop.is_set():
        _write_rejected(path, found, outcome)
    if not wishes.dry_run:
        kept_copies.safeguard(database)
        work.write(actor)
    return outcome


class _Work:
    """The times of one file on their way into the calendar."""

    def __init__(
        self,
        database: Database,
        aim: Aim,
        times: Sequence[Occurrence],
        outcome: CalendarOutcome,
        wishes: Wishes,
    ) -> None:
        self._database = database
        self._aim = aim
        self._times = list({time.key: time for time in times}.values())
        self._new: list[Occurrence] = []
        self._overtaken: set[str] = set()
        self._outcome = outcome
        self._wishes = wishes

    def survey(self) -> None:
        """Find out what will become of every time; a dry run counts it as if it were done."""
        outcome = self._outcome
        outcome.times = len(self._times)
        if not self._times:
            return
        with self._database.read() as tx:
            known = self._known(tx, self._times)
            new = (time for time in self._times if time.key not in known)
            # What stands over something else comes after that.
            self._new = sorted(new, key=lambda time: bool(time.event.beyond))
            outcome.known = len(self._times) - len(self._new)
            outcome.beginning = [_shown(time, time.key in known) for time in self._times[:SHOWN]]
            outcome.flagged = self._hit(tx)
        if self._wishes.dry_run:
            outcome.added = len(self._new)

    def write(self, actor: str) -> None:
        """Write what the survey found to be new."""
        self._tell()
        stop = self._wishes.stop
        try:
            for times in in_turns(self._database, actor, self._new, self._enter, stop):
                overtaken = sum(time.key in self._overtaken for time in times)
                self._outcome.known += overtaken
                self._outcome.added += len(times) - overtaken
                self._tell()
        except DeskError as error:
            # What is in stays in, and whoever asked must hear how much that is.
            self._outcome.trouble = error

    def _enter(self, tx: Write, times: Sequence[Occurrence]) -> Iterator[None]:
        known = self._known(tx, times)
        for time in times:
            if time.key in known:
                # Somebody else has brought it in since the survey.
                self._overtaken.add(time.key)
            elif self._aim.into is Into.CLOSURES:
                self._close(tx, time)
            else:
                self._book(tx, time)
            yield

    def _close(self, tx: Write, time: Occurrence) -> None:
        span, extra = Span(time.start, time.end), {KEY: time.key}
        closures.close(tx, span, self._aim.resource_id, time.event.title, extra=extra)

    def _book(self, tx: Write, time: Occurrence) -> None:
        """Book the time; what lies over something else is booked all the same, with the reason.

        It is a fact in another calendar already, and refusing it would only hide that.
        """
        event, span, whose = time.event, Span(time.start, time.end), self._aim.resource_id
        details = Details(
            title=event.title,
            note=event.note,
            appointment_type=event.appointment_type,
            extra={KEY: time.key},
        )
        try:
            appointments.book(tx, None, span, details, resource_id=whose, anyway=event.beyond)
        except Unavailable:
            appointments.book(tx, None, span, details, resource_id=whose, anyway=_OVER_SOMETHING)
            self._outcome.beyond += 1

    def _known(self, tx: Read, times: Sequence[Occurrence]) -> set[str]:
        """The keys of all that was brought in before and lies where these times do."""
        span = Span(min(time.start for time in times), max(time.end for time in times))
        whose = [self._aim.resource_id]
        if self._aim.into is Into.CLOSURES:
            shut = closures.between(tx, span, whose)
            return {str(one.extra[KEY]) for one in shut if KEY in one.extra}
        there = appointment_rows.overlapping(tx, span, whose)
        return {key for one in there for key in keys_of(one)}

    def _hit(self, tx: Read) -> int:
        """How many who are booked ahead will be flagged."""
        if self._aim.into is not Into.CLOSURES or not self._new:
            return 0
        shut = _joined(sorted(Span(time.start, time.end) for time in self._new))
        booked = closures.affected(tx, self._aim.resource_id, Span(shut[0].start, shut[-1].end))
        # The last one that begins before an appointment ends is the only one that can reach it.
        starts = [span.start for span in shut]
        nearest = [shut[max(bisect_left(starts, one.span.end) - 1, 0)] for one in booked]
        return sum(span.overlaps(one.span) for span, one in zip(nearest, booked, strict=True))

    def _tell(self) -> None:
        self._wishes.tell(self._outcome.times - self._outcome.left, self._outcome.times)


def _tell_of(found: BusyTime, outcome: CalendarOutcome) -> None:
    outcome.events, outcome.others = found.events, found.others
    outcome.passed_over, outcome.rejected = len(found.passed_over), len(found.rejected)
    outcome.faults = [*found.rejected, *found.passed_over][:MOST_FAULTS]
    outcome.notes = found.notes


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same time without anything twice; `spans` are in order of their starts."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _shown(time: Occurrence, known: bool) -> Shown:
    return Shown(
        start=time.start.astimezone(UTC),
        end=time.end.astimezone(UTC),
        whole_day=time.at.whole_day,
        title=time.event.title,
        known=known,
    )


def _write_rejected(path: Path, found: BusyTime, outcome: CalendarOutcome) -> None:
    """Keep the events that are not brought in, in a file beside the one they came from."""
    if not found.rejected and not found.passed_over:
        return
    place = rejects.beside(path)
    with replacing(place) as rough, rough.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(_cells(chain(found.rejected, found.passed_over)))
    outcome.rejected_file = str(place)


def _cells(several: Iterable[Lost]) -> Iterator[list[str]]:
    for lost in sorted(several, key=lambda one: one.line):
        texts = (lost.uid, lost.title, lost.start, lost.reason)
        yield [str(lost.line), *map(guarded, texts)]
