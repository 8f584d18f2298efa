"""The addresses of the desk's own: health, news, and what describes the others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from desk.services import site
from desk.store.database import Database
from tests.api.wire_of import Wire, wire

NEWS = "/api/desk/changes"


@pytest.mark.parametrize("path", ["/health", "/health/", "/docs", "/docs/", "/openapi.json"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_they_are_there_for_everybody(public: Wire, method: str, path: str) -> None:
    assert public.ask(method, path).status == 200


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/health", {"GET", "HEAD"}),
        ("/docs/", {"GET", "HEAD"}),
        ("/openapi.json", {"GET", "HEAD"}),
        (NEWS, {"GET"}),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    public: Wire, path: str, methods: set[str]
) -> None:
    reply = public.post(path, {})

    assert (reply.status, list(reply.body)) == (405, ["detail"])
    assert set(reply.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/desk", "/health/x", "/%0a"])
def test_other_addresses_are_not_there(public: Wire, path: str) -> None:
    reply = public.get(path)

    assert (reply.status, list(reply.body)) == (404, ["detail"])


@pytest.mark.parametrize("path", [NEWS, f"{NEWS}/", f"{NEWS}?since="])
def test_without_a_number_news_begin_now(reader: Wire, path: str) -> None:
    reply = reader.get(path)

    assert (reply.status, reply.body["changes"]) == (200, [])
    assert reply.body["last"] > 0


@pytest.mark.parametrize("since", ["-1", "x", "1.0", "9" * 19])
def test_a_number_that_is_none_is_refused(reader: Wire, since: str) -> None:
    reply = reader.get(f"{NEWS}?since={since}")

    assert (reply.status, list(reply.body)) == (400, ["detail"])


def test_news_are_not_told_to_whoever_failed_too_often(
    public: Wire, reader: Wire, database: Database
) -> None:
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 1)

    statuses = [public.get(NEWS).status for _ in range(2)]

    assert [*statuses, reader.get(NEWS).status] == [401, 429, 200]


@pytest.mark.parametrize(("path", "host"), [(NEWS, "localhost"), ("/api/visits/", "desk.house")])
def test_while_the_database_cannot_be_reached_whoever_asks_is_told_to_come_again(
    tmp_path: Path, path: str, host: str
) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    with closing(Database(f"sqlite:///{folder / 'desk.db'}")) as database:
        asking = wire(database)
        database.engine.dispose()
        folder.rename(tmp_path / "elsewhere")

        reply = asking.get(path, host=host)

    assert (reply.status, list(reply.body)) == (503, ["detail"])
    assert reply.headers["retry-after"] == "5"
