from __future__ import annotations

from collections.abc import Iterable

from ingest.findings import MentionFound
from ingest.resolve.concepts import ResolvedConcepts, resolve_concepts
from kg.model import Concept
from kg.vocab import ConceptKind


class Shelf:
    """The aliases of documents stored so far."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, ...]] = {}
        self.keys: dict[str, str] = {}

    def lookup(self, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
        return {key: self.known[key] for key in keys if key in self.known}

    def add(self, *mentions: MentionFound) -> ResolvedConcepts:
        resolved = resolve_concepts(mentions, self.lookup, self.keys.__getitem__)
        self.keys.update((concept.id, concept.key) for concept in resolved.concepts)
        for key, target in resolved.aliases:
            self.known[key] = tuple(dict.fromkeys((*self.known.get(key, ()), target)))
        return resolved


def mention(
    key: str, label: str = "", *others: str, at: int = 0, kind: ConceptKind = ConceptKind.OTHER
) -> MentionFound:
    return MentionFound(
        start=at, end=at + 1, key=key, label=label or key, alternatives=others, kind=kind
    )


def test_equal_keys_are_one_concept_within_and_across_documents() -> None:
    shelf = Shelf()
    first = shelf.add(mention("tide pool", "tide pools"), mention("tide pool", "Tide Pool", at=5))
    assert len(first.concepts) == 1
    assert first.concepts[0].alternatives == ("Tide Pool",)
    again = shelf.add(mention("tide pool"))
    assert again.concept_ids == first.concept_ids[:1]


def test_a_long_form_joins_the_bare_acronym_stored_before() -> None:
    shelf = Shelf()
    bare = shelf.add(mention("krr", "KRR"))
    full = shelf.add(mention("kernel ridge regression", "kernel ridge regression", "KRR"))
    assert full.concept_ids == bare.concept_ids
    assert [(one.id, one.label) for one in full.concepts] == [
        (bare.concept_ids[0], "kernel ridge regression")
    ]
    assert shelf.add(mention("kernel ridge regression")).concept_ids == bare.concept_ids


def test_a_bare_acronym_joins_the_long_form_stored_before() -> None:
    shelf = Shelf()
    full = shelf.add(mention("kernel ridge regression", "kernel ridge regression", "KRR"))
    assert shelf.add(mention("krr", "KRR")).concept_ids == full.concept_ids


def test_two_long_forms_of_one_acronym_stay_apart_and_make_it_ambiguous() -> None:
    shelf = Shelf()
    one = shelf.add(mention("mean absolute error", "mean absolute error", "MAE"))
    two = shelf.add(mention("masked auto encoder", "masked auto encoder", "MAE"))
    assert one.concept_ids != two.concept_ids
    bare = shelf.add(mention("mae", "MAE"))
    assert bare.concepts == (Concept(key="mae", label="MAE"),)


def test_the_first_kind_that_says_something_stands() -> None:
    zorbo = mention("zorbo 9b"), mention("zorbo 9b", kind=ConceptKind.MODEL)
    [minted] = Shelf().add(*zorbo).concepts
    assert minted.kind is ConceptKind.MODEL


def test_nothing_gives_nothing() -> None:
    assert Shelf().add() == ResolvedConcepts((), (), ())
