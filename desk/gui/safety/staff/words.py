"""What is said about roles and accounts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desk.domain.staff import Member, Role

translate = QCoreApplication.translate

MAY: Mapping[Role, object] = {
    Role.DESK: QT_TRANSLATE_NOOP(
        "Staff", "Everything at the desk: appointments, visitors, people, waiting list and days."
    ),
    Role.PROVIDER: QT_TRANSLATE_NOOP(
        "Staff",
        "Sees everything; changes the appointments, hours and closures of one calendar.",
    ),
    Role.ADMIN: QT_TRANSLATE_NOOP(
        "Staff", "Everything, also settings, accounts, importing, copies and the network."
    ),
    Role.READ_ONLY: QT_TRANSLATE_NOOP("Staff", "Sees everything and changes nothing."),
}


def may(of: Role) -> str:
    """What the role lets somebody do."""
    return translate("Staff", str(MAY[of]))


def secret(member: Member) -> str:
    """Whether somebody can sign in."""
    if member.has_secret:
        return translate("Staff", "set")
    return translate("Staff", "none yet, cannot sign in")
