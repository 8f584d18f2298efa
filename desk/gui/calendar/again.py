"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.gui.booking import again
from desk.gui.calendar.page import CalendarPage
from desk.gui.pages import Again


def ways(page: CalendarPage) -> Mapping[str, Again]:
    return {"calendar.go": lambda _about: page.ask_for_date(), **again.ways(page.client, page.acts)}
