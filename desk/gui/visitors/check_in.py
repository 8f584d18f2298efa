"""Letting a party in: one form that knows who is expected and who was here before.

Whoever must not be admitted is pointed out while the name is typed; a day that is full offers to
log the party without counting it, or to go beyond the limit with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from desk.domain.day import Day
from desk.domain.errors import AlreadyInside, DayFull, DeskError, NotAdmitted, Stale
from desk.domain.visitor import Alert, AlertKind, Standing, VisitorEntry
from desk.gui import discretion, format, messages, theme
from desk.gui.acting import ActingDialog
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.explaining import explain
from desk.gui.naming import named
from desk.gui.visitors.alerts_dialog import about
from desk.gui.visitors.party_fields import PartyFields
from desk.services import alerts, days, reception, site, visitor_log
from desk.services.reception import Arrival

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 600


@dataclass(frozen=True, slots=True)
class House:
    """What the form has to know of the house before it opens."""

    counts_arrivals: bool
    today: Day


class CheckInDialog(ActingDialog):
    """Writes a party into the log as it comes in. `entry` is what became of it."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, "check_in", "", parent)
        self.setWindowTitle(self.tr("Check in"))
        self.entry: VisitorEntry | None = None
        self._expected: VisitorEntry | None = None
        self._refused: list[Alert] = []
        self.refusal, self.anyway = self._make_refusal()
        self.welcome = Banner("check_in.welcome", "star")
        self.full, self.beyond, self.uncounted = self._make_full()
        self.fields = PartyFields(self, client)
        self.fields.ask_who()
        self.fields.ask_what()
        self.count = named(QCheckBox(), "check_in.count", self.tr("Count places of today"))
        self.form.addRow("", self.count)
        for place, banner in enumerate((self.refusal, self.welcome, self.full), start=1):
            self.body.insertWidget(place, banner)
        self.dismiss(self.tr("Close"))
        self.confirm_button = self.confirm(self.tr("Check in"))
        self._house = client.ask(_house)
        self.count.setChecked(self._house.counts_arrivals)
        self._say_count()
        self._connect()
        self.fit(WIDTH)
        self.fields.visitor.setFocus()

    def expect(self, entry: VisitorEntry) -> None:
        """Begin with a party that is expected or was here before."""
        self.fields.visitor.setText(entry.visitor)
        self._on_picked(entry)

    def concerns(self) -> Mapping[str, Any]:
        expected = self._expected
        return {
            "expected": expected.id if expected else None,
            "version": expected.version if expected else 0,
        }

    def accept(self) -> None:
        if self._refused and not self.anyway.text().strip():
            theme.styled(self.anyway, "fault", "true")
            self.anyway.setFocus()
            return
        self._save(counted=self.count.isChecked())

    def refuse(self, error: DeskError) -> None:
        match error:
            case DayFull():
                self.full.say(messages.sentence(error), "warning")
                self.beyond.setFocus()
            case NotAdmitted():
                self._look_for_notes()
                self.anyway.setFocus()
            case Stale() if self._expected:
                self._look_again(self._expected.id, error)
            case _:
                super().refuse(error)

    def _look_again(self, entry_id: int, error: Stale) -> None:
        """Somebody has changed what was announced: save it over that only when asked again."""
        self._expected = self.client.ask(visitor_log.one, entry_id)
        if self._expected.standing is not Standing.EXPECTED:
            super().refuse(AlreadyInside(self._expected.visitor))
            return
        self.notice.say(
            self.tr(
                "{who} has changed the announcement meanwhile. Nobody was checked in yet;"
                " if what stands here is right, check in once more."
            ).format(who=messages.changer(error, self.client.zone)),
            "warning",
        )

    def _connect(self) -> None:
        visitor = self.fields.visitor
        visitor.picked.connect(lambda suggestion: self._on_picked(suggestion.value))
        visitor.textEdited.connect(self._on_visitor_edited)
        visitor.editingFinished.connect(visitor.settle)
        for changed in (
            visitor.textChanged,
            self.fields.companions.textChanged,
            self.fields.plate.textChanged,
        ):
            changed.connect(self._look_for_notes)
        self.fields.people.valueChanged.connect(self._say_count)

    def _save(self, *, counted: bool) -> None:
        fault = self.fields.host_fault()
        if fault:
            self.show_faults(fault)
            return
        guests = self.fields.guests(self._expected.badge if self._expected else None)
        arrival = Arrival(
            party=guests.party,
            new_host=guests.new_host,
            expected=self._expected.id if self._expected else None,
            seen=self._expected.version if self._expected else 0,
            counted=counted,
            beyond=self.beyond.text() if self.full.said else "",
            anyway=self.anyway.text() if self._refused else "",
        )
        name = self.tr("Check in {visitor}").format(visitor=guests.party.visitor)
        self.full.clear()
        self.entry = self.carry_out(name, reception.receive, arrival)
        if self.entry is not None:
            super().accept()

    def _on_picked(self, entry: VisitorEntry) -> None:
        self._expected = entry if entry.standing is Standing.EXPECTED else None
        self.fields.fill_in(entry)
        self._say_meaning(entry)

    def _on_visitor_edited(self, text: str) -> None:
        # A name may be put right without losing whose entry it is; an empty line begins anew.
        if not text.strip():
            self._expected = None
            explain(self.fields.meaning, "")

    def _say_meaning(self, entry: VisitorEntry) -> None:
        moment = format.moment(entry.arrival, self.client.zone, self._house.today.date)
        match entry.standing:
            case Standing.EXPECTED:
                words = self.tr("Expected {time}: checks in the party that was announced")
            case Standing.INSIDE:
                words = self.tr("Is inside already, since {time}")
            case Standing.LEFT:
                words = self.tr("Was here {time}; filled in as it was then")
        explain(self.fields.meaning, words.format(time=moment))
        self.fields.visitor.setAccessibleDescription(self.fields.meaning.text())

    def _look_for_notes(self) -> None:
        """Let the notes about any of these names, or about the plate, speak up."""
        found = self.client.ask(alerts.matching, self.fields.names(), self.fields.plate.text())
        self._refused = [alert for alert in found if alert.kind is AlertKind.REFUSE]
        friendly = [alert for alert in found if alert.kind is AlertKind.WELCOME]
        if self._refused:
            words = self.tr("Do not admit {who}: {reason}")
            self.refusal.say("\n".join(_said(words, alert) for alert in self._refused), "full")
        else:
            self.refusal.clear()
        if friendly:
            words = self.tr("Welcome {who}: {reason}")
            self.welcome.say("\n".join(_said(words, alert) for alert in friendly), "inside")
        else:
            self.welcome.clear()
        verb = self.tr("Admit anyway") if self._refused else self.tr("Check in")
        self.confirm_button.setText(verb)
        self.confirm_button.setAccessibleName(verb)

    def _say_count(self) -> None:
        people = self.fields.people.value()
        if people == 1:
            words = self.tr("Coun&t 1 place of today")
        else:
            words = self.tr("Coun&t {count} places of today").format(count=format.count(people))
        if self._house.today.limited:
            free = format.count(max(self._house.today.free, 0))
            words = self.tr("{count}, {free} are left").format(count=words, free=free)
        self.count.setText(words)
        self.count.setAccessibleName(words.replace("&", ""))

    def _make_refusal(self) -> tuple[Banner, QLineEdit]:
        banner = Banner("check_in.refusal")
        reason = named(
            QLineEdit(), "check_in.anyway", self.tr("Reason for admitting them all the same")
        )
        reason.setPlaceholderText(self.tr("To admit them all the same, give a reason"))
        banner.row.addWidget(reason)
        return banner, reason

    def _make_full(self) -> tuple[Banner, QLineEdit, QPushButton]:
        banner = Banner("check_in.full")
        reason = named(QLineEdit(), "check_in.beyond", self.tr("Reason for going beyond the limit"))
        reason.setPlaceholderText(self.tr("To go beyond the limit, give a reason"))
        uncounted = named(
            QPushButton(self.tr("&Log without counting")),
            "check_in.uncounted",
            self.tr("Log without counting"),
        )
        uncounted.setAutoDefault(False)
        uncounted.clicked.connect(lambda: self._save(counted=False))
        banner.row.addWidget(reason, 1)
        banner.row.addWidget(uncounted)
        return banner, reason, uncounted


def _said(words: str, alert: Alert) -> str:
    return words.format(who=about(alert), reason=discretion.note(alert.reason))


def _house(tx: Read) -> House:
    return House(site.setting(tx, site.COUNT_ARRIVALS), days.on(tx, tx.today))
