"""Documents as readers see them: without text in lists, with marked passages on their page."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, ScalarSelect, distinct, func, select, true

from kg.ids import kind_of
from kg.model import (
    Assertion,
    Citation,
    Dependency,
    Document,
    Evidence,
    Passage,
    Problem,
    Record,
    Reference,
    Relation,
    Work,
)
from kg.store.rows import batches, load, load_ids
from kg.store.standing import not_rejected, relation_counts
from kg.store.tables import TABLES
from kg.store.works import matches
from kg.views import Highlight, Source, SourceView
from kg.vocab import Genre, Status

R = TypeVar("R", bound=Record)

_DOCUMENT, _ASSERTION, _RELATION = (TABLES[cls] for cls in (Document, Assertion, Relation))
_OWN_FIELDS: Final = (
    "id",
    "name",
    "title",
    "authors",
    "year",
    "genre",
    "media_type",
    "work_id",
    "reviews_id",
)
_COUNTED: Final = {"references": Reference, "citations": Citation, "problems": Problem}


def load_sources(
    connection: Connection, document_ids: Collection[str] | None = None
) -> dict[str, Source]:
    """Return documents without their texts by id: the given ones, or all."""
    query = select(
        *(_DOCUMENT.c[name] for name in _OWN_FIELDS),
        _claims().label("claims"),
        *(_rows(cls).label(name) for name, cls in _COUNTED.items()),
    )
    if document_ids is None:
        return {row.id: _source(row) for row in connection.execute(query)}
    return {
        row.id: _source(row)
        for batch in batches(document_ids)
        for row in connection.execute(query.where(_DOCUMENT.c.id.in_(batch)))
    }


def source_view(connection: Connection, document_id: str) -> SourceView:
    """Return one document with its text and all that is marked in it; it must exist."""
    document = load_ids(connection, Document, [document_id])[document_id]
    passages = {passage.id: passage for passage in _of(connection, Passage, document_id)}
    references = _of(connection, Reference, document_id)
    works = load_ids(connection, Work, (reference.work_id for reference in references))

    def place(found: Reference | Citation) -> int:
        return passages[found.passage_id].start

    in_order = sorted(references, key=place)
    return SourceView(
        source=load_sources(connection, [document_id])[document_id],
        text=document.text,
        structure=document.structure,
        highlights=_highlights(connection, document_id, passages),
        references=tuple((found, works[found.work_id]) for found in in_order),
        citations=tuple(sorted(_of(connection, Citation, document_id), key=place)),
        problems=tuple(problems(connection, document_id)),
        matches=tuple(matches(connection, document_id)),
    )


def problems(connection: Connection, document_id: str | None) -> list[Problem]:
    """Return the problems of one document, or of all, in text order; those of no place last."""
    table = TABLES[Problem]
    chosen = true() if document_id is None else table.c.document_id == document_id
    found = load(connection, Problem, chosen)
    return sorted(found, key=lambda p: (p.document_id, p.start is None, p.start or 0, p.id))


def _claims() -> ScalarSelect[int]:
    mine = (_ASSERTION.c.document_id == _DOCUMENT.c.id, not_rejected(_ASSERTION))
    return select(func.count(distinct(_ASSERTION.c.claim_id))).where(*mine).scalar_subquery()


def _rows(cls: type[Record]) -> ScalarSelect[int]:
    table = TABLES[cls]
    mine = table.c.document_id == _DOCUMENT.c.id
    return select(func.count(table.c.id)).where(mine).scalar_subquery()


def _source(row: Any) -> Source:
    fields = dict(row._mapping)
    authors, genre = tuple(json.loads(row.authors)), Genre(row.genre)
    return Source(**{**fields, "authors": authors, "genre": genre})


def _of(connection: Connection, cls: type[R], document_id: str) -> list[R]:
    return load(connection, cls, TABLES[cls].c.document_id == document_id)


def _highlights(
    connection: Connection, document_id: str, passages: Mapping[str, Passage]
) -> tuple[Highlight, ...]:
    """Return what to mark, by position; what a person rejected is not marked."""
    marks = [
        Highlight(
            passages[passage_id].start,
            passages[passage_id].end,
            kind_of(record_id),
            record_id,
            target,
        )
        for record_id, passage_id, target in _marked(connection, document_id)
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.record_id)))


def _marked(connection: Connection, document_id: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield the id of each marked record, its passage, and what a click on it opens."""
    borne = _claims_borne_on(connection, document_id)
    for citation in _of(connection, Citation, document_id):
        yield citation.id, citation.passage_id, next(iter(citation.reference_ids), None)
    for assertion in _of(connection, Assertion, document_id):
        if assertion.status is not Status.REJECTED:
            yield assertion.id, assertion.passage_id, assertion.claim_id
    for evidence in _of(connection, Evidence, document_id):
        if evidence.status is not Status.REJECTED:
            yield evidence.id, evidence.passage_id, borne.get(evidence.id)
    for dependency in _of(connection, Dependency, document_id):
        if dependency.status is not Status.REJECTED:
            yield dependency.id, dependency.passage_id, dependency.target_id


def _claims_borne_on(connection: Connection, document_id: str) -> dict[str, str]:
    """Return, by evidence, the claim that it bears on; the surest link decides."""
    query = (
        select(_RELATION.c.source_evidence_id, _RELATION.c.target_claim_id)
        .where(
            _RELATION.c.document_id == document_id,
            _RELATION.c.source_evidence_id.is_not(None),
            _RELATION.c.target_claim_id.is_not(None),
            relation_counts(_RELATION),
        )
        .order_by(_RELATION.c.score.nulls_first(), _RELATION.c.id.desc())
    )
    return dict(connection.execute(query).all())
