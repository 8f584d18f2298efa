"""Choosing a row of a list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.gui.table import Column, TableModel
from desk.gui.table_view import TableView
from tests.gui.test_table import Guest

Modifier = Qt.KeyboardModifier


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TableView]:
    made = TableView("guests", "Guests")
    qtbot.addWidget(made)
    model = TableModel([Column[Guest]("Name", lambda guest: guest.name)], made)
    model.show([Guest(number, name) for number, name in enumerate("abc")])
    made.setModel(model)
    yield made
    QTest.keyClick(made, Qt.Key.Key_F2)  # Nothing is held for the tests that follow.


@pytest.mark.parametrize("held", [Modifier.ControlModifier, Modifier.ShiftModifier])
def test_a_row_is_chosen_alone_whatever_keys_are_still_held(
    view: TableView, held: Modifier
) -> None:
    QTest.keyClick(view, Qt.Key.Key_F2, held)
    assert QGuiApplication.keyboardModifiers() == held

    for row in (0, 0, 2):
        view.selectRow(row)
        assert [index.row() for index in view.selectionModel().selectedRows()] == [row]
        assert view.currentIndex().row() == row
