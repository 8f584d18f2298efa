"""Saying which column of a file is what, and keeping that for the next file of the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk.domain.folding import fold
from desk.gui.acting import FormArea
from desk.gui.dialog import Dialog
from desk.transfer import mapping_files
from desk.transfer.mapping import Kind, Mapping, Source, plain
from desk.transfer.moments import pattern_of

WIDTH = 560
# The fields in the order of the check-in form.
FIELDS = {
    "visitor": QT_TRANSLATE_NOOP("ImportColumns", "Visitor"),
    "host": QT_TRANSLATE_NOOP("ImportColumns", "Host"),
    "arrival": QT_TRANSLATE_NOOP("ImportColumns", "Arrival"),
    "departed": QT_TRANSLATE_NOOP("ImportColumns", "Departure"),
    "subject": QT_TRANSLATE_NOOP("ImportColumns", "Purpose"),
    "people": QT_TRANSLATE_NOOP("ImportColumns", "People"),
    "companions": QT_TRANSLATE_NOOP("ImportColumns", "Companions"),
    "license_plate": QT_TRANSLATE_NOOP("ImportColumns", "Number plate"),
    "vehicle_color": QT_TRANSLATE_NOOP("ImportColumns", "Colour of the vehicle"),
    "badge": QT_TRANSLATE_NOOP("ImportColumns", "Badge"),
    "note": QT_TRANSLATE_NOOP("ImportColumns", "Note"),
    "id": QT_TRANSLATE_NOOP("ImportColumns", "Number of the visit"),
}
NEEDED = ("visitor", "host", "arrival", "subject")
JOIN = "+"


class ColumnsDialog(Dialog):
    """One line for each field: the column it comes from, or several with + in between."""

    chosen = Signal(object)  # Mapping

    def __init__(
        self, heading: Sequence[str], base: Mapping | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("visitors.columns", "", parent)
        self.setWindowTitle(self.tr("Columns of the file"))
        self._heading = list(heading)
        self._base = base
        self.name = QLineEdit()
        self.name.setText(self.tr("my mapping"))
        self.times = QLineEdit("; ".join(base.times) if base else "iso")
        self.choices = {field: self._choice(field) for field in FIELDS}
        for field, words in FIELDS.items():
            label = QCoreApplication.translate("ImportColumns", str(words))
            self.field(field, label, self.choices[field])
        self.field("times", self.tr("How times are written"), self.times)
        self.field("name", self.tr("Save as"), self.name)
        self.body.removeItem(self.form)
        self.body.insertWidget(0, FormArea(self.form), 1)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Save and use"))
        self.resize(WIDTH, min(self.sizeHint().height(), self.screen().availableSize().height()))

    def accept(self) -> None:
        faults = self._faults()
        if faults:
            self.show_faults(faults)
            return
        name = self.name.text().strip()
        fields = {
            field: Source(columns=tuple(columns))
            for field in FIELDS
            if (columns := self._columns(field))
        }
        base = self._base or Mapping(name=name, kind=Kind.VISITORS)
        mapping = replace(
            base,
            name=name,
            title=name,
            fields=fields,
            times=self._patterns(),
            one_entry=tuple(c for c in base.one_entry if c in self._heading),
        )
        file = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "mapping"
        mapping_files.save(mapping, mapping_files.folder() / f"{file}.toml")
        self.chosen.emit(mapping)
        super().accept()

    def _faults(self) -> dict[str, list[str]]:
        faults: dict[str, list[str]] = {}
        for field in FIELDS:
            columns = self._columns(field)
            unknown = [column for column in columns if column not in self._heading]
            if unknown:
                words = self.tr("the file has no column {column}")
                faults[field] = [words.format(column=unknown[0])]
            elif field in NEEDED and not columns:
                faults[field] = [self.tr("must not be empty")]
        if not self.name.text().strip():
            faults["name"] = [self.tr("must not be empty")]
        for pattern in self._patterns():
            try:
                pattern_of(pattern)
            except ValueError as error:
                faults["times"] = [f"{pattern}: {error}"]
        return faults

    def _columns(self, field: str) -> list[str]:
        written = self.choices[field].currentText().split(JOIN)
        return [column.strip() for column in written if column.strip()]

    def _patterns(self) -> tuple[str, ...]:
        written = (pattern.strip() for pattern in self.times.text().split(";"))
        return tuple(pattern for pattern in written if pattern) or ("iso",)

    def _choice(self, field: str) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.addItems(["", *self._heading])
        made.setCurrentText(f" {JOIN} ".join(self._known(field)))
        return made

    def _known(self, field: str) -> list[str]:
        """What the mapping that was chosen before takes the field from, as the file spells it."""
        source = self._base.fields.get(field) if self._base else None
        spelt = {plain(column): column for column in self._heading}
        found = [spelt.get(plain(column)) for column in (source.columns if source else ())]
        return [column for column in found if column]
