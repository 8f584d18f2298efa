from __future__ import annotations

import pytest

from desk.services.site import SETTINGS
from tests.commands.conftest import Line

PLACES = "day_visits.default_total_slots"


def test_the_list_has_every_setting_with_its_meaning(desk: Line) -> None:
    listed = desk("config", "list", "--json").json
    words = desk("config", "list").out

    assert {one["key"]: one["value"] for one in listed} == {
        key: setting.default for key, setting in SETTINGS.items()
    }
    assert all(one["meaning"] in words and one["type"] in words for one in listed)


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [(PLACES, "10", 10), ("visitors.count_arrivals", "true", True)],
)
def test_a_chosen_value_is_kept(desk: Line, key: str, typed: str, value: object) -> None:
    assert desk("config", "set", key, typed).status == 0

    assert desk("config", "get", key).out == f"{typed}\n"
    assert desk("config", "get", key, "--json").json["value"] == value


def test_a_script_that_comes_first_founds_the_site_and_says_so(desk: Line) -> None:
    first = desk("config", "set", PLACES, 10)
    second = desk("config", "set", PLACES, 11)

    assert 'A site "Front desk" was made' in first.error
    assert second.error == ""


@pytest.mark.parametrize("value", ["ten", "true", "-1", "1.5", "null"])
def test_a_value_that_makes_no_sense_is_refused(desk: Line, value: str) -> None:
    desk("config", "set", PLACES, 10)

    line = desk.refused("config", "set", PLACES, value)

    assert line.startswith(f"{PLACES} cannot be {value}. Nothing was changed; it takes a whole")
    assert desk("config", "get", PLACES).out == "10\n"


@pytest.mark.parametrize("command", [("get", "shoe.size"), ("set", "shoe.size", "42")])
def test_a_setting_there_is_not_is_refused(desk: Line, command: tuple[str, ...]) -> None:
    assert desk.refused("config", *command).startswith("There is no setting shoe.size.")
