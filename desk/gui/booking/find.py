"""The one box: people by name or phone, appointments by name or number, or a wish for a time.

Enter on somebody shows what they come for, soonest first; Enter on an appointment opens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.appointment import Appointment
from desk.domain.directory import Person
from desk.domain.quick_query import read, said
from desk.gui import arrows, discretion, icons, person_field, theme
from desk.gui.booking import words
from desk.gui.booking.facts import Facts, look
from desk.gui.booking.hits import HitList
from desk.gui.client import Client
from desk.gui.dialog import Dialog
from desk.gui.empty import EmptyState
from desk.gui.naming import clearable, named
from desk.gui.suggestions import Suggestion
from desk.services import appointments, lookup
from desk.services.appointments import Visits

SIZE = QSize(640, 440)
ROOM = QSize(20, 60)  # logical pixels of a small screen that are left to the window's frame
MOST_VISITS = 30


class FindDialog(Dialog):
    """A line, what was found, and the card of whoever was chosen."""

    chosen = Signal(object)  # Appointment
    asked = Signal(str)  # a wish for a time, in its words
    move_asked = Signal(object)  # Appointment
    cancel_asked = Signal(object)  # Appointment

    def __init__(self, client: Client, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("find", "", parent)
        self.setWindowTitle(self.tr("Find"))
        self._client = client
        self.facts = client.ask(look)
        self._house = self.facts.house()
        self.line = named(QLineEdit(text), "find.line", self.tr("Name, phone or booking number"))
        self.hits = HitList("find.hits", self.tr("Found"))
        self.nothing = EmptyState("find.nothing", "")
        self.card = VisitCard(self.facts)
        self.pages = QStackedWidget()
        self._lay_out()
        self.line.textChanged.connect(self._look)
        arrows.walk(self.hits, self.line)
        self.hits.taken.connect(self._take)
        self.card.visits.taken.connect(lambda hit: self._leave(self.chosen, hit.value))
        for key, wish in (("M", self.move_asked), ("Del", self.cancel_asked)):
            shortcut = QShortcut(QKeySequence(key), self.card.visits)
            shortcut.activated.connect(partial(self._on_marked, wish))
        self._look()

    def accept(self) -> None:
        if self.pages.currentWidget() is self.card:
            hit = self.card.visits.marked
            if hit is not None:
                self._leave(self.chosen, hit.value)
        elif self.hits.marked is not None:
            self._take(self.hits.marked)

    def reject(self) -> None:
        if self.pages.currentWidget() is self.card:
            self.pages.setCurrentIndex(0)
            self.line.setFocus()
        else:
            super().reject()

    def edited(self) -> bool:
        return False  # a few letters to find somebody are nothing to lose

    def _take(self, hit: Suggestion) -> None:
        match hit.value:
            case Person() as person:
                visits = self._client.ask(appointments.of_person, person.id, MOST_VISITS)
                self.card.show_visits(person, visits)
                self.pages.setCurrentWidget(self.card)
                self.card.visits.setFocus()
            case Appointment() as appointment:
                self._leave(self.chosen, appointment)
            case _:
                self._leave(self.asked, self.line.text())

    def _leave(self, signal: SignalInstance, value: object) -> None:
        super().accept()
        signal.emit(value)

    def _on_marked(self, signal: SignalInstance) -> None:
        hit = self.card.visits.marked
        if hit is not None:
            self._leave(signal, hit.value)

    def _look(self) -> None:
        typed = self.line.text().strip()
        found = self._client.ask(lookup.find, typed)
        hits = [self._person(known) for known in found.people]
        hits += [visit(each, self.facts, named=True) for each in found.appointments]
        hits += self._wish(typed)
        self.hits.show_hits(hits)
        self.hits.setVisible(bool(hits))
        self.nothing.setVisible(not hits)
        self.button.setEnabled(bool(hits))
        if typed:
            words = self.tr("No matches for “{text}”. Try part of the name, or last digits.")
            self.nothing.say(words.format(text=typed))
        else:
            self.nothing.say(self.tr("Type part of a name or phone, #77, or a wish: smith 30"))

    def _person(self, known: lookup.Known) -> Suggestion:
        plain = person_field.offer(known.person)
        ahead = words.shortly(known.next.span, self.facts) if known.next else ""
        return Suggestion(
            text=plain.text,
            shown=plain.shown,
            value=known.person,
            detail=" · ".join(part for part in (plain.detail, plain.mark) if part),
            mark=self.tr("comes {when}").format(when=ahead) if ahead else "",
            tone="expected",
        )

    def _wish(self, typed: str) -> list[Suggestion]:
        """The line as a wish for a time, where every word of it is one."""
        query = read(typed, self._house)
        if query.empty or query.unknown or query.number:
            return []
        words = self.tr("Next free: {wish}").format(
            wish=", ".join(said(query.wish, self._house)) or self.tr("anybody")
        )
        return [Suggestion(text=words, value=None, mark="F4", tone="inside")]

    def _lay_out(self) -> None:
        self.line.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        clearable(self.line)
        first = QWidget()
        layout = QVBoxLayout(first)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.line, self.hits, self.nothing):
            layout.addWidget(widget)
        self.pages.addWidget(first)
        self.pages.addWidget(self.card)
        self.body.removeItem(self.form)
        self.body.insertWidget(0, self.pages, 1)
        self.button = self.confirm(self.tr("Open"))
        self.dismiss(self.tr("Close"))
        self.resize(SIZE.boundedTo(self.screen().availableSize() - ROOM))
        self.line.setFocus()


class VisitCard(QWidget):
    """Somebody, and what they come and came for: soonest first, then what is over."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.name = theme.as_role(named(QLabel(), "find.name", ""), "heading")
        self.known = theme.as_role(named(QLabel(), "find.known", ""), "muted")
        self.visits = HitList("find.visits", self.tr("Appointments"))
        self.nothing = EmptyState("find.no_visits", self.tr("No appointments, past or to come."))
        keys = theme.as_role(
            QLabel(self.tr("Enter opens · M moves · Del cancels · Esc goes back")), "muted"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name, self.known, self.visits, self.nothing, keys):
            layout.addWidget(widget)

    def show_visits(self, person: Person, visits: Visits) -> None:
        """Show what somebody comes for, the next appointment marked."""
        known = (
            discretion.reach(person.phone),
            discretion.reach(person.email),
            person.unit,
            discretion.note(person.note),
        )
        self.name.setText(discretion.name(person.name))
        self.known.setText(" · ".join(part for part in known if part))
        found = [visit(each, self._facts) for each in _each_once(visits)]
        self.visits.show_hits(found)
        self.visits.setVisible(bool(found))
        self.nothing.setVisible(not found)


def visit(appointment: Appointment, facts: Facts, *, named: bool = False) -> Suggestion:
    """How an appointment is listed."""
    standing = appointment.standing(facts.now)
    when = words.when(appointment.span, facts)
    beside = (
        facts.provider(appointment.resource_id),
        facts.type_name(appointment.appointment_type),
    )
    return Suggestion(
        text=f"{words.called(appointment)}, {when}" if named else when,
        value=appointment,
        detail=" · ".join(part for part in beside if part),
        mark=words.standing(standing),
        tone=words.tone(standing),
    )


def _each_once(visits: Visits) -> Sequence[Appointment]:
    """Slots that follow each other are one visit; the first of them stands for all."""
    found: list[Appointment] = []
    upcoming = list(visits.upcoming)
    ends = {(each.resource_id, each.span.end) for each in upcoming}
    for each in upcoming:
        if (each.resource_id, each.span.start) not in ends:
            found.append(each)
    return [*found, *visits.past]
