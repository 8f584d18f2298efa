"""The words of messages: each template in each language, with how it reads beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desk.domain.message import Event, Template
from desk.gui import languages, theme
from desk.gui import outbox_words as words
from desk.gui.acting import ActingDialog
from desk.gui.buttons import text_button
from desk.gui.client import Client
from desk.gui.naming import named
from desk.gui.note_field import NoteField
from desk.gui.outbox import template_text
from desk.gui.outbox.template_text import Stands
from desk.services import message_text

WIDTH, HEIGHT = 1120, 660
PAUSE_MS = 150
LIST_DIGITS, PREVIEW_DIGITS = 22, 44
BODY_LINES, SHORT_LINES = 17, 3


class WordsDialog(ActingDialog):
    """Changes one template at a time; going to another asks about what was typed."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, "outbox.words", "", parent)
        self.setWindowTitle(QCoreApplication.translate("Outbox", "Words of messages"))
        self.setAccessibleName(self.windowTitle())
        self.known = client.ask(template_text.known)
        self._keys = list(self.known.keys)
        self._stands: Stands | None = None
        self._about: Mapping[str, Any] = {}
        self.list = named(QListWidget(), "outbox.words.list", self.tr("Templates"))
        self.language = QComboBox()
        self.subject = QLineEdit()
        self.text = NoteField(BODY_LINES)
        self.short = NoteField(SHORT_LINES)
        self.whose = theme.as_role(named(QLabel(), "outbox.words.whose", ""), "muted")
        self.marks = text_button("outbox.words.marks", self.tr("Put &in…"), "plus")
        self.reset = text_button(
            "outbox.words.reset", self.tr("Put &back the original words"), "rotate-ccw"
        )
        self.preview = named(QPlainTextEdit(), "outbox.words.preview", self.tr("How it reads"))
        self._typed_in: QLineEdit | QPlainTextEdit = self.text
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._connect()
        self.list.setCurrentRow(0)
        self.resize(WIDTH, HEIGHT)
        self.text.setFocus()

    def template(self) -> Template:
        """What stands in the fields."""
        return Template(
            key=self._keys[self.list.currentRow()],
            language=self.language.currentData(),
            subject=self.subject.text(),
            body=self.text.toPlainText(),
            short=self.short.toPlainText(),
        )

    def edited(self) -> bool:
        return self._stands is not None and self._now() != self._was()

    def saved(self) -> None:
        super().saved()
        if self._stands is not None:
            self._stands = replace(self._stands, template=self.template())

    def concerns(self) -> Mapping[str, Any]:
        template = self.template()
        return {"key": template.key, "language": template.language}

    def accept(self) -> None:
        """Keep the words; the dialog stays for the next ones."""
        new = self.template()
        wrong = template_text.faults(new)
        self.show_faults(wrong)
        if wrong:
            return
        name = self.tr("Change the words of {what}").format(what=self.list.currentItem().text())
        self.carry_out(name, message_text.amend, new)
        if self.client.ask(message_text.is_own, new.key, new.language):
            self.show_words(new.key, new.language)
            self.notice.say(self.tr("Saved: this is said from now on."), "inside")

    def put_back(self) -> None:
        """Say again what the program says by itself."""
        template = self.template()
        name = self.tr("Put back the words of {what}").format(what=self.list.currentItem().text())
        self.carry_out(name, message_text.reset, template.key, template.language)
        self.show_words(template.key, template.language)

    def show_words(self, key: str, language: str) -> None:
        """Show what a template says in a language."""
        event = self.known.keys[key]
        self._stands = self.client.ask(template_text.stands, key, language, event)
        self._about = self.client.ask(template_text.about, event)
        self.notice.clear()
        self._choose(key, language)
        said = self._stands.template
        for field, value in (
            (self.subject, said.subject),
            (self.text, said.body),
            (self.short, said.short),
        ):
            field.blockSignals(True)
            _write(field, value)
            field.blockSignals(False)
        own = self._stands.is_own
        self.whose.setText(
            self.tr("The house's own words") if own else self.tr("The program's words")
        )
        self.reset.setEnabled(own)
        super().saved()
        self._look()

    def put_in(self, mark: str) -> None:
        """Put a mark where the keyboard was last."""
        field = self._typed_in
        if isinstance(field, QLineEdit):
            field.insert(mark)
        else:
            field.insertPlainText(mark)
        field.setFocus()

    def _look(self) -> None:
        """Say what is not understood, and show how the rest reads."""
        focus = self.focusWidget()
        template = self.template()
        self.show_faults(template_text.faults(template))
        if focus is not None:
            focus.setFocus()  # What is wrong elsewhere does not take the keyboard along.
        at = self.preview.verticalScrollBar().value()
        self.preview.setPlainText(template_text.preview(template, self._about))
        self.preview.verticalScrollBar().setValue(at)

    def _on_turned(self) -> None:
        """Another template, or another language, is wanted."""
        shown = self._stands.template if self._stands else None
        key, language = self._keys[self.list.currentRow()], self.language.currentData()
        if shown is not None and (key, language) == (shown.key, shown.language):
            return
        if shown is not None and self.edited() and not self._may_lose_it():
            self._choose(shown.key, shown.language)
            return
        self.show_words(key, language)

    def _choose(self, key: str, language: str) -> None:
        for chooser in (self.list, self.language):
            chooser.blockSignals(True)
        self.list.setCurrentRow(self._keys.index(key))
        self.language.setCurrentIndex(self.language.findData(language))
        for chooser in (self.list, self.language):
            chooser.blockSignals(False)

    def _offer_marks(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("outbox.words.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        event = self.known.keys[self._keys[self.list.currentRow()]]
        for name, mark in template_text.marks(event):
            menu.addAction(name).triggered.connect(partial(self._on_mark, mark))
        menu.popup(self.marks.mapToGlobal(self.marks.rect().bottomLeft()))

    def _on_mark(self, mark: str, _checked: bool = False) -> None:
        self.put_in(mark)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        for field in (self.subject, self.text, self.short):
            if field is now:
                self._typed_in = field

    def _now(self) -> tuple[str, str, str]:
        return self.subject.text(), self.text.toPlainText(), self.short.toPlainText()

    def _was(self) -> tuple[str, str, str]:
        assert self._stands is not None, "what is compared has been shown"
        said = self._stands.template
        return said.subject, said.body, said.short

    def _connect(self) -> None:
        from PySide6.QtWidgets import QApplication

        self.list.currentRowChanged.connect(lambda _row: self._on_turned())
        self.language.currentIndexChanged.connect(lambda _row: self._on_turned())
        self.subject.textChanged.connect(lambda _text: self._pause.start())
        for field in (self.text, self.short):
            field.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._look)
        self.marks.clicked.connect(self._offer_marks)
        self.reset.clicked.connect(self.put_back)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a dialog is shown by an application"
        app.focusChanged.connect(self._on_focus)

    def _lay_out(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        for key, event in self.known.keys.items():
            self.list.addItem(_called(key, event))
        for code in self.known.languages:
            self.language.addItem(languages.name(code), code)
        self.preview.setReadOnly(True)
        self.field("language", self.tr("&Language"), self.language)
        self.form.addRow("", self.whose)
        self.field("subject", self.tr("&Subject"), self.subject)
        self.field("body", self.tr("&Text"), self.text)
        self.field("short", self.tr("S&hort text"), self.short)
        below = QHBoxLayout()
        below.setSpacing(8)
        for widget in (self.marks, self.reset):
            below.addWidget(widget)
        below.addStretch(1)
        self.form.addRow("", below)
        self.list.setFixedWidth(LIST_DIGITS * digit)
        self.preview.setFixedWidth(PREVIEW_DIGITS * digit)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        self.body.removeWidget(self.area)
        row.addWidget(self.area, 1)
        reads = QVBoxLayout()
        reads.setSpacing(8)
        caption = theme.as_role(QLabel(self.tr("&How it reads")), "strong")
        caption.setBuddy(self.preview)
        reads.addWidget(caption)
        reads.addWidget(self.preview, 1)
        row.addLayout(reads)
        self.body.insertLayout(1, row, 1)
        self.dismiss(self.tr("Close"))
        self.confirm(self.tr("Save"))


def _write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)


def _called(key: str, event: Event) -> str:
    """What a template is called: by what it tells of, with its name where that is another one's."""
    said = words.event(event)
    return said if key in message_text.STANDARD.values() else f"{said}: {key}"
