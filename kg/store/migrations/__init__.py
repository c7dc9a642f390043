"""Alembic environment: the schema, version by version."""
