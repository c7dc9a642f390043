"""The read side of the store: records, bundles, graphs; the views come from the queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import distinct, func, select

from kg.errors import NotFoundError, UsageError
from kg.grounds import Grounds
from kg.ids import kind_of
from kg.model import (
    Alias,
    Assertion,
    Bundle,
    Claim,
    Concept,
    Decision,
    Document,
    Passage,
    Position,
    Problem,
    Record,
    Relation,
)
from kg.store import (
    arguments,
    assertions,
    claims,
    decisions,
    equivalence,
    grounds,
    proposals,
    records,
    retrieval,
    sources,
    topics,
    works,
)
from kg.store.attributes import CLASSES
from kg.store.auditing import Auditing
from kg.store.evidence_table import Bearings
from kg.store.library import Library
from kg.store.linked import Linked
from kg.store.naming import Naming
from kg.store.past import Past
from kg.store.records import read_bundle
from kg.store.rows import batches, existing, load, load_ids
from kg.store.scanning import Scanning
from kg.store.sketched import Sketched
from kg.store.tables import TABLES
from kg.views import (
    Arrow,
    ClaimFilter,
    ClaimRow,
    ClaimView,
    DependencyEvidence,
    HeldAssertion,
    Judged,
    MatchView,
    Proposal,
    ProposalView,
    Source,
    SourceView,
    WorkRow,
)

R = TypeVar("R", bound=Record)


class Reader(Auditing, Bearings, Library, Linked, Naming, Past, Scanning, Sketched):
    """What can be asked of a store. Every method sees one state of the database."""

    # -- records

    def documents(self) -> list[Document]:
        """Return all documents with their texts, by id."""
        with self._read() as connection:
            return load(connection, Document)

    def bundle(self, document_id: str) -> Bundle:
        """Return a document's bundle as it was added, its records in canonical order.

        Statuses are those that people gave since; ``links`` are all that touch the
        document's claims.

        Raises:
            NotFoundError: if there is no such document.
        """
        with self._read() as connection:
            return read_bundle(connection, document_id)

    def get(self, identifier: str) -> Record:
        """Return the record of an id, or of a beginning that only one id has.

        Raises:
            NotFoundError: if no id begins so.
            UsageError: if several do; the message lists some of them.
        """
        with self._read() as connection:
            full = records.identify(connection, identifier)
            return load_ids(connection, CLASSES[kind_of(full)], [full])[full]

    def load(self, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
        """Return the records of a class with the given ids, by id; unknown ids are left out."""
        with self._read() as connection:
            return load_ids(connection, cls, ids)

    def has(self, identifier: str) -> bool:
        """Whether there is a record of that id."""
        with self._read() as connection:
            return bool(existing(connection, [identifier]))

    def find(self, cls: type[R], **equals: Any) -> Iterator[R]:
        """Return the records of a class whose fields have the given values, by id.

        Raises:
            UsageError: if the class has no such field.
        """
        table = TABLES[cls]
        for name in equals:
            if name not in table.c:
                raise UsageError(f"a {cls.KIND} has no field {name!r} to look for")
        with self._read() as connection:
            conditions = [table.c[name] == value for name, value in equals.items()]
            return iter(load(connection, cls, *conditions))

    def works(self) -> list[WorkRow]:
        """Return all works: those with a text first, then the most cited, then by title."""
        with self._read() as connection:
            return works.works(connection)

    def matches(self) -> list[MatchView]:
        """Return the works that may be one, most alike first; those judged come last."""
        with self._read() as connection:
            return works.matches(connection)

    def judged(self) -> list[Judged]:
        """Return what people accepted and rejected of what extractors made."""
        with self._read() as connection:
            return decisions.judged(connection)

    def decisions(self) -> list[Decision]:
        """Return all decisions in the order in which they were made."""
        with self._read() as connection:
            return list(decisions.all_decisions(connection))

    def history(self, identifier: str) -> list[Decision]:
        """Return the decisions on a record in order, those taken back and their undos too."""
        with self._read() as connection:
            return decisions.history(connection, identifier)

    def orphans(self) -> list[Decision]:
        """Return the decisions that count but whose target is not in the database."""
        with self._read() as connection:
            return decisions.lost(connection)

    def canonical(self) -> Mapping[str, str]:
        """Return, by claim, the one that stands for it; claims alone have no entry."""
        with self._read() as connection:
            return equivalence.all_canonical(connection)

    def proposals(
        self, kinds: Collection[str] = tuple(proposals.JUDGEABLE), document_id: str | None = None
    ) -> list[Proposal]:
        """Return what the machine proposed and nobody judged, bare, by id.

        ``kinds`` are record kinds; with ``document_id`` only what is of that document, links
        to others included.
        """
        with self._read() as connection:
            return proposals.proposals(connection, kinds, document_id)

    def proposal_views(self, ids: Sequence[str]) -> list[ProposalView]:
        """Return proposals in full, in the order of their ids; ids of nothing are left out."""
        with self._read() as connection:
            return proposals.proposal_views(connection, ids)

    def arrows(self) -> list[Arrow]:
        """Return the relations and dependencies that count, bare, by id."""
        with self._read() as connection:
            return proposals.arrows(connection)

    def restatements(self, claim_id: str) -> list[Relation]:
        """Return the relations that say of a claim that it restates another, by id."""
        with self._read() as connection:
            return equivalence.restatements(connection, claim_id)

    def by_keys(self, keys: Iterable[str], limit: int) -> Mapping[str, tuple[str, ...]]:
        """Return the claims under each key; keys with more than ``limit`` are left out."""
        with self._read() as connection:
            return retrieval.by_keys(connection, keys, limit)

    def vectors(self, claim_ids: Iterable[str], encoder: str) -> Mapping[str, bytes]:
        """Return the vectors that an encoder gave claims; claims without one are left out."""
        with self._read() as connection:
            return retrieval.vectors(connection, claim_ids, encoder)

    def unsigned(self) -> list[Claim]:
        """Return the claims that have no keys, which people made or brought back, by id."""
        with self._read() as connection:
            return retrieval.unsigned(connection)

    def by_alias(self, keys: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of shared records that documents know by each key; all that they do."""
        alias = TABLES[Alias]
        found: dict[str, set[str]] = {}
        with self._read() as connection:
            for batch in batches(keys):
                query = select(alias.c.key, alias.c.target_id).where(alias.c.key.in_(batch))
                for key, target in connection.execute(query):
                    found.setdefault(key, set()).add(target)
        return {key: tuple(sorted(targets)) for key, targets in found.items()}

    def shared_claim_counts(self, claim_ids: Iterable[str]) -> Mapping[str, tuple[int, int]]:
        """Return, by document, how many of the claims it states, and how many in all.

        Documents that state none of them are left out.
        """
        assertion = TABLES[Assertion]
        counted = func.count(distinct(assertion.c.claim_id))
        per_document = select(assertion.c.document_id, counted).group_by(assertion.c.document_id)
        shared: dict[str, int] = {}
        with self._read() as connection:
            for batch in batches(claim_ids):
                matching = per_document.where(assertion.c.claim_id.in_(batch))
                for document_id, count in connection.execute(matching):
                    shared[document_id] = shared.get(document_id, 0) + count
            total: dict[str, int] = {}
            for batch in batches(shared):
                query = per_document.where(assertion.c.document_id.in_(batch))
                total.update((document, count) for document, count in connection.execute(query))
        return {document_id: (count, total[document_id]) for document_id, count in shared.items()}

    def positions(self) -> list[Position]:
        """Return the answers that documents declare to questions, by id."""
        return list(self.find(Position))

    def exact(self, passage_ids: Iterable[str]) -> dict[str, str]:
        """Return the exact words of passages, by id."""
        with self._read() as connection:
            return {
                one.id: one.exact for one in load_ids(connection, Passage, passage_ids).values()
            }

    def problems(self, document_id: str | None = None) -> list[Problem]:
        """Return what went wrong in one document, or in all, in text order."""
        with self._read() as connection:
            return sources.problems(connection, document_id)

    def claim_relations(self) -> list[Relation]:
        """Return the relations from claim to claim, by id, rejected ones left out."""
        with self._read() as connection:
            return arguments.claim_relations(connection)

    # -- views

    def claims(self, wanted: ClaimFilter = ClaimFilter()) -> list[ClaimRow]:
        """Return one page of the claims that a filter keeps."""
        with self._read() as connection:
            return claims.claim_rows(connection, wanted)

    def count_claims(self, wanted: ClaimFilter = ClaimFilter()) -> int:
        """Return how many claims a filter keeps, whatever its limit."""
        with self._read() as connection:
            return claims.count_claims(connection, wanted)

    def claim_view(self, identifier: str, most: int | None = None) -> ClaimView:
        """Return one claim with both sides, by its id or a unique beginning of it.

        Of each column only the surest ``most`` links are read in full, if given.

        Raises:
            NotFoundError: if nothing, or something else than a claim, has that id.
            UsageError: if several ids begin so.
        """
        claim_id = self._id_of(Claim, identifier)
        with self._read() as connection:
            return arguments.claim_view(connection, claim_id, most)

    def held_assertions(
        self, claim_ids: Iterable[str] | None = None
    ) -> dict[str, tuple[HeldAssertion, ...]]:
        """Return, by claim, the assertions that count, with quotes, holders and cited works.

        Those of some claims, or of all; see :func:`kg.store.assertions.held_assertions`.
        """
        with self._read() as connection:
            if claim_ids is None:
                claim_ids = connection.scalars(select(TABLES[Claim].c.id)).all()
            return assertions.held_assertions(connection, set(claim_ids))

    def grounds(self, before: Grounds | None = None) -> Grounds:
        """Return what the standing of claims rests on; after ``before`` only changes are read."""
        with self._read() as connection:
            return grounds.grounds(connection, before)

    def changed_since(self, revision: int) -> frozenset[str]:
        """Return the documents and shared records that something of changed after a revision."""
        with self._read() as connection:
            return grounds.owners_since(connection, revision)

    def sources(self) -> list[Source]:
        """Return all documents, without their texts, by title."""
        with self._read() as connection:
            return sorted(sources.load_sources(connection).values(), key=_by_label)

    def source_view(self, identifier: str) -> SourceView:
        """Return one document with its text and all that is marked in it.

        Raises:
            NotFoundError: if nothing, or something else than a document, has that id.
            UsageError: if several ids begin so.
        """
        document_id = self._id_of(Document, identifier)
        with self._read() as connection:
            return sources.source_view(connection, document_id)

    def dependency_evidence(
        self, concept_id: str | None = None, *, rejected: bool = False
    ) -> list[DependencyEvidence]:
        """Return each passage that speaks of a dependency (of one concept, or of all).

        Those that a person rejected are left out unless ``rejected``; the order is that of
        the texts. Of claims that say the same the one that stands for all is named.
        """
        with self._read() as connection:
            return topics.dependency_evidence(connection, concept_id, rejected=rejected)

    def asserting(self) -> Mapping[str, frozenset[str]]:
        """Return the ids of the documents that put forward each claim that dependencies name.

        By claim, of those that say the same by the one that stands for all; see
        :func:`kg.store.topics.asserting`.
        """
        with self._read() as connection:
            return topics.asserting(connection)

    def concepts(self, text: str = "") -> list[Concept]:
        """Return the concepts that a text names, the best fit first; without one, all.

        A concept fits whose label, alternative or alias is the text or contains it,
        whatever its case; among equals those that are mentioned most come first.
        """
        with self._read() as connection:
            return topics.concepts(connection, text)

    def _id_of(self, cls: type[Record], identifier: str) -> str:
        with self._read() as connection:
            found = records.identify(connection, identifier)
        if kind_of(found) != cls.KIND:
            raise NotFoundError(f"{found} is a {kind_of(found)}, not a {cls.KIND}")
        return found


def _by_label(source: Source) -> tuple[str, str]:
    return source.label.casefold(), source.id
