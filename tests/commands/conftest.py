"""A command line of one's own: an empty home, an empty folder, and what a command says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk.__main__ import main


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it wrote."""

    status: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out.splitlines()[-1])


class Line:
    """Types commands about the database file `path`."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        return self.bare("--database", self.path, *arguments)

    def bare(self, *arguments: object) -> Said:
        """Without naming the database."""
        self._capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        written = self._capsys.readouterr()
        return Said(status, written.out, written.err)

    def refused(self, *arguments: object) -> str:
        """What a command says that fails, which must be one line."""
        said = self(*arguments)
        assert (said.status, said.out) == (1, "")
        assert said.error.count("\n") == 1
        assert "Traceback" not in said.error
        return said.error.strip()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings, database or log."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("DESK_DATABASE", raising=False)
    return folder


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path / "desk.db", capsys)
