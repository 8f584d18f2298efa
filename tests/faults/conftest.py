"""A database file, a server on it, and a small disk in memory, mounted for one test, to be filled.

Whoever may not mount one runs the test once more in a name space of its own, in which anybody may.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.live import Live, served
from tests.faults.disks import SmallDisk, mounted


@pytest.fixture(scope="session")
def may_mount(tmp_path_factory: pytest.TempPathFactory) -> bool:
    with mounted(tmp_path_factory.mktemp("trial")) as mounting:
        return mounting


@pytest.fixture
def disk(tmp_path: Path, may_mount: bool) -> Iterator[SmallDisk]:
    """A disk of 24 megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder) as mounting:
        assert mounting == may_mount
        yield SmallDisk(folder)


@pytest.fixture
def file(tmp_path: Path, furnished_file: Path) -> Iterator[Path]:
    """A good database file, in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    yield Path(shutil.copy(furnished_file, folder / "desk.db"))
    folder.chmod(0o755)


@pytest.fixture
def live(file: Path, tmp_path: Path) -> Iterator[Live]:
    """A server on that file."""
    with served(file, tmp_path) as running:
        yield running


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if pyfuncitem.funcargs.get("may_mount", True):
        return None
    command = ["unshare", "-rm", sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, pyfuncitem.nodeid],
        cwd=pyfuncitem.config.rootpath,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout
    return True
