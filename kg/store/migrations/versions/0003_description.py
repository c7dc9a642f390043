"""Whole bibliographic descriptions, pages, kinds of sections, and near matches of works."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String(64)
TEXT = sa.Text()
ADDED = {
    "document": ("container", "volume", "issue", "pages", "publisher"),
    "reference": ("volume", "issue", "pages", "publisher"),
    "work": ("volume", "issue", "pages", "publisher"),
}
GENRES = ("'original', 'review'", "'original', 'review', 'bibliography'")
SECTION_KINDS = (
    "abstract introduction background method result discussion limitation conclusion "
    "future_work acknowledgement declaration appendix references"
)
STATUSES = "proposed accepted rejected"


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, sa.Column(column, TEXT))
    op.add_column("passage", sa.Column("page", sa.BigInteger()))
    op.execute(
        "ALTER TABLE passage ADD COLUMN section_kind TEXT "
        f"CONSTRAINT ck_passage_section_kind CHECK (section_kind IN ({_quoted(SECTION_KINDS)}))"
    )
    _admit_bibliographies()
    _complete_contributions()
    _create_match()


def _quoted(names: str) -> str:
    return ", ".join(f"'{name}'" for name in names.split())


def _admit_bibliographies() -> None:
    old, new = (f"genre IN ({names})" for names in GENRES)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_document_genre"), "document", type_="check")
        op.create_check_constraint(op.f("ck_document_genre"), "document", new)
        return
    # The way that SQLite's documentation of ALTER TABLE gives for a change of a constraint
    # that touches no row: to rebuild the table would lose what refers to it.
    op.execute("PRAGMA writable_schema = ON")
    rows = sa.table("sqlite_master", sa.column("sql"), sa.column("name"))
    changed = sa.func.replace(rows.c.sql, old, new)
    op.execute(rows.update().where(rows.c.name == "document").values(sql=changed))
    op.execute("PRAGMA writable_schema = RESET")


def _complete_contributions() -> None:
    """Say of every contributed work that its new fields are unknown."""
    table = sa.table(
        "contribution",
        *(sa.column(name, TEXT) for name in ("document_id", "record_id", "body")),
    )
    connection = op.get_bind()
    query = sa.select(table).where(table.c.record_id.like("work-%"))
    for row in connection.execute(query).all():
        body: dict[str, Any] = dict.fromkeys(ADDED["work"]) | json.loads(row.body)
        written = json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        own = (table.c.document_id == row.document_id, table.c.record_id == row.record_id)
        connection.execute(table.update().where(*own).values(body=written))


def _create_match() -> None:
    op.create_table(
        "match",
        sa.Column("id", KEY, nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in TARGETS),
        sa.Column("similarity", sa.Double()),
        sa.Column("status", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_match_{name}"), ondelete=ondelete
            )
            for name, (table, ondelete) in TARGETS.items()
        ),
        sa.CheckConstraint("similarity BETWEEN 0 AND 1", name=op.f("ck_match_similarity")),
        sa.CheckConstraint(f"status IN ({_quoted(STATUSES)})", name=op.f("ck_match_status")),
    )
    for name in TARGETS:
        op.create_index(op.f(f"ix_match_{name}"), "match", [name])


TARGETS = {
    "document_id": ("document", "CASCADE"),
    "run_id": ("run", "CASCADE"),
    "work_id": ("work", None),
    "candidate_id": ("work", None),
}
