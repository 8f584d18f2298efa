"""Which revisions of the tables there have been, and which of them this program can read."""

from __future__ import annotations

from desk.domain.errors import NewerDatabase

# Oldest first; the last is what this program writes. Each but the last has a migration to the next.
REVISIONS = (
    *("0001", "0002", "0003", "0004", "0005", "0006"),
    *("0007", "0008", "0009", "0010", "0011"),
)
HEAD = REVISIONS[-1]


def require_known(found: str, where: str) -> None:
    """Refuse tables that a later version of the program has made."""
    if found not in REVISIONS:
        raise NewerDatabase(where, f"revision {found}")
