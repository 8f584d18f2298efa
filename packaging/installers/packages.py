"""What the .deb and the .rpm say of themselves, and how each is packed from the same files.

dpkg-deb packs the one and nfpm the other: nfpm could do both, but its xz makes the .deb a fifth
larger.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from installers import commit
from installers.roots import Root
from installers.tree import PROGRAM
from installers.version import LICENCE, MAINTAINER, NAME, SUMMARY, VERSION

# What every desktop has; everything else is inside. Debian 13 knows some of them under names that
# end in t64, which provide these.
DEBIAN = (
    "libc6 (>= 2.34)",
    *("libstdc++6", "libgcc-s1", "zlib1g", "libexpat1", "libbrotli1", "libsqlite3-0", "libssl3"),
    *("libgssapi-krb5-2", "libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1"),
    *("libfreetype6", "libx11-6", "libx11-xcb1", "libwayland-cursor0", "xkb-data"),
)
RPM = (
    "libc.so.6(GLIBC_2.34)(64bit)",
    *(
        f"{library}()(64bit)"
        for library in (
            *("libstdc++.so.6", "libgcc_s.so.1", "libz.so.1", "libexpat.so.1", "libbrotlidec.so.1"),
            *("libsqlite3.so.0", "libssl.so.3", "libcrypto.so.3", "libgssapi_krb5.so.2"),
            *("libEGL.so.1", "libGL.so.1", "libglib-2.0.so.0", "libgio-2.0.so.0"),
            *("libdbus-1.so.3", "libfontconfig.so.1", "libfreetype.so.6"),
            *("libX11.so.6", "libX11-xcb.so.1", "libwayland-cursor.so.0"),
        )
    ),
    "xkeyboard-config",
)
COMMENT = "For visitors, day capacity, appointments, people and places of one house."
NFPM = "/build/env/bin/nfpm"
LINK = f"usr/bin/{NAME}"


# More threads would cut the file elsewhere on a machine with more cores.
SMALL = ("-Zxz", "-z9", "--threads-max=1")
QUICK = ("-Zzstd", "-z1")


def deb(
    root: Root, tree: Path, to: Path, *, version: str = VERSION, pressed: Sequence[str] = SMALL
) -> Path:
    """The finished .deb in the folder `to`, packed inside the root."""
    inside = root.path("/build/deb")
    shutil.rmtree(inside, ignore_errors=True)
    shutil.copytree(tree, inside, symlinks=True)
    link = inside / LINK
    link.parent.mkdir(parents=True)
    link.symlink_to(f"/{PROGRAM}/{NAME}")
    about = inside / "DEBIAN"
    about.mkdir()
    (about / "control").write_text(control(tree, version), "utf-8")
    (about / "md5sums").write_text("".join(_sums(tree)), "utf-8")
    name = f"{NAME}_{version}_amd64.deb"
    root.run(
        *("dpkg-deb", "--root-owner-group", *pressed),
        *("--build", "/build/deb", f"/build/{name}"),
        SOURCE_DATE_EPOCH=str(commit.moment()),
    )
    return _brought(root, name, to)


def control(tree: Path, version: str = VERSION) -> str:
    """The control file of the .deb."""
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir())
    fields = {
        "Package": NAME,
        "Version": version,
        "Section": "misc",
        "Priority": "optional",
        "Architecture": "amd64",
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size // 1024),
        "Depends": ", ".join(DEBIAN),
        "Recommends": "libcups2",
        "Description": f"{SUMMARY}\n {COMMENT}",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def rpm(root: Root, tree: Path, to: Path) -> Path:
    """The finished .rpm in the folder `to`, packed inside the root."""
    inside = root.path("/build/tree")
    shutil.rmtree(inside, ignore_errors=True)
    shutil.copytree(tree, inside, symlinks=True)
    root.path("/build/nfpm.json").write_text(json.dumps(config("/build/tree")), "utf-8")
    name = f"{NAME}-{VERSION}-1.x86_64.rpm"
    root.run(
        *(NFPM, "package", "--config", "/build/nfpm.json", "--packager", "rpm"),
        *("--target", f"/build/{name}"),
        SOURCE_DATE_EPOCH=str(commit.moment()),
    )
    return _brought(root, name, to)


def config(tree: str) -> dict[str, Any]:
    """What nfpm is told; `tree` is the folder with all files. Its YAML may be written as JSON."""
    return {
        "name": NAME,
        "arch": "amd64",
        "platform": "linux",
        "version": VERSION,
        "release": "1",
        "maintainer": MAINTAINER,
        "description": f"{SUMMARY}\n{COMMENT}",
        "license": LICENCE,
        "mtime": commit.text(),
        "contents": [
            {"src": f"{tree}/opt/", "dst": "/opt", "type": "tree"},
            {"src": f"{tree}/usr/", "dst": "/usr", "type": "tree"},
            {"src": f"/{PROGRAM}/{NAME}", "dst": f"/{LINK}", "type": "symlink"},
        ],
        "depends": list(RPM),
        "recommends": ["libcups.so.2()(64bit)"],
        "rpm": {"compression": "zstd:19", "buildhost": "localhost"},
    }


def _sums(tree: Path) -> list[str]:
    files = sorted(each for each in tree.rglob("*") if each.is_file() and not each.is_symlink())
    lines = []
    for path in files:
        found = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        lines.append(f"{found}  {path.relative_to(tree)}\n")
    return lines


def _brought(root: Root, name: str, to: Path) -> Path:
    to.mkdir(parents=True, exist_ok=True)
    shutil.copy(root.path(f"/build/{name}"), to / name)
    return to / name
