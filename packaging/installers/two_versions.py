"""An update and the way back, with the packages of two versions of which one has older tables."""

from __future__ import annotations

from pathlib import Path

from installers import running
from installers.roots import Root
from installers.trials import USER, Installed, require
from installers.ways import Deb


def go_through(root: Root, earlier: Path, today: Path) -> None:
    """Write with the earlier one, update, put the copy back, and be the earlier one again."""
    running.run(["cp", earlier, today, root.path("/tmp")])
    root.run("useradd", "--create-home", USER)
    desk = Installed(root, Deb().install(root, earlier))
    desk.brings_in("Ada")
    before = desk.revision()

    _change_to(root, today)
    copy = desk.updates(before)
    require(desk.people() == ["Ada"], "people were lost by the update")
    desk.brings_in("Bob")
    inside = f"/{copy.relative_to(root.folder)}"
    desk.answer("restore", inside)
    require(desk.revision() == before, "what was put back is not of the version before")

    _change_to(root, earlier)
    desk.answer("check")
    require((desk.revision(), desk.people()) == (before, ["Ada"]), "the way back lost something")
    # What the later version wrote is kept, and is not for the earlier one.
    replaced = f"{inside.partition('.before-')[0]}.replaced-1"
    desk.refuses("check", "--database", replaced)
    desk.brings_in("Cleo")

    _change_to(root, today)
    desk.updates(before)
    require(desk.people() == ["Ada", "Cleo"], "people were lost by the second update")


def _change_to(root: Root, file: Path) -> None:
    root.run("dpkg", "--install", f"/tmp/{file.name}")
