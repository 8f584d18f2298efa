"""The one model behind every list: what it does to the selection when the rows change."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from desk.gui.table import TRAILING, Column, TableModel


@dataclass(frozen=True)
class Guest:
    id: int
    name: str
    age: int = 30


COLUMNS = [
    Column[Guest]("Name", lambda guest: guest.name, tooltip=lambda guest: f"{guest.name}, a guest"),
    Column[Guest](
        "Age",
        lambda guest: str(guest.age),
        sort_key=lambda guest: guest.age,
        align=TRAILING,
        spoken=lambda guest: f"{guest.age} years old",
    ),
]
rows = st.lists(
    st.builds(Guest, st.integers(0, 8), st.sampled_from("abc")), unique_by=lambda g: g.id
)


def shown(model: TableModel[Guest]) -> list[Guest]:
    return [model.index(n, 0).data(model.RowRole) for n in range(model.rowCount())]


@pytest.mark.usefixtures("qapp")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, rows)
def test_showing_other_rows_keeps_hold_of_those_that_stay(
    before: list[Guest], after: list[Guest]
) -> None:
    model = TableModel(COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(before)
    held = {g.id: QPersistentModelIndex(model.index(n, 1)) for n, g in enumerate(before)}

    model.show(after)

    assert shown(model) == after
    kept = {g.id for g in after}
    for guest in after:
        if guest.id in held:
            assert held[guest.id].data(model.RowRole) == guest
            assert held[guest.id].column() == 1
    assert all(not held[gone].isValid() for gone in held.keys() - kept)
    del tester


@pytest.mark.usefixtures("qapp")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, rows)
def test_the_selected_row_stays_selected_wherever_it_goes(
    before: list[Guest], after: list[Guest]
) -> None:
    model = TableModel(COLUMNS)
    model.show(before)
    selection = QItemSelectionModel(model)
    command = QItemSelectionModel.SelectionFlag
    for at, guest in enumerate(before):
        if guest.id % 2:
            selection.select(model.index(at, 0), command.Select | command.Rows)

    model.show(after)

    chosen = {index.data(model.RowRole).id for index in selection.selectedRows()}
    assert chosen == {g.id for g in before if g.id % 2} & {g.id for g in after}


@pytest.mark.usefixtures("qapp")
def test_showing_the_same_rows_again_touches_nothing() -> None:
    model = TableModel(COLUMNS)
    guests = [Guest(1, "a"), Guest(2, "b")]
    model.show(guests)
    signals = [
        QSignalSpy(getattr(model, name))
        for name in ("rowsInserted", "rowsRemoved", "layoutChanged", "dataChanged", "modelReset")
    ]

    model.show(list(guests))

    assert all(spy.count() == 0 for spy in signals)


@pytest.mark.usefixtures("qapp")
def test_rows_that_come_together_are_announced_together() -> None:
    model = TableModel(COLUMNS)
    model.show([Guest(0, "a"), Guest(99, "z")])
    spy = QSignalSpy(model.rowsInserted)

    model.show([Guest(0, "a"), *(Guest(n, "b") for n in range(1, 50)), Guest(99, "z")])

    assert spy.count() == 1


@pytest.mark.usefixtures("qapp")
def test_a_cell_says_its_text_its_tooltip_and_what_is_spoken() -> None:
    model = TableModel(COLUMNS)
    model.show([Guest(7, "Ada", 36)])
    name, age = model.index(0, 0), model.index(0, 1)
    role = Qt.ItemDataRole

    assert (name.data(), age.data()) == ("Ada", "36")
    assert name.data(role.ToolTipRole) == "Ada, a guest"
    assert age.data(role.AccessibleTextRole) == "36 years old"
    assert age.data(model.SortRole) == 36
    assert Qt.AlignmentFlag(age.data(role.TextAlignmentRole)) == TRAILING
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Age"
    assert (model.row_of(7), model.row_of(8)) == (0, -1)
