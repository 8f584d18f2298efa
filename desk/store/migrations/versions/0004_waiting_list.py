"""The waiting list: who waits, which types offer by themselves, and what a claim is for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("appointment_type") as of_type:
        of_type.add_column(sa.Column("automatic", sa.Boolean()))
        of_type.add_column(sa.Column("offer_length", sa.Integer()))
    _entries()
    _claims()
    of_type_alone = sa.text("type_id IS NOT NULL")
    for name, where in (("entry", sa.text("entry_id IS NOT NULL")), ("type", of_type_alone)):
        columns = ["entry_id"] if name == "entry" else ["type_id", "starts"]
        op.create_index(
            f"ix_appointment_{name}",
            "appointment",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )


def _entries() -> None:
    op.create_table(
        "waiting_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.Column("variation_id", sa.Integer()),
        *_wish(),
        *_who(),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("priority_reason", sa.Text(), nullable=False),
        sa.Column("passed", sa.Text(), nullable=False),
        sa.Column("left_at", sa.BigInteger()),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waiting_entry"),
        sa.CheckConstraint("party >= 1", name="ck_waiting_entry_somebody"),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_waiting_entry_{column}")
            for column, table in (
                ("type_id", "appointment_type"),
                ("variation_id", "variation"),
                ("person_id", "person"),
            )
        ),
        sqlite_autoincrement=True,
    )
    here = sa.text("left_at IS NULL")
    op.create_index(
        "ix_waiting_entry_turn",
        "waiting_entry",
        ["type_id", "priority", "created_at"],
        sqlite_where=here,
        postgresql_where=here,
    )
    op.create_index("ix_waiting_entry_person", "waiting_entry", ["person_id"])


def _wish() -> list[sa.Column[Any]]:
    return [
        sa.Column("dates", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer()),
        sa.Column("until", sa.Integer()),
        sa.Column("earliest", sa.Date()),
        sa.Column("latest", sa.Date()),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
    ]


def _who() -> list[sa.Column[Any]]:
    return [
        sa.Column("person_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("phone_digits", sa.Text(), nullable=False),
        sa.Column("email_folded", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    ]


def _claims() -> None:
    """What claims are for; SQLite cannot add keys to a table, so there it is made anew."""
    if op.get_bind().dialect.name == "sqlite":
        _claims_made_anew()
        return
    op.add_column("appointment", sa.Column("type_id", sa.Integer()))
    for column, table in (("entry_id", "waiting_entry"), ("type_id", "appointment_type")):
        op.create_foreign_key(f"fk_appointment_{column}", "appointment", table, [column], ["id"])


def _claims_made_anew() -> None:
    bind = op.get_bind()
    indexes = [
        (name, made)
        for name, made in bind.execute(
            sa.text(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
                " AND tbl_name = 'appointment' AND sql IS NOT NULL ORDER BY rowid"
            )
        )
    ]
    for name, _ in indexes:
        op.execute(f"DROP INDEX {name}")
    op.rename_table("appointment", "appointment_before")
    columns = [row[1] for row in bind.execute(sa.text("PRAGMA table_info(appointment_before)"))]
    _new_claims()
    named = ", ".join(columns)
    op.execute(f"INSERT INTO appointment ({named}) SELECT {named} FROM appointment_before")
    # Ids that were given away and are gone stay given away.
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'appointment'")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq)"
        " SELECT 'appointment', seq FROM sqlite_sequence WHERE name = 'appointment_before'"
    )
    op.drop_table("appointment_before")
    for _, made in indexes:
        op.execute(made)


def _new_claims() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        sa.Column("availability_id", sa.Integer()),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        *_texts("title", nullable=False),
        *_texts("owner", "appointment_type"),
        *_texts("note", nullable=False),
        sa.Column("held_until", sa.BigInteger()),
        sa.Column("entry_id", sa.Integer()),
        *_texts("shelf", nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        *_texts("beyond", nullable=False),
        sa.Column("series_id", sa.Integer()),
        *_moments("arrived_at", "admitted_at", "completed_at", "missed_at"),
        *_texts("caller", nullable=False),
        *_moments("called_at"),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        *_texts("created_by", nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        *_texts("updated_by", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.CheckConstraint("ends > starts", name="ck_appointment_lasts"),
        sa.CheckConstraint(
            "place IS NULL OR availability_id IS NOT NULL", name="ck_appointment_place_of_a_slot"
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_appointment_{column}")
            for column, table in _KEYS
        ),
        sqlite_autoincrement=True,
    )


_KEYS = (
    ("resource_id", "resource"),
    ("availability_id", "availability"),
    ("person_id", "person"),
    ("entry_id", "waiting_entry"),
    ("series_id", "series"),
    ("type_id", "appointment_type"),
)


def _texts(*names: str, nullable: bool = True) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _moments(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger()) for name in names]
