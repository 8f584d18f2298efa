"""The providers and rooms, written down from the page of slots."""

from __future__ import annotations

import pytest

from desk.domain.directory import Resource
from desk.gui.controls import Controls
from desk.gui.slots.hours_dialog import HoursDialog
from desk.gui.slots.page import SlotsPage
from desk.gui.slots.provider_dialog import ProviderDialog
from desk.gui.slots.providers_dialog import ProvidersDialog
from desk.services import directory
from desk.store.database import Database
from tests import build
from tests.gui.parts import dialog
from tests.gui.slots_screen import fault, on_screen


@pytest.fixture
def page(controls: Controls) -> SlotsPage:
    return on_screen(controls)


def known(database: Database) -> list[Resource]:
    with database.read() as tx:
        return directory.resources(tx)


def test_a_provider_is_written_down(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    controls.perform("slots.providers")
    listed = dialog(page, ProvidersDialog)
    listed.add_button.click()
    new = dialog(page, ProviderDialog)
    new.first_name.setText("Dr Åsa")
    new.last_name.setText("Moss")
    new.email.setText("moss@house.example")
    new.team.setText("Ground floor")
    new.colour.setCurrentIndex(2)

    new.accept()

    [moss] = known(database)
    assert (moss.name, moss.key, moss.team) == ("Dr Åsa Moss", "dr-asa-moss", "Ground floor")
    assert moss.color == "#17693c"
    assert listed.model.rows == (moss,)
    listed.done(0)


def test_two_of_the_same_name_are_told_apart_by_their_keys(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    for _ in range(2):
        new = ProviderDialog(page.client, parent=page)
        new.open()
        new.last_name.setText("Room")
        new.accept()

    assert [each.key for each in known(database)] == ["room", "room-1"]


def test_a_provider_without_a_name_is_refused_at_the_field(page: SlotsPage) -> None:
    new = ProviderDialog(page.client, parent=page)
    new.open()

    new.accept()

    assert fault(new, "last_name") == "must not be empty"
    new.done(0)


def test_renaming_keeps_everything_else(
    database: Database, controls: Controls, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        lee = build.resource(tx, "Dr", "Lee", color="#123456", team="First floor")
    controls.perform("slots.providers")
    listed = dialog(page, ProvidersDialog)
    listed.change_button.click()
    changing = dialog(page, ProviderDialog)
    changing.last_name.setText("Lee-Moss")

    changing.accept()

    [after] = known(database)
    assert (after.id, after.key, after.name) == (lee.id, lee.key, "Dr Lee-Moss")
    assert (after.color, after.team) == ("#123456", "First floor")
    listed.done(0)


def test_the_search_of_the_page_fills_the_provider_of_its_dialogs(
    database: Database, page: SlotsPage
) -> None:
    with database.write("ann") as tx:
        build.resource(tx, "Dr", "Lee")
        build.resource(tx, "Dr", "Moss")
    page.head.search.setText("mo")

    page.acts.open_hours()

    hours = dialog(page, HoursDialog)
    assert hours.fields.provider.text() == "Dr Moss"
    hours.done(0)
