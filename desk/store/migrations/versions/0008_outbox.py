"""The outbox: messages, the words for them, rooms elsewhere, and the language somebody reads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _messages()
    _found_by()
    _templates()
    _rooms()
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("language", sa.Text()))


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("appointment_id", sa.Integer()),
        sa.Column("entry_id", sa.Integer()),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("claimed_until", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sqlite_autoincrement=True,
    )


def _found_by() -> None:
    op.create_index("ix_message_due", "message", ["fate", "due", "id"])
    op.create_index("ix_message_appointment", "message", ["appointment_id"])
    op.create_index("ix_message_entry", "message", ["entry_id"])


def _templates() -> None:
    op.create_table(
        "template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_template"),
        sa.UniqueConstraint("key", "language", name="uq_template_key_language"),
        sqlite_autoincrement=True,
    )


def _rooms() -> None:
    op.create_table(
        "room",
        sa.Column("appointment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("room", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("appointment_id", name="pk_room"),
    )
    waiting = sa.text("due IS NOT NULL")
    op.create_index("ix_room_due", "room", ["due"], sqlite_where=waiting, postgresql_where=waiting)
