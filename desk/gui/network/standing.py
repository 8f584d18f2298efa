"""How the server stands, as a value that the page shows whatever it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What the server does just now; one that is `RESTING` has died and is started again."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    ENDING = "ending"
    RESTING = "resting"
    FAILED = "failed"


class Reach(StrEnum):
    """Who may reach it; the words are those of the settings."""

    COMPUTER = "computer"
    NETWORK = "network"


class OnClose(StrEnum):
    """What becomes of it when the window is closed; the words are those of the settings."""

    ASK = "ask"
    STAYS = "stays"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state, and what a person needs to know with it.

    `address` is where others reach it, `fingerprint` that of its certificate if it has one, `why`
    what it said when it failed, `seconds` in how many it is started again.
    """

    state: State
    reach: Reach
    port: int
    address: str = ""
    fingerprint: str = ""
    why: str = ""
    seconds: int = 0
