"""Who works at the desk, and what each of them may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        sa.Column("secret", sa.Text()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="fk_staff_resource_id"),
        sqlite_autoincrement=True,
    )
    there = sa.text("removed_at IS NULL")
    op.create_index(
        "uq_staff_name",
        "staff",
        ["name"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
