"""Bringing modules in without Python looking for circles meanwhile.

It would look through all that has come in again and again, find next to nothing, and take a fifth
of the time of a start.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """What comes in meanwhile stays, and is never looked through; where that was off it is left."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
