"""Document 001, admin availability: slots of providers, batches of them, and books.

The contract is provider-availability.md; the rows that are quoted here and there are its own.
"""

from __future__ import annotations

# Each of the first three adds its operations to the dialect.
from desk.api.provider_availability import batches, books, slots
from desk.api.provider_availability.speech import DIALECT

__all__ = ["DIALECT", "batches", "books", "slots"]
