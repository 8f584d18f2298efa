"""Documents as a table for spreadsheets: CSV by RFC 4180, never all of it in memory.

The fields of the kind come first and are always there, those of clients after them as they appear.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from typing import Any

from desk.api.appointment_manager.documents import Document
from desk.api.appointment_manager.projection import Projection
from desk.api.appointment_manager.schemas import APPOINTMENT, AVAILABILITY, EXCEPTION
from desk.api.wire import LINES, dumped
from desk.domain.document_ids import Of
from desk.transfer.cells import guarded

_SCHEMAS = {Of.APPOINTMENT: APPOINTMENT, Of.AVAILABILITY: AVAILABILITY, Of.CLOSURE: EXCEPTION}
_BEFORE_RESOURCE = "__STATE__"


def columns(
    of: Of, resource_field: str, projection: Projection, documents: Iterable[Document]
) -> list[str]:
    """The fields that a table of these documents has, which are projected already."""
    own: list[str] = []
    for name in _SCHEMAS[of]["properties"]:
        own += [name, resource_field] if name == _BEFORE_RESOURCE else [name]
    always = projection(dict.fromkeys(own))
    found: dict[str, Any] = {}
    for document in documents:
        found |= dict.fromkeys(document)
    first = [name for name in own if name in always or name in found]
    return list(dict.fromkeys(chain(first, found)))


def pieces(names: Sequence[str], documents: Iterable[Document]) -> Iterator[bytes]:
    """The table, piece by piece, below a line of the names of its columns."""
    rows = ([_cell(document.get(name)) for name in names] for document in documents)
    waiting = chain([[guarded(name) for name in names]], rows)
    while some := list(islice(waiting, LINES)):
        text = StringIO(newline="")
        csv.writer(text).writerows(some)
        yield text.getvalue().encode()


def _cell(value: Any) -> str:
    """What stands for a value: a text as it is, unless a spreadsheet took it for a formula."""
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else dumped(value).decode()
