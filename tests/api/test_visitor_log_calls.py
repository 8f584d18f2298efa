"""Document 003: lists and their filters, letting visitors out, and who may ask for what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from desk.api import visitor_log
from desk.domain.directory import Person
from desk.domain.visitor import Standing, Times
from desk.services import visitors
from desk.store.database import Database
from tests import build
from tests.api.log_words import NOBODY, VISITS, kept, made, require_problem, resident, visit
from tests.api.wire_of import Wire, token
from tests.conftest import Clock, at

BAD = (400, "Bad Request")


@pytest.fixture
def host(database: Database) -> Person:
    return resident(database)


def names(wire: Wire, path: str) -> list[str]:
    reply = wire.get(path)
    assert reply.status == 200, reply.raw
    return [each["visitorName"] for each in reply.body]


def test_lists_have_the_latest_arrival_first_then_the_latest_made(  # row 16
    clerk: Wire, host: Person, clock: Clock
) -> None:
    for name, arrival in (
        ("second", "2030-02-04T08:00:00Z"),
        ("last", "2030-02-04T09:30:00+02:00"),
        ("first", "2030-02-04T09:30:00"),
        ("same, made later", "2030-02-04T08:00:00+00:00"),
    ):
        made(clerk, host, visitorName=name, arrivalDate=arrival)
        clock.advance(timedelta(seconds=1))

    expected = ["first", "same, made later", "second", "last"]
    assert names(clerk, VISITS) == expected
    assert names(clerk, f"{VISITS}/resident/{host.uid}") == expected


def test_an_empty_log_is_an_empty_list(reader: Wire) -> None:
    reply = reader.get(VISITS)

    assert (reply.status, reply.raw) == (200, b"[]")
    assert reply.headers["content-type"] == "application/json"


def test_a_resident_has_only_his_or_her_own_visits(
    clerk: Wire, host: Person, database: Database
) -> None:
    other = resident(database, "Lê", "Văn")
    found = made(clerk, host)
    made(clerk, other)

    assert clerk.get(f"{VISITS}/resident/{host.uid}").body == [found]
    assert clerk.get(f"{VISITS}/resident/{NOBODY}").body == []  # row 6


def test_a_long_log_comes_whole(clerk: Wire, host: Person, database: Database) -> None:
    with database.write("ann") as tx:
        for number in range(1201):
            build.entry(tx, host.id, f"Visitor {number}", arrived_at=at(0))

    found = names(clerk, VISITS)

    assert found == [f"Visitor {number}" for number in reversed(range(1201))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("active=true", ["tomorrow", "inside"]),
        ("active=TRUE", ["tomorrow", "inside"]),
        ("active=false", ["gone"]),
        ("Active=False", ["gone"]),
        ("active=", ["tomorrow", "inside", "gone"]),
        ("page=2&sort=x", ["tomorrow", "inside", "gone"]),
        ("from=2030-02-04", ["tomorrow", "inside"]),
        ("to=2030-02-04", ["inside", "gone"]),
        ("to=2030-02-03", ["gone"]),
        ("from=2030-02-04&to=2030-02-04", ["inside"]),
        ("from=2030-02-05&to=2030-02-04", []),
        ("from=2030-02-04T08:30:00Z&to=2030-02-04T09:30:00%2B01:00", ["inside"]),
        ("from=2030-02-04T09:30:00.001", ["tomorrow"]),
        ("from=2030-02-04T10:30:00+02:00", ["tomorrow", "inside"]),
        ("to=2030-02-04T08:29:59.999Z", ["gone"]),
        ("from=0001-01-01&to=9999-12-31", ["tomorrow", "inside", "gone"]),
        (
            "from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999Z",
            ["tomorrow", "inside", "gone"],
        ),
        ("from=9999-12-31", []),
        ("plate=ABC-123", ["inside"]),
        ("plate=abc123", ["inside"]),
        ("plate=ABC-12", []),
        ("plate=%20", ["tomorrow", "inside", "gone"]),
        ("plate=XY%209&active=false", ["gone"]),
        ("plate=XY9&active=true", []),
        ("from=&to=&plate=", ["tomorrow", "inside", "gone"]),
        ("active=true&active=false", ["gone"]),
    ],
)
def test_lists_can_be_narrowed(  # row 17
    clerk: Wire, host: Person, query: str, expected: list[str]
) -> None:
    made(clerk, host, visitorName="inside", licensePlate="ABC-123")
    made(
        clerk,
        host,
        visitorName="gone",
        licensePlate="xy 9",
        arrivalDate="2030-02-03T23:59:00",
        departureDate="2030-02-04T00:10:00",
    )
    made(clerk, host, visitorName="tomorrow", arrivalDate="2030-02-05")

    assert names(clerk, f"{VISITS}?{query}") == expected
    assert names(clerk, f"{VISITS}/resident/{host.uid}?{query}") == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("active=yes", "active"),
        ("active=1", "active"),
        ("from=yesterday", "from"),
        ("from=2030-02-30", "from"),
        ("to=2030", "to"),
        ("plate=%00", "plate"),
        ("plate=123456789012345678901", "plate"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(clerk: Wire, query: str, field: str) -> None:
    require_problem(clerk.get(f"{VISITS}?{query}"), *BAD, field)
    require_problem(clerk.get(f"{VISITS}/resident/{NOBODY}?{query}"), *BAD, field)


def test_a_visitor_leaves_now(
    clerk: Wire, host: Person, database: Database, clock: Clock
) -> None:  # row 20
    found = made(clerk, host)
    clock.advance(timedelta(minutes=5))

    reply = clerk.post(f"{VISITS}/{found['id']}/checkout")

    assert reply.status == 200
    assert reply.body == found | {"departureDate": "2030-02-04T10:05:00+01:00"}
    assert kept(database, found["id"]).departed_at == at(9, 5)
    assert clerk.get(f"{VISITS}/{found['id']}").body == reply.body


def test_whoever_has_left_does_not_leave_again(clerk: Wire, host: Person, clock: Clock) -> None:
    path = f"{VISITS}/{made(clerk, host)['id']}"
    before = clerk.post(f"{path}/checkout").body
    clock.advance(timedelta(minutes=5))

    require_problem(clerk.post(f"{path}/checkout"), 409, "Conflict")

    assert clerk.get(path).body == before


def test_what_is_sent_along_with_a_check_out_makes_no_difference(clerk: Wire, host: Person) -> None:
    for body in ({}, {"departureDate": "2001-01-01"}, b"{"):
        reply = clerk.post(f"{VISITS}/{made(clerk, host)['id']}/checkout", body)
        assert (reply.status, reply.body["departureDate"][:10]) == (200, "2030-02-04")


def test_an_unknown_visitor_does_not_leave(clerk: Wire) -> None:
    require_problem(clerk.post(f"{VISITS}/{NOBODY}/checkout"), 404, "Not Found")


def test_an_arrival_to_come_is_an_expected_visitor(  # row 12
    clerk: Wire, host: Person, database: Database
) -> None:
    found = made(clerk, host, arrivalDate="2030-02-04T11:00:00+01:00")

    entry = kept(database, found["id"])
    assert (entry.standing, entry.expected_at) == (Standing.EXPECTED, at(10))
    assert found["departureDate"] is None


def test_an_expected_visitor_leaves_only_after_the_time_has_come(
    clerk: Wire, host: Person, database: Database, clock: Clock
) -> None:
    found = made(clerk, host, arrivalDate="2030-02-04T11:00:00+01:00")
    path = f"{VISITS}/{found['id']}"
    require_problem(clerk.post(f"{path}/checkout"), 409, "Conflict")
    clock.advance(timedelta(hours=2))

    reply = clerk.post(f"{path}/checkout")

    assert reply.body == found | {"departureDate": "2030-02-04T12:00:00+01:00"}
    entry = kept(database, found["id"])
    assert (entry.arrived_at, entry.departed_at) == (at(10), at(11))


def test_an_expected_visitor_arrives_by_another_arrival_and_not_by_the_same(
    clerk: Wire, host: Person, database: Database, clock: Clock
) -> None:
    body = visit(host, arrivalDate="2030-02-04T10:00:00Z")
    path = f"{VISITS}/{made(clerk, host, **body)['id']}"
    clock.advance(timedelta(hours=2))

    standings = []
    for change in ({"vehicleColor": "red"}, {"arrivalDate": "2030-02-04T10:20:00Z"}):
        assert clerk.put(path, body | change).status == 200
        standings.append(kept(database, path.rpartition("/")[2]).standing)

    assert standings == [Standing.EXPECTED, Standing.INSIDE]


def test_a_party_may_leave_on_the_date_on_which_it_came(
    clerk: Wire, host: Person, database: Database
) -> None:
    today = made(clerk, host, departureDate="2030-02-04")
    past = made(clerk, host, arrivalDate="2030-02-01", departureDate="2030-02-01")
    late = made(clerk, host, arrivalDate="2030-02-01T23:59:30", departureDate="2030-02-01")

    assert kept(database, today["id"]).departed_at == at(9)
    assert kept(database, past["id"]).departed_at == at(22, 59, day=-3)
    assert kept(database, late["id"]).inside_for(at(9)) == timedelta()


def test_what_the_desk_writes_is_seen_at_once(
    reader: Wire, host: Person, database: Database
) -> None:
    with database.write("ann") as tx:
        inside = visitors.arrive(tx, build.party(host.id, "Ada Lind", license_plate="AB 1"))
        coming = visitors.expect(tx, build.party(host.id, "Bo Berg"), at(15, 30))
        visitors.enter(tx, build.party(host.id, "Cy"), Times(arrived_at=at(6), departed_at=at(7)))

    found = reader.get(VISITS).body

    assert [each["id"] for each in found[:2]] == [coming.uid, inside.uid]
    assert [each["arrivalDate"][11:] for each in found] == [
        "16:30:00+01:00",
        "10:00:00+01:00",
        "07:00:00+01:00",
    ]
    assert [each["departureDate"] for each in found] == [None, None, "2030-02-04T08:00:00+01:00"]


CALLS = [
    ("GET", VISITS),
    ("GET", f"{VISITS}/{NOBODY}"),
    ("GET", f"{VISITS}/resident/{NOBODY}"),
    ("POST", VISITS),
    ("PUT", f"{VISITS}/{NOBODY}"),
    ("DELETE", f"{VISITS}/{NOBODY}"),
    ("POST", f"{VISITS}/{NOBODY}/checkout"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_without_a_token_nothing_is_answered(  # row 2
    public: Wire, database: Database, method: str, path: str
) -> None:
    known = token(database, "admin")
    for wire in (
        public,
        public.holding("0" * 64),
        public.holding(known, "Token"),
        public.holding(known, "X-User-Token"),
    ):
        reply = wire.ask(method, path)
        assert reply.headers["www-authenticate"] == "Bearer"
        require_problem(reply, 401, "Unauthorized")


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_readers_read_and_the_desk_does_everything(
    reader: Wire, clerk: Wire, admin: Wire, host: Person, method: str, path: str
) -> None:
    body = visit(host) if method in ("POST", "PUT") else None

    reply = reader.ask(method, path, body)

    if method == "GET":
        assert reply.status in (200, 404)
    else:
        require_problem(reply, 403, "Forbidden")
    for wire in (clerk, admin):
        assert wire.ask(method, path, body).status in (200, 201, 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", VISITS, "GET, HEAD, POST"),
        ("POST", f"{VISITS}/{NOBODY}", "DELETE, GET, HEAD, PUT"),
        ("PATCH", f"{VISITS}/{NOBODY}/", "DELETE, GET, HEAD, PUT"),
        ("DELETE", f"{VISITS}/resident/{NOBODY}", "GET, HEAD"),
        ("GET", f"{VISITS}/{NOBODY}/checkout", "POST"),
    ],
)
def test_other_methods_are_refused_with_those_that_are_allowed(
    clerk: Wire, method: str, path: str, allowed: str
) -> None:
    reply = clerk.ask(method, path)

    assert reply.headers["allow"] == allowed
    require_problem(reply, 405, "Method Not Allowed")


def test_an_address_nobody_knows_is_a_problem_too(clerk: Wire, public: Wire) -> None:
    require_problem(clerk.get(f"{VISITS}/{NOBODY}/visitors"), 404, "Not Found")
    require_problem(public.get(f"{VISITS}/{NOBODY}/visitors"), 401, "Unauthorized")


def test_the_same_key_makes_one_visit(clerk: Wire, host: Person) -> None:
    first = clerk.post(VISITS, visit(host), idempotency_key="k1")
    again = clerk.post(VISITS, visit(host), idempotency_key="k1")
    other = clerk.post(VISITS, visit(host, totalPeople=3), idempotency_key="k1")

    assert (again.status, again.raw) == (201, first.raw)
    assert again.headers["location"] == first.headers["location"]
    require_problem(other, 422, other.body["title"])
    assert len(clerk.get(VISITS).body) == 1


def test_a_refusal_under_a_key_is_the_same_problem_again(clerk: Wire, host: Person) -> None:
    first, again = (
        clerk.post(VISITS, visit(host, totalPeople=0), idempotency_key="k2") for _ in range(2)
    )

    assert first.raw == again.raw
    require_problem(again, *BAD, "totalPeople")


def test_each_refusal_has_a_trace_of_its_own_that_is_in_the_log(
    clerk: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=visitor_log.__name__)

    traces = {clerk.get(f"{VISITS}/{NOBODY}").body["traceId"] for _ in range(2)}

    assert len(traces) == 2
    assert all(trace in caplog.text for trace in traces)


def test_nothing_of_a_visitor_is_in_the_log_of_a_refusal(
    clerk: Wire, host: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=visitor_log.__name__)
    found = made(clerk, host)

    for _ in range(2):
        clerk.post(f"{VISITS}/{found['id']}/checkout")
    clerk.post(VISITS, visit(host, totalPeople=0))

    assert caplog.text.count("refused") == 2
    assert "Gomez" not in caplog.text


def test_a_fault_of_the_program_is_a_problem_without_a_word_of_its_insides(
    clerk: Wire, host: Person, database: Database
) -> None:
    with database.write("ann") as tx:
        tx.session.execute(text("ALTER TABLE visitor_entry RENAME TO mislaid"))

    asked = [VISITS, f"{VISITS}/resident/{host.uid}", f"{VISITS}/{NOBODY}"]
    replies = [*map(clerk.get, asked), clerk.post(VISITS, visit(host))]

    for reply in replies:
        assert b"visitor_entry" not in reply.raw
        require_problem(reply, 500, "Internal Server Error")


def test_the_document_describes_every_call_of_the_log() -> None:
    paths = {(each.method, each.path) for each in visitor_log.DIALECT.operations}

    named = {(m, p.replace(f"resident/{NOBODY}", "resident/{residentId}")) for m, p in CALLS}
    assert paths == {(m, p.replace(NOBODY, "{id}")) for m, p in named}
