"""The visitor log as a table model: what it reads, and what it holds on to when the log changes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desk.domain.visitor import Standing
from desk.gui.client import Client
from desk.gui.visitors import log_rows
from desk.gui.visitors.log_cells import VISITOR
from desk.gui.visitors.log_model import LogModel
from desk.gui.visitors.log_rows import HEAD, PAGE
from desk.services import visitor_log, visitors
from desk.services.visitor_log import View
from desk.store.database import Database
from desk.store.records import VisitorEntryRecord
from tests import build
from tests.conftest import Clock, at
from tests.gui.log_of import everything, fill, kept, numbered, shown

Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def model(client: Client) -> LogModel:
    return LogModel(client)


def test_the_first_rows_are_there_before_the_log_is_counted(
    database: Database, model: LogModel
) -> None:
    fill(database, numbered(300))

    model.show(View())

    assert (model.rowCount(), model.complete) == (HEAD, False)


def test_counting_lets_the_list_be_as_long_as_the_log(database: Database, model: LogModel) -> None:
    fill(database, numbered(300))
    tester = QAbstractItemModelTester(model, Fatal)
    model.show(View())
    counted = QSignalSpy(model.counted)

    model.fetchMore(QModelIndex())

    assert (model.rowCount(), model.complete, counted.count()) == (300, True, 1)
    assert shown(model) == kept(database)
    del tester


def test_a_short_log_needs_no_second_look(database: Database, model: LogModel) -> None:
    fill(database, numbered(3))
    counted = QSignalSpy(model.counted)

    model.show(View())

    assert (model.rowCount(), model.complete, counted.count()) == (3, True, 1)
    assert not model.canFetchMore(QModelIndex())


def test_a_model_that_shows_nothing_yet_is_sound(model: LogModel) -> None:
    tester = QAbstractItemModelTester(model, Fatal)

    model.refresh()

    assert model.rowCount() == 0
    del tester


@pytest.mark.parametrize("standing", [None, *Standing])
def test_every_view_is_shown_in_the_order_of_the_log(
    database: Database, model: LogModel, standing: Standing | None
) -> None:
    fill(database, numbered(150))
    fill(database, numbered(140), arrived_at=None)
    fill(database, numbered(130), departed_at=at(23))
    view = View(standing=standing)

    model.show(view)

    assert shown(everything(model)) == kept(database, view)


def test_only_the_pages_looked_at_last_stay_in_memory(
    database: Database, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, numbered(6 * PAGE))
    monkeypatch.setattr(log_rows, "MOST_PAGES", 3)
    pages = log_rows.Pages(client, View(), [], lambda: [])
    pages.finish()

    for row in range(0, 6 * PAGE, PAGE):
        pages.entry(row)

    assert sorted(pages.known(range(6 * PAGE))) == list(range(3 * PAGE, 6 * PAGE))


def test_a_page_somebody_holds_on_to_stays_in_memory(
    database: Database, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, numbered(6 * PAGE))
    monkeypatch.setattr(log_rows, "MOST_PAGES", 3)
    pages = log_rows.Pages(client, View(), [], lambda: [PAGE + 5])
    pages.finish()

    for row in range(0, 6 * PAGE, PAGE):
        pages.entry(row)

    assert PAGE + 5 in pages.known(range(6 * PAGE))


def test_a_search_shows_two_hundred_and_says_that_there_are_more(
    database: Database, model: LogModel
) -> None:
    fill(database, ["Ada"] * 201)

    model.show(View(text="ada"))

    assert (model.rowCount(), model.more) == (200, True)
    assert shown(model) == kept(database, View(text="ada"))


def test_a_search_that_finds_all_of_them_says_nothing_more(
    database: Database, model: LogModel
) -> None:
    fill(database, ["Ada", "Bo", "Adam"])

    model.show(View(text="ada"))

    assert [entry.visitor for entry in shown(model)] == ["Ada", "Adam"]
    assert not model.more


@pytest.mark.parametrize("text", ["", "visitor"])
def test_rows_held_on_to_move_down_when_somebody_arrives(
    database: Database, model: LogModel, text: str
) -> None:
    fill(database, numbered(150))
    tester = QAbstractItemModelTester(model, Fatal)
    model.show(View(text=text))
    held = QPersistentModelIndex(everything(model).index(3, VISITOR))
    with database.write("test") as tx:
        build.entry(tx, 1, "Visitor new", arrived_at=at(10))

    model.refresh()

    assert (held.row(), held.data()) == (4, "Visitor 3")
    assert shown(model) == kept(database, View(text=text))
    del tester


def test_a_row_far_away_is_held_although_its_page_was_not_looked_at_lately(
    database: Database, model: LogModel
) -> None:
    fill(database, numbered(8 * PAGE))
    model.show(View())
    held = QPersistentModelIndex(everything(model).index(7 * PAGE, VISITOR))
    assert held.data() == f"Visitor {7 * PAGE}"
    for row in range(0, 4 * PAGE, PAGE):
        model.entry(row)
    with database.write("test") as tx:
        visitors.remove(tx, [entry.id for entry in kept(database)[10:13]])

    model.refresh()

    assert (held.row(), held.data()) == (7 * PAGE - 3, f"Visitor {7 * PAGE}")


def test_an_entry_that_goes_takes_only_its_own_row_along(
    database: Database, model: LogModel
) -> None:
    fill(database, numbered(20))
    model.show(View())
    held = [QPersistentModelIndex(model.index(row, 0)) for row in range(20)]
    with database.write("test") as tx:
        visitors.remove(tx, [shown(model)[5].id])

    gone = model.refresh()

    assert [index.row() for index in held] == [*range(5), -1, *range(5, 19)]
    assert [entry.visitor for entry in gone.values()] == ["Visitor 5"]


def test_an_altered_entry_says_so_and_stays(database: Database, model: LogModel) -> None:
    fill(database, numbered(3))
    model.show(View())
    altered = QSignalSpy(model.dataChanged)
    removed = QSignalSpy(model.rowsRemoved)
    with database.write("test") as tx:
        visitors.depart(tx, [shown(model)[1].id])

    model.refresh()

    assert model.index(1, 0).data() == "Left"
    assert (altered.count(), removed.count()) == (1, 0)


acts = st.lists(
    st.tuples(st.sampled_from(["arrive", "remove", "move", "leave"]), st.integers(0, 400)),
    min_size=1,
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.lists(acts, min_size=1, max_size=3), st.sampled_from([None, Standing.INSIDE]))
def test_whatever_happens_every_held_row_stays_with_its_entry(
    database: Database,
    client: Client,
    rounds: list[list[tuple[str, int]]],
    standing: Standing | None,
) -> None:
    if not kept(database):
        fill(database, numbered(300))
    view = View(standing=standing)
    model = LogModel(client)
    tester = QAbstractItemModelTester(model, Fatal)
    model.show(view)
    held = {
        entry: QPersistentModelIndex(model.index(row, 1))
        for row, entry in enumerate(shown(everything(model))[:256])
        if row % 7 == 0
    }

    for round_of_acts in rounds:
        for act, number in round_of_acts:
            _do(database, act, number)
        model.refresh()

        entries = kept(database, view)
        assert shown(model) == entries
        rows = {entry.id: row for row, entry in enumerate(entries)}
        for entry, index in held.items():
            if index.isValid():
                assert index.row() == rows[entry.id]
    del tester


def _do(database: Database, act: str, number: int) -> None:
    with database.write("test") as tx:
        there = visitor_log.count(tx, View())
        (entry,) = visitor_log.page(tx, View(), number % there, 1, there)
        if act == "arrive":
            build.entry(tx, 1, "New", arrived_at=at(6, number % 60))
        elif act == "remove" and there > 10:
            visitors.remove(tx, [entry.id])
        elif act == "leave" and entry.standing is Standing.INSIDE:
            visitors.depart(tx, [entry.id])
        elif act == "move":
            record = tx.get(VisitorEntryRecord, entry.id)
            record.arrived_at = entry.arrival - timedelta(minutes=number)
            record.departed_at = None


def test_the_stay_grows_when_time_goes_on(
    database: Database, model: LogModel, clock: Clock
) -> None:
    fill(database, ["Ada"])
    model.show(View())
    stay = model.index(0, 7)
    assert stay.data() == "0 min"

    clock.advance(timedelta(minutes=12))
    model.tick()

    assert stay.data() == "12 min"


def test_ids_and_rows_lead_to_each_other(database: Database, model: LogModel) -> None:
    fill(database, numbered(300))
    model.show(View())
    everything(model)
    ids = [entry.id for entry in kept(database)]

    assert model.ids(200, 204) == ids[200:205]
    assert model.rows_of([ids[250], ids[3], 4711]) == {ids[250]: 250, ids[3]: 3}


def test_the_roles_give_the_entry_and_where_it_stands(database: Database, model: LogModel) -> None:
    fill(database, ["Ada"])
    model.show(View())
    entry = kept(database)[0]

    assert model.index(0, 0).data(LogModel.RowRole) == entry
    assert model.index(0, 5).data(LogModel.IdRole) == entry.id
    assert model.index(0, 5).data(LogModel.StandingRole) == Standing.INSIDE


def test_headings_have_words_and_numbers_stand_at_the_far_side(model: LogModel) -> None:
    heading = partial(model.headerData, orientation=Qt.Orientation.Horizontal)

    assert [heading(at) for at in range(3)] == ["Standing", "Arrival", "Visitor"]
    assert heading(3, role=Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignTrailing
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_typing_a_name_finds_it_further_than_the_memory_reaches(
    database: Database, model: LogModel
) -> None:
    fill(database, [*numbered(600), "Quentin Berg", *numbered(20)])
    model.show(View())
    everything(model)

    assert model.row_beginning("quent", 0) == 600
    assert model.row_beginning("berg", 0) == 600
    assert model.row_beginning("QUENT", 601) == 600
    assert model.row_beginning("nobody", 0) == -1


def test_one_letter_is_looked_for_only_near_by(database: Database, model: LogModel) -> None:
    fill(database, [*numbered(600), "Quentin"])
    model.show(View())
    everything(model)

    assert model.row_beginning("q", 500) == 600
    assert model.row_beginning("q", 0) == -1


def test_a_name_is_found_among_the_hits_of_a_search(database: Database, model: LogModel) -> None:
    fill(database, ["Ada Lind", "Bo Lind", "Cy Lind"])
    model.show(View(text="lind"))

    assert model.row_beginning("cy", 0) == 2
    assert model.row_beginning("lind", 1) == 1


def test_entries_of_places_are_left_out_when_they_are_not_in_the_view(
    database: Database, client: Client
) -> None:
    fill(database, numbered(5))
    entries = kept(database)
    with database.write("test") as tx:
        visitors.remove(tx, [entries[2].id])

    places = client.ask(visitor_log.places, View(), entries)

    assert places == {entries[0].id: 0, entries[1].id: 1, entries[3].id: 2, entries[4].id: 3}
