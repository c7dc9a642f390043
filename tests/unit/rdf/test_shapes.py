"""Every constraint of the shapes has something to check, and finds what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from kg.rdf.check import differences
from kg.rdf.nquads import without_graph
from kg.rdf.sparql import shorten
from kg.rdf.validate import shapes, violations
from kg.vocab import RECORD_CLASSES, REUSED, TERMS, expand
from tests.unit.rdf.whole import whole_graphs

ODD = Literal("Not this!", datatype=URIRef("test:odd"))
SHAPES = shapes()
WHOLE = whole_graphs()
LINES = sorted(line for text in WHOLE.values() for line in text.splitlines(keepends=True))
Found = set[tuple[str, str]]


@pytest.fixture
def data() -> Graph:
    """All triples of the graphs that have everything."""
    texts = (without_graph(text, name) for name, text in WHOLE.items())
    return Graph().parse(data="".join(texts), format="nt")


def targets(data: Graph, shape: Node) -> set[Node]:
    """The nodes that a shape is about."""
    found: set[Node] = set()
    for name in SHAPES.objects(shape, SH.targetClass):
        found.update(data.subjects(RDF.type, name))
    for path in SHAPES.objects(shape, SH.targetSubjectsOf):
        found.update(data.subjects(path))
    for path in SHAPES.objects(shape, SH.targetObjectsOf):
        found.update(data.objects(None, path))
    return found


def constraints(data: Graph, kind: URIRef) -> Iterator[tuple[Node, Node, Node, Node]]:
    """Each focus node with the path and the value of a constraint of some kind on it."""
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        for prop in SHAPES.objects(shape, SH.property):
            path, value = SHAPES.value(prop, SH.path), SHAPES.value(prop, kind)
            if value is not None and path is not None:
                for focus in targets(data, shape):
                    yield focus, path, value, prop


def found(data: Graph) -> Found:
    """Which node breaks a shape at which property; without one, by itself."""
    return {(focus, path) for focus, path, _ in violations(data)}


def test_the_whole_is_sound(data: Graph) -> None:
    assert found(data) == set()


def test_no_shape_is_about_nothing(data: Graph) -> None:
    idle = {
        str(shape)
        for shape in SHAPES.subjects(RDF.type, SH.NodeShape)
        if not targets(data, shape) and "cg-revision" not in str(shape)
    }
    assert idle == set()


def test_each_class_has_a_shape_of_its_own() -> None:
    shaped = {shorten(str(name)) for name in SHAPES.objects(None, SH.targetClass)}
    for classes in RECORD_CLASSES.values():
        assert shaped & set(classes)


def test_what_must_be_there_is_missed(data: Graph) -> None:
    wanted = {(str(focus), str(path)) for focus, path, _, _ in constraints(data, SH.minCount)}
    for triple in list(data):
        if triple[1] != RDF.type:
            data.remove(triple)
    assert wanted <= found(data)


def test_what_may_stand_once_is_found_twice(data: Graph) -> None:
    limited = [
        (focus, path, value)
        for focus, path, _, _ in constraints(data, SH.maxCount)
        for value in [data.value(focus, path)]
        if value is not None
    ]
    for focus, path, value in limited:
        data.add((focus, path, Literal("once more") if isinstance(value, Literal) else ODD))
        data.add((focus, path, Literal("and again")))
    assert {(str(focus), str(path)) for focus, path, _ in limited} <= found(data)


@pytest.mark.parametrize("kind", [SH["in"], SH["class"], SH.datatype, SH.pattern, SH.minInclusive])
def test_a_value_that_may_not_be_is_found(data: Graph, kind: URIRef) -> None:
    wrong = {(focus, path) for focus, path, _, _ in constraints(data, kind)}
    replaced = {(focus, path) for focus, path in wrong if data.value(focus, path) is not None}
    odd = Literal(-1, datatype=URIRef(expand("xsd:decimal"))) if kind == SH.minInclusive else ODD
    for focus, path in replaced:
        data.set((focus, path, odd))
    assert replaced
    assert {(str(focus), str(path)) for focus, path in replaced} <= found(data)


def test_a_property_of_what_may_not_have_it_is_found() -> None:
    limited = [curie for curie, term in (TERMS | REUSED).items() if term.domain]
    data = Graph()
    for curie in limited:
        stray = URIRef(f"test:{curie}")
        data.add((stray, URIRef(expand(curie)), stray))
    assert {(f"test:{curie}", "") for curie in limited} <= found(data)


@given(st.sampled_from(LINES), st.sampled_from(["drop", "corrupt"]))
def test_each_quad_that_is_changed_is_found_by_comparison(line: str, change: str) -> None:
    """What the shapes let pass, such as a lost hedge, contradicts the records."""
    new = "" if change == "drop" else line.replace("> ", "#odd> ", 1)
    changed = {name: text.replace(line, new) for name, text in WHOLE.items()}
    assert differences(changed, WHOLE)
