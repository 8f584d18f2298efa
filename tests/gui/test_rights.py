"""Commands that are not for a role are offered by no menu, button or key, and say why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.span import Span
from desk.domain.staff import Member, Role
from desk.gui import actions, menus, pages
from desk.gui.booking.details import AppointmentDialog
from desk.gui.buttons import CommandButton
from desk.gui.calendar.page import CalendarPage
from desk.gui.calendar.wishes import Drop, Wanted
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.rights import BARRED, UNLISTED
from desk.services import staff
from desk.store.database import Database
from tests import build
from tests.gui import waiting_screen
from tests.gui.accounts import account, administrator
from tests.gui.keys import Keyboard
from tests.gui.parts import part

# What whoever may only look can press on the pages.
LOOKS = {
    *("audit.check", "audit.export", "backup.check", "backup.folder", "backup.now"),
    *("booking.next_free", "calendar.details.booking.copy_link", "calendar.details.booking.join"),
    *("calendar.details.booking.open", "go.today", "list.print", "outbox.appointment.pane"),
    *("outbox.calls", "outbox.copy.pane", "safety.copies.empty", "safety.privacy.people"),
    *("visitor.emergency", "visitors.bin_empty", "visitors.nothing_found"),
}


@pytest.fixture
def somebody(client: Client) -> dict[Role, Member]:
    admin = administrator(client)
    others = {role: account(client, role) for role in (Role.DESK, Role.READ_ONLY)}
    return {Role.ADMIN: admin, **others}


def every_page(controls: Controls) -> Iterator[QWidget]:
    """Each page after the other, and each tab of one that has some."""
    for entry in pages.PAGES:
        controls.perform(entry.id)
        page = controls.window.stack.current
        assert page is not None
        for face in page.faces().values():
            face()
        yield page


def open_dialogs(controls: Controls) -> list[QDialog]:
    return [each for each in controls.window.findChildren(QDialog) if each.isVisible()]


def test_every_command_that_is_barred_is_one_of_the_desk() -> None:
    known = {command.id for command in actions.commands()}

    assert all(barred <= known | UNLISTED for barred in BARRED.values())
    assert BARRED[Role.DESK] < BARRED[Role.PROVIDER] < BARRED[Role.READ_ONLY]


def test_a_command_that_is_not_for_a_role_is_off_and_says_why(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    check_in, bring_in = controls.actions["visitor.check_in"], controls.actions["visitor.import"]
    assert check_in.isEnabled()
    assert bring_in.isEnabled()

    client.sign_in(somebody[Role.DESK])
    assert check_in.isEnabled()
    assert not bring_in.isEnabled()
    assert "administrator" in bring_in.toolTip()

    client.sign_in(somebody[Role.READ_ONLY])
    assert not check_in.isEnabled()
    client.sign_in(somebody[Role.ADMIN])
    assert check_in.isEnabled()
    assert "administrator" not in bring_in.toolTip()


def test_a_command_that_is_not_for_a_role_is_refused_wherever_it_is_asked_for(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    client.sign_in(somebody[Role.READ_ONLY])

    controls.perform("visitor.check_in")

    assert "the desk or an administrator" in controls.bar.text.text()


def test_another_role_counts_as_soon_as_it_is_given(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    admin = somebody[Role.ADMIN]
    client.sign_in(somebody[Role.DESK])
    client.sign_in(admin)
    second = account(client, Role.ADMIN, "Second")

    client.quietly(staff.change, admin.id, "admin", Role.READ_ONLY, None)

    assert client.member
    assert client.member.role is Role.READ_ONLY
    assert not controls.actions["visitor.check_in"].isEnabled()
    client.sign_in(second)
    client.quietly(staff.remove, second.id)
    assert client.member == second  # The last administrator stays.
    account(client, Role.ADMIN, "Third")
    client.quietly(staff.remove, second.id)
    assert client.member is None


def test_no_button_of_a_page_changes_anything_for_whoever_may_only_look(
    controls: Controls, client: Client, database: Database, somebody: dict[Role, Member]
) -> None:
    waiting_screen.house(database)
    waiting_screen.three(database)
    client.sign_in(somebody[Role.READ_ONLY])

    pressed = {
        button.objectName().removesuffix(".button")
        for page in every_page(controls)
        for button in page.findChildren(CommandButton)
        if button.isEnabled() and (button.text() or button.toolTip())
    }

    assert pressed == LOOKS


def test_a_key_on_a_list_changes_nothing_for_whoever_may_only_look_and_says_why(
    controls: Controls,
    client: Client,
    database: Database,
    somebody: dict[Role, Member],
    qtbot: QtBot,
) -> None:
    waiting_screen.house(database)
    waiting_screen.three(database)
    client.sign_in(somebody[Role.READ_ONLY])
    controls.perform("page.waiting")
    keyboard = Keyboard(qtbot, controls.window)

    for key in ("Return", "O", "X", "+"):
        controls.bar.clear()
        keyboard.press(key)

        assert not open_dialogs(controls), key
        assert "the desk or an administrator" in controls.bar.text.text(), key


def test_what_a_list_does_in_general_is_judged_by_what_it_does_on_the_page(
    controls: Controls, client: Client, database: Database, somebody: dict[Role, Member]
) -> None:
    with database.write("test") as tx:
        lee = build.resource(tx, "Dr", "Lee")
    client.sign_in(client.quietly(staff.add, "Dr Lee", Role.PROVIDER, lee.id, "hash")[0])
    new = controls.actions["list.new"]

    controls.perform("page.calendar")
    assert new.isEnabled()
    controls.perform("page.waiting")
    assert not new.isEnabled()
    assert "desk or an administrator" in new.toolTip()
    client.sign_in(somebody[Role.DESK])
    assert new.isEnabled()


def test_nothing_is_booked_moved_or_marked_in_the_calendar_by_whoever_may_only_look(
    controls: Controls, client: Client, database: Database, somebody: dict[Role, Member]
) -> None:
    waiting_screen.house(database)
    controls.perform("page.calendar")
    page = controls.window.stack.current
    assert isinstance(page, CalendarPage)
    page.refresh()
    booked = next(item.appointment for item in page.views.model.rows if item.appointment)
    client.sign_in(somebody[Role.READ_ONLY])

    page.views.choose(booked)
    for act in (
        lambda: page.wish("booking.arrive"),
        lambda: page.views.dropped.emit(
            Drop(booked, Span(booked.span.end, booked.span.end + booked.span.length), None)
        ),
        lambda: page.views.wanted.emit(Wanted(booked.span, booked.resource_id)),
    ):
        controls.bar.clear()
        act()

        assert not open_dialogs(controls)
        assert "change nothing" in controls.bar.text.text()

    page.wish("booking.open")
    opened = part(controls.window, AppointmentDialog)
    deeds = [button.isEnabled() for button in opened.buttons_of.values()]
    assert not any(deeds)
    assert not opened.confirm_button.isEnabled()


def test_a_button_is_as_its_page_wants_it_when_somebody_else_sits_there(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    button = CommandButton("Save", "privacy.choose")
    button.setToolTip("Keep it so")
    client.sign_in(somebody[Role.DESK])
    assert not button.isEnabled()
    assert "administrator" in button.toolTip()
    button.setEnabled(False)

    client.sign_in(somebody[Role.ADMIN])
    assert not button.isEnabled()
    assert button.toolTip() == "Keep it so"
    button.setEnabled(True)
    assert button.isEnabled()


def test_a_line_of_a_page_s_own_menu_is_off_for_whom_it_is_not(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    menu = QMenu(controls.window)
    wished: list[str] = []
    line = menus.line("visitor.import", menu, wished.append)
    client.sign_in(somebody[Role.DESK])

    menu.aboutToShow.emit()
    line.trigger()
    assert "administrator" in line.toolTip()
    client.sign_in(somebody[Role.ADMIN])
    menu.aboutToShow.emit()
    line.trigger()

    assert wished == ["visitor.import"]
