"""What languages are called, in each language itself."""

from __future__ import annotations

from PySide6.QtCore import QLocale

WORLD = QLocale.Country.World


def name(code: str) -> str:
    """What a language calls itself, with its code: "Deutsch (de)"; one nobody knows is its code."""
    known = QLocale(code)
    if known.language() == QLocale.Language.C:
        return code
    wide = QLocale(known.language(), WORLD)
    found = known if "-" in code or wide.language() != known.language() else wide
    said = found.nativeLanguageName()
    return f"{said[:1].upper()}{said[1:]} ({code})"
