"""Relations between a document's claims and those of documents that are already stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeVar

from ingest import encoder
from ingest.assembly.known import Known, Origin, replaced_ids
from ingest.assembly.overlapping import Overlapping
from ingest.findings import INNER_RULES
from ingest.language.stems import content
from ingest.resolve.relations import (
    LIMIT,
    Candidate,
    Vector,
    answering,
    link,
    packed,
    seeks_view,
    seeks_voice,
    unpacked,
)
from kg.model import (
    Agent,
    Assertion,
    Bundle,
    Citation,
    Claim,
    Concept,
    Dependency,
    Document,
    Passage,
    Record,
    Signature,
    Work,
)
from kg.views import HeldAssertion
from kg.vocab import AgentKind, Genre, Mode

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Hashable)

_AROUND: Final = 300
_LONGEST_NAME: Final = 5
_OF_OTHERS: Final = frozenset({Mode.REPORTS, Mode.SUPPOSES})


def tied(bundle: Bundle, origin: Origin, known: Known) -> Bundle:
    """Return a bundle with the relations of its claims to known ones, and by what to find them.

    Claims that other texts of the same work state are left out: a copy neither rebuts nor
    supports its original. So are those of the version that this document replaces.
    """
    if bundle.document.genre is Genre.BIBLIOGRAPHY:
        return bundle
    named = _Named(_of(Concept, bundle.shared))
    new = list(_new(bundle, named))
    if not new:
        return bundle
    others = list(_Others(bundle, origin, known, named).candidates(new))
    name = encoder.encoder_name()
    signatures = [
        Signature(one.claim.id, one.keys, name, packed(one.vector))
        for one in new
        if one.vector is not None
    ]
    return replace(bundle, links=tuple(link(new, others)), signatures=tuple(signatures))


class _Named:
    """Concepts of the new document, looked up by their names in wordings."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._ids = {
            content(name): one.id
            for one in concepts
            for name in (*one.alternatives, one.label)
            if content(name)
        }

    def at(self, wording: str) -> frozenset[str]:
        """Return the ids of the concepts that a wording names."""
        words = content(wording)
        return frozenset(
            self._ids[words[start:end]]
            for start in range(len(words))
            for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1)
            if words[start:end] in self._ids
        )


def _new(bundle: Bundle, named: _Named) -> Iterator[Candidate]:
    claims = _of(Claim, bundle.shared)
    vectors = encoder.encode([one.wording for one in claims])
    stated = _group(_of(Assertion, bundle.owned), lambda one: one.claim_id)
    said = _group(_of(Dependency, bundle.owned), lambda one: one.assertion_id)
    passages = {one.id: one for one in _of(Passage, bundle.owned)}
    agents = {one.id: one for one in _of(Agent, bundle.shared)}
    works = {one.id: one for one in _of(Work, bundle.shared)}
    cites = _cites(bundle, passages)
    people = _people(agents.values(), works.values(), bundle.document)
    for claim, vector in zip(claims, vectors, strict=True):
        held = stated[claim.id]
        views = _Views()
        for one in held:
            views.add(bundle.document, one, agents[one.holder_id], works.get)
        yield Candidate(
            claim=claim,
            assertions=tuple(held),
            holders=tuple(agents[one.holder_id] for one in held),
            vector=vector,
            context=_context(bundle.document, passages[held[0].passage_id]) if held else "",
            works=frozenset({bundle.document.work_id}),
            reviews_id=bundle.document.reviews_id,
            views_of=frozenset(views.works),
            voices=tuple(sorted(views.voices)),
            people=people,
            cites=tuple(dict.fromkeys(work for one in held for work in cites[one.id])),
            concepts=named.at(claim.wording),
            dependencies=tuple(one for by in held for one in said[by.id]),
        )


@dataclass
class _Views:
    """Whose view a claim is: works, and names of persons."""

    works: set[str] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)

    def add(
        self,
        document: Document,
        assertion: Assertion,
        holder: Agent,
        work: Callable[[str], Work | None],
    ) -> None:
        """Take in what one assertion says of it; a review reports the work that it is about.

        What only a condition supposes is nobody's view.
        """
        if assertion.mode is Mode.SUPPOSES and assertion.rule in INNER_RULES:
            return
        if holder.kind is AgentKind.PERSON:
            self.voices.add(holder.name)
        of_other = assertion.mode in _OF_OTHERS
        if document.reviews_id is not None and of_other:
            reviewed = work(document.reviews_id)
            self.works.add(document.reviews_id)
            if reviewed is not None and holder.kind is AgentKind.AUTHORSHIP:
                self.voices.update(reviewed.authors)
        elif not of_other:
            self.works.add(document.work_id)
            self.voices.update(document.authors)


