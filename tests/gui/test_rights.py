"""Commands that are not for a role are not offered, and say why."""

from __future__ import annotations

import pytest

from desk.domain.staff import Member, Role
from desk.gui import actions
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.rights import BARRED
from desk.services import staff


@pytest.fixture
def somebody(client: Client) -> dict[Role, Member]:
    found = {}
    for role in (Role.ADMIN, Role.DESK, Role.READ_ONLY):
        made = client.quietly(staff.add, role.value, role, None, "hash")[0]
        assert made
        if role is Role.ADMIN:
            client.sign_in(made)
        found[role] = made
    return found


def test_every_command_that_is_barred_is_one_of_the_desk() -> None:
    known = {command.id for command in actions.commands()}

    assert all(barred <= known for barred in BARRED.values())
    assert BARRED[Role.DESK] < BARRED[Role.PROVIDER] < BARRED[Role.READ_ONLY]


def test_a_command_that_is_not_for_a_role_is_off_and_says_why(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    check_in, bring_in = controls.actions["visitor.check_in"], controls.actions["visitor.import"]
    assert check_in.isEnabled()
    assert bring_in.isEnabled()

    client.sign_in(somebody[Role.DESK])
    assert check_in.isEnabled()
    assert not bring_in.isEnabled()
    assert "administrator" in bring_in.toolTip()

    client.sign_in(somebody[Role.READ_ONLY])
    assert not check_in.isEnabled()
    client.sign_in(somebody[Role.ADMIN])
    assert check_in.isEnabled()
    assert "administrator" not in bring_in.toolTip()


def test_a_command_that_is_not_for_a_role_is_refused_wherever_it_is_asked_for(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    client.sign_in(somebody[Role.READ_ONLY])

    controls.perform("visitor.check_in")

    assert "the desk or an administrator" in controls.bar.text.text()


def test_another_role_counts_as_soon_as_it_is_given(
    controls: Controls, client: Client, somebody: dict[Role, Member]
) -> None:
    admin = somebody[Role.ADMIN]
    client.sign_in(somebody[Role.DESK])
    client.sign_in(admin)
    second = client.quietly(staff.add, "Second", Role.ADMIN, None, "hash")[0]
    assert second

    client.quietly(staff.change, admin.id, "admin", Role.READ_ONLY, None)

    assert client.member
    assert client.member.role is Role.READ_ONLY
    assert not controls.actions["visitor.check_in"].isEnabled()
    client.sign_in(second)
    client.quietly(staff.remove, second.id)
    assert client.member == second  # The last administrator stays.
    third = client.quietly(staff.add, "Third", Role.ADMIN, None, "hash")[0]
    assert third
    client.quietly(staff.remove, second.id)
    assert client.member is None
