"""A line that offers what somebody may be about to type, and takes nothing unasked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.domain.directory import PersonKind
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.person_field import PersonField
from desk.gui.suggestions import Suggestion
from desk.gui.type_ahead import TextAhead, TypeAhead
from desk.store.database import Database
from tests.build import patient, resident
from tests.gui.keys import Keyboard

NAMES = ("Ada Lind", "Adam Roth", "Bo Adler")


def offers(typed: str) -> Sequence[Suggestion]:
    found = [name for name in NAMES if typed.lower() in name.lower()]
    return [Suggestion(text=name, value=NAMES.index(name), mark="known") for name in found]


def beginning(typed: str) -> list[str]:
    return [word for word in ("Meeting", "Café", "Maintenance") if _begins(word, typed)]


def _begins(word: str, typed: str) -> bool:
    return word.lower().replace("é", "e").startswith(typed.lower().replace("é", "e"))


def shown(qtbot: QtBot, line: TypeAhead) -> Keyboard:
    """The line with another one behind it, and a hand on the keys."""
    named(line, "line", "Line")
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(line)
    layout.addWidget(QLineEdit())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    line.setFocus()
    return Keyboard(qtbot, window)


def test_enter_takes_the_best_offer(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)

    keys.type("ad")
    assert [offer.text for offer in line.offered] == list(NAMES)
    keys.press("Return")

    assert line.text() == "Ada Lind"
    assert line.choice is not None
    assert line.choice.value == 0
    assert line.offered == ()


def test_arrows_go_to_other_offers_and_round_the_end(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)

    keys.type("ad")
    keys.press("Up Return")

    assert line.text() == "Bo Adler"


def test_tab_leaves_what_was_typed_as_it_is(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)

    keys.type("Ada")
    keys.press("Tab")

    assert (line.text(), line.choice, line.offered) == ("Ada", None, ())


def test_escape_first_puts_the_list_away(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)

    keys.type("Ada")
    keys.press("Escape")

    assert (line.text(), line.offered) == ("Ada", ())


def test_typing_on_forgets_what_was_picked(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)
    keys.type("ada")
    keys.press("Return")
    with qtbot.waitSignal(line.dropped):
        keys.type("x")

    assert line.choice is None


def test_down_in_an_empty_line_offers_everything(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)

    keys.press("Down")

    assert len(line.offered) == len(NAMES)


def test_a_click_takes_an_offer_and_the_keyboard_stays_in_the_line(qtbot: QtBot) -> None:
    line = TypeAhead(offers)
    keys = shown(qtbot, line)
    keys.type("ad")
    listed = line.findChild(QWidget, "line.suggestions")
    assert listed is not None
    assert listed.accessibleName() == "Suggestions"
    view = listed.findChild(QWidget, "qt_scrollarea_viewport")
    assert view is not None

    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))

    assert line.text() == "Ada Lind"
    assert line.hasFocus()


def test_a_known_word_is_written_to_its_end_and_tab_keeps_it(qtbot: QtBot) -> None:
    line = TextAhead(beginning)
    keys = shown(qtbot, line)

    keys.type("m")
    assert (line.text(), line.selectedText()) == ("meeting", "eeting")
    keys.press("Tab")

    assert line.text() == "Meeting"


def test_typing_on_replaces_what_was_added(qtbot: QtBot) -> None:
    line = TextAhead(beginning)
    keys = shown(qtbot, line)

    keys.type("mai")
    keys.press("Tab")

    assert line.text() == "Maintenance"


def test_what_was_added_can_be_deleted(qtbot: QtBot) -> None:
    line = TextAhead(beginning)
    keys = shown(qtbot, line)

    keys.type("m")
    keys.press("Backspace Tab")

    assert line.text() == "m"


def test_accents_do_not_stand_in_the_way(qtbot: QtBot) -> None:
    line = TextAhead(beginning)
    keys = shown(qtbot, line)

    keys.type("cafe")
    keys.press("Tab")

    assert line.text() == "Café"


@pytest.mark.parametrize("typed", ["okaf", "grace oka"])
def test_a_person_is_offered_with_flat_and_phone(
    qtbot: QtBot, database: Database, client: Client, typed: str
) -> None:
    with database.write("ann") as tx:
        resident(tx, "Grace", "Okafor", unit="4D", phone="06 1234", key="k1")
        patient(tx, "Grace", "Okafor")
    line = PersonField(client, PersonKind.RESIDENT)
    keys = shown(qtbot, line)

    keys.type(typed)
    [offer] = line.offered
    keys.press("Return")

    assert (offer.mark, offer.detail) == ("4D", "06 1234")
    assert line.person is not None
    assert line.person.unit == "4D"
