"""The tables of the calendar: availabilities and their series, closures, appointments."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

DAY_MS = 86_400_000


def upgrade() -> None:
    with op.batch_alter_table("resource") as resource:
        resource.add_column(sa.Column("team", sa.Text()))
    _series()
    _availabilities()
    _closures()
    _appointments()
    _indexes()


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        *_span(),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("appointment_type", sa.Text()),
        sa.Column("made_until", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.CheckConstraint("ends > starts", name="ck_series_lasts"),
        _of_resource("series"),
        sqlite_autoincrement=True,
    )


def _availabilities() -> None:
    op.create_table(
        "availability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        *_span(),
        sa.Column("slot_length", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text()),
        sa.Column("until", sa.BigInteger()),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("appointment_type", sa.Text()),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Integer()),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_availability"),
        sa.CheckConstraint("ends > starts", name="ck_availability_lasts"),
        sa.CheckConstraint("slot_length > 0", name="ck_availability_has_slots"),
        sa.CheckConstraint("capacity >= 1", name="ck_availability_has_room"),
        _of_resource("availability"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_availability_series_id"),
        sqlite_autoincrement=True,
    )


def _closures() -> None:
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        *_span(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_closure"),
        sa.CheckConstraint("ends > starts", name="ck_closure_lasts"),
        _of_resource("closure"),
        sqlite_autoincrement=True,
    )


def _appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer()),
        sa.Column("availability_id", sa.Integer()),
        *_span(),
        sa.Column("place", sa.Integer()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("appointment_type", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("held_until", sa.BigInteger()),
        sa.Column("entry_id", sa.Integer()),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("beyond", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Integer()),
        sa.Column("arrived_at", sa.BigInteger()),
        sa.Column("admitted_at", sa.BigInteger()),
        sa.Column("completed_at", sa.BigInteger()),
        sa.Column("missed_at", sa.BigInteger()),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("called_at", sa.BigInteger()),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.CheckConstraint("ends > starts", name="ck_appointment_lasts"),
        sa.CheckConstraint(
            "place IS NULL OR availability_id IS NOT NULL", name="ck_appointment_place_of_a_slot"
        ),
        _of_resource("appointment"),
        sa.ForeignKeyConstraint(
            ["availability_id"], ["availability.id"], name="fk_appointment_availability_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_appointment_person_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_appointment_series_id"),
        sqlite_autoincrement=True,
    )


def _indexes() -> None:
    _part("ix_availability_once", "availability", "rule IS NULL", "starts", "ends", "resource_id")
    _part("ix_availability_repeated", "availability", "rule IS NOT NULL", "resource_id", "starts")
    once = f"rule IS NULL AND ends - starts > {DAY_MS}"
    _part("ix_availability_long", "availability", once, "ends", "starts")
    op.create_index("ix_availability_resource", "availability", ["resource_id", "starts"])
    op.create_index("ix_availability_series_id", "availability", ["series_id"])
    op.create_index("ix_closure_ends_starts", "closure", ["ends", "starts"])
    _part(
        "uq_appointment_place",
        "appointment",
        "place IS NOT NULL",
        *("availability_id", "starts", "place"),
        unique=True,
    )
    op.create_index("ix_appointment_time", "appointment", ["starts", "ends", "resource_id"])
    op.create_index("ix_appointment_slot", "appointment", ["availability_id", "starts"])
    _part(
        "ix_appointment_counted",
        "appointment",
        "shelf = 'PUBLIC'",
        *("availability_id", "starts", "ends", "held_until"),
    )
    op.create_index("ix_appointment_resource", "appointment", ["resource_id", "starts"])
    op.create_index("ix_appointment_person", "appointment", ["person_id", "starts"])
    long = f"ends - starts > {DAY_MS}"
    whose = ("resource_id", "availability_id")
    _part("ix_appointment_long", "appointment", long, "starts", "ends", *whose)
    _part("ix_appointment_flagged", "appointment", "flagged", "starts")
    _part("ix_appointment_held", "appointment", "held_until IS NOT NULL", "held_until")
    op.create_index("ix_appointment_series_id", "appointment", ["series_id"])


def _part(name: str, table: str, which: str, *columns: str, unique: bool = False) -> None:
    clause = sa.text(which)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=clause, postgresql_where=clause
    )


def _span() -> list[sa.Column[Any]]:
    return [
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
    ]


def _kept() -> list[sa.Column[Any]]:
    return [
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _of_resource(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=f"fk_{table}_resource_id")
