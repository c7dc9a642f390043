"""Decisions with reasons, values and subjects, and what they change; claims that say the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from kg.ids import content_id, iri

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String(64)
TEXT = sa.Text()
ACTIONS = "accept reject edit retype add undo note would_change"
REASONS = (
    "wrong_span not_a_claim wrong_holder wrong_polarity wrong_relation wrong_target "
    "not_the_same_claim scope_differs duplicate out_of_topic other"
)
ADDED = ("reason", "value", "subject")
IDENTITY = ("target_id", "action", "reason", "value", "note", "made_by", "made_at")


def upgrade() -> None:
    _renew_decisions()
    _free_positions()
    _table("original", "document_id", "record_id", sa.Column("body", TEXT))
    _table("anchor", "decision_id", None, sa.Column("record_id", KEY, nullable=False))
    _table("equivalence", "claim_id", None, sa.Column("canonical_id", KEY, nullable=False))
    op.create_table(
        "retrieval",
        sa.Column("key", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("key", "claim_id", name=op.f("pk_retrieval")),
        _owner("retrieval", "claim_id"),
    )
    _table(
        "vector",
        "claim_id",
        None,
        sa.Column("encoder", TEXT, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
    for table, column in (
        ("anchor", "record_id"),
        ("equivalence", "canonical_id"),
        ("retrieval", "claim_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _table(name: str, owner: str, key: str | None, *columns: sa.Column[Any]) -> None:
    keys = [one for one in (owner, key) if one]
    op.create_table(
        name,
        *(sa.Column(one, KEY, nullable=False) for one in keys),
        *columns,
        sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")),
        _owner(name, owner),
    )


def _owner(table: str, column: str) -> sa.ForeignKeyConstraint:
    target = column.removesuffix("_id") + ".id"
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE")


def _renew_decisions() -> None:
    rows = _taken("decision")
    op.create_table(
        "decision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("target_id", KEY, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("reason", "value", "note", "subject")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("made_by", "made_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        _one_of("decision", "action", ACTIONS),
        _one_of("decision", "reason", REASONS),
    )
    op.create_index(op.f("ix_decision_target_id"), "decision", ["target_id"])
    renamed = {}
    for row in rows:
        old = row["id"]
        row.update(dict.fromkeys(ADDED))
        row["id"] = renamed[old] = content_id("decision", *(row[name] for name in IDENTITY))
    _put_back("decision", rows)
    if renamed:
        _rename_in_graph(renamed)


def _rename_in_graph(renamed: dict[str, str]) -> None:
    """Give the projected decisions their new names, as the next revision."""
    graph = sa.table("graph", *(sa.column(name) for name in ("owner", "nquads", "revision")))
    counter = sa.table("revision", sa.column("value"))
    connection = op.get_bind()
    mine = graph.c.owner == "decisions"
    text = connection.scalar(sa.select(graph.c.nquads).where(mine)) or ""
    text = text.decode() if isinstance(text, bytes) else text
    for old, new in renamed.items():
        text = text.replace(iri(old), iri(new))
    lines = "".join(sorted(text.splitlines(keepends=True)))
    connection.execute(counter.update().values(value=counter.c.value + 1))
    revision = connection.scalar(sa.select(counter.c.value))
    connection.execute(graph.update().where(mine).values(nquads=lines, revision=revision))


def _free_positions() -> None:
    """Let positions stand that no document declares."""
    rows = _taken("position")
    targets = {"document_id": "CASCADE", "question_id": None, "claim_id": None}
    op.create_table(
        "position",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("stance", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [name.removesuffix("_id") + ".id"],
                name=op.f(f"fk_position_{name}"),
                ondelete=ondelete,
            )
            for name, ondelete in targets.items()
        ),
        _one_of("position", "stance", "for against"),
    )
    for name in targets:
        op.create_index(op.f(f"ix_position_{name}"), "position", [name])
    _put_back("position", rows)


def _one_of(table: str, column: str, names: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{name}'" for name in names.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _taken(name: str) -> list[dict[str, Any]]:
    """Return the rows of a table, and drop it."""
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    rows = [dict(row) for row in op.get_bind().execute(sa.select(table)).mappings()]
    op.drop_table(name)
    return rows


def _put_back(name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        table = sa.table(name, *(sa.column(column) for column in rows[0]))
        op.bulk_insert(table, rows)
