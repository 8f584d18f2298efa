"""How the rows of the visitor log are painted, and when they are painted anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QHoverEvent, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.gui import theme
from desk.gui.client import Client
from desk.gui.visitors.log_view import LogView
from desk.services import visitors
from desk.services.visitor_log import View
from desk.store.database import Database
from tests.gui.log_of import fill, kept, opened

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    sheet, palette = qapp.styleSheet(), qapp.palette()
    theme.apply(qapp, theme.Choice.LIGHT)
    yield
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)


def picture(log: LogView) -> QImage:
    return log.viewport().grab().toImage()


def row(log: LogView, number: int) -> QImage:
    """What a row looks like."""
    return picture(log).copy(
        log.visualRect(log.model().index(number, 0)).united(
            log.visualRect(log.model().index(number, 8))
        )
    )


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_selected_focused_and_plain_rows_look_different(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 9)
    log = opened(qtbot, client)
    plain, other = row(log, 2), row(log, 3)
    log.setCurrentIndex(log.model().index(4, 2))

    focused = row(log, 4)
    qtbot.keyClick(log, Key.Key_Down, Ctrl)
    selected, current = row(log, 4), row(log, 5)

    looks = [plain, other, focused, selected, current]
    assert all(a != b for at, a in enumerate(looks) for b in looks[:at])
    assert theme.LIGHT.accent in colours(selected)


def test_a_row_says_what_it_is_after_every_change(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)
    inside = row(log, 2)
    with database.write("test") as tx:
        visitors.depart(tx, [kept(database)[2].id])

    log.refresh()

    assert row(log, 2) != inside
    assert theme.LIGHT.left.soft in colours(row(log, 2))


def test_another_theme_paints_every_row_anew(
    qtbot: QtBot, qapp: QApplication, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)
    row(log, 1)

    theme.apply(qapp, theme.Choice.DARK)

    dark = colours(row(log, 2))
    assert {theme.DARK.surface, theme.DARK.inside.soft} <= dark
    assert theme.LIGHT.surface not in dark


def test_rows_are_as_high_as_a_larger_font_needs(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)
    before = log.rowHeight(0)

    font = log.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    log.setFont(font)

    qtbot.waitUntil(lambda: log.rowHeight(0) > before * 3 // 2)
    assert theme.LIGHT.inside.soft in colours(row(log, 4))


def test_a_wider_column_moves_what_stands_beside_it(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)
    before = row(log, 2)

    log.setColumnWidth(1, log.columnWidth(1) + 60)

    assert row(log, 2) != before


def test_what_was_searched_for_is_marked(qtbot: QtBot, database: Database, client: Client) -> None:
    fill(database, ["Ada Lind", "Bo Lind"])

    log = opened(qtbot, client, View(text="lind"))

    assert theme.LIGHT.warning.soft in colours(row(log, 0))
    assert theme.LIGHT.warning.ink in colours(row(log, 1))


def test_the_list_is_mirrored_where_people_write_from_right_to_left(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)

    log.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    image = row(log, 2)
    right = image.copy(image.width() - 120, 0, 120, image.height())
    assert theme.LIGHT.inside.soft in colours(right)
    assert theme.LIGHT.inside.soft not in colours(image.copy(0, 0, 120, image.height()))


def test_below_the_last_row_there_is_only_background(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"])
    log = opened(qtbot, client)

    image = picture(log)

    below = image.copy(0, image.height() - 50, image.width(), 50)
    assert colours(below) == {QColor(log.palette().color(QPalette.ColorRole.Base)).name()}


def test_a_row_under_the_mouse_is_tinted_until_the_mouse_leaves(
    qtbot: QtBot, database: Database, client: Client
) -> None:
    fill(database, ["Ada"] * 5)
    log = opened(qtbot, client)
    mouse(log, QEvent.Type.HoverLeave, None)
    plain = tint(log, 2)

    mouse(log, QEvent.Type.HoverMove, 2)
    under = tint(log, 2)
    another = tint(log, 4)
    mouse(log, QEvent.Type.HoverLeave, None)

    assert under != plain
    assert another == plain == tint(log, 2)


def mouse(log: LogView, kind: QEvent.Type, over: int | None) -> None:
    """Tell the list where the mouse is, as Qt does, wherever the pointer of this machine stands."""
    place = QPointF(-1, -1)
    if over is not None:
        place = QPointF(log.visualRect(log.model().index(over, 2)).center())
    around = log.viewport().mapToGlobal(place)
    QApplication.sendEvent(log.viewport(), QHoverEvent(kind, place, around, place))


def tint(log: LogView, number: int) -> str:
    """The colour behind a row, at its very edge, where nothing is written."""
    top = log.visualRect(log.model().index(number, 2)).top()
    return picture(log).pixelColor(1, top + 2).name()
