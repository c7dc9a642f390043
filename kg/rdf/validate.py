"""SHACL: the shapes of ``shapes.ttl`` and those that follow from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

import pyshacl
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
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
    REUSED,
    TERMS,
    Action,
    AgentKind,
    ClaimKind,
    ConceptKind,
    EvidenceKind,
    Genre,
    Mode,
    Polarity,
    Reason,
    RelationKind,
    SectionKind,
    Stance,
    Status,
    Term,
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
    ("cg:Decision", "cg:reason", Reason),
)
_OPTIONAL: Final = {("oa:SpecificResource", "cg:sectionKind"), ("cg:Decision", "cg:reason")}
_LINKS: Final = (("cg:Relation", ARGUMENT_KINDS), ("cg:Dependency", DEPENDENCY_KINDS))


class Violation(NamedTuple):
    """A node that breaks a shape, the IRI of the property at which (or "") and what is wrong."""

    focus: str
    path: str
    message: str


def validate(dataset: Dataset) -> list[str]:
    """Return one line for each violation of the shapes in the union of all graphs."""
    data = Graph()
    triples = (without_graph(text, name) for name, text in dataset.graphs().items())
    data.parse(data="".join(triples), format="nt")
    return sorted({_line(violation) for violation in violations(data)})


def violations(data: Graph) -> list[Violation]:
    """Return what breaks the shapes in a graph, to which unions of classes are added."""
    wanted = shapes()
    for union in wanted.triples((None, RDFS.subClassOf, None)):  # SHACL looks in the data
        data.add(union)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=wanted, inplace=True)
    assert isinstance(report, Graph)
    return [] if conforms else list(_reported(report))


def shapes() -> Graph:
    """Return all shapes: those of the file, and what follows from the vocabulary."""
    graph = Graph().parse(_SHAPES, format="turtle")
    for owner, path, values in ENUMERATIONS:
        _enumeration(graph, owner, path, values)
    for owner, kinds in _LINKS:
        _links(graph, owner, [RELATION_KINDS[kind] for kind in kinds])
    for term in (TERMS | REUSED).values():
        _ends(graph, term)
    return graph


def _ends(graph: Graph, term: Term) -> None:
    """Demand that a property leads from its domain to its range, where they are given."""
    shape = _SHAPE[f"term-{term.curie.replace(':', '-')}"]
    path = URIRef(expand(term.curie))
    for target, ends in ((SH.targetSubjectsOf, term.domain), (SH.targetObjectsOf, term.range)):
        if ends:
            end = URIRef(f"{shape}-{target.fragment}")
            graph.add((end, RDF.type, SH.NodeShape))
            graph.add((end, target, path))
            _one_of(graph, end, ends.split(" or "))


def _enumeration(graph: Graph, owner: str, path: str, values: type[StrEnum]) -> None:
    prop = (_at_most_once if (owner, path) in _OPTIONAL else _once)(
        graph, _shape(graph, owner), path
    )
    options = [RdfLiteral(value.value) for value in values]
    graph.add((prop, SH["in"], _list(graph, prop + "-values", options)))


def _links(graph: Graph, owner: str, kinds: Sequence[RelationKind]) -> None:
    """Demand a kind of the family, and ends that some kind of it has."""
    shape = _shape(graph, owner)
    prop = _once(graph, shape, "cg:kind")
    names = [RdfLiteral(kind.name) for kind in kinds]
    graph.add((prop, SH["in"], _list(graph, prop + "-values", names)))
    for path, ends in (
        ("cg:source", [end for kind in kinds for end in kind.sources]),
        ("cg:target", [end for kind in kinds for end in kind.targets]),
    ):
        _once(graph, shape, path)
        _one_of(graph, _property(graph, shape, path, "class"), map(END_CLASSES.__getitem__, ends))


def _one_of(graph: Graph, shape: URIRef, names: Iterable[str]) -> None:
    """Demand an instance of one of some classes, or a literal of a data type.

    Several classes are made subclasses of one that is asked for: ``sh:or`` would write a
    report on each that a node is not of, which takes most of the time.
    """
    wanted = list(dict.fromkeys(names))
    if len(wanted) == 1:
        test = SH.datatype if wanted[0].startswith("xsd:") else SH["class"]
        graph.add((shape, test, URIRef(expand(wanted[0]))))
        return
    union = shape + "-union"
    for name in wanted:
        graph.add((URIRef(expand(name)), RDFS.subClassOf, union))
    graph.add((shape, SH["class"], union))
    graph.add((shape, SH.message, RdfLiteral(f"this is none of {', '.join(wanted)}")))


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
    prop = _property(graph, shape, path)
    graph.add((prop, SH.maxCount, RdfLiteral(1)))
    return prop


def _property(graph: Graph, shape: URIRef, path: str, suffix: str = "") -> URIRef:
    prop = URIRef(f"{shape}-{path.partition(':')[2]}{suffix}")
    graph.add((shape, SH.property, prop))
    graph.add((prop, SH.path, URIRef(expand(path))))
    return prop


def _list(graph: Graph, name: URIRef, members: Sequence[Node]) -> URIRef:
    Collection(graph, name, list(members))
    return name


def _reported(report: Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = " ".join(str(report.value(result, SH.resultMessage)).split())
        path = report.value(result, SH.resultPath)
        yield Violation(str(report.value(result, SH.focusNode)), str(path or ""), message)


def _line(found: Violation) -> str:
    where = f" {shorten(found.path)}" if found.path else ""
    return f"{from_iri(found.focus) or shorten(found.focus)}{where}: {found.message}"
