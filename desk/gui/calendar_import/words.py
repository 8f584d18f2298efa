"""What is said of a calendar that is brought in: its first times, its problems, how it ended."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from desk.gui import format
from desk.gui.calendar_import.run import Problem, Summary, Time
from desk.gui.table import TRAILING, Column

translate = QCoreApplication.translate


def time_columns(zone: ZoneInfo) -> list[Column[Time]]:
    """What is shown of each time, on the clock of the house."""
    return [
        Column(translate("CalendarImport", "From"), lambda time: _begins(time, zone)),
        Column(translate("CalendarImport", "Until"), lambda time: _ends(time, zone)),
        Column(translate("CalendarImport", "What"), lambda time: time.title),
        Column(translate("CalendarImport", "State"), _state),
    ]


def problem_columns() -> list[Column[Problem]]:
    return [
        Column(
            translate("CalendarImport", "Line"), lambda one: format.count(one.line), align=TRAILING
        ),
        Column(translate("CalendarImport", "What"), lambda one: one.title),
        Column(translate("CalendarImport", "Problem"), lambda one: one.reason),
    ]


def summed_up(found: Summary) -> str:
    """What became of the file, or would."""
    said = [_added(found)]
    said.append(
        translate(
            "CalendarImport",
            "Known already: {known}. Passed over: {passed_over}. Rejected: {rejected}.",
        )
    )
    if found.flagged:
        said.append(
            translate("CalendarImport", "Booked in that time, and to be called: {flagged}.")
        )
    if found.beyond:
        said.append(translate("CalendarImport", "Booked over something else: {beyond}."))
    if found.left:
        said.append(
            translate("CalendarImport", "Not reached: {left}; import the file again to go on.")
        )
    numbers = ("added", "known", "passed_over", "rejected", "flagged", "beyond", "left")
    return " ".join(said).format(
        provider=found.provider,
        first=format.date(found.first),
        last=format.date(found.last),
        **{name: format.count(getattr(found, name)) for name in numbers},
    )


def _added(found: Summary) -> str:
    match found.dry_run, found.into:
        case True, "closures":
            words = translate(
                "CalendarImport",
                "From {first} to {last} there would be {added} new closures for {provider}.",
            )
        case True, _:
            words = translate(
                "CalendarImport",
                "From {first} to {last} there would be {added} new appointments for {provider}.",
            )
        case _, "closures":
            words = translate("CalendarImport", "Added {added} closures for {provider}.")
        case _:
            words = translate("CalendarImport", "Added {added} appointments for {provider}.")
    return words


def _begins(time: Time, zone: ZoneInfo) -> str:
    day = format.short_date(time.start.astimezone(zone).date())
    return day if time.whole_day else f"{day} {format.time(time.start, zone)}"


def _ends(time: Time, zone: ZoneInfo) -> str:
    if time.whole_day:
        # A whole day lasts until midnight; people say the last day of it.
        last = time.end.astimezone(zone) - timedelta(minutes=1)
        return format.short_date(last.date())
    end = time.end.astimezone(zone).date()
    clock = format.time(time.end, zone)
    same = end == time.start.astimezone(zone).date()
    return clock if same else f"{format.short_date(end)} {clock}"


def _state(time: Time) -> str:
    if time.known:
        return translate("CalendarImport", "known already")
    return translate("CalendarImport", "new")
