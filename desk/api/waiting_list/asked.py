"""What the address of a list says: which entries, in which order, which page (contract, 1.4)."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlencode

from desk.api import wire
from desk.api.call import Call
from desk.api.wire import Refused
from desk.services.waiting_pages import By, Sought

MOST = 50
NO_PAGE = "Invalid page."
NOBODYS = 0  # the id of nothing, whatever is asked for
_PAGE = re.compile(r"\d{1,9}", re.ASCII)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_ORDER = {"id": By.ID, "created": By.CREATED, "email": By.EMAIL, "item": By.TYPE}


def sought(call: Call, site_id: int) -> Sought:
    """Which entries; what is left empty does not matter."""
    return Sought(
        site_id=site_id,
        email=call.one("email") or None,
        locale=call.one("locale") or None,
        served=_TRUTH.get((call.one("has_voucher") or "").lower()),
        type_id=_key(call, "item"),
        variation_id=_key(call, "variation"),
        day_id=_key(call, "subevent"),
    )


def order(call: Call) -> list[tuple[By, bool]]:
    """By what they are ordered, and whether the last one comes first."""
    terms = [term.strip() for term in (call.one("ordering") or "").split(",")]
    found = [(_ORDER.get(term.removeprefix("-")), term.startswith("-")) for term in terms]
    return [(by, last_first) for by, last_first in found if by] or [(By.CREATED, False)]


def size(call: Call) -> int:
    """How many stand on a page: fifty, or fewer if that is asked for."""
    text = (call.one("page_size") or "").strip()
    return min(int(text), MOST) if _PAGE.fullmatch(text) and int(text) else MOST


def page(call: Call, last: int) -> int:
    """The number of the page, of so many that there are."""
    text = call.one("page")
    if text is None:
        return 1
    if text == "last":
        return last
    number = int(text) if _PAGE.fullmatch(text.strip()) else 0
    if not 1 <= number <= last:
        raise Refused(404, NO_PAGE)
    return number


def link(call: Call, number: int, last: int) -> str | None:
    """Where another page is, if there is one: at the same address, with the host as it was used."""
    if not 1 <= number <= last:
        return None
    url = call.request.url
    # Taken as single bytes, so that what is no UTF-8 stays as it was as well.
    query = parse_qs(url.query, keep_blank_values=True, encoding="latin-1")
    query.pop("page", None)
    if number > 1:
        query["page"] = [str(number)]
    asked = urlencode(sorted(query.items()), doseq=True, encoding="latin-1")
    here = f"{url.scheme}://{call.request.headers['host']}{quote(call.request.scope['path'])}"
    return f"{here}?{asked}" if asked else here


def _key(call: Call, name: str) -> int | None:
    text = (call.one(name) or "").strip()
    return wire.row_id(text) or NOBODYS if text else None
