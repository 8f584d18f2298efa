"""Initials in place of names: on every page, in what is written, read out and pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QCoreApplication, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk import demo
from desk.gui import discretion, pages
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.people.words import details
from desk.gui.safety.audit.part import AuditPart
from desk.gui.safety.staff.part import SAMPLE
from desk.gui.window_commands import WindowCommands
from desk.services import directory, people, visitor_log
from desk.services.visitor_log import View
from desk.settings import Settings
from desk.store.database import Database
from tests.gui.parts import part
from tests.gui.safety_screen import tab

Role = Qt.ItemDataRole
ROLES = (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole)
MOST_ROWS = 60
TEXTS = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)


@pytest.fixture(autouse=True)
def lived_in(database: Database) -> None:
    demo.fill(database, people=60, visitors=120, providers=4, appointments=160)


@pytest.fixture
def commands(controls: Controls, client: Client, qapp: QApplication) -> WindowCommands:
    made = WindowCommands(controls, qapp, Settings(), Path())
    made.open(client, "SQLite")
    return made


@pytest.fixture
def secret(client: Client) -> re.Pattern[str]:
    """Every family name, number and plate of the sample."""
    known = client.ask(people.find, "", limit=500)
    entries = client.ask(visitor_log.page, View(), 0, 200, 200)
    found = {person.last_name for person in known}
    found |= {person.phone for person in known if person.phone}
    found |= {person.email for person in known if person.email}
    for entry in entries:
        for name in (entry.visitor, entry.resident_name, *entry.companions):
            found.update(name.split()[-1:])
        found |= {entry.license_plate} if entry.license_plate else set()
    each = "|".join(re.escape(text) for text in found if text)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)")


@pytest.fixture
def doors(client: Client) -> list[str]:
    """What may be read by anybody: the names of providers and colleagues."""
    providers = client.ask(directory.resources)
    return [*(each.name for each in providers), *(each.name for each in SAMPLE)]


def said(root: QWidget) -> Iterator[str]:
    """Everything that is written, pointed at or read out below `root`."""
    yield root.windowTitle()
    yield from read_out(QAccessible.queryAccessibleInterface(root))
    for widget in root.findChildren(QWidget):
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        if isinstance(widget, QLabel):
            yield widget.text()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from modelled(widget.model())
    for action in root.findChildren(QAction):
        yield action.text()
        yield action.toolTip()


def read_out(found: QAccessibleInterface, deep: int = 0) -> Iterator[str]:
    if found is None or not found.isValid() or deep > 30:
        return
    yield from (str(found.text(text)) for text in TEXTS)
    for number in range(min(found.childCount(), 400)):
        child = found.child(number)
        if child is not None:
            yield from read_out(child, deep + 1)


def modelled(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column)
            yield from (str(model.data(index, role) or "") for role in ROLES)


def leaks(root: QWidget, secret: re.Pattern[str], doors: list[str]) -> list[str]:
    found = []
    for text in set(said(root)):
        plain = text
        for door in doors:
            plain = plain.replace(door, "")
        if secret.search(plain):
            found.append(text)
    return sorted(found)


def turned(commands: WindowCommands) -> None:
    discretion.screen.toggle()
    QCoreApplication.processEvents()


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.id)
def test_no_page_says_a_name_a_number_or_a_plate(
    commands: WindowCommands,
    controls: Controls,
    entry: pages.Entry,
    secret: re.Pattern[str],
    doors: list[str],
) -> None:
    controls.perform(entry.id)
    page = controls.window.stack.current
    assert page is not None
    turned(commands)

    assert leaks(controls.window, secret, doors) == []
    for turn in page.faces().values():
        turn()
        QCoreApplication.processEvents()
        assert leaks(controls.window, secret, doors) == []


def test_the_journal_says_neither_names_nor_what_stood_in_their_fields(
    qtbot: QtBot,
    commands: WindowCommands,
    controls: Controls,
    client: Client,
    secret: re.Pattern[str],
    doors: list[str],
) -> None:
    person = client.ask(people.find, "", limit=1)[0]
    known = replace(details(person), phone="+39 06 555 7788", note="Nuts")
    client.do("Change", people.amend, person.id, known, seen=person.version)
    turned(commands)
    audit = tab(controls, "safety.audit", AuditPart)
    qtbot.waitUntil(lambda: audit.model.rowCount() > 0, timeout=5000)
    audit.table.selectRow(0)

    assert audit.pane.model.rowCount() > 0
    assert leaks(controls.window, secret, doors) == []
    assert not [text for text in said(controls.window) if "7788" in text or "Nuts" in text]


def test_without_it_the_same_walk_finds_names(
    controls: Controls, secret: re.Pattern[str], doors: list[str]
) -> None:
    controls.perform("page.visitors")

    assert leaks(controls.window, secret, doors)


def test_one_key_turns_it_on_and_off_with_a_mark_on_top_and_is_remembered(
    qtbot: QtBot, commands: WindowCommands, controls: Controls
) -> None:
    window = controls.window
    mark = part(window, QLabel, "top.discreet")

    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert discretion.screen.discreet
    assert mark.isVisible()
    assert "F9" in mark.text()
    assert window.state.discreet
    assert controls.actions["view.discreet"].isChecked()

    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert not discretion.screen.discreet
    assert not mark.isVisible()
    assert not window.state.discreet


def test_names_are_back_when_it_is_off(
    commands: WindowCommands, controls: Controls, secret: re.Pattern[str], doors: list[str]
) -> None:
    controls.perform("page.people")
    before = leaks(controls.window, secret, doors)
    turned(commands)
    turned(commands)

    assert leaks(controls.window, secret, doors) == before


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Maria Gomez", "M. G."),
        ("Dr. Ann-Marie Smith", "D. A. S."),
        ("Łukasz Wójcik", "Ł. W."),
        ("田中 蓮", "田. •••"),
        ("someone@example.org", "•••"),
        ("0555 123456", "•••56"),
        ("", ""),
    ],
)
def test_a_name_is_its_initials(whole: str, short: str) -> None:
    discretion.screen.turn(True)

    assert discretion.name(whole) == short


@pytest.mark.parametrize(
    ("whole", "short"), [("KL 123 XY", "•••XY"), ("+39 06 1234", "•••34"), ("12", "•••")]
)
def test_of_a_number_only_the_end_is_shown(whole: str, short: str) -> None:
    discretion.screen.turn(True)

    assert discretion.plate(whole) == discretion.reach(whole) == short


def test_a_text_keeps_its_words_but_names_and_numbers() -> None:
    discretion.screen.turn(True)

    said = discretion.text("Dear Maria Gomez, call +39 06 1234 or a@b.it", "Maria Gomez")

    assert said == "Dear M. G., call •••34 or •••"
    assert discretion.note("allergic") == "•••"
