"""What the window needs of a Linux system, and how to get it there.

Qt's wheels bring Qt, but not the libraries of the system that it was linked with; where one is
missing Qt ends the process without a word to Python. `packaging/system_libraries.py` says the same
for a machine on which Desk is not installed yet.
"""

from __future__ import annotations

import ctypes
import shlex
import shutil
import sys
from collections.abc import Sequence

Need = tuple[str, str]

# The library, and the Debian package that has it.
WINDOW: tuple[Need, ...] = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
)
PRINTING: tuple[Need, ...] = (("libcups.so.2", "libcups2"),)


def missing(needs: Sequence[Need]) -> list[Need]:
    """Those of `needs` that are not here; elsewhere than on Linux Qt brings everything."""
    return [need for need in needs if sys.platform.startswith("linux") and not _is_here(need[0])]


def install_line(needs: Sequence[Need]) -> str:
    """What a person would type to install `needs` on this system."""
    if shutil.which("apt-get"):
        packages = [package for _, package in needs]
        return shlex.join(["sudo", "apt-get", "install", *packages])
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            # Both find packages by what is in them.
            wanted = [f"{library}()(64bit)" for library, _ in needs]
            return shlex.join(["sudo", tool, "install", *wanted])
    return "your system's installer, for " + " ".join(library for library, _ in needs)


def _is_here(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
