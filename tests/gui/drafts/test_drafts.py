"""Forms outlive a crash of the window: what was typed is offered at the next start."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from desk.domain.staff import Member, Role
from desk.gui.booking.panel import BookingDialog
from desk.gui.client import Client
from desk.gui.people import words
from desk.gui.people.page import PeoplePage
from desk.gui.visitors.host_field import HostField
from desk.gui.visitors.visitor_field import VisitorField
from desk.services import alerts, people, staff, staff_secrets, visitor_log, visitors
from desk.store.database import Database
from tests import build
from tests.gui.drafts.session import Session, line, remark
from tests.gui.parts import part

PIN = "4711"


def test_a_form_that_nobody_typed_in_is_not_written_down(start: Callable[[], Session]) -> None:
    session = start()

    session.open("visitor.check_in")
    session.drafts.look()

    assert not session.kept


@pytest.fixture(scope="session")
def hashed() -> str:
    return staff_secrets.hashed(PIN)


@pytest.fixture
def ada(database: Database, hashed: str) -> Member:
    with database.write("test") as tx:
        return staff.add(tx, "Ada Lind", Role.ADMIN, None, hashed)


@pytest.fixture
def rea(database: Database, ada: Member, hashed: str) -> Member:
    with database.write("test") as tx:
        return staff.add(tx, "Rea Weiss", Role.DESK, None, hashed)


def sign_in(qtbot: QtBot, session: Session, member: Member) -> None:
    lock = session.commands.lock
    assert lock.screen is not None
    with qtbot.waitSignal(lock.opened, timeout=10_000):
        lock.screen.tried.emit(member, PIN)


def leave_half_a_form(qtbot: QtBot, start: Callable[[], Session], member: Member) -> None:
    """Let somebody sign in, type into a form, and Desk crash."""
    session = start()
    sign_in(qtbot, session, member)
    line(session.open("visitor.check_in"), "check_in.license_plate").setText("AB 123")
    session.drafts.look()
    assert session.kept
    session.crash()


def test_where_there_are_accounts_each_is_offered_only_what_is_theirs(
    qtbot: QtBot, start: Callable[[], Session], client: Client, ada: Member, rea: Member
) -> None:
    leave_half_a_form(qtbot, start, ada)
    client.sign_in(None)

    session = start()
    assert not session.said
    sign_in(qtbot, session, rea)
    assert not session.said
    session.commands.lock.switch()
    sign_in(qtbot, session, ada)
    assert "Check in" in session.said


def test_what_nobody_can_see_any_more_is_gone_from_the_disk(
    qtbot: QtBot, start: Callable[[], Session], database: Database, rea: Member
) -> None:
    leave_half_a_form(qtbot, start, rea)
    with database.write("test") as tx:
        staff.remove(tx, rea.id)

    session = start()

    assert not session.said
    assert not session.kept


def test_what_is_saved_or_thrown_away_is_gone_from_the_disk(start: Callable[[], Session]) -> None:
    session = start()
    session.window.stack.turn_to("page.people")
    for saved in (True, False):
        dialog = session.open("list.new")
        line(dialog, "people.person.last_name").setText("Quarles")
        session.drafts.look()
        assert len(session.kept) == 1

        dialog.accept() if saved else dialog.done(0)

        assert not session.kept
        assert not dialog.isVisible()


def test_nobody_else_may_read_what_is_written_down(start: Callable[[], Session]) -> None:
    session = start()
    line(session.open("visitor.check_in"), "check_in.license_plate").setText("AB 123")

    session.drafts.look()

    assert [stat.S_IMODE(path.stat().st_mode) for path in session.kept] == [0o600]
    assert stat.S_IMODE(session.kept[0].parent.stat().st_mode) == 0o700


def test_a_form_is_written_down_a_second_after_it_was_typed_in(
    qtbot: QtBot, start: Callable[[], Session]
) -> None:
    session = start()
    line(session.open("visitor.check_in"), "check_in.license_plate").setText("AB 123")

    qtbot.waitUntil(lambda: bool(session.kept), timeout=3000)

    assert "AB 123" in session.kept[0].read_text(encoding="utf-8")


def test_a_form_can_be_thrown_away_unopened(start: Callable[[], Session]) -> None:
    session = left_behind(start)

    session.drafts.lose_button.click()

    assert not session.said
    assert not session.kept


def test_a_form_nobody_looks_at_is_offered_again_at_the_next_start(
    start: Callable[[], Session],
) -> None:
    left_behind(start).crash()

    assert "Check in, 10:00" in start().said


def test_two_forms_are_offered_one_after_the_other(start: Callable[[], Session]) -> None:
    first = left_behind(start)
    line(first.open("visitor.expect"), "expect.license_plate").setText("CD 456")
    first.drafts.look()
    first.crash()

    second = start()

    assert second.said.startswith("2 forms")
    second.drafts.lose()
    second.drafts.open()
    assert line(second.dialog("expect"), "expect.license_plate").text() == "CD 456"


def test_whoever_was_chosen_from_a_list_is_chosen_again(start: Callable[[], Session]) -> None:
    first = start()
    host = part(first.open("visitor.check_in"), HostField)
    host.setText("Grace")
    host.look()
    host.choose(host.offered[0])
    chosen = host.person
    first.drafts.look()
    first.crash()

    second = start()
    second.drafts.open()

    assert chosen is not None
    assert part(second.dialog("check_in"), HostField).person == chosen


def test_a_party_that_was_expected_is_still_let_in_as_that(
    start: Callable[[], Session], database: Database
) -> None:
    first = start()
    dialog = first.open("visitor.check_in")
    visitor = part(dialog, VisitorField)
    visitor.setText("Max Power")
    visitor.settle()
    visitor.setText("Max Powers")
    part(dialog, QSpinBox, "check_in.people").setValue(3)
    first.drafts.look()
    first.crash()

    second = start()
    second.drafts.open()
    second.dialog("check_in").accept()

    with database.read() as tx:
        inside = {entry.visitor: entry.people for entry in visitors.inside(tx)}
        assert inside == {"Ada Lind": 1, "Max Powers": 3}
        assert not visitor_log.expected(tx)


def test_the_place_that_a_panel_held_is_held_by_the_one_that_comes_back(
    qtbot: QtBot, start: Callable[[], Session], database: Database
) -> None:
    first = start()
    dialog = first.open("booking.new")
    assert isinstance(dialog, BookingDialog)
    qtbot.waitUntil(lambda: bool(dialog.keeping.held))
    dialog.fields.who.setText("Zoe Zed")
    first.drafts.look()
    first.crash()

    second = start()
    second.drafts.open()
    again = second.dialog("booking")
    assert isinstance(again, BookingDialog)
    qtbot.waitUntil(lambda: bool(again.keeping.held))
    again.accept()

    assert [each.title for each in again.booked] == ["Zoe Zed"]
    assert again.booked[0].span == dialog.place.span


def test_where_somebody_changed_the_record_only_what_was_typed_is_filled_in(
    start: Callable[[], Session], database: Database
) -> None:
    first = start()
    number = chosen_person(first)
    dialog = first.open("list.edit")
    line(dialog, "people.person.phone").setText("555 1")
    line(dialog, "people.person.email").setText("mine@x.org")
    first.drafts.look()
    first.crash()
    with database.write("bob") as tx:
        person = people.one(tx, number)
        theirs = replace(words.details(person), phone="555 2", unit="12a")
        people.amend(tx, number, theirs, seen=person.version)

    second = start()
    second.drafts.open()

    again = second.dialog("people.person")
    held = {n: line(again, f"people.person.{n}").text() for n in ("phone", "email", "unit")}
    assert held == {"phone": "555 1", "email": "mine@x.org", "unit": "12a"}
    assert "Somebody has changed it since then. Look once more at: Phone." in remark(again)


def test_of_a_record_that_is_gone_what_was_typed_can_be_taken_along(
    start: Callable[[], Session], database: Database
) -> None:
    first = start()
    with database.write("test") as tx:
        note = build.alert(tx, "Max Power")
    first.window.stack.again("page.visitors")["alert"]({"alert": note.id})
    line(first.dialog("alert"), "alert.reason").setText("Owes a key")
    first.drafts.look()
    first.crash()
    with database.write("bob") as tx:
        alerts.remove(tx, note.id)

    second = start()
    second.drafts.open_button.click()

    assert "cannot be opened again" in second.said
    assert second.kept
    second.drafts.copy_button.click()
    assert QApplication.clipboard().text() == "Reason, as it will be shown: Owes a key"


def test_secrets_are_never_written_down(start: Callable[[], Session]) -> None:
    session = start()
    dialog = session.open("outbox.settings")
    line(dialog, "outbox.settings.secret_smtp.line").setText("hunter2")
    line(dialog, "outbox.settings.messages.smtp_host").setText("mail.example.org")

    session.drafts.look()

    text = session.kept[0].read_text(encoding="utf-8")
    assert "mail.example.org" in text
    assert "hunter2" not in text


def test_a_file_that_is_not_understood_is_kept_beside(start: Callable[[], Session]) -> None:
    first = left_behind(start)
    first.crash()
    first.kept[0].write_text("[{}]", encoding="utf-8")

    second = start()

    assert not second.said
    assert not second.kept
    assert len(list(first.kept_in.glob("*.unread"))) == 1


def test_a_second_window_of_the_same_user_leaves_the_forms_of_the_first_alone(
    start: Callable[[], Session],
) -> None:
    first = left_behind(start)

    second = start()

    assert not second.said
    assert first.kept


def test_where_nothing_can_be_written_the_window_works_all_the_same(
    start: Callable[[], Session], tmp_path: Path
) -> None:
    (tmp_path / "drafts").write_text("in the way")

    session = start()

    assert session.open("visitor.check_in").isVisible()


def left_behind(start: Callable[[], Session]) -> Session:
    """A session that has been offered a form, which the one before had open."""
    first = start()
    line(first.open("visitor.check_in"), "check_in.license_plate").setText("AB 123")
    first.drafts.look()
    first.crash()
    second = start()
    assert "Check in, 10:00" in second.said
    return second


def chosen_person(session: Session) -> int:
    """Turn to the people, and choose one."""
    session.window.stack.turn_to("page.people")
    page = session.window.stack.page("page.people")
    assert isinstance(page, PeoplePage)
    assert page.person is not None
    return page.person.id
