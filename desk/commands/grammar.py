"""What may be written on the command line (command-line contract).

Each command names the function that carries it out as `module:function`, so that only the modules
of the command that is wanted are imported.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import desk

WINDOW = "window:show"

_EPILOGUE = "Exit status: 0 done, 1 refused or failed, 2 wrong use of the command."


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Understand the command line; SystemExit with 2 where that cannot be done."""
    preset = argparse.Namespace(
        carried_out_by=WINDOW, database="", demo=False, debug=False, json=False
    )
    if not arguments:
        return preset
    options = _parser().parse_args(list(arguments), preset)
    if options.demo and options.carried_out_by != WINDOW:
        _parser().error("--demo is for the window alone")
    return options


def _parser() -> argparse.ArgumentParser:
    shared = _shared()
    parser = argparse.ArgumentParser(
        prog="desk",
        description="A front desk on one screen. Without a command the window opens.",
        epilog=_EPILOGUE,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Desk {desk.__version__}")
    parser.add_argument(
        "--demo",
        action="store_true",
        default=argparse.SUPPRESS,
        help="the window on made-up data that is thrown away",
    )
    commands = _Commands(parser.add_subparsers(title="commands", metavar="COMMAND"), shared)
    for describe in (_network, _staff, _transfers, _days, _waiting, _outbox):
        describe(commands)
    for describe in (_people, _settings, _copies, _others):
        describe(commands)
    return parser


def _shared() -> argparse.ArgumentParser:
    """What may stand before and after the command."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--database",
        metavar="URL",
        help="an SQLite file or an address such as postgresql://server/desk;"
        " else the variable DESK_DATABASE or the usual place",
    )
    shared.add_argument(
        "--debug", action="store_true", help="show where in the program something failed"
    )
    return shared


class _Commands:
    """A group of commands that is being described."""

    def __init__(self, into: Any, shared: argparse.ArgumentParser) -> None:
        self._into = into
        self._shared = shared

    def group(self, name: str, about: str) -> _Commands:
        parser = self._into.add_parser(
            name,
            help=about,
            description=_sentence(about),
            parents=[self._shared],
            allow_abbrev=False,
        )
        parts = parser.add_subparsers(required=True, metavar="WHAT", title="what")
        return _Commands(parts, self._shared)

    def add(self, name: str, carried_out_by: str, about: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = self._into.add_parser(
            name,
            help=about,
            description=_sentence(about),
            epilog=_EPILOGUE,
            parents=[self._shared],
            allow_abbrev=False,
        )
        parser.set_defaults(carried_out_by=carried_out_by)
        parser.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="answer in JSON"
        )
        return parser


def _network(commands: _Commands) -> None:
    one = commands.add("serve", "serve:listen", "answer other machines over HTTP")
    one.add_argument("--host", default="127.0.0.1", help="the address to listen at")
    one.add_argument(
        "--port", type=_port, default=8765, help="the port to listen at; 0 for a free one"
    )
    one.add_argument(
        "--mode",
        choices=("full", "appointments"),
        default="full",
        help="all that is documented, or appointments and the calendar alone",
    )
    one.add_argument("--tls", action="store_true", help="TLS with a certificate of its own making")
    one.add_argument("--tls-cert", default="", metavar="FILE", help="a certificate, PEM")
    one.add_argument(
        "--tls-key", default="", metavar="FILE", help="the key of the certificate, PEM"
    )
    one.add_argument(
        "--json-requests", action="store_true", help="tell of each request, a JSON object a line"
    )
    token = commands.group("token", "let other machines in")
    one = token.add("create", "tokens:create", "make a token; it is shown once")
    one.add_argument("label", metavar="LABEL", help="for which machine it is")
    one.add_argument("--role", required=True, choices=("admin", "desk", "readonly"))
    one.add_argument("--token-file", default="", metavar="FILE", help="take the token from a file")
    token.add("list", "tokens:show", "show all tokens, without their secrets")
    one = token.add("revoke", "tokens:revoke", "let a machine in no more")
    one.add_argument("label", metavar="LABEL")


def _staff(commands: _Commands) -> None:
    staff = commands.group("staff", "the accounts of those who work at the desk")
    staff.add("list", "staff:show", "show all accounts")
    one = staff.add("add", "staff:add", "give somebody an account; the first is an administrator's")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--role", required=True, choices=("admin", "desk", "provider", "read-only"))
    one.add_argument("--provider", default="", metavar="KEY", help="a provider's own calendar")
    _pin(one)
    one = staff.add("set-pin", "staff:set_pin", "give somebody another PIN or password")
    one.add_argument("name", metavar="NAME")
    _pin(one)
    one = staff.add("remove", "staff:remove", "let nobody sign in with an account any more")
    one.add_argument("name", metavar="NAME")


def _transfers(commands: _Commands) -> None:
    directory = commands.group("directory", "the house's providers, types and people in one file")
    one = directory.add("import", "directory:bring_in", "take a directory file in")
    _file(one, "the directory, JSON")
    _dry_run(one)
    _file(directory.add("export", "directory:send_out", "write the directory"), "the file to write")
    imports = commands.group("import", "take in visitors, people or a calendar from a file")
    for what in ("visitors", "people"):
        one = imports.add(what, f"imports:{what}", f"take in {what} from a CSV file")
        _file(one, "the CSV file, packed with gzip or not")
        _dry_run(one)
        one.add_argument("--map", default="", metavar="FILE", help="a mapping, by file or by name")
        one.add_argument(
            "--json-progress", action="store_true", help="tell how far it is, a JSON object a line"
        )
    _import_calendar(imports)
    exports = commands.group(
        "export", "write the visitor log, the appointments or the waiting list to a file"
    )
    one = exports.add("visitors", "exports:visitors", "write the visitor log to a file")
    _file(one, "the file to write: .csv, .xlsx or .json")
    _between(one, "of arrival")
    one = exports.add("appointments", "exports:appointments", "write appointments to a file")
    _file(one, "the file to write: .ics, .csv, .xlsx or .json")
    _between(one, "on which they begin")
    one.add_argument("--provider", default="", metavar="KEY", help="only those of this provider")
    one = exports.add("waiting-list", "waiting:send_out", "write the waiting list to a file")
    _file(one, "the file to write: .csv, .xlsx or .json")
    _between(one, "on which they joined")


def _import_calendar(imports: _Commands) -> None:
    one = imports.add(
        "calendar", "calendars:bring_in", "take in a provider's busy time from an iCalendar file"
    )
    _file(one, "the iCalendar file, .ics")
    one.add_argument("--provider", required=True, metavar="KEY", help="whose time it takes up")
    one.add_argument(
        "--as",
        dest="into",
        choices=("closures", "appointments"),
        default="closures",
        help="what it becomes; closures unless said otherwise",
    )
    _between(one, "that is looked at; a year ago and two years ahead unless said otherwise")
    _dry_run(one)
    one.add_argument(
        "--json-progress", action="store_true", help="tell how far it is, a JSON object a line"
    )


def _days(commands: _Commands) -> None:
    day = commands.group("day", "count the places of a date")
    for name, about in (("occupy", "take places of a date"), ("free", "give places back")):
        one = day.add(name, f"days:{name}", about)
        one.add_argument("date", type=_date, metavar="DATE", help="such as 2030-02-04")
        one.add_argument("people", type=int, metavar="N", help="how many places")


def _waiting(commands: _Commands) -> None:
    waiting = commands.group("waiting-list", "serve those who wait for a place")
    waiting.add("assign", "waiting:assign", "make the offers that are due now")
    one = waiting.add("expire", "waiting:expire", "let an offer lapse now")
    one.add_argument(
        "id", type=int, metavar="ID", help="of the entry, or else of the offer as others know it"
    )
    one = waiting.add(
        "capacity", "waiting:capacity", "set the places of a type with a fixed number"
    )
    one.add_argument("type", metavar="KEY-OR-ID", help="the appointment type")
    one.add_argument("places", type=int, metavar="N", help="how many places there are")


def _outbox(commands: _Commands) -> None:
    outbox = commands.group("outbox", "what goes out to people")
    outbox.add("list", "outbox:show", "show every message and what became of it")
    outbox.add("deliver", "outbox:deliver", "send what is due now")
    one = outbox.add("password", "outbox:password", "keep a password on this computer")
    one.add_argument(
        "which",
        choices=("smtp", "sms", "push", "jwt"),
        help="of the mail server, a gateway, or the rooms; it is read from standard input, and a"
        " variable such as DESK_SMTP_PASSWORD comes before it",
    )
    one = outbox.add("test", "outbox:test", "send a test mail")
    one.add_argument("address", metavar="ADDRESS", help="to whom")


def _people(commands: _Commands) -> None:
    person = commands.group("person", "what is kept about one person, to hand out or to erase")
    one = person.add("export", "people:send_out", "write all that is kept about a person to a file")
    _who(one)
    _file(one, "the file to write, a name that ends in .zip, .json or .csv")
    one = person.add(
        "erase", "people:erase", "erase a person for good; without --yes only say what"
    )
    _who(one)
    one.add_argument("--yes", action="store_true", help="erase; nothing can bring it back")
    one.add_argument(
        "--namesakes",
        action="store_true",
        help="also what stands under just that name, which may be somebody else's",
    )
    visitor = commands.group("visitor", "single entries of the visitor log")
    one = visitor.add("erase", "people:erase_visit", "erase entries of the visitor log for good")
    one.add_argument("id", type=int, nargs="+", metavar="ID", help="the numbers of the entries")
    one.add_argument("--yes", action="store_true", help="erase; nothing can bring it back")
    _holds(commands)


def _holds(commands: _Commands) -> None:
    hold = commands.group("hold", "what is neither erased nor forgotten, for the law wants it kept")
    hold.add("list", "holds:show", "show what is held, and why")
    one = hold.add("person", "holds:person", "keep a person, with visits and all else of theirs")
    _who(one)
    two = hold.add("visitor", "holds:visit", "keep an entry of the visitor log")
    two.add_argument("id", type=int, metavar="ID", help="the number of the entry")
    for each in (one, two):
        each.add_argument("--reason", required=True, help="shown to whoever would erase it")
    one = hold.add("lift", "holds:lift", "let what was held be erased again")
    one.add_argument("id", type=int, metavar="ID", help="the number of the hold")


def _settings(commands: _Commands) -> None:
    config = commands.group("config", "the settings of the house")
    config.add("list", "config:show_all", "show every setting with its meaning")
    for name, about in (("get", "show one setting"), ("set", "choose a setting")):
        one = config.add(name, f"config:{'show' if name == 'get' else 'choose'}", about)
        one.add_argument("key", metavar="KEY", help="the dotted name of a setting")
        if name == "set":
            one.add_argument("value", metavar="VALUE", help="a JSON value or a bare word")


def _copies(commands: _Commands) -> None:
    one = commands.add("backup", "copies:backup", "copy the database while it is in use")
    _file(one, "the copy to write, an SQLite file also where PostgreSQL keeps the database")
    sealed = one.add_mutually_exclusive_group()
    sealed.add_argument(
        "--password",
        action="store_true",
        help="protect the copy by a password: asked for, or of the variable DESK_BACKUP_PASSWORD",
    )
    _password_file(sealed, "protect the copy by the password in the first line of this file")
    one = commands.add("restore", "copies:restore", "put a copy in the database's place")
    _file(
        one,
        "the copy, of an SQLite file or of a PostgreSQL database; it goes into either. If a"
        " password protects it, that is asked for, or taken of DESK_BACKUP_PASSWORD",
    )
    _password_file(one, "take the password of the copy from the first line of this file")
    commands.add("copies", "copies:copies", "list the copies that are made by themselves")
    commands.add("check", "copies:check", "look for damage and broken rules in the database")


def _others(commands: _Commands) -> None:
    one = commands.add("demo-data", "demo_data:fill", "fill the database with made-up data")
    for name, about in (
        ("--visitors", "entries of the visitor log"),
        ("--people", "people"),
        ("--providers", "providers"),
        ("--appointments", "appointments, up to 300 of them today"),
        ("--seed", "another number gives other people"),
    ):
        one.add_argument(name, type=_count, metavar="N", help=about)
    one = commands.add("doctor", "doctor:examine", "say what this computer lacks and how to get it")
    one.add_argument("--try-screen", action="store_true", help=argparse.SUPPRESS)


def _file(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=about)


def _password_file(parser: argparse._ActionsContainer, about: str) -> None:
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=about)


def _who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("who", metavar="WHO", help="the number of the person, or the whole name")


def _pin(parser: argparse.ArgumentParser) -> None:
    about = "take the PIN or password from a file; else it is read from standard input"
    parser.add_argument("--pin-file", default="", metavar="FILE", help=about)


def _dry_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _between(parser: argparse.ArgumentParser, about: str) -> None:
    for name, which in (("--from", "the first date"), ("--to", "the last date")):
        parser.add_argument(
            name, type=_date, metavar="DATE", dest=f"{name[2:]}_date", help=f"{which} {about}"
        )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 65_535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port between 0 and 65535")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2030-02-04") from error


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0")
    return int(text)


def _sentence(about: str) -> str:
    return f"{about[0].upper()}{about[1:]}."
