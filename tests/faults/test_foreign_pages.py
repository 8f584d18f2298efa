"""What a web page makes a browser send is refused, whatever it is, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.api.live import Live

CREATE = "/api/visits/create/"
DAY = b'{"day": "2030-02-04"}'
ENOUGH = 58
JSON = "application/json"
HOSTS = (
    *("evil.example", "evil.example:{port}", "localhost.evil.example:{port}", ""),
    *("127.0.0.1.evil.example:{port}", "evil.example@127.0.0.1:{port}", "127.0.0.1:{port}x"),
    *("127.0.0.1:{port}:80", "[::1", "localhost.:{port}", "127.0.0.1 evil.example", "2130706433"),
)
ORIGINS = (
    *("http://evil.example", "null", "", "file://", "http://127.0.0.1", "http://localhost:{port}"),
    *("https://127.0.0.1:{port}", "http://127.0.0.1:{port}.evil.example", "*"),
    *("http://127.0.0.1:{port}/", "http://127.0.0.1:{port} http://evil.example"),
)
FORMS = (
    *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("application/json; charset=utf-16", "text/json", "application/xml", "application/json2", ""),
)
# The first address of each dialect, and what is asked before a page may write to it.
PREFLIGHTS = (
    *(CREATE, "/api/v1/organizers/bigclinic/events/main/waitinglistentries/"),
    *("/api/residentvisits", "/appointments/", "/slots/", "/health", "/api/desk/changes"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with these header fields, and how it has to be answered."""

    status: int
    fields: tuple[tuple[str, str], ...]
    method: str = "POST"
    path: str = CREATE


def written(name: str, text: str) -> list[Asked]:
    """Looking and writing with a field that a page cannot help but send."""
    status = 421 if name == "Host" else 403
    own = () if name == "Host" else (("Host", "127.0.0.1:{port}"),)
    return [
        Asked(status, (*own, (name, text), ("Content-Type", JSON))),
        Asked(status, (*own, (name, text)), "GET", "/api/visits/"),
    ]


def checks() -> Iterator[Asked]:
    own = ("Host", "127.0.0.1:{port}")
    evil, good = ("Origin", "http://evil.example"), ("Origin", "http://127.0.0.1:{port}")
    for host in HOSTS:
        yield from written("Host", host)
    for origin in ORIGINS:
        yield from written("Origin", origin)
    yield from written("Sec-Fetch-Site", "cross-site")
    for both in ((evil, good), (good, evil)):
        yield Asked(403, (own, *both, ("Content-Type", JSON)))
    for media in FORMS:
        yield Asked(415, (own, good, ("Content-Type", media)))
    asking = ("Access-Control-Request-Method", "POST")
    for path in PREFLIGHTS:
        yield Asked(403, (own, evil, asking), "OPTIONS", path)
    forwarded = ("X-Forwarded-Host", "127.0.0.1:{port}"), ("Forwarded", "host=127.0.0.1:{port}")
    for each in forwarded:
        yield Asked(421, (("Host", "evil.example"), each, ("Content-Type", JSON)))


def answered(live: Live, asked: Asked) -> tuple[int, str]:
    """The status and the head of what is answered."""
    fields = "".join(f"{name}: {text.format(port=live.port)}\r\n" for name, text in asked.fields)
    body = DAY if asked.method == "POST" else b""
    head = f"{asked.method} {asked.path} HTTP/1.1\r\n{fields}Content-Length: {len(body)}\r\n"
    with live.line() as line:
        line.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
        whole = b""
        while part := line.recv(1 << 16):
            whole += part
    told = whole.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    return int(told.split()[1]), told


def test_what_a_page_sends_is_refused_and_changes_nothing(live: Live) -> None:
    every = list(checks())
    assert len(every) >= ENOUGH

    for asked in every:
        status, told = answered(live, asked)
        assert status == asked.status, asked
        assert "access-control-" not in told, asked
        assert "set-cookie" not in told, asked

    assert json.loads(live.ask("GET", "/api/visits/")[2]) == []
    assert live.ask("POST", CREATE, json.loads(DAY))[0] == 201
