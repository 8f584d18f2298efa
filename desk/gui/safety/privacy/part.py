"""The tab of privacy: for how long each kind is kept, what that forgets now, and what is held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.domain.change import Change
from desk.domain.errors import DeskError
from desk.domain.privacy import USUAL_DAYS, Due, Kept
from desk.gui import format, theme
from desk.gui.background import Background
from desk.gui.buttons import text_button
from desk.gui.safety.part import Part
from desk.gui.safety.privacy.hold_list import HoldList
from desk.gui.safety.privacy.periods import Periods
from desk.gui.safety.privacy.purge_dialog import PurgeDialog
from desk.services import holds, retention

if TYPE_CHECKING:
    from desk.gui.client import Client

_TOLD = {"site", "legal_hold"}
CHOOSE, FORGET, LIFT = "privacy.choose", "privacy.forget", "privacy.lift"  # see `rights`


class PrivacyPart(Part):
    """What is chosen counts once it is saved; only then is anything forgotten, once a day."""

    meant = {"list.remove": LIFT}

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self.periods = Periods(client)
        self.holds = HoldList(client.zone)
        self.save = text_button("safety.privacy.save", self.tr("&Save"), "save", CHOOSE)
        self.purge = text_button("safety.privacy.purge", self.tr("&Forget now…"), "trash-2", FORGET)
        self.lift = text_button("safety.privacy.lift", self.tr("&Lift the hold"), "x", LIFT)
        self.people = text_button("safety.privacy.people", self.tr("Find a &person"), "users")
        self._saved: Mapping[Kept, int | None] = {}
        self._background = Background(self)
        self._background.finished.connect(self._on_purged)
        self._background.refused.connect(self._on_refused)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show what the house has chosen, unless something else is being chosen here."""
        found = self.client.ask(retention.periods)
        if self.periods.chosen() == self._saved or not self._saved:
            self._saved = found
            self.periods.show_periods(found)
        self.holds.show_rows(self.client.ask(holds.standing))
        self._show_buttons()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        return {"list.remove": self.lift_hold}

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        now = self.client.now
        some = Due(kind=Kept.VISITS, days=USUAL_DAYS, count=1285, oldest=now, newest=now)
        return {"purge": lambda: PurgeDialog([some], self.client.zone, self)}

    def leave(self) -> None:
        self._background.wait()

    def keep(self) -> None:
        """Let the house have chosen what the rows say."""
        chosen = self.periods.chosen()
        self.client.do(self.tr("Choose how long things are kept"), retention.choose, chosen)
        found = self.client.ask(retention.periods)
        if found == chosen:
            self._saved = found
            self.said.emit(
                self.tr("Saved. What is old enough is forgotten once a day, from now on.")
            )
        self._show_buttons()

    def ask_to_purge(self) -> None:
        """Ask whether what is old enough by what is saved is to be forgotten at once."""
        due = [each for each in self.periods.preview() if each.count]
        if not due:
            self.said.emit(self.tr("Nothing is old enough to be forgotten."))
            return
        dialog = PurgeDialog(due, self.client.zone, self.window())
        dialog.accepted.connect(self._purge)
        self.open_dialog(dialog)

    def lift_hold(self) -> None:
        """Let what is chosen of the list be erased again when its time comes."""
        hold = self.holds.chosen()
        if hold is None:
            self.said.emit(self.tr("Choose a hold of the list."))
        else:
            self.client.do(self.tr("Lift a hold"), holds.lift, hold.id)

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)

    def _purge(self) -> None:
        self.purge.setEnabled(False)
        self._background.wait()
        self._background.start(lambda: self.client.lend(retention.purge))

    def _on_purged(self, gone: Mapping[Kept, int]) -> None:
        said = self.tr("Forgotten: {n}").format(n=format.count(sum(gone.values())))
        self.said.emit(said)
        self.refresh()

    def _on_refused(self, error: DeskError) -> None:
        self._show_buttons()
        self.client.refused.emit(error)

    def _on_changed(self, changes: tuple[Change, ...]) -> None:
        if self.isVisible() and any(change.kind in _TOLD for change in changes):
            self.refresh()

    def _show_buttons(self) -> None:
        """What is saved can be forgotten now; what was changed has to be saved first."""
        chosen = self.periods.chosen()
        same = chosen == self._saved
        self.save.setEnabled(not same)
        self.purge.setEnabled(same and any(chosen.values()))
        self.lift.setEnabled(self.holds.chosen() is not None)

    def _connect(self) -> None:
        self.periods.edited.connect(self._show_buttons)
        self.save.clicked.connect(self.keep)
        self.purge.clicked.connect(self.ask_to_purge)
        self.lift.clicked.connect(self.lift_hold)
        self.people.clicked.connect(partial(self.wanted.emit, "page.people"))
        self.holds.table.selectionModel().selectionChanged.connect(self._show_buttons)
        self.client.changed.connect(self._on_changed)
        self.setFocusProxy(self.periods.checks[Kept.VISITS])

    def _lay_out(self) -> None:
        about = QLabel(
            self.tr(
                "Personal things are kept for good unless you choose otherwise here. For a visitor"
                " log 90 days are usual. To hand out or to erase what is kept about one person,"
                " find the person first."
            )
        )
        about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.people)
        row.addStretch(1)
        row.addWidget(self.purge)
        row.addWidget(theme.as_primary(self.save))
        self.holds.line.addWidget(self.lift)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(about)
        whole.addWidget(self.periods)
        whole.addLayout(row)
        whole.addWidget(self.holds, 1)
