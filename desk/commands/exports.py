"""`desk export visitors`."""

from __future__ import annotations

import argparse

from desk import settings
from desk.commands import databases
from desk.commands.answers import Refused, amount, answer, require_other_file
from desk.services.visitor_log import View
from desk.transfer import visitor_export


def visitors(options: argparse.Namespace) -> int:
    since, until = options.from_date, options.to_date
    if since and until and since > until:
        raise Refused(f"{since} is after {until}. Nothing was written; exchange --from and --to.")
    require_other_file(options.file, settings.file_of(databases.address(options)))
    with databases.opened(options) as database:
        number = visitor_export.send_out(database, options.file, View(since=since, until=until))
    words = f"{options.file} has {amount(number, 'visitor entry', 'visitor entries')}."
    answer(options, words, {"file": str(options.file), "entries": number})
    return 0
