"""What Desk needs of a Linux system beside Python, and how to get it there.

Qt's own wheels bring Qt but not the libraries of the system that Qt was linked with. Where one of
them is missing Qt does not raise, it ends the process, so they are tried here before Qt is.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Kind(Enum):
    LIBRARY = "a shared library, named by its soname"
    PROGRAM = "a program, named by where it usually lies"
    MODULE = "a module of this Python, which some systems keep in a package of its own"


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the system, and the package that has it on Debian."""

    kind: Kind
    name: str
    debian: str

    @property
    def rpm(self) -> str:
        """What Fedora and openSUSE call it: both find packages by what is in them."""
        match self.kind:
            case Kind.LIBRARY:
                return f"{self.name}()(64bit)"
            case Kind.PROGRAM:
                return self.name
            case Kind.MODULE:
                return "python3"

    def is_here(self) -> bool:
        match self.kind:
            case Kind.LIBRARY:
                return _loads(self.name)
            case Kind.PROGRAM:
                return Path(self.name).exists() or shutil.which(Path(self.name).name) is not None
            case Kind.MODULE:
                return importlib.util.find_spec(self.name) is not None


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


# The Debian names hold for 12 and 13 and for Ubuntu 22.04 and later, where some of them stand for
# a package whose name ends in t64.
WINDOW = (
    Need(Kind.LIBRARY, "libEGL.so.1", "libegl1"),
    Need(Kind.LIBRARY, "libGL.so.1", "libgl1"),
    Need(Kind.LIBRARY, "libdbus-1.so.3", "libdbus-1-3"),
    Need(Kind.LIBRARY, "libfontconfig.so.1", "libfontconfig1"),
    Need(Kind.LIBRARY, "libglib-2.0.so.0", "libglib2.0-0"),
    Need(Kind.LIBRARY, "libxkbcommon.so.0", "libxkbcommon0"),
    Need(Kind.LIBRARY, "libxcb-cursor.so.0", "libxcb-cursor0"),
    Need(Kind.LIBRARY, "libxcb-icccm.so.4", "libxcb-icccm4"),
    Need(Kind.LIBRARY, "libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need(Kind.LIBRARY, "libxcb-shape.so.0", "libxcb-shape0"),
    Need(Kind.LIBRARY, "libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need(Kind.LIBRARY, "libwayland-cursor.so.0", "libwayland-cursor0"),
)
SCREEN = (
    Need(Kind.PROGRAM, "/usr/bin/Xvfb", "xvfb"),
    Need(Kind.PROGRAM, "/usr/bin/openbox", "openbox"),
)
# PostgreSQL refuses to run as root, so its wheel then makes itself a user.
TESTS = (
    *SCREEN,
    Need(Kind.PROGRAM, "/usr/bin/xdotool", "xdotool"),
    Need(Kind.PROGRAM, "/usr/bin/dbus-daemon", "dbus"),
    Need(Kind.PROGRAM, "/usr/libexec/at-spi-bus-launcher", "at-spi2-core"),
    Need(Kind.PROGRAM, "/usr/sbin/useradd", "passwd"),
    Need(Kind.PROGRAM, "/usr/bin/strace", "strace"),
)
PRINTING = (Need(Kind.LIBRARY, "libcups.so.2", "libcups2"),)
PIP = Need(
    Kind.MODULE, "ensurepip", f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those of `needs` that are not here; on Windows and macOS Qt's wheels bring everything."""
    if not sys.platform.startswith("linux"):
        return []
    return [need for need in needs if not need.is_here()]


def install_line(needs: Sequence[Need]) -> str:
    """The command a person would type to install `needs` on this system."""
    if shutil.which("apt-get"):
        return shlex.join([*_as_root(), *_APT_INSTALL, *(need.debian for need in needs)])
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            return shlex.join(["sudo", tool, "install", *(need.rpm for need in needs)])
    return "your system's installer, for " + " ".join(need.name for need in needs)


def require(needs: Iterable[Need]) -> None:
    """Have `needs` on this system: install what is missing, or stop with the line that does."""
    lacking = missing(needs)
    if not lacking:
        return
    names = ", ".join(need.name for need in lacking)
    if not shutil.which("apt-get"):
        sys.exit(f"This system lacks {names}. Install with: {install_line(lacking)}")
    print(f"This system lacks {names}:\n  {install_line(lacking)}", file=sys.stderr)
    _apt_install([need.debian for need in lacking])
    if still := missing(lacking):
        sys.exit(f"Still missing after installing: {', '.join(need.name for need in still)}.")


def _apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages as root, or through sudo where somebody can type a password."""
    if os.geteuid() != 0 and not (_as_root() and sys.stdin.isatty()):
        sys.exit("Have that line run as root, then start this again.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list that cannot be renewed is no reason to stop: the one at hand may do.
    subprocess.call([*_as_root(), "apt-get", "update", "-qq"], env=quiet, stdout=sys.stderr)
    command = [*_as_root(), *_APT_INSTALL, "-qq", *packages]
    if subprocess.call(command, env=quiet, stdout=sys.stderr):
        sys.exit("The system packages could not be installed; apt-get says why above.")


_APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


def _as_root() -> tuple[str, ...]:
    return ("sudo",) if os.geteuid() != 0 and shutil.which("sudo") else ()
