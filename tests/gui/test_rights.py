"""Commands that are not for a role are not offered, and say why."""

from __future__ import annotations

import pytest

from desk.domain.staff import Member, Role
from desk.gui import actions
from desk.gui.client import Client
from desk.gui.controls import Controls
from desk.gui.rights import BARRED
from desk.services import staff
from tests.gui.accounts import account, administrator


@pytest.fixture
def somebody(client: Client) -> dict[Role, Member]:
    admin = administrator(client)
    others = {role: account(client, role) for role in (Role.DESK, Role.READ_ONLY)}
    return {Role.ADMIN: admin, **others}


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
    second = account(client, Role.ADMIN, "Second")

    client.quietly(staff.change, admin.id, "admin", Role.READ_ONLY, None)

    assert client.member
    assert client.member.role is Role.READ_ONLY
    assert not controls.actions["visitor.check_in"].isEnabled()
    client.sign_in(second)
    client.quietly(staff.remove, second.id)
    assert client.member == second  # The last administrator stays.
    account(client, Role.ADMIN, "Third")
    client.quietly(staff.remove, second.id)
    assert client.member is None
