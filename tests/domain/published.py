"""Facts about calendars: a few kept with these tests, and published ones where there are any."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
# Published facts lie beside a checkout of the project where there are any.
_PUBLISHED = Path(__file__).parents[3] / "shared" / "data"


def facts(folder: str, name: str) -> list[dict[str, Any]]:
    """What the JSON files of that name say: ours, and the published one in `folder`."""
    files = (_DATA / name.removesuffix(".gz"), _PUBLISHED / folder / name)
    return [fact for file in files if file.exists() for fact in _read(file)]


def _read(file: Path) -> list[dict[str, Any]]:
    raw = file.read_bytes()
    read = json.loads(gzip.decompress(raw) if file.suffix == ".gz" else raw)
    return read if isinstance(read, list) else [read]
