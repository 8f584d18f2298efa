"""Passwords that a command needs: typed unseen, or read; they never stand on the line itself."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from desk.commands.answers import Refused
from desk.domain.errors import PasswordNeeded

VARIABLE = "DESK_BACKUP_PASSWORD"
LONGEST = 4096  # characters


def typed(prompt: str) -> str:
    """As typed on a terminal without being shown, or as it is read."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline(LONGEST + 2).rstrip("\r\n")


def for_a_new_copy(options: argparse.Namespace) -> str | None:
    """The password that the copy is to have; none if it is to have none."""
    if options.password_file:
        return _of_file(options.password_file)
    if not options.password:
        return None
    found = os.environ.get(VARIABLE, "")
    if not found:
        found = typed("Password for the copy: ")
        if sys.stdin.isatty() and found != typed("The same once more: "):
            raise Refused("The two are not the same, so no copy was made; try again.")
    if not found:
        raise Refused("A password must not be empty. No copy was made; try again.")
    return found


def of_a_copy(options: argparse.Namespace) -> str:
    """The password that the copy was made with."""
    if options.password_file:
        return _of_file(options.password_file)
    found = os.environ.get(VARIABLE, "") or typed(f"Password of {options.file}: ")
    if not found:
        raise PasswordNeeded(str(options.file))
    return found


def _of_file(path: Path) -> str:
    """The first line of the file."""
    try:
        with path.open(encoding="utf-8") as file:
            found = file.readline(LONGEST + 2).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"The password in {path} cannot be read ({error}). Nothing was changed; give a text"
            " file with the password in its first line."
        ) from error
    if not found:
        raise Refused(
            f"There is no password in {path}. Nothing was changed; write it into the first line."
        )
    return found
