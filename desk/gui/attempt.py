"""Something that is wanted done once, however often its button is pressed until that is known.

When the connection breaks while a transaction is being ended, nobody knows whether it was. Its key
went into the same transaction: when the button is pressed again, the key is looked for, and what is
found to be done is not done again. What the service gave back is still known here, because it had
given it before the end; so nothing of it is kept in the database but the key.

That holds as long as the dialog is open that wants it. It does not hold for what is done without a
dialog, such as marking somebody as arrived, of which the second time is refused by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from desk.domain.errors import DoneBefore

if TYPE_CHECKING:
    from desk.store.database import Write

T = TypeVar("T")
CALLER = "window"


class Attempt:
    """One such thing. It may be used for the next as soon as it is known what became of this."""

    def __init__(self) -> None:
        self.begun: list[int] = []  # what was done quietly for its sake, by the journal's numbers
        self._key = ""
        self._asked: tuple[object, ...] = ()
        self._result: Any = None
        self._first: Write | None = None

    def carry_out(
        self, tx: Write, asked: tuple[object, ...], service: Callable[[Write], T]
    ) -> tuple[T, Write]:
        """Do it in `tx`, unless it is done; gives back with the result what it was done in.

        `asked` is all that it is to be done with. Of something else than the first time it is
        `DoneBefore` if that was done.
        """
        from desk.services import answers

        if self._first is not None and answers.noted(tx, CALLER, self._key):
            if asked != self._asked:
                raise DoneBefore
            result: T = self._result
            return result, self._first
        self._first = None
        result = service(tx)
        self._key, self._asked = secrets.token_hex(16), asked
        answers.note(tx, CALLER, self._key)
        self._result, self._first = result, tx
        return result, tx

    def settle(self) -> None:
        """It is known now what became of it."""
        self._first, self._result, self._asked = None, None, ()
