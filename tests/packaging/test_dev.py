"""From a bare machine to a running program: what `packaging/dev.py` says, installs and trusts.

Nothing here reaches for the network: the lock files used are empty or cannot be installed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import system_libraries
from commands import program_variables, screenless
from environment import THIS_PYTHON, Environment, State
from system_libraries import Kind, Need

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "packaging" / "dev.py"
IMPOSSIBLE = f"./nothing-1.0-py3-none-any.whl --hash=sha256:{'0' * 64}\n"

# Starts the file named after it as a program, in an interpreter that says it is the first release
# of Python 3 that a supported Debian or Ubuntu ever came with.
AS_OLD_PYTHON = """
import runpy, sys
sys.version_info = (3, 9, 2, "final", 0)
runpy.run_path(sys.argv[1], run_name="__main__")
"""

ABSENT = Need(Kind.LIBRARY, "libnothing-of-the-kind.so.9", "libnothing9")
HERE = Need(Kind.LIBRARY, "libc.so.6", "libc6")


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    for name in ("run", "test"):
        (tmp_path / f"lock-{name}.txt").write_text("# nothing\n")
    return Environment(folder=tmp_path / "venv", locks=tmp_path)


@pytest.fixture
def ready(environment: Environment) -> Environment:
    """An environment as it looks when it was finished with both locks."""
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    locks = {name: environment.digest(name) for name in ("run", "test")}
    environment.stamp_file.write_text(json.dumps({"python": THIS_PYTHON, "locks": locks}))
    return environment


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are found in; empty."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put_tool(tools: Path, name: str, script: str = "exit 0") -> None:
    tool = tools / name
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEV), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_old_python_is_told_in_one_line_what_is_needed() -> None:
    command = [sys.executable, "-c", AS_OLD_PYTHON, str(DEV), "run"]

    refused = subprocess.run(command, capture_output=True, text=True, check=False)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        "Desk needs Python 3.11 or newer and this is 3.9.2. Try python3.11 instead."
    ]


def test_without_a_command_every_command_is_explained() -> None:
    shown = dev()

    assert shown.returncode == 0
    assert all(f"dev.py {name}" in shown.stdout for name in ("run", "test", "bench", "shots"))


def test_an_unknown_command_is_wrong_usage() -> None:
    refused = dev("dance")

    assert refused.returncode == 2
    assert "dance" in refused.stderr
    assert not refused.stdout


def test_pictures_want_exactly_one_folder() -> None:
    assert dev("shots").returncode == 2
    assert dev("shots", "here", "there").returncode == 2


def test_a_library_that_cannot_be_loaded_is_missing() -> None:
    assert system_libraries.missing([HERE, ABSENT]) == [ABSENT]


def test_a_program_is_found_where_it_usually_lies_and_on_the_path(tools: Path) -> None:
    put_tool(tools, "somewhere-else")

    assert Need(Kind.PROGRAM, "/bin/sh", "dash").is_here()
    assert Need(Kind.PROGRAM, "/usr/bin/somewhere-else", "else").is_here()
    assert not Need(Kind.PROGRAM, "/usr/bin/nowhere", "nowhere").is_here()


def test_a_module_that_python_came_without_is_missing() -> None:
    json_module, absent = (Need(Kind.MODULE, name, "some") for name in ("json", "no_such_thing"))

    assert system_libraries.missing([json_module, absent]) == [absent]


def test_on_debian_one_line_installs_what_is_missing(tools: Path) -> None:
    put_tool(tools, "apt-get")

    line = system_libraries.install_line([ABSENT, HERE])

    assert line.endswith("apt-get install -y --no-install-recommends libnothing9 libc6")


@pytest.mark.parametrize("tool", ["dnf", "zypper"])
def test_elsewhere_the_line_asks_for_the_library_itself(tools: Path, tool: str) -> None:
    put_tool(tools, tool)

    line = system_libraries.install_line([HERE, Need(Kind.PROGRAM, "/usr/bin/Xvfb", "xvfb")])

    assert line == f"sudo {tool} install 'libc.so.6()(64bit)' /usr/bin/Xvfb"


def test_an_unknown_system_is_told_the_names(tools: Path) -> None:
    with pytest.raises(SystemExit, match=r"lacks libnothing-of-the-kind\.so\.9\."):
        system_libraries.require([HERE, ABSENT])


def test_what_apt_leaves_missing_is_named(tools: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put_tool(tools, "apt-get")
    put_tool(tools, "sudo")
    expected = "Still missing" if os.geteuid() == 0 else "line run as root"

    with pytest.raises(SystemExit, match=expected):
        system_libraries.require([ABSENT])

    assert "libnothing9" in capfd.readouterr().err


def test_an_environment_is_ready_for_the_locks_it_was_finished_with(ready: Environment) -> None:
    assert ready.state(["run"]) is State.READY
    assert ready.state(["run", "test"]) is State.READY


def test_an_environment_that_is_ready_is_left_alone(ready: Environment) -> None:
    before = ready.stamp_file.stat().st_mtime_ns

    ready.prepare(["run", "test"])

    assert ready.stamp_file.stat().st_mtime_ns == before
    assert ready.python.stat().st_size == 0


def test_a_changed_lock_file_makes_an_environment_out_of_date(ready: Environment) -> None:
    ready.lock("test").write_text("# something else\n")

    assert ready.state(["run"]) is State.OUT_OF_DATE


def test_another_python_makes_an_environment_useless(ready: Environment) -> None:
    other = json.loads(ready.stamp_file.read_text()) | {"python": "cpython-310-linux-x86_64"}
    ready.stamp_file.write_text(json.dumps(other))

    assert ready.state(["run"]) is State.OTHER_PYTHON


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"python": 1}', '{"python": "", "locks": 3}'])
def test_an_environment_without_a_whole_stamp_is_half_made(ready: Environment, stamp: str) -> None:
    ready.stamp_file.write_text(stamp)

    assert ready.state(["run"]) is State.HALF_MADE


def test_an_environment_whose_python_is_gone_is_half_made(ready: Environment) -> None:
    ready.python.unlink()

    assert ready.state(["run"]) is State.HALF_MADE


def test_an_environment_left_half_made_is_made_again(environment: Environment) -> None:
    whole = environment.lock("test").read_text()
    environment.lock("test").write_text(IMPOSSIBLE)
    with pytest.raises(SystemExit, match=r"lock-test\.txt could not be installed"):
        environment.prepare(["run", "test"])
    assert environment.state(["run"]) is State.HALF_MADE
    (environment.folder / "left-over").touch()

    environment.lock("test").write_text(whole)
    environment.prepare(["run"])

    assert environment.state(["run"]) is State.READY
    assert environment.state(["run", "test"]) is State.TO_EXTEND
    assert not (environment.folder / "left-over").exists()


def test_desk_is_found_in_the_checkout_from_anywhere() -> None:
    assert program_variables()["PYTHONPATH"] == str(ROOT)


def test_tests_go_without_a_screen_unless_another_was_asked_for() -> None:
    assert screenless({})["QT_QPA_PLATFORM"] == "offscreen"
    assert screenless({"QT_QPA_PLATFORM": "xcb"})["QT_QPA_PLATFORM"] == "xcb"
