"""Long turns for a process that works beside the window, so that the window has its own at once.

Linux lets whoever runs go on for some milliseconds before somebody who has just woken, even while
another processor is idle. A lower priority changes nothing about that, and on a busy machine a
process that writes would then hold the database and not get on. Whoever has long turns, however,
gives way at once to everybody with shorter ones, and still gets as much time as they do.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys

# The longest that Linux grants, from 6.12 on; an older one lets the wish pass.
NANOSECONDS = 100_000_000

# The number of sched_setattr; C libraries have had a name for it for a short while only.
_CALLS = {"x86_64": 314, "aarch64": 274}
_KEEP_POLICY = 0x08


class _Wish(ctypes.Structure):
    """The `sched_attr` of Linux."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("policy", ctypes.c_uint32),
        ("flags", ctypes.c_uint64),
        ("nice", ctypes.c_int32),
        ("priority", ctypes.c_uint32),
        ("runtime", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("period", ctypes.c_uint64),
    )


def give(process: int) -> bool:
    """Let a process of ours take long turns; says whether the system has accepted the wish."""
    call = _CALLS.get(platform.machine())
    if sys.platform != "linux" or call is None:
        return False
    try:
        nice = os.getpriority(os.PRIO_PROCESS, process)
    except ProcessLookupError:
        return False
    size = ctypes.sizeof(_Wish)
    wish = _Wish(size=size, flags=_KEEP_POLICY, nice=nice, runtime=NANOSECONDS)
    return bool(ctypes.CDLL(None).syscall(call, process, ctypes.byref(wish), 0) == 0)
