"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from desk.gui.days.page import DaysPage
from desk.gui.days.places import PlacesDialog
from desk.gui.pages import Again, Subject


def ways(page: DaysPage) -> Mapping[str, Again]:
    def places(about: Subject) -> None:
        date = dt.date.fromisoformat(about["date"])
        page.open_dialog(PlacesDialog(page.client, date, page.window()))

    return {
        "days.count": lambda _about: page.count_today(),
        "days.places": places,
        "days.go": lambda _about: page.ask_for_date(),
    }
