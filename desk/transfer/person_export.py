"""All that the desk keeps about one person, in files that the person can be given.

One is JSON, for another program; one is a table with a line for each thing that is known, for a
person with a spreadsheet. Both say the same. The names of the files say nothing of whom they are
about.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desk.domain.errors import Invalid
from desk.services import dossiers
from desk.services.dossiers import Dossier
from desk.store.database import Database
from desk.transfer import tables
from desk.transfer.files_out import replacing
from desk.transfer.moments import written

COLUMNS = ("about", "number", "field", "value")
_ABOUT = {
    "people": "person",
    "appointments": "appointment",
    "takes_part": "appointment of somebody else",
    "visits": "visitor entry",
    "waiting": "waiting list",
    "messages": "message",
    "alerts": "note about the name",
    "holds": "legal hold",
    "journal": "change",
}
# What only programs need: which version of a row it is.
_SILENT = {"version"}
_MINUTE = timedelta(minutes=1)


def name_for(person_id: int) -> str:
    """How the file may be called, which tells nobody whom it is about."""
    return f"person-{person_id}.zip"


def send_out(database: Database, person_id: int, path: Path) -> int:
    """Write everything about the person to a file; how many things those are.

    A file that ends in .json or .csv is that alone; one that ends in .zip holds both.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Invalid(file=["name must end in .zip, .json or .csv"])
    with database.read() as tx:
        found = dossiers.of(tx, person_id)
        document = {"exported": written(tx.now, tx.zone), **_document(found, tx.zone)}
    with replacing(path) as rough:
        writer(rough, document)
    return sum(len(document[name]) for name in _ABOUT)


def _document(found: Dossier, zone: ZoneInfo) -> dict[str, Any]:
    told = {name: [_plain(each, zone) for each in getattr(found, name)] for name in _ABOUT}
    return {"under the very name, perhaps of somebody else": found.namesakes, **told}


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """What JSON can hold, with the names of fields as words."""
    if is_dataclass(value):
        named = {each.name: getattr(value, each.name) for each in fields(value)}
        return {
            name.replace("_", " "): _plain(part, zone)
            for name, part in named.items()
            if name not in _SILENT
        }
    match value:
        case Enum():
            return value.value
        case datetime():
            return written(value, zone)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value / _MINUTE
        case Mapping():
            return {str(name): _plain(part, zone) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(each, zone) for each in value]
        case _:
            return value


def _lines(document: Mapping[str, Any]) -> Iterator[tuple[tables.Cell, ...]]:
    """A line for each thing that is known; what is empty is not told."""
    for name, about in _ABOUT.items():
        for thing in document[name]:
            number = thing.get("id", thing.get("number"))
            for field, value in _flat(thing):
                yield about, number, field, value


def _flat(thing: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, tables.Cell]]:
    for name, value in thing.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name} ")
        elif isinstance(value, list):
            for each in value:
                yield from _flat({name: each}, before)
        elif value not in (None, ""):
            yield f"{before}{name}", value


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(_as_json(document), encoding="utf-8")


def _write_csv(path: Path, document: Mapping[str, Any]) -> None:
    path.write_bytes(_as_csv(document))


def _write_zip(path: Path, document: Mapping[str, Any]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("person.json", _as_json(document))
        packed.writestr("person.csv", _as_csv(document))


def _as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _as_csv(document: Mapping[str, Any]) -> bytes:
    table = io.StringIO(newline="")
    tables.write_csv(table, COLUMNS, _lines(document))
    return table.getvalue().encode("utf-8-sig")


_WRITERS: dict[str, Callable[[Path, Mapping[str, Any]], None]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".zip": _write_zip,
}
