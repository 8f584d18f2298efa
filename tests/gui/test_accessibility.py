"""Everything a hand can use has a name to be spoken and an identifier to be found by.

The walk goes through the whole window, page by page, and through every dialog that a page or the
window says it can open; whatever is added there is walked as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from desk.domain.visitor import AlertKind
from desk.gui import pages
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.naming import named
from desk.gui.window_commands import WindowCommands
from desk.services import visitors
from desk.settings import Settings
from desk.store.database import Database
from tests import build
from tests.conftest import at
from tests.gui import waiting_screen

Role = QAccessible.Role
USED_BY_HAND = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
# What Qt makes inside these is theirs to name: the line of a combo box, the corner of a table.
WHOLE = (QComboBox, QAbstractSpinBox, QAbstractItemView, QLineEdit, QTabBar)
ROLES = {
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.Dialog,
    Role.EditableText,
    Role.List,
    Role.MenuItem,
    Role.PageTab,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
    Role.Table,
    Role.Tree,
}
CONTENTS = {Role.Cell, Role.ColumnHeader, Role.RowHeader, Role.ListItem, Role.TreeItem, Role.Row}


@pytest.fixture(autouse=True)
def lived_in(database: Database) -> None:
    """A house in which every list shows something."""
    with database.write("test") as tx:
        grace = build.resident(tx, "Grace", "Okafor")
        build.patient(tx)
        build.entry(tx, grace.id, "Ada Lind", arrived_at=at(8))
        left = build.entry(tx, grace.id, "Jo Doe", arrived_at=at(7))
        visitors.expect(tx, build.party(grace.id, "Max Power"), at(11))
        visitors.depart(tx, [left.id])
        build.alert(tx, "Max Power", AlertKind.REFUSE)
        build.day(tx, tx.today, places=10, occupied=4)
    waiting_screen.house(database)
    waiting_screen.three(database)


@pytest.fixture
def commands(controls: Controls, client: Client, qapp: QApplication) -> WindowCommands:
    made = WindowCommands(controls, qapp, Settings(), Path())
    made.open(client, "SQLite")
    return made


def used_by_hand(root: QWidget) -> Iterator[QWidget]:
    """Every widget below `root` that a hand can use, without the inner parts of a whole one."""
    for child in root.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if isinstance(child, QHeaderView | QScrollBar) or child.isWindow():
            continue
        if isinstance(child, USED_BY_HAND) or child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield child
        if not isinstance(child, WHOLE):
            yield from used_by_hand(child)


def below(found: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    children = (found.child(number) for number in range(found.childCount()))
    return (child for child in children if child is not None and child.isValid())


def name(found: QAccessibleInterface) -> str:
    return str(found.text(QAccessible.Text.Name))


def complaints(root: QWidget) -> list[str]:
    """What a person who cannot see the screen would miss below `root`."""
    found = QAccessible.queryAccessibleInterface(root)
    return [*_widgets(root), *_names(found, root.objectName()), *_siblings(found)]


def _widgets(root: QWidget) -> Iterator[str]:
    for widget in used_by_hand(root):
        parent = widget.parentWidget()
        where = parent.objectName() if parent else ""
        who = f"{type(widget).__name__} {widget.objectName()!r} in {where!r}"
        if isinstance(widget, QAbstractButton) and widget.isHidden() and not widget.text():
            continue  # it has nothing to offer just now
        if not name(QAccessible.queryAccessibleInterface(widget)):
            yield f"{who} has no name"
        if isinstance(parent, QTabWidget) and where:
            continue  # its tabs are found by it
        if not widget.objectName() or widget.objectName().startswith("qt_"):
            yield f"{who} has no identifier"


def _names(found: QAccessibleInterface, path: str) -> Iterator[str]:
    for child in below(found):
        if child.role() in CONTENTS:
            continue
        here = f"{path} > {child.role().name} {name(child)!r}"
        if child.role() in ROLES and not name(child) and not child.state().invisible:
            yield f"{here} has no name"
        yield from _names(child, here)


def _siblings(found: QAccessibleInterface) -> Iterator[str]:
    shown = [
        child
        for child in below(found)
        if child.role() in ROLES and name(child) and not child.state().invisible
    ]
    for (role, said), times in Counter((child.role(), name(child)) for child in shown).items():
        if times > 1:
            yield f"{times} siblings are a {role.name} called {said!r}"
    for child in below(found):
        if child.role() not in CONTENTS:
            yield from _siblings(child)


def of_dialogs(dialogs: Mapping[str, Callable[[], QDialog]]) -> list[str]:
    found = []
    for identifier, make in dialogs.items():
        dialog = make()
        dialog.open()
        found += [f"{identifier}: {complaint}" for complaint in complaints(dialog)]
        if not dialog.windowTitle():
            found.append(f"{identifier}: has no title")
        if not dialog.objectName():
            found.append(f"{identifier}: has no identifier")
        dialog.hide()
        dialog.deleteLater()
    return found


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_everything_on_a_page_has_a_name_and_an_identifier(
    controls: Controls, entry: pages.Entry
) -> None:
    controls.perform(entry.id)

    assert not complaints(controls.window), "\n".join(complaints(controls.window))


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_everything_in_a_page_s_dialogs_has_a_name_and_an_identifier(
    controls: Controls, entry: pages.Entry
) -> None:
    controls.perform(entry.id)
    page = controls.window.stack.current
    assert page is not None

    found = of_dialogs(page.dialogs())
    assert not found, "\n".join(found)


def test_everything_in_the_window_s_dialogs_has_a_name_and_an_identifier(
    commands: WindowCommands,
) -> None:
    assert set(commands.dialogs()) == {"keys", "about", "settings", "server"}
    found = of_dialogs(commands.dialogs())
    assert not found, "\n".join(found)


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_no_two_widgets_that_are_shown_share_an_identifier(
    controls: Controls, entry: pages.Entry
) -> None:
    controls.perform(entry.id)

    names = Counter(w.objectName() for w in used_by_hand(controls.window) if w.isVisible())

    assert [found for found, times in names.items() if times > 1] == []


def test_the_walk_finds_what_is_missing(qapp: QApplication) -> None:
    root = QWidget()
    QLineEdit(root)
    for identifier in ("one", "two"):
        named(QLineEdit(root), identifier, "Name")
    root.show()

    found = complaints(root)

    assert any("has no name" in each for each in found)
    assert any("has no identifier" in each for each in found)
    assert any("2 siblings are a EditableText called 'Name'" in each for each in found)
    root.deleteLater()
