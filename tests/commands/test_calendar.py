from __future__ import annotations

import builtins
import csv
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk.transfer.calendar_components import TASK
from tests.commands.conftest import Line
from tests.transfer.calendars import event, file_of

HOUSE = {
    "sites": [{"slug": "main", "name": "Main desk", "time_zone": "Europe/Rome"}],
    "providers": [{"key": "smith", "first_name": "Dr. Jane", "last_name": "Smith"}],
}
BETWEEN = ("--from", "2030-01-01", "--to", "2030-12-31")
WHOSE = ("--provider", "smith")


@pytest.fixture
def house(desk: Line, tmp_path: Path) -> Line:
    path = tmp_path / "house.json"
    path.write_text(json.dumps(HOUSE))
    desk("directory", "import", path)
    return desk


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_calendar_comes_in_and_the_outcome_is_told(house: Line, tmp_path: Path) -> None:
    cancelled = event("STATUS:CANCELLED", uid="two")
    path = file_of(tmp_path, event("RRULE:FREQ=WEEKLY;COUNT=3"), cancelled, event("DTSTART:no"))

    said = house("import", "calendar", path, *WHOSE, *BETWEEN)

    assert (said.status, said.error) == (0, "")
    assert said.out == (
        f"{path}, for Dr. Jane Smith from 2030-01-01 to 2030-12-31 in the zone Europe/Rome:"
        " 3 events; 3 closures added, 0 known already, 1 passed over, 1 rejected.\n"
        '  line 16: DTSTART "NO" is not a time\n'
        "  line 10: it is cancelled\n"
        f"Those events are in {path}.rejected.csv, each with its reason.\n"
    )


def test_what_is_odd_is_told_and_counted_for_a_person(house: Line, tmp_path: Path) -> None:
    task = f"BEGIN:{TASK}\r\nUID:t\r\nEND:{TASK}"
    path = file_of(tmp_path, task, event("DTSTART;TZID=Nowhere:20300101T100000", "DURATION:PT1H"))
    house("import", "calendar", path, *WHOSE, *BETWEEN, "--as", "appointments")
    other = file_of(tmp_path, event(uid="two"), name="other.ics")

    first = house("import", "calendar", path, *WHOSE, *BETWEEN, "--dry-run").out
    over = house("import", "calendar", other, *WHOSE, *BETWEEN, "--as", "appointments").out

    assert first.startswith("Dry run, nothing was changed.\n")
    assert "It also has 1 task or journal entry, which take nobody's time.\n" in first
    assert 'the zone "Nowhere" is not known and not defined in the file' in first
    assert "1 of them was booked over something else.\n" in over


def test_the_outcome_in_json_has_the_first_times(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event("SUMMARY:Staff meeting"))

    outcome = house("import", "calendar", path, *WHOSE, *BETWEEN, "--json").json

    assert (outcome["as"], outcome["added"], outcome["left"]) == ("closures", 1, 0)
    assert outcome["beginning"] == [
        {
            "start": "2030-01-01T09:00:00+00:00",
            "end": "2030-01-01T10:00:00+00:00",
            "whole_day": False,
            "title": "Staff meeting",
            "known": False,
        }
    ]


def test_progress_is_told_a_json_object_a_line(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event("RRULE:FREQ=DAILY;COUNT=50"))

    said = house("import", "calendar", path, *WHOSE, *BETWEEN, "--json-progress")

    *steps, outcome = [json.loads(line) for line in said.out.splitlines()]
    assert [step["total"] for step in steps] == [50] * len(steps)
    assert (steps[0]["done"], steps[-1]["done"], outcome["added"]) == (0, 50, 50)


def test_a_dry_run_leaves_every_byte_as_it_is(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event(), event("DTSTART:soon", uid="two"))
    before = {path.name: digest(path) for path in tmp_path.iterdir() if path.is_file()}

    foretold = house("import", "calendar", path, *WHOSE, *BETWEEN, "--dry-run", "--json").json

    assert {path.name: digest(path) for path in tmp_path.iterdir() if path.is_file()} == before
    done = house("import", "calendar", path, *WHOSE, *BETWEEN, "--json").json
    assert foretold == done | {"dry_run": True, "rejected_file": None}


