"""In which language somebody reads, chosen where people are changed."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desk.domain.directory import Person
from desk.gui.client import Client
from desk.gui.people.edit import PersonDialog
from desk.services import people
from desk.services.people import Details
from desk.store.database import Database
from tests import build


@pytest.fixture
def ana(database: Database) -> Person:
    with database.write("setup") as tx:
        return build.resident(tx, "Ana", "Hernández")


def test_the_language_of_somebody_is_kept_and_can_be_forgotten(
    qtbot: QtBot, database: Database, client: Client, ana: Person
) -> None:
    for language, kept in (("de", "de"), ("", None)):
        dialog = PersonDialog(client, client.ask(people.one, ana.id))
        qtbot.addWidget(dialog, before_close_func=lambda made: made.saved())
        dialog.language.setCurrentIndex(dialog.language.findData(language))

        dialog.accept()

        assert client.ask(people.one, ana.id).language == kept


def test_a_language_that_is_not_among_the_usual_ones_stays(
    qtbot: QtBot, database: Database, client: Client, ana: Person
) -> None:
    with database.write("api") as tx:
        facts = Details(kind=ana.kind, last_name="Hernández", language="pt-BR")
        people.amend(tx, ana.id, facts, seen=ana.version)

    dialog = PersonDialog(client, client.ask(people.one, ana.id))
    qtbot.addWidget(dialog, before_close_func=lambda made: made.saved())

    assert dialog.language.currentText() == "Português (pt-BR)"
    assert dialog.details().language == "pt-BR"
