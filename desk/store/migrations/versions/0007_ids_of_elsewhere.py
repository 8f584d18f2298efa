"""Resources that other machines brought along keep the id by which those call them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("resource") as resource:
        resource.add_column(sa.Column("external_id", sa.Text()))
    op.create_index("uq_resource_external_id", "resource", ["external_id"], unique=True)
