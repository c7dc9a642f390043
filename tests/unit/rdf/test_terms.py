"""What the documentation says of each term holds in graphs that have everything."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.rdf.sparql import shorten
from kg.vocab import REUSED, TERMS, Term, expand
from tests.unit.rdf.factory import Essay, rejected
from tests.unit.rdf.whole import whole_graphs

DOCUMENTED = TERMS | REUSED
# What the dataset of a remote store says of itself; no record has it.
ELSEWHERE = {"cg:revision"}

Triple = tuple[str, str, NamedNode | Literal]


def triples(graphs: dict[str, str]) -> list[Triple]:
    found = []
    for text in graphs.values():
        for quad in parse(text, RdfFormat.N_QUADS):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            found.append((quad.subject.value, shorten(quad.predicate.value), quad.object))
    return found


@pytest.fixture(scope="module")
def whole() -> list[Triple]:
    return triples(whole_graphs())


def classes_of(found: list[Triple]) -> dict[str, set[str]]:
    classes: dict[str, set[str]] = defaultdict(set)
    for subject, path, value in found:
        if path == "rdf:type":
            classes[subject].add(shorten(value.value))
    return classes


def test_no_term_is_ours_and_another_s() -> None:
    assert not TERMS.keys() & REUSED.keys()
    assert all(curie.startswith("cg:") for curie in TERMS)
    assert all(expand(curie) for curie in REUSED)


def test_what_is_emitted_is_documented_and_what_is_documented_is_emitted(
    whole: list[Triple],
) -> None:
    classes = {name for some in classes_of(whole).values() for name in some}
    paths = {path for _, path, _ in whole}
    assert classes == {curie for curie, term in DOCUMENTED.items() if term.is_class}
    assert paths == {curie for curie, term in DOCUMENTED.items() if not term.is_class} - ELSEWHERE


@pytest.mark.parametrize("graphs", [whole_graphs(), Essay().graphs, rejected(Essay()).graphs])
def test_each_property_leads_from_its_domain_to_its_range(graphs: dict[str, str]) -> None:
    found = triples(graphs)
    classes = classes_of(found)
    astray = {
        f"{path} from {classes[subject] or subject} to {kinds(classes, value)}"
        for subject, path, value in found
        if not (
            fits(DOCUMENTED[path].domain, classes[subject])
            and fits(DOCUMENTED[path].range, kinds(classes, value))
        )
    }
    assert not astray


def kinds(classes: dict[str, set[str]], value: NamedNode | Literal) -> set[str]:
    """The classes of a node, the data type of a literal."""
    if isinstance(value, Literal):
        return {shorten(value.datatype.value)}
    return classes[value.value]


def fits(wanted: str, found: set[str]) -> bool:
    return not wanted or bool(set(wanted.split(" or ")) & found)


@pytest.mark.parametrize("term", DOCUMENTED.values(), ids=lambda term: term.curie)
def test_each_term_says_what_it_means(term: Term) -> None:
    assert term.definition.endswith((".", ".)"))
    assert not (term.is_class and (term.domain or term.range))


def test_no_property_is_one_that_its_owner_calls_transitive() -> None:
    transitive = {
        "mp:supports",
        "skos:broaderTransitive",
        "skos:narrowerTransitive",
        "rdfs:subClassOf",
        "rdfs:subPropertyOf",
    }
    assert not DOCUMENTED.keys() & transitive
