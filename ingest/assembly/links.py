"""Relations between a document's claims and those of documents that are already stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ingest.assembly.known import Known, Origin, replaced_ids
from ingest.assembly.overlapping import Overlapping
from ingest.resolve.relations import Candidate, link
from kg.model import (
    Assertion,
    Bundle,
    Citation,
    Claim,
    Dependency,
    Passage,
    Record,
    Relation,
)
from kg.views import HeldAssertion

R = TypeVar("R", bound=Record)
K = TypeVar("K", bound=Hashable)


def links(bundle: Bundle, origin: Origin, known: Known) -> tuple[Relation, ...]:
    """Return the relations that the claims of a new document have to known ones.

    Claims that other texts of the same work state are left out: a copy neither rebuts nor
    supports its original. So are those of the version that this document replaces.
    """
    return tuple(link(list(_new(bundle)), list(_known(bundle, origin, known))))


def _new(bundle: Bundle) -> Iterator[Candidate]:
    stated = _group(_of(Assertion, bundle.owned), lambda one: one.claim_id)
    said = _group(_of(Dependency, bundle.owned), lambda one: one.assertion_id)
    cites = _cites(bundle)
    for claim in _of(Claim, bundle.shared):
        yield Candidate(
            claim=claim,
            assertions=tuple(stated[claim.id]),
            work_id=bundle.document.work_id,
            cites=tuple(dict.fromkeys(work for one in stated[claim.id] for work in cites[one.id])),
            dependencies=tuple(one for by in stated[claim.id] for one in said[by.id]),
        )


def _known(bundle: Bundle, origin: Origin, known: Known) -> Iterator[Candidate]:
    replaced = replaced_ids(known, origin)
    said = _group(known.find(Dependency), lambda one: one.assertion_id)
    claims = {claim.id: claim for claim in known.find(Claim)}
    for claim_id, held in known.held_assertions().items():
        others = [
            one
            for one in held
            if one.quote.source.work_id != bundle.document.work_id
            and one.quote.source.id not in replaced
        ]
        if others:
            yield _candidate(claims[claim_id], others, said)


def _candidate(
    claim: Claim, held: Sequence[HeldAssertion], said: Mapping[str | None, list[Dependency]]
) -> Candidate:
    return Candidate(
        claim=claim,
        assertions=tuple(one.assertion for one in held),
        work_id=held[0].quote.source.work_id,
        cites=tuple(dict.fromkeys(work.id for one in held for work in one.cites)),
        dependencies=tuple(
            dependency for one in held for dependency in said.get(one.assertion.id, ())
        ),
    )


def _cites(bundle: Bundle) -> dict[str, list[str]]:
    """Return, by assertion, the works that its sentence cites."""
    passages = {one.id: one for one in _of(Passage, bundle.owned)}
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
