"""The menu of what keeps the data from harm; part of the table of commands."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from desk.gui.command import Command, Menu

SAFETY = Menu(
    "menu.safety",
    QT_TRANSLATE_NOOP("Actions", "S&afety"),
    (
        Command("backup.now", QT_TRANSLATE_NOOP("Actions", "&Back up now"), icon="database"),
        Command("backup.copy", QT_TRANSLATE_NOOP("Actions", "&Save a copy as…"), icon="save"),
        Command(
            "backup.back",
            QT_TRANSLATE_NOOP("Actions", "&Go back to this copy…"),
            icon="rotate-ccw",
        ),
        None,
        Command(
            "backup.check", QT_TRANSLATE_NOOP("Actions", "&Check the database"), icon="badge-check"
        ),
        Command(
            "backup.folder",
            QT_TRANSLATE_NOOP("Actions", "&Open folder"),
            icon="folder-open",
        ),
        None,
        Command(
            "person.export",
            QT_TRANSLATE_NOOP("Actions", "&Export everything about the person…"),
            icon="file-up",
        ),
        Command(
            "person.hold",
            QT_TRANSLATE_NOOP("Actions", "&Hold the person for the law…"),
            icon="lock",
        ),
        Command("person.erase", QT_TRANSLATE_NOOP("Actions", "E&rase the person…"), icon="trash-2"),
    ),
)
