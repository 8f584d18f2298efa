"""The providers, rooms and halls whose time can be taken, to be added to and changed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize
from PySide6.QtWidgets import QWidget

from desk.domain.change import Change
from desk.domain.directory import Resource
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.empty import EmptyState
from desk.gui.list_dialog import ListDialog
from desk.gui.slots.provider_dialog import ProviderDialog, patch
from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from desk.services import directory

SIZE = QSize(680, 460)
WIDTHS = (240, 200)


class ProvidersDialog(ListDialog):
    """Every provider. None is ever removed: bookings of years ago still name them."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__("slots.providers", "", parent)
        self.setWindowTitle(self.tr("Providers and rooms"))
        self.client = client
        self.model = TableModel(self._columns(), self)
        self.table = TableView("slots.providers.list", self.tr("Providers"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.empty = EmptyState(
            "slots.providers.empty",
            self.tr("There are no providers yet. Whoever or whatever can be booked is one."),
        )
        self.add_button = text_button("slots.providers.add", self.tr("&Add…"), "plus")
        self.change_button = text_button("slots.providers.change", self.tr("C&hange…"), "pencil")
        self.frame(self.table, self.empty, (self.add_button, self.change_button), WIDTHS, SIZE)
        self.add_button.clicked.connect(self.add)
        self.change_button.clicked.connect(self.change)
        self.table.opened.connect(self.change)
        client.changed.connect(self._on_changed)
        self.refresh()
        self.table.selectRow(0)
        (self.table if self.model.rowCount() else self.add_button).setFocus()

    def refresh(self) -> None:
        """Ask again who there is."""
        self.model.show(self.client.ask(directory.resources))
        some = bool(self.model.rowCount())
        self.show_list(some)
        self.change_button.setEnabled(some)

    def add(self, _checked: bool = False) -> None:
        self._open(ProviderDialog(self.client, parent=self))

    def change(self, _index: QModelIndex | bool = False) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            chosen: Resource = index.data(TableModel.RowRole)
            self._open(ProviderDialog(self.client, chosen, parent=self))

    def _open(self, dialog: ProviderDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.kept.connect(self._on_kept)
        dialog.open()

    def _on_kept(self, provider: Resource) -> None:
        self.table.selectRow(self.model.row_of(provider.id))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind == "resource" for change in changes):
            self.refresh()

    def _columns(self) -> list[Column[Resource]]:
        return [
            Column(
                self.tr("Name"),
                lambda provider: provider.name,
                icon=lambda provider: patch(provider.color) if provider.color else None,
            ),
            Column(self.tr("Team"), lambda provider: provider.team or ""),
            Column(self.tr("E-mail"), lambda provider: provider.email or ""),
        ]
