"""The sketches of texts, so that copies are found without hashing every text anew."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from kg.model import Block
from kg.sketches import METHOD, packed, sketch
from kg.vocab import BlockKind

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.String(64)


def upgrade() -> None:
    made = op.create_table(
        "sketch",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_sketch")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_sketch_document_id"),
            ondelete="CASCADE",
        ),
    )
    document = sa.table("document", *(sa.column(name) for name in ("id", "text", "structure")))
    connection = op.get_bind()
    for identifier in connection.scalars(sa.select(document.c.id)).all():
        one = sa.select(document.c.text, document.c.structure).where(document.c.id == identifier)
        text, structure = connection.execute(one).one()
        hashes = packed(sketch(text, _blocks(structure)))
        row = {"document_id": identifier, "method": METHOD, "hashes": hashes}
        connection.execute(made.insert().values(**row))


def _blocks(structure: str) -> list[Block]:
    return [Block(BlockKind(kind), *place) for kind, *place in json.loads(structure)]
