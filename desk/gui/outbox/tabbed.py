"""A form in several parts, each on a tab; what is wrong is shown on the tab where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFormLayout, QLabel, QTabWidget, QWidget

from desk.gui import theme
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.scrolled import scrolled

SPACING = (16, 8)


class TabbedDialog(ActingDialog):
    """Subclasses begin a part and add its fields, one part after the other."""

    def __init__(
        self, client: Client, identifier: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(client, identifier, "", parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.tabs = named(QTabWidget(), f"{identifier}.parts", self.tr("Parts"))
        self.tabs.setDocumentMode(True)
        bar = named(self.tabs.tabBar(), f"{identifier}.tabs", self.tr("Parts of the settings"))
        bar.setExpanding(False)
        self.body.replaceWidget(self.area, self.tabs)
        self.body.setStretchFactor(self.tabs, 1)
        self.area.hide()
        self.area.setParent(None)
        self._parts: list[QWidget] = []

    def begin_part(self, name: str, title: str) -> None:
        """Begin a part; the fields that are added next stand in it."""
        form = QFormLayout()
        form.setVerticalSpacing(SPACING[1])
        form.setHorizontalSpacing(SPACING[0])
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        inner = QWidget()
        inner.setLayout(form)
        form.setContentsMargins(4, 16, 4, 4)
        area = scrolled(inner, f"{self.objectName()}.{name}")
        self.form = form
        self._parts.append(area)
        self.tabs.addTab(area, title)

    def remark(self, text: str, name: str = "") -> QLabel:
        """Say something under the field before."""
        label = theme.as_role(named(QLabel(text), f"{self.objectName()}.{name}", ""), "muted")
        label.setWordWrap(True)
        self.form.addRow("", label)
        return label

    def show_faults(self, reasons: Mapping[str, Sequence[str]]) -> list[str]:
        """Turn to the tab of the first fault as well."""
        first = next((name for name in self._fields if reasons.get(name)), None)
        if first is not None:
            widget = self._fields[first][0]
            for number, part in enumerate(self._parts):
                if part.isAncestorOf(widget):
                    self.tabs.setCurrentIndex(number)
        return super().show_faults(reasons)

    def turn_to(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)
