"""Assertions with their quotes, holders and citations, for the pages that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause, Select, select

from kg.model import Agent, Assertion, Citation, Passage, Run, Work
from kg.store import sources
from kg.store.equivalence import members
from kg.store.rows import batches, load, load_ids
from kg.store.standing import not_rejected
from kg.store.tables import LINK_TABLES, TABLES
from kg.views import HeldAssertion, Quote, Source

_ASSERTION, _CITATION, _PASSAGE = (TABLES[cls] for cls in (Assertion, Citation, Passage))
_CITED_WORK = LINK_TABLES[Citation, "work_ids"]


def citing(stated: FromClause) -> Select[tuple[str]]:
    """Return a query for the ids of citations whose sentence meets an assertion's passage.

    ``stated`` is the assertion table of the query around it.
    """
    words, context = _PASSAGE.alias(), _PASSAGE.alias()
    return select(_CITATION.c.id).where(
        _CITATION.c.document_id == stated.c.document_id,
        words.c.id == stated.c.passage_id,
        context.c.id == _CITATION.c.context_id,
        context.c.start < words.c.end,
        words.c.start < context.c.end,
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """Passages with their sources, loaded together."""

    passages: Mapping[str, Passage]
    sources: Mapping[str, Source]

    def quote(self, passage_id: str) -> Quote:
        """Return a passage with its source."""
        passage = self.passages[passage_id]
        return Quote(passage, self.sources[passage.document_id])


def load_quotes(connection: Connection, passage_ids: Iterable[str]) -> Quoted:
    """Load passages and the sources that they stand in."""
    passages = load_ids(connection, Passage, passage_ids)
    documents = {passage.document_id for passage in passages.values()}
    return Quoted(passages, sources.load_sources(connection, documents))


def held_assertions(
    connection: Connection, claim_ids: Collection[str]
) -> dict[str, tuple[HeldAssertion, ...]]:
    """Return, by claim, the assertions that count, the most salient first.

    Those of claims that say the same stand under the claim that stands for all.
    """
    stated: list[Assertion] = []
    stands_for = members(connection, claim_ids)
    for batch in batches(stands_for):
        stated += load(
            connection, Assertion, _ASSERTION.c.claim_id.in_(batch), not_rejected(_ASSERTION)
        )
    quotes = load_quotes(connection, (assertion.passage_id for assertion in stated))
    holders = load_ids(connection, Agent, (assertion.holder_id for assertion in stated))
    runs = load_ids(connection, Run, {assertion.run_id for assertion in stated})
    cites = _cited_works(connection, [assertion.id for assertion in stated])
    found: dict[str, list[HeldAssertion]] = defaultdict(list)
    for assertion in sorted(stated, key=lambda a: (-(a.salience or 0.0), a.id)):
        found[stands_for[assertion.claim_id]].append(
            HeldAssertion(
                assertion,
                quotes.quote(assertion.passage_id),
                holders[assertion.holder_id],
                runs[assertion.run_id],
                cites.get(assertion.id, ()),
            )
        )
    return {claim_id: tuple(held) for claim_id, held in found.items()}


def _cited_works(
    connection: Connection, assertion_ids: Iterable[str]
) -> dict[str, tuple[Work, ...]]:
    """Return, by assertion, the works that its sentence cites, by id."""
    pairs: set[tuple[str, str]] = set()
    query = citing(_ASSERTION).with_only_columns(_ASSERTION.c.id, _CITED_WORK.c.member_id)
    query = query.where(_CITED_WORK.c.owner_id == _CITATION.c.id)
    for batch in batches(assertion_ids):
        rows = connection.execute(query.where(_ASSERTION.c.id.in_(batch)))
        pairs.update((assertion, work) for assertion, work in rows)
    works = load_ids(connection, Work, (work for _, work in pairs))
    found: dict[str, list[Work]] = defaultdict(list)
    for assertion, work in sorted(pairs):
        found[assertion].append(works[work])
    return {assertion: tuple(cited) for assertion, cited in found.items()}
