"""What was erased is in no form that a crash has left on this computer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desk.gui.people.erase import ErasePersonDialog
from desk.gui.people.page import PeoplePage
from desk.gui.visitors.privacy import EraseEntriesDialog
from desk.services import people, visitors
from desk.store.database import Database
from desk.store.draft_file import Draft, DraftFile
from tests import build
from tests.conftest import at
from tests.gui.drafts.session import ADDRESS, Session

OTHERS = Draft(
    dialog="check_in",
    title="Check in",
    page="page.visitors",
    at="9:00",
    subject={"expected": None, "version": 0},
    before={"check_in.visitor": ""},
    now={"check_in.visitor": "Zwenkas Bruder"},
    names={"check_in.visitor": "Visitor"},
)


@pytest.fixture
def person(database: Database) -> int:
    with database.write("test") as tx:
        return build.resident(tx, "Zwenka", "Quallenberg").id


def drafts_about(person: int) -> list[Draft]:
    """One names her number, one her name, and one neither."""
    changing = OTHERS._replace(
        dialog="people.person",
        title="Change a person",
        page="page.people",
        subject={"person": person, "version": 1},
        now={"people.person.note": "qnote"},
    )
    telling = OTHERS._replace(now={"check_in.visitor": "ZWENKA Quallenberg"})
    return [changing, telling, OTHERS]


def erase(qtbot: QtBot, session: Session, person: int) -> None:
    session.controls.perform("page.people")
    page = session.window.stack.current
    assert isinstance(page, PeoplePage)
    page.list.show_person(session.client.ask(people.one, person))
    session.controls.perform("person.erase")
    dialog = session.dialog("erase")
    assert isinstance(dialog, ErasePersonDialog)
    with qtbot.waitSignal(dialog.erased):
        dialog.go.click()


def left_by(file: DraftFile, drafts: list[Draft]) -> DraftFile:
    """A window that crashed with these forms open."""
    file.take()
    file.write(drafts)
    return file


def said_in(session: Session) -> str:
    files = [path for path in session.kept_in.iterdir() if path.suffix != ".lock"]
    return "\n".join(path.read_text("utf-8") for path in files).casefold()


def test_drafts_that_are_about_the_person_go_and_others_stay(
    qtbot: QtBot, start: Callable[[], Session], person: int
) -> None:
    session = start()
    session.crash()
    left_by(session.file, drafts_about(person)).leave()
    session = start()
    assert session.said.startswith("3 forms were open")

    erase(qtbot, session, person)

    assert session.drafts.mine == [OTHERS]
    assert "quallenberg" not in said_in(session)
    assert "qnote" not in said_in(session)
    assert "zwenkas bruder" in said_in(session)


def test_drafts_that_other_windows_left_go_too_and_what_nobody_could_read(
    qtbot: QtBot, start: Callable[[], Session], person: int
) -> None:
    session = start()
    left_by(DraftFile(session.kept_in, ADDRESS), drafts_about(person)).leave()
    (session.kept_in / f"{session.kept[0].stem}.unread").write_text("Quallenberg", "utf-8")
    assert "quallenberg" in said_in(session)

    erase(qtbot, session, person)

    assert "quallenberg" not in said_in(session)
    assert "zwenkas bruder" in said_in(session)


def test_what_another_window_has_open_is_left_to_it(
    qtbot: QtBot, start: Callable[[], Session], person: int
) -> None:
    session = start()
    other = left_by(DraftFile(session.kept_in, ADDRESS), drafts_about(person))

    erase(qtbot, session, person)

    assert "qnote" in said_in(session)
    other.leave()


def test_a_draft_of_an_entry_goes_with_the_entry(
    qtbot: QtBot, start: Callable[[], Session], database: Database
) -> None:
    with database.write("test") as tx:
        host = build.resident(tx, "Alma", "Hernandez")
        entry = visitors.expect(tx, build.party(host.id, "Bo Berg"), at(11))
    about = OTHERS._replace(subject={"expected": entry.id, "version": 1})
    waits = OTHERS._replace(dialog="waiting.entry", subject={"entry": entry.id, "version": 1})
    session = start()
    session.crash()
    left_by(session.file, [about, waits]).leave()
    session = start()

    dialog = EraseEntriesDialog(session.client, [entry.id], session.window)
    dialog.open()
    with qtbot.waitSignal(dialog.erased):
        dialog.go.click()

    assert session.drafts.mine == [waits]
