"""The claims upon each availability lie in an index by their length, and only then by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    public = sa.text("shelf = 'PUBLIC'")
    op.drop_index("ix_appointment_counted", "appointment")
    op.create_index(
        "ix_appointment_counted",
        "appointment",
        ["availability_id", sa.text("(ends - starts)"), "starts", "held_until", "ends"],
        sqlite_where=public,
        postgresql_where=public,
    )
