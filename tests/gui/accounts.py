"""Accounts at the desk whose secrets do not matter."""

from __future__ import annotations

from desk.domain.staff import Member, Role
from desk.gui.client import Client
from desk.services import staff


def account(client: Client, role: Role, name: str = "") -> Member:
    """A new account, called by its role if not otherwise."""
    made = client.quietly(staff.add, name or role.value, role, None, "hash")[0]
    assert made
    return made


def administrator(client: Client) -> Member:
    """The first account, which has signed in."""
    made = account(client, Role.ADMIN, "Ada Lind")
    client.sign_in(made)
    return made
