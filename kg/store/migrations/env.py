"""How Alembic finds the database: the caller hands over a connection inside its transaction."""

from __future__ import annotations

from alembic import context

from kg.store.schema import is_ours
from kg.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_name=lambda name, kind, _parents: kind != "table" or is_ours(name),
    render_as_batch=True,
)
context.run_migrations()
