"""Every dialog that the page of slots opens has names and identifiers, those its lists open too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog

from desk.domain.availability import Availability
from desk.domain.errors import Overlap
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.slots import results_dialog
from desk.gui.slots.provider_dialog import ProviderDialog
from desk.gui.slots.results_dialog import Result, ResultsDialog
from desk.gui.slots.scope_dialog import ScopeDialog
from desk.gui.slots.series_dialog import SeriesDialog
from desk.gui.slots.slot_dialog import SlotDialog
from desk.store.database import Database
from tests import build
from tests.gui.test_accessibility import complaints

Make = Callable[[Client, Availability], QDialog]


@pytest.fixture
def known(database: Database) -> Availability:
    with database.write("ann") as tx:
        opened = build.mornings(tx, build.resource(tx, "Dr", "Lee").id)
        build.appointment(tx, opened, build.span(9, day=1))
    return opened


@pytest.mark.parametrize(
    "make",
    [
        lambda client, known: ScopeDialog(client, known, "Dr Lee"),
        lambda client, known: SeriesDialog(client, known, "Dr Lee"),
        SlotDialog,
        lambda client, known: ProviderDialog(client),
        lambda client, known: ResultsDialog("Slots", "Two", [Result(1, "Mon", "opened", True)]),
    ],
    ids=["scope", "series", "slot", "provider", "results"],
)
def test_everything_in_a_dialog_has_a_name_and_an_identifier(
    client: Client, known: Availability, make: Make
) -> None:
    shown = make(client, known)
    shown.open()

    assert complaints(shown) == []
    assert shown.windowTitle()
    shown.done(0)
    shown.deleteLater()


def test_why_one_of_several_failed_leaves_out_what_is_said_of_a_whole(
    controls: Controls, client: Client
) -> None:
    assert results_dialog.why(Overlap(build.span(9)), client).endswith("10:00 is open already")
