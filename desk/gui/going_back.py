"""Going back to a copy of the database: what is said before it is done, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.errors import Busy, DeskError
from desk.gui import format, messages, theme
from desk.gui.dialog import Dialog
from desk.gui.message_bar import Tone

if TYPE_CHECKING:
    from desk.store.kept_copies import Copy

WIDTH = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What going back costs.

    `changes` are those of the journal since the copy was made; None where nobody can tell. What
    stands there now, if anything does, is kept as `aside`; `copied` says whether it is copied
    first as well.
    """

    changes: int | None
    aside: Path | None
    copied: bool


@dataclass(frozen=True, slots=True)
class Went:
    """How going back has ended: where what stood there is `kept`, or why nothing was changed."""

    copy: Copy
    kept: Path | None = None
    refused: DeskError | None = None


class GoingBackDialog(Dialog):
    """Says what is lost and what is kept; Enter and Esc leave everything as it is."""

    def __init__(
        self, copy: Copy, loss: Loss, zone: tzinfo, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__("going_back", "", parent)
        self.setWindowTitle(self.tr("Go back to a copy"))
        made = copy.moment.astimezone(zone)
        asked = self.tr("Go back to how the desk was on {date} at {time}?")
        date, time = format.long_date(made.date()), format.time(made, zone)
        self.heading = theme.as_role(QLabel(asked.format(date=date, time=time)), "heading")
        self.lost = QLabel(self._lost(loss.changes))
        self.kept = QLabel(self._kept(loss))
        for at, label in enumerate((self.heading, self.lost, self.kept)):
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        short = format.near_moment(copy.moment, zone, now.astimezone(zone).date())
        verb = self.tr("&Go back to {moment}").format(moment=short)
        self.stay, self.go = self.consider(verb, self.tr("Cancel"))
        self.setMinimumWidth(WIDTH)

    def _lost(self, changes: int | None) -> str:
        if changes == 0:
            return self.tr("Nothing was changed since then, so nothing is lost.")
        lost = self.tr("Everything that was done since then is lost.")
        if changes is None:
            return lost
        counted = self.tr("Changes in the journal since then: {n}.")
        return f"{lost} {counted.format(n=format.count(changes))}"

    def _kept(self, loss: Loss) -> str:
        if loss.aside is None:
            return self.tr("Nothing is there now that would have to be kept.")
        kept = self.tr("What is there now is kept as {name} in {folder}.")
        said = kept.format(name=loss.aside.name, folder=loss.aside.parent)
        return f"{said} {self.tr('A copy of it is made first.')}" if loss.copied else said


def told(went: Went, zone: tzinfo, now: datetime) -> tuple[str, Tone]:
    """What the message bar says when the desk is there again."""
    translate = QCoreApplication.translate
    match went.refused:
        case None:
            said = translate("GoingBack", "The desk is as it was on {moment}.")
            today = now.astimezone(zone).date()
            words = [said.format(moment=format.near_moment(went.copy.moment, zone, today))]
            if went.kept is not None:
                kept = translate("GoingBack", "What stood there before is kept as {file}.")
                words.append(kept.format(file=went.kept))
            return " ".join(words), Tone.DONE
        case Busy(where=where):
            said = translate(
                "GoingBack",
                "Nothing was changed, because a server or another program has {file} open: stop it"
                " first, then go back.",
            )
            return said.format(file=where), Tone.REFUSED
        case error:
            return messages.sentence(error, zone), Tone.REFUSED
