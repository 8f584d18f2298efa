"""Closing a provider or the whole site for a while: whom it hits is shown before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.closure import Closure
from desk.domain.directory import Resource
from desk.domain.errors import Invalid
from desk.domain.folding import fold
from desk.domain.span import Span
from desk.gui.acting import ActingDialog
from desk.gui.client import Client
from desk.gui.explaining import explain, put_under
from desk.gui.provider_field import ProviderField
from desk.gui.slots import words
from desk.gui.slots.affected import Affected
from desk.gui.slots.until_field import UntilField
from desk.gui.type_ahead import TextAhead
from desk.gui.when_field import Unclear, When, WhenField
from desk.services import closures

if TYPE_CHECKING:
    from desk.store.database import Read

WIDTH = 720
PAUSE_MS = 120  # how long somebody stops typing before bookings are looked for
LOOKED_BACK = timedelta(days=730)  # for the reasons that were given before
MOST_REASONS = 8


class ClosureDialog(ActingDialog):
    """One closure: a new one for `provider`, from `begin` on, or one to be changed.

    It asks once more before it flags anybody, and says how many.
    """

    closed = Signal(object, int)  # Closure, how many bookings were flagged

    def __init__(
        self,
        client: Client,
        closure: Closure | None = None,
        provider: Resource | None = None,
        begin: When | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(client, "slots.closure", "", parent)
        self.setWindowTitle(self.tr("Change a closure") if closure else self.tr("Close a time"))
        self._closure = closure
        self._agreed: frozenset[int] = frozenset()  # ids of whom may be flagged
        self.provider = ProviderField(client, words.whole_site())
        self.since = WhenField(client.wall_clock)
        self.till = UntilField(client.wall_clock, self.since.understood)
        self.reason = TextAhead(self._reasons)
        self.affected = Affected(client)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._fill(closure, provider, begin)
        self._connect()
        self.look()
        self.fit(WIDTH)
        known = self.provider.choice is not None
        (self.since if known else self.provider).setFocus()
        self.since.selectAll()

    def span(self) -> Span:
        """The time that is to be closed; `Invalid` names the field that does not make sense."""
        begin, end = self._read("start", self.since), self._read("end", self.till)
        if begin is None:
            raise Invalid(start=["must not be empty"])
        zone = self.client.zone
        last = end or When(begin.date)
        if last.time is None:
            finish = datetime.combine(last.date + timedelta(days=1), time(), zone)
        else:
            finish = last.instant(zone)
        if finish.astimezone(UTC) <= begin.instant(zone).astimezone(UTC):
            raise Invalid(end=["must be after the beginning"])
        return Span(begin.instant(zone), finish)

    def concerns(self) -> Mapping[str, Any]:
        known = self._closure
        return {
            "closure": known.id if known else None,
            "version": known.version if known else 0,
        }

    def look(self) -> None:
        """Show whom the closure would hit, as far as it is understood."""
        self.provider.settle()
        self._agree_to(frozenset())
        try:
            span = self.span()
        except Invalid:
            self.affected.say(self.tr("Who is booked in that time is shown here."))
            return
        if self.provider.choice is None:
            self.affected.say(self.tr("Choose a provider, or the whole site."))
            return
        besides = self._closure.id if self._closure else None
        found = self.client.ask(closures.affected, self._resource_id(), span, besides=besides)
        self.affected.show_bookings(found)

    def accept(self) -> None:
        self._pause.stop()
        agreed = self._agreed
        self.look()
        self._agree_to(agreed)
        self.show_faults({})
        try:
            span = self.span()
            if self.provider.choice is None:
                raise Invalid(resource_id=[self.tr("must be a provider, or the whole site")])
        except Invalid as error:
            self.refuse(error)
            return
        affected = self.affected.ids()
        if affected and self._agreed != affected:
            self._ask_once_more(affected)
            return
        closure = self._save(span)
        if closure is not None:
            super().accept()
            self.closed.emit(closure, len(affected))

    def _save(self, span: Span) -> Closure | None:
        resource_id, reason = self._resource_id(), self.reason.text().strip()
        said = f"{self.provider.text()}, {words.when(span, self.client.zone)}"
        if self._closure is None:
            name = self.tr("Close {what}").format(what=said)
            return self.carry_out(name, closures.close, span, resource_id, reason)
        name = self.tr("Change the closure of {what}").format(what=said)
        known = self._closure
        return self.carry_out(
            name, closures.amend, known.id, span, resource_id, reason, seen=known.version
        )

    def _ask_once_more(self, affected: frozenset[int]) -> None:
        self._agree_to(affected)
        said = self.tr(
            "{bookings} affected. They are flagged, so that somebody calls; nobody is cancelled."
            " Enter closes the time."
        )
        self.notice.say(said.format(bookings=words.bookings(len(affected))), "warning")
        self.button.setFocus()

    def _agree_to(self, affected: frozenset[int]) -> None:
        self._agreed = affected
        if not affected:
            self.notice.clear()
            self.button.setText(self.tr("Close this time"))
        else:
            flagged = words.bookings(len(affected))
            self.button.setText(self.tr("Close and flag {bookings}").format(bookings=flagged))

    def _resource_id(self) -> int | None:
        chosen = self.provider.provider
        return chosen.id if chosen else None

    def _read(self, field: str, line: WhenField) -> When | None:
        try:
            return line.when()
        except Unclear as error:
            raise Invalid(**{field: [self.tr("is not understood")]}) from error

    def _reasons(self, typed: str) -> list[str]:
        known = self.client.ask(_reasons_given)
        return [each for each in known if fold(each).startswith(fold(typed))][:MOST_REASONS]

    def _fill(self, closure: Closure | None, provider: Resource | None, begin: When | None) -> None:
        if closure is None:
            if provider is not None:
                self.provider.show_provider(provider)
            self.since.show_when(begin)
            return
        self.provider.show_id(closure.resource_id)
        zone = self.client.zone
        first = closure.span.start.astimezone(zone)
        last = closure.span.end.astimezone(zone)
        self.since.show_when(When(first.date(), first.time() if first.time() != time() else None))
        midnight = last.time() == time()
        date = last.date() - timedelta(days=1) if midnight else last.date()
        self.till.show_when(When(date, None if midnight else last.time()))
        self.reason.setText(closure.reason)

    def _connect(self) -> None:
        self._pause.timeout.connect(self.look)
        for line in (self.provider, self.since, self.till):
            line.textChanged.connect(self._pause.start)
        self.provider.picked.connect(self._pause.start)
        self.since.meant.connect(self._on_since)
        self.till.meant.connect(self._on_till)

    def _lay_out(self) -> None:
        self.field("resource_id", self.tr("&Who or what"), self.provider)
        self.field("start", self.tr("&From"), self.since)
        put_under(self, self.since, self.since.meaning)
        self.field("end", self.tr("&Until"), self.till)
        put_under(self, self.till, self.till.meaning)
        self.field("reason", self.tr("&Reason"), self.reason)
        self.body.insertWidget(2, self.affected, 1)
        self.dismiss(self.tr("Back"))
        self.button = self.confirm(self.tr("Close this time"))

    def _on_since(self) -> None:
        explain(self.since.meaning, self.since.meaning.text())
        self.till.read_again()

    def _on_till(self) -> None:
        explain(self.till.meaning, self.till.meaning.text())


def _reasons_given(tx: Read) -> list[str]:
    """What closures were for, the commonest first."""
    lately = Span(tx.now - LOOKED_BACK, tx.now + LOOKED_BACK)
    counted = Counter(each.reason for each in closures.between(tx, lately) if each.reason)
    return [reason for reason, _ in counted.most_common()]
