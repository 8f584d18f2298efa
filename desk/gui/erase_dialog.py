"""Erasing for good: what goes, what stays, and that nothing brings it back, said before it is done.

Neither the title of the window nor anything that is told afterwards has a name in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.errors import DeskError
from desk.domain.privacy import Gone
from desk.gui import format, messages, theme
from desk.gui.background import Background
from desk.gui.banner import Banner
from desk.gui.dialog import Dialog
from desk.gui.naming import named
from desk.services import traces
from desk.services.traces import Outcome

if TYPE_CHECKING:
    from desk.gui.client import Client
    from desk.store.database import Database, Write
    from desk.store.tombstones import Tombstone

WIDTH = 520


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: the heading, what goes and what stays, and the word on the button.

    `hindrance` is why it cannot be done now; nothing where it can. `names` are those, folded, by
    which what goes is known elsewhere on this computer.
    """

    title: str
    heading: str
    lines: Sequence[str]
    verb: str
    hindrance: str
    names: frozenset[str] = frozenset()


class EraseDialog(Dialog):
    """Enter and Esc keep everything; it stays open while it erases, and when that is refused."""

    erased = Signal(str)  # what the message bar says of it, without naming anybody

    def __init__(self, client: Client, question: Question, parent: QWidget | None = None) -> None:
        super().__init__("erase", "", parent)
        self.setWindowTitle(question.title)
        self._client = client
        self._names = question.names
        self._copies = len(client.lend(lambda desk, _: traces.copies(desk)))
        self._under_way = False
        self.notice = Banner("erase.notice")
        self.sure = theme.as_role(QLabel(self.tr("This cannot be undone.")), "strong")
        self.doing = named(QLabel(), "erase.doing", "")
        self._lay_out(question)
        self._background = Background(self)
        self._background.finished.connect(self._on_finished)
        self._background.refused.connect(self._on_refused)

    def service(self) -> Callable[[Write], list[Tombstone]]:
        """What erases what was asked about."""
        raise NotImplementedError

    def accept(self) -> None:
        if self._under_way:
            return
        self._show_under_way(True)
        work = partial(_erase, service=self.service(), names=self._names)
        self._background.start(lambda: self._client.lend(work))

    def reject(self) -> None:
        if not self._under_way:
            super().reject()

    def edited(self) -> bool:
        return False

    def ask_also(self, widget: QWidget) -> None:
        """Put something to be chosen below what is said."""
        self.body.insertWidget(self.body.indexOf(self.sure), widget)
        self._choices.append(widget)

    def _on_finished(self, finished: tuple[Outcome, Gone]) -> None:
        outcome, gone = finished
        self._client.erased.emit(gone)
        self._show_under_way(False)
        super().accept()
        self.erased.emit(_told(outcome))

    def _on_refused(self, error: DeskError) -> None:
        self._show_under_way(False)
        self.notice.say(messages.sentence(error, self._client.zone), "full")

    def _show_under_way(self, under_way: bool) -> None:
        self._under_way = under_way
        self.doing.setVisible(under_way)
        for widget in (self.go, self.stay, *self._choices):
            widget.setEnabled(not under_way)

    def _lay_out(self, question: Question) -> None:
        self._choices: list[QWidget] = []
        heading = theme.as_role(QLabel(question.heading), "heading")
        elsewhere = (self._of_copies(), self._of_computers())
        self.said = [QLabel(text) for text in (*question.lines, *elsewhere)]
        self.body.insertWidget(0, self.notice)
        for at, label in enumerate((heading, *self.said, self.sure), start=1):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self.body.insertWidget(at, label)
        self.doing.setText(self.tr("Erasing, also from the copies…"))
        self.doing.hide()
        self.body.insertWidget(self.body.indexOf(self.sure) + 1, self.doing)
        self.stay, self.go = self.consider(question.verb, self.tr("Cancel"))
        self.go.setAutoDefault(False)
        self.go.setEnabled(not question.hindrance)
        if question.hindrance:
            self.notice.say(question.hindrance, "full")
        self.setMinimumWidth(WIDTH)

    def _of_copies(self) -> str:
        kept = self.tr(
            "Copies that Desk keeps beside the data are written anew without all this, or removed"
            " where they cannot be opened: {n}. A copy kept elsewhere still holds it; should one be"
            " put back here, it is erased again."
        )
        return kept.format(n=format.count(self._copies))

    def _of_computers(self) -> str:
        return self.tr(
            "What this computer keeps for a crash or for a lost server goes too: forms that were"
            " left open, the last lists, and what is queued. On other computers of the desk such"
            " forms stay until somebody there throws them away, and the last lists until Desk there"
            " reaches the server next. Records of evacuations stay."
        )


def hindrance(held: Sequence[str], inside: Sequence[str]) -> str:
    """Why it cannot be erased now; nothing where it can."""
    translate = QCoreApplication.translate
    if held:
        words = translate("Erase", "This has to be kept: {reason}. Lift the hold first.")
        return words.format(reason="; ".join(held))
    if inside:
        words = translate("Erase", "Visitors are inside at this moment: {n}. Check them out first.")
        return words.format(n=format.count(len(inside)))
    return ""


def _told(outcome: Outcome) -> str:
    translate = QCoreApplication.translate
    said = translate(
        "Erase", "Erased for good. Copies written anew: {rewritten}, removed: {removed}."
    ).format(rewritten=format.count(outcome.rewritten), removed=format.count(outcome.removed))
    if outcome.log_emptied:
        return said
    left = translate(
        "Erase",
        "Another program uses the data, so traces stay in its log until all have closed it.",
    )
    return f"{said} {left}"


def _erase(
    desk: Database,
    actor: str,
    *,
    service: Callable[[Write], list[Tombstone]],
    names: frozenset[str],
) -> tuple[Outcome, Gone]:
    with desk.write(actor) as tx:
        done = service(tx)
    return traces.remove(desk, done), traces.gone(done, names)