def test_a_provider_who_is_not_there_is_one_sentence(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event())

    line = house.refused("import", "calendar", path, "--provider", "nobody")

    assert line.startswith("There is no such provider or room (nobody), or no longer.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"name,phone\nAda,1\n", "it is no calendar; no line of it says BEGIN"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "it holds neither a calendar nor an event"),
    ],
    ids=["empty", "csv", "card"],
)
def test_a_file_that_is_no_calendar_is_one_sentence(
    house: Line, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "broken.ics"
    path.write_bytes(content)

    line = house.refused("import", "calendar", path, *WHOSE)

    assert line.startswith(f"{path} cannot be read ({words}")
    assert line.endswith("Nothing was changed; correct the file, or choose another one.")


def test_dates_the_wrong_way_are_refused(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event())
    dates = ("--from", "2030-02-01", "--to", "2030-01-01")

    assert "exchange --from and --to" in house.refused("import", "calendar", path, *WHOSE, *dates)
    assert "exchange --from and --to" in house.refused("export", "appointments", path, *dates)


def test_without_its_package_a_calendar_says_how_to_get_it(
    house: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(tmp_path, event())
    wanted: Callable[..., object] = builtins.__import__

    def absent(name: str, *more: object) -> object:
        if name.partition(".")[0] == "icalendar":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return wanted(name, *more)

    monkeypatch.setattr(builtins, "__import__", absent)
    words = (
        "Desk was installed without icalendar, which calendar files need. Nothing was changed;"
        " install Desk with its extra calendar."
    )

    assert house.refused("import", "calendar", path, *WHOSE) == words
    assert house.refused("export", "appointments", tmp_path / "out.ics") == words
    assert house("export", "appointments", tmp_path / "out.csv").status == 0


def test_appointments_go_out_and_come_back_as_the_same(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event("SUMMARY:Milan Novak", "RRULE:FREQ=WEEKLY;COUNT=3"))
    house("import", "calendar", path, *WHOSE, *BETWEEN, "--as", "appointments")

    out = house("export", "appointments", tmp_path / "out.ics", "--json").json
    again = house(
        "import",
        "calendar",
        tmp_path / "out.ics",
        *WHOSE,
        *BETWEEN,
        "--as",
        "appointments",
        "--json",
    ).json

    assert out == {"file": str(tmp_path / "out.ics"), "appointments": 3}
    assert (again["known"], again["added"]) == (3, 0)


def test_an_export_is_chosen_by_dates_and_provider(house: Line, tmp_path: Path) -> None:
    path = file_of(tmp_path, event("SUMMARY:=1+1", "RRULE:FREQ=WEEKLY;COUNT=3"))
    house("import", "calendar", path, *WHOSE, *BETWEEN, "--as", "appointments")
    out = tmp_path / "out.csv"

    said = house(
        "export", "appointments", out, "--from", "2030-01-02", "--to", "2030-01-08", *WHOSE
    )

    assert said.out == f"{out} has 1 appointment.\n"
    with out.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["name"], row["startDate"]) == ("'=1+1", "2030-01-08T10:00:00+01:00")
    assert "(nobody)" in house.refused("export", "appointments", out, "--provider", "nobody")
    assert "must end in .ics" in house.refused("export", "appointments", tmp_path / "out.txt")


def test_a_large_calendar_comes_in_within_little_memory(house: Line, tmp_path: Path) -> None:
    text = "DESCRIPTION:" + "some words " * 40
    events = (
        event(text, f"DTSTART:2030{n % 12 + 1:02}01T{n % 24:02}0000", uid=f"{n}")
        for n in range(10_000)
    )
    path = file_of(tmp_path, *events, event("ATTACH:" + "x" * 10_000_000, uid="picture"))
    program = (
        "import sys; from pathlib import Path; from desk.__main__ import main;"
        "status = main(sys.argv[1:]); print(Path('/proc/self/status').read_text());"
        "sys.exit(status)"
    )
    line = ("--database", house.path, "import", "calendar", path, *WHOSE, *BETWEEN, "--dry-run")

    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, line)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    peak = re.search(r"VmHWM:\s+(\d+) kB", run.stdout)
    assert "10,001 events" in run.stdout
    assert peak is not None
    assert int(peak[1]) <= 200_000
