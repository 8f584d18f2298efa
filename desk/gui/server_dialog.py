"""Pointing the desk to a PostgreSQL server, which is tried before anything is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QSpinBox, QWidget

from desk.domain.errors import DeskError, Invalid
from desk.gui import format, messages, theme
from desk.gui.background import Background
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.services import servers
from desk.services.servers import Encryption, Found, Place, Tables
from desk.settings import LAST_PORT

WIDTH = 520
DATABASE = "desk"


class ServerDialog(Dialog):
    """Asks which server; it is accepted only when that has let somebody in.

    `address` is what the desk uses now, and `overruled` what comes before any choice made here. A
    password that has let somebody in is kept on this computer, and is in no address.
    """

    def __init__(self, address: str, overruled: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            "server", QCoreApplication.translate("ServerDialog", "Use a server"), parent
        )
        self.address = ""  # of the server that was chosen
        self._asked: Place | None = None
        self._trying = Background(self)
        self._using = Background(self)
        self._add_fields(servers.place(address) or Place(server="", database=DATABASE))
        self.said = self._line("said")
        self.said.hide()
        if overruled:
            self._line("overruled").setText(
                self.tr(
                    "At each start {name} says which database is used, and comes before what is"
                    " chosen here."
                ).format(name=overruled)
            )
        self.confirm(self.tr("&Use this server"))
        self.dismiss(self.tr("Cancel"))
        trying = self._button(self.tr("&Try it"), QDialogButtonBox.ButtonRole.ActionRole, "try")
        trying.setAutoDefault(False)
        trying.clicked.connect(self.try_out)
        self._trying.finished.connect(self._on_tried)
        self._using.finished.connect(self._on_joined)
        for work in (self._trying, self._using):
            work.refused.connect(self._on_refused)
        self.setMinimumWidth(WIDTH)

    def concerns(self) -> Mapping[str, Any] | None:
        return None  # After a crash the server is asked for by whoever needs it.

    def try_out(self) -> None:
        """Say what is there, or why nobody gets there."""
        self._begin(self._trying, servers.tried)

    def accept(self) -> None:
        self._begin(self._using, servers.join)

    def _begin(self, background: Background, work: Callable[[Place, str], Found]) -> None:
        if self._asked is not None:
            return  # The answer is still to come.
        self.show_faults({})
        place = self._place()
        try:
            place.address()
        except Invalid as error:
            self._say("", fault=False)
            self.show_faults(error.reasons)
            return
        self._asked = place
        self._say(self.tr("Trying {place}…").format(place=place.words()), fault=False)
        background.start(partial(work, place, self.password.text()))

    def _place(self) -> Place:
        return Place(
            server=self.server.text().strip(),
            port=self.port.value(),
            database=self.database.text().strip(),
            user=self.user.text().strip(),
            encryption=Encryption(self.encryption.currentData()),
        )

    def _on_tried(self, found: Found) -> None:
        self._asked = None
        self._say(self._words(found), fault=False)

    def _on_joined(self, _found: Found) -> None:
        assert self._asked is not None, "it was asked for what has been found"
        self.address = self._asked.address()
        self._asked = None
        if self.isVisible():  # Else somebody has thought better of it meanwhile.
            super().accept()

    def _on_refused(self, error: DeskError) -> None:
        self._asked = None
        if isinstance(error, Invalid) and not self.show_faults(error.reasons):
            self._say("", fault=False)
        else:
            self._say(messages.sentence(error), fault=True)

    def _words(self, found: Found) -> str:
        people = format.count(found.people)
        match found.tables:
            case Tables.NONE:
                return self.tr("The database is empty; Desk will make its tables.")
            case Tables.EARLIER:
                return self.tr(
                    "There are tables of an earlier Desk, which will be brought up to date."
                )
            case Tables.OURS if found.house:
                words = self.tr("{house}: {n} people")
                return words.format(house=found.house, n=people)
            case Tables.OURS:
                return self.tr("A desk without a name yet: {n} people").format(n=people)

    def _say(self, words: str, *, fault: bool) -> None:
        theme.styled(self.said, "role", "fault" if fault else "muted")
        self.said.setText(words)
        self.said.setVisible(bool(words))
        # A dialog that is shown does not grow by itself, and its rows would be pressed together.
        self.resize(self.width(), max(self.height(), self.body.totalHeightForWidth(self.width())))

    def _line(self, name: str) -> QLabel:
        label = named(QLabel(), f"{self.objectName()}.{name}", "")
        label.setWordWrap(True)
        self.body.insertWidget(self.body.count() - 1, label)
        return label

    def _add_fields(self, place: Place) -> None:
        self.server = QLineEdit(place.server)
        self.server.setPlaceholderText(self.tr("db.example.org"))
        self.port = QSpinBox(minimum=1, maximum=LAST_PORT, value=place.port)
        self.database = QLineEdit(place.database)
        self.user = QLineEdit(place.user)
        self.user.setPlaceholderText(self.tr("as on this computer"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("as kept on this computer, if at all"))
        self.encryption = QComboBox()
        for how, words in (
            (Encryption.PREFER, self.tr("Where the server can")),
            (Encryption.REQUIRE, self.tr("Required")),
        ):
            self.encryption.addItem(words, how.value)
        self.encryption.setCurrentIndex(self.encryption.findData(place.encryption.value))
        self.field("server", self.tr("&Server"), self.server)
        self.field("port", self.tr("&Port"), self.port)
        self.field("database", self.tr("&Database"), self.database)
        self.field("user", self.tr("Us&er"), self.user)
        self.field("password", self.tr("Pass&word"), self.password)
        self.field("encryption", self.tr("E&ncryption"), self.encryption)
