"""What a check has found is said in the language of the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desk import refusal_words
from desk.domain.fault import Broken, Fault
from desk.gui import messages
from desk.gui.safety.audit import words as audit_words
from desk.gui.safety.backups import words as backup_words


class German(QTranslator):
    """Knows two sentences."""

    def translate(
        self, context: str, text: str, _more: str | None = None, _n: int = -1
    ) -> str | None:
        known = {
            ("Faults", "journal {number} was altered"): "Zeile {number} wurde verändert",
            ("Kinds", "appointment"): "Termin",
            ("Faults", "{table} {row} points to a missing {parent}"): "{parent} zu {table} {row}?",
        }
        return known.get((context, text))

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def german(qapp: QApplication) -> Iterator[QObject]:
    made = German(qapp)
    qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)


def test_every_kind_of_fault_has_words_with_its_facts() -> None:
    assert refusal_words.FAULTS.keys() == set(Broken)
    for what, words in refusal_words.FAULTS.items():
        assert str(words).replace("visitor entry", "visitor_entry") == what.value


@pytest.mark.usefixtures("german")
def test_a_fault_is_told_in_another_language_and_stays_english_on_the_command_line() -> None:
    altered = Fault(Broken.ALTERED, number=4)
    stray = Fault(Broken.STRAY, table="appointment", row=7, parent="unheard_of")

    assert messages.fault(altered) == "Zeile 4 wurde verändert"
    assert messages.fault(stray) == "unheard_of zu Termin 7?"
    assert messages.fault("Tree 2 page 3: damaged") == "Tree 2 page 3: damaged"
    assert "Zeile 4 wurde" in audit_words.verdict([altered])
    assert "Zeile 4 wurde" in backup_words.verdict([altered], "9:00")
    assert (altered, str(stray)) == (
        "journal 4 was altered",
        "appointment 7 points to a missing unheard_of",
    )


def test_a_date_is_written_as_it_is_here() -> None:
    fault = Fault(Broken.OVERFULL, date=dt.date(2030, 2, 4), occupied=12, places=10)

    assert messages.fault(fault) == "Mon 4 Feb 2030 has 12 people on 10 places"
    assert fault == "2030-02-04 has 12 people on 10 places"
