"""How people get on: each mark with its word, its key, and when it can be set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.appointment import Appointment, Standing
from desk.services import appointments

if TYPE_CHECKING:
    from desk.store.database import Write


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` is the button's word, `name` the step's name for the undo menu."""

    id: str
    text: object
    name: object
    key: str
    icon: str
    after: frozenset[Standing]
    service: Callable[[Write, Sequence[int]], list[Appointment]]

    @property
    def words(self) -> str:
        return QCoreApplication.translate("Marks", str(self.text))

    def step(self, whom: str) -> str:
        """What it is called when it has been done for somebody."""
        return QCoreApplication.translate("Marks", str(self.name)).format(whom=whom)


ARRIVE = Mark(
    "arrive",
    QT_TRANSLATE_NOOP("Marks", "Arrived"),
    QT_TRANSLATE_NOOP("Marks", "{whom} has arrived"),
    "A",
    "log-in",
    frozenset({Standing.BOOKED, Standing.MISSED}),
    appointments.arrive,
)
ADMIT = Mark(
    "admit",
    QT_TRANSLATE_NOOP("Marks", "In room"),
    QT_TRANSLATE_NOOP("Marks", "{whom} has gone in"),
    "R",
    "door-open",
    frozenset({Standing.BOOKED, Standing.ARRIVED}),
    appointments.admit,
)
COMPLETE = Mark(
    "complete",
    QT_TRANSLATE_NOOP("Marks", "Done"),
    QT_TRANSLATE_NOOP("Marks", "{whom} is done"),
    "D",
    "circle-check",
    frozenset({Standing.BOOKED, Standing.ARRIVED, Standing.IN_ROOM}),
    appointments.complete,
)
MISS = Mark(
    "miss",
    QT_TRANSLATE_NOOP("Marks", "No-show"),
    QT_TRANSLATE_NOOP("Marks", "{whom} did not come"),
    "N",
    "user-round-x",
    frozenset({Standing.BOOKED}),
    appointments.miss,
)
BACK = Mark(
    "reinstate",
    QT_TRANSLATE_NOOP("Marks", "Take back"),
    QT_TRANSLATE_NOOP("Marks", "Last mark of {whom} taken back"),
    "B",
    "rotate-ccw",
    frozenset({Standing.ARRIVED, Standing.IN_ROOM, Standing.DONE, Standing.MISSED}),
    appointments.reinstate,
)
MARKS = (ARRIVE, ADMIT, COMPLETE, MISS, BACK)


def possible(mark: Mark, appointment: Appointment, now: datetime) -> bool:
    """Whether that can be said of somebody just now."""
    return appointment.standing(now) in mark.after


def mark(identifier: str) -> Mark:
    """The mark of that id."""
    return next(each for each in MARKS if each.id == identifier)
