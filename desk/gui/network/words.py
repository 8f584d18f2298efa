"""What the page of the network says: states, answers, roles, callers."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from desk.domain.access import Role
from desk.gui import format, icons
from desk.gui.network.standing import OnClose, Reach, Standing, State

translate = QCoreApplication.translate
PAIRS = 8  # bytes of a fingerprint in a line
TONES = {
    State.OFF: "left",
    State.STARTING: "expected",
    State.ON: "inside",
    State.ENDING: "left",
    State.RESTING: "warning",
    State.FAILED: "full",
}


def state(standing: Standing) -> str:
    """How the server stands, in few words."""
    match standing.state:
        case State.OFF:
            return translate("Network", "Off")
        case State.STARTING:
            return translate("Network", "Starting…")
        case State.ON:
            return translate("Network", "On")
        case State.ENDING:
            return translate("Network", "Ending…")
        case State.RESTING:
            words = translate("Network", "Stopped, starts again in {n} s")
            return words.format(n=format.count(max(standing.seconds, 1)))
        case State.FAILED:
            return translate("Network", "Does not run")


def failure(why: str) -> str:
    """Why the server does not run, without what it advises at the end to users of its options."""
    return why.partition("; ")[0].removesuffix(".") + "." if why else ""


def tone(of: State) -> str:
    """The colours of a state."""
    return TONES[of]


def reach(of: Reach) -> str:
    """Who may reach the server."""
    match of:
        case Reach.COMPUTER:
            return translate("Network", "Programs on this computer only")
        case Reach.NETWORK:
            return translate("Network", "Every machine in the local network")


def on_close(of: OnClose) -> str:
    """What becomes of the server when the window is closed."""
    match of:
        case OnClose.ASK:
            return translate("Network", "Ask whether it goes on")
        case OnClose.STAYS:
            return translate("Network", "It goes on without the window")
        case OnClose.ENDS:
            return translate("Network", "It ends with the window")


def grouped(fingerprint: str) -> str:
    """A fingerprint in lines that can be compared by eye: `AB:CD:…`, eight pairs to a line."""
    pairs = fingerprint.split(":")
    lines = (pairs[at : at + PAIRS] for at in range(0, len(pairs), PAIRS))
    return "\n".join(":".join(line) for line in lines)


def may(of: Role) -> str:
    """What a machine with that role may do."""
    match of:
        case Role.READONLY:
            return translate(
                "Network",
                "Reads the waiting list, the visitors and the appointments; changes nothing.",
            )
        case Role.DESK:
            return translate(
                "Network",
                "Reads and changes the waiting list, the visitors and the appointments, as a"
                " receptionist does.",
            )
        case Role.ADMIN:
            return translate(
                "Network",
                "As Desk; also opens and closes the time of providers, and changes and removes"
                " days.",
            )


def caller(name: str) -> str:
    """Who asks: the label of the token, or that there was none."""
    return name or translate("Network", "without a token")


def status(number: int) -> str:
    """An answer as its number and what that means: "404 not found"."""
    return f"{number} {_meaning(number)}"


def status_icon(number: int) -> QIcon:
    """The mark of an answer: done, refused, or failed."""
    if number >= 500:
        return icons.state_icon("octagon-alert", "full")
    if number >= 400:
        return icons.state_icon("triangle-alert", "warning")
    return icons.state_icon("circle-check", "inside")


def milliseconds(took: timedelta) -> str:
    """How long an answer took: whole milliseconds, or one place where it was quick."""
    found = took / timedelta(milliseconds=1)
    return format.locale().toString(found, "f", 1 if found < 10 else 0)


def _meaning(number: int) -> str:
    known = {
        400: translate("Network", "not understood"),
        401: translate("Network", "no valid token"),
        403: translate("Network", "not allowed"),
        404: translate("Network", "not found"),
        405: translate("Network", "not possible there"),
        409: translate("Network", "in conflict"),
        413: translate("Network", "too long"),
        415: translate("Network", "not understood"),
        422: translate("Network", "not valid"),
        429: translate("Network", "too often"),
        503: translate("Network", "busy"),
    }
    if number in known:
        return known[number]
    if number >= 500:
        return translate("Network", "failed")
    if number >= 400:
        return translate("Network", "refused")
    return translate("Network", "done")
