"""This computer's own choices: where the database is, a printer, and whether others reach the desk.

They stand in two TOML files that may be written by hand: an administrator's, for everybody at this
computer, and the user's own, which comes before it. A file that cannot be understood is reported
once, left exactly as it is, and the defaults are used. What belongs to the data is kept with the
data, and what belongs to the window (size, colours) is Qt's to keep.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

PROGRAM = "Desk"
VARIABLE = "DESK_DATABASE"
SIGNED = "DESK_SIGNED"  # who had the window run a command, as the journal writes it
LAST_PORT = 65535
FOR_ALL = Path("/etc/desk/desk.toml")
LINUX = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "log": ("XDG_STATE_HOME", ".local/state"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


class Settings(NamedTuple):
    """The choices, with their defaults.

    `database` is a file or an address such as `postgresql://server/desk`; empty means the usual
    place. `print_emergency` prints the emergency list as soon as it is called for. With `network`
    the window runs a server for other programs; `network_reach` says whether those of this
    `computer` or of the whole local `network` reach it, and `network_on_close` whether it `stays`
    or `ends` with the window, or the window has to `ask`. The window says when somebody comes for
    the provider with the key `workstation_of`, or for the host with the name `workstation_host`.
    The window is locked when nobody has touched it for `lock_minutes`, or never with 0; where there
    are no accounts to unlock it, `discreet_when_idle` lets it show initials only by then.
    """

    database: str = ""
    print_emergency: bool = False
    network: bool = False
    network_reach: str = "computer"
    network_port: int = 8765
    network_on_close: str = "ask"
    workstation_of: str = ""
    workstation_host: str = ""
    lock_minutes: int = 5
    discreet_when_idle: bool = False


WORDS = {
    "network_reach": ("computer", "network"),
    "network_on_close": ("ask", "stays", "ends"),
}


def file() -> Path:
    """Where this user's settings are kept."""
    return folder("config") / "settings.toml"


def file_for_all() -> Path:
    """Where the administrator's settings for everybody at this computer are, if there are any."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / PROGRAM / FOR_ALL.name
    if sys.platform == "darwin":
        return Path("/Library/Application Support") / PROGRAM / FOR_ALL.name
    return FOR_ALL


def files() -> list[Path]:
    """Those files of settings that there are; what stands in a later one comes before."""
    return [place for place in (file_for_all(), file()) if place.exists()]


def folder(kind: str) -> Path:
    """Where this system keeps a program's files of the `kind` for its user; `LINUX` has all."""
    if sys.platform == "linux":
        # As platformdirs has it, without its import, which the first window would wait for.
        variable, usual = LINUX[kind]
        place = Path(os.environ.get(variable, "") or Path.home() / usual) / PROGRAM
        return place / "log" if kind == "log" else place
    import platformdirs

    places = platformdirs.PlatformDirs(PROGRAM, appauthor=False)
    found = {
        "config": places.user_config_path,
        "data": places.user_data_path,
        "log": places.user_log_path,
        "state": places.user_state_path,
        "cache": places.user_cache_path,
    }
    return found[kind]


def load(path: Path | None = None) -> Settings:
    """The settings of all files, or of this one; the defaults where there is none.

    May raise `BadSettings`.
    """
    found: dict[str, object] = {}
    places = files() if path is None else [path] if path.exists() else []
    for place in places:
        found.update(_read(place))
    return Settings(**found)  # type: ignore[arg-type]


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping comments and whatever else stands in the file.

    A file that cannot be understood is not overwritten: `BadSettings`.
    """
    _write(path or file(), settings._asdict())


def change(path: Path | None = None, /, **choices: object) -> Settings:
    """Choose these anew and keep all others as they stand; may raise `BadSettings`.

    Only these are written: what the administrator chooses for everybody may still change.
    """
    changed = load(path)._replace(**choices)  # type: ignore[arg-type]
    _write(path or file(), choices)
    return changed


def _write(place: Path, choices: Mapping[str, object]) -> None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from desk.domain.errors import BadSettings

    try:
        written = place.read_text("utf-8-sig") if place.exists() else ""
        document = tomlkit.parse(written)
        for name, value in choices.items():
            document[name] = value
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}.new")
        beside.write_text(tomlkit.dumps(document), "utf-8")
        beside.replace(place)
    except (TOMLKitError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(str(place), str(error)) from error


def usual_database() -> Path:
    """The file that is used where nobody has chosen one."""
    return folder("data") / "desk.db"


def database_url(asked: str = "", settings: Settings | None = None) -> str:
    """The address of the database: as asked for, else of the environment, settings, usual place.

    Each may be a file's name or an address. The folder of the usual place is made if need be.
    """
    chosen = asked or without_command_line(settings or Settings())
    if not chosen:
        usual = usual_database()
        usual.parent.mkdir(parents=True, exist_ok=True)
        chosen = str(usual)
    return address(chosen)


def without_command_line(settings: Settings) -> str:
    """The database that is used where the command line names none; empty for the usual place."""
    return os.environ.get(VARIABLE, "") or settings.database


def address(chosen: str) -> str:
    """A file's name as an address; an address as it is."""
    if "://" in chosen:
        return chosen
    return f"sqlite:///{Path(chosen).expanduser().absolute()}"


def file_of(url: str) -> Path | None:
    """The file behind an address, if it is a file's."""
    scheme, _, rest = url.partition(":///")
    return Path(rest) if scheme == "sqlite" and rest else None


def _read(place: Path) -> dict[str, object]:
    import tomllib  # costs start-up time, and most computers have no such file

    from desk.domain.errors import BadSettings

    try:
        return _understood(tomllib.loads(place.read_text("utf-8-sig")), place)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BadSettings(str(place), str(error)) from error


def _understood(found: Mapping[str, object], place: Path) -> dict[str, object]:
    from desk.domain.errors import BadSettings

    known = {name: type(usual) for name, usual in Settings._field_defaults.items()}
    wanted = {str: "a text in quotes", bool: "true or false", int: "a whole number"}
    for name, value in found.items():
        # To Python true is a number as well.
        if name in known and type(value) is not known[name]:
            raise BadSettings(str(place), f"{name} must be {wanted[known[name]]}")
        if name in WORDS and value not in WORDS[name]:
            raise BadSettings(str(place), f"{name} must be one of {', '.join(WORDS[name])}")
        if name == "network_port" and not _is_port(value):
            raise BadSettings(str(place), f"{name} must lie between 1 and {LAST_PORT}")
        if name == "lock_minutes" and isinstance(value, int) and value < 0:
            raise BadSettings(str(place), f"{name} must be 0 or more")
    return {name: found[name] for name in known if name in found}


def _is_port(value: object) -> bool:
    return isinstance(value, int) and 1 <= value <= LAST_PORT
