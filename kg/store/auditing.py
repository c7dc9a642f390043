"""What an audit reads of the store: in bulk, and counted in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    distinct,
    func,
    or_,
    select,
    true,
)

from kg.audited import Cited, Made, Yield
from kg.model import (
    Assertion,
    Citation,
    Dependency,
    Document,
    Evidence,
    Match,
    Mention,
    Passage,
    Problem,
    Record,
    Reference,
    Relation,
    Run,
    Work,
)
from kg.store import checking, citing, decisions
from kg.store.connected import Connected
from kg.store.rows import batches, load, load_ids
from kg.store.standing import not_rejected
from kg.store.tables import LINK_TABLES, TABLES
from kg.vocab import Status

_MADE: Final[tuple[type[Record], ...]] = (
    Assertion, Evidence, Relation, Dependency, Mention, Reference, Citation, Match,
)  # fmt: skip
_ASSERTION, _CITATION, _DOCUMENT, _EVIDENCE, _PROBLEM = (
    TABLES[cls] for cls in (Assertion, Citation, Document, Evidence, Problem)
)
_MATCH, _REFERENCE, _RELATION, _RUN, _WORK = (
    TABLES[cls] for cls in (Match, Reference, Relation, Run, Work)
)
_CITED_WORK = LINK_TABLES[Citation, "work_ids"]
_POINTED = LINK_TABLES[Citation, "reference_ids"]
_IDENTIFIERS: Final = ("doi", "arxiv")


class Auditing(Connected):
    """What an audit asks of a store."""

    def problem_codes(self) -> Mapping[str, int]:
        """Return how many problems there are of each code."""
        with self._read() as connection:
            query = select(_PROBLEM.c.code, func.count()).group_by(_PROBLEM.c.code)
            rows = connection.execute(query.order_by(_PROBLEM.c.code))
            return {str(code): number for code, number in rows}

    def count_matches(self) -> int:
        """Return how many pairs of works wait to be judged whether they are one."""
        proposed = _MATCH.c.status == Status.PROPOSED.value
        with self._read() as connection:
            return connection.scalar(select(func.count(_MATCH.c.id)).where(proposed)) or 0

    def count_orphans(self) -> int:
        """Return how many decisions that count have lost their target."""
        with self._read() as connection:
            return len(decisions.lost(connection))

    def texts_of_works(self) -> Mapping[str, tuple[str, ...]]:
        """Return, by work, the ids of the documents that are texts of it."""
        found: dict[str, list[str]] = defaultdict(list)
        query = select(_DOCUMENT.c.work_id, _DOCUMENT.c.id).order_by(_DOCUMENT.c.id)
        with self._read() as connection:
            for work_id, document_id in connection.execute(query):
                found[work_id].append(document_id)
        return {work_id: tuple(texts) for work_id, texts in found.items()}

    def documents_from(self, source: str) -> list[str]:
        """Return the ids of the documents that came from a source, such as an added file."""
        query = select(_DOCUMENT.c.id).where(_DOCUMENT.c.source == source)
        with self._read() as connection:
            return sorted(connection.scalars(query))

    def text(self, document_id: str) -> str:
        """Return the text of a document, which must exist."""
        with self._read() as connection:
            query = select(_DOCUMENT.c.text).where(_DOCUMENT.c.id == document_id)
            return str(connection.scalars(query).one())

    def stretch(self, document_id: str, start: int, end: int) -> str:
        """Return what stands from ``start`` to ``end`` in the text of a document, which must exist.

        Cost: the rest of the text is not read into memory.
        """
        stretch = func.substr(_DOCUMENT.c.text, start + 1, max(0, end - start))
        with self._read() as connection:
            query = select(stretch).where(_DOCUMENT.c.id == document_id)
            return str(connection.scalars(query).one())

    def cited_evidence(self) -> list[Cited]:
        """Return the evidence that counts and is taken from works of which one has a text here.

        That a document takes from its own work is left out. In order of the texts.
        """
        with self._read() as connection:
            about = {
                row.id: row
                for row in connection.execute(
                    select(_DOCUMENT.c.id, _DOCUMENT.c.work_id, _DOCUMENT.c.reviews_id)
                )
            }
            here = {row.work_id for row in about.values()}
            cited = citing.works_by_evidence(connection)
            given = select(_EVIDENCE.c.id, _EVIDENCE.c.document_id, _EVIDENCE.c.work_id)
            taken: dict[str, tuple[tuple[str, ...], bool]] = {}
            for row in connection.execute(given.where(citing.lookable(), not_rejected(_EVIDENCE))):
                own = about[row.document_id]
                named = dict.fromkeys(filter(None, (*cited[row.id], row.work_id)))
                works = tuple(named) or tuple(filter(None, (own.reviews_id,)))
                others = tuple(work for work in works if work != own.work_id)
                if not here.isdisjoint(others):
                    taken[row.id] = others, bool(named)
            found = load_ids(connection, Evidence, taken).values()
            passages = load_ids(connection, Passage, (one.passage_id for one in found))
        cases = [
            Cited(one.id, one.kind, passages[one.passage_id], *taken[one.id], one.quantities)
            for one in found
        ]
        return sorted(cases, key=lambda one: (one.passage.document_id, one.passage.start, one.id))

    def loose_citations(self) -> list[Passage]:
        """Return the markers of citations that point at no work, in order of the texts."""
        pointing = select(_CITED_WORK.c.owner_id)
        loose = select(_CITATION.c.passage_id).where(_CITATION.c.id.not_in(pointing))
        with self._read() as connection:
            found = load(connection, Passage, TABLES[Passage].c.id.in_(loose))
        return sorted(found, key=lambda one: (one.document_id, one.start))

    def shared_identifiers(self) -> list[tuple[str, tuple[Work, ...]]]:
        """Return each DOI and arXiv id that several works bear, with these works."""
        with self._read() as connection:
            return [
                (f"{name}:{value}", tuple(works))
                for name in _IDENTIFIERS
                for value, works in _bearing_one(connection, name).items()
            ]

    def works_listed(self, work_ids: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
        """Return, by work, the document and passage of a reference to it."""
        query = select(_REFERENCE.c.work_id, _REFERENCE.c.document_id, _REFERENCE.c.passage_id)
        with self._read() as connection:
            return {
                row.work_id: (row.document_id, row.passage_id)
                for batch in batches(work_ids)
                for row in connection.execute(
                    query.where(_REFERENCE.c.work_id.in_(batch)).order_by(_REFERENCE.c.id.desc())
                )
            }

    def unsupported(self, document_id: str | None = None) -> list[str]:
        """Return the claims that nothing speaks for; see :func:`kg.store.citing.unsupported`."""
        with self._read() as connection:
            return citing.unsupported(connection, document_id)

    def moved_passages(self) -> list[checking.Moved]:
        """Return the passages that do not stand in their texts."""
        with self._read() as connection:
            return list(checking.moved_passages(connection))

    def versions(self) -> list[Run]:
        """Return all runs, by document and extractor."""
        with self._read() as connection:
            return sorted(load(connection, Run), key=lambda run: (run.document_id, run.extractor))

    def runs(
        self, document_id: str | None, extractor: str | None, *, limit: int | None, offset: int
    ) -> tuple[int, list[Made]]:
        """Return how many runs there were, and some with what they made, the latest first."""
        chosen: list[ColumnElement[bool]] = [true()]
        if document_id is not None:
            chosen.append(_RUN.c.document_id == document_id)
        if extractor is not None:
            chosen.append(_RUN.c.extractor == extractor)
        order = _RUN.c.started_at.desc(), _RUN.c.document_id, _RUN.c.extractor
        with self._read() as connection:
            total = connection.scalar(select(func.count(_RUN.c.id)).where(*chosen)) or 0
            page = select(_RUN.c.id).where(*chosen).order_by(*order).limit(limit).offset(offset)
            ids = connection.scalars(page).all()
            return total, _made(connection, list(ids))

    def extractors(self) -> list[tuple[str, str, int, str]]:
        """Return name, version, number of documents and last start of each extractor that ran."""
        query = (
            select(_RUN.c.extractor, _RUN.c.version, func.count(), func.max(_RUN.c.started_at))
            .group_by(_RUN.c.extractor, _RUN.c.version)
            .order_by(_RUN.c.extractor, _RUN.c.version)
        )
        with self._read() as connection:
            return [
                (name, version, documents, last)
                for name, version, documents, last in connection.execute(query)
            ]

    def yielded(self, document_id: str) -> Yield:
        """Return what was found in a document; what a person rejected does not count."""
        with self._read() as connection:
            return _yield(connection, document_id)


def _bearing_one(connection: Connection, name: str) -> dict[str, list[Work]]:
    column = _WORK.c[name]
    query = select(column).where(column.is_not(None)).group_by(column)
    shared = connection.scalars(query.having(func.count() > 1)).all()
    found: dict[str, list[Work]] = defaultdict(list)
    for batch in batches(shared):
        for work in load(connection, Work, column.in_(batch)):
            found[getattr(work, name)].append(work)
    return dict(sorted(found.items()))


def _made(connection: Connection, ids: list[str]) -> list[Made]:
    runs = load_ids(connection, Run, ids)
    made: dict[str, dict[str, int]] = {one: {} for one in ids}
    for cls in _MADE:
        table = TABLES[cls]
        counted = select(table.c.run_id, func.count()).group_by(table.c.run_id)
        for batch in batches(ids):
            for run_id, number in connection.execute(counted.where(table.c.run_id.in_(batch))):
                made[run_id][cls.KIND] = number
    problems = _by_document(connection, _PROBLEM.c.document_id, runs)
    return [Made(runs[one], problems.get(runs[one].document_id, 0), made[one]) for one in ids]


def _by_document(
    connection: Connection, column: ColumnElement[str], runs: Mapping[str, Run]
) -> dict[str, int]:
    counted = select(column, func.count()).group_by(column)
    return {
        document_id: number
        for batch in batches(run.document_id for run in runs.values())
        for document_id, number in connection.execute(counted.where(column.in_(batch)))
    }


def _yield(connection: Connection, document_id: str) -> Yield:
    def count(cls: type[Record], *where: ColumnElement[bool]) -> int:
        table = TABLES[cls]
        query = select(func.count(table.c.id)).where(table.c.document_id == document_id, *where)
        return connection.scalar(query) or 0

    pointed = select(_POINTED.c.member_id)
    here = select(_DOCUMENT.c.work_id)
    stated = select(_ASSERTION.c.claim_id).where(
        _ASSERTION.c.document_id == document_id, not_rejected(_ASSERTION)
    )
    return Yield(
        claims=connection.scalar(
            stated.with_only_columns(func.count(distinct(_ASSERTION.c.claim_id)))
        )
        or 0,
        evidence=count(Evidence, not_rejected(_EVIDENCE)),
        references=count(Reference),
        linked=count(Reference, _REFERENCE.c.id.in_(pointed)),
        here=count(Reference, _REFERENCE.c.work_id.in_(here)),
        citations=count(Citation),
        dependencies=count(Dependency, not_rejected(TABLES[Dependency])),
        relations=count(Relation, not_rejected(_RELATION)),
        between=connection.scalar(_between(stated)) or 0,
    )


def _between(stated: Select[Any]) -> Select[Any]:
    """Return a query for the number of links between documents that touch some claims."""
    return select(func.count(_RELATION.c.id)).where(
        _RELATION.c.document_id.is_(None),
        not_rejected(_RELATION),
        or_(_RELATION.c.source_claim_id.in_(stated), _RELATION.c.target_claim_id.in_(stated)),
    )
