"""Concepts by name, and what texts say of how they depend on each other."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, or_, select, true

from kg.ids import kind_of
from kg.model import Agent, Alias, Claim, Concept, Dependency, Mention
from kg.store.assertions import load_quotes
from kg.store.rows import load, load_ids
from kg.store.standing import not_rejected
from kg.store.tables import TABLES
from kg.views import DependencyEvidence

_ALIAS, _CONCEPT, _DEPENDENCY, _MENTION = (
    TABLES[cls] for cls in (Alias, Concept, Dependency, Mention)
)


def concepts(connection: Connection, text: str) -> list[Concept]:
    """Return the concepts that a text names, exact names first, then the most mentioned."""
    sought = text.strip()
    found = load(connection, Concept, _fits(sought)) if sought else load(connection, Concept)
    aliases = _aliases(connection, sought)
    mentions = _mention_counts(connection)

    def place(concept: Concept) -> tuple[bool, int, str, str]:
        names = {concept.label, concept.key, *concept.alternatives}
        exact = sought.casefold() in map(str.casefold, names) or concept.id in aliases
        return not exact, -mentions.get(concept.id, 0), concept.label.casefold(), concept.id

    return sorted(found, key=place)


def dependency_evidence(connection: Connection, concept_id: str | None) -> list[DependencyEvidence]:
    """Return the dependencies that count, of one concept or of all, in the order of texts."""
    ends = (_DEPENDENCY.c.source_concept_id, _DEPENDENCY.c.target_concept_id)
    chosen = true() if concept_id is None else or_(*(end == concept_id for end in ends))
    found = load(connection, Dependency, not_rejected(_DEPENDENCY), chosen)
    names: dict[str, Concept | Claim] = {}
    names.update(load_ids(connection, Concept, _ends(found, Concept)))
    names.update(load_ids(connection, Claim, _ends(found, Claim)))
    quotes = load_quotes(connection, (dependency.passage_id for dependency in found))
    holders = load_ids(connection, Agent, (dependency.holder_id for dependency in found))
    evidence = [
        DependencyEvidence(
            dependency,
            names[dependency.source_id],
            names[dependency.target_id],
            quotes.quote(dependency.passage_id),
            holders[dependency.holder_id],
        )
        for dependency in found
    ]
    return sorted(evidence, key=_in_text_order)


def _in_text_order(evidence: DependencyEvidence) -> tuple[str, int, str]:
    passage = evidence.quote.passage
    return passage.document_id, passage.start, evidence.dependency.id


def _ends(found: Iterable[Dependency], cls: type[Concept] | type[Claim]) -> list[str]:
    ends = (end for dependency in found for end in (dependency.source_id, dependency.target_id))
    return [end for end in ends if kind_of(end) == cls.KIND]


def _fits(sought: str) -> ColumnElement[bool]:
    known_as = _ALIAS.c.key.contains(sought.casefold(), autoescape=True)
    named = select(_ALIAS.c.target_id).where(known_as)
    columns = (_CONCEPT.c.label, _CONCEPT.c.alternatives)
    return or_(
        *(column.icontains(sought, autoescape=True) for column in columns),
        _CONCEPT.c.key.contains(sought.casefold(), autoescape=True),
        _CONCEPT.c.id.in_(named),
    )


def _aliases(connection: Connection, sought: str) -> set[str]:
    query = select(_ALIAS.c.target_id).where(_ALIAS.c.key == sought.casefold())
    return set(connection.scalars(query))


def _mention_counts(connection: Connection) -> dict[str, int]:
    query = select(_MENTION.c.concept_id, func.count()).group_by(_MENTION.c.concept_id)
    return dict(connection.execute(query).all())
