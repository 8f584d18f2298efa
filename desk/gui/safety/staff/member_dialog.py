"""An account: whose it is, what they may do, and for a new one the PIN or password."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desk.domain.staff import Member, Role
from desk.gui import state_words, theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.provider_field import ProviderField
from desk.gui.safety.staff import words
from desk.gui.safety.staff.secret_fields import SecretFields
from desk.services import staff

WIDTH = 520


class MemberDialog(ActingDialog):
    """Adds an account, or changes `member`; the `first` is an administrator's in any case."""

    def __init__(
        self,
        client: Client,
        member: Member | None = None,
        parent: QWidget | None = None,
        *,
        first: bool = False,
    ) -> None:
        super().__init__(client, "staff.member", "", parent)
        self.setWindowTitle(self._title(member, first))
        self.setAccessibleName(self.windowTitle())
        self.made: Member | None = None
        self._member = member
        self.name = QLineEdit(member.name if member else "")
        self.role = QComboBox()
        for each in (Role.ADMIN,) if first else Role:
            self.role.addItem(state_words.account(each), each.value)
        self.role.setCurrentIndex(max(self.role.findData(member.role if member else Role.DESK), 0))
        self.may = theme.as_role(named(QLabel(), "staff.member.may", ""), "muted")
        self.may.setWordWrap(True)
        self.calendar = ProviderField(client)
        self.calendar.show_id(member.resource_id if member else None)
        self.field("name", self.tr("&Name"), self.name)
        self.field("role", self.tr("&Role"), self.role)
        self.form.addRow("", self.may)
        self.field("resource_id", self.tr("&Calendar"), self.calendar)
        self.secret = None if member else SecretFields(self, needed=first)
        # As high as the longest of its sentences, so that nothing jumps while one chooses.
        self.may.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.role.currentIndexChanged.connect(self._say_what_it_may)
        self._say_what_it_may()
        self.dismiss(self.tr("Cancel"))
        self.confirm(self.tr("Save") if member else self.tr("Add account"))
        self.fit(WIDTH)
        self.name.setFocus()

    @property
    def chosen(self) -> Role:
        """The role that is chosen."""
        return Role(self.role.currentData())

    def accept(self) -> None:
        self.notice.clear()
        self.calendar.settle()
        if self.secret is not None:
            self.secret.hash(self.name.text(), self._add)
        elif self._member is not None:
            self.show_faults({})
            facts = (self.name.text(), self.chosen, self._resource_id())
            self._take(self.begin(staff.change, self._member.id, *facts))

    def _add(self, hash: str) -> None:
        facts = (self.name.text(), self.chosen, self._resource_id(), hash or None)
        self._take(self.begin(staff.add, *facts))

    def _take(self, made: Member | None) -> None:
        """Go away when that was done; what was refused has been said."""
        self._say_what_it_may()
        if made is not None:
            self.made = made
            super().accept()

    def _resource_id(self) -> int | None:
        provider = self.calendar.provider
        return provider.id if provider else None

    def _say_what_it_may(self) -> None:
        about = words.may(self.chosen)
        self.may.setText(about)
        self.role.setAccessibleDescription(about)
        self.show_field("resource_id", self.chosen is Role.PROVIDER)

    def _title(self, member: Member | None, first: bool) -> str:
        if member is not None:
            return self.tr("Change an account")
        return self.tr("The first administrator") if first else self.tr("New account")
