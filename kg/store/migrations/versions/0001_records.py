"""The records, what documents contribute to shared ones, and the projected graphs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String(64)
TEXT = sa.Text()
WHOLE = sa.BigInteger()
NUMBER: sa.Double[float] = sa.Double()
FLAG = sa.Boolean()


def _required(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def _optional(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind) for name in names.split()]


def _shared(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [_foreign_key(table, column, target, None) for column, target in targets.items()]


def _owned(table: str, **targets: str) -> list[sa.ForeignKeyConstraint]:
    return [_foreign_key(table, column, target, "CASCADE") for column, target in targets.items()]


def _foreign_key(
    table: str, column: str, target: str, ondelete: str | None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete=ondelete)


def _table(name: str, *parts: sa.schema.SchemaItem, key: str = "") -> None:
    own = () if key else (sa.Column("id", KEY, nullable=False),)
    columns = key.split() or ["id"]
    op.create_table(name, *own, *parts, sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{name}")))


def _one_of(table: str, column: str, names: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{name}'" for name in names.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _ratio(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} BETWEEN 0 AND 1", name=op.f(f"ck_{table}_{column}"))


def _index(table: str, columns: str) -> None:
    for column in columns.split():
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _table(
        "agent",
        *_required(TEXT, "key name kind"),
        _one_of("agent", "kind", "person organisation group authorship"),
    )
    _table(
        "claim",
        *_required(TEXT, "key wording"),
    )
    _table(
        "concept",
        *_required(TEXT, "key label alternatives kind"),
        _one_of(
            "concept",
            "kind",
            "model method dataset measure organisation person policy hardware other",
        ),
    )
    _table(
        "decision",
        *_required(KEY, "target_id"),
        *_required(TEXT, "action"),
        *_optional(TEXT, "note"),
        *_required(TEXT, "made_by made_at"),
        _one_of("decision", "action", "accept reject note"),
    )
    _index("decision", "target_id")
    _table(
        "dependency_kind",
        *_required(KEY, "name"),
        *_required(TEXT, "label"),
        sa.Column("sign", sa.Integer(), nullable=False),
        key="name",
    )
    _table(
        "graph",
        sa.Column("iri", sa.String(255), nullable=False),
        *_required(KEY, "owner"),
        *_required(WHOLE, "revision"),
        *_optional(TEXT, "nquads"),
        key="iri",
    )
    _index("graph", "owner revision")
    _table(
        "question",
        *_required(TEXT, "key wording"),
    )
    _table(
        "relation_kind",
        *_required(KEY, "name"),
        *_required(TEXT, "label"),
        sa.Column("sign", sa.Integer(), nullable=False),
        key="name",
    )
    _table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        *_required(WHOLE, "value"),
        sa.CheckConstraint("id = 1", name=op.f("ck_revision_one_row")),
        key="id",
    )
    _table(
        "work",
        *_required(TEXT, "key"),
        *_optional(TEXT, "title"),
        *_required(TEXT, "authors"),
        *_optional(WHOLE, "year"),
        *_optional(TEXT, "container doi arxiv url"),
    )
    _table(
        "document",
        *_required(TEXT, "media_type source name sha256"),
        *_optional(TEXT, "language title"),
        *_required(TEXT, "authors"),
        *_optional(WHOLE, "year"),
        *_optional(TEXT, "doi arxiv url"),
        *_required(TEXT, "genre"),
        *_required(KEY, "work_id"),
        *_optional(NUMBER, "work_score"),
        *_optional(KEY, "reviews_id"),
        *_required(TEXT, "text structure"),
        *_shared("document", work_id="work.id", reviews_id="work.id"),
        _one_of("document", "genre", "original review"),
        _ratio("document", "work_score"),
    )
    _index("document", "reviews_id source work_id")
    _table(
        "alias",
        *_required(KEY, "document_id"),
        *_required(TEXT, "key target_id"),
        *_owned("alias", document_id="document.id"),
    )
    _index("alias", "document_id key")
    _table(
        "contribution",
        *_required(KEY, "document_id record_id"),
        *_required(FLAG, "is_primary"),
        *_required(TEXT, "body"),
        *_owned("contribution", document_id="document.id"),
        key="document_id record_id",
    )
    _index("contribution", "record_id")
    _table(
        "passage",
        *_required(KEY, "document_id"),
        *_required(WHOLE, "start end"),
        *_required(TEXT, "exact prefix suffix"),
        *_optional(TEXT, "section"),
        *_owned("passage", document_id="document.id"),
        sa.CheckConstraint('start >= 0 AND start <= "end"', name=op.f("ck_passage_span")),
    )
    _index("passage", "document_id")
    _table(
        "position",
        *_required(KEY, "document_id question_id claim_id"),
        *_required(TEXT, "stance"),
        *_owned("position", document_id="document.id"),
        *_shared("position", question_id="question.id", claim_id="claim.id"),
        _one_of("position", "stance", "for against"),
    )
    _index("position", "claim_id document_id question_id")
    _table(
        "problem",
        *_required(KEY, "document_id"),
        *_required(TEXT, "code message"),
        *_optional(WHOLE, "start end"),
        *_owned("problem", document_id="document.id"),
        sa.CheckConstraint('start >= 0 AND start <= "end"', name=op.f("ck_problem_span")),
    )
    _index("problem", "document_id")
    _table(
        "run",
        *_required(KEY, "document_id"),
        *_required(TEXT, "extractor version started_at"),
        *_owned("run", document_id="document.id"),
    )
    _index("run", "document_id")
    _table(
        "assertion",
        *_required(KEY, "document_id passage_id run_id claim_id holder_id"),
        *_required(TEXT, "mode polarity kind"),
        *_optional(TEXT, "hedge"),
        *_required(FLAG, "standalone"),
        *_required(TEXT, "rule"),
        *_optional(NUMBER, "salience score"),
        *_required(TEXT, "status"),
        *_owned("assertion", document_id="document.id", passage_id="passage.id", run_id="run.id"),
        *_shared("assertion", claim_id="claim.id", holder_id="agent.id"),
        _one_of(
            "assertion", "kind", "empirical causal comparative predictive normative definitional"
        ),
        _one_of("assertion", "mode", "asserts reports questions denies concedes supposes"),
        _one_of("assertion", "polarity", "positive negative"),
        _ratio("assertion", "salience"),
        _ratio("assertion", "score"),
        _one_of("assertion", "status", "proposed accepted rejected"),
    )
    _index("assertion", "claim_id document_id holder_id passage_id run_id")
    _table(
        "citation",
        *_required(KEY, "document_id passage_id context_id run_id"),
        *_optional(TEXT, "function"),
        *_optional(NUMBER, "score"),
        *_owned(
            "citation",
            document_id="document.id",
            passage_id="passage.id",
            context_id="passage.id",
            run_id="run.id",
        ),
        _one_of("citation", "function", "supports disputes uses extends background"),
        _ratio("citation", "score"),
    )
    _index("citation", "context_id document_id passage_id run_id")
    _table(
        "evidence",
        *_required(KEY, "document_id passage_id run_id"),
        *_optional(KEY, "work_id"),
        *_required(TEXT, "kind quantities rule"),
        *_optional(NUMBER, "score"),
        *_required(TEXT, "status"),
        *_owned("evidence", document_id="document.id", passage_id="passage.id", run_id="run.id"),
        *_shared("evidence", work_id="work.id"),
        _one_of("evidence", "kind", "measurement quotation example citation experiment"),
        _ratio("evidence", "score"),
        _one_of("evidence", "status", "proposed accepted rejected"),
    )
    _index("evidence", "document_id passage_id run_id work_id")
    _table(
        "mention",
        *_required(KEY, "document_id passage_id run_id concept_id"),
        *_required(TEXT, "kind"),
        *_optional(NUMBER, "score"),
        *_owned("mention", document_id="document.id", passage_id="passage.id", run_id="run.id"),
        *_shared("mention", concept_id="concept.id"),
        _one_of(
            "mention",
            "kind",
            "model method dataset measure organisation person policy hardware other",
        ),
        _ratio("mention", "score"),
    )
    _index("mention", "concept_id document_id passage_id run_id")
    _table(
        "reference",
        *_required(KEY, "document_id passage_id run_id work_id"),
        *_optional(TEXT, "label"),
        *_required(TEXT, "raw"),
        *_optional(TEXT, "title"),
        *_required(TEXT, "authors"),
        *_optional(WHOLE, "year"),
        *_optional(TEXT, "container doi arxiv url"),
        *_optional(NUMBER, "score"),
        *_owned("reference", document_id="document.id", passage_id="passage.id", run_id="run.id"),
        *_shared("reference", work_id="work.id"),
        _ratio("reference", "score"),
    )
    _index("reference", "document_id passage_id run_id work_id")
    _table(
        "citation_reference",
        *_required(KEY, "owner_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False, autoincrement=False),
        *_required(KEY, "member_id"),
        *_owned("citation_reference", owner_id="citation.id", member_id="reference.id"),
        key="owner_id ordinal",
    )
    _index("citation_reference", "member_id")
    _table(
        "citation_work",
        *_required(KEY, "owner_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False, autoincrement=False),
        *_required(KEY, "member_id"),
        *_owned("citation_work", owner_id="citation.id"),
        *_shared("citation_work", member_id="work.id"),
        key="owner_id ordinal",
    )
    _index("citation_work", "member_id")
    _table(
        "dependency",
        *_required(KEY, "document_id passage_id run_id kind"),
        *_optional(
            KEY, "source_concept_id source_claim_id target_concept_id target_claim_id assertion_id"
        ),
        *_required(KEY, "holder_id"),
        *_required(TEXT, "mode polarity"),
        *_optional(TEXT, "hedge"),
        *_required(TEXT, "rule"),
        *_optional(NUMBER, "score"),
        *_required(TEXT, "status"),
        *_owned("dependency", document_id="document.id", passage_id="passage.id", run_id="run.id"),
        *_shared(
            "dependency",
            kind="dependency_kind.name",
            source_concept_id="concept.id",
            source_claim_id="claim.id",
            target_concept_id="concept.id",
            target_claim_id="claim.id",
        ),
        *_owned("dependency", assertion_id="assertion.id"),
        *_shared("dependency", holder_id="agent.id"),
        _one_of("dependency", "mode", "asserts reports questions denies concedes supposes"),
        sa.CheckConstraint(
            "(source_concept_id IS NULL) != (source_claim_id IS NULL)",
            name=op.f("ck_dependency_one_source"),
        ),
        sa.CheckConstraint(
            "(target_concept_id IS NULL) != (target_claim_id IS NULL)",
            name=op.f("ck_dependency_one_target"),
        ),
        _one_of("dependency", "polarity", "positive negative"),
        _ratio("dependency", "score"),
        _one_of("dependency", "status", "proposed accepted rejected"),
    )
    _index(
        "dependency",
        "assertion_id document_id holder_id kind passage_id "
        "run_id source_claim_id source_concept_id target_claim_id target_concept_id",
    )
    _table(
        "relation",
        *_required(KEY, "kind"),
        *_optional(
            KEY,
            "document_id run_id source_claim_id source_evidence_id target_claim_id "
            "target_relation_id passage_id",
        ),
        *_optional(TEXT, "group"),
        *_required(TEXT, "signals"),
        *_optional(NUMBER, "score"),
        *_required(TEXT, "status"),
        *_shared("relation", kind="relation_kind.name"),
        *_owned("relation", document_id="document.id", run_id="run.id"),
        *_shared("relation", source_claim_id="claim.id"),
        *_owned("relation", source_evidence_id="evidence.id"),
        *_shared("relation", target_claim_id="claim.id"),
        sa.ForeignKeyConstraint(
            ["target_relation_id"],
            ["relation.id"],
            name=op.f("fk_relation_target_relation_id"),
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        *_owned("relation", passage_id="passage.id"),
        sa.CheckConstraint(
            "document_id IS NOT NULL OR run_id IS NULL AND passage_id IS NULL "
            "AND source_claim_id IS NOT NULL AND target_claim_id IS NOT NULL",
            name=op.f("ck_relation_link"),
        ),
        sa.CheckConstraint(
            "(source_claim_id IS NULL) != (source_evidence_id IS NULL)",
            name=op.f("ck_relation_one_source"),
        ),
        sa.CheckConstraint(
            "(target_claim_id IS NULL) != (target_relation_id IS NULL)",
            name=op.f("ck_relation_one_target"),
        ),
        _ratio("relation", "score"),
        _one_of("relation", "status", "proposed accepted rejected"),
    )
    _index(
        "relation",
        "document_id kind passage_id run_id "
        "source_claim_id source_evidence_id target_claim_id target_relation_id",
    )
    op.bulk_insert(
        sa.table("revision", sa.column("id"), sa.column("value")), [{"id": 1, "value": 0}]
    )
