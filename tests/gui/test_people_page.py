"""The page of people on a real file: searching, the card, adding, changing, merging, undoing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person, PersonKind
from desk.domain.errors import ChangedBy, DeskError
from desk.gui.client import Client
from desk.gui.people.edit import PersonDialog
from desk.gui.people.merging import MergeDialog
from desk.gui.people.page import PeoplePage
from desk.gui.undo import Steps
from desk.services import people, visitor_log
from desk.services.people import Details
from desk.store.database import Database
from tests import build
from tests.conftest import at

Key = Qt.Key
D = TypeVar("D", bound=QDialog)


def known(kind: PersonKind, first: str, last: str, **facts: str) -> Details:
    return Details(kind=kind, first_name=first, last_name=last, **facts)


@pytest.fixture
def ana(database: Database) -> Person:
    """Ana, whom somebody visits now and somebody will visit; with others beside her."""
    with database.write("setup") as tx:
        resident, patient = PersonKind.RESIDENT, PersonKind.PATIENT
        made = people.add(
            tx, known(resident, "Ana", "Hernández", unit="12B", phone="+39 06 1234 567")
        )
        people.add(tx, known(resident, "Grace", "Okafor", unit="3A", email="grace@example.org"))
        people.add(tx, known(patient, "Milan", "Novak", phone="06 99 88 77"))
        build.entry(tx, made.id, "Carmen Ruiz", arrived_at=at(8), people=3)
        build.entry(tx, made.id, "Piotr Kowal", arrived_at=at(8, day=-3), departed_at=at(9, day=-3))
        build.entry(tx, made.id, "Otto Weiss", expected_at=at(15, day=2), arrived_at=None)
        build.entry(tx, made.id, "Lena Berg", expected_at=at(15, day=1), arrived_at=None)
    return made


@pytest.fixture
def page(qtbot: QtBot, client: Client, ana: Person) -> PeoplePage:
    made = PeoplePage(client)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def refusals(client: Client) -> list[DeskError]:
    heard: list[DeskError] = []
    client.refused.connect(heard.append)
    return heard


def names(page: PeoplePage) -> list[str]:
    return [person.name for person in page.list.model.rows]


def opened(qtbot: QtBot, page: PeoplePage, kind: type[D]) -> D:
    """The one dialog of that kind, once it has the keyboard."""
    found = page.window().findChildren(kind)
    assert len(found) == 1
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def test_the_page_opens_with_everybody_and_the_keyboard_in_the_search(page: PeoplePage) -> None:
    assert names(page) == ["Ana Hernández", "Milan Novak", "Grace Okafor"]
    assert page.list.hits.text() == "People: 3"
    assert page.list.search.hasFocus()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hern", ["Ana Hernández"]),
        ("HERNANDEZ ana", ["Ana Hernández"]),
        ("andez", ["Ana Hernández"]),
        ("12b", ["Ana Hernández"]),
        ("4567", ["Ana Hernández"]),
        ("061234567", ["Ana Hernández"]),
        ("grace@", ["Grace Okafor"]),
        ("06", ["Ana Hernández", "Milan Novak"]),
    ],
)
def test_people_are_found_by_any_part_of_what_is_known(
    qtbot: QtBot, page: PeoplePage, typed: str, found: list[str]
) -> None:
    qtbot.keyClicks(page.list.search, typed)

    assert sorted(names(page)) == sorted(found)
    assert page.list.hits.text() == f"Found: {len(found)}"
    assert page.person is not None
    assert page.person.name in found


def test_a_tab_confines_the_list_to_one_kind(qtbot: QtBot, page: PeoplePage) -> None:
    page.list.kinds.setCurrentIndex(2)

    assert names(page) == ["Milan Novak"]
    assert page.card.kind.text() == "Patient"


def test_the_arrows_choose_in_the_list_while_one_types(qtbot: QtBot, page: PeoplePage) -> None:
    search = page.list.search
    qtbot.keyClick(search, Key.Key_Down)
    assert page.card.name.text() == "Milan Novak"

    qtbot.keyClick(search, Key.Key_Up)
    qtbot.keyClick(search, Key.Key_Return)

    assert page.card.name.text() == "Ana Hernández"
    assert page.list.table.hasFocus()


def test_nobody_found_says_so_and_offers_a_way_out(qtbot: QtBot, page: PeoplePage) -> None:
    qtbot.keyClicks(page.list.search, "Zoe Quist")
    assert "Zoe Quist" in page.list.empty.sentence.text()
    assert not page.list.table.isVisible()
    assert page.card.nobody.isVisible()

    qtbot.keyClick(page.list.search, Key.Key_Escape)

    assert len(names(page)) == 3


def test_a_name_searched_for_in_vain_is_filled_in_for_a_new_person(
    qtbot: QtBot, page: PeoplePage, client: Client
) -> None:
    qtbot.keyClicks(page.list.search, "Zoe Mae Quist")
    qtbot.mouseClick(page.list.empty.button, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, page, PersonDialog)
    assert dialog.lines["first_name"].text() == "Zoe Mae"

    dialog.accept()

    assert [p.name for p in client.ask(people.find, "quist")] == ["Zoe Mae Quist"]
    assert page.card.name.text() == "Zoe Mae Quist"


def test_the_card_shows_those_to_come_first_then_the_latest(page: PeoplePage) -> None:
    rows = page.card.model.rows

    assert [visit.who for visit in rows] == [
        "Lena Berg",
        "Otto Weiss",
        "Carmen Ruiz and 2 more",
        "Piotr Kowal",
    ]
    assert page.card.summary.text() == "To come: 2. Before: 2, the last today 09:00."
    spoken = page.card.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("expected, Tue 5 Feb")


def test_a_visit_that_is_logged_elsewhere_appears_on_the_card(
    page: PeoplePage, database: Database, ana: Person
) -> None:
    with database.write("bob") as tx:
        build.entry(tx, ana.id, "New Comer")

    assert "New Comer" in [visit.who for visit in page.card.model.rows]


def test_a_new_person_needs_no_more_than_a_name(
    qtbot: QtBot, page: PeoplePage, client: Client
) -> None:
    page.add()
    dialog = opened(qtbot, page, PersonDialog)
    assert dialog.lines["first_name"].hasFocus()
    assert not dialog.button.isEnabled()
    assert dialog.needed.isVisible()

    qtbot.keyClicks(dialog.lines["first_name"], "Ines")
    assert not dialog.needed.isVisible()
    qtbot.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert client.ask(people.find, "ines")[0].kind is PersonKind.RESIDENT
    assert page.person is not None
    assert page.person.name == "Ines"


def test_somebody_known_already_is_pointed_out_while_one_types(
    qtbot: QtBot, page: PeoplePage, client: Client
) -> None:
    page.list.search.setText("Novak")
    page.add()
    dialog = opened(qtbot, page, PersonDialog)
    qtbot.keyClicks(dialog.lines["first_name"], "ana")
    qtbot.keyClicks(dialog.lines["last_name"], "hernandez")
    qtbot.waitUntil(dialog.alike.isVisible)
    assert dialog.alike.buttons[0].text() == "Looks like Ana Hernández, 12B, +39 06 1234 567"

    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(dialog.alike.buttons[0], Qt.MouseButton.LeftButton)

    assert page.card.name.text() == "Ana Hernández"
    assert client.ask(people.count) == 3


def test_the_same_phone_is_pointed_out_too(qtbot: QtBot, page: PeoplePage) -> None:
    page.add()
    dialog = opened(qtbot, page, PersonDialog)
    qtbot.keyClicks(dialog.lines["last_name"], "Somebody")
    qtbot.keyClicks(dialog.lines["phone"], "0039 06 1234567")

    qtbot.waitUntil(lambda: bool(dialog.alike.found))

    assert [person.name for person in dialog.alike.found] == ["Ana Hernández"]


def test_a_change_is_saved_and_undone_by_its_name(
    qtbot: QtBot, page: PeoplePage, client: Client, ana: Person
) -> None:
    steps = Steps(client)
    qtbot.keyClick(page.list.table, Key.Key_Return)
    dialog = opened(qtbot, page, PersonDialog)
    dialog.lines["phone"].setText("+39 06 555")
    dialog.note.setPlainText("Ring twice")

    dialog.accept()

    assert client.ask(people.one, ana.id).phone == "+39 06 555"
    assert page.card.note.text() == "Ring twice"
    assert steps.stack.undoText() == "Change Ana Hernández"

    steps.undo()

    assert client.ask(people.one, ana.id).phone == "+39 06 1234 567"
    assert page.card.facts["phone"].text() == "+39 06 1234 567"
    assert not page.card.note.isVisible()


def test_what_somebody_else_changed_meanwhile_is_not_lost(
    qtbot: QtBot,
    page: PeoplePage,
    client: Client,
    database: Database,
    ana: Person,
    refusals: list[DeskError],
) -> None:
    page.edit()
    dialog = opened(qtbot, page, PersonDialog)
    dialog.lines["phone"].setText("+39 06 555")
    with database.write("bob") as tx:
        theirs = known(ana.kind, "Ana", "Hernández", unit="14C", phone="+39 06 777")
        people.amend(tx, ana.id, theirs, seen=ana.version)

    dialog.accept()

    assert [type(error) for error in refusals] == [ChangedBy]
    assert dialog.isVisible()
    assert dialog.lines["unit"].text() == "14C"
    assert dialog.lines["phone"].text() == "+39 06 555"
    assert "+39 06 777" in dialog.meanwhile.text()

    dialog.accept()

    kept = client.ask(people.one, ana.id)
    assert (kept.unit, kept.phone) == ("14C", "+39 06 555")


def test_characters_that_cannot_be_kept_are_marked_at_their_field(
    qtbot: QtBot, page: PeoplePage
) -> None:
    page.edit()
    dialog = opened(qtbot, page, PersonDialog)
    dialog.lines["email"].setText("a\0b")

    dialog.accept()

    assert dialog.isVisible()
    assert "cannot be kept" in dialog.lines["email"].accessibleDescription()


def test_two_records_of_one_person_become_one_and_two_again(
    qtbot: QtBot, page: PeoplePage, client: Client, database: Database, ana: Person
) -> None:
    steps = Steps(client)
    with database.write("setup") as tx:
        double = people.add(
            tx, known(PersonKind.RESIDENT, "Anita", "Hernández", email="ana@example.org")
        )
        build.entry(tx, double.id, "Late Guest")
    page.list.show_person(ana)
    page.merge()
    dialog = opened(qtbot, page, MergeDialog)
    assert not dialog.button.isEnabled()

    qtbot.keyClicks(dialog.duplicate, "anita")
    qtbot.keyClick(dialog.duplicate, Key.Key_Return)
    preview = {line.what: line.after for line in dialog.model.rows}
    assert preview["E-mail"] == "ana@example.org"
    assert preview["Flat or room"] == "12B"
    assert preview["Visits"] == "5"
    dialog.accept()

    assert client.ask(people.one, double.id).id == ana.id
    assert client.ask(people.one, ana.id).email == "ana@example.org"
    assert "Late Guest" in [visit.who for visit in page.card.model.rows]
    assert "Anita Hernández" not in names(page)
    assert steps.stack.undoText() == "Merge Anita Hernández into Ana Hernández"

    steps.undo()

    assert client.ask(people.one, ana.id).email is None
    assert client.ask(people.one, double.id).name == "Anita Hernández"
    assert len(client.ask(visitor_log.of_resident, double.id)) == 1
    assert "Anita Hernández" in names(page)


def test_the_one_who_is_chosen_stays_chosen_when_others_come_and_go(
    page: PeoplePage, client: Client, database: Database
) -> None:
    page.list.show_person(client.ask(people.find, "novak")[0])
    with database.write("bob") as tx:
        people.add(tx, known(PersonKind.PATIENT, "Abel", "Aalto"))

    assert page.person is not None
    assert page.person.name == "Milan Novak"
    assert names(page)[0] == "Abel Aalto"


def test_what_is_exported_is_what_the_list_has_found(
    qtbot: QtBot, page: PeoplePage, tmp_path: Path
) -> None:
    page.list.search.setText("hern")

    with qtbot.waitSignal(page.said) as said:
        page.send_out_to(tmp_path / "people.csv")

    with (tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["first_name"], row["unit"]) for row in rows] == [("Ana", "12B")]
    assert said.args == ["people.csv is written. People: 1"]


def test_a_search_among_many_answers_within_the_blink_of_an_eye(
    qtbot: QtBot, page: PeoplePage, client: Client, database: Database
) -> None:
    with database.write("setup") as tx:
        for number in range(300):
            people.add(tx, known(PersonKind.PATIENT, f"Person{number}", "Many"))

    page.list.search.setText("many")

    assert len(page.list.model.rows) == 200
    assert page.list.hits.text() == "Found: 300. The first 200 are shown."


@pytest.mark.parametrize("width", [700, 900, 1100, 1300, 1800])
def test_the_list_shows_as_many_columns_as_fit_and_never_scrolls_sideways(
    qtbot: QtBot, page: PeoplePage, width: int
) -> None:
    page.resize(width, 600)

    qtbot.waitUntil(lambda: page.list.table.horizontalScrollBar().maximum() == 0)
    shown = [not page.list.table.isColumnHidden(column) for column in range(5)]
    assert shown[0]
    assert all(shown) or width < 1300


def test_every_widget_of_page_and_dialogs_has_a_name_and_an_identifier(
    page: PeoplePage,
) -> None:
    made = [make() for make in page.dialogs().values()]
    for widget in (page, *made):
        for child in widget.findChildren(QWidget):
            own = not child.objectName().startswith("qt_")  # the parts of a widget of Qt's
            if own and child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisibleTo(widget):
                assert child.accessibleName() or isinstance(child, QLabel), child
                assert child.accessibleIdentifier(), child
