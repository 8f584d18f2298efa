"""What no client should send, and somebody will: wrong, huge, broken and sly, for each operation.

Everything is made from lists, so that it is the same each time. What is called sharp is what hurts
one database and not another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from desk.api.dialect import Operation

LONG = "x" * 9000
PARTS = 3  # of the segments, of which each address sees one
TURNS = 8  # after as many fields all values have had their turn
SLY = (
    "'; DROP TABLE person; --",
    '" OR "1"="1',
    "=cmd|' /C calc'",
    "@SUM(1+1)*cmd",
    "<script>alert(1)</script>",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "../../etc/passwd",
    "\u202egnp.exe\u2066",
    "\u200b",
    "\u0627\u0644\u0633\u0644\u0627\u0645",
    "\u0661\u0662\u0663",
    "Z\u0351\u036b\u0343\u036a" * 50,
    "\r\nSet-Cookie: a=b",
    "2030-02-30",
    "0000-00-00",
    "2030-02-04T25:61:61Z",
    "1e3",
    "0x10",
    "-0",
    "%00",
    "null",
    "",
    " ",
)
SHARP_TEXTS = (
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    LONG,
    "9" * 400,
    "2147483648",
    "9223372036854775808",
    "-9223372036854775809",
    "1e400",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999-14:00",
    "0001-01-01",
    "9999-12-31",
)
# As JSON writes them.
TYPES = ("null", "true", "0", "-1.5", "[]", '{"$ne": null}')
SHARP_NUMBERS = (
    "[null]",
    "[[[[]]]]",
    "1e400",
    "-1e400",
    "1e-400",
    "NaN",
    "-Infinity",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "1e308",
)
SEGMENTS = (
    "..",
    "%2e%2e",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%252e%252e%252f",
    "..%5c..%5cwindows",
    "%c0%ae%c0%ae",
    "%0a",
    "1%0a",
    "1%0d%0aSet-Cookie:%20a=b",
    "1%20",
    "%20",
    "%25",
    "-1",
    "0",
    "00",
    "1.0",
    "+1",
    "1e3",
    "0x1",
    "%D9%A1",
    "%E2%80%AE1",
    "1'%20OR%20'1'='1",
    "1;DROP%20TABLE%20person",
    "*",
    "[]",
    "%7B%7D",
    "null",
    "1%3Fadmin=true",
    "1%23",
    "%7C%7C",
)
SHARP_SEGMENTS = (
    "%00",
    "1%00",
    "%2500",
    "%ff%fe",
    "%ed%a0%80",
    "9" * 400,
    "2147483648",
    "9223372036854775808",
    "f" * 24,
    "a1" + "f" * 22,
    LONG,
)
BODIES = (
    b"",
    b" ",
    b"{",
    b"[]",
    b"[1,2",
    b"null",
    b'"text"',
    b"0",
    b"{}{}",
    b"{'a': 1}",
    b'{"a": 1,}',
    b'{"": {"": {"": 0}}}',
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\0}\0",
    b'{"a": "\xed\xa0\x80"}',
    b'{"a": "\xc3("}',
    b'{"a": "\x00"}',
    b'{"a": 1e400, "a": NaN}',
    b"[" * 65 + b"]" * 65,
    b"[" * 100_000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"a": ' + b"9" * 100_000 + b"}",
    b'{"a": "' + b"x" * 1_048_577 + b'"}',
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    b"a=1&b=2",
)
HEADERS: tuple[dict[str, str], ...] = (
    {"host": "evil.example"},
    {"host": ""},
    {"host": "127.0.0.1\x00"},
    {"host": "127.0.0.1@evil.example"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"x-forwarded-for": "10.0.0.1", "x-forwarded-host": "evil.example"},
    {"x-http-method-override": "DELETE"},
    {"x-original-url": "/api/desk/changes"},
    {"cookie": "a=" + "b" * 33_000},
    {f"x-{number}": "1" for number in range(101)},
    {"transfer-encoding": "chunked", "content-length": "2"},
    {"content-length": "99999999999999999999999"},
    {"content-length": "-1"},
    {"content-type": "text/plain"},
    {"content-type": "application/json; charset=utf-16"},
    {"content-type": "application/json;charset"},
    {"content-type": "\xff\x00;;;=,"},
    {"content-type": ""},
    {"accept": "text/html;q=\xff, */*;q=0"},
    {"accept": "," * 5000},
    {"authorization": ""},
    {"authorization": "Bearer"},
    {"authorization": "Bearer a b"},
    {"authorization": "Token \xff\x00"},
    {"authorization": "Basic YTpi"},
    {"authorization": "Bearer " + "x" * 5000},
    {"x-user-token": "' OR 1=1 --", "authorization": "x"},
    {"idempotency-key": ""},
    {"idempotency-key": "x" * 256},
    {"idempotency-key": "\xff\x01\x00"},
    {"userid": "\x00"},
    {"userid": "x" * 5000},
    {"range": "bytes=0-,0-,0-"},
    {"if-match": '"*' * 500},
)
METHODS = ("TRACE", "CONNECT", "PROPFIND", "QUERY", "get", "G\u00c4T", "X" * 500)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that is not as it should be."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aim:
    """An operation at something that is there, with a body that could be taken."""

    operation: Operation
    parts: dict[str, str]
    query: str = ""
    body: Any = None

    @property
    def path(self) -> str:
        return self.operation.path.format(**self.parts) + self.query

    @property
    def raw(self) -> bytes | None:
        return None if self.body is None else json.dumps(self.body).encode()


def in_paths(aim: Aim, segments: tuple[str, ...]) -> Iterator[Sent]:
    """Each part of the path replaced by segments in turn, at each operation by others."""
    method, template = aim.operation.method, aim.operation.path
    for name in aim.parts:
        turn = len(method + template + name)
        for segment in segments[turn % PARTS :: PARTS]:
            path = template.format(**{**aim.parts, name: segment})
            yield Sent(method, path + aim.query, aim.raw)


def in_queries(aim: Aim, texts: tuple[str, ...]) -> Iterator[Sent]:
    """Each parameter of the address with texts in turn, after those that are right."""
    mark = "&" if aim.query else "?"
    for turn, name in enumerate(aim.operation.described.query):
        for text in texts[turn % TURNS :: TURNS]:
            yield Sent(aim.operation.method, f"{aim.path}{mark}{name}={escaped(text)}", aim.raw)


def in_fields(aim: Aim, always: tuple[str, ...], in_turn: tuple[str, ...]) -> Iterator[Sent]:
    """Each field of the body with values that are JSON: with some always, with others in turn."""
    if aim.body is None:
        return
    for turn, text in enumerate(with_hole(aim.body)):
        for value in (*always, *in_turn[turn % TURNS :: TURNS]):
            yield Sent(aim.operation.method, aim.path, text.replace(HOLE, value).encode())


def with_bodies(aim: Aim) -> Iterator[Sent]:
    for body in BODIES if aim.operation.described.body is not None else ():
        yield Sent(aim.operation.method, aim.path, body)


def with_headers(aim: Aim) -> Iterator[Sent]:
    for headers in HEADERS:
        yield Sent(aim.operation.method, aim.path, aim.raw, headers)


def with_methods(aim: Aim) -> Iterator[Sent]:
    for method in METHODS:
        yield Sent(method, aim.path, aim.raw)


HOLE = '"a hole"'


def with_hole(body: Any) -> Iterator[str]:
    """The body as JSON, each time with a hole where one of its values was."""
    yield HOLE
    for key, value in body.items() if isinstance(body, dict) else enumerate(body or ()):
        name = f"{json.dumps(key)}: " if isinstance(body, dict) else ""
        others = json.dumps({k: v for k, v in body.items() if k != key} if name else [])[1:-1]
        for inner in with_hole(value) if isinstance(value, dict | list) else [HOLE]:
            opening, closing = "{}" if name else "[]"
            yield f"{opening}{others}{', ' if others else ''}{name}{inner}{closing}"


def escaped(text: str) -> str:
    """As it is written in an address, even where it is no proper text."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def as_json(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(json.dumps(text) for text in texts)
