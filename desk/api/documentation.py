"""What the server says about itself: the OpenAPI document, and a page for people to read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any

import desk
from desk.api.described import Described
from desk.api.dialect import Dialect, Operation

TOO_MANY = "Too many failures within a minute from this address, and no valid token"
BEARER, TOKEN, HEADER = "bearer", "token", "x-user-token"
SCHEMES: dict[str, dict[str, str]] = {
    BEARER: {"type": "http", "scheme": "bearer"},
    TOKEN: {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "The word Token, a blank and the token.",
    },
    HEADER: {"type": "apiKey", "in": "header", "name": "X-User-Token"},
}
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Desk: what other machines can ask</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1c2430; background: #fff }}
code, pre {{ font: 13px/1.4 ui-monospace, monospace }}
pre {{ background: #f4f5f8; padding: .6rem; overflow: auto }}
.method {{ display: inline-block; min-width: 4.5rem; font-weight: 600 }}
details {{ border-top: 1px solid #dfe3ea; padding: .4rem 0 }}
@media (prefers-color-scheme: dark) {{ body {{ color: #e6e9ef; background: #14181f }}
  pre {{ background: #1d232c }} details {{ border-color: #323a46 }} }}
</style>
<h1>Desk {version}</h1>
<p>Programs read the same as <a href="/openapi.json">openapi.json</a>.</p>
{dialects}
</html>
"""


def document(dialects: Iterable[Dialect]) -> dict[str, Any]:
    """All that can be asked, as OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for dialect in dialects:
        for each in dialect.operations:
            paths.setdefault(each.path, {})[each.method.lower()] = _described(dialect, each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": desk.__version__},
        "paths": paths,
        "components": {"securitySchemes": SCHEMES},
    }


def page(dialects: Iterable[Dialect]) -> str:
    """The same for people, without anything from elsewhere."""
    return _PAGE.format(version=desk.__version__, dialects="".join(map(_dialect, dialects)))


def _described(dialect: Dialect, operation: Operation) -> dict[str, Any]:
    security = [{name: list[str]()} for name in SCHEMES if name in dialect.schemes]
    needed = security if operation.needs is not None else []
    name = f"{operation.method} {operation.path}"
    return _whole(dialect, operation).document(name, dialect.title, needed)


def _whole(dialect: Dialect, operation: Operation) -> Described:
    """The description with what any operation may answer to somebody without a valid token.

    That refusal looks like the one of an operation that needs a token (server contract, "Who may
    call what").
    """
    known = (each.described.answers.get(401) for each in dialect.operations)
    throttled = replace(next(filter(None, known)), meaning=TOO_MANY, example=None)
    answers = {429: throttled, **operation.described.answers}
    return replace(operation.described, answers=dict(sorted(answers.items())))


def _dialect(dialect: Dialect) -> str:
    shown = "".join(_operation(each, _whole(dialect, each)) for each in dialect.operations)
    return f"<h2>{escape(dialect.title)}</h2>\n{shown}"


def _operation(operation: Operation, described: Described) -> str:
    needs = f"role {operation.needs}" if operation.needs else "anybody"
    parts = [f"<p>{escape(described.summary)} ({needs})</p>"]
    if described.query:
        parts.append(f"<p>Parameters: <code>{escape(', '.join(described.query))}</code></p>")
    if described.example is not None:
        parts.append(_pre(described.example))
    for status, said in described.answers.items():
        parts.append(f"<p><b>{status}</b> {escape(said.meaning)}</p>")
        if said.example is not None:
            parts.append(_pre(said.example))
    head = f'<span class="method">{operation.method}</span> <code>{escape(operation.path)}</code>'
    return f"<details><summary>{head}</summary>{''.join(parts)}</details>\n"


def _pre(example: Any) -> str:
    return f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>"
