"""Why a message has not gone out; the words of each are what the outbox shows."""

from __future__ import annotations


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
