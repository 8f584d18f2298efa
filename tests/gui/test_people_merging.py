"""The preview of a merge is what the merge then does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person, PersonKind
from desk.domain.errors import DeskError, Invalid
from desk.gui.client import Client
from desk.gui.people.merging import MergeDialog, lines, merged
from desk.services import people
from desk.services.people import Details
from desk.store.database import Database

facts = st.one_of(st.none(), st.sampled_from(["12B", "+39 06 1", "a@example.org"]))
notes = st.sampled_from(["", "Ring twice", "Deaf\nPolish"])
details = st.builds(
    Details,
    kind=st.just(PersonKind.RESIDENT),
    first_name=st.sampled_from(["Ana", "Anita"]),
    last_name=st.just("Berg"),
    phone=facts,
    email=facts,
    unit=facts,
    note=notes,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(details, details)
def test_what_is_shown_before_is_what_is_known_afterwards(
    database: Database, first: Details, second: Details
) -> None:
    with database.write("test") as tx:
        keep, duplicate = people.add(tx, first), people.add(tx, second)
        expected = merged(keep, duplicate)
        kept = people.merge(tx, keep.id, duplicate.id)

    for name in ("name", "unit", "phone", "email", "note"):
        assert getattr(kept, name) == getattr(expected, name)


@pytest.mark.usefixtures("qapp")
def test_the_preview_has_a_line_for_everything_and_sums_up_the_visits(database: Database) -> None:
    with database.write("test") as tx:
        kind = PersonKind.RESIDENT
        keep = people.add(tx, Details(kind=kind, first_name="Ana", unit="12B", note="Deaf"))
        duplicate = people.add(tx, Details(kind=kind, last_name="Berg", note="Polish"))

    shown = {
        line.what: (line.kept, line.duplicate, line.after)
        for line in lines(keep, duplicate, [3, 2])
    }

    assert shown["Name"] == ("Ana", "Berg", "Ana")
    assert shown["Flat or room"] == ("12B", "", "12B")
    assert shown["Note"] == ("Deaf", "Polish", "Deaf · Polish")
    assert shown["Visits"] == ("3", "2", "5")


@pytest.fixture
def ana(database: Database) -> Person:
    with database.write("setup") as tx:
        kind = PersonKind.RESIDENT
        return people.add(tx, Details(kind=kind, first_name="Ana", last_name="Berg", unit="12B"))


def opened(qtbot: QtBot, client: Client, keep: Person) -> MergeDialog:
    made = MergeDialog(client, keep)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_other_record_may_be_the_one_that_stays(
    qtbot: QtBot, client: Client, database: Database, ana: Person
) -> None:
    with database.write("setup") as tx:
        kind = PersonKind.RESIDENT
        other = people.add(tx, Details(kind=kind, first_name="Ana", last_name="Bergh"))
        people.add(tx, Details(kind=PersonKind.PATIENT, first_name="Ana", last_name="Berg"))
    dialog = opened(qtbot, client, ana)
    assert [person.id for person in dialog.alike.found] == [other.id]
    dialog.alike.buttons[0].click()

    dialog.swap.click()
    assert (dialog.keep.id, dialog.duplicate.person) == (other.id, ana)
    dialog.accept()

    assert client.ask(people.one, ana.id).id == other.id
    assert client.ask(people.one, other.id).unit == "12B"


def test_nobody_is_merged_with_him_or_herself(qtbot: QtBot, client: Client, ana: Person) -> None:
    dialog = opened(qtbot, client, ana)

    qtbot.keyClicks(dialog.duplicate, "ana")

    assert ana not in [offer.value for offer in dialog.duplicate.offered]
    assert not dialog.button.isEnabled()


def test_a_merge_that_comes_too_late_is_refused(
    qtbot: QtBot, client: Client, database: Database, ana: Person
) -> None:
    with database.write("setup") as tx:
        kind = PersonKind.RESIDENT
        double = people.add(tx, Details(kind=kind, first_name="Ana", last_name="Bergh"))
        third = people.add(tx, Details(kind=kind, first_name="Anna", last_name="Berg"))
    refusals: list[DeskError] = []
    client.refused.connect(refusals.append)
    dialog = opened(qtbot, client, ana)
    dialog.duplicate.show_person(double)
    with database.write("bob") as tx:
        people.merge(tx, third.id, double.id)

    dialog.accept()

    assert [type(error) for error in refusals] == [Invalid]
    assert dialog.isVisible()
    assert client.ask(people.one, double.id).id == third.id
