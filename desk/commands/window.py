"""The command that is meant when none is named: show the window."""

from __future__ import annotations

import argparse


def show(options: argparse.Namespace) -> int:
    from desk import app

    chosen = ["--database", options.database] if options.database else []
    return app.run([*chosen, *(["--demo"] if options.demo else [])])
