"""Which texts are e-mail addresses, as programs on the web take them."""

from __future__ import annotations

import re

LONGEST = 254
_WORD = r"[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+"
_QUOTED = r'"(?:[ !#-\[\]-~]|\\[ -~])+"'
_LOCAL = re.compile(rf"{_WORD}(?:\.{_WORD})*|{_QUOTED}", re.ASCII)
# A name, letters of any script in it; the last part of it is no number.
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_LAST = r"(?:xn--[a-z0-9-]{1,59}|[^\W\d_](?:[^\W\d_]|-){0,61}[^\W\d_])"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LAST}|localhost", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a message could be sent there, as far as can be told by looking."""
    local, at, domain = text.rpartition("@")
    return (
        bool(at)
        and len(text) <= LONGEST
        and _LOCAL.fullmatch(local) is not None
        and _DOMAIN.fullmatch(domain) is not None
    )
