"""What this program is, its version, what it is made of, and under which licences."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desk import __version__, resources
from desk.gui import theme
from desk.gui.dialog import Dialog
from desk.gui.naming import named

PICTURE = QSize(56, 56)


class AboutDialog(Dialog):
    """Versions and licences, in one place to copy from."""

    def __init__(self, database: str, parent: QWidget | None = None) -> None:
        super().__init__("about", parent.tr("About Desk") if parent else "About Desk", parent)
        self.versions = QLabel(
            "\n".join(
                (
                    self.tr("Version {version}").format(version=__version__),
                    f"Python {platform.python_version()}",
                    f"Qt {qVersion()}",
                    database,
                )
            )
        )
        self.versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.as_role(self.versions, "muted")
        self.choice = named(QComboBox(), "about.licence", self.tr("Licence"))
        self.text = named(QPlainTextEdit(), "about.text", self.tr("Text of the licence"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.body.insertLayout(0, self._head())
        self.field("licence", self.tr("&Licence of"), self.choice)
        self.body.insertWidget(2, self.text, 1)
        self.dismiss(self.tr("Close")).setDefault(True)
        self.choice.currentTextChanged.connect(self._show)
        for file in sorted(resources.path("licences").iterdir()):
            self.choice.addItem(file.stem, str(file))
        self.resize(560, 520)

    def edited(self) -> bool:
        return False

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(QIcon(str(resources.path("desk.svg"))).pixmap(PICTURE))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(theme.as_role(QLabel("Desk"), "title"))
        words.addWidget(QLabel(self.tr("Visitors, day capacity, people and places on one screen.")))
        words.addWidget(self.versions)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _show(self, _name: str) -> None:
        file = self.choice.currentData()
        with open(file, encoding="utf-8") as licence:
            self.text.setPlainText(licence.read())
