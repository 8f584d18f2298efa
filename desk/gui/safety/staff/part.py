"""The tab of the accounts: who may sign in, what each may do, and what can be changed about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.domain.staff import Member, Role
from desk.gui import actions, state_words, theme
from desk.gui.buttons import text_button
from desk.gui.empty import EmptyState
from desk.gui.list_part import ListPart
from desk.gui.safety.part import Part
from desk.gui.safety.staff import words
from desk.gui.safety.staff.member_dialog import MemberDialog
from desk.gui.safety.staff.small_dialogs import RemoveDialog, SecretDialog
from desk.gui.table import Column
from desk.services import directory, staff

if TYPE_CHECKING:
    from desk.gui.client import Client

WIDTHS = (26, 16, 26, 24)  # digits
MAY = 4
KEEP = "staff.keep"  # see `rights`
SAMPLE = (
    Member(id=1, name="Ada Lind", role=Role.ADMIN, has_secret=True),
    Member(id=2, name="Bea Berg", role=Role.DESK, has_secret=True),
    Member(id=3, name="Cid Rossi", role=Role.PROVIDER, resource_id=1, has_secret=True),
    Member(id=4, name="Dan Weiss", role=Role.READ_ONLY),
)


class StaffPart(Part):
    """Where there are accounts it is only for administrators."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self._calendars: Mapping[int, str] = {}
        self.list = ListPart[Member](
            "staff.list", self.tr("Accounts"), self._columns(), self._nobody()
        )
        self.barred = EmptyState(
            "staff.barred",
            self.tr("Only an administrator can see and change accounts. Sign in as one to do so."),
        )
        self.body = QStackedWidget()
        self.buttons = {
            "list.remove": self._button("remove", self.tr("Remove…"), "trash-2", self.remove),
            "secret": self._button("secret", self.tr("Set PIN…"), "key-round", self.set_secret),
            "list.edit": self._button("edit", self.tr("Edit…"), "pencil", self.edit),
            "list.new": self._button("new", self.tr("New account"), "plus", self.add),
        }
        theme.as_primary(self.buttons["list.new"])
        self._lay_out()
        self.list.empty.button.clicked.connect(self.add)
        self.list.table.opened.connect(self.edit)
        self.list.table.selectionModel().selectionChanged.connect(self._enable)
        client.changed.connect(self._on_changed)
        client.signed_in.connect(self.refresh)

    def refresh(self) -> None:
        """Ask again who there is."""
        barred = self.client.refusal_of("staff") is not None
        self.body.setCurrentIndex(1 if barred else 0)
        found = self.client.ask(directory.resources)
        self._calendars = {each.id: each.name for each in found}
        self._show(() if barred else self.client.ask(staff.listed))
        front = self.list.table if self.list.model.rowCount() else self.list.empty.button
        self.setFocusProxy(self.barred if barred else front)
        self.offered.emit()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        if self.body.currentIndex():
            return {}
        return {"list.new": self.add, "list.edit": self.edit, "list.remove": self.remove}

    def faces(self) -> Mapping[str, Callable[[], None]]:
        return {"everybody": partial(self._show, SAMPLE)}

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        window, one = self.window(), SAMPLE[2]
        return {
            "first": lambda: MemberDialog(self.client, None, window, first=True),
            "new": lambda: MemberDialog(self.client, None, window),
            "edit": lambda: MemberDialog(self.client, one, window),
            "secret": lambda: SecretDialog(self.client, one, window),
            "remove": lambda: RemoveDialog(self.client, one, window),
        }

    def add(self) -> None:
        """Give somebody an account; the first one signs in at once."""
        first = not self.client.ask(staff.in_use)
        dialog = MemberDialog(self.client, None, self.window(), first=first)
        dialog.accepted.connect(partial(self._on_added, dialog, first))
        self.open_dialog(dialog)

    def edit(self) -> None:
        """Change what is said of the chosen account."""
        if member := self._chosen():
            self.open_dialog(MemberDialog(self.client, member, self.window()))

    def set_secret(self) -> None:
        """Give the chosen one another PIN or password."""
        if member := self._chosen():
            self.open_dialog(SecretDialog(self.client, member, self.window()))

    def remove(self) -> None:
        """Let nobody sign in with the chosen account any more."""
        if member := self._chosen():
            self.open_dialog(RemoveDialog(self.client, member, self.window()))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _show(self, members: Sequence[Member]) -> None:
        self.list.show_rows(members)
        if members:
            if not self.list.table.selectionModel().hasSelection():
                self.list.table.selectRow(max(self.list.table.currentIndex().row(), 0))
            said = self.tr("Everybody signs in, and every change bears a name")
        else:
            said = self.tr("Accounts are off")
        self.list.about.setText(said)
        self._enable()

    def _chosen(self) -> Member | None:
        member = self.list.chosen()
        if member is None:
            self.said.emit(self.tr("Choose an account of the list."))
        return member

    def _on_added(self, dialog: MemberDialog, first: bool) -> None:
        if dialog.made is None:
            return
        if first:
            self.client.sign_in(dialog.made)
        self.said.emit(self.tr("{name} has an account now.").format(name=dialog.made.name))

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind in ("staff", "resource") for change in changes):
            self.refresh()

    def _enable(self) -> None:
        for name, button in self.buttons.items():
            button.setEnabled(name == "list.new" or self.list.chosen() is not None)

    def _button(self, name: str, text: str, icon: str, act: Callable[[], None]) -> QPushButton:
        made = text_button(f"staff.{name}", text, icon, KEEP)
        made.clicked.connect(act)
        self.list.line.addWidget(made)
        return made

    def _nobody(self) -> EmptyState:
        made = EmptyState(
            "staff.empty",
            self.tr(
                "Nobody has an account. Whoever sits at this desk may do everything, and changes"
                " bear the name of the computer's user.\n\n"
                "With accounts everybody signs in with a PIN or password and may do what their role"
                " lets them. Every change bears a name, and it is written down who looked at"
                " somebody's details.\n\n"
                "The first account is an administrator's."
            ),
        )
        made.button.setText(
            self.tr("Add the first administrator  {key}").format(
                key=actions.command("list.new").key
            )
        )
        made.button.setAccessibleName(self.tr("Add the first administrator"))
        made.button.does(KEEP)
        made.button.show()
        return made

    def _columns(self) -> Sequence[Column[Member]]:
        return (
            Column(self.tr("Name"), lambda member: member.name),
            Column(self.tr("Role"), lambda member: state_words.account(member.role)),
            Column(
                self.tr("Calendar"),
                lambda member: self._calendars.get(member.resource_id or 0, ""),
            ),
            Column(self.tr("PIN or password"), words.secret),
            Column(self.tr("May"), lambda member: words.may(member.role)),
        )

    def _lay_out(self) -> None:
        self.list.widen(WIDTHS, MAY)
        self.body.addWidget(self.list)
        self.body.addWidget(self.barred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.body)
