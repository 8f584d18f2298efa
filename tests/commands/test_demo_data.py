from __future__ import annotations

from tests.commands.conftest import Line


def test_made_up_data_is_as_much_as_was_asked_for(desk: Line) -> None:
    found = desk("demo-data", "--people", 40, "--visitors", 60, "--providers", 2, "--json").json

    assert found["database"] == str(desk.path)
    assert found["people"] >= 40
    assert found["visitors"] >= 60


def test_made_up_data_never_mixes_with_real_data(desk: Line) -> None:
    desk("demo-data", "--people", 40, "--visitors", 60)

    line = desk.refused("demo-data", "--people", 1)

    assert "has people or visitors in it already. Nothing was changed" in line
