"""Handing text messages and notices to a gateway, which sends them on: one HTTP request for each.

What the gateway wants to be told is a template of its own, with the marks `{{to}}`, `{{text}}` and
`{{subject}}`.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message as Head
from http import HTTPStatus
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote_plus, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from desk.delivery.faults import Later, NotSetUp, Rejected, Unreachable, words

TIMEOUT = 10.0  # seconds
LARGEST_ANSWER = 4096
_SHOWN = 200
_MARK = re.compile(r"\{\{ *(to|text|subject) *\}\}")
_FIELD = r"[^\s=&{}]+=[^\s&]*"
_FORM = re.compile(rf"{_FIELD}(&{_FIELD})*")
_TOO_MUCH = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_SAME_REQUEST = {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """Where messages are handed over, in which form, and the token that lets this house do so."""

    url: str
    body: str
    token: str | None = None
    cafile: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How a body is written: its content type, and how a text stands in it."""

    content_type: str
    escape: Callable[[str], str]


def hand_over(gateway: Gateway, *, to: str, text: str, subject: str) -> None:
    """Hand one message over; raises a kind of `Undelivered` unless the gateway has taken it."""
    data, content_type = body(gateway.body, {"to": to, "text": text, "subject": subject})
    request = _request(gateway.url, data, content_type, gateway.token)
    host = urlsplit(gateway.url).hostname
    try:
        with _opener(gateway).open(request, timeout=TIMEOUT) as answer:
            answer.read(LARGEST_ANSWER)
    except HTTPError as error:
        with error:
            raise _refusal(error, f"the gateway {host}") from error
    except URLError as error:  # Before anything was handed over.
        raise Unreachable(f"the gateway {host} cannot be reached: {words(error.reason)}") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(
            f"the gateway {host} has not said whether it took the message: {words(error)}",
            perhaps=True,
        ) from error


def body(template: str, values: Mapping[str, str]) -> tuple[bytes, str]:
    """A template with what stands for its marks, and its content type."""
    form = form_of(template)
    filled = _MARK.sub(lambda mark: form.escape(values[mark[1]]), template)
    return filled.encode(), form.content_type


def form_of(template: str) -> Form:
    """How a template is written, by its looks."""
    stripped = template.strip()
    if stripped[:1] in ("{", "[") and not _MARK.match(stripped):
        return Form("application/json", lambda text: json.dumps(text)[1:-1])
    if _FORM.fullmatch(stripped):
        return Form("application/x-www-form-urlencoded", quote_plus)
    return Form("text/plain; charset=utf-8", str)


class _SameHost(HTTPRedirectHandler):
    """Repeats a request at another place of the same server, and nowhere else."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Head, newurl: str
    ) -> Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if code not in _SAME_REQUEST or (here.scheme, here.netloc) != (there.scheme, there.netloc):
            return None  # The answer is then treated as what it is: no success.
        return Request(newurl, data=req.data, headers=dict(req.header_items()), method="POST")


def _request(url: str, data: bytes, content_type: str, token: str | None) -> Request:
    headers = {"Content-Type": content_type, "User-Agent": "Desk", "Accept": "*/*"}
    if token is not None:
        if not token.isascii() or not token.isprintable():
            raise NotSetUp("the token of the gateway has letters that no token has")
        headers["Authorization"] = f"Bearer {token}"
    return Request(url, data=data, headers=headers, method="POST")


def _opener(gateway: Gateway) -> OpenerDirector:
    context = ssl.create_default_context(cafile=gateway.cafile)
    return build_opener(HTTPSHandler(context=context), _SameHost())


def _refusal(error: HTTPError, name: str) -> Rejected | Later:
    more = " ".join(error.read(LARGEST_ANSWER).decode("utf-8", "replace").split())[:_SHOWN]
    said = f"{name} answers {error.code} {error.reason}{': ' if more else ''}{more}"
    if error.code in _TOO_MUCH:
        return Unreachable(said)
    for_good = 400 <= error.code < 500 and error.code != HTTPStatus.REQUEST_TIMEOUT
    return Rejected(said) if for_good else Later(said)
