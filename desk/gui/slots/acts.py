"""The dialogs of the page of slots: opening them, and telling the page what came of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.closure import Closure
from desk.domain.directory import Resource
from desk.gui.client import Client
from desk.gui.slots.closure_dialog import ClosureDialog
from desk.gui.slots.end_field import End
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.providers_dialog import ProvidersDialog
from desk.services import directory


class Acts(QObject):
    """What can be done about open hours; `meant` is the provider whom it is likely to be for."""

    opened = Signal(object)  # list[Outcome]: single slots were opened
    flagged = Signal(int)  # so many bookings have to be called about

    def __init__(
        self, client: Client, owner: QWidget, meant: Callable[[], Resource | None]
    ) -> None:
        super().__init__(owner)
        self._client = client
        self._owner = owner
        self._meant = meant

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {
            "slots.open": self.open_hours,
            "slots.batch": self.open_singles,
            "slots.close": self.close_time,
            "slots.providers": self.show_providers,
        }

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        return {
            "hours": lambda: self._filled_in(self._hours(self._first())),
            "batch": lambda: self._filled_in(self._hours(self._first(), singles=True)),
            "closure": lambda: self._closure(self._first(), today=True),
            "providers": self._providers,
        }

    def open_hours(self) -> None:
        """Say when a provider can be booked."""
        self.show(self._hours(self._meant()))

    def open_singles(self) -> None:
        """Open many slots at once that each stand by themselves."""
        self.show(self._hours(self._meant(), singles=True))

    def close_time(self) -> None:
        """Close a provider, or the site, for a while."""
        self.show(self._closure(self._meant()))

    def show_providers(self) -> None:
        """Show who and what can be booked."""
        self.show(self._providers())

    def show(self, dialog: QDialog) -> None:
        """Open a dialog over the window."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        match dialog:
            case HoursDialog():
                dialog.opened.connect(self.opened)
            case ClosureDialog():
                dialog.closed.connect(self._on_closed)
        dialog.open()

    def _hours(self, provider: Resource | None, *, singles: bool = False) -> HoursDialog:
        window = self._owner.window()
        return HoursDialog(self._client, None, provider, singles=singles, parent=window)

    def _closure(self, provider: Resource | None, *, today: bool = False) -> ClosureDialog:
        made = ClosureDialog(self._client, provider=provider, parent=self._owner.window())
        if today:
            made.since.step(timedelta(days=1))
            made.look()
        return made

    @staticmethod
    def _filled_in(dialog: HoursDialog) -> HoursDialog:
        """Three months of Tuesdays and Thursdays, by quarters of an hour."""
        dialog.fields.days.choose({1, 3})
        dialog.fields.length.setValue(15)
        dialog.fields.end.show_end(End(times=26))
        dialog.look()
        return dialog

    def _providers(self) -> ProvidersDialog:
        return ProvidersDialog(self._client, self._owner.window())

    def _first(self) -> Resource | None:
        return next(iter(self._client.ask(directory.resources)), None)

    def _on_closed(self, _closure: Closure, flagged: int) -> None:
        if flagged:
            self.flagged.emit(flagged)
