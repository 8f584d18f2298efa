"""A window with a desk behind it: opened after the first paint, closed at the end.

Everything here is built when the frame has been seen. What was built first is taken apart last.
"""

from __future__ import annotations

import getpass
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk import log, settings
from desk.domain.errors import (
    BadSettings,
    Busy,
    DeskError,
    ForeignDatabase,
    NotADatabase,
    Unreachable,
)
from desk.gui import application, messages, pages
from desk.gui.background import Background
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.crash import Crashes
from desk.gui.going_back import Went, told
from desk.gui.gradual import Gradual, every_module, every_type, these_modules
from desk.gui.main_window import MainWindow
from desk.gui.message_bar import Tone
from desk.gui.one_window import Doorbell, Lock
from desk.gui.opening import Copies, Failure, Known, Wait
from desk.gui.upkeep import Upkeep
from desk.gui.window_commands import WindowCommands
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.gui.drafts import Drafts
    from desk.gui.network.attendance import Attendance
    from desk.store.database import Database
    from desk.store.kept_copies import Copy
    from desk.store.watch import Watch

SAMPLE = ""  # the address of a house that is made up and thrown away


@dataclass(frozen=True, slots=True)
class Opened:
    """A database in use: whoever has it must close it."""

    database: Database
    watch: Watch
    library: str
    folder: Path | None = None
    went: Went | None = None

    def close(self) -> None:
        self.watch.stop()
        self.database.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


