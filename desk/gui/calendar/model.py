"""The one model of the calendar: every view of it is a view of these rows.

It is a table, so that the agenda can show it as it is; the views that draw time ask for the roles.
When other rows are shown it works out which were added, moved, altered or taken away, so that
selection, current row and place stay; rows that have not changed stay the very same objects, by
which a view knows what it need not draw again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt, Signal

from desk.domain.span import Span
from desk.gui import discretion, icons
from desk.gui.calendar import look, words
from desk.gui.calendar.items import Item, Kind, Moment, Picture, changes_with_time
from desk.gui.table import Column, Index, TableModel

translate = QCoreApplication.translate
Role = Qt.ItemDataRole
TIME, WHO, PROVIDER, TYPE, STANDING, NOTE, SUMMARY = range(7)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # until somebody has looked at the clock
NOTHING = Picture(Span(LONG_AGO, LONG_AGO.replace(hour=1)), (), Moment(LONG_AGO, UTC))


class CalendarModel(TableModel[Item]):
    """What there is in a period, earliest first.

    `ItemRole` gives the row itself, `SpanRole` its span, `ProviderRole` the id of its provider,
    `PersonRole` and `TypeRole` those of an appointment, `StandingRole` its `Look`,
    `AppointmentRole` the appointment and `KindRole` what the row is.
    """

    settled = Signal()  # other rows are shown, or other slots

    ItemRole = TableModel.RowRole
    SpanRole = Role.UserRole + 2
    ProviderRole = Role.UserRole + 3
    PersonRole = Role.UserRole + 4
    TypeRole = Role.UserRole + 5
    StandingRole = Role.UserRole + 6
    AppointmentRole = Role.UserRole + 7
    KindRole = Role.UserRole + 8

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(self._made_columns(), parent)
        self.picture = NOTHING

    @property
    def moment(self) -> Moment:
        return self.picture.moment

    def show_picture(self, picture: Picture) -> None:
        """Show what there is now; who looks at what has not changed will notice nothing."""
        known = {item.id: item for item in self._rows}
        self.picture = picture
        self.show([_same(known.get(item.id, item), item) for item in picture.items])
        self.settled.emit()

    def tick(self, moment: Moment) -> None:
        """Let time go on: what is said about some rows changes with it."""
        before = self.picture.moment
        self.picture = _at(self.picture, moment)
        for row in self._aged(before, moment):
            self.dataChanged.emit(self.index(row, 0), self.index(row, SUMMARY), [])

    def item(self, index: Index) -> Item:
        """The row at an index."""
        return self._rows[index.row()]

    def index_of(self, item_id: int, column: int = SUMMARY) -> QModelIndex:
        """Where the row of that id stands; not valid for one that is not shown."""
        row = self.row_of(item_id)
        return self.index(row, column) if row >= 0 else QModelIndex()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or role <= self.SortRole:
            return super().data(index, role)
        item = self._rows[index.row()]
        match role:
            case self.SpanRole:
                return item.span
            case self.ProviderRole:
                return item.resource_id
            case self.KindRole:
                return item.kind
            case _:
                return self._of_appointment(item, role)

    def _of_appointment(self, item: Item, role: int) -> Any:
        found = item.appointment
        if found is None:
            return None
        match role:
            case self.AppointmentRole:
                return found
            case self.PersonRole:
                return found.person_id
            case self.TypeRole:
                return found.appointment_type
            case self.StandingRole:
                return look.of(found, self.moment)
            case _:
                return None

    def _aged(self, before: Moment, now: Moment) -> Iterator[int]:
        """The rows about which something else is said now than before."""
        for row, item in enumerate(self._rows):
            found = item.appointment
            if found is None or not changes_with_time(found, before.now):
                continue
            if look.of(found, before) != look.of(found, now):
                yield row

    def _made_columns(self) -> tuple[Column[Item], ...]:
        def icon(item: Item) -> Any:
            if item.appointment is None:
                return icons.icon("ban") if item.kind is Kind.CLOSURE else None
            seen = look.of(item.appointment, self.moment)
            return icons.state_icon(seen.icon, seen.state)

        def provider(item: Item) -> str:
            return words.provider(item.resource_id, self.picture.resources)

        def summary(item: Item) -> str:
            return words.spoken(item, self.moment, self.picture.resources)

        def kind(item: Item) -> str:
            return words.kind_of(item.appointment, self.moment) if item.appointment else ""

        def note(item: Item) -> str:
            return (
                discretion.note(" ".join(item.appointment.note.split())) if item.appointment else ""
            )

        return (
            Column(
                translate("Calendar", "Time"),
                lambda item: words.when(item.span, self.moment),
                sort_key=lambda item: item.span.start,
            ),
            Column(translate("Calendar", "Person"), lambda item: words.who(item, self.moment)),
            Column(translate("Calendar", "Provider"), provider),
            Column(translate("Calendar", "Type"), kind),
            Column(
                translate("Calendar", "Standing"),
                lambda item: words.standing(item, self.moment),
                icon=icon,
            ),
            Column(translate("Calendar", "Note"), note),
            Column(translate("Calendar", "Summary"), summary),
        )


def _same(known: Item, item: Item) -> Item:
    return known if known is item or known == item else item


def _at(picture: Picture, moment: Moment) -> Picture:
    return Picture(picture.period, picture.items, moment, picture.resources, picture.slots)
