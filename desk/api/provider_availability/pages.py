"""Lists a page at a time: a bare array, and in the headers what page it is (rows 1 and 2)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.api.call import Call
from desk.api.described import Schema
from desk.api.provider_availability import fields

USUAL, MOST = 25, 100
_FARTHEST = 1_000_000_000
# Whatever is no number counts as none.
QUERY: dict[str, Schema] = {
    "page": {"description": "Number of the page, from 1", "example": 1},
    "page_size": {"description": f"Items a page, at most {MOST}", "example": USUAL},
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    number: int
    size: int

    @classmethod
    def of(cls, call: Call) -> Page:
        number, size = _positive(call.one("page")), _positive(call.one("page_size"))
        return cls(number or 1, min(size or USUAL, MOST))

    @property
    def skip(self) -> int:
        return (self.number - 1) * self.size

    def headers(self, call: Call, total: int) -> dict[str, str]:
        """What the caller is told of the whole list, and where its other pages are."""
        pages = -(-total // self.size)
        last = max(pages, 1)
        ways = {"first": 1, "last": last}
        if self.number > 1:
            ways["prev"] = min(self.number - 1, last)
        if self.number < last:
            ways["next"] = self.number + 1
        url = call.request.url
        links = [
            f'<{url.include_query_params(page=number)}>; rel="{way}"'
            for way, number in sorted(ways.items())
        ]
        return {
            "X-Total-Count": str(total),
            "X-Total-Pages": str(pages),
            "X-Page": str(self.number),
            "X-Page-Size": str(self.size),
            "Link": ", ".join(links),
        }


def _positive(value: str | None) -> int:
    """The number, however large it is meant to be; 0 for what is none or less."""
    return min(max(fields.written(value or "") or 0, 0), _FARTHEST)
