"""Files that Desk reads: ordinary ones that may be read, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from desk.domain.errors import BadFile


def opened(path: Path) -> BinaryIO:
    """The file at `path`; `BadFile`, saying why, where there is none that can be read."""
    name = str(path)
    try:
        if path.is_dir():
            raise BadFile(name, "it is a folder")
        if path.exists() and not path.is_file():
            raise BadFile(name, "it is no ordinary file")
        return path.open("rb")
    except FileNotFoundError as error:
        raise BadFile(name, "there is no such file") from error
    except PermissionError as error:
        raise BadFile(name, "you may not read it") from error
    except OSError as error:
        raise BadFile(name, error.strerror or str(error)) from error
