"""The tables for the visitor log, for finding things in it, and for notes about names."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _entries()
    _indexes()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE visitor_gram USING fts5("
            "grams, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
    _alerts()


def _entries() -> None:
    op.create_table(
        "visitor_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        *_party(),
        *_times(),
        sa.Column("import_key", sa.Text()),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visitor_entry"),
        sa.CheckConstraint(
            "arrived_at IS NOT NULL OR expected_at IS NOT NULL",
            name="ck_visitor_entry_has_a_time",
        ),
        sa.CheckConstraint(
            "arrival = coalesce(arrived_at, expected_at)", name="ck_visitor_entry_arrival"
        ),
        sa.CheckConstraint("people >= 1", name="ck_visitor_entry_somebody"),
        sa.UniqueConstraint("uid", name="uq_visitor_entry_uid"),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["person.id"], name="fk_visitor_entry_resident_id"
        ),
        sa.UniqueConstraint("import_key", name="uq_visitor_entry_import_key"),
        sqlite_autoincrement=True,
    )


def _party() -> list[sa.Column[Any]]:
    return [
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("companions", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("vehicle_color", sa.Text()),
        sa.Column("license_plate", sa.Text()),
        sa.Column("badge", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
    ]


def _times() -> list[sa.Column[Any]]:
    return [
        sa.Column("expected_at", sa.BigInteger()),
        sa.Column("arrived_at", sa.BigInteger()),
        sa.Column("departed_at", sa.BigInteger()),
        sa.Column("arrival", sa.BigInteger(), nullable=False),
        sa.Column("arrival_text", sa.Text()),
        sa.Column("departure_text", sa.Text()),
        sa.Column("seen_leaving", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger()),
    ]


def _indexes() -> None:
    _list("all", "removed_at IS NULL", "removed_at")
    _list(
        "open",
        "departed_at IS NULL AND removed_at IS NULL",
        *("arrived_at", "departed_at", "removed_at"),
    )
    _list("left", "departed_at IS NOT NULL AND removed_at IS NULL", *("departed_at", "removed_at"))
    _list("bin", "removed_at IS NOT NULL", "removed_at")
    op.create_index("ix_visitor_entry_resident", "visitor_entry", ["resident_id", "arrival"])


def _list(name: str, which: str, *also: str) -> None:
    op.create_index(
        f"ix_visitor_entry_{name}",
        "visitor_entry",
        ["arrival", "id", *also],
        sqlite_where=sa.text(which),
        postgresql_where=sa.text(which),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("license_plate", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sqlite_autoincrement=True,
    )
