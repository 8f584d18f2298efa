"""A server that is made up, for pictures of the page: how it stands, and what it was asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.domain.access import Role, Token
from desk.gui.network.requests import Requests
from desk.gui.network.standing import Reach, Standing, State

FINGERPRINT = ":".join(f"{(7 * at * at + 61) % 256:02X}" for at in range(32))
SECRET = "".join(f"{(11 * at * at + 43) % 256:02x}" for at in range(32))
LABEL = "Kiosk at the door"
ASKED = (
    ("GET", "/calendar/", 200, LABEL, "192.168.1.31", 4.2),
    ("POST", "/api/visits/create/", 200, "public", "192.168.1.40", 11.8),
    ("GET", "/api/v1/organizers/lindenhof/waitinglistentries/", 401, "public", "192.168.1.77", 0.6),
    ("GET", "/api/residentvisits", 200, "Tablet of the porter", "192.168.1.32", 23.0),
    ("POST", "/appointments/", 409, LABEL, "192.168.1.31", 9.1),
    ("GET", "/nothing", 404, "public", "192.168.1.77", 0.4),
    (
        "GET",
        "/api/v1/organizers/lindenhof/waitinglistentries/",
        500,
        "Tablet of the porter",
        "192.168.1.32",
        130.0,
    ),
)


def on() -> Standing:
    """A server that the local network reaches."""
    return Standing(
        state=State.ON,
        reach=Reach.NETWORK,
        port=8765,
        address="https://192.168.1.20:8765",
        fingerprint=FINGERPRINT,
    )


def failed() -> Standing:
    """One that could not be started."""
    return Standing(
        state=State.FAILED,
        reach=Reach.COMPUTER,
        port=8765,
        address="http://127.0.0.1:8765",
        why="Nobody can be listened to at 127.0.0.1, port 8765 (Address already in use). Nothing"
        " was started; end the other program there, or choose another --port or --host.",
    )


def resting() -> Standing:
    """One that has died and is started again."""
    return Standing(
        state=State.RESTING,
        reach=Reach.COMPUTER,
        port=8765,
        address="http://127.0.0.1:8765",
        seconds=4,
    )


def tokens(now: datetime) -> list[Token]:
    """Whom it lets in."""
    day = timedelta(days=1)
    return [
        Token(id=1, label="Backup at night", role=Role.READONLY, created_at=now - 40 * day),
        Token(
            id=2,
            label=LABEL,
            role=Role.DESK,
            created_at=now - 9 * day,
            used_at=now - timedelta(seconds=3),
        ),
        Token(
            id=3,
            label="Tablet of the porter",
            role=Role.ADMIN,
            created_at=now - 2 * day,
            used_at=now - day,
        ),
    ]


def requests(now: datetime) -> Requests:
    """What it was asked in the last minute."""
    made = Requests()
    for at in range(60):
        method, path, status, caller, address, took = ASKED[(at * at + at // 3) % len(ASKED)]
        found = {"method": method, "path": path, "status": status, "caller": caller}
        found |= {"address": address, "took": took}
        made.add(found, now - timedelta(seconds=60 - at))
    return made
