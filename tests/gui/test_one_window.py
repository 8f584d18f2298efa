"""One window for each file: the lock, and the knock on the door of whoever has it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk.gui.one_window import Doorbell, Lock, knock, socket_name

HOLDER = """
import sys
from pathlib import Path
from desk.gui.one_window import Lock
lock = Lock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""

CALLER = """
import sys
from pathlib import Path
from desk.gui.one_window import knock
print(knock(Path(sys.argv[1])), flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def holder(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file's lock."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "True\n"
    yield running
    running.kill()
    running.communicate()


def knocking(file: Path) -> subprocess.Popen[str]:
    """A second start, which asks the first window to come forward."""
    return subprocess.Popen(
        [sys.executable, "-c", CALLER, str(file)], stdout=subprocess.PIPE, text=True
    )


def test_a_lock_can_be_had_once(file: Path) -> None:
    first, second = Lock(file), Lock(file)

    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_whoever_has_the_lock_may_ask_again(file: Path) -> None:
    lock = Lock(file)

    assert lock.take()
    assert lock.take()
    lock.release()


@pytest.mark.usefixtures("holder")
def test_another_process_s_lock_holds(file: Path) -> None:
    assert not Lock(file).take()


def test_a_killed_process_leaves_no_lock_behind(file: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    lock = Lock(file)

    assert lock.take()
    lock.release()


def test_where_no_lock_can_be_written_the_database_itself_will_tell(tmp_path: Path) -> None:
    assert Lock(tmp_path / "missing" / "desk.db").take()


def test_a_knock_is_heard_and_answered(qtbot: QtBot, file: Path) -> None:
    bell = Doorbell(file)

    with qtbot.waitSignal(bell.rung):
        caller = knocking(file)
    qtbot.waitUntil(lambda: caller.poll() is not None)

    assert caller.communicate()[0] == "True\n"
    bell.close()


def test_nobody_answers_where_no_window_is(file: Path) -> None:
    assert not knock(file)


def test_a_second_window_takes_over_what_a_killed_one_left(qtbot: QtBot, file: Path) -> None:
    left = Doorbell(file)
    again = Doorbell(file)

    with qtbot.waitSignal(again.rung):
        caller = knocking(file)
    qtbot.waitUntil(lambda: caller.poll() is not None)

    assert caller.communicate()[0] == "True\n"
    left.close()
    again.close()


def test_one_file_has_one_name_however_it_is_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)

    assert socket_name(Path("desk.db")) == socket_name(file)
    assert socket_name(file.with_name("other.db")) != socket_name(file)
