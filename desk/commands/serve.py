"""`desk serve`: the HTTP server alone, for other machines."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import log, settings
from desk.commands import databases
from desk.commands.answers import Refused
from desk.undisturbed import undisturbed

NICE = 5

if TYPE_CHECKING:
    import socket

    from desk.api.dispatch import Served


def listen(options: argparse.Namespace) -> int:
    """Answer other machines until told to end."""
    try:
        with undisturbed():
            from desk.api import application, server
    except ModuleNotFoundError as error:
        raise Refused(
            f"Desk was installed without {error.name}, which the server needs. Nothing was started;"
            " install Desk with its extra http."
        ) from error
    if options.json_requests:
        _let_the_window_go_first()
    with _logged(options), databases.opened(options) as database, closing(_bound(options)) as bound:
        tls = _tls(options, database.clock())
        dialects = application.MODES[options.mode]
        listening = server.Listening(socket=bound, tls=tls, dialects=dialects)
        server.serve(database, listening, ready=_ready, served=_served(options))
    return 0


def _logged(options: argparse.Namespace) -> AbstractContextManager[object]:
    """While it runs, what goes wrong is for the log; with `--debug` whoever started it sees it."""
    if options.debug:
        return nullcontext()
    place = log.folder()
    try:
        return closing(log.Log(place, name="server", others=["uvicorn"]))
    except OSError as error:
        print(f"No log can be kept in {place} ({error.strerror}).", file=sys.stderr)
        return nullcontext()


def _let_the_window_go_first() -> None:
    """Whoever wants to be told of each request is a window on the same machine."""
    if hasattr(os, "nice"):
        os.nice(NICE)


def _bound(options: argparse.Namespace) -> socket.socket:
    from desk.api import server

    try:
        return server.bound(options.host, options.port)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Refused(
            f"Nobody can be listened to at {options.host}, port {options.port} ({why}). Nothing was"
            " started; end the other program there, or choose another --port or --host."
        ) from error


def _tls(options: argparse.Namespace, now: datetime) -> tuple[Path, Path] | None:
    """The certificate and its key, where TLS is wanted."""
    if bool(options.tls_cert) != bool(options.tls_key):
        raise Refused("Give --tls-cert and --tls-key together. Nothing was started.")
    if not options.tls_cert and not options.tls:
        return None
    from desk.api import certificate

    try:
        if options.tls_cert:
            found = certificate.look_at(Path(options.tls_cert), Path(options.tls_key))
            _require_pair(found.file, found.key)
        else:
            found = certificate.own(settings.folder("config") / "tls", now)
    except (OSError, ValueError) as error:
        raise Refused(
            f"The certificate cannot be used ({error}). Nothing was started; give a certificate"
            " and its key as PEM files."
        ) from error
    if found.ends < now:
        raise Refused(
            f"The certificate in {found.file} has ended on {found.ends:%Y-%m-%d}. Nothing was"
            " started; give a newer one."
        )
    print(f"Certificate SHA-256 fingerprint {found.fingerprint}", flush=True)
    return found.file, found.key


def _require_pair(file: Path, key: Path) -> None:
    import ssl

    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key)


def _ready(address: str) -> None:
    print(f"Desk API listening on {address}", flush=True)


def _served(options: argparse.Namespace) -> Callable[[Served], None]:
    """What to do with each answer: a JSON object a line for the window, nothing otherwise."""
    if not options.json_requests:
        return lambda _served: None

    def tell(served: Served) -> None:
        sys.stdout.write(f"{json.dumps(asdict(served))}\n")
        sys.stdout.flush()

    return tell
