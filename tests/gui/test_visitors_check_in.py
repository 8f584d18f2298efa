"""The form at the counter: what it knows, what it warns of, and how it says no."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.domain.visitor import AlertKind, Standing, VisitorEntry
from desk.gui.client import Client
from desk.gui.visitors.check_in import CheckInDialog
from desk.services import days, people, site, visitor_log, visitors
from desk.store.database import Database
from tests.build import alert, day, entry, party, resident
from tests.gui.keys import Keyboard


@pytest.fixture
def host(database: Database) -> Person:
    with database.write("ann") as tx:
        return resident(tx, "Alma", "Hernandez", unit="12B")


def opened(qtbot: QtBot, client: Client) -> tuple[CheckInDialog, Keyboard]:
    dialog = CheckInDialog(client)
    qtbot.addWidget(dialog, before_close_func=lambda shown: shown.done(0))
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog, Keyboard(qtbot, dialog)


def inside(database: Database) -> list[VisitorEntry]:
    with database.read() as tx:
        return visitors.inside(tx)


def fill(keys: Keyboard, visitor: str = "Ada Lind", purpose: str = "Tea") -> None:
    """All that is needed: visitor, host and purpose."""
    keys.type(visitor)
    keys.press("Tab")
    keys.type("alma")
    keys.press("Return Tab Tab")
    keys.type(purpose)


def test_the_keyboard_begins_at_the_name_and_goes_down_the_form(
    qtbot: QtBot, client: Client
) -> None:
    dialog, keys = opened(qtbot, client)
    seen = []

    for _ in range(10):
        focus = dialog.focusWidget()
        assert focus is not None
        seen.append(focus.objectName().removeprefix("check_in."))
        keys.press("Tab")

    fields = ["visitor", "resident", "people", "subject", "license_plate", "vehicle_color"]
    assert seen == [*fields, "companions", "note", "count", "confirm"]


def test_the_flat_of_the_host_is_said(qtbot: QtBot, client: Client, host: Person) -> None:
    dialog, keys = opened(qtbot, client)

    keys.press("Tab")
    keys.type("alma")
    [person, _add] = dialog.fields.host.offered
    keys.press("Return")

    assert person.mark == "12B"
    assert dialog.fields.host.meaning.text() == "12B"


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, client: Client) -> None:
    dialog, keys = opened(qtbot, client)

    keys.type("Ada")
    keys.press("Ctrl+Return")

    assert dialog.isVisible()
    assert dialog.fields.host.accessibleDescription() == "must not be empty"
    assert dialog.fields.host.hasFocus()


def test_what_the_log_refuses_is_said_at_its_field(
    qtbot: QtBot, client: Client, host: Person
) -> None:
    dialog, keys = opened(qtbot, client)
    fill(keys, purpose=" ")

    keys.press("Ctrl+Return")

    assert dialog.fields.subject.accessibleDescription() == "must not be empty"
    assert dialog.fields.subject.hasFocus()
    assert dialog.fields.visitor.text() == "Ada Lind"


def test_a_host_nobody_knows_is_added_by_name_after_those_alike(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    dialog, keys = opened(qtbot, client)
    keys.type("Ada Lind")
    keys.press("Tab")
    keys.type("hernandez")
    assert [offer.text for offer in dialog.fields.host.offered] == ["Alma Hernandez", "hernandez"]
    keys.type(" Olga")
    keys.press("Return Tab Tab")
    keys.type("Tea")

    keys.press("Ctrl+Return")

    [party] = inside(database)
    assert party.resident_name == "hernandez Olga"
    with database.read() as tx:
        assert people.count(tx) == 2


def test_a_host_typed_in_full_need_not_be_picked(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    _, keys = opened(qtbot, client)
    keys.type("Ada Lind")
    keys.press("Tab")
    keys.type("ALMA hernandez")
    keys.press("Tab Tab")
    keys.type("Tea")

    keys.press("Ctrl+Return")

    assert [party.resident_id for party in inside(database)] == [host.id]


def test_a_host_half_typed_is_asked_for(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    dialog, keys = opened(qtbot, client)
    keys.type("Ada Lind")
    keys.press("Tab")
    keys.type("alm")
    keys.press("Tab Tab")
    keys.type("Tea")

    keys.press("Ctrl+Return")

    assert inside(database) == []
    assert "from the list" in dialog.fields.host.accessibleDescription()


@pytest.mark.parametrize("typed", ["john doe", "JOHN DOE"])
def test_an_expected_name_typed_in_full_is_no_second_entry(
    qtbot: QtBot, client: Client, database: Database, host: Person, typed: str
) -> None:
    with database.write("ann") as tx:
        announced = entry(tx, host.id, "John Doe", expected_at=tx.now, subject="Tea")
    dialog, keys = opened(qtbot, client)

    keys.type(typed)
    keys.press("Tab")
    assert "announced" in dialog.fields.meaning.text()
    keys.press("Ctrl+Return")

    assert [party.id for party in inside(database)] == [announced.id]


def test_a_name_put_right_is_still_the_expected_party(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        announced = entry(tx, host.id, "Jon Doe", expected_at=tx.now, subject="Tea")
    dialog, keys = opened(qtbot, client)
    keys.type("jon")
    keys.press("Return")

    keys.press("End")
    keys.type("-Smith")
    keys.press("Ctrl+Return")

    assert [(party.id, party.visitor) for party in inside(database)] == [
        (announced.id, "Jon Doe-Smith")
    ]
    assert dialog.entry is not None
    assert dialog.entry.standing is Standing.INSIDE


def test_an_announcement_changed_meanwhile_is_let_in_when_asked_again(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        announced = entry(tx, host.id, "John Doe", expected_at=tx.now, subject="Tea")
    dialog, keys = opened(qtbot, client)
    keys.type("john")
    keys.press("Return")
    with database.write("bob") as tx:
        changed = party(host.id, "John Doe", subject="Coffee")
        visitors.amend(tx, announced.id, changed, seen=announced.version)

    keys.press("Ctrl+Return")
    assert "bob (10:00) has changed the announcement" in dialog.notice.said
    assert inside(database) == []
    keys.press("Ctrl+Return")

    assert [(each.id, each.subject) for each in inside(database)] == [(announced.id, "Tea")]


def test_a_party_let_in_elsewhere_is_not_let_in_twice(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        announced = entry(tx, host.id, "John Doe", expected_at=tx.now, subject="Tea")
    dialog, keys = opened(qtbot, client)
    keys.type("john")
    keys.press("Return")
    with database.write("bob") as tx:
        let_in = party(host.id, "John Doe")
        visitors.admit(tx, announced.id, let_in, seen=announced.version)

    keys.press("Ctrl+Return Ctrl+Return")

    assert "already arrived" in dialog.notice.said
    assert [each.id for each in inside(database)] == [announced.id]


def test_what_was_typed_is_not_filled_over(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        entry(tx, host.id, "John Doe", expected_at=tx.now, subject="Tea", license_plate="OLD 1")
    dialog, keys = opened(qtbot, client)
    keys.press("Tab Tab Tab Tab")
    keys.type("NEW 2")
    keys.press("Backtab Backtab Backtab Backtab")

    keys.type("john")
    keys.press("Return")

    assert dialog.fields.plate.text() == "NEW 2"
    assert dialog.fields.subject.text() == "Tea"


def test_companions_are_counted_until_somebody_says_how_many(qtbot: QtBot, client: Client) -> None:
    dialog, _ = opened(qtbot, client)

    dialog.fields.companions.setPlainText("Bo Lind\nCy Lind")
    assert dialog.fields.people.value() == 3
    dialog.fields.people.setValue(7)
    dialog.fields.companions.setPlainText("Bo Lind")

    assert dialog.fields.people.value() == 7


@pytest.mark.parametrize("typed", ["Max Muster", "muster, max"])
def test_who_must_not_come_in_is_pointed_out_while_the_name_is_typed(
    qtbot: QtBot, client: Client, database: Database, typed: str
) -> None:
    with database.write("ann") as tx:
        alert(tx, "Max Muster", reason="threw a chair")
    dialog, keys = opened(qtbot, client)

    keys.type(typed)

    assert dialog.refusal.said == "Do not admit Max Muster: threw a chair"
    assert dialog.confirm_button.text() == "Admit anyway"


def test_admitting_anyway_needs_a_reason(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        alert(tx, "Max Muster")
    dialog, keys = opened(qtbot, client)
    fill(keys, "Max Muster")

    keys.press("Ctrl+Return")
    assert inside(database) == []
    assert dialog.anyway.hasFocus()
    keys.type("police is with him")
    keys.press("Ctrl+Return")

    assert [party.visitor for party in inside(database)] == ["Max Muster"]


def test_a_plate_speaks_up_and_falls_silent(
    qtbot: QtBot, client: Client, database: Database
) -> None:
    with database.write("ann") as tx:
        alert(tx, "", license_plate="B-AD 1", reason="stolen")
    dialog, _ = opened(qtbot, client)

    dialog.fields.plate.setText("bad1")
    assert "stolen" in dialog.refusal.said
    dialog.fields.plate.setText("bad12")

    assert dialog.refusal.said == ""
    assert dialog.confirm_button.text() == "Check in"


def test_a_welcome_note_is_friendly_and_in_nobodys_way(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        alert(tx, "Ada Lind", AlertKind.WELCOME, reason="ring the director")
    dialog, keys = opened(qtbot, client)
    fill(keys)
    assert dialog.welcome.said == "Welcome Ada Lind: ring the director"

    keys.press("Ctrl+Return")

    assert len(inside(database)) == 1


def test_a_full_day_says_how_many_are_left_and_logs_without_counting(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        day(tx, tx.today, places=10, occupied=9)
        site.choose(tx, site.COUNT_ARRIVALS.key, True)
    dialog, keys = opened(qtbot, client)
    assert "1 are left" in dialog.count.text()
    dialog.fields.people.setValue(3)
    fill(keys)
    dialog.fields.people.setValue(3)

    keys.press("Ctrl+Return")
    assert "1 places left" in dialog.full.said
    assert inside(database) == []
    keys.press("Tab Space")

    assert len(inside(database)) == 1
    with database.read() as tx:
        assert days.on(tx, tx.today).occupied == 9


def test_a_full_day_is_overridden_with_a_reason(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    with database.write("ann") as tx:
        day(tx, tx.today, places=1, occupied=1)
    dialog, keys = opened(qtbot, client)
    fill(keys)
    dialog.count.setChecked(True)

    keys.press("Ctrl+Return")
    keys.type("a wedding")
    keys.press("Ctrl+Return")

    assert len(inside(database)) == 1
    with database.read() as tx:
        assert days.on(tx, tx.today).occupied == 2


def test_escape_asks_only_when_something_was_typed(
    qtbot: QtBot, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda self: asked.append(self.text()))
    dialog, keys = opened(qtbot, client)
    keys.type("Ada")
    keys.press("Escape")

    assert asked == ["Throw away what you typed?"]
    assert dialog.isVisible()

    other, keys = opened(qtbot, client)
    keys.press("Escape")

    assert len(asked) == 1
    assert not other.isVisible()


def test_the_log_is_not_touched_by_looking(
    qtbot: QtBot, client: Client, database: Database, host: Person
) -> None:
    _, keys = opened(qtbot, client)
    keys.type("alma")
    keys.press("Tab")

    with database.read() as tx:
        assert visitor_log.count(tx, visitor_log.View()) == 0
