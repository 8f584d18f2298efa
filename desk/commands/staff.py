"""`desk staff`: the accounts, for whoever cannot sign in any more and for setting up a house.

A PIN or password is read from a file or from the terminal. On a command line everybody at this
computer could read it.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from desk.commands import databases
from desk.commands.answers import Refused, answer
from desk.domain.errors import NotFound
from desk.domain.folding import fold
from desk.domain.staff import LONGEST_SECRET, Member, Role
from desk.services import directory, staff, staff_secrets
from desk.store.database import Read

_MOST = 4 * LONGEST_SECRET + 2  # bytes of a file with a secret in it


def show(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.read() as tx:
        found = staff.listed(tx)
    words = "\n".join(map(_line, found)) or "There are no accounts: everybody may do everything."
    answer(options, words, [_described(member) for member in found])
    return 0


def add(options: argparse.Namespace) -> int:
    hash = staff_secrets.chosen(options.name, _secret(options))
    role = Role(options.role)
    with databases.opened(options) as database, database.write("staff add") as tx:
        member = staff.add(tx, options.name, role, _calendar(tx, options.provider), hash)
    answer(options, f"{member.name} has an account now ({member.role}).", _described(member))
    return 0


def set_pin(options: argparse.Namespace) -> int:
    with databases.opened(options) as database:
        with database.read() as tx:
            found = _named(tx, options.name)
        hash = staff_secrets.chosen(found.name, _secret(options))
        with database.write("staff set-pin") as tx:
            member = staff.set_secret(tx, found.id, hash)
    answer(options, f"{member.name} signs in with it from now on.", _described(member))
    return 0


def remove(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.write("staff remove") as tx:
        member = staff.remove(tx, _named(tx, options.name).id)
    answer(options, f"Nobody signs in as {member.name} any more.", _described(member))
    return 0


def _secret(options: argparse.Namespace) -> str:
    """The PIN or password from a file, from a terminal without being shown, or as it is read."""
    if options.pin_file:
        return _from_file(options.pin_file)
    if not sys.stdin.isatty():
        return sys.stdin.readline(LONGEST_SECRET + 2).rstrip("\r\n")
    typed = getpass.getpass(f"PIN or password of {options.name}: ")
    if typed != getpass.getpass("Once more: "):
        raise Refused("The two are not the same. Nothing was changed; type it twice alike.")
    return typed


def _from_file(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return file.read(_MOST).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"The PIN or password in {path} cannot be read ({error}). Nothing was changed; give a"
            " text file with nothing but that in it."
        ) from error


def _named(tx: Read, name: str) -> Member:
    for member in staff.listed(tx):
        if fold(member.name) == fold(name.strip()):
            return member
    raise NotFound("staff", name)


def _calendar(tx: Read, key: str) -> int | None:
    if not key:
        return None
    for resource in directory.resources(tx):
        if resource.key == key:
            return resource.id
    raise NotFound("resource", key)


def _described(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "role": member.role.value,
        "provider": member.resource_id,
        "can_sign_in": member.has_secret,
    }


def _line(member: Member) -> str:
    return f"{member.name}  {member.role}{'' if member.has_secret else '  no PIN yet'}"
