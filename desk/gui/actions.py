"""Every command of the desk, once: its name, its words, its keys and its icon.

Menus, the rail, tooltips and the sheet behind F1 are all made from this table, so they cannot
disagree. What a command does is said elsewhere: the window and its pages offer it by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject
from PySide6.QtGui import QAction

from desk.gui import icons, pages
from desk.gui.booking_menus import CALENDAR, DAY, OUTBOX, SLOTS, WAITING
from desk.gui.command import Command, Key, Menu
from desk.gui.safety_menu import SAFETY

FILE = Menu(
    "menu.file",
    QT_TRANSLATE_NOOP("Actions", "&File"),
    (
        Command(
            "visitor.import", QT_TRANSLATE_NOOP("Actions", "&Import visitors…"), icon="file-input"
        ),
        Command(
            "person.import", QT_TRANSLATE_NOOP("Actions", "Import pe&ople…"), icon="file-input"
        ),
        Command(
            "calendar.import", QT_TRANSLATE_NOOP("Actions", "Import &calendar…"), icon="file-input"
        ),
        Command(
            "list.export", QT_TRANSLATE_NOOP("Actions", "&Export list…"), ("Ctrl+E",), "download"
        ),
        Command(
            "list.print", QT_TRANSLATE_NOOP("Actions", "&Print list…"), (Key.Print,), "printer"
        ),
        None,
        Command(
            "app.settings", QT_TRANSLATE_NOOP("Actions", "&Settings…"), ("Ctrl+,",), "settings"
        ),
        Command(
            "outbox.settings", QT_TRANSLATE_NOOP("Actions", "Settings of &messages…"), (), "mail"
        ),
        None,
        Command("app.lock", QT_TRANSLATE_NOOP("Actions", "&Lock"), ("Ctrl+L",), "lock"),
        Command(
            "app.switch",
            QT_TRANSLATE_NOOP("Actions", "S&witch user…"),
            ("Ctrl+Shift+L",),
            "users-round",
        ),
        Command("app.quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",), "log-out"),
    ),
)
EDIT = Menu(
    "menu.edit",
    QT_TRANSLATE_NOOP("Actions", "&Edit"),
    (
        Command("edit.undo", QT_TRANSLATE_NOOP("Actions", "&Undo"), ("Ctrl+Z",), "undo-2"),
        Command(
            "edit.redo", QT_TRANSLATE_NOOP("Actions", "&Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2"
        ),
        None,
        Command("list.new", QT_TRANSLATE_NOOP("Actions", "&New"), (Key.New,), "plus"),
        Command(
            "list.edit", QT_TRANSLATE_NOOP("Actions", "&Edit selected"), ("Alt+Return",), "pencil"
        ),
        Command(
            "list.remove", QT_TRANSLATE_NOOP("Actions", "Remo&ve selected"), ("Del",), "trash-2"
        ),
        Command(
            "person.merge", QT_TRANSLATE_NOOP("Actions", "&Merge with duplicate…"), icon="merge"
        ),
        None,
        Command(
            "list.find", QT_TRANSLATE_NOOP("Actions", "&Find in list"), ("Ctrl+F", "/"), "search"
        ),
    ),
)
VISITOR = Menu(
    "menu.visitor",
    QT_TRANSLATE_NOOP("Actions", "&Visitor"),
    (
        Command(
            "visitor.check_in",
            QT_TRANSLATE_NOOP("Actions", "Check &in…"),
            ("F3", "Ctrl+Shift+N"),
            "user-round-plus",
        ),
        Command(
            "visitor.check_out",
            QT_TRANSLATE_NOOP("Actions", "Check &out…"),
            ("F6",),
            "user-round-minus",
        ),
        Command(
            "visitor.admit",
            QT_TRANSLATE_NOOP("Actions", "Check in the &chosen…"),
            ("Ctrl+I",),
            "log-in",
        ),
        Command(
            "visitor.check_out_selected",
            QT_TRANSLATE_NOOP("Actions", "Check out the c&hosen"),
            ("Ctrl+Shift+O",),
            "log-out",
        ),
        Command(
            "visitor.expect",
            QT_TRANSLATE_NOOP("Actions", "&Expected visitor…"),
            ("Ctrl+Shift+E",),
            "calendar-plus",
        ),
        Command(
            "visitor.restore",
            QT_TRANSLATE_NOOP("Actions", "Take out of the &bin"),
            (),
            "rotate-ccw",
        ),
        None,
        Command(
            "visitor.hold",
            QT_TRANSLATE_NOOP("Actions", "Ho&ld for the law…"),
            (),
            "lock",
        ),
        Command(
            "visitor.erase",
            QT_TRANSLATE_NOOP("Actions", "E&rase for good…"),
            (),
            "trash-2",
        ),
        None,
        Command(
            "visitor.emergency", QT_TRANSLATE_NOOP("Actions", "E&mergency list"), ("F12",), "siren"
        ),
        Command(
            "visitor.alerts",
            QT_TRANSLATE_NOOP("Actions", "&Notes about names…"),
            (),
            "shield-alert",
        ),
    ),
)
GO = Menu(
    "menu.go",
    QT_TRANSLATE_NOOP("Actions", "&Go"),
    (
        *(
            Command(entry.id, entry.text, (entry.key,), entry.icon, context="Pages")
            for entry in pages.PAGES
        ),
        None,
        Command("go.previous_page", QT_TRANSLATE_NOOP("Actions", "Pa&ge before"), ("Ctrl+PgUp",)),
        Command("go.next_page", QT_TRANSLATE_NOOP("Actions", "Page a&fter"), ("Ctrl+PgDown",)),
        None,
        Command(
            "go.today",
            QT_TRANSLATE_NOOP("Actions", "Bac&k to today"),
            ("Ctrl+T",),
            "sun",
        ),
        Command("go.date", QT_TRANSLATE_NOOP("Actions", "Go to &date…"), ("Ctrl+G",), "calendar"),
        Command(
            "go.previous",
            QT_TRANSLATE_NOOP("Actions", "P&revious period"),
            ("Alt+Left",),
            "chevron-left",
        ),
        Command(
            "go.next", QT_TRANSLATE_NOOP("Actions", "&Next period"), ("Alt+Right",), "chevron-right"
        ),
    ),
)
NETWORK = Menu(
    "menu.network",
    QT_TRANSLATE_NOOP("Actions", "&Network"),
    (
        Command(
            "network.switch",
            QT_TRANSLATE_NOOP("Actions", "Switch the &server on or off"),
            icon="power",
        ),
        Command(
            "network.choose",
            QT_TRANSLATE_NOOP("Actions", "&Who may reach it…"),
            icon="sliders-horizontal",
        ),
        Command(
            "network.try",
            QT_TRANSLATE_NOOP("Actions", "&Try it in the browser"),
            (),
            "external-link",
        ),
        Command("network.copy", QT_TRANSLATE_NOOP("Actions", "Copy the &address"), (), "copy"),
        Command(
            "network.copy_print", QT_TRANSLATE_NOOP("Actions", "Copy the &fingerprint"), (), "copy"
        ),
        None,
        Command("network.token", QT_TRANSLATE_NOOP("Actions", "&New token…"), (), "key-round"),
        Command("network.revoke", QT_TRANSLATE_NOOP("Actions", "&Revoke the token…"), (), "ban"),
        None,
        Command("network.pause", QT_TRANSLATE_NOOP("Actions", "&Halt the requests"), (), "pause"),
    ),
)
VIEW = Menu(
    "menu.view",
    QT_TRANSLATE_NOOP("Actions", "&View"),
    (
        Command("view.refresh", QT_TRANSLATE_NOOP("Actions", "&Refresh"), ("F5",), "refresh-cw"),
        Command(
            "view.discreet",
            QT_TRANSLATE_NOOP("Actions", "&Initials only (privacy)"),
            ("F9",),
            "eye-off",
            checkable=True,
        ),
        None,
        Command("calendar.day", QT_TRANSLATE_NOOP("Actions", "Da&y"), ("Ctrl+Shift+1",)),
        Command("calendar.week", QT_TRANSLATE_NOOP("Actions", "&Week"), ("Ctrl+Shift+2",)),
        Command("calendar.month", QT_TRANSLATE_NOOP("Actions", "&Month"), ("Ctrl+Shift+3",)),
        Command("calendar.timeline", QT_TRANSLATE_NOOP("Actions", "&Timeline"), ("Ctrl+Shift+4",)),
        Command("calendar.agenda", QT_TRANSLATE_NOOP("Actions", "&Agenda"), ("Ctrl+Shift+5",)),
        Command(
            "calendar.whole_week", QT_TRANSLATE_NOOP("Actions", "Whole wee&k"), ("Ctrl+Shift+W",)
        ),
        Command(
            "calendar.cancelled",
            QT_TRANSLATE_NOOP("Actions", "Show &cancelled ones"),
            ("Ctrl+Shift+H",),
            "eye",
        ),
        Command("calendar.everybody", QT_TRANSLATE_NOOP("Actions", "All &providers"), ("Alt+0",)),
        None,
        Command("calendar.finer", QT_TRANSLATE_NOOP("Actions", "Fi&ner steps"), (Key.ZoomIn,)),
        Command("calendar.coarser", QT_TRANSLATE_NOOP("Actions", "Coars&er steps"), (Key.ZoomOut,)),
        Command(
            "calendar.usual_step", QT_TRANSLATE_NOOP("Actions", "&Usual steps"), ("Alt+Shift+0",)
        ),
        None,
        Command(
            "view.theme_system",
            QT_TRANSLATE_NOOP("Actions", "Colours of the &system"),
            icon="monitor",
            checkable=True,
        ),
        Command(
            "view.theme_light",
            QT_TRANSLATE_NOOP("Actions", "&Light colours"),
            icon="sun",
            checkable=True,
        ),
        Command(
            "view.theme_dark",
            QT_TRANSLATE_NOOP("Actions", "&Dark colours"),
            icon="moon",
            checkable=True,
        ),
        None,
        Command(
            "view.full_screen",
            QT_TRANSLATE_NOOP("Actions", "&Full screen"),
            ("F11",),
            "maximize",
            checkable=True,
        ),
    ),
)
HELP = Menu(
    "menu.help",
    QT_TRANSLATE_NOOP("Actions", "&Help"),
    (
        Command("help.keys", QT_TRANSLATE_NOOP("Actions", "&Keys…"), ("F1", "Ctrl+?"), "keyboard"),
        Command(
            "help.log_folder", QT_TRANSLATE_NOOP("Actions", "Show &log folder"), (), "folder-open"
        ),
        None,
        Command("help.about", QT_TRANSLATE_NOOP("Actions", "&About Desk"), (), "info"),
    ),
)
MENUS = (
    FILE,
    EDIT,
    CALENDAR,
    VISITOR,
    DAY,
    SLOTS,
    WAITING,
    OUTBOX,
    NETWORK,
    SAFETY,
    GO,
    VIEW,
    HELP,
)


def commands() -> Iterator[Command]:
    """Every command of every menu, in the order of the bar."""
    for menu in MENUS:
        yield from (command for command in menu.commands if command)


def command(identifier: str) -> Command:
    """The command of that id; a `KeyError` says that a page asked for one nobody defined."""
    return {each.id: each for each in commands()}[identifier]


def action(made_from: Command, parent: QObject) -> QAction:
    """A command as menus and buttons show it."""
    made = QAction(made_from.words, parent)
    made.setObjectName(made_from.id)
    made.setShortcuts(made_from.sequences())
    made.setCheckable(made_from.checkable)
    if made_from.icon:
        made.setIcon(icons.icon(made_from.icon))
    return made


def make(parent: QObject) -> Mapping[str, QAction]:
    """One action for each command, by id."""
    return {each.id: action(each, parent) for each in commands()}
