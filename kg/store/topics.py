"""Concepts by name, and what texts say of how they depend on each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, func, or_, select, true, union

from kg.ids import kind_of
from kg.model import Agent, Alias, Assertion, Claim, Concept, Dependency, Mention, Run
from kg.store.assertions import load_quotes
from kg.store.decisions import status_since
from kg.store.equivalence import canonical, stands_for
from kg.store.rows import load, load_ids, pairs
from kg.store.standing import not_rejected
from kg.store.tables import TABLES
from kg.views import DependencyEvidence
from kg.vocab import AFFIRMING_MODES

_ALIAS, _ASSERTION, _CONCEPT, _DEPENDENCY, _MENTION, _RUN = (
    TABLES[cls] for cls in (Alias, Assertion, Concept, Dependency, Mention, Run)
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


def dependency_evidence(
    connection: Connection, concept_id: str | None, *, rejected: bool = False
) -> list[DependencyEvidence]:
    """Return what passages say of the dependencies of one concept or of all, in text order.

    Those that a person rejected are left out unless ``rejected``.
    """
    counts = true() if rejected else not_rejected(_DEPENDENCY)
    found = load(connection, Dependency, counts, _touches(concept_id))
    names = _named_ends(connection, found)
    quotes = load_quotes(connection, (dependency.passage_id for dependency in found))
    holders = load_ids(connection, Agent, (dependency.holder_id for dependency in found))
    read_at = _first_read(connection)
    judged_at = status_since(connection, Dependency)
    evidence = [
        DependencyEvidence(
            dependency,
            names[dependency.source_id],
            names[dependency.target_id],
            quotes.quote(dependency.passage_id),
            holders[dependency.holder_id],
            read_at[dependency.document_id],
            judged_at.get(dependency.id),
        )
        for dependency in found
    ]
    return sorted(evidence, key=_in_text_order)


def asserting(connection: Connection) -> dict[str, frozenset[str]]:
    """Return, by claim that is an end of a dependency, the documents that put it forward.

    That is in an affirming mode, in an assertion that nobody rejected, of it or of a claim
    that says the same. Claims that no document puts forward have no entry.
    """
    said = stands_for(_ASSERTION.c.claim_id)
    counts = not_rejected(_ASSERTION), _ASSERTION.c.mode.in_(sorted(AFFIRMING_MODES))
    ends = (_DEPENDENCY.c.source_claim_id, _DEPENDENCY.c.target_claim_id)
    wanted = union(
        *(
            select(stands_for(end)).where(end.is_not(None), not_rejected(_DEPENDENCY))
            for end in ends
        )
    )
    query = select(said, _ASSERTION.c.document_id).where(*counts, said.in_(wanted)).distinct()
    found: dict[str, set[str]] = defaultdict(set)
    for claim_id, document_id in connection.execute(query):
        found[claim_id].add(document_id)
    return {claim_id: frozenset(documents) for claim_id, documents in found.items()}


def _touches(concept_id: str | None) -> ColumnElement[bool]:
    ends = (_DEPENDENCY.c.source_concept_id, _DEPENDENCY.c.target_concept_id)
    return true() if concept_id is None else or_(*(end == concept_id for end in ends))


def _named_ends(
    connection: Connection, found: Collection[Dependency]
) -> dict[str, Concept | Claim]:
    """Return what stands at each end, by the id there."""
    stand_for = canonical(connection, _ends(found, Claim))
    claims = load_ids(connection, Claim, stand_for.values())
    names: dict[str, Concept | Claim] = {
        claim_id: claims[other] for claim_id, other in stand_for.items()
    }
    names.update(load_ids(connection, Concept, _ends(found, Concept)))
    return names


def _first_read(connection: Connection) -> dict[str, str]:
    """Return when each document was read; one read anew by another version starts again."""
    query = select(_RUN.c.document_id, func.min(_RUN.c.started_at)).group_by(_RUN.c.document_id)
    return pairs(connection, query)


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
