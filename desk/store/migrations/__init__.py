"""How the tables of an earlier version become those of today; only Alembic reads this."""
