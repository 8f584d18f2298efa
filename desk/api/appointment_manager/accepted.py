"""In which form a list goes out: as the header Accept ranks them (contract of 004, 1.1).

JSON, a document a line, or a table as CSV. The highest rank wins, JSON where it shares it, and JSON
where none of the three is accepted: a list is never refused for its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.api import wire
from desk.api.call import Call
from desk.api.described import TEXT, Said

CSV = "text/csv; charset=utf-8"
# By the names that Accept has for them; the first of several of one rank is taken.
FORMS = {"application/json": wire.JSON, "application/x-ndjson": wire.NDJSON, "text/csv": CSV}
_RANK = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


def form(call: Call) -> str:
    """The media type in which this caller gets a list."""
    # Of what is named twice the higher rank counts.
    ranks = dict(sorted(_ranges(",".join(call.request.headers.getlist("accept")))))
    ranked = {name: _rank(ranks, name) for name in FORMS}
    best = max(FORMS, key=ranked.__getitem__)
    return FORMS[best] if ranked[best] > 0 else wire.JSON


def _ranges(accepted: str) -> Iterator[tuple[str, float]]:
    """What is accepted, and how gladly; what cannot be read is passed over."""
    for part in accepted.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        said = [each.partition("=")[2].strip() for each in parameters if each.startswith("q=")]
        rank = said[0] if said else "1"
        if _RANK.fullmatch(rank):
            yield name, float(rank)


def _rank(ranks: Mapping[str, float], name: str) -> float:
    """How gladly it is accepted: what names it most closely counts."""
    whole = name.partition("/")[0]
    return next((ranks[each] for each in (name, f"{whole}/*", "*/*") if each in ranks), 0)


@dataclass(frozen=True, slots=True)
class SaidInAnyForm(Said):
    """An answer that comes in other forms as well; `others` has an example in each."""

    others: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        made = Said.document(self)
        for media, example in self.others.items():
            made["content"][media.partition(";")[0]] = {"schema": TEXT, "example": example}
        return made
