"""Every form that can be opened comes back after a crash of the window, filled in as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from PySide6.QtWidgets import (
    QDialog,
)

from desk.gui import contents, pages
from desk.gui.dialog import Dialog
from tests.gui.drafts.session import Session, fill_in

# What is not to come back, and why.
STAYS_AWAY = {
    "calendar.import": "begins with a file, which is chosen again",
    "visitors.import": "begins with a file, which is chosen again",
    "network.closing": "asks whether the server goes on, when the window is closed",
    "emergency": "shows a list for a fire, and how it is grouped",
    "about": "shows licences",
    "erase": "is for good, and begun anew by who means it",
    "hold": "asks for a reason only",
    "staff.member": "gives rights, which is begun anew by who has them",
    "staff.secret": "is nothing but a secret",
}


def wanted(makes: Mapping[str, Callable[[], QDialog]]) -> dict[str, str]:
    """The names of the dialogs in which something can be typed, with their identifiers."""
    made = {name: make() for name, make in makes.items()}
    return {
        name: dialog.objectName()
        for name, dialog in made.items()
        if isinstance(dialog, Dialog)
        and contents.fields(dialog)
        and dialog.objectName() not in STAYS_AWAY
    }


def comes_back(
    start: Callable[[], Session], open_it: Callable[[Session], Dialog], name: str
) -> None:
    """Type into every field of a dialog, crash, open the draft, and find the same."""
    first = start()
    dialog = open_it(first)
    dialog.show()
    typed = fill_in(dialog)
    assert typed != dialog.as_shown, name
    first.drafts.look()
    first.crash()
    dialog.hide()

    second = start()
    assert dialog.windowTitle() in second.said, name
    second.drafts.open()

    again = second.dialog(dialog.objectName())
    assert contents.contents(again) == typed, name
    assert not second.said
    again.done(0)
    assert not second.kept, name
    second.crash()


@pytest.mark.parametrize("page", [entry.id for entry in pages.PAGES])
def test_every_form_of_a_page_comes_back_as_it_was(page: str, start: Callable[[], Session]) -> None:
    def of_page(session: Session) -> Mapping[str, Callable[[], QDialog]]:
        session.window.stack.turn_to(page)
        return session.window.stack.page(page).dialogs()

    def opened(session: Session, name: str) -> Dialog:
        made = of_page(session)[name]()
        assert isinstance(made, Dialog)
        return made

    looking = start()
    names = wanted(of_page(looking))
    looking.crash()

    assert set(names.values()) <= set(looking.window.stack.again(page))
    for name in names:
        comes_back(start, partial(opened, name=name), name)


def test_the_settings_come_back_as_they_were(start: Callable[[], Session]) -> None:
    def opened(session: Session) -> Dialog:
        made = session.commands.dialogs()["settings"]()
        assert isinstance(made, Dialog)
        return made

    comes_back(start, opened, "settings")


def test_every_page_says_only_of_dialogs_how_they_are_opened(start: Callable[[], Session]) -> None:
    stack = start().window.stack

    found = {name for entry in pages.PAGES for name in stack.again(entry.id)}

    assert found.isdisjoint(STAYS_AWAY)
    assert len(found) >= 25
