"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.gui.booking import again
from desk.gui.pages import Again, Subject
from desk.gui.waiting.entry_dialog import EntryDialog
from desk.gui.waiting.page import WaitingPage
from desk.gui.waiting.place_dialog import PlaceDialog
from desk.gui.waiting.withdraw_dialog import WithdrawDialog
from desk.services import waiting_line
from desk.services.waiting_line import Listed


def ways(page: WaitingPage) -> Mapping[str, Again]:
    client, acts, window = page.client, page.acts, page.window()

    def listed(about: Subject) -> Listed:
        return client.ask(waiting_line.one, about["entry"])

    def entry(about: Subject) -> None:
        before = None if about["entry"] is None else listed(about)
        acts.show_entry(EntryDialog(client, before, window))

    def place(about: Subject) -> None:
        places = client.ask(waiting_line.suiting, about["entry"])
        acts.show(PlaceDialog(client, listed(about), places, window))

    return {
        "waiting.entry": entry,
        "waiting.place": place,
        "waiting.reason": lambda about: acts.move(listed(about), about["before"]),
        "waiting.withdraw": lambda about: acts.show(WithdrawDialog(client, listed(about), window)),
        **again.ways(client, page.booking),
    }
