"""The tab of the accounts: what it explains, and what is done there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from desk.domain.staff import Member, Role
from desk.gui import state_words
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.safety.staff import words
from desk.gui.safety.staff.member_dialog import MemberDialog
from desk.gui.safety.staff.part import StaffPart
from desk.gui.safety.staff.small_dialogs import RemoveDialog, SecretDialog
from desk.services import staff, staff_secrets
from desk.store.database import Database
from tests import build
from tests.gui.accounts import administrator
from tests.gui.parts import dialog
from tests.gui.safety_screen import tab

PIN = "4711"
PATIENCE_MS = 20_000


@pytest.fixture
def part(controls: Controls, database: Database) -> StaffPart:
    with database.write("test") as tx:
        build.resource(tx, "Dr. Eva", "Rossi")
    return tab(controls, "safety.staff", StaffPart)


@pytest.fixture
def admin(part: StaffPart, client: Client) -> Member:
    return administrator(client)


def press(found: QDialog, qtbot: QtBot) -> None:
    """Press the button that confirms, and wait until the dialog has gone or said why not."""
    button = found.findChild(QPushButton, f"{found.objectName()}.confirm")
    assert button
    with qtbot.waitSignal(found.accepted, timeout=PATIENCE_MS):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def listed(part: StaffPart) -> list[tuple[str, ...]]:
    model = part.list.model
    return [
        tuple(model.index(row, column).data() for column in range(4))
        for row in range(model.rowCount())
    ]


def kept(database: Database, member_id: int) -> str | None:
    with database.read() as tx:
        return staff.secret_of(tx, member_id).hash


def test_without_accounts_it_explains_what_they_bring(part: StaffPart) -> None:
    assert part.list.stack.currentWidget() is part.list.empty
    assert "Every change bears a name" in part.list.empty.sentence.text()
    assert part.list.empty.button.text().startswith("Add the first administrator")
    assert not part.buttons["list.remove"].isEnabled()


def test_the_first_administrator_is_added_by_keyboard_and_has_signed_in(
    part: StaffPart, client: Client, database: Database, qtbot: QtBot
) -> None:
    qtbot.keyClick(part.list.empty.button, Qt.Key.Key_Space)
    made = dialog(part, MemberDialog)
    assert made.role.count() == 1
    assert made.secret

    qtbot.keyClicks(made.name, "Ada Lind")
    qtbot.keyClicks(made.secret.secret, PIN)
    qtbot.keyClicks(made.secret.again, PIN)
    with qtbot.waitSignal(made.accepted, timeout=PATIENCE_MS):
        qtbot.keyClick(made.secret.again, Qt.Key.Key_Return)

    assert client.member
    assert client.member.role is Role.ADMIN
    assert listed(part) == [("Ada Lind", "Administrator", "", "set")]
    assert staff_secrets.matches(PIN, kept(database, client.member.id) or "")
    assert made.secret.secret.text() == ""


def test_a_dialog_that_was_closed_does_not_stay_behind(part: StaffPart, qtbot: QtBot) -> None:
    part.add()

    qtbot.keyClick(dialog(part, MemberDialog), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not part.window().findChildren(MemberDialog))


@pytest.mark.parametrize(
    ("secret", "again", "field"),
    [("", "", "secret"), ("123", "123", "secret"), (PIN, "4712", "again")],
)
def test_a_poor_pin_is_refused_where_it_is_typed(
    part: StaffPart, secret: str, again: str, field: str
) -> None:
    part.add()
    made = dialog(part, MemberDialog)
    assert made.secret
    made.name.setText("Ada Lind")
    made.secret.secret.setText(secret)
    made.secret.again.setText(again)

    made.accept()

    assert made.isVisible()
    line = {"secret": made.secret.secret, "again": made.secret.again}[field]
    assert line.accessibleDescription()
    assert part.list.model.rowCount() == 0


def test_a_provider_gets_a_calendar_and_nobody_else_is_asked_for_one(
    part: StaffPart, admin: Member, qtbot: QtBot
) -> None:
    part.add()
    made = dialog(part, MemberDialog)
    made.name.setText("Eva Rossi")
    assert not made.calendar.isVisible()
    made.role.setCurrentIndex(made.role.findData(Role.PROVIDER.value))
    assert made.calendar.isVisible()
    assert made.may.text() == words.may(Role.PROVIDER)

    made.accept()
    assert made.isVisible()
    made.calendar.setText("Rossi")
    press(made, qtbot)

    assert listed(part)[1] == (
        *("Eva Rossi", "Provider", "Dr. Eva Rossi", "none yet, cannot sign in"),
    )


def test_an_account_is_changed_given_a_pin_and_removed(
    part: StaffPart, admin: Member, client: Client, database: Database, qtbot: QtBot
) -> None:
    other = client.quietly(staff.add, "Bea Berg", Role.DESK, None, None)[0]
    assert other
    part.list.table.selectRow(1)

    part.edit()
    changed = dialog(part, MemberDialog)
    changed.role.setCurrentIndex(changed.role.findData(Role.READ_ONLY.value))
    press(changed, qtbot)
    assert listed(part)[1][1] == "Read only"

    part.set_secret()
    set_ = dialog(part, SecretDialog)
    set_.secret.secret.setText(PIN)
    set_.secret.again.setText(PIN)
    press(set_, qtbot)
    assert staff_secrets.matches(PIN, kept(database, other.id) or "")

    part.remove()
    press(dialog(part, RemoveDialog), qtbot)
    assert [row[0] for row in listed(part)] == ["Ada Lind"]


def test_the_last_administrator_is_not_removed_and_it_is_said_why(
    part: StaffPart, admin: Member
) -> None:
    part.list.table.selectRow(0)
    part.remove()
    asked = dialog(part, RemoveDialog)

    asked.accept()

    assert asked.isVisible()
    assert "last administrator" in asked.notice.said
    asked.reject()


def test_only_an_administrator_sees_the_accounts(
    part: StaffPart, admin: Member, client: Client
) -> None:
    other = client.quietly(staff.add, "Bea Berg", Role.DESK, None, None)[0]

    client.sign_in(other)

    assert part.body.currentWidget() is part.barred
    assert listed(part) == []
    assert part.commands() == {}
    client.sign_in(admin)
    assert len(listed(part)) == 2


def test_every_role_says_what_it_may() -> None:
    assert (
        len({words.may(role) for role in Role})
        == len({state_words.account(role) for role in Role})
        == 4
    )


def test_its_pictures_and_dialogs_can_be_made(part: StaffPart) -> None:
    part.faces()["everybody"]()
    made = [make() for make in part.dialogs().values()]

    assert part.list.model.rowCount() == 4
    assert len({each.windowTitle() for each in made}) == 5
    assert QApplication.activeModalWidget() is None
