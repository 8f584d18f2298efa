"""A server where it may not write, listen or look ends with one sentence, and changes nothing."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy.engine import make_url

from tests.api.live import served
from tests.faults.disks import SmallDisk
from tests.faults.starts import NOBODY, OWN_DISKS, refused
from tests.store.files import contents, die_after, held
from tests.store.spoilt import PERSON

KEEP = ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "DELETE FROM alert", "COMMIT")
CERTIFICATE = "nothing of the kind"


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"),
    [
        (0o444, 0o755),
        pytest.param(0o000, 0o755, marks=pytest.mark.long),
        (0o644, 0o555),
        pytest.param(0o644, 0o000, marks=pytest.mark.long),
    ],
    ids=["file", "unreadable file", "folder", "unreadable folder"],
)
def test_without_the_right_to_write_nothing_is_begun(
    file: Path, tmp_path: Path, file_mode: int, folder_mode: int
) -> None:
    before = contents(file.parent)
    file.chmod(file_mode)
    file.parent.chmod(folder_mode)

    said = refused("--database", file, home=tmp_path, within=NOBODY)

    file.parent.chmod(0o755)
    file.chmod(0o644)
    assert said.startswith(f"{file} cannot be written")
    assert contents(file.parent) == before


@pytest.mark.parametrize(
    "log",
    ["", pytest.param("desk.db-wal", marks=pytest.mark.long)],
    ids=["closed", "with a log alone"],
)
def test_a_disk_that_can_only_be_read_is_said(file: Path, tmp_path: Path, log: str) -> None:
    if log:
        die_after(file, PERSON)
        file.with_name("desk.db-shm").unlink()
    before = contents(file.parent)
    folder = file.parent
    read_only = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder} || exit 9;"

    said = refused("--database", file, home=tmp_path, within=OWN_DISKS, first=read_only)

    assert said.startswith(f"{file} cannot be written")
    assert contents(folder) == before


def test_a_full_disk_without_a_reserve_is_said(
    disk: SmallDisk, furnished_file: Path, tmp_path: Path
) -> None:
    shutil.copy(furnished_file, disk.file)
    disk.fill()
    before = contents(disk.folder)

    assert "There is no room left" in refused("--database", disk.file, home=tmp_path)
    assert contents(disk.folder) == before


def test_a_network_drive_is_said_with_its_kind(file: Path, tmp_path: Path) -> None:
    before = contents(file.parent)
    mounts = tmp_path / "mountinfo"
    line = f"50 22 0:50 / {file.parent} rw - nfs4 nas:/desk rw"
    seen = f"(cat /proc/$$/mountinfo; echo '{line}') > {mounts}"
    pretend = f"{seen}; mount --bind {mounts} /proc/$$/mountinfo || exit 9;"

    said = refused("--database", file, home=tmp_path, within=OWN_DISKS, first=pretend)

    assert "the drive is of the kind nfs4" in said
    assert contents(file.parent) == before


def test_a_folder_that_is_copied_to_a_cloud_is_said(furnished_file: Path, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    file = Path(shutil.copy(furnished_file, tmp_path / "Dropbox" / "desk.db"))
    before = contents(file.parent)

    assert "Dropbox is copied to a cloud" in refused("--database", file, home=tmp_path)
    assert contents(file.parent) == before


def test_a_file_that_another_program_keeps_is_waited_for_and_then_said(
    file: Path, tmp_path: Path
) -> None:
    with held(file, *KEEP):
        before = contents(file.parent)
        began = monotonic()
        said = refused("--database", file, home=tmp_path)
        after = contents(file.parent)

    assert said.startswith(f"{file} is in use by another program")
    assert monotonic() - began >= 5
    assert {name: after[name] for name in before} == before


@contextmanager
def stranger() -> Iterator[int]:
    """The port at which another program listens, which never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_port_that_a_stranger_has_is_said(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with stranger() as port:
        said = refused("--port", port, "--database", file, home=tmp_path)

    assert said.startswith(f"Nobody can be listened to at 127.0.0.1, port {port}")
    assert file.read_bytes() == before


def test_a_second_server_at_the_port_is_said_and_the_first_goes_on(
    file: Path, tmp_path: Path
) -> None:
    with served(file, tmp_path) as live:
        said = refused("--port", live.port, "--database", file, home=tmp_path)

        assert f"port {live.port}" in said
        assert live.ask("POST", "/api/visits/create/", {"day": "2030-02-04"})[0] == 201


@pytest.mark.parametrize(
    ("host", "within"),
    [
        ("0.0.0.0", (*NOBODY, "--net")),
        pytest.param("192.0.2.1", (), marks=pytest.mark.long),
        pytest.param("desk.invalid", (), marks=pytest.mark.long),
    ],
    ids=["forbidden port", "address of another", "unknown name"],
)
def test_where_nobody_can_be_listened_to_is_said(
    file: Path, tmp_path: Path, host: str, within: tuple[str, ...]
) -> None:
    before = file.read_bytes()

    said = refused("--host", host, "--port", 80, "--database", file, home=tmp_path, within=within)

    assert said.startswith(f"Nobody can be listened to at {host}, port 80 (")
    assert file.read_bytes() == before


def test_a_certificate_that_is_none_is_said(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    for name in ("server.crt", "server.key"):
        (tmp_path / name).write_text(CERTIFICATE)
    given = ("--tls-cert", tmp_path / "server.crt", "--tls-key", tmp_path / "server.key")

    said = refused(*given, "--database", file, home=tmp_path)

    assert said.startswith("The certificate cannot be used")
    assert file.read_bytes() == before


def test_settings_that_cannot_be_understood_are_said_and_left_and_the_server_starts(
    file: Path, tmp_path: Path
) -> None:
    settings = tmp_path / ".config" / "Desk" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("database = ")

    with served(file, tmp_path) as live:
        assert live.ask("GET", "/health")[0] == 200
        live.end()
        _, error = live.process.communicate()

    assert error.count("\n") == 1
    assert error.startswith(f"The settings in {settings} cannot be understood")
    assert settings.read_text() == "database = "


def test_a_database_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"postgresql://desk:secret@127.0.0.1:{unused.getsockname()[1]}/desk"

        said = refused("--database", address, home=tmp_path)

    assert "cannot be reached" in said
    assert "secret" not in said


def test_a_database_server_that_never_says_anything_is_given_up(tmp_path: Path) -> None:
    with stranger() as port:
        said = refused("--database", f"postgresql://desk@127.0.0.1:{port}/desk", home=tmp_path)

    assert "cannot be reached" in said


def test_a_database_that_its_server_does_not_have_is_said(server: str, tmp_path: Path) -> None:
    said = refused("--database", server.replace("/postgres?", "/nowhere?"), home=tmp_path)

    assert "cannot be reached" in said
    assert "nowhere" in said


def test_a_wrong_password_is_said_and_not_repeated(
    server: str, asked_for_password: tuple[str, str], tmp_path: Path
) -> None:
    url = make_url(server).set(username=asked_for_password[0], password="wrong-one")
    address = url.render_as_string(hide_password=False)

    said = refused("--database", address, home=tmp_path)

    assert "cannot be reached" in said
    assert "password" in said
    assert "wrong-one" not in said
