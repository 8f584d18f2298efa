"""Stretches of time in which nothing can be taken (document 004, where they are exceptions)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desk.domain.appointment import Shelf
from desk.domain.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A resource, or with none the whole site, is shut for a span, and why."""

    id: int
    span: Span
    resource_id: int | None = None
    reason: str = ""
    shelf: Shelf = Shelf.PUBLIC
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    created_at: datetime
    created_by: str = ""
    updated_at: datetime
    updated_by: str = ""
    version: int = 1

    def shuts(self, resource_id: int | None) -> bool:
        """Whether it concerns that resource."""
        return self.resource_id is None or self.resource_id == resource_id
