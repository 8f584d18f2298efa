"""`desk export visitors` and `desk export appointments`."""

from __future__ import annotations

import argparse

from desk.commands import databases
from desk.commands.answers import Refused, amount, answer, require_other_file
from desk.commands.calendars import with_icalendar
from desk.services.visitor_log import View
from desk.transfer import appointment_export, calendar_import, visitor_export


def visitors(options: argparse.Namespace) -> int:
    require_sense(options)
    with databases.opened(options) as database:
        view = View(since=options.from_date, until=options.to_date)
        number = visitor_export.send_out(database, options.file, view)
    words = f"{options.file} has {amount(number, 'visitor entry', 'visitor entries')}."
    answer(options, words, {"file": str(options.file), "entries": number})
    return 0


def appointments(options: argparse.Namespace) -> int:
    require_sense(options)
    with databases.opened(options) as database, with_icalendar():
        whose = None
        if options.provider:
            with database.read() as tx:
                whose = calendar_import.provider(tx, options.provider).id
        number = appointment_export.send_out(
            database,
            options.file,
            first=options.from_date,
            last=options.to_date,
            resource_id=whose,
        )
    words = f"{options.file} has {amount(number, 'appointment', 'appointments')}."
    answer(options, words, {"file": str(options.file), "appointments": number})
    return 0


def require_sense(options: argparse.Namespace) -> None:
    """Refuse dates that go backwards, and the database itself as the file to write."""
    since, until = options.from_date, options.to_date
    if since and until and since > until:
        raise Refused(f"{since} is after {until}. Nothing was written; exchange --from and --to.")
    require_other_file(options.file, databases.maybe_file(options))
