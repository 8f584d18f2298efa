"""Why a message has not gone out; the words of each are what the outbox shows."""

from __future__ import annotations

import ssl


class Undelivered(Exception):
    """A message has not gone out."""


class Rejected(Undelivered):
    """It never will: whoever takes messages has refused this one for good."""


class Later(Undelivered):
    """It has not gone out now, but may when it is tried again.

    `perhaps` says that it may have gone out all the same, because the answer was lost.
    """

    def __init__(self, why: str, *, perhaps: bool = False) -> None:
        super().__init__(why)
        self.perhaps = perhaps


class Unreachable(Later):
    """Whoever takes messages is not there, so that no other need be tried now."""


class NotSetUp(Undelivered):
    """This computer cannot send it as it is set up; nothing was tried."""


def words(reason: object) -> str:
    """What went wrong on the way to another computer, as far as that is known."""
    match reason:
        case ssl.SSLCertVerificationError(verify_message=why):
            return f"its certificate cannot be trusted: {why}"
        case TimeoutError():
            return "it does not answer"
        case OSError(strerror=why) if why:
            return str(why)
        case _:
            return str(reason) or type(reason).__name__
