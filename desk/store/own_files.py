"""What files of the window are called that belong to one database at this computer."""

from __future__ import annotations

import hashlib

LENGTH = 16


def name_for(database: str) -> str:
    """The same at every start for the same database; nobody can read in it which that is."""
    return hashlib.sha256(database.encode()).hexdigest()[:LENGTH]
