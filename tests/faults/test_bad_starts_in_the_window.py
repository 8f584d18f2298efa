"""A window on a file that cannot be used says so on a page, and leaves the file as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk import settings
from desk.domain.errors import Unusable
from desk.gui.main_window import MainWindow
from desk.gui.opening import Failure
from desk.gui.window_state import WindowState
from tests.faults.starts import WORDS
from tests.gui.desks import beginning
from tests.store.files import contents
from tests.store.spoilt import UNUSABLE

Shown = Callable[[Path], Failure]


@pytest.fixture
def window(qtbot: QtBot, home: Path) -> MainWindow:
    kept = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(WindowState(kept))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, window: MainWindow) -> Iterator[Shown]:
    """Opens a file in the window, and gives the page on which it is said that this cannot be."""
    with beginning(qapp, window) as begin:

        def open_(file: Path) -> Failure:
            begin(settings.address(str(file)))
            stack = window.stack
            qtbot.waitUntil(lambda: isinstance(stack.currentWidget(), Failure), timeout=30_000)
            page = stack.currentWidget()
            assert isinstance(page, Failure)
            return page

        yield open_


def but_for_the_lock(folder: Path) -> dict[str, bytes]:
    return {name: held for name, held in contents(folder).items() if not name.endswith(".lock")}


@pytest.mark.parametrize(("spoil", "refusal"), UNUSABLE, ids=lambda each: each.__name__)
def test_what_is_wrong_with_a_file_is_on_a_page(
    file: Path, shown: Shown, spoil: Callable[[Path], None], refusal: type[Unusable]
) -> None:
    spoil(file)
    before = contents(file.parent)

    assert shown(file).text.text().startswith(f"{file} {WORDS[refusal]}")
    assert but_for_the_lock(file.parent) == before
