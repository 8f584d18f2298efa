"""Bundled files are found from a checkout and from an installed program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk import resources

ASK = "from desk import resources; print(resources.path('icons/user.svg'))"


def test_a_checkout_keeps_them_beside_the_package() -> None:
    licence = resources.path("licences/LGPL-3.txt")

    assert licence.is_file()
    assert licence.parents[1].name == "resources"


def test_a_file_that_is_not_bundled_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/unicorn\.svg"):
        resources.path("icons/unicorn.svg")


def test_an_installed_program_has_them_inside_and_ignores_a_neighbour(tmp_path: Path) -> None:
    package = tmp_path / "desk"
    for folder in (package / "bundled", tmp_path / "resources"):
        (folder / "icons").mkdir(parents=True)
        (folder / "icons" / "user.svg").touch()
    (package / "__init__.py").touch()
    shutil.copy(resources.__file__, package)

    found = subprocess.run(
        [sys.executable, "-P", "-c", ASK],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(found.stdout.strip()) == package / "bundled" / "icons" / "user.svg"
