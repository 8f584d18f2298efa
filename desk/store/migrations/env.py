"""What Alembic runs before the migrations: it takes the connection that `opening.migrate` gives.

The transaction is begun and ended there, so that all migrations happen together or not at all.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite cannot alter much of a table; in batches Alembic makes a new one and copies the rows.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
