"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.domain.availability import Availability
from desk.gui.pages import Again, Subject
from desk.gui.slots.closure_dialog import ClosureDialog
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SlotsPage
from desk.gui.slots.provider_dialog import ProviderDialog
from desk.gui.slots.scope_dialog import ScopeDialog
from desk.gui.slots.series_dialog import SeriesDialog
from desk.gui.slots.slot_dialog import SlotDialog
from desk.services import availabilities, closures, directory


def ways(page: SlotsPage) -> Mapping[str, Again]:
    client, show, window = page.client, page.acts.show, page.window()

    def known(about: Subject) -> Availability:
        return client.ask(availabilities.one, about["known"])

    def whose(hours: Availability) -> str:
        found = {each.id: each.name for each in client.ask(directory.resources)}
        return found.get(hours.resource_id or 0, "")

    def open_hours(about: Subject) -> None:
        before = None if about["known"] is None else known(about)
        show(HoursDialog(client, before, singles=about["singles"], parent=window))

    def closure(about: Subject) -> None:
        number = about["closure"]
        before = None if number is None else client.ask(closures.one, number)
        show(ClosureDialog(client, before, parent=window))

    def provider(about: Subject) -> None:
        found = {each.id: each for each in client.ask(directory.resources)}
        show(ProviderDialog(client, found.get(about["provider"]), parent=window))

    def series(about: Subject) -> None:
        hours = known(about)
        show(SeriesDialog(client, hours, whose(hours), window))

    def withdrawal(about: Subject) -> None:
        hours = known(about)
        show(ScopeDialog(client, hours, whose(hours), parent=window))

    return {
        "slots.hours": open_hours,
        "slots.closure": closure,
        "slots.provider": provider,
        "slots.single": lambda about: show(SlotDialog(client, known(about), window)),
        "slots.series": series,
        "slots.scope": withdrawal,
    }
