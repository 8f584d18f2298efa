"""The keys of a view that draws time. Every drag has its twin here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desk.domain.appointment import Appointment
from desk.domain.span import Span
from desk.gui.calendar import fitting, walk
from desk.gui.calendar.walk import Stop
from desk.gui.calendar.wishes import Drop

if TYPE_CHECKING:
    from desk.gui.calendar.stop_view import StopView

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ARROWS = {Key.Key_Up: (0, -1), Key.Key_Down: (0, 1), Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0)}
PERIODS = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
OPENS = (Key.Key_Return, Key.Key_Enter)
LETTERS = {"m": "booking.move", "a": "booking.arrive", "j": "booking.join"}
EVERYWHERE = {"t": "go.today", "e": "slots.close"}  # where no free stretch waits for a name
WHEREVER = {"e": "slots.close"}  # also where the keyboard is at nothing in particular


class Keys:
    """What a key means where the keyboard is."""

    def __init__(self, view: StopView) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Carry a key out; gives back whether it means anything here."""
        key = Key(event.key())
        held = event.modifiers() & ~Modifier.KeypadModifier
        if key in ARROWS:
            return self._arrow(key, held)
        if held & ~Modifier.ShiftModifier:
            return False
        if key in PERIODS:
            self._view.stepped.emit(PERIODS[key])
        elif key == Key.Key_Home:
            self._view.wished.emit("go.today")
        elif key in OPENS:
            self._open()
        elif key == Key.Key_Space:
            return self._arrive()
        else:
            return self._letter(event.text())
        return True

    def _arrow(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        across, along = self._ahead(key)
        if held == Modifier.NoModifier:
            self._walk(across, along)
        elif held == Modifier.AltModifier | Modifier.ShiftModifier:
            self._move(across, along)
        elif held == Modifier.ShiftModifier and ARROWS[key][1]:
            self._resize(ARROWS[key][1])
        else:
            return False
        return True

    def _ahead(self, key: Qt.Key) -> tuple[int, int]:
        """Lanes on and stops on: in rows, time runs sideways; to the left where people read so."""
        sideways, down = ARROWS[key]
        if self._view.isRightToLeft():
            sideways = -sideways
        upright = self._view.grid is None or self._view.grid.upright
        return (sideways, down) if upright else (down, sideways)

    def _walk(self, across: int, along: int) -> None:
        view, here = self._view, self._view.stop
        if view.grid is None or not view.grid.lanes:
            return
        lane = (here.spot.lane if here else 0) + across
        if not 0 <= lane < view.grid.lanes:
            return
        content = view.book.content(lane)
        if across and here is not None:
            moment = _on_lane(here.spot.span, view.book.lanes[lane].span)
            view.go_to(walk.across(lane, content, moment, view.step))
            return
        found = walk.along(lane, content, here, along, view.step, view.book.lanes[lane].span)
        if found is not None:
            view.go_to(found)

    def _open(self) -> None:
        found = self._at()
        if found is not None:
            self._view.opened.emit(found)
        elif self._view.stop is not None and self._view.stop.item is None:
            self._view.want()

    def _arrive(self) -> bool:
        if self._at() is None:
            return False
        self._view.wished.emit("booking.arrive")
        return True

    def _letter(self, text: str) -> bool:
        """Typing on a free stretch begins a booking; elsewhere a letter does something."""
        if not text or not text.isprintable() or text.isspace():
            return False
        if self._view.stop is not None and self._view.stop.item is None:
            self._view.want(text)
            return True
        known = LETTERS | EVERYWHERE if self._at() is not None else EVERYWHERE
        wish = known.get(text.lower())
        if wish is not None:
            self._view.wished.emit(wish)
        return wish is not None

    def _move(self, across: int, along: int) -> None:
        """Wish the appointment a step on, or on the next lane at the same time."""
        found, here, view = self._at(), self._view.stop, self._view
        if found is None or here is None or view.grid is None:
            return
        lane = here.spot.lane + across
        if not 0 <= lane < view.grid.lanes:
            return
        slots = view.book.slots(lane)
        start = _on_lane(found.span, view.book.lanes[lane].span)
        if along:
            own = fitting.slot_of(slots, found.span)
            start += along * (own.span.length if own is not None else view.step)
        to = fitting.landing(slots, start, found.span.length, view.step)
        view.dropped.emit(Drop(found, to, view.book.lanes[lane].resource_id))

    def _resize(self, by: int) -> None:
        found, view = self._at(), self._view
        if found is None:
            return
        end = found.span.end + by * view.step
        if end > found.span.start:
            view.dropped.emit(Drop(found, Span(found.span.start, end), found.resource_id))

    def _at(self) -> Appointment | None:
        """The appointment that the keyboard is at."""
        stop: Stop | None = self._view.stop
        return stop.item.appointment if stop is not None and stop.item is not None else None


def _on_lane(span: Span, lane: Span) -> datetime:
    """The same time of day on the date of another lane."""
    start = span.start
    while start < lane.start:
        start += timedelta(days=1)
    while start >= lane.end:
        start -= timedelta(days=1)
    return start
