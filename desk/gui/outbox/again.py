"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.gui.outbox.page import OutboxPage
from desk.gui.outbox.words_dialog import WordsDialog
from desk.gui.pages import Again, Subject


def ways(page: OutboxPage) -> Mapping[str, Again]:
    def words(about: Subject) -> None:
        dialog = WordsDialog(page.client, page.window())
        dialog.show_words(about["key"], about["language"])
        page.acts.show(dialog)

    return {
        "outbox.settings": lambda _about: page.acts.change_settings(),
        "outbox.words": words,
    }
