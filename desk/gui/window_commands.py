"""The commands that belong to the window itself: settings, colours, keys, log folder, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog

from desk import settings
from desk.domain.errors import BadSettings
from desk.gui import theme
from desk.gui.about import AboutDialog
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.database_choice import DatabaseChoice
from desk.gui.lock.lock import Lock
from desk.gui.pages import Again
from desk.gui.privacy_screen import PrivacyScreen
from desk.gui.shortcuts_sheet import ShortcutsSheet
from desk.gui.theme import Choice
from desk.gui.window_state import WindowState
from desk.settings import Settings

if TYPE_CHECKING:
    from desk.gui.arrivals import Arrivals
    from desk.gui.settings_dialog import SettingsDialog


class WindowCommands(QObject):
    """What can be done about the program itself. Settings need a desk; the rest does not."""

    def __init__(
        self, controls: Controls, app: QApplication, machine: Settings, log_folder: Path
    ) -> None:
        super().__init__(controls)
        self._controls = controls
        self._app = app
        self._machine = machine
        self._log_folder = log_folder
        self._state: WindowState = controls.window.state
        self._client: Client | None = None
        self._arrivals: Arrivals | None = None
        self.library = ""
        self.databases = DatabaseChoice(controls.window)
        controls.offer(
            {
                "help.keys": lambda: self._show(self.keys()),
                "help.about": lambda: self._show(self.about()),
                "help.log_folder": self._open_log_folder,
                **{f"view.theme_{choice}": partial(self.colour, choice) for choice in Choice},
            }
        )
        self._mark_colours()
        self.privacy = PrivacyScreen(controls)
        self.lock = Lock(controls)
        self.lock.closed.connect(self._put_notices_away)
        self._watch_idleness()

    def open(self, client: Client, library: str) -> None:
        """There is a desk, whose database is the `library`'s."""
        self._client, self.library = client, library
        self._controls.offer({"app.settings": lambda: self._change_settings(client)})
        self.lock.open(client)
        self._watch_arrivals()

    def remember_database(self, chosen: str) -> None:
        """Use this file or address from now on, at the next start too."""
        self._keep(self._machine._replace(database=chosen), self._state.colours)

    def colour(self, choice: Choice) -> None:
        """Use these colours from now on."""
        self._state.colours = choice
        theme.apply(self._app, choice)
        self._mark_colours()

    def dialogs(self) -> Mapping[str, Callable[[], QDialog]]:
        """Every dialog of the window, made but not shown, for pictures and tests."""
        made: dict[str, Callable[[], QDialog]] = {
            "keys": self.keys,
            "about": self.about,
            "server": partial(self.databases.server, self._machine.database),
        }
        if self._client is not None:
            made["settings"] = partial(self._settings, self._client)
        return made

    def again(self, client: Client) -> Mapping[str, Again]:
        """How the window's own dialogs are opened once more; see `Page.again`."""
        return {"settings": lambda _about: self._change_settings(client)}

    def keys(self) -> ShortcutsSheet:
        return ShortcutsSheet(self._controls.window)

    def about(self) -> AboutDialog:
        return AboutDialog(self.library, self._controls.window)

    def _settings(self, client: Client) -> SettingsDialog:
        from desk.gui.settings_dialog import SettingsDialog

        return SettingsDialog(
            client,
            self._machine,
            self._state.colours,
            self._controls.window,
            overruled=self.databases.overruled,
        )

    def _change_settings(self, client: Client) -> None:
        dialog = self._settings(client)
        dialog.accepted.connect(lambda: self._keep(dialog.machine(), dialog.colours()))
        self._show(dialog)

    def _keep(self, machine: Settings, colours: Choice) -> None:
        if colours is not self._state.colours:
            self.colour(colours)
        if machine != self._machine:
            try:
                # Others choose about this computer too, such as the page of the network.
                settings.change(
                    database=machine.database,
                    print_emergency=machine.print_emergency,
                    workstation_of=machine.workstation_of,
                    workstation_host=machine.workstation_host,
                    lock_minutes=machine.lock_minutes,
                    discreet_when_idle=machine.discreet_when_idle,
                )
            except BadSettings as error:
                self._controls.refuse(error)
            else:
                self._machine = machine
                self._watch_arrivals()
                self._watch_idleness()

    def _watch_arrivals(self) -> None:
        """Say who comes for whoever works here, if that is known."""
        if self._arrivals is not None:
            self._arrivals.end()
            self._arrivals = None
        whose = self._machine.workstation_of, self._machine.workstation_host
        if self._client is None or not any(whose):
            return
        from desk.gui.arrivals import Arrivals

        controls = self._controls
        self._arrivals = Arrivals(self._client, controls.window, controls.bar, *whose)

    def _watch_idleness(self) -> None:
        self.lock.watch(self._machine.lock_minutes, discreet=self._machine.discreet_when_idle)

    def _put_notices_away(self) -> None:
        if self._arrivals is not None:
            self._arrivals.put_away()

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _mark_colours(self) -> None:
        self._controls.actions[f"view.theme_{self._state.colours}"].setChecked(True)

    def _open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))
