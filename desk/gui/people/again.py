"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.gui.pages import Again, Subject
from desk.gui.people.edit import PersonDialog
from desk.gui.people.page import PeoplePage
from desk.services import people


def ways(page: PeoplePage) -> Mapping[str, Again]:
    client = page.client

    def person(about: Subject) -> None:
        number = about["person"]
        known = None if number is None else client.ask(people.one, number)
        page.open_dialog(PersonDialog(client, known, parent=page.window()))

    return {
        "people.person": person,
        "people.merge": lambda about: page.merge_into(client.ask(people.one, about["keep"])),
    }
