"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.errors import NotFound
from desk.domain.visitor import VisitorEntry
from desk.gui.pages import Again, Subject
from desk.gui.visitors.alerts_dialog import AlertDialog
from desk.gui.visitors.page import VisitorsPage
from desk.services import alerts, visitor_log


def ways(page: VisitorsPage) -> Mapping[str, Again]:
    client, counter = page.client, page.counter

    def one(number: int) -> VisitorEntry:
        return client.ask(visitor_log.one, number)

    def check_in(about: Subject) -> None:
        if about["expected"] is None:
            counter.check_in()
        else:
            counter.admit([one(about["expected"])])

    def note(about: Subject) -> None:
        number = about["alert"]
        known = {each.id: each for each in client.ask(alerts.all)}
        if number is not None and number not in known:
            raise NotFound("alert", number)
        alert = None if number is None else known[number]
        counter.show(AlertDialog(client, alert, page.window()))

    return {
        "check_in": check_in,
        "check_out": lambda about: counter.check_out(about["marked"]),
        "expect": lambda _about: counter.expect(),
        "entry": lambda about: counter.edit([one(about["entry"])]),
        "alert": note,
        "visitors.dates": lambda _about: page.bar.period.ask(),
    }
