"""What the machine proposed and nobody judged: bare, to be put in order, and in full."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    case,
    cast,
    func,
    null,
    or_,
    select,
)

from kg.ids import kind_of
from kg.model import (
    Agent,
    Assertion,
    Claim,
    Concept,
    Dependency,
    Document,
    Evidence,
    Passage,
    Relation,
    Run,
)
from kg.store.assertions import Quoted, held_assertions, load_quotes
from kg.store.rows import batches, load_ids
from kg.store.standing import any_relation_counts, not_rejected, relation_counts
from kg.store.tables import TABLES
from kg.views import Arrow, End, HeldAssertion, Proposal, ProposalView
from kg.vocab import RELATION_KINDS, Status

Judgeable = Assertion | Evidence | Relation | Dependency
JUDGEABLE: Final[dict[str, type[Judgeable]]] = {
    cls.KIND: cls for cls in (Assertion, Relation, Evidence, Dependency)
}
"""The kinds of records that are proposed for review, by name."""

_ASSERTION, _DEPENDENCY, _DOCUMENT, _PASSAGE, _RELATION = (
    TABLES[cls] for cls in (Assertion, Dependency, Document, Passage, Relation)
)
_ID: Final = attrgetter("id")
_AROUND: Final = 500
"""Characters of a text before and after a passage, in which its sentence is looked for."""
_SENTENCE_END: Final = re.compile(r"(?:[.!?][\"'”’)\]]*\s+|\n\s*\n)")
_QUOTES: Final = 2
"""How many passages stand for a claim at the end of a link."""


def proposals(
    connection: Connection, kinds: Collection[str], document_id: str | None
) -> list[Proposal]:
    """Return what is proposed and counts, of some kinds, of one document or of all, by id.

    A link between documents is of each document that states one of its ends. A relation
    whose reason a person rejected does not count.
    """
    found: list[Proposal] = []
    counts = relation_counts if document_id else any_relation_counts
    for kind in kinds:
        table = TABLES[JUDGEABLE[kind]]
        claim = table.c.claim_id if kind == Assertion.KIND else null()
        query = select(table.c.id, table.c.score, claim)
        query = query.where(table.c.status == Status.PROPOSED.value)
        if kind == Relation.KIND:
            query = query.where(counts(table))
        if document_id is not None:
            query = query.where(_is_of(table, document_id))
        rows = connection.execute(query).all()
        found += [Proposal(one, score, Status.PROPOSED, claim_id) for one, score, claim_id in rows]
    return sorted(found, key=_ID)


def arrows(connection: Connection) -> list[Arrow]:
    """Return the relations and dependencies that count, bare, by id."""
    found: list[Arrow] = []
    for table, counts in (
        (_RELATION, any_relation_counts(_RELATION)),
        (_DEPENDENCY, not_rejected(_DEPENDENCY)),
    ):
        query = select(table.c.id, table.c.kind, _end(table, "source"), _end(table, "target"))
        found += map(Arrow._make, connection.execute(query.where(counts)).all())
    return sorted(found, key=_ID)


def proposal_views(connection: Connection, ids: Sequence[str]) -> list[ProposalView]:
    """Return proposals in full in the order of their ids; ids of nothing are left out."""
    records: dict[str, Judgeable] = {}
    for kind, cls in JUDGEABLE.items():
        records |= load_ids(connection, cls, (one for one in ids if kind_of(one) == kind))
    shown = _Shown.load(connection, records.values())
    return [shown.view(records[one]) for one in ids if one in records]


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that some proposals show, loaded together."""

    relations: Mapping[str, Relation]
    evidence: Mapping[str, Evidence]
    claims: Mapping[str, Claim]
    concepts: Mapping[str, Concept]
    held: Mapping[str, Sequence[HeldAssertion]]
    quotes: Quoted
    sentences: Mapping[str, str]
    runs: Mapping[str, Run]
    holders: Mapping[str, Agent]

    @classmethod
    def load(cls, connection: Connection, records: Collection[Judgeable]) -> _Shown:
        relations = _with_targets(connection, records)
        named = [getattr(one, name, None) for one in (*records, *relations.values())
                 for name in _NAMED]  # fmt: skip
        by_kind = _by_kind([one for one in named if one])
        evidence = load_ids(connection, Evidence, by_kind.get(Evidence.KIND, ()))
        ends = {
            end
            for link in relations.values()
            for end in (link.source_claim_id, link.target_claim_id)
            if end
        }
        passages = {*by_kind.get(Passage.KIND, ()), *(one.passage_id for one in evidence.values())}
        return cls(
            relations=relations,
            evidence=evidence,
            claims=load_ids(connection, Claim, by_kind.get(Claim.KIND, ())),
            concepts=load_ids(connection, Concept, by_kind.get(Concept.KIND, ())),
            held=held_assertions(connection, ends),
            quotes=load_quotes(connection, passages),
            sentences=_sentences(connection, passages),
            runs=load_ids(connection, Run, by_kind.get(Run.KIND, ())),
            holders=load_ids(connection, Agent, by_kind.get(Agent.KIND, ())),
        )

    def view(self, record: Judgeable) -> ProposalView:
        passage = record.passage_id
        source, target = self._ends(record)
        return ProposalView(
            record=record,
            quote=self.quotes.quote(passage) if passage else None,
            sentence=self.sentences[passage] if passage else None,
            run=self.runs[record.run_id] if record.run_id else None,
            holder=self.holders.get(getattr(record, "holder_id", "")),
            source=source,
            target=target,
        )

    def _ends(self, record: Judgeable) -> tuple[End | None, End | None]:
        if isinstance(record, Assertion):
            return None, self._end(record.claim_id)
        if isinstance(record, Evidence):
            return None, None
        return self._end(record.source_id), self._end(record.target_id)

    def _end(self, identifier: str) -> End:
        kind = kind_of(identifier)
        if kind == Claim.KIND:
            held = self.held.get(identifier, ())[:_QUOTES]
            wording = self.claims[identifier].wording
            return End(identifier, wording, tuple(one.quote for one in held))
        if kind == Concept.KIND:
            return End(identifier, self.concepts[identifier].label)
        if kind == Evidence.KIND:
            quote = self.quotes.quote(self.evidence[identifier].passage_id)
            return End(identifier, quote.passage.exact, (quote,))
        link = self.relations[identifier]
        source, target = self._end(link.source_id), self._end(link.target_id)
        wording = f"{source.wording} {RELATION_KINDS[link.kind].label} {target.wording}"
        return End(identifier, wording, source.quotes + target.quotes)


