"""Mappings as TOML files: those that came with the program and those that were saved here."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs

from desk import resources
from desk.domain.errors import BadFile
from desk.settings import PROGRAM
from desk.transfer.mapping import FIELDS, Kind, Mapping, Source
from desk.transfer.moments import ISO, pattern_of

_WORDS = {"name", "title", "kind", "one_entry", "times", "also_called", "leave_open", "fields"}
# The occasions for a note, and what can be said of them in braces.
_NOTES: dict[str, dict[str, object]] = {
    "cancelled": {"cancelled": ""},
    "came_although_cancelled": {"cancelled": ""},
    "came_on_another_day": {"expected": ""},
    "some_came": {"came": 0, "listed": 0},
}


def folder() -> Path:
    """Where mappings are saved that somebody made here."""
    return platformdirs.user_config_path(PROGRAM, appauthor=False) / "mappings"


def shipped() -> list[Path]:
    """The files of the mappings that came with the program."""
    return sorted(resources.path("mappings").glob("*.toml"))


def all_of(kind: Kind) -> list[Mapping]:
    """Every mapping for such files; one that was saved here stands for a shipped one of its name.

    A saved file that cannot be understood is passed over: it may be half-written, and is named
    when it is asked for.
    """
    found = {mapping.name: mapping for mapping in map(load, shipped())}
    for path in sorted(folder().glob("*.toml")):
        try:
            mapping = load(path)
        except BadFile:
            continue
        found[mapping.name] = mapping
    return [mapping for mapping in found.values() if mapping.kind is kind]


def chosen(name: str, kind: Kind) -> Mapping:
    """The mapping in the file called `name`, or else the one known by that name."""
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        mapping = load(path)
    else:
        known = all_of(kind)
        by_name = {mapping.name: mapping for mapping in known}
        if name not in by_name:
            names = ", ".join(by_name)
            raise BadFile(name, f"there is no mapping of that name; there are {names}")
        mapping = by_name[name]
    if mapping.kind is not kind:
        raise BadFile(name, f"it is a mapping for {mapping.kind}, not for {kind}")
    return mapping


def by_heading(heading: Sequence[str], kind: Kind, where: str) -> Mapping:
    """The mapping that makes the most of a file with this heading; `BadFile` if none will do."""
    known = sorted(all_of(kind), key=lambda mapping: -mapping.known(heading))
    fitting = [mapping for mapping in known if not mapping.missing(heading)]
    if fitting:
        return fitting[0]
    best = known[0]
    if not best.known(heading):
        raise BadFile(where, "its columns are not known; name a mapping for them")
    best.fit(heading, where)
    return best


def load(path: Path) -> Mapping:
    """The mapping in a file; `BadFile` with the place of the first mistake."""
    where = str(path)
    try:
        return _mapping(tomllib.loads(path.read_text("utf-8-sig")))
    except FileNotFoundError as error:
        raise BadFile(where, "there is no such file") from error
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        raise BadFile(where, str(error)) from error
    except _Mistake as error:
        raise BadFile(where, str(error)) from error


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping so that `load` gives the same; the folder is made if need be."""
    import tomlkit

    document: dict[str, Any] = {"name": mapping.name, "kind": mapping.kind.value}
    document["title"] = mapping.title
    document["one_entry"] = list(mapping.one_entry)
    document["times"] = list(mapping.times)
    document["leave_open"] = mapping.leave_open
    document["fields"] = {name: _written(source) for name, source in mapping.fields.items()}
    document["also_called"] = {name: list(names) for name, names in mapping.also_called.items()}
    document["notes"] = dict(mapping.notes)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(tomlkit.dumps(document), "utf-8")
    beside.replace(path)


class _Mistake(Exception):
    """Something in a mapping that cannot be; the words are for whoever wrote it."""


def _mapping(document: dict[str, Any]) -> Mapping:
    _require_known(document, _WORDS | {"notes"}, "")
    name = _text(document, "name")
    if not name:
        raise _Mistake("name must not be empty")
    try:
        kind = Kind(document.get("kind", Kind.VISITORS))
    except ValueError as error:
        raise _Mistake("kind must be visitors or people") from error
    fields = _table(document, "fields")
    _require_known(fields, set(FIELDS[kind]), "fields.")
    notes = _table(document, "notes")
    _require_known(notes, set(_NOTES), "notes.")
    also = _table(document, "also_called")
    leave_open = document.get("leave_open", False)
    if not isinstance(leave_open, bool):
        raise _Mistake("leave_open must be true or false")
    return Mapping(
        name=name,
        kind=kind,
        title=_text(document, "title"),
        fields={field: _source(field, value) for field, value in fields.items()},
        one_entry=_texts(document, "one_entry"),
        times=_times(document),
        also_called={column: _texts(also, column) for column in also},
        leave_open=leave_open,
        notes={occasion: _note(notes, occasion) for occasion in notes},
    )


def _source(field: str, value: object) -> Source:
    match value:
        case str():
            return Source(columns=(value,))
        case list():
            return Source(columns=_texts({field: value}, field))
        case dict():
            _require_known(value, {"columns", "between", "split", "otherwise"}, f"fields.{field}.")
            return Source(
                columns=_texts(value, "columns"),
                between=_text(value, "between", " "),
                split=_text(value, "split"),
                otherwise=_text(value, "otherwise"),
            )
        case _:
            raise _Mistake(f"fields.{field} must be a column, a list of columns or a table")


def _written(source: Source) -> dict[str, Any]:
    given: dict[str, Any] = {"columns": list(source.columns), "between": source.between}
    return given | {"split": source.split, "otherwise": source.otherwise}


def _times(document: dict[str, Any]) -> tuple[str, ...]:
    times = _texts(document, "times") or (ISO,)
    for pattern in times:
        try:
            pattern_of(pattern)
        except ValueError as error:
            raise _Mistake(f"times: {pattern}: {error}") from error
    return times


def _note(notes: dict[str, Any], occasion: str) -> str:
    words = _text(notes, occasion)
    try:
        words.format(**_NOTES[occasion])
    except (LookupError, ValueError, AttributeError) as error:
        raise _Mistake(f"notes.{occasion} has braces that cannot be filled: {words}") from error
    return words


def _require_known(table: dict[str, Any], words: set[str], before: str) -> None:
    for word in table:
        if word not in words:
            raise _Mistake(f"{before}{word} is not known")


def _table(table: dict[str, Any], word: str) -> dict[str, Any]:
    found = table.get(word, {})
    if not isinstance(found, dict):
        raise _Mistake(f"{word} must be a table")
    return found


def _text(table: dict[str, Any], word: str, default: str = "") -> str:
    found = table.get(word, default)
    if not isinstance(found, str):
        raise _Mistake(f"{word} must be a text")
    return found


def _texts(table: dict[str, Any], word: str) -> tuple[str, ...]:
    found = table.get(word, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise _Mistake(f"{word} must be a list of texts")
    return tuple(found)
