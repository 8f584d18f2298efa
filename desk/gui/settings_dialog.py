"""The choices of the house, which travel with the data, and those of this computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desk.domain.day import UNLIMITED
from desk.domain.errors import DeskError, Invalid
from desk.gui import theme
from desk.gui.database_file import choose_file
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.gui.person_field import PersonField
from desk.gui.provider_field import ProviderField
from desk.gui.theme import Choice
from desk.gui.zone_box import ZoneBox
from desk.services import directory, servers, site
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Read, Write

MOST_HOURS = 1000
MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class House:
    """What the data says of itself."""

    name: str
    zone: str
    places: int
    hours: int
    count: bool


class SettingsDialog(Dialog):
    """One form in two parts; nothing is changed until it is saved."""

    def __init__(
        self,
        client: Client,
        machine: Settings,
        colours: Choice,
        parent: QWidget | None = None,
        *,
        overruled: str = "",
    ) -> None:
        super().__init__(
            "settings", QCoreApplication.translate("SettingsDialog", "Settings"), parent
        )
        self._client = client
        self._before = client.ask(house)
        self._machine = machine
        self._overruled = overruled
        self._add_house(self._before)
        self._add_machine(machine, colours)
        self.confirm(self.tr("Save"))
        self.dismiss(self.tr("Cancel"))
        client.refused.connect(self._on_refused)
        self.setMinimumWidth(520)

    def machine(self) -> Settings:
        """This computer's choices as they stand in the form."""
        return self._machine._replace(
            database=self.database.text().strip(),
            print_emergency=self.print.isChecked(),
            workstation_of=self._whose(),
            workstation_host=self.host.text().strip(),
            lock_minutes=self.lock.value(),
            discreet_when_idle=self.discreet.isChecked(),
        )

    def colours(self) -> Choice:
        """The colours as they stand in the form."""
        return Choice(self.theme.currentData())

    def accept(self) -> None:
        self.show_faults({})
        typed = self.database.text()
        if typed != self._machine.database and servers.holds_password(typed):
            why = self.tr("must not hold a password, which others could read here; use a server…")
            self.show_faults({"database": [why]})
            return
        wanted = House(
            name=self.name.text(),
            zone=self.zone.zone(),
            places=self.places.value(),
            hours=self.hours.value(),
            count=self.count.isChecked(),
        )
        if wanted != self._before:
            kept = self._client.once(self.attempt, self.tr("Change settings"), keep, wanted)
            if kept is None:
                return
        super().accept()

    def _add_house(self, before: House) -> None:
        self._heading(self.tr("This house"))
        self.name = QLineEdit(before.name)
        self.zone = ZoneBox()
        self.zone.show_zone(before.zone)
        self.places = QSpinBox(maximum=UNLIMITED, value=before.places)
        self.places.setMinimum(0)
        self.places.setToolTip(
            self.tr("{most} means that there is no limit.").format(most=UNLIMITED)
        )
        self.hours = QSpinBox(minimum=1, maximum=MOST_HOURS, value=before.hours)
        self.hours.setSuffix(self.tr(" h"))
        self.count = QCheckBox(self.tr("Checking &in also takes places of the day"))
        self.field("name", self.tr("&Name of the site"), self.name)
        self.field("zone", self.tr("Time &zone"), self.zone)
        self.field("places", self.tr("&Places of a day"), self.places)
        self.field("hours", self.tr("&Too long inside after"), self.hours)
        self._box("count", self.count)

    def _add_machine(self, machine: Settings, colours: Choice) -> None:
        self._heading(self.tr("This computer"))
        self.theme = QComboBox()
        for choice, words in (
            (Choice.SYSTEM, self.tr("As the system")),
            (Choice.LIGHT, self.tr("Light")),
            (Choice.DARK, self.tr("Dark")),
        ):
            self.theme.addItem(words, choice.value)
        self.theme.setCurrentIndex(self.theme.findData(colours.value))
        self.database = QLineEdit(machine.database)
        self.database.setPlaceholderText(self.tr("The usual place"))
        self.provider = ProviderField(self._client, self.tr("nobody in particular"))
        known = self._client.ask(directory.resources)
        of = next((each for each in known if each.key == machine.workstation_of), None)
        self.provider.show_provider(of)
        self._of = self.provider.text()
        self.host = PersonField(self._client)
        self.host.setText(machine.workstation_host)
        self.host.setPlaceholderText(self.tr("nobody in particular"))
        self.print = QCheckBox(self.tr("Print the &emergency list as soon as it is called for"))
        self.print.setChecked(machine.print_emergency)
        self.field("theme", self.tr("C&olours"), self.theme)
        self.field("database", self.tr("&Database"), self.database)
        self.form.addRow("", self._chooser())
        self.field("provider", self.tr("Say who comes &for"), self.provider)
        self.field("host", self.tr("and to see the &host"), self.host)
        self._box("print", self.print)
        self._add_lock(machine)

    def _add_lock(self, machine: Settings) -> None:
        self.lock = QSpinBox(maximum=MOST_MINUTES, value=machine.lock_minutes)
        self.lock.setSpecialValueText(self.tr("Never"))
        self.lock.setSuffix(self.tr(" min"))
        self.discreet = QCheckBox(self.tr("&Without accounts, show initials only after that"))
        self.discreet.setChecked(machine.discreet_when_idle)
        self.field("lock", self.tr("&Lock when idle for"), self.lock)
        self._box("discreet", self.discreet)

    def _whose(self) -> str:
        """The key of the provider who works here; as it was where nobody has changed it."""
        self.provider.settle()
        if self.provider.text() == self._of:
            return self._machine.workstation_of
        chosen = self.provider.provider
        return chosen.key if chosen is not None else ""

    def _heading(self, words: str) -> None:
        heading = theme.as_role(QLabel(words), "heading")
        if self.form.rowCount():
            heading.setContentsMargins(0, 16, 0, 0)
        self.form.addRow(heading)

    def _box(self, name: str, box: QCheckBox) -> None:
        named(box, f"settings.{name}", box.text().replace("&", ""))
        self.form.addRow("", box)

    def _chooser(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(theme.as_role(QLabel(self.tr("Used from the next start on.")), "muted"), 1)
        choose = QPushButton(self.tr("Choose a &file…"))
        named(choose, "settings.choose", self.tr("Choose a file for the database"))
        choose.clicked.connect(self._choose_file)
        layout.addWidget(choose)
        server = QPushButton(self.tr("Use a ser&ver…"))
        named(server, "settings.server", self.tr("Use the database of a server"))
        server.clicked.connect(self._choose_server)
        layout.addWidget(server)
        return row

    def _choose_file(self) -> None:
        file = choose_file(self)
        if file:
            self.database.setText(file)

    def _choose_server(self) -> None:
        from desk.gui.server_dialog import ServerDialog

        dialog = ServerDialog(self.database.text(), self._overruled, self)
        dialog.accepted.connect(lambda: self.database.setText(dialog.address))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid):
            known = {
                site.DEFAULT_PLACES.key: "places",
                site.TOO_LONG_HOURS.key: "hours",
                site.COUNT_ARRIVALS.key: "count",
            }
            self.show_faults({known.get(name, name): why for name, why in error.reasons.items()})


def house(tx: Read) -> House:
    """What the data says of itself now."""
    found = site.found(tx)
    return House(
        name=found.name if found else "",
        zone=found.zone if found else tx.zone.key,
        places=site.setting(tx, site.DEFAULT_PLACES),
        hours=site.setting(tx, site.TOO_LONG_HOURS),
        count=site.setting(tx, site.COUNT_ARRIVALS),
    )


def keep(tx: Write, wanted: House) -> House:
    """Let the data say this of itself, all or nothing."""
    site.name(tx, wanted.name, wanted.zone)
    numbers = ((site.DEFAULT_PLACES, wanted.places), (site.TOO_LONG_HOURS, wanted.hours))
    for setting, value in numbers:
        if site.setting(tx, setting) != value:
            site.choose(tx, setting.key, value)
    if site.setting(tx, site.COUNT_ARRIVALS) != wanted.count:
        site.choose(tx, site.COUNT_ARRIVALS.key, wanted.count)
    return wanted
