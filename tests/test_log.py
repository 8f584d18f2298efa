"""The log file: what goes into it, and that it stays small."""

from __future__ import annotations

import faulthandler
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from desk import log

pytestmark = pytest.mark.usefixtures("fault_handler")


def test_what_the_program_says_lands_in_the_file(tmp_path: Path) -> None:
    opened = log.Log(tmp_path / "log")

    logging.getLogger("desk.store").warning("the watch begins anew")
    opened.close()

    assert "WARNING desk.store: the watch begins anew" in (tmp_path / "log/desk.log").read_text()


def test_a_closed_log_writes_no_more(tmp_path: Path) -> None:
    log.Log(tmp_path).close()

    logging.getLogger("desk").warning("too late")

    assert not (tmp_path / "desk.log").exists()


def test_a_long_log_begins_anew_and_keeps_the_last_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 2000)
    opened = log.Log(tmp_path)

    for number in range(400):
        logging.getLogger("desk").info("line %d of a long day", number)
    opened.close()

    files = sorted(file.name for file in tmp_path.glob("desk.log*"))
    assert files == ["desk.log", *(f"desk.log.{n}" for n in range(1, log.KEPT + 1))]
    assert all(file.stat().st_size <= 2000 for file in tmp_path.glob("desk.log*"))
    assert "line 399" in (tmp_path / "desk.log").read_text()


def test_faults_of_the_interpreter_have_a_file_of_their_own(tmp_path: Path) -> None:
    opened = log.Log(tmp_path)

    assert faulthandler.is_enabled()
    opened.close()
    assert (tmp_path / "fault.log").exists()


def test_an_exception_is_logged_without_what_it_says(tmp_path: Path) -> None:
    opened = log.Log(tmp_path)
    try:
        raise ValueError("Ada Lovelace cannot be admitted")
    except ValueError:
        logging.getLogger("desk").exception("the command line failed")
    opened.close()

    text = (tmp_path / "desk.log").read_text()
    assert "builtins.ValueError" in text
    assert "in test_an_exception_is_logged" in text
    assert "Lovelace" not in text


def test_what_the_interpreter_said_when_it_died_is_told_once_and_without_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "folder", lambda: tmp_path)
    dies = "import sys, faulthandler; from pathlib import Path; from desk import log"
    dies += "; log.Log(Path(sys.argv[1])); faulthandler._sigsegv()"
    subprocess.run([sys.executable, "-c", dies, str(tmp_path)], check=False)

    said = log.last_fault()

    assert "Segmentation fault" in said
    assert '"<string>"' in said
    assert str(Path(__file__).parent) not in said
    assert log.last_fault() == ""