@dataclass
class _Others:
    """Known claims that can be tied to those of a new document.

    Claims of texts of the same work are none, nor those of the version that it replaces.
    """

    bundle: Bundle
    origin: Origin
    known: Known
    named: _Named
    _documents: dict[str, Document] = field(default_factory=dict)
    _works: dict[str, Work] = field(default_factory=dict)
    _vectors: dict[str, Vector] = field(default_factory=dict)

    def candidates(self, new: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield the known claims that share a key, a dependency or a work with new ones."""
        said = self._dependencies()
        wanted = {*said, *self._by_key(new), *self._by_role(new)}
        stored = self.known.vectors(wanted, encoder.encoder_name())
        self._vectors = {claim_id: unpacked(vector) for claim_id, vector in stored.items()}
        found = self.known.held_assertions(wanted)
        claims = self.known.load(Claim, found)
        for claim_id, held in sorted(found.items()):
            others = [one for one in held if self._counts(one)]
            if others:
                yield self._candidate(claims[claim_id], others, said.get(claim_id, ()))

    def _by_key(self, new: Sequence[Candidate]) -> set[str]:
        """Return the claims that share a key with new ones, whose wording or vector gives them."""
        sought = {key for one in new for key in one.keys}
        sought.update(key for one in new for key in answering(one))
        return {one for ids in self.known.by_keys(sought, LIMIT).values() for one in ids}

    def _counts(self, held: HeldAssertion) -> bool:
        source = held.quote.source
        return source.work_id != self.bundle.document.work_id and source.id not in self._replaced

    @cached_property
    def _replaced(self) -> frozenset[str]:
        return replaced_ids(self.known, self.origin)

    def _dependencies(self) -> dict[str, tuple[Dependency, ...]]:
        """Return, by claim, the known dependencies that are those of the document, or denials."""
        found: dict[str, list[Dependency]] = defaultdict(list)
        triples = {
            (one.kind, one.source_concept_id, one.target_concept_id)
            for one in _of(Dependency, self.bundle.owned)
            if one.source_concept_id and one.target_concept_id
        }
        for kind, source, target in sorted(triples):
            for one in self.known.find(
                Dependency, kind=kind, source_concept_id=source, target_concept_id=target
            ):
                if one.assertion_id is not None:
                    assertion = self.known.get(one.assertion_id)
                    assert isinstance(assertion, Assertion)
                    found[assertion.claim_id].append(one)
        return {claim_id: tuple(said) for claim_id, said in found.items()}

    def _by_role(self, new: Sequence[Candidate]) -> Iterator[str]:
        """Yield the claims of works that new claims speak of, and those that speak of this one."""
        works = {work for one in new for work in seeks_view(one)}
        documents = {
            one.id
            for work in works
            for by in ({"work_id": work}, {"reviews_id": work})
            for one in self.known.find(Document, **by)
        }
        documents |= {
            one.id for one in self.known.find(Document, reviews_id=self.bundle.document.work_id)
        }
        if any(seeks_voice(one.wording) for one in new):
            documents |= self._by_voice()
        for document_id in sorted(documents):
            for assertion in self.known.find(Assertion, document_id=document_id):
                yield assertion.claim_id

    def _by_voice(self) -> set[str]:
        """Return the documents of the cited works: whoever is endorsed wrote one of them."""
        cited = {work.id for work in _of(Work, self.bundle.shared)}
        return {
            one.id
            for work in cited
            for by in ({"work_id": work}, {"reviews_id": work})
            for one in self.known.find(Document, **by)
        }

    def _candidate(
        self, claim: Claim, held: Sequence[HeldAssertion], said: Sequence[Dependency]
    ) -> Candidate:
        views = _Views()
        for one in held:
            document = self._document(one.quote.source.id)
            views.add(document, one.assertion, one.holder, self._work)
        first = held[0].quote
        return Candidate(
            claim=claim,
            assertions=tuple(one.assertion for one in held),
            holders=tuple(one.holder for one in held),
            vector=self._vectors.get(claim.id),
            context=_context(self._document(first.source.id), first.passage),
            works=frozenset(one.quote.source.work_id for one in held),
            reviews_id=first.source.reviews_id,
            views_of=frozenset(views.works),
            voices=tuple(sorted(views.voices)),
            people=self._people(claim, first.source.id),
            cites=tuple(dict.fromkeys(work.id for one in held for work in one.cites)),
            concepts=self.named.at(claim.wording),
            dependencies=tuple(said),
        )

    def _people(self, claim: Claim, document_id: str) -> tuple[str, ...]:
        """Return the names in a document, where the claim agrees with somebody by name."""
        if not seeks_voice(claim.wording):
            return ()
        holders = {one.holder_id for one in self.known.find(Assertion, document_id=document_id)}
        agents = (self.known.get(one) for one in sorted(holders))
        return _people(_of(Agent, agents), (), self._document(document_id))

    def _document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            found = self.known.get(document_id)
            assert isinstance(found, Document)
            self._documents[document_id] = found
        return self._documents[document_id]

    def _work(self, work_id: str) -> Work:
        if work_id not in self._works:
            found = self.known.get(work_id)
            assert isinstance(found, Work)
            self._works[work_id] = found
        return self._works[work_id]


def _context(document: Document, passage: Passage) -> str:
    """Return a passage with some text before and after it."""
    start, end = max(0, passage.start - _AROUND), passage.end + _AROUND
    return document.text[start:end]


def _people(agents: Iterable[Agent], works: Iterable[Work], document: Document) -> tuple[str, ...]:
    names = {one.name for one in agents if one.kind is AgentKind.PERSON}
    names.update(name for work in works for name in work.authors)
    return tuple(sorted(names - set(document.authors)))


def _cites(bundle: Bundle, passages: Mapping[str, Passage]) -> dict[str, list[str]]:
    """Return, by assertion, the works that its sentence cites."""
    found: dict[str, list[str]] = defaultdict(list)
    assertions = sorted(
        _of(Assertion, bundle.owned), key=lambda one: passages[one.passage_id].start
    )
    words = Overlapping(passages[one.passage_id] for one in assertions)
    for citation in _of(Citation, bundle.owned):
        for index in words.at(passages[citation.context_id]):
            found[assertions[index].id] += citation.work_ids
    return found


def _of(cls: type[R], records: Iterable[Record]) -> list[R]:
    return [record for record in records if isinstance(record, cls)]


def _group(records: Iterable[R], key: Callable[[R], K]) -> dict[K, list[R]]:
    groups: dict[K, list[R]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return groups
