"""Letting parties out of the list of everybody inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.visitor import VisitorEntry
from desk.gui.client import Client
from desk.gui.undo import Steps
from desk.gui.visitors.check_out import CheckOutDialog
from desk.services import journal, site, visitor_log, visitors
from desk.store.database import Database
from tests.build import entry, resident
from tests.conftest import Clock
from tests.gui.keys import Keyboard


@pytest.fixture
def parties(database: Database) -> list[VisitorEntry]:
    """Ada and Bo came today, Cy the day before."""
    with database.write("ann") as tx:
        host = resident(tx, "Grace", "Okafor")
        hour = timedelta(hours=1)
        return [
            entry(tx, host.id, "Ada Lind", people=2, companions=("Dora Lind",)),
            entry(tx, host.id, "Bo Roth", arrived_at=tx.now - hour, license_plate="BR 55-X"),
            entry(tx, host.id, "Cy Behm", arrived_at=tx.now - 26 * hour),
        ]


def opened(
    qtbot: QtBot, client: Client, chosen: Sequence[int] = ()
) -> tuple[CheckOutDialog, Keyboard]:
    dialog = CheckOutDialog(client, chosen)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog, Keyboard(qtbot, dialog)


def inside(database: Database) -> list[str]:
    with database.read() as tx:
        return sorted(party.visitor for party in visitors.inside(tx))


def shown(dialog: CheckOutDialog) -> list[str]:
    return [party.visitor for party in dialog.list.model.rows]


@pytest.mark.parametrize("typed", ["bo", "roth", "br55", "BR 55", "55x"])
def test_letters_of_name_or_plate_narrow_the_list(
    qtbot: QtBot, client: Client, parties: list[VisitorEntry], typed: str
) -> None:
    dialog, keys = opened(qtbot, client)
    assert shown(dialog) == ["Ada Lind", "Bo Roth", "Cy Behm"]

    keys.type(typed)

    assert shown(dialog) == ["Bo Roth"]
    assert [party.visitor for party in dialog.list.chosen()] == ["Bo Roth"]


def test_companions_and_hosts_are_found_too(
    qtbot: QtBot, client: Client, parties: list[VisitorEntry]
) -> None:
    dialog, keys = opened(qtbot, client)

    keys.type("dora")
    assert shown(dialog) == ["Ada Lind"]
    dialog.list.filter.setText("okafor")

    assert len(shown(dialog)) == 3


def test_nothing_found_says_so_and_checks_nobody_out(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    dialog, keys = opened(qtbot, client)

    keys.type("zzz")
    keys.press("Return")

    assert "No matches for “zzz”" in dialog.list.hits.text()
    assert not dialog.confirm_button.isEnabled()
    assert len(inside(database)) == 3


def test_an_arrow_marks_the_next_party(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    _, keys = opened(qtbot, client)

    keys.press("Down Return")

    assert inside(database) == ["Ada Lind", "Cy Behm"]


def test_who_was_chosen_on_the_page_is_marked_first(
    qtbot: QtBot, client: Client, parties: list[VisitorEntry]
) -> None:
    dialog, _ = opened(qtbot, client, [parties[2].id, parties[0].id])

    assert {party.id for party in dialog.list.chosen()} == {parties[0].id, parties[2].id}


def test_those_left_behind_go_together_with_the_reason_at_hand(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    with database.write("ann") as tx:
        before = tx.now - timedelta(days=2)
        entry(tx, parties[0].resident_id, "Eve Old", arrived_at=before)
    dialog, keys = opened(qtbot, client)
    assert dialog.left_behind.text() == "All left &behind: 2"

    keys.press("Alt+B")
    qtbot.waitUntil(dialog.reason.hasFocus)
    assert dialog.reason.text() == "End of day"
    keys.press("Return")

    assert inside(database) == ["Ada Lind", "Bo Roth"]
    with database.read() as tx:
        [gone] = visitor_log.found(tx, visitor_log.View(text="eve"))
        assert journal.of(tx, "visitor_entry", gone.id)[0].reason == "End of day"
    assert not gone.seen_leaving


def test_several_who_were_seen_leaving_are_logged_so(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    dialog, keys = opened(qtbot, client, [parties[0].id, parties[1].id])

    keys.press("Return")
    dialog.seen.setChecked(True)
    keys.press("Return")

    with database.read() as tx:
        gone = visitor_log.by_ids(tx, [parties[0].id, parties[1].id])
    assert [party.seen_leaving for party in gone] == [True, True]


def test_several_need_a_reason(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    _, keys = opened(qtbot, client)

    keys.press("Ctrl+A Return Delete Return")

    assert len(inside(database)) == 3


def test_one_undo_opens_all_of_them_again(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    steps = Steps(client)
    _, keys = opened(qtbot, client)
    keys.press("Ctrl+A Return Return")
    assert inside(database) == []

    steps.undo()

    assert len(inside(database)) == 3


def test_too_long_inside_is_said_in_words_and_by_a_mark(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry]
) -> None:
    with database.write("ann") as tx:
        site.choose(tx, site.TOO_LONG_HOURS.key, 20)
    dialog, _ = opened(qtbot, client)
    model = dialog.list.model
    lengths = [model.index(row, model.columnCount() - 1).data() for row in range(3)]

    assert lengths == ["0 min", "1 h 00 min", "1 d 2 h, too long"]


def test_who_leaves_elsewhere_disappears_and_the_letters_stay(
    qtbot: QtBot, client: Client, database: Database, parties: list[VisitorEntry], clock: Clock
) -> None:
    dialog, keys = opened(qtbot, client)
    keys.type("o")

    with database.write("bob") as tx:
        visitors.depart(tx, [parties[1].id])

    assert dialog.list.filter.text() == "o"
    assert shown(dialog) == ["Ada Lind", "Cy Behm"]


def test_an_empty_house_says_so(qtbot: QtBot, client: Client) -> None:
    dialog, _ = opened(qtbot, client)

    assert dialog.list.hits.text() == "Nobody is inside."
    assert not dialog.left_behind.isVisible()
