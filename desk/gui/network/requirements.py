"""What the server needs beyond the window: the packages of the extra `http`."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGES = ("fastapi", "uvicorn", "cryptography", "segno")


def missing() -> list[str]:
    """Those of them that are not installed; nothing is imported to find out."""
    return [name for name in PACKAGES if find_spec(name) is None]
