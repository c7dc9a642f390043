"""Reading what the standing of claims rests on: few columns, many rows at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from kg.grounds import Grounds, Holder, Link, Said, Shown
from kg.model import Agent, Assertion, Citation, Claim, Evidence, Passage, Relation
from kg.store.equivalence import all_canonical
from kg.store.projection import current_revision
from kg.store.rows import batches
from kg.store.standing import not_rejected
from kg.store.tables import GRAPH, LINK_TABLES, TABLES
from kg.vocab import RELATION_KINDS, AgentKind, EvidenceKind, Mode, Status

_AGENT, _ASSERTION, _CITATION, _CLAIM, _EVIDENCE, _PASSAGE, _RELATION = (
    TABLES[cls] for cls in (Agent, Assertion, Citation, Claim, Evidence, Passage, Relation)
)
_CITED_WORK: Final = LINK_TABLES[Citation, "work_ids"]
_SIGNED: Final = sorted(name for name, kind in RELATION_KINDS.items() if kind.sign)
# Looking a member up is quicker than calling its class.
_MODES: Final = {one.value: one for one in Mode}
_STATUSES: Final = {one.value: one for one in Status}
_AGENT_KINDS: Final = {one.value: one for one in AgentKind}
_EVIDENCE_KINDS: Final = {one.value: one for one in EvidenceKind}
_AT_ONCE: Final = 10_000
_Owners = Collection[str] | None


def owners_since(connection: Connection, revision: int) -> frozenset[str]:
    """Return the documents and shared records that something of changed after a revision."""
    return frozenset(connection.scalars(select(GRAPH.c.owner).where(GRAPH.c.revision > revision)))


def grounds(connection: Connection, before: Grounds | None = None) -> Grounds:
    """Return what standing rests on now; from ``before`` on, only what changed is read."""
    owners = owners_since(connection, before.revision) if before else None
    found = Grounds(
        revision=current_revision(connection),
        claims=frozenset(_claims(connection, owners)),
        holders=_holders(connection, owners),
        canonical=all_canonical(connection),
        said=tuple(_said(connection, owners)),
        links=tuple(_links(connection, owners)),
        shown=tuple(_shown(connection, owners)),
    )
    return found if before is None or owners is None else before.renewed(owners, found)


def _claims(connection: Connection, owners: _Owners) -> Iterator[str]:
    for (claim_id,) in _rows(connection, select(_CLAIM.c.id), _CLAIM.c.id.in_, owners):
        yield claim_id


def _holders(connection: Connection, owners: _Owners) -> dict[str, Holder]:
    query = select(_AGENT.c.id, _AGENT.c.key, _AGENT.c.kind)
    return {
        agent_id: Holder(key, _AGENT_KINDS[kind])
        for agent_id, key, kind in _rows(connection, query, _AGENT.c.id.in_, owners)
    }


def _said(connection: Connection, owners: _Owners) -> Iterator[Said]:
    cited = _cited(connection, owners)
    query = (
        select(
            _ASSERTION.c.id,
            _ASSERTION.c.claim_id,
            _ASSERTION.c.document_id,
            _ASSERTION.c.holder_id,
            _ASSERTION.c.mode,
            _ASSERTION.c.status,
            _ASSERTION.c.score,
            _PASSAGE.c.exact,
            _PASSAGE.c.start,
            _PASSAGE.c.end,
        )
        .join(_PASSAGE, _PASSAGE.c.id == _ASSERTION.c.passage_id)
        .where(not_rejected(_ASSERTION))
    )
    for row in _rows(connection, query, _ASSERTION.c.document_id.in_, owners):
        identifier, claim, document, holder, mode, status, score, exact, start, end = row
        cites = cited[document].within(start, end) if document in cited else ()
        made = _MODES[mode], _STATUSES[status], score, exact, cites
        yield Said(identifier, claim, document, holder, *made)


class _Citations:
    """The sentences of a text that cite works, found by place; each is start, end and work."""

    def __init__(self, sentences: Iterable[tuple[int, int, str]]) -> None:
        self._sentences = sorted(sentences)
        self._starts = [start for start, _, _ in self._sentences]
        self._furthest = [*accumulate((end for _, end, _ in self._sentences), max)]

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Return the works that sentences cite which meet a passage, sorted."""
        first, last = bisect_right(self._furthest, start), bisect_left(self._starts, end)
        near = self._sentences[first:last]
        return tuple(sorted({work for _, ends, work in near if ends > start})) if near else ()


def _cited(connection: Connection, owners: _Owners) -> dict[str, _Citations]:
    """Return, by document, which sentences cite which works; see :func:`assertions.citing`."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    query = (
        select(_CITATION.c.document_id, _PASSAGE.c.start, _PASSAGE.c.end, _CITED_WORK.c.member_id)
        .join(_PASSAGE, _PASSAGE.c.id == _CITATION.c.context_id)
        .join(_CITED_WORK, _CITED_WORK.c.owner_id == _CITATION.c.id)
    )
    for document, *sentence in _rows(connection, query, _CITATION.c.document_id.in_, owners):
        found[document].append(tuple(sentence))
    return {document: _Citations(sentences) for document, sentences in found.items()}


def _links(connection: Connection, owners: _Owners) -> Iterator[Link]:
    query = select(
        _RELATION.c.id,
        func.coalesce(_RELATION.c.document_id, _RELATION.c.source_claim_id),
        _RELATION.c.kind,
        func.coalesce(_RELATION.c.source_claim_id, _RELATION.c.source_evidence_id),
        func.coalesce(_RELATION.c.target_claim_id, _RELATION.c.target_relation_id),
        _RELATION.c.target_relation_id.is_not(None),
        _RELATION.c.group,
        _RELATION.c.status,
        _RELATION.c.score,
    ).where(_RELATION.c.kind.in_(_SIGNED))
    for row in _rows(connection, query, _link_of, owners):
        identifier, owner, kind, source, target, on_link, group, status, score = row
        ends = source, target, on_link, group
        yield Link(identifier, owner, kind, *ends, _STATUSES[status], score)


def _shown(connection: Connection, owners: _Owners) -> Iterator[Shown]:
    query = select(
        _EVIDENCE.c.id,
        _EVIDENCE.c.document_id,
        _EVIDENCE.c.passage_id,
        _EVIDENCE.c.work_id,
        _EVIDENCE.c.kind,
        _EVIDENCE.c.status,
        _EVIDENCE.c.score,
    ).where(not_rejected(_EVIDENCE))
    for row in _rows(connection, query, _EVIDENCE.c.document_id.in_, owners):
        identifier, document, passage, work, kind, status, score = row
        judged = _EVIDENCE_KINDS[kind], _STATUSES[status], score
        yield Shown(identifier, document, passage, work, *judged)


def _rows(
    connection: Connection,
    query: Select[Any],
    of: Callable[[list[str]], ColumnElement[bool]],
    owners: _Owners,
) -> Iterator[Any]:
    """Yield the rows of a query: all, or those of some owners."""
    if owners is None:
        for rows in connection.execute(query).partitions(_AT_ONCE):
            yield from rows
    else:
        for batch in batches(owners):
            yield from connection.execute(query.where(of(batch)))


def _link_of(owners: list[str]) -> ColumnElement[bool]:
    between = _RELATION.c.document_id.is_(None), _RELATION.c.source_claim_id.in_(owners)
    return or_(_RELATION.c.document_id.in_(owners), and_(*between))
