"""Forms that outlive a crash: written down while they are open, offered when Desk is back.

Once a second what the fields of open dialogs hold is compared with what was written; only a form
that holds something new is written again. When a dialog is done with, its draft is gone. Where
there are accounts, each gets to see only what is theirs.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

from desk.domain.errors import DeskError
from desk.domain.privacy import Gone
from desk.gui import clipboard, contents, format, messages, theme
from desk.gui.band import Band
from desk.gui.banner import Banner
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.dialog import Dialog
from desk.gui.pages import Again
from desk.services import staff
from desk.store.draft_file import Draft, DraftFile, speaks_of

if TYPE_CHECKING:
    from desk.gui.main_window import MainWindow

log = logging.getLogger("desk")
BEAT_MS = 1000


@dataclass(slots=True)
class Open:
    """A dialog that is open, and its draft as it was written last."""

    dialog: Dialog
    page: str
    at: str
    owner: int | None
    draft: Draft | None = None


class Drafts(QObject):
    """Watches the dialogs of a window; `own` says how those are opened again that are no page's."""

    def __init__(
        self, controls: Controls, client: Client, file: DraftFile, own: Mapping[str, Again]
    ) -> None:
        super().__init__(controls)
        self._controls = controls
        self._window: MainWindow = controls.window
        self._client = client
        self._file = file
        self._own = own
        self._open: list[Open] = []
        self._left: list[Draft] = []
        self._written: list[Draft] = []
        self._begun = False
        self.band = Band(self._window, "drafts", "pencil")
        self.open_button = theme.as_primary(self.band.answer("open", self.tr("Open the fo&rm")))
        self.copy_button = self.band.answer("copy", self.tr("Copy what was typed"))
        self.lose_button = self.band.answer("lose", self.tr("Throw away"))
        self.beat = QTimer(self, interval=BEAT_MS)
        self.beat.timeout.connect(self.look)
        self.open_button.clicked.connect(self.open)
        self.copy_button.clicked.connect(self.copy)
        self.lose_button.clicked.connect(self.lose)
        client.signed_in.connect(self._offer)
        client.erased.connect(self._on_erased)

    @property
    def mine(self) -> list[Draft]:
        """What was left of the forms of whoever is at the desk, the first on offer first."""
        return [draft for draft in self._left if draft.owner in (None, self._owner)]

    def begin(self) -> None:
        """Offer what was left, and watch from now on."""
        try:
            self._written = self._file.take()
        except OSError:
            log.warning("Forms are not written down: there is no room for them, or no right to.")
            return
        self._left = self._known(self._written)
        self._begun = True
        self._window.dialog_seen.connect(self._on_opened)
        self._offer()
        self._keep()

    def leave(self) -> None:
        """Watch no more; what is written down stays for the next start."""
        self.beat.stop()
        self._client.signed_in.disconnect(self._offer)
        self._client.erased.disconnect(self._on_erased)
        if self._begun:
            self._window.dialog_seen.disconnect(self._on_opened)
        self._file.leave()
        self.band.leave()
        self.deleteLater()

    def look(self) -> None:
        """Write down what is new in the open forms."""
        self._open = [each for each in self._open if isValid(each.dialog)]
        for each in self._open:
            each.draft = _draft(each)
        if not self._open:
            self.beat.stop()
        self._keep()

    def open(self) -> None:
        """Open the form that is offered, as it stood."""
        draft = self.mine[0]
        try:
            self._opener(draft)(draft.subject)
        except DeskError as error:
            why = messages.sentence(error, self._client.zone)
            said = self.tr("“{title}” cannot be opened again. {why}")
            self.band.banner.say(said.format(title=draft.title, why=why))
            return
        opened = [each for each in self._open if each.dialog.objectName() == draft.dialog]
        if opened:
            _fill(opened[-1].dialog, draft)
            opened[-1].at = draft.at
            self._forget(draft)

    def copy(self) -> None:
        """Take along what was typed in the form that is offered."""
        clipboard.put(self.mine[0].as_text())
        self._controls.bar.say(self.tr("What was typed is copied."))

    def lose(self) -> None:
        """Throw away the form that is offered."""
        self._forget(self.mine[0])

    @property
    def _owner(self) -> int | None:
        return self._client.member.id if self._client.member else None

    def _known(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Those that somebody may still get to see: nobody signs in any more for the others."""
        accounts = {member.id for member in self._client.ask(staff.listed)}
        return [draft for draft in drafts if draft.owner is None or draft.owner in accounts]

    def _forget(self, draft: Draft) -> None:
        self._left.remove(draft)
        self._offer()
        self.look()

    def _opener(self, draft: Draft) -> Again:
        if draft.dialog in self._own:
            return self._own[draft.dialog]
        stack = self._window.stack
        if stack.shown != draft.page:
            stack.turn_to(draft.page)
        return stack.again(draft.page)[draft.dialog]

    def _offer(self) -> None:
        mine = self.mine
        if not mine:
            self.band.put_away()
            return
        draft = mine[0]
        said = self.tr("This form was open when Desk ended: {title}, {time}")
        if len(mine) > 1:
            said = self.tr("{n} forms were open when Desk ended. The first: {title}, {time}")
        number = format.count(len(mine))
        self.band.say(said.format(title=draft.title, time=draft.at, n=number))

    def _on_opened(self, dialog: Dialog) -> None:
        name = dialog.objectName()
        page = "" if name in self._own else self._window.stack.opener(name)
        known = any(each.dialog is dialog for each in self._open)
        if known or not (page or name in self._own):
            return
        at = format.time(self._client.now, self._client.zone)
        self._open.append(Open(dialog, page, at, self._owner))
        dialog.finished.connect(lambda _result: self._on_finished(dialog))
        self.beat.start()

    def _on_finished(self, dialog: Dialog) -> None:
        self._open = [each for each in self._open if each.dialog is not dialog]
        self.look()

    def _on_erased(self, gone: Gone) -> None:
        """Let nothing be left of forms about what was erased, whoever had them open."""
        self._left = [draft for draft in self._left if not speaks_of(draft, gone)]
        self._offer()
        self.look()
        try:
            self._file.sift(gone)
        except OSError as error:
            log.warning("Forms of other windows were not looked through: error %s", error.errno)

    def _keep(self) -> None:
        wanted = [*self._left, *(each.draft for each in self._open if each.draft is not None)]
        if wanted == self._written:
            return
        try:
            self._file.write(wanted)
        except OSError as error:
            # It is tried again within a second; nobody at the desk can do more about it.
            log.warning("An open form could not be written down: error %s", error.errno)
        else:
            self._written = wanted


def _draft(each: Open) -> Draft | None:
    """What there is to lose in an open dialog; nothing as long as nothing was typed."""
    dialog, subject = each.dialog, each.dialog.concerns()
    if subject is None or not dialog.as_shown:
        return None
    now = contents.contents(dialog)
    if all(dialog.as_shown.get(name) == value for name, value in now.items()):
        return None
    if each.draft is not None and each.draft.now == now and each.draft.subject == subject:
        return each.draft
    return Draft(
        dialog=dialog.objectName(),
        title=dialog.windowTitle(),
        page=each.page,
        at=each.at,
        subject=json.loads(json.dumps(subject)),
        before=dialog.as_shown,
        now=now,
        names={name: field.accessibleName() for name, field in contents.fields(dialog).items()},
        owner=each.owner,
    )


def _fill(dialog: Dialog, draft: Draft) -> None:
    """Write into a dialog what was typed, and say what has to be looked at once more.

    Where the record has changed meanwhile, only what was typed goes in, not what just stood there.
    """
    subject = dialog.concerns() or {}
    same = subject.get("version") == draft.subject.get("version")
    wanted = draft.now if same else draft.changed
    fresh = contents.contents(dialog)
    both = [
        name for name in wanted if fresh.get(name) not in (draft.before.get(name), wanted[name])
    ]
    wrong = contents.fill(dialog, wanted)
    translate = QCoreApplication.translate
    said = [translate("Drafts", "This is filled in as it was when Desk ended.")]
    if not same:
        said.append(translate("Drafts", "Somebody has changed it since then."))
    doubtful = dict.fromkeys([*(both if not same else []), *wrong])
    if doubtful:
        words = translate("Drafts", "Look once more at: {fields}.")
        said.append(words.format(fields=", ".join(draft.names.get(n) or n for n in doubtful)))
    _banner(dialog).say(" ".join(said), "warning" if doubtful or not same else "inside")


def _banner(dialog: Dialog) -> Banner:
    made = Banner(f"{dialog.objectName()}.draft", parent=dialog)
    dialog.body.insertWidget(0, made)
    return made
