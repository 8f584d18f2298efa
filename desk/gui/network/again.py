"""How the dialogs of the page are opened once more; see `pages.Entry`."""

from __future__ import annotations

from collections.abc import Mapping

from desk.gui.network.page import NetworkPage
from desk.gui.pages import Again


def ways(page: NetworkPage) -> Mapping[str, Again]:
    return {
        "network.change": lambda _about: page.acts.choose(),
        "network.token": lambda _about: page.acts.make_token(),
    }
