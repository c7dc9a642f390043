"""RDF exports: what two readers that nobody here wrote find is what the store holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from kg.database import Database
from kg.export import jsonld
from kg.model import Bundle, Claim
from kg.vocab import TERMS, expand
from tests.contracts.strategies import hostile_bundles
from tests.unit.export.conftest import exported, make

FORMATS = {
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "trig": (RdfFormat.TRIG, "trig"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "nanopubs": (RdfFormat.TRIG, "trig"),
    "turtle": (RdfFormat.TURTLE, "turtle"),
}
PROPERTY = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from writing times and numbers in its own way."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def stored(database: Database) -> set[Quad]:
    text = "".join(database.store.stored_graphs().values())
    return set(parse(text, RdfFormat.N_QUADS))


def by_oxigraph(data: bytes, name: str) -> set[Quad]:
    return set(parse(data, FORMATS[name][0]))


def by_rdflib(data: bytes, name: str) -> set[Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=FORMATS[name][1])
    found = dataset.serialize(format="nquads")
    return {_in_default(one) for one in parse(found, RdfFormat.N_QUADS)}


def _in_default(quad: Quad) -> Quad:
    """A quad with rdflib's name of the default graph gone."""
    if str(quad.graph_name) == "<urn:x-rdflib:default>":
        return Quad(quad.subject, quad.predicate, quad.object)
    return quad


READERS = pytest.mark.parametrize("read", [by_oxigraph, by_rdflib])
Read = Callable[[bytes, str], set[Quad]]


@READERS
@pytest.mark.parametrize("name", ["nquads", "trig", "jsonld"])
def test_quads_come_back(database: Database, name: str, read: Read) -> None:
    assert read(exported(database, name), name) == stored(database)


@READERS
def test_triples_come_back(database: Database, read: Read) -> None:
    wanted = {Quad(one.subject, one.predicate, one.object) for one in stored(database)}
    assert read(exported(database, "turtle"), "turtle") == wanted


def test_both_readers_find_the_same_nanopublications(database: Database) -> None:
    data = exported(database, "nanopubs")
    assert by_oxigraph(data, "nanopubs") == by_rdflib(data, "nanopubs")


@pytest.mark.parametrize("name", FORMATS)
def test_there_are_no_blank_nodes(database: Database, name: str) -> None:
    for quad in by_oxigraph(exported(database, name), name):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, (BlankNode, Triple))


@given(hostile_bundles())
@PROPERTY
def test_hostile_text_comes_back(bundle: Bundle) -> None:
    with make([bundle]) as database:
        wordings = {one.wording for one in database.store.find(Claim)}
        for name in FORMATS:
            for read in (by_oxigraph, by_rdflib):
                quads = read(exported(database, name), name)
                found = {getattr(one.object, "value", None) for one in quads
                         if one.predicate.value == expand("schema:text")}  # fmt: skip
                assert wordings <= found, name
        for name in ("nquads", "trig", "jsonld"):
            assert by_oxigraph(exported(database, name), name) == stored(database)


def test_json_ld_is_read_by_names(database: Database) -> None:
    """A program that knows nothing of RDF finds a claim's assertions."""
    found = json.loads(exported(database, "jsonld"))
    all_nodes = [node for graph in found["@graph"] for node in graph["@graph"]]
    nodes = {node["@id"]: node for node in all_nodes if "@type" in node}
    said = next(one for one in nodes.values() if one["@type"] == "Assertion")
    assert nodes[said["expresses"]]["schema:text"]
    assert nodes[said["holder"]]["foaf:name"]
    assert said["mode"] == "asserts"
    assert said["score"] == "0.5"


def test_the_context_that_ships_is_that_of_the_vocabulary() -> None:
    assert jsonld.CONTEXT_FILE.read_text(encoding="utf-8") == jsonld.context_text()
    names = set(jsonld.context())
    assert {curie.removeprefix("cg:") for curie in TERMS if curie.startswith("cg:")} <= names


def test_graphs_stream(database: Database) -> None:
    """Each graph is asked for when the one before it was written."""
    graphs: Iterator[tuple[str, str]] = database.store.each_graph()
    first, second = next(graphs), next(graphs)
    assert first[0] < second[0]
    assert dict([first, second, *graphs]) == database.store.stored_graphs()
