"""What can be done at the counter: each deed with its dialog, whichever page it is asked from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.queued import Deed
from desk.domain.visitor import Standing, VisitorEntry
from desk.gui import actions, format
from desk.gui.client import Client
from desk.gui.visitors.alerts_dialog import AlertDialog, AlertsDialog
from desk.gui.visitors.check_in import CheckInDialog
from desk.gui.visitors.check_out import CheckOutDialog
from desk.gui.visitors.emergency import EmergencyDialog
from desk.gui.visitors.entry_dialog import EntryDialog
from desk.gui.visitors.expect import ExpectDialog
from desk.gui.visitors.import_dialog import ImportDialog
from desk.gui.visitors.muster import Muster
from desk.services import visitor_log, visitors


class Counter(QObject):
    """Opens dialogs over the window that `owner` is part of, one of each at a time."""

    entered = Signal(object)  # VisitorEntry that was written down or changed just now
    imported = Signal()  # another process has brought entries in
    said = Signal(str)  # a remark that follows from no change

    def __init__(self, client: Client, owner: QWidget) -> None:
        super().__init__(owner)
        self.client = client
        self.muster = Muster(client)
        self._owner = owner

    def check_in(self) -> None:
        """Let somebody in."""
        dialog = CheckInDialog(self.client, self._owner.window())
        dialog.accepted.connect(lambda: self.entered.emit(dialog.entry))
        self.show(dialog)

    def admit(self, entries: Sequence[VisitorEntry]) -> None:
        """Let a party in that is expected."""
        expected = [entry for entry in entries if entry.standing is Standing.EXPECTED]
        if len(expected) != 1:
            self.said.emit(self.tr("Choose one party that is expected."))
            return
        if self.client.lost_at is not None:
            self.client.queue(Deed.CHECK_IN, expected[0].visitor, entry_id=expected[0].id)
            return
        dialog = CheckInDialog(self.client, self._owner.window())
        dialog.expect(expected[0])
        dialog.accepted.connect(lambda: self.entered.emit(dialog.entry))
        self.show(dialog)

    def check_out(self, ids: Sequence[int]) -> None:
        """Show everybody inside, these marked."""
        self.show(CheckOutDialog(self.client, ids, self._owner.window()))

    def depart(self, entries: Sequence[VisitorEntry]) -> None:
        """Check these out: one at once, several with a reason."""
        inside = [entry for entry in entries if entry.standing is Standing.INSIDE]
        if entries and not inside:
            self.said.emit(self.tr("Nobody who is chosen is inside."))
        elif self.client.lost_at is not None:
            for entry in inside:
                self.client.queue(Deed.CHECK_OUT, entry.visitor, entry_id=entry.id)
        elif len(inside) > 1:
            self.check_out([entry.id for entry in inside])
        elif inside:
            name = self.tr("Check out {visitor}").format(visitor=inside[0].visitor)
            self.client.do(name, visitors.depart, [inside[0].id])

    def expect(self) -> None:
        """Announce a party."""
        dialog = ExpectDialog(self.client, self._owner.window())
        dialog.accepted.connect(lambda: self.entered.emit(dialog.entry))
        self.show(dialog)

    def edit(self, entries: Sequence[VisitorEntry]) -> None:
        """Put an entry right."""
        if len(entries) != 1:
            self.said.emit(self.tr("Choose one entry to change it."))
        elif entries[0].removed_at:
            self.said.emit(self.tr("Take it out of the bin before you change it."))
        else:
            latest = self.client.ask(visitor_log.one, entries[0].id)
            dialog = EntryDialog(self.client, latest, self._owner.window())
            dialog.accepted.connect(lambda: self.entered.emit(dialog.entry))
            self.show(dialog)

    def remove(self, entries: Sequence[VisitorEntry]) -> None:
        """Put entries into the bin."""
        kept = [entry for entry in entries if not entry.removed_at]
        if kept:
            name = self._named(self.tr("Remove {visitor}"), self.tr("Remove {count} entries"), kept)
            self.client.do(name, visitors.remove, [entry.id for entry in kept])

    def restore(self, entries: Sequence[VisitorEntry]) -> None:
        """Take entries out of the bin."""
        removed = [entry for entry in entries if entry.removed_at]
        if not removed:
            self.said.emit(self.tr("Choose something in the bin."))
            return
        one, several = self.tr("Restore {visitor}"), self.tr("Restore {count} entries")
        name = self._named(one, several, removed)
        self.client.do(name, visitors.restore, [entry.id for entry in removed])

    def emergency(self) -> None:
        """Show who is inside, for the day when everybody has to leave the house."""
        open_one = self._owner.window().findChild(EmergencyDialog)
        if open_one is not None and open_one.isVisible():
            open_one.activateWindow()
            return
        self.show(EmergencyDialog(self.muster, self._owner.window()))

    def alerts(self) -> None:
        """Show the notes that speak up when a name is typed."""
        self.show(AlertsDialog(self.client, self._owner.window()))

    def bring_in(self) -> None:
        """Take a visitor log in from a file."""
        dialog = ImportDialog(self.client, self._owner.window())
        dialog.imported.connect(self.imported)
        self.show(dialog)

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog, made but not shown."""
        client, window = self.client, self._owner.window()
        made: dict[str, Callable[[], QDialog]] = {
            "visitors.check_in": partial(CheckInDialog, client, window),
            "visitors.check_out": partial(CheckOutDialog, client, (), window),
            "visitors.expect": partial(ExpectDialog, client, window),
            "visitors.emergency": partial(EmergencyDialog, self.muster, window),
            "visitors.alerts": partial(AlertsDialog, client, window),
            "visitors.alert": partial(AlertDialog, client, None, window),
            "visitors.import": partial(ImportDialog, client, window),
        }
        inside = client.ask(visitors.inside)
        if inside:
            made["visitors.entry"] = partial(EntryDialog, client, inside[0], window)
        return made

    def show(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        dialog.finished.connect(dialog.deleteLater)
        if not isinstance(dialog, EmergencyDialog):
            # The window's own key is asleep while a dialog is open, and a fire does not wait.
            for key in actions.command("visitor.emergency").keys:
                alarm = QShortcut(QKeySequence(key), dialog)
                alarm.activated.connect(partial(self._alarm, dialog))
        dialog.open()

    def _alarm(self, over: QDialog) -> None:
        dialog = EmergencyDialog(self.muster, over)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @staticmethod
    def _named(one: str, several: str, entries: Sequence[VisitorEntry]) -> str:
        if len(entries) == 1:
            return one.format(visitor=entries[0].visitor)
        return several.format(count=format.count(len(entries)))