class Running:
    """Puts a desk behind the window, another one when asked, and takes it away."""

    def __init__(
        self, app: QApplication, window: MainWindow, machine: Settings, lock: Lock | None
    ) -> None:
        self._window = window
        self._machine = machine
        self._lock = lock
        self._address = SAMPLE
        self._home = ""  # the address to come back to from sample data
        self._chosen = ""  # a file the user has chosen, to be remembered once it has opened
        self.opened: Opened | None = None
        self._pending: list[Opened] = []  # opened on the other thread, not yet shown
        self._doorbell: Doorbell | None = None
        self._upkeep: Upkeep | None = None
        self._attendance: Attendance | None = None
        self._drafts: Drafts | None = None
        self._last_fault = log.last_fault()
        self._log = log.Log(log.folder())
        self._crashes = Crashes(log.folder(), window)
        self._crashes.watch()
        self._opening = Background(window)
        self._gradual = Gradual(window)
        self._opening.finished.connect(self._on_opened)
        self._opening.refused.connect(self.fail)
        self.controls = Controls(window)
        self.commands = WindowCommands(self.controls, app, machine, log.folder())
        self.commands.databases.chosen.connect(self._use)
        self._crashes.refused.connect(self.controls.refuse)
        window.top.leave_sample.clicked.connect(self._leave_sample)
        QTimer.singleShot(0, window, lambda: application.dress_later(app, window.state))

    def begin(self, address: str, trouble: BadSettings | None) -> None:
        """Open the database at `address`; of `SAMPLE`, make one up."""
        if trouble is not None:
            self.controls.bar.say(messages.sentence(trouble), Tone.WARNING)
        if address != SAMPLE:
            self.commands.databases.begin(address, self._machine)
        self.open(address)

    def open(self, address: str, back_to: Copy | None = None) -> None:
        """Put the desk at `address` behind the window instead of the one that is there.

        Before it is opened, the copy to go `back_to` takes its place.
        """
        self._close_desk()
        self._address = address
        self._home = address or self._home
        file = settings.file_of(address)
        if self._lock is None and file is not None:
            self._lock = Lock(file)
        if self._lock is not None and not self._lock.take():
            self.fail(Busy(str(file)))
            return
        self._window.stack.wait(Wait(self._window.tr("Opening the desk…")))
        self._gradual.start(every_type())
        self._opening.start(lambda: self._load(address, back_to))

    def go_back(self, copy: Copy) -> None:
        """Put a copy in the place of the database, which is closed for that, and open it."""
        trouble = ""
        if not self._address:
            trouble = self._window.tr("Sample data is made up anew each time; it stays as it is.")
        elif self._attendance is not None and self._attendance.serves:
            trouble = self._window.tr(
                "Nothing was changed, because other machines are served from this database: switch"
                " the server off on the page Network first, then go back."
            )
        if trouble:
            self.controls.bar.say(trouble, Tone.REFUSED)
        else:
            self.open(self._address, copy)

    def end(self) -> None:
        """Take everything apart, the last thing first."""
        self._opening.wait()
        self._close_desk()
        for opened in self._pending:
            opened.close()
        self._pending.clear()
        if self._lock is not None:
            self._lock.release()
        self._crashes.unwatch()
        self._log.close()

    def _load(self, address: str, back_to: Copy | None) -> Opened:
        opened = load(address, back_to)
        self._pending.append(opened)
        return opened

    def _on_opened(self, opened: Opened) -> None:
        from desk.services import kept_lists, site

        self._pending.remove(opened)
        if self._chosen:
            self.commands.remember_database(self._chosen)
            kept_lists.forget_others(opened.database.where)
            self._chosen = ""
        self.opened = opened
        self._gradual.start(these_modules("PySide6.QtNetwork"), self._hang_doorbell)
        client = Client(opened.database, getpass.getuser(), self._window)
        client.going_back.connect(self.go_back)
        if opened.went is not None:
            self.controls.bar.say(*told(opened.went, client.zone, client.now))
        self._upkeep = Upkeep(client, self._window)
        found = client.ask(site.found)
        if found is None:
            self._ask_for_house(client)
        else:
            self._show(client, found.name)

    def _hang_doorbell(self) -> None:
        file = settings.file_of(self._address)
        if file is not None and self.opened is not None:
            self._doorbell = Doorbell(file, self._window)
            self._doorbell.rung.connect(self._window.come_forward)

    def _ask_for_house(self, client: Client) -> None:
        from desk.gui.first_run import FirstRun

        asking = FirstRun(client)
        client.refused.connect(self.controls.refuse)
        asking.founded.connect(lambda name: self._found(client, name))
        asking.sample.connect(lambda: self.open(SAMPLE))
        asking.server.connect(lambda: self.commands.databases.choose_server(self._address))
        self._window.stack.notice(asking)

    def _found(self, client: Client, name: str) -> None:
        client.refused.disconnect(self.controls.refuse)
        self.controls.bar.clear()
        self._show(client, name)

    def _show(self, client: Client, name: str) -> None:
        assert self.opened is not None, "a desk is shown when it has been opened"
        self._window.top.show_sample(self.opened.folder is not None)
        first = pages.entry(self.controls.first_page())
        packages = ("desk.gui.booking", first.package)
        parts = these_modules("desk.gui.confirmations", "desk.gui.outbox_ask", "desk.gui.drafts")
        needed = chain(parts, every_module(*packages))
        # Building the page and showing it in one turn would halt the window for too long.
        self._gradual.start(needed, lambda: self._open_desk(client, name))
        self._gradual.start(iter(()), self._build_first)
        self._gradual.start(iter(()), self._show_first)
        attendance = these_modules("desk.gui.network.attendance")
        self._gradual.start(attendance, lambda: self._attend(client))

    def _open_desk(self, client: Client, name: str) -> None:
        assert self.opened is not None, "what is to be done is forgotten when a desk is closed"
        self.controls.open(client, name)
        self.commands.open(client, self.opened.library)
        if self.opened.folder is None:
            self._watch_forms(client)
        self._crashes.tell_of_last(self._last_fault)
        self._last_fault = ""

    def _watch_forms(self, client: Client) -> None:
        """Write down what is typed, and offer what was left of a window that crashed."""
        from desk.gui.drafts import Drafts
        from desk.services import this_computer

        file = this_computer.drafts(self._address)
        self._drafts = Drafts(self.controls, client, file, self.commands.again(client))
        self._drafts.begin()

    def _build_first(self) -> None:
        self._window.stack.page(self.controls.first_page())

    def _show_first(self) -> None:
        self.controls.turn_to_first()
        # Sooner, this would take turns with building the page and make that take longer.
        self._gradual.start(every_module(*(entry.package for entry in pages.PAGES)))

    def _attend(self, client: Client) -> None:
        """Serve other machines, where this computer has chosen so."""
        from desk.gui.network.attendance import Attendance

        assert self.opened is not None, "what is to be done is forgotten when a desk is closed"
        self._attendance = Attendance(self.controls, client)
        if self.opened.folder is None:
            self._attendance.begin()

    def fail(self, error: DeskError) -> None:
        """Show why there is no desk, and what can be done about it."""
        copies = _copies(settings.file_of(self._address), error)
        failure = Failure(messages.sentence(error), copies, _known(error))
        failure.back.connect(self.go_back)
        failure.again.connect(lambda: self.open(self._address))
        failure.another.connect(self.commands.databases.choose_file)
        failure.server.connect(lambda: self.commands.databases.choose_server(self._address))
        failure.quit.connect(self._window.close)
        self._window.stack.notice(failure)

    def _leave_sample(self) -> None:
        self.open(self._home or settings.database_url("", self._machine))

    def _use(self, chosen: str) -> None:
        """Open another database, which is remembered once it has opened."""
        self._close_desk()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._chosen = chosen
        self.open(settings.address(chosen))

    def _close_desk(self) -> None:
        self._gradual.stop()
        if self._drafts is not None:
            self._drafts.leave()
            self._drafts = None
        if self._attendance is not None:
            self._attendance.end()
            self._attendance = None
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None
        self.controls.leave()
        self._window.top.show_sample(False)
        if self._upkeep is not None:
            self._upkeep.stop()
            self._upkeep.deleteLater()
            self._upkeep = None
        if self.opened is not None:
            self.opened.close()
            self.opened = None


