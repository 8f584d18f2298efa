"""How an operation is described to other programs: the parts of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk.api.wire import JSON

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
NOTHING: Schema = {"type": "null"}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that may come: what it means, its body if it has one, and an example."""

    meaning: str
    schema: Schema | None = None
    example: Any = None
    media: str = JSON

    def document(self) -> dict[str, Any]:
        if self.schema is None:
            return {"description": self.meaning}
        content: dict[str, Any] = {"schema": self.schema}
        if self.example is not None:
            content["example"] = self.example
        return {"description": self.meaning, "content": {self.media: content}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What an operation does, takes and answers.

    `query` has the schema of each parameter in the address, `path` of each in the path; the ones
    in `required` have to be there. `body` is the schema of what is sent.
    """

    summary: str
    answers: Mapping[int, Said]
    query: Mapping[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    path: Mapping[str, Schema] = field(default_factory=dict)
    body: Schema | None = None
    example: Any = None
    needs_body: bool = True

    def document(self, name: str, tag: str, security: list[dict[str, list[str]]]) -> dict[str, Any]:
        """The operation in an OpenAPI document."""
        parameters = [
            _parameter(known, schema, "path", required=True) for known, schema in self.path.items()
        ]
        parameters += [
            _parameter(known, schema, "query", required=known in self.required)
            for known, schema in self.query.items()
        ]
        made: dict[str, Any] = {
            "summary": self.summary,
            "operationId": name,
            "tags": [tag],
            "parameters": parameters,
            "responses": {str(status): said.document() for status, said in self.answers.items()},
            "security": security,
        }
        if self.body is not None:
            content: dict[str, Any] = {"schema": self.body}
            if self.example is not None:
                content["example"] = self.example
            made["requestBody"] = {"required": self.needs_body, "content": {JSON: content}}
        return made


def listed(of: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": of}


def maybe(schema: Schema) -> Schema:
    """Such a value, or null."""
    return {"anyOf": [schema, NOTHING]}


def thing(fields: Mapping[str, Schema], required: list[str] | None = None) -> Schema:
    """An object with these fields; all of them are there unless `required` names fewer."""
    return {
        "type": "object",
        "properties": dict(fields),
        "required": list(fields) if required is None else required,
    }


def _parameter(name: str, schema: Schema, place: str, *, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": schema}
