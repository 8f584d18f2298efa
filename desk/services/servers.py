"""A PostgreSQL server that somebody points the desk to: its address, and what is found there.

An address never holds a password; that is kept on this computer when it has let somebody in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from desk.domain.errors import Invalid, Unusable
from desk.services import people, site
from desk.store import engines, login, opening
from desk.store.clock import now
from desk.store.database import Read
from desk.store.trouble import known

PORT = 5432
SCHEME = "postgresql"
# What would end the name of a server, and begin something else, in an address.
_NOT_IN_A_NAME = set("/@?#[] \t\n")


class Encryption(Enum):
    """How much the connection has to be encrypted, in libpq's words."""

    PREFER = "prefer"
    REQUIRE = "require"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which database of which server, and as whom; without a user, as whoever uses the computer."""

    server: str
    port: int = PORT
    database: str
    user: str = ""
    encryption: Encryption = Encryption.PREFER

    def words(self) -> str:
        """How people are told of it."""
        return f"{self.database} on {self.server}:{self.port}"

    def address(self) -> str:
        """The address; refused as `Invalid` when it cannot be one."""
        reasons = {
            field: ["must not be empty"]
            for field, typed in (("server", self.server), ("database", self.database))
            if not typed
        }
        if self.server and not _is_a_name(self.server):
            reasons["server"] = ["must be a name or a number, such as db.example.org"]
        if reasons:
            raise Invalid(**reasons)
        url = URL.create(
            SCHEME,
            username=self.user or None,
            host=self.server,
            port=self.port,
            database=self.database,
            query={"sslmode": self.encryption.value},
        )
        return url.render_as_string(hide_password=False)


class Tables(Enum):
    """What a database holds before the desk is opened there."""

    NONE = "none"
    EARLIER = "of an earlier version"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Found:
    """What is there: the house and how many people it knows, where its tables can be read."""

    tables: Tables
    house: str = ""
    people: int = 0


def _is_a_name(server: str) -> bool:
    try:
        server.encode("idna")
    except UnicodeError:
        return False
    return not _NOT_IN_A_NAME & set(server)


def place(address: str) -> Place | None:
    """The place behind an address; none if it is no server's that can be told so shortly."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return None
    if url.get_backend_name() != SCHEME or not url.host:
        return None
    required = url.query.get("sslmode") not in (None, "disable", "allow", "prefer")
    return Place(
        server=url.host,
        port=url.port or PORT,
        database=url.database or "",
        user=url.username or "",
        encryption=Encryption.REQUIRE if required else Encryption.PREFER,
    )


def look(address: str, password: str = "") -> Found:
    """Find out what is at an address, and change nothing; refused as a kind of `Unusable`.

    Without a password this computer's own ways are gone, as when the desk is opened.
    """
    engine = engines.engine(address, password or None)
    try:
        with known(engines.where(engine.url)):
            revision = opening.look_at_server(engine)
            if revision is None:
                return Found(Tables.NONE)
            if revision != opening.HEAD:
                return Found(Tables.EARLIER)
            with Session(engine) as session:
                return _counted(Read(session, now(), ZoneInfo("UTC")))
    finally:
        engine.dispose()


def tried(place: Place, password: str = "") -> Found:
    """What is found there; what is refused is told of the database and the server by name."""
    try:
        return look(place.address(), password)
    except Unusable as error:
        raise type(error)(place.words(), error.detail) from error


def join(place: Place, password: str = "") -> Found:
    """Try it, and keep the password on this computer if it has let somebody in."""
    found = tried(place, password)
    if password:
        login.keep_password(make_url(place.address()), password)
    return found


def holds_password(address: str) -> bool:
    """Whether a password stands in an address, where everybody would read it."""
    try:
        return bool(make_url(address).password)
    except (ArgumentError, ValueError):
        return False


def _counted(tx: Read) -> Found:
    house = site.found(tx)
    return Found(Tables.OURS, house.name if house else "", people.count(tx))
