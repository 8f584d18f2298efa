"""The pages of the window, registered in one place.

A page is a widget that shows one part of the desk. It offers what it can do by the ids of the
table in `actions`; the window enables, shows and calls those, and knows nothing else about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from desk.gui import rights

if TYPE_CHECKING:  # before the first paint nothing may bring the database in
    from PySide6.QtWidgets import QDialog

    from desk.gui.client import Client

Subject = Mapping[str, Any]  # what a dialog is about, as `Dialog.concerns` has it
Again = Callable[[Subject], object]  # opens a dialog once more; may raise `DeskError`


class Page(QWidget):
    """What the window asks of every page.

    `meant` says what the commands of lists do here, where that is not for everybody.
    """

    meant: Mapping[str, str] = {}
    wanted = Signal(str)  # the id of a command or of a page that should come next
    renamed = Signal()  # title() says something else now
    said = Signal(str)  # a remark for the message bar that follows from no change
    offered = Signal()  # commands() says something else now

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.client = client
        self.asked_by: Page | None = None  # the page in front, when it is another one

    def title(self) -> str:
        """What the page shows, for the window's title: "Visitors", "November 2026"."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask everything again, keeping selection and place."""
        raise NotImplementedError

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """What can be done here, by the ids in `actions`."""
        return {}

    def meaning(self, command: str) -> str:
        """What a command does here, by the names in `rights`."""
        return self.meant.get(command, command)

    def wish(self, command: str) -> None:
        """Do what a key or a button of the page is for, here or on the page that does it.

        What is not for whoever sits here the window is asked for too: it says so.
        """
        own = self.commands().get(command)
        if own is None or rights.reason(self.meaning(command)):
            self.wanted.emit(command)
        else:
            own()

    def provider(self) -> int | None:
        """The id of the provider whose time is shown, when it is that of only one."""
        return None

    def leave(self) -> None:
        """Come to an end with what is done on other threads: the desk is about to be closed."""

    def faces(self) -> Mapping[str, Callable[[], None]]:
        """What else the page can show, for pictures: each turns it to that."""
        return {}

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog the page can open, made but not shown, for pictures and tests."""
        return {}


def found_at(place: str) -> Any:
    """What is called so in a module, which is imported for it: "module:Class"."""
    module, name = place.split(":")
    return getattr(import_module(module), name)


class Entry(NamedTuple):
    """A page in the rail. `place` is its module and class, imported when it is first shown.

    `serves` names the commands that work from anywhere because the window goes to this page
    for them. A page that `reopens` its dialogs says how in the module `again` beside its own.
    """

    id: str
    text: object
    icon: str
    key: str
    place: str
    serves: tuple[str, ...] = ()
    reopens: bool = True

    @property
    def words(self) -> str:
        """The label in the rail, with its mnemonic."""
        return QCoreApplication.translate("Pages", str(self.text))

    @property
    def title(self) -> str:
        return self.words.replace("&", "")

    @property
    def package(self) -> str:
        """The folder of the page, as Python names it."""
        return self.place.partition(":")[0].rpartition(".")[0]

    def make(self, client: Client, parent: QWidget) -> Page:
        """Import the page and build it."""
        page: Page = found_at(self.place)(client, parent)
        return page

    def again(self, page: Page) -> Mapping[str, Again]:
        """How each dialog of the page is opened once more, by the dialog's identifier."""
        if not self.reopens:
            return {}
        found: Mapping[str, Again] = import_module(f"{self.package}.again").ways(page)
        return found


PAGES = (
    Entry(
        "page.calendar",
        QT_TRANSLATE_NOOP("Pages", "&Calendar"),
        "calendar-range",
        "Ctrl+1",
        "desk.gui.calendar.page:CalendarPage",
        (
            "booking.new",
            "booking.next_free",
            "booking.find",
            "booking.day_list",
            "calendar.import",
        ),
    ),
    Entry(
        "page.today",
        QT_TRANSLATE_NOOP("Pages", "&Today"),
        "sun",
        "Ctrl+2",
        "desk.gui.today.page:TodayPage",
        reopens=False,
    ),
    Entry(
        "page.visitors",
        QT_TRANSLATE_NOOP("Pages", "V&isitors"),
        "book-user",
        "Ctrl+3",
        "desk.gui.visitors.page:VisitorsPage",
        (
            "visitor.check_in",
            "visitor.check_out",
            "visitor.expect",
            "visitor.emergency",
            "visitor.alerts",
            "visitor.import",
        ),
    ),
    Entry(
        "page.days",
        QT_TRANSLATE_NOOP("Pages", "D&ays"),
        "calendar-days",
        "Ctrl+4",
        "desk.gui.days.page:DaysPage",
        ("day.count", "day.places"),
    ),
    Entry(
        "page.people",
        QT_TRANSLATE_NOOP("Pages", "&People"),
        "users-round",
        "Ctrl+5",
        "desk.gui.people.page:PeoplePage",
    ),
    Entry(
        "page.slots",
        QT_TRANSLATE_NOOP("Pages", "&Slots"),
        "calendar-clock",
        "Ctrl+6",
        "desk.gui.slots.page:SlotsPage",
        ("slots.open", "slots.batch", "slots.close", "slots.flagged", "slots.providers"),
    ),
    Entry(
        "page.waiting",
        QT_TRANSLATE_NOOP("Pages", "&Waiting list"),
        "hourglass",
        "Ctrl+7",
        "desk.gui.waiting.page:WaitingPage",
        ("waiting.open", "waiting.join"),
    ),
    Entry(
        "page.outbox",
        QT_TRANSLATE_NOOP("Pages", "&Outbox"),
        "mail",
        "Ctrl+8",
        "desk.gui.outbox.page:OutboxPage",
        ("outbox.settings", "outbox.words", "outbox.calls", "outbox.deliver"),
    ),
    Entry(
        "page.network",
        QT_TRANSLATE_NOOP("Pages", "N&etwork"),
        "network",
        "Ctrl+9",
        "desk.gui.network.page:NetworkPage",
    ),
    Entry(
        "page.safety",
        QT_TRANSLATE_NOOP("Pages", "Safet&y"),
        "shield-check",
        "Ctrl+0",
        "desk.gui.safety.page:SafetyPage",
        reopens=False,
    ),
)


def entry(identifier: str) -> Entry:
    """The entry of that id."""
    return next(each for each in PAGES if each.id == identifier)


def serving(command: str) -> Entry | None:
    """The page the window goes to for a command that works from anywhere."""
    return next((entry for entry in PAGES if command in entry.serves), None)
