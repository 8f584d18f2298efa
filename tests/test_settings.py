"""This computer's choices: where they are found, and what a broken file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import settings
from desk.domain.errors import BadSettings
from desk.settings import Settings

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def file() -> Path:
    made = settings.file()
    made.parent.mkdir(parents=True)
    return made


def test_where_there_is_no_file_the_defaults_hold() -> None:
    assert settings.load() == Settings()


def test_what_is_saved_is_found_again(file: Path) -> None:
    chosen = Settings(
        database="/srv/desk.db",
        print_emergency=True,
        network=True,
        network_reach="network",
        network_port=9000,
        network_on_close="stays",
    )

    settings.save(chosen)

    assert settings.load() == chosen


def test_saving_makes_the_folder_it_needs() -> None:
    settings.save(Settings(print_emergency=True))

    assert settings.load().print_emergency


def test_saving_keeps_comments_and_what_else_stands_there(file: Path) -> None:
    file.write_text('# ask Ben before changing\ndatabase = "a.db"\n[later]\nport = 8080\n')

    settings.save(Settings(database="b.db"))

    text = file.read_text()
    assert "# ask Ben before changing" in text
    assert "port = 8080" in text
    assert settings.load().database == "b.db"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"database = = 3", "Invalid value"),
        (b"database = 3", "database must be a text in quotes"),
        (b'print_emergency = "yes"', "print_emergency must be true or false"),
        (b"database = '\xff'", "utf-8"),
        (b'network_port = "8765"', "network_port must be a whole number"),
        (b"network_port = true", "network_port must be a whole number"),
        (b"network_port = 0", "network_port must lie between 1 and 65535"),
        (b"network_port = 65536", "network_port must lie between 1 and 65535"),
        (b'network_reach = "world"', "network_reach must be one of computer, network"),
        (b'network_on_close = ""', "network_on_close must be one of ask, stays, ends"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(file: Path, content: bytes, reason: str) -> None:
    file.write_bytes(content)

    with pytest.raises(BadSettings) as refusal:
        settings.load()

    assert refusal.value.where == str(file)
    assert reason in refusal.value.detail


def test_a_bad_file_is_never_overwritten(file: Path) -> None:
    file.write_text("database = = 3")

    with pytest.raises(BadSettings):
        settings.save(Settings())

    assert file.read_text() == "database = = 3"


def test_what_is_chosen_anew_leaves_all_other_choices(file: Path) -> None:
    settings.save(Settings(database="/srv/desk.db", network=True))

    changed = settings.change(network_port=9000)

    assert changed == Settings(database="/srv/desk.db", network=True, network_port=9000)
    assert settings.load() == changed


def test_nobody_is_served_where_nobody_chose_it() -> None:
    machine = settings.load()

    assert not machine.network
    assert (machine.network_reach, machine.network_port) == ("computer", 8765)


def test_an_unknown_choice_is_left_to_a_later_version(file: Path) -> None:
    file.write_text("tomorrow = 1\nprint_emergency = true\n")

    assert settings.load() == Settings(print_emergency=True)


def test_a_file_with_a_byte_order_mark_is_understood(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfprint_emergency = true\n")

    assert settings.load().print_emergency


def test_the_command_line_goes_before_environment_and_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(settings.VARIABLE, "/env.db")
    machine = Settings(database="/file.db")

    assert settings.database_url("/asked.db", machine) == "sqlite:////asked.db"
    assert settings.database_url("", machine) == "sqlite:////env.db"
    monkeypatch.delenv(settings.VARIABLE)
    assert settings.database_url("", machine) == "sqlite:////file.db"


def test_the_usual_place_is_made_and_used_when_nobody_chose(home: Path) -> None:
    address = settings.database_url()

    assert address == f"sqlite:///{settings.usual_database()}"
    assert settings.usual_database().parent.is_dir()
    assert home in settings.usual_database().parents


def test_a_server_s_address_stays_as_it_is() -> None:
    assert settings.address("postgresql://server/desk") == "postgresql://server/desk"
    assert settings.file_of("postgresql://server/desk") is None


def test_a_file_s_address_leads_back_to_the_file(tmp_path: Path) -> None:
    assert settings.file_of(settings.address(str(tmp_path / "a b.db"))) == tmp_path / "a b.db"


@pytest.mark.parametrize("kind", ["config", "data", "log"])
def test_the_folders_are_those_of_the_system(kind: str) -> None:
    import platformdirs

    system = platformdirs.PlatformDirs(settings.PROGRAM, appauthor=False)

    assert settings.folder(kind) == getattr(system, f"user_{kind}_path")


@pytest.fixture
def for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "etc" / "desk.toml"
    made.parent.mkdir()
    monkeypatch.setattr(settings, "FOR_ALL", made)
    return made


def test_what_an_administrator_chose_for_all_holds_where_the_user_chose_nothing(
    for_all: Path, file: Path
) -> None:
    for_all.write_text('database = "all.db"\nnetwork_port = 9000\n')
    file.write_text("network_port = 9001\n")

    assert settings.load() == Settings(database="all.db", network_port=9001)


def test_the_environment_comes_before_both_files(
    for_all: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_all.write_text('database = "/all.db"\n')
    file.write_text('database = "/mine.db"\n')
    assert settings.database_url("", settings.load()) == "sqlite:////mine.db"

    monkeypatch.setenv(settings.VARIABLE, "/here.db")

    assert settings.database_url("", settings.load()) == "sqlite:////here.db"


def test_changing_one_choice_leaves_the_others_to_the_administrator(for_all: Path) -> None:
    for_all.write_text('database = "first.db"\n')
    settings.change(print_emergency=True)
    for_all.write_text('database = "second.db"\n')

    assert settings.load() == Settings(database="second.db", print_emergency=True)


def test_a_broken_file_for_all_is_named(for_all: Path) -> None:
    for_all.write_text("network_port = 0\n")

    with pytest.raises(BadSettings, match=str(for_all)):
        settings.load()
