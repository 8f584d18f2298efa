"""Whom a party visits: somebody of the directory, or a name to be added to it on saving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from desk.domain.directory import PersonKind
from desk.domain.folding import fold
from desk.gui import theme
from desk.gui.client import Client
from desk.gui.person_field import PersonField
from desk.gui.suggestions import Suggestion
from desk.services import people
from desk.services.people import Details


class HostField(PersonField):
    """A resident or host. Last among the offers, after everybody alike, is to add the name."""

    def __init__(self, client: Client, parent: QWidget | None = None) -> None:
        super().__init__(client, PersonKind.RESIDENT, parent)
        self.meaning = theme.as_role(QLabel(), "muted")
        self.meaning.setObjectName("host.meaning")
        self.picked.connect(self._say)
        self.dropped.connect(self._say)
        self.editingFinished.connect(self.settle)

    @property
    def new(self) -> Details | None:
        """Who is to be added to the directory, if somebody is."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, Details) else None

    def show_host(self, resident_id: int) -> None:
        """Let the line stand for this resident."""
        self.show_person(self._client.ask(people.one, resident_id))

    def settle(self) -> None:
        """Take a name that was typed in full for the one resident who has it."""
        typed = fold(self.text().strip())
        if self.choice is not None or not typed:
            return
        same = [each for each in super()._known(self.text()) if fold(each.text) == typed]
        if len(same) == 1:
            self.choose(same[0])

    def _known(self, typed: str) -> Sequence[Suggestion]:
        found = list(super()._known(typed))
        name = " ".join(typed.split())
        if name:
            first, _, last = name.rpartition(" ")
            found.append(
                Suggestion(
                    text=name,
                    value=Details(kind=PersonKind.RESIDENT, first_name=first, last_name=last),
                    detail=self.tr("Not in the directory: will be added when you save"),
                    mark=self.tr("Add"),
                    tone="warning",
                )
            )
        return found

    def _say(self) -> None:
        said = ""
        if self.person is not None and self.choice is not None:
            said = " · ".join(part for part in (self.choice.mark, self.choice.detail) if part)
        elif self.choice is not None:
            said = self.choice.detail
        self.meaning.setText(said)
        self.meaning.setVisible(bool(said))
        self.setAccessibleDescription(said)
