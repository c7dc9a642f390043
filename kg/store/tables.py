"""The tables, derived from the records: a field is declared in :mod:`kg.model` and only there.

Besides one table a record class there are ordered link tables (``citation_reference``) for
lists of references, lookup tables (``relation_kind``) for the kinds of links, ``contribution``
for what each document says of a shared record, ``graph`` for the projected quads, ``original``
and ``anchor`` for what decisions change and hold on to, ``equivalence`` for the claims that say
the same, ``retrieval`` and ``vector`` for finding claims that are like another, and ``sketch``
for finding texts that are copies of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

import sqlalchemy as sa

from kg.model import RECORDS, SHARED, Record, Relation
from kg.store.attributes import CLASSES, Attribute, attributes
from kg.vocab import RELATION_KINDS

METADATA: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
ID: Final = sa.String(64)
_TYPES: Final[dict[type, sa.types.TypeEngine[Any]]] = {
    str: sa.Text(),
    int: sa.BigInteger(),
    float: sa.Double(),
    bool: sa.Boolean(),
}
# Looked up by value, besides what is a key or refers to something.
_INDEXED: Final = {("document", "source"), ("alias", "key"), ("decision", "target_id")}
# Stand at the end of a row, where SQLite need not read past them to reach another column.
_LONG: Final = ("text", "structure")


def link_table_name(cls: type[Record], attribute: Attribute) -> str:
    """Return the name of the table behind a list of references: ``citation_work``."""
    return f"{cls.KIND}_{attribute.name.removesuffix('_ids')}"


def _foreign_key(cls: type[Record], kind: str) -> sa.ForeignKey:
    shared, itself = CLASSES[kind] in SHARED, kind == cls.KIND
    return sa.ForeignKey(
        f"{kind}.id",
        ondelete=None if shared else "CASCADE",
        # Relations that refer to each other may then be inserted in any order.
        deferrable=itself or None,
        initially="DEFERRED" if itself else None,
    )


def _column(cls: type[Record], attribute: Attribute) -> sa.Column[Any]:
    if attribute.name == "id":
        return sa.Column("id", ID, primary_key=True)
    if attribute.ref:
        key = _foreign_key(cls, attribute.ref)
        return sa.Column(attribute.name, ID, key, nullable=attribute.optional, index=True)
    if attribute.choices:
        key = sa.ForeignKey(f"{cls.KIND}_{attribute.name}.name")
        return sa.Column(attribute.name, ID, key, nullable=attribute.optional, index=True)
    plain = sa.Text() if attribute.many or attribute.is_enum else _TYPES[attribute.type]
    return sa.Column(
        attribute.name,
        ID if (cls.KIND, attribute.name) == ("decision", "target_id") else plain,
        nullable=attribute.optional,
        index=(cls.KIND, attribute.name) in _INDEXED,
    )


def _value_checks(columns: Iterable[tuple[Attribute, Any]]) -> Iterator[sa.CheckConstraint]:
    for attribute, column in columns:
        if attribute.names:
            yield sa.CheckConstraint(column.in_(attribute.names), name=attribute.name)
        if attribute.ratio:
            yield sa.CheckConstraint(column.between(0, 1), name=attribute.name)


def _span_checks(columns: dict[str, Any]) -> Iterator[sa.CheckConstraint]:
    if {"start", "end"} <= columns.keys():
        start, end = columns["start"], columns["end"]
        yield sa.CheckConstraint(sa.and_(start >= 0, start <= end), name="span")


def _end_checks(columns: dict[str, Any]) -> Iterator[sa.CheckConstraint]:
    for end in ("source", "target"):
        rivals = [column for name, column in columns.items() if name.startswith(f"{end}_")]
        for one, other in pairwise(rivals):
            exactly_one = one.is_(None) != other.is_(None)
            yield sa.CheckConstraint(exactly_one, name=f"one_{end}")


def _link_check(columns: dict[str, Any]) -> sa.CheckConstraint:
    nowhere = (columns[name].is_(None) for name in ("run_id", "passage_id"))
    claims = (columns[name].is_not(None) for name in ("source_claim_id", "target_claim_id"))
    owned = columns["document_id"].is_not(None)
    return sa.CheckConstraint(sa.or_(owned, sa.and_(*nowhere, *claims)), name="link")


def _record_table(cls: type[Record]) -> sa.Table:
    single = [attribute for attribute in attributes(cls) if not attribute.refs]
    single.sort(key=lambda attribute: attribute.name in _LONG)
    columns = {attribute.name: _column(cls, attribute) for attribute in single}
    checks = [
        *_value_checks((attribute, columns[attribute.name]) for attribute in single),
        *_span_checks(columns),
        *(_end_checks(columns) if cls.KIND in ("relation", "dependency") else ()),
        *([_link_check(columns)] if cls is Relation else ()),
    ]
    return sa.Table(cls.KIND, METADATA, *columns.values(), *checks)


def _link_table(cls: type[Record], attribute: Attribute) -> sa.Table:
    assert attribute.refs
    return sa.Table(
        link_table_name(cls, attribute),
        METADATA,
        sa.Column(
            "owner_id", ID, sa.ForeignKey(f"{cls.KIND}.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("ordinal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("member_id", ID, _foreign_key(cls, attribute.refs), nullable=False, index=True),
    )


def _lookup_table(cls: type[Record], attribute: Attribute) -> sa.Table:
    return sa.Table(
        f"{cls.KIND}_{attribute.name}",
        METADATA,
        sa.Column("name", ID, primary_key=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sign", sa.Integer(), nullable=False),
    )


# The names that may stand in ``relation.kind`` and ``dependency.kind``, for joins in SQL too;
# filled when a database is opened, so that a new kind needs no migration.
LOOKUPS: Final = {
    _lookup_table(cls, attribute): [
        {"name": name, "label": RELATION_KINDS[name].label, "sign": RELATION_KINDS[name].sign}
        for name in attribute.choices
    ]
    for cls in RECORDS
    for attribute in attributes(cls)
    if attribute.choices
}
TABLES: Final = {cls: _record_table(cls) for cls in RECORDS}
LINK_TABLES: Final = {
    (cls, attribute.name): _link_table(cls, attribute)
    for cls in RECORDS
    for attribute in attributes(cls)
    if attribute.refs
}

# What a document says of a shared record: its fields as JSON. A shared record exists as long
# as it has contributions, and its row is a function of them. ``is_primary`` says that the
# document is a text of the record, which is then a work.
CONTRIBUTION: Final = sa.Table(
    "contribution",
    METADATA,
    sa.Column(
        "document_id", ID, sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("record_id", ID, primary_key=True, index=True),
    sa.Column("is_primary", sa.Boolean(), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
)

# What the machine made of a record that a decision changes or leaves out, as JSON; NULL for
# what only a person made.
ORIGINAL: Final = sa.Table(
    "original",
    METADATA,
    sa.Column(
        "document_id", ID, sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("record_id", ID, primary_key=True),
    sa.Column("body", sa.Text()),
)

# The record that a decision judges now, where it is not the one that it was made on.
ANCHOR: Final = sa.Table(
    "anchor",
    METADATA,
    sa.Column(
        "decision_id", ID, sa.ForeignKey("decision.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("record_id", ID, nullable=False, index=True),
)

# Claims that say the same as another, and the one of them that stands for all.
EQUIVALENCE: Final = sa.Table(
    "equivalence",
    METADATA,
    sa.Column("claim_id", ID, sa.ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("canonical_id", ID, nullable=False, index=True),
)

# Keys under which a claim is looked up by what is like it, and the vector of its wording.
RETRIEVAL: Final = sa.Table(
    "retrieval",
    METADATA,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column(
        "claim_id",
        ID,
        sa.ForeignKey("claim.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
VECTOR: Final = sa.Table(
    "vector",
    METADATA,
    sa.Column("claim_id", ID, sa.ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("encoder", sa.Text(), nullable=False),
    sa.Column("vector", sa.LargeBinary(), nullable=False),
)

# By what copies of a text are found (:mod:`kg.sketches`), so that no reader hashes its words.
SKETCH: Final = sa.Table(
    "sketch",
    METADATA,
    sa.Column(
        "document_id", ID, sa.ForeignKey("document.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("method", sa.Text(), nullable=False),
    sa.Column("hashes", sa.LargeBinary(), nullable=False),
)


class LongText(sa.TypeDecorator[str]):
    """Text that SQLite may hold as bytes in UTF-8, because it was written piece by piece."""

    impl = sa.Text
    cache_ok = True

    def process_result_value(self, value: str | bytes | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """Return the text; what came as text stays."""
        return value.decode() if isinstance(value, bytes) else value


# The projected quads, one row a named graph; a dropped graph keeps its row with nquads NULL,
# so that readers who catch up by revision learn of it.
GRAPH: Final = sa.Table(
    "graph",
    METADATA,
    sa.Column("iri", sa.String(255), primary_key=True),
    sa.Column("owner", ID, nullable=False, index=True),
    sa.Column("revision", sa.BigInteger(), nullable=False, index=True),
    sa.Column("nquads", LongText()),
)

# One row: the number of writes that changed a graph. Its lock serialises writers.
REVISION: Final = sa.Table(
    "revision",
    METADATA,
    sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("value", sa.BigInteger(), nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)