def _known(error: DeskError) -> Known | None:
    """What was last known of a desk whose server is away."""
    from desk.services import kept_lists

    lists = kept_lists.found(error.where) if isinstance(error, Unreachable) else None
    if lists is None:
        return None
    from desk.store.clock import now

    return Known(lists, now())


def load(address: str, back_to: Copy | None = None) -> Opened:
    """Open a database, or make one up; slow, and so for a thread of its own.

    First the copy to go `back_to`, if there is one, is put in its place.

    Nothing of Qt is imported or named here, see `desk.gui.gradual`.
    """
    from desk import upkeep
    from desk.gui.today.overview import overview
    from desk.services import agenda, directory, house
    from desk.store import driver
    from desk.store.watch import Watch

    folder = None
    if address == SAMPLE:
        folder = Path(tempfile.mkdtemp(prefix="desk-sample-"))
        address = settings.address(str(folder / "sample.db"))
    went = _gone_back(back_to, address) if back_to is not None else None
    try:
        database = house.opened(address)
    except DeskError:
        if went is not None and went.refused is not None:
            raise went.refused from None  # What was asked for comes first.
        raise
    if folder is not None:
        from desk import demo

        demo.fill(database)
    # Another program may be writing; the window tries again within a minute.
    with suppress(Busy):
        upkeep.keep_up(database)
    watch = Watch(database)
    watch.start()
    with database.read() as tx:
        # Asking for the first time takes longest, so this is done once where it halts nobody.
        overview(tx)
        agenda.between(tx, tx.whole_day(tx.today))
        directory.resources(tx)
        directory.appointment_types(tx)
    return Opened(database, watch, f"SQLite {driver.version()}", folder, went)


def _gone_back(to: Copy, address: str) -> Went:
    from desk.store import backup

    file = settings.file_of(address)
    assert file is not None, "copies lie beside files only"
    try:
        return Went(to, kept=backup.restore(to.path, file))
    except DeskError as error:
        return Went(to, refused=error)


def _copies(file: Path | None, error: DeskError) -> Copies | None:
    """The copies of a database that is damaged or gone, or in whose place is something else.

    In other trouble it is sound as it is, or could not be replaced: another program has it,
    the disk is full or cannot be written, the folder is gone, or it is of a later version.
    """
    if not isinstance(error, NotADatabase | ForeignDatabase | Unreachable) or file is None:
        return None
    from desk.store import backup, kept_copies
    from desk.store.clock import now

    gone = not file.exists()
    if isinstance(error, Unreachable) is not gone or not (gone or file.is_file()):
        return None
    found = kept_copies.listed(file)
    aside = None if gone else backup.aside(file)
    return Copies(found, aside, now()) if found else None
