"""Refusals in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk import sentences
from desk.domain.errors import DeskError
from desk.gui import format


def sentence(error: DeskError) -> str:
    """What the message bar says about `error`."""
    return sentences.sentence(error, QCoreApplication.translate, format.date)


def field(name: str) -> str:
    """What people call a field of a form."""
    return sentences.field(name, QCoreApplication.translate)