_NAMED: Final = (
    "passage_id",
    "run_id",
    "holder_id",
    "claim_id",
    "source_claim_id",
    "source_evidence_id",
    "source_concept_id",
    "target_claim_id",
    "target_concept_id",
)


def _with_targets(connection: Connection, records: Iterable[Judgeable]) -> dict[str, Relation]:
    """Return the relations among records, and those that they bear on."""
    found = {one.id: one for one in records if isinstance(one, Relation)}
    wanted = {one.target_relation_id for one in found.values() if one.target_relation_id}
    while missing := wanted - found.keys():
        further = load_ids(connection, Relation, missing)
        found |= further
        wanted = {one.target_relation_id for one in further.values() if one.target_relation_id}
    return found


def _by_kind(ids: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in ids:
        found.setdefault(kind_of(identifier), set()).add(identifier)
    return found


def _end(table: FromClause, end: str) -> ColumnElement[str]:
    """Return the id at one end of a link, whichever of its columns holds it."""
    columns = [column for column in table.c if column.name.startswith(f"{end}_")]
    return case(*((column.is_not(None), column) for column in columns))


def _is_of(table: FromClause, document_id: str) -> ColumnElement[bool]:
    owned: ColumnElement[bool] = table.c.document_id == document_id
    if table is not _RELATION:
        return owned
    stated = select(_ASSERTION.c.claim_id).where(_ASSERTION.c.document_id == document_id)
    ends = (table.c.source_claim_id, table.c.target_claim_id)
    return or_(owned, table.c.document_id.is_(None) & or_(*(end.in_(stated) for end in ends)))


def _sentences(connection: Connection, passage_ids: Iterable[str]) -> dict[str, str]:
    """Return, by passage, its words with the rest of their sentence."""
    query = _windows()
    return {
        row.id: _sentence(row.window, row.start - row.first, row.end - row.first)
        for batch in batches(passage_ids)
        for row in connection.execute(query.where(_PASSAGE.c.id.in_(batch)))
    }


def _windows() -> Select[Any]:
    """Return a query for the text around passages; it reads no document whole."""
    early = _PASSAGE.c.start < _AROUND
    first = case((early, 0), else_=_PASSAGE.c.start - _AROUND)
    length = _PASSAGE.c.end - first + _AROUND
    return select(
        _PASSAGE.c.id,
        _PASSAGE.c.start,
        _PASSAGE.c.end,
        first.label("first"),
        func.substr(_DOCUMENT.c.text, cast(first + 1, Integer), cast(length, Integer)).label(
            "window"
        ),
    ).join(_DOCUMENT, _DOCUMENT.c.id == _PASSAGE.c.document_id)


def _sentence(window: str, start: int, end: int) -> str:
    """Return what of a window lies between the sentence ends next to a passage in it."""
    before = [hit.end() for hit in _SENTENCE_END.finditer(window, 0, start)]
    after = _SENTENCE_END.search(window, max(start, end - 2))
    return window[before[-1] if before else 0 : after.end() if after else len(window)].strip()
