"""The OpenAPI document keeps its word: what it says of each operation is what the server does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from jsonschema_rs import Draft202012Validator
from schemathesis.engine import Status, events, from_schema
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from desk.api.application import FULL, application, specification
from desk.api.dialect import Dialect
from desk.api.wire import JSON, Refused
from desk.services import site
from desk.store.database import Database
from tests.api import clinic
from tests.api.whole_house import WholeHouse, furnished
from tests.api.wire_of import token

EXAMPLES = 4  # of each operation, right ones and wrong ones
OFTEN = 0.7  # is something asked for that is there
MANY, ZONES = 100, 3  # of so many zones as there are, so many are tried
OURS = {"organizer": "bigclinic", "event": "main"}

# Where data that fits its schema may be refused all the same, by a rule that no schema can say.
# In document 001 such a refusal has the status 422, elsewhere 400; no other is let pass.
DEPENDS_ON_ROWS = "whether a row of that id is there, or free, or of that date"
DEPENDS_ON_TIMES = "the end is after the start, or the start in the future"
DEPENDS_ON_SHELF = "what is deleted cannot be brought back"
DEPENDS_ON_PLACES = "no field of a change lies within another, and numbers can be kept"
ORGANIZERS = "/api/v1/organizers/{organizer}/events/{event}/waitinglistentries/"
ADMIN = "/v1/admin/clinic/availability"
BEYOND_SCHEMAS = {
    "PUT /api/visits/{id}/update/": DEPENDS_ON_ROWS,
    f"POST {ADMIN}/available_slots": DEPENDS_ON_TIMES,
    f"PUT {ADMIN}/available_slots/{{id}}": DEPENDS_ON_TIMES,
    f"POST {ADMIN}/providers/available_slots/create_in_batch": DEPENDS_ON_TIMES,
    f"DELETE {ADMIN}/providers/available_slots/destroy_in_batch": DEPENDS_ON_ROWS,
    f"POST {ADMIN}/books": DEPENDS_ON_ROWS,
    f"PUT {ADMIN}/books/{{id}}": DEPENDS_ON_ROWS,
    f"POST {ORGANIZERS}": DEPENDS_ON_ROWS,
    f"PUT {ORGANIZERS}{{id}}/": DEPENDS_ON_ROWS,
    f"PATCH {ORGANIZERS}{{id}}/": DEPENDS_ON_ROWS,
    f"POST {ORGANIZERS}{{id}}/send_voucher/": DEPENDS_ON_ROWS,
    "POST /api/residentvisits": DEPENDS_ON_ROWS,
    "PUT /api/residentvisits/{id}": DEPENDS_ON_TIMES,
    "POST /appointments/": DEPENDS_ON_TIMES,
    "PATCH /appointments/{id}": DEPENDS_ON_PLACES,
    "POST /appointments/{id}/state": DEPENDS_ON_SHELF,
    "POST /availabilities/": DEPENDS_ON_TIMES,
    "PATCH /availabilities/{id}": DEPENDS_ON_PLACES,
    "POST /availabilities/{id}/state": DEPENDS_ON_SHELF,
    "PATCH /appointments/{id}/status": DEPENDS_ON_ROWS,
    "POST /exceptions/": DEPENDS_ON_TIMES,
    "PATCH /exceptions/{id}": DEPENDS_ON_PLACES,
    "POST /exceptions/{id}/state": DEPENDS_ON_SHELF,
    "GET /calendar/": DEPENDS_ON_TIMES,
    "GET /calendar/count/": DEPENDS_ON_TIMES,
    "GET /slots/": DEPENDS_ON_TIMES,
    "PATCH /slots/lock/{id}": DEPENDS_ON_TIMES,
    "POST /searches/first-available-slot/": DEPENDS_ON_TIMES,
}
BY_TITLE = pytest.mark.parametrize("dialect", FULL, ids=lambda each: each.title)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation of the document, by method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def narrowed(part: Any) -> Any:
    """The same document for this house alone, and with a few of its zones, not all of hundreds."""
    if isinstance(part, list):
        return [narrowed(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("in") == "path" and part["name"] in OURS:
        return {**part, "schema": {"enum": [OURS[part["name"]]]}}
    if len(part.get("enum", ())) > MANY:
        return {**part, "enum": part["enum"][:ZONES]}
    return {key: narrowed(value) for key, value in part.items()}


def known(house: WholeHouse) -> dict[str, list[Any]]:
    """What is sent more often than not: what is there, and times that can be had."""
    waiting = house.waiting
    documents = [house.availability, house.appointment, house.closure, house.hours]
    starts, ends = (["2030-02-05T10:00:00Z"], ["2030-02-05T11:00:00Z"])
    return {
        "path.id": [*map(str, [house.book, *house.slots]), *house.visits, *documents],
        "path.residentId": [house.resident],
        "body.residentId": [house.resident],
        "body.item": [waiting.slot.id, waiting.pass_.id],
        "body.book.available_slot_id": [*house.slots],
        "body.book.patient_id": [clinic.MARIA],
        "body.available_slot.provider_id": [clinic.JANE],
        "body.available_slot.start_time": starts,
        "body.available_slot.end_time": ends,
        "body.provider_id": [clinic.JANE],
        "body.slots[*].start_time": starts,
        "body.slots[*].end_time": ends,
        "body.startDate": starts,
        "body.endDate": ends,
        "query.startDate": starts,
        "query.endDate": ends,
    }


def chosen(dialect: Dialect, house: WholeHouse, shown: str, *, edges: bool) -> schemathesis.Config:
    """How the document of a dialect is tried out: with the same requests each time.

    `edges` are those of what its schemas allow, which are many.
    """
    words = known(house)
    half = {name: {"dictionary": name, "probability": OFTEN} for name in words}
    scheme = "Bearer" if "bearer" in dialect.schemes else "Token"
    return schemathesis.Config.from_dict(
        {
            "base-url": "http://127.0.0.1",
            "headers": {"Authorization": f"{scheme} {shown}"},
            "seed": 1,
            "workers": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": EXAMPLES, "deterministic": True},
            "phases": {
                "stateful": {"enabled": False},
                "coverage": {"enabled": edges, "unexpected-methods": ["put", "trace"]},
            },
            "dictionaries": {name: {"values": values} for name, values in words.items()},
            "parameters": half,
            "operations": [lenient(label) for label in BEYOND_SCHEMAS],
        }
    )


def lenient(label: str) -> dict[str, Any]:
    """That an operation may refuse what fits its schema, as its dialect does."""
    by_rule = "422" if ADMIN in label else "400"
    statuses = ["2xx", "401", "403", "404", "409", by_rule]
    check = {"positive_data_acceptance": {"expected-statuses": statuses}}
    return {"include-name": label, "checks": check}


def faults(event: events.EngineEvent) -> Iterator[str]:
    """What was found not to be as the document says."""
    match event:
        case events.ScenarioFinished(recorder=recorder):
            for key, checks in recorder.checks.items():
                for check in checks:
                    if check.status is Status.FAILURE and check.failure_info is not None:
                        case = recorder.cases[key].value
                        said = recorder.interactions[key].response
                        yield (
                            f"{case.operation.label}: {check.failure_info.failure}\n"
                            f"{case.as_curl_command()}\n{said and (said.status_code, said.content)}"
                        )
        case events.NonFatalError(value=error) | events.FatalError(exception=error):
            yield repr(error)


@pytest.mark.parametrize("edges", [False, pytest.param(True, marks=pytest.mark.long)])
@BY_TITLE
def test_every_operation_does_what_the_document_says(
    dialect: Dialect, edges: bool, database: Database
) -> None:
    house = furnished(database)
    with database.write("test") as tx:
        site.choose(tx, "api.failure_limit", 1_000_000)  # Many requests come without a token.
    document = narrowed(specification((dialect,)))
    config = chosen(dialect, house, token(database, "admin"), edges=edges)
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = application(database)
    asked: set[str] = set()
    found: list[str] = []
    # Looked at first, so that there is something to be seen.
    for part in (schema.include(method="GET"), schema.exclude(method="GET")):
        for event in from_schema(part).execute():
            found += faults(event)
            if isinstance(event, events.ScenarioFinished):
                asked |= {node.value.operation.label for node in event.recorder.cases.values()}

    assert found == []
    assert asked == {label for label, _ in operations(document)}


def test_the_rules_beyond_schemas_are_of_operations_that_there_are() -> None:
    assert BEYOND_SCHEMAS.keys() <= {label for label, _ in operations(specification())}


def test_the_document_is_openapi() -> None:
    document = specification()

    OPENAPI_31_VALIDATOR.validate(document)
    assert document["openapi"] == "3.1.0"
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))


@BY_TITLE
def test_every_operation_is_in_the_document(dialect: Dialect) -> None:
    labels = {label for label, _ in operations(specification())}

    assert {f"{each.method} {each.path}" for each in dialect.operations} <= labels


@BY_TITLE
def test_every_operation_may_be_asked_too_often_without_a_token(dialect: Dialect) -> None:
    for label, operation in operations(specification((dialect,))):
        (content,) = operation["responses"]["429"]["content"].items()
        refused = dialect.refused(Refused(429))

        assert content[0] == refused.media, label
        assert Draft202012Validator(content[1]["schema"]).is_valid(refused.body), label


@BY_TITLE
def test_every_operation_has_an_example_of_what_it_answers(dialect: Dialect) -> None:
    lacking = [
        f"{label} {where}"
        for label, operation in operations(specification((dialect,)))
        for where, _, example in shapes(operation)
        if where.startswith("2") and example is None
    ]

    assert lacking == []


@BY_TITLE
def test_every_body_that_is_sent_has_an_example(dialect: Dialect) -> None:
    for label, operation in operations(specification((dialect,))):
        if "requestBody" in operation:
            assert "example" in operation["requestBody"]["content"][JSON], label


@BY_TITLE
def test_every_example_is_as_its_schema_says(dialect: Dialect) -> None:
    wrong = [
        f"{label} {where}: {fault.message}"
        for label, operation in operations(specification((dialect,)))
        for where, schema, example in shapes(operation)
        if example is not None
        for fault in Draft202012Validator(schema, validate_formats=True).iter_errors(example)
    ]

    assert wrong == []


def shapes(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """What is sent, and what is answered with each status: its schema, and its example if any."""
    spoken = {"body": operation.get("requestBody", {}), **operation["responses"]}
    for where, said in spoken.items():
        for content in said.get("content", {}).values():
            yield where, content["schema"], content.get("example")
