"""Which fields of a document are answered: `_p` and `_rawp` (contract of document 004, 5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from desk.api.appointment_manager.documents import Document
from desk.api.wire import Refused

Projection = Callable[[Document], Document]
Tree = dict[str, Any]


def everything(document: Document) -> Document:
    """All of it."""
    return document


def chosen(names: Iterable[str]) -> Projection:
    """Only these fields, dots leading into them, and the `_id`."""
    wanted = list(names)
    if not wanted:
        return everything
    tree = _tree(["_id", *wanted])
    return lambda document: _only(document, tree)


def projected(said: Any) -> Projection:
    """Only the fields that are 1, or all but those that are 0."""
    if not isinstance(said, dict):
        raise Refused(400, "_rawp must be a JSON object.")
    for name, value in said.items():
        if name.startswith("$") or isinstance(value, float | str) or value not in (0, 1):
            raise Refused(400, "_rawp takes 1 or 0 for each field, and no variables.")
    others = {bool(value) for name, value in said.items() if name != "_id"}
    if len(others) > 1:
        raise Refused(400, "_rawp either includes fields or excludes them.")
    names = [name for name in said if name != "_id"]
    with_id = bool(said.get("_id", 1))
    if True in others or (not names and said.get("_id")):
        tree = _tree([*(["_id"] if with_id else []), *names])
        return lambda document: _only(document, tree)
    without = _tree([*names, *([] if with_id else ["_id"])])
    return lambda document: _but(document, without)


def _tree(names: Iterable[str]) -> Tree:
    """Names with dots as branches; one that is named itself is named with all there is in it."""
    tree: Tree = {}
    for name in names:
        at = tree
        *before, last = name.split(".")
        for part in before:
            at = at.setdefault(part, {})
            if at is True:
                break
        else:
            at[last] = True
    return tree


def _only(value: Any, tree: Any) -> Any:
    if tree is True:
        return value
    if isinstance(value, list):
        return [_only(each, tree) for each in value if isinstance(each, dict | list)]
    return {
        name: _only(each, tree[name])
        for name, each in value.items()
        if name in tree and (tree[name] is True or isinstance(each, dict | list))
    }


def _but(value: Any, tree: Any) -> Any:
    if isinstance(value, list):
        return [_but(each, tree) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _but(each, tree[name]) if name in tree else each
        for name, each in value.items()
        if tree.get(name) is not True
    }
