"""A window that is killed in the middle of a form leaves what was typed behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from desk import settings
from desk.store.draft_file import DraftFile

PLATE = "AB 123"
# The real program, with a hand that types one word into a form.
PROGRAM = f"""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from desk import app, running

shown = running.Running._watch_forms

def watch(self, client):
    shown(self, client)
    QTimer.singleShot(0, self.controls, lambda: type_a_word(self.controls))

def type_a_word(controls):
    if controls.window.stack.current is None:
        QTimer.singleShot(20, controls, lambda: type_a_word(controls))
        return
    controls.perform("visitor.check_in")
    controls.window.findChild(QLineEdit, "check_in.license_plate").setText("{PLATE}")
    print("typed", flush=True)

running.Running._watch_forms = watch
app.run(sys.argv[1:])
"""


def test_a_form_survives_a_kill(tmp_path: Path, furnished_file: Path) -> None:
    place = {"XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}
    folders = {name: str(tmp_path / folder) for name, folder in place.items()}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}
    file = tmp_path / "desk.db"
    file.write_bytes(furnished_file.read_bytes())
    forms = tmp_path / "state" / "Desk" / "drafts"

    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--database", str(file)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "typed\n"
        while not list(forms.glob("*.json")):
            assert window.poll() is None
        window.send_signal(signal.SIGKILL)

    (draft,) = DraftFile(forms, settings.address(str(file))).take()
    assert draft.dialog == "check_in"
    assert draft.changed == {"check_in.license_plate": PLATE}
