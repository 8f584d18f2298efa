"""A line in which a provider, a room or a hall is chosen by typing the beginnings of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.directory import Resource
from desk.domain.folding import fold, words
from desk.gui.client import Client
from desk.gui.suggestions import Suggestion
from desk.gui.type_ahead import TypeAhead
from desk.services import directory

MOST = 50


class ProviderField(TypeAhead):
    """Whose time it is; `everybody` is what the line offers, and says, for no one in particular."""

    def __init__(self, client: Client, everybody: str = "", parent: QWidget | None = None) -> None:
        super().__init__(self._known, parent)
        self._client = client
        self._everybody = everybody

    @property
    def provider(self) -> Resource | None:
        """Who was chosen, as long as that name stands in the line."""
        value = self.choice.value if self.choice else None
        return value if isinstance(value, Resource) else None

    def show_provider(self, provider: Resource | None) -> None:
        """Let the line stand for somebody, or for everybody."""
        if provider is not None:
            self.choose(offer(provider))
        elif self._everybody:
            self.choose(Suggestion(text=self._everybody, value=None))
        else:
            self.clear()
            self.forget()

    def show_id(self, resource_id: int | None) -> None:
        """Let the line stand for whoever has that id."""
        found = self._client.ask(directory.resources)
        self.show_provider(next((each for each in found if each.id == resource_id), None))

    def settle(self) -> None:
        """Take what was typed in full, or can only mean one, for a choice."""
        typed = fold(self.text().strip())
        if self.choice is not None or not typed:
            return
        found = self._known(self.text())
        same = [each for each in found if fold(each.text) == typed] or found
        if len(same) == 1:
            self.choose(same[0])

    def _known(self, typed: str) -> Sequence[Suggestion]:
        found = matching(self._client.ask(directory.resources), typed)
        offers = [offer(provider) for provider in found[:MOST]]
        if self._everybody and begins(self._everybody, typed):
            offers.append(Suggestion(text=self._everybody, value=None))
        return offers


def matching(providers: Sequence[Resource], typed: str) -> list[Resource]:
    """The providers whose name or team `typed` may mean; nothing means all of them."""
    return [each for each in providers if begins(f"{each.name} {each.team or ''}", typed)]


def begins(name: str, typed: str) -> bool:
    """Whether each word of `typed` begins a word of the name; nothing begins every name."""
    own = words(fold(name))
    return all(any(word.startswith(part) for word in own) for part in words(fold(typed)))


def offer(provider: Resource) -> Suggestion:
    """How a provider is offered: by name, with the team."""
    return Suggestion(text=provider.name, value=provider, mark=provider.team or "")
