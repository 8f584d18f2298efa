"""The password with which this computer signs in at a database server.

The driver's own ways come first: an address that holds a password, `~/.pgpass`, a service, the
variables of PostgreSQL. Only when a server asks for another is the one used that somebody gave in
the window, which is kept where secrets are kept and stands in no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import safekeeping
from desk.domain.errors import Invalid, Unreachable

if TYPE_CHECKING:
    from sqlalchemy import URL, Dialect

_NAME = "server"


def keep_password(url: URL, password: str) -> None:
    """Keep the password of the server at `url` on this computer."""
    safekeeping.keep(_account(url), _NAME, password)


class Login:
    """Connects an engine to the server at `url`; what has let it in once is used again."""

    def __init__(self, url: URL, password: str | None = None) -> None:
        self._where = _account(url)
        self._password = password

    def __call__(
        self, dialect: Dialect, _record: object, given: list[Any], named: dict[str, Any]
    ) -> Any:
        if self._password is not None:
            return dialect.connect(*given, **named, password=self._password)
        refused = dialect.loaded_dbapi.OperationalError
        try:
            return dialect.connect(*given, **named)
        except refused as error:
            kept = self._kept() if error.pgconn and error.pgconn.used_password else None
            if kept is None:
                raise
        connection = dialect.connect(*given, **named, password=kept)
        self._password = kept
        return connection

    def _kept(self) -> str | None:
        try:
            return safekeeping.read(self._where, _NAME)
        except Invalid as error:  # The keyring is locked, or its owner says no.
            raise Unreachable(self._where, str(error)) from error


def _account(url: URL) -> str:
    """The server, the database and the user, however the connection is encrypted."""
    plain = url.difference_update_query(["sslmode"]).set(drivername=url.get_backend_name())
    return plain.render_as_string(hide_password=True)
