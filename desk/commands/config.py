"""`desk config`: the settings that belong to the house's data."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from desk.commands import databases
from desk.commands.answers import Refused, answer
from desk.domain.errors import Invalid
from desk.domain.setting import Setting
from desk.domain.zone import is_zone
from desk.services import site
from desk.store.database import Read, Write

_LOCAL_TIME = Path("/etc/localtime")


def show_all(options: argparse.Namespace) -> int:
    with databases.opened(options) as database, database.read() as tx:
        found = [_described(tx, setting) for setting in site.SETTINGS.values()]
    words = "\n\n".join(
        f"{each['key']} = {_shown(each['value'])}\n  {each['meaning']}"
        f" ({each['type']}, default {_shown(each['default'])})"
        for each in found
    )
    answer(options, words, found)
    return 0


def show(options: argparse.Namespace) -> int:
    setting = _named(options.key)
    with databases.opened(options) as database, database.read() as tx:
        found = _described(tx, setting)
    answer(options, _shown(found["value"]), found)
    return 0


def choose(options: argparse.Namespace) -> int:
    setting = _named(options.key)
    with databases.opened(options) as database, database.write("config set") as tx:
        _require_house(tx)
        try:
            site.choose(tx, setting.key, _value(options.value))
        except Invalid as error:
            raise Refused(
                f"{setting.key} cannot be {options.value}. Nothing was changed;"
                f" it takes {_kind(setting)}: {setting.meaning}"
            ) from error
        found = _described(tx, setting)
    answer(options, f"{setting.key} = {_shown(found['value'])}", found)
    return 0


def _named(key: str) -> Setting[Any]:
    if key not in site.SETTINGS:
        raise Refused(f"There is no setting {key}. See all of them with: desk config list")
    return site.SETTINGS[key]


def _described(tx: Read, setting: Setting[Any]) -> dict[str, Any]:
    return {
        "key": setting.key,
        "value": site.setting(tx, setting),
        "type": _kind(setting),
        "default": setting.default,
        "meaning": setting.meaning,
    }


def _kind(setting: Setting[Any]) -> str:
    kinds = {
        int: "a whole number",
        bool: "true or false",
        str: "a text",
        list: "a list",
        dict: "an object",
    }
    if setting.kind is not None:
        return f"{kinds[setting.kind]}, or null"
    return kinds[type(setting.default)]


def _require_house(tx: Write) -> None:
    """Settings are kept with the site; a script that comes before anybody else has none yet."""
    if site.found(tx) is None:
        founded = site.name(tx, "Front desk", _zone_of_computer())
        print(f'A site "{founded.name}" was made, in the zone {founded.zone}.', file=sys.stderr)


def _zone_of_computer() -> str:
    name = str(_LOCAL_TIME.resolve()).rpartition("zoneinfo/")[2]
    return name if is_zone(name) else "UTC"


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
