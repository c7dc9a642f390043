"""Alembic environment: the schema, version by version.

Migrations lead forward only: a database can be made again from its documents and decisions.
"""
