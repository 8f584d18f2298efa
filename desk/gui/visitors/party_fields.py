"""The fields of a party, as every form of the log has them: check-in, announcement, amendment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QSize
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
)

from desk.domain.folding import fold
from desk.domain.visitor import MOST_PEOPLE, Party, Standing, VisitorEntry
from desk.gui import theme
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.explaining import put_under
from desk.gui.type_ahead import TextAhead
from desk.gui.visitors.host_field import HostField
from desk.gui.visitors.visitor_field import VisitorField
from desk.services import visitor_log
from desk.services.reception import Guests

if TYPE_CHECKING:
    from desk.services.people import Details

COLOURS = (
    QT_TRANSLATE_NOOP("Colours", "White"),
    QT_TRANSLATE_NOOP("Colours", "Black"),
    QT_TRANSLATE_NOOP("Colours", "Grey"),
    QT_TRANSLATE_NOOP("Colours", "Silver"),
    QT_TRANSLATE_NOOP("Colours", "Blue"),
    QT_TRANSLATE_NOOP("Colours", "Red"),
    QT_TRANSLATE_NOOP("Colours", "Green"),
    QT_TRANSLATE_NOOP("Colours", "Brown"),
    QT_TRANSLATE_NOOP("Colours", "Beige"),
    QT_TRANSLATE_NOOP("Colours", "Yellow"),
    QT_TRANSLATE_NOOP("Colours", "Orange"),
)
LINES = 2
NARROW = 18  # letters
NOBODY = 0


class PartyFields(QObject):
    """Makes the fields in a dialog, in the order in which people are asked, and reads them."""

    def __init__(self, dialog: Dialog, client: Client) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._client = client
        self._followed = 1
        self._filled: dict[QLineEdit, str] = {}
        self.visitor = VisitorField(client)
        self.host = HostField(client)
        self.people = QSpinBox()
        self.people.setRange(1, MOST_PEOPLE)
        self.people.setMaximumWidth(NARROW * self.people.fontMetrics().averageCharWidth())
        self.subject = TextAhead(self._purposes)
        self.plate = QLineEdit()
        self.colour = TextAhead(colours)
        self.visitor.setPlaceholderText(self.tr("Needed"))
        self.host.setPlaceholderText(self.tr("Needed: any part of the name, the flat or the phone"))
        self.subject.setPlaceholderText(self.tr("Needed"))
        self.companions = SmallText()
        self.companions.setPlaceholderText(self.tr("One name on each line"))
        self.note = SmallText()
        self.meaning = theme.as_role(QLabel(), "muted")
        self.companions.textChanged.connect(self._follow)

    def show_party(self, entry: VisitorEntry) -> None:
        """Fill in everything that is known of a party."""
        self.visitor.setText(entry.visitor)
        self.host.show_host(entry.resident_id)
        self.companions.setPlainText("\n".join(entry.companions))
        self.people.setValue(entry.people)
        self.subject.setText(entry.subject)
        self.plate.setText(entry.license_plate or "")
        self.colour.setText(entry.vehicle_color or "")
        self.note.setPlainText(entry.note)

    def fill_in(self, entry: VisitorEntry) -> None:
        """Fill in what a party will probably say again, but nothing over what was typed.

        Of one that is expected this is all that was announced.
        """
        if self.host.text() == self._filled.get(self.host, ""):
            self.host.show_host(entry.resident_id)
            self._filled[self.host] = self.host.text()
        self._write(self.subject, entry.subject)
        self._write(self.plate, entry.license_plate or "")
        self._write(self.colour, entry.vehicle_color or "")
        if entry.standing is Standing.EXPECTED and not self.companions.toPlainText():
            self.companions.setPlainText("\n".join(entry.companions))
        if entry.standing is Standing.EXPECTED and not self.note.toPlainText():
            self.note.setPlainText(entry.note)
        if self.people.value() == self._followed:
            self.people.setValue(entry.people)
            self._followed = entry.people

    def names(self) -> list[str]:
        """Everybody in the party who has been named."""
        return [name for name in (self.visitor.text().strip(), *self._companions()) if name]

    def party(self, badge: str | None = None) -> Party:
        """What the fields say. Without a host in the directory it visits nobody yet."""
        return Party(
            visitor=self.visitor.text().strip(),
            resident_id=self.host.person.id if self.host.person else NOBODY,
            subject=self.subject.text().strip(),
            people=self.people.value(),
            companions=self._companions(),
            vehicle_color=self.colour.text().strip() or None,
            license_plate=self.plate.text().strip() or None,
            badge=badge,
            note=self.note.toPlainText().strip(),
        )

    def guests(self, badge: str | None = None) -> Guests:
        """The same, with a host who is still to be written down."""
        return Guests(party=self.party(badge), new_host=self.new_host())

    def new_host(self) -> Details | None:
        return self.host.new

    def host_fault(self) -> dict[str, list[str]]:
        """What is wrong with the host, where a name was typed that is nobody's alone."""
        self.host.settle()
        if self.host.choice is not None:
            return {}
        if not self.host.text().strip():
            return {"resident": [self.tr("must not be empty")]}
        return {"resident": [self.tr("choose somebody from the list, or add the name to it")]}

    def ask_who(self) -> None:
        """Lay out who comes and whom they visit."""
        dialog = self._dialog
        dialog.field("visitor", self.tr("&Visitor"), self.visitor)
        dialog.field("resident", self.tr("&Host"), self.host)
        put_under(dialog, self.visitor, self.meaning)
        put_under(dialog, self.host, self.host.meaning)

    def ask_what(self) -> None:
        """Lay out everything else that is written down about a party."""
        dialog = self._dialog
        dialog.field("people", self.tr("P&eople"), self.people)
        dialog.field("subject", self.tr("&Purpose"), self.subject)
        dialog.field("license_plate", self.tr("Number p&late"), self.plate)
        dialog.field("vehicle_color", self.tr("&Colour of the vehicle"), self.colour)
        dialog.field("companions", self.tr("Co&mpanions"), self.companions)
        dialog.field("note", self.tr("&Note"), self.note)

    def _write(self, line: QLineEdit, text: str) -> None:
        if line.text() == self._filled.get(line, ""):
            line.setText(text)
            self._filled[line] = text

    def _companions(self) -> tuple[str, ...]:
        written = re.split(r"[\n;]", self.companions.toPlainText())
        return tuple(" ".join(name.split()) for name in written if name.strip())

    def _follow(self) -> None:
        """Count companions as people, until somebody says how many there are."""
        if self.people.value() == self._followed:
            self._followed = max(1, 1 + len(self._companions()))
            self.people.setValue(self._followed)

    def _purposes(self, typed: str) -> Sequence[str]:
        return self._client.ask(visitor_log.purposes, typed)


class SmallText(QPlainTextEdit):
    """Room for a few lines, which Tab leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        margins = 2 * self.frameWidth() + 2 * int(self.document().documentMargin()) + 6
        return QSize(1, LINES * self.fontMetrics().lineSpacing() + margins)


def colours(typed: str) -> list[str]:
    """The colours whose names begin so."""
    named = (QCoreApplication.translate("Colours", str(name)) for name in COLOURS)
    return [name for name in named if fold(name).startswith(fold(typed))]
