"""The list of what is inside, for whoever has to know whether a fault elsewhere concerns them.

It is written in the form of CycloneDX 1.6. Two builds of one commit give the same list, so it has
neither a random number nor the time of the build in it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from installers.lock import Locked
from installers.version import LICENCE, NAME, TITLE, VERSION

Terms = Callable[[Locked], str]


def document(
    locks: Iterable[Locked], debian: Iterable[tuple[str, str]], moment: int, terms: Terms
) -> dict[str, Any]:
    """The list: distributions of the lock, and Debian packages as (name, version)."""
    parts = [*(_wheel(one, terms(one)) for one in locks), *(_debian(*one) for one in debian)]
    whole = f"pkg:generic/{NAME}@{VERSION}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{whole}#{moment}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": whole,
                "name": TITLE,
                "version": VERSION,
                "licenses": [{"license": {"id": LICENCE}}],
                "purl": whole,
            },
        },
        "components": sorted(parts, key=lambda part: str(part["bom-ref"])),
        "dependencies": [{"ref": whole, "dependsOn": sorted(str(p["bom-ref"]) for p in parts)}],
    }


def text(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _wheel(locked: Locked, terms: str) -> dict[str, Any]:
    part = _part(locked.name, locked.version, locked.purl)
    if terms:
        part["licenses"] = [{"license": {"name": terms}}]
    # The lock vouches for several files, of which the one for this system was taken.
    part["properties"] = [{"name": "desk:sha256", "value": each} for each in locked.hashes]
    return part


def _debian(name: str, version: str) -> dict[str, Any]:
    return _part(name, version, f"pkg:deb/debian/{name}@{version}?arch=amd64&distro=bookworm")


def _part(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
