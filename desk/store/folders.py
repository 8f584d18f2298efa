"""Folders in which a database file does not last.

On a network drive the locks that keep two programs from writing at once are often only pretended,
and the memory that a write-ahead log needs is not shared at all (https://www.sqlite.org/wal.html).
A program that copies a folder to a cloud takes the file and its log at different moments.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from desk.domain.errors import UnsafeFolder

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORKED = {
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
}
_CLOUDS = re.compile(
    r"(dropbox|one ?drive|google ?drive|my drive|icloud ?drive|mobile documents|cloudstorage"
    r"|nextcloud|owncloud|pcloud ?drive|synology ?drive)\b.*",
    re.IGNORECASE,
)


def require_safe(path: Path) -> None:
    """Refuse as `UnsafeFolder` a file on a network drive or in a folder that is synchronised."""
    # The real path, because a link or a drive letter may hide where the folder truly is.
    folder = Path(os.path.realpath(path.parent))
    if cloud := next((part for part in folder.parts if _CLOUDS.fullmatch(part)), None):
        raise UnsafeFolder(str(path), f"{cloud} is copied to a cloud")
    if folder.drive.startswith("\\\\"):
        raise UnsafeFolder(str(path), f"{folder.drive} is a network drive")
    if _MOUNTS.exists() and (kind := file_system(folder, _MOUNTS.read_text())) in _NETWORKED:
        raise UnsafeFolder(str(path), f"the drive is of the kind {kind}")


def file_system(folder: Path, mounts: str) -> str:
    """What kind of file system holds `folder`, by the lines of Linux's table of `mounts`.

    The format is that of proc(5), mountinfo: the fifth field is the folder, and the kind follows
    a lone dash, for there may be any number of fields before it.
    """
    found, depth = "", 0
    for line in mounts.splitlines():
        fields = line.split(" ")
        mounted = Path(_unescaped(fields[4]))
        # Of several on the same folder the last covers those before it.
        if folder.is_relative_to(mounted) and len(mounted.parts) >= depth:
            found, depth = fields[fields.index("-", 6) + 1], len(mounted.parts)
    return found


def _unescaped(name: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), name)
