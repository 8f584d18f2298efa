"""What the calendar remembers from one start to the next: its view, its steps, its panes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QSettings

from desk.gui.calendar.framed import STEPS
from desk.gui.calendar.period import View
from desk.gui.calendar.showing import Showing
from desk.gui.calendar.sight import Sight

VIEW, STEP, SPLITTER = "calendar/view", "calendar/step", "calendar/splitter"
MINUTE = timedelta(minutes=1)


def remember(kept: QSettings, showing: Showing, sight: Sight) -> None:
    """Keep how it stands."""
    kept.setValue(VIEW, showing.period.view.value)
    kept.setValue(STEP, sight.views.step // MINUTE)
    kept.setValue(SPLITTER, sight.splitter.saveState())


def recall(kept: QSettings, showing: Showing, sight: Sight) -> None:
    """Have it as it stood; what another version of the program kept is left alone."""
    view, step, splitter = (kept.value(key) for key in (VIEW, STEP, SPLITTER))
    if str(view) in set(View):
        showing.period = replace(showing.period, view=View(str(view)))
    sizes = {str(each // MINUTE): each for each in STEPS}
    if str(step) in sizes:
        sight.views.show_step(sizes[str(step)])
    if splitter:
        sight.splitter.restoreState(splitter)
