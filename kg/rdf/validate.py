"""SHACL: the shapes of ``shapes.ttl`` and those that follow from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import pyshacl
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.term import Node

from kg.ids import from_iri
from kg.rdf.dataset import Dataset
from kg.rdf.nquads import without_graph
from kg.rdf.sparql import shorten
from kg.vocab import (
    ARGUMENT_KINDS,
    DEPENDENCY_KINDS,
    END_CLASSES,
    RELATION_KINDS,
    Action,
    AgentKind,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Genre,
    Mode,
    Polarity,
    RecordKind,
    RelationKind,
    SectionKind,
    Stance,
    Status,
    expand,
)

_SHAPES: Final = Path(__file__).with_name("shapes.ttl")
_SHAPE: Final = Namespace("https://w3id.org/claimgraph/shapes#")

# Which closed list a property of a class takes its one value from.
ENUMERATIONS: Final[tuple[tuple[str, str, type[StrEnum]], ...]] = (
    ("fabio:Expression", "cg:genre", Genre),
    ("foaf:Agent", "cg:kind", AgentKind),
    ("skos:Concept", "cg:kind", ConceptKind),
    ("oa:Annotation", "cg:kind", ConceptKind),
    ("cg:Assertion", "cg:kind", ClaimKind),
    ("cg:Assertion", "cg:mode", Mode),
    ("cg:Assertion", "cg:polarity", Polarity),
    ("cg:Assertion", "cg:status", Status),
    ("cg:Evidence", "cg:kind", EvidenceKind),
    ("cg:Evidence", "cg:status", Status),
    ("cg:Relation", "cg:status", Status),
    ("cg:Dependency", "cg:mode", Mode),
    ("cg:Dependency", "cg:polarity", Polarity),
    ("cg:Dependency", "cg:status", Status),
    ("cg:Match", "cg:status", Status),
    ("oa:SpecificResource", "cg:sectionKind", SectionKind),
    ("cg:Position", "cg:stance", Stance),
    ("cg:Decision", "cg:action", Action),
)
_OPTIONAL: Final = {("oa:SpecificResource", "cg:sectionKind")}
_LINKS: Final = (("cg:Relation", ARGUMENT_KINDS), ("cg:Dependency", DEPENDENCY_KINDS))


def validate(dataset: Dataset) -> list[str]:
    """Return one line for each violation of the shapes in the union of all graphs."""
    data = Graph()
    triples = (without_graph(text, name) for name, text in dataset.graphs().items())
    data.parse(data="".join(triples), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes(), inplace=True)
    assert isinstance(report, Graph)
    return [] if conforms else sorted(_lines(report))


def shapes() -> Graph:
    """Return all shapes: those of the file, enumerations, and the ends of each relation."""
    graph = Graph().parse(_SHAPES, format="turtle")
    for owner, path, values in ENUMERATIONS:
        _enumeration(graph, owner, path, values)
    for owner, kinds in _LINKS:
        _links(graph, owner, [RELATION_KINDS[kind] for kind in kinds])
    return graph


def _enumeration(graph: Graph, owner: str, path: str, values: type[StrEnum]) -> None:
    prop = (_at_most_once if (owner, path) in _OPTIONAL else _once)(
        graph, _shape(graph, owner), path
    )
    options = [RdfLiteral(value.value) for value in values]
    graph.add((prop, SH["in"], _list(graph, prop + "-values", options)))


def _links(graph: Graph, owner: str, kinds: Sequence[RelationKind]) -> None:
    """Demand a kind of the family, and ends that some kind (for direct triples: this) has."""
    shape = _shape(graph, owner)
    prop = _once(graph, shape, "cg:kind")
    names = [RdfLiteral(kind.name) for kind in kinds]
    graph.add((prop, SH["in"], _list(graph, prop + "-values", names)))
    sources = _once(graph, shape, "cg:source")
    targets = _once(graph, shape, "cg:target")
    _classes(graph, sources, (end for kind in kinds for end in kind.sources))
    _classes(graph, targets, (end for kind in kinds for end in kind.targets))
    for kind in kinds:
        for target, ends in (
            (SH.targetSubjectsOf, kind.sources),
            (SH.targetObjectsOf, kind.targets),
        ):
            direct = URIRef(f"{shape}-{kind.name}-{target.fragment}")
            graph.add((direct, RDF.type, SH.NodeShape))
            graph.add((direct, target, URIRef(expand(kind.curie))))
            _classes(graph, direct, ends)


def _classes(graph: Graph, shape: URIRef, ends: Iterable[RecordKind]) -> None:
    """Demand an instance of the class of one of the ends."""
    options: list[Node] = []
    for end in dict.fromkeys(ends):
        option = URIRef(f"{shape}-{end}")
        graph.add((option, SH["class"], URIRef(expand(END_CLASSES[end]))))
        options.append(option)
    graph.add((shape, SH["or"], _list(graph, shape + "-classes", options)))


def _shape(graph: Graph, owner: str) -> URIRef:
    shape = _SHAPE[f"vocabulary-{owner.replace(':', '-')}"]
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, URIRef(expand(owner))))
    return shape


def _once(graph: Graph, shape: URIRef, path: str) -> URIRef:
    """Demand exactly one value, and return the property shape for what else it must be."""
    prop = _at_most_once(graph, shape, path)
    graph.add((prop, SH.minCount, RdfLiteral(1)))
    return prop


def _at_most_once(graph: Graph, shape: URIRef, path: str) -> URIRef:
    prop = URIRef(f"{shape}-{path.partition(':')[2]}")
    graph.add((shape, SH.property, prop))
    graph.add((prop, SH.path, URIRef(expand(path))))
    graph.add((prop, SH.maxCount, RdfLiteral(1)))
    return prop


def _list(graph: Graph, name: URIRef, members: Sequence[Node]) -> URIRef:
    Collection(graph, name, list(members))
    return name


def _lines(report: Graph) -> Iterator[str]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        path = report.value(result, SH.resultPath)
        message = " ".join(str(report.value(result, SH.resultMessage)).split())
        where = f" {shorten(str(path))}" if path else ""
        yield f"{from_iri(focus) or shorten(focus)}{where}: {message}"
