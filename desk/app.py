"""The program put together, and in reverse taken apart.

First a bare frame is painted. Then, off the screen's thread, the database's library is imported and
the database opened; only then is there a desk to show. One file has one window: a second start
brings the first one forward and ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from desk import settings
from desk.gui import application
from desk.gui.garbage import Garbage
from desk.gui.main_window import MainWindow
from desk.gui.one_window import Lock, knock
from desk.gui.window_state import WindowState
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.domain.errors import BadSettings
    from desk.running import Running

# What the window needs when it has been seen, in pieces that take about as long as each other.
REST = (
    "desk.gui.actions",
    "desk.gui.message_bar",
    "desk.gui.controls",
    "desk.gui.crash",
    "desk.gui.one_window",
    "desk.gui.window_commands",
    "desk.running",
)


class Options(NamedTuple):
    """What the command line says; `database` is empty where it says nothing."""

    database: str = ""
    demo: bool = False


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; gives back the exit status."""
    options = read(arguments)
    machine, trouble = choices()
    address = "" if options.demo else settings.database_url(options.database, machine)
    file = settings.file_of(address)
    lock = Lock(file) if file else None
    if lock and file and not lock.take() and knock(file):
        return 0
    app = application.make()
    state = WindowState()
    garbage = Garbage(app)
    application.dress(app, state)
    window = MainWindow(state)
    running: list[Running] = []

    def seen() -> None:
        from desk.gui.gradual import Gradual, these_modules

        Gradual(window).start(these_modules(*REST), begin)

    def begin() -> None:
        from desk.running import Running  # has been imported by now

        running.append(Running(app, window, machine, lock))
        running[0].begin(address, trouble)

    window.painted.connect(seen)
    window.show()
    try:
        return app.exec()
    finally:
        for each in running:
            each.end()
        garbage.end()


def read(arguments: Sequence[str]) -> Options:
    """Understand the command line of the window."""
    if not arguments:
        return Options()
    import argparse  # which the usual start, with nothing to understand, need not wait for

    parser = argparse.ArgumentParser(prog="desk", description="The front desk on one screen.")
    parser.add_argument("--database", default="", metavar="FILE", help="a file, or an address")
    parser.add_argument("--demo", action="store_true", help="sample data that is thrown away")
    found = parser.parse_args(list(arguments))
    return Options(database=found.database, demo=found.demo)


def choices() -> tuple[Settings, BadSettings | None]:
    """This computer's choices, and what is wrong with them."""
    if not settings.files():
        return Settings(), None
    from desk.domain.errors import BadSettings

    try:
        return settings.load(), None
    except BadSettings as error:
        return Settings(), error
