"""Which time zones there are."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def zones() -> frozenset[str]:
    """The IANA names of all zones; what a machine calls its own clock is none.

    Finding them means walking through a folder of files, so that is done once.
    """
    return frozenset(available_timezones() - {"localtime"})


def is_zone(name: str) -> bool:
    """Whether it is an exact IANA name."""
    return name in zones()
