"""The commands about appointments, days, open time, who waits for it and what people are told."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from desk.gui.command import Command, Menu

CALENDAR = Menu(
    "menu.calendar",
    QT_TRANSLATE_NOOP("Actions", "&Calendar"),
    (
        Command(
            "booking.new",
            QT_TRANSLATE_NOOP("Actions", "&New appointment…"),
            ("F2",),
            "calendar-plus",
        ),
        Command(
            "booking.next_free",
            QT_TRANSLATE_NOOP("Actions", "Ne&xt free…"),
            ("F4",),
            "calendar-clock",
        ),
        Command("booking.find", QT_TRANSLATE_NOOP("Actions", "&Look for…"), ("Ctrl+K",), "search"),
        Command(
            "booking.day_list", QT_TRANSLATE_NOOP("Actions", "&Who comes today…"), (), "list-checks"
        ),
        None,
        Command("booking.open", QT_TRANSLATE_NOOP("Actions", "&Open…"), (), "id-card"),
        Command(
            "booking.move", QT_TRANSLATE_NOOP("Actions", "&Move…"), ("Ctrl+M",), "arrow-up-right"
        ),
        Command("booking.cancel", QT_TRANSLATE_NOOP("Actions", "&Cancel…"), (), "ban"),
        None,
        Command("booking.arrive", QT_TRANSLATE_NOOP("Actions", "&Arrived"), (), "user-round-check"),
        Command("booking.admit", QT_TRANSLATE_NOOP("Actions", "&In room"), (), "door-open"),
        Command("booking.complete", QT_TRANSLATE_NOOP("Actions", "&Done"), (), "check"),
        Command("booking.miss", QT_TRANSLATE_NOOP("Actions", "No-s&how"), (), "user-round-x"),
        Command(
            "booking.take_back",
            QT_TRANSLATE_NOOP("Actions", "Ta&ke back the last mark"),
            (),
            "rotate-ccw",
        ),
        None,
        Command("booking.join", QT_TRANSLATE_NOOP("Actions", "&Join call"), (), "external-link"),
        Command("booking.copy_link", QT_TRANSLATE_NOOP("Actions", "Cop&y link"), (), "copy"),
    ),
)
DAY = Menu(
    "menu.day",
    QT_TRANSLATE_NOOP("Actions", "&Day"),
    (
        Command("day.count", QT_TRANSLATE_NOOP("Actions", "Count &people…"), ("F8",), "tally-5"),
        Command(
            "day.places", QT_TRANSLATE_NOOP("Actions", "Set p&laces…"), (), "sliders-horizontal"
        ),
    ),
)
SLOTS = Menu(
    "menu.slots",
    QT_TRANSLATE_NOOP("Actions", "&Slots"),
    (
        Command("slots.open", QT_TRANSLATE_NOOP("Actions", "&Open hours…"), (), "calendar-plus"),
        Command(
            "slots.batch", QT_TRANSLATE_NOOP("Actions", "&Many single slots…"), (), "list-checks"
        ),
        Command(
            "slots.close",
            QT_TRANSLATE_NOOP("Actions", "&Close a time…"),
            ("Ctrl+Shift+X",),
            "ban",
        ),
        None,
        Command(
            "slots.flagged",
            QT_TRANSLATE_NOOP("Actions", "Whom to c&all"),
            ("Ctrl+Shift+C",),
            "phone",
        ),
        None,
        Command(
            "slots.providers",
            QT_TRANSLATE_NOOP("Actions", "&Providers and rooms…"),
            (),
            "id-card",
        ),
    ),
)
WAITING = Menu(
    "menu.waiting",
    QT_TRANSLATE_NOOP("Actions", "&Waiting list"),
    (
        Command(
            "waiting.open", QT_TRANSLATE_NOOP("Actions", "Show &who waits"), ("F7",), "hourglass"
        ),
        Command("waiting.join", QT_TRANSLATE_NOOP("Actions", "&Let somebody wait…"), (), "plus"),
        None,
        Command("waiting.offer", QT_TRANSLATE_NOOP("Actions", "&Offer a place…"), (), "timer"),
        Command("waiting.accept", QT_TRANSLATE_NOOP("Actions", "&Accept the offer"), (), "check"),
        Command("waiting.decline", QT_TRANSLATE_NOOP("Actions", "&Decline the offer"), (), "x"),
        Command(
            "waiting.withdraw", QT_TRANSLATE_NOOP("Actions", "&Take the offer back…"), (), "undo"
        ),
        None,
        Command(
            "waiting.earlier",
            QT_TRANSLATE_NOOP("Actions", "Stand &earlier…"),
            ("Alt+Up",),
            "chevron-up",
        ),
        Command(
            "waiting.later",
            QT_TRANSLATE_NOOP("Actions", "Stand late&r…"),
            ("Alt+Down",),
            "chevron-down",
        ),
        Command("waiting.again", QT_TRANSLATE_NOOP("Actions", "Wait a&gain"), (), "rotate-ccw"),
        Command(
            "waiting.leave",
            QT_TRANSLATE_NOOP("Actions", "Take o&ff the list"),
            (),
            "user-round-minus",
        ),
    ),
)
OUTBOX = Menu(
    "menu.outbox",
    QT_TRANSLATE_NOOP("Actions", "&Outbox"),
    (
        Command("outbox.again", QT_TRANSLATE_NOOP("Actions", "&Send again"), (), "rotate-ccw"),
        Command("outbox.stop", QT_TRANSLATE_NOOP("Actions", "&Do not send"), (), "ban"),
        Command(
            "outbox.appointment",
            QT_TRANSLATE_NOOP("Actions", "Go to the &appointment…"),
            (),
            "calendar-check",
        ),
        Command("outbox.copy", QT_TRANSLATE_NOOP("Actions", "&Copy where it goes"), (), "copy"),
        Command("outbox.slip", QT_TRANSLATE_NOOP("Actions", "&Print as a slip…"), (), "printer"),
        None,
        Command(
            "outbox.calls",
            QT_TRANSLATE_NOOP("Actions", "Print whom to ca&ll…"),
            ("Shift+F9",),
            "phone",
        ),
        Command("outbox.deliver", QT_TRANSLATE_NOOP("Actions", "Deliver &now"), (), "upload"),
        None,
        Command("outbox.words", QT_TRANSLATE_NOOP("Actions", "&Words of messages…"), (), "pencil"),
    ),
)
