"""One command line carried out, from its words to its exit status.

Whatever goes wrong on the way becomes one line on standard error. A traceback is for the log, and
for whoever asks for it with `--debug`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from desk.commands import grammar
from desk.commands.answers import Refused
from desk.domain.errors import DeskError, NotADatabase, Unreachable, Unusable
from desk.sentences import sentence
from desk.undisturbed import undisturbed

DONE, FAILED = 0, 1

Act = Callable[[argparse.Namespace], int]


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; the exit status."""
    _let_every_name_be_shown()
    try:
        options = grammar.read(arguments)
    except SystemExit as end:
        # argparse has said what is wrong, or shown the help.
        return end.code if isinstance(end.code, int) else FAILED
    try:
        status = act(options.carried_out_by)(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_standard_output()
        return FAILED
    except (Exception, KeyboardInterrupt) as error:
        return _failed(_said(error), options)
    return status


def act(place: str) -> Act:
    module, _, function = place.partition(":")
    with undisturbed():
        found: Act = getattr(import_module(f"desk.commands.{module}"), function)
    return found


def _said(error: BaseException) -> str:
    match error:
        case NotADatabase() | Unreachable():
            return sentence(error) + _way_back(error)
        case DeskError():
            return sentence(error)
        case Refused():
            return str(error)
        case KeyboardInterrupt():
            return "Stopped."
        case _:
            return _reported()


def _way_back(error: Unusable) -> str:
    """How to have the last copy of a file that is damaged or gone, if there is one."""
    from desk.store import kept_copies

    copies: list[kept_copies.Copy] = []
    with contextlib.suppress(OSError):  # What cannot be looked for is not offered.
        copies = kept_copies.listed(Path(error.where))
    if not copies:
        return ""
    last = copies[0]
    return (
        f" A copy of {last.moment:%Y-%m-%d %H:%M} UTC is there; desk restore {last.path}"
        f" --database {error.where} goes back to it."
    )


def _failed(line: str, options: argparse.Namespace) -> int:
    if options.debug:
        import traceback

        traceback.print_exc()
    with contextlib.suppress(BrokenPipeError):
        print(" ".join(line.split()), file=sys.stderr, flush=True)
    return FAILED


def _reported() -> str:
    """Write the fault that is being handled into the log, and say so."""
    import logging

    from desk import log

    apology = "Desk made a mistake; what was saved before is safe."
    place = log.folder()
    try:
        kept = log.Log(place)
        logging.getLogger("desk").exception("the command line failed")
        kept.close()
    except OSError:
        return f"{apology} Run the command again with --debug and report what it says."
    return f"{apology} Report it with the end of {place / 'desk.log'}."


def _let_every_name_be_shown() -> None:
    """Not every console has every letter; no command must fail for that."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_standard_output() -> None:
    """Whoever was reading has gone; let Python not notice it once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
