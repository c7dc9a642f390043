"""What the endpoint says of itself: the service description of SPARQL 1.1, and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.endpoint.settings import Settings
from kg.vocab import NS, PREFIXES

_RDF: Final = PREFIXES["rdf"]
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_INTEGER: Final = NamedNode(PREFIXES["xsd"] + "integer")
_OFFERED: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "TriG",
    "N-Triples",
    "N-Quads",
    "JSON-LD",
    "RDF_XML",
)
COUNTS: Final = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?predicates)
WHERE { ?s ?p ?o }
"""


def service(endpoint: str, settings: Settings) -> bytes:
    """Return the service description, as N-Triples."""
    this, dataset, graph = NamedNode(endpoint), BlankNode(), BlankNode()
    features = ["UnionDefaultGraph", *(["BasicFederatedQuery"] if settings.services else [])]
    return _written(
        (
            Triple(this, NamedNode(_RDF + "type"), NamedNode(_SD + "Service")),
            Triple(this, NamedNode(_SD + "endpoint"), this),
            Triple(this, NamedNode(_SD + "supportedLanguage"), NamedNode(_SD + "SPARQL11Query")),
            *(Triple(this, NamedNode(_SD + "feature"), NamedNode(_SD + one)) for one in features),
            *(
                Triple(this, NamedNode(_SD + "resultFormat"), NamedNode(_FORMATS + one))
                for one in _OFFERED
            ),
            Triple(this, NamedNode(_SD + "defaultDataset"), dataset),
            Triple(dataset, NamedNode(_RDF + "type"), NamedNode(_SD + "Dataset")),
            Triple(dataset, NamedNode(_SD + "defaultGraph"), graph),
            Triple(graph, NamedNode(_RDF + "type"), NamedNode(_SD + "Graph")),
        )
    )


def void(this: str, endpoint: str, counts: dict[str, int]) -> bytes:
    """Return the VoID description, as N-Triples; ``counts`` are the columns of ``COUNTS``."""
    dataset = NamedNode(f"{this}#dataset")
    named = {
        "triples": "triples",
        "distinctSubjects": "subjects",
        "properties": "predicates",
    }
    return _written(
        (
            Triple(dataset, NamedNode(_RDF + "type"), NamedNode(_VOID + "Dataset")),
            Triple(
                dataset, NamedNode(PREFIXES["dcterms"] + "title"), Literal("A Claimgraph database")
            ),
            Triple(dataset, NamedNode(_VOID + "sparqlEndpoint"), NamedNode(endpoint)),
            Triple(dataset, NamedNode(_VOID + "uriSpace"), Literal(PREFIXES["cgid"])),
            *(Triple(dataset, NamedNode(_VOID + "vocabulary"), one) for one in _vocabularies()),
            *(
                Triple(
                    dataset,
                    NamedNode(_VOID + name),
                    Literal(str(counts[column]), datatype=_INTEGER),
                )
                for name, column in named.items()
            ),
        )
    )


def _vocabularies() -> Iterator[NamedNode]:
    yield NamedNode(NS)
    for name, namespace in PREFIXES.items():
        if name not in ("cg", "cgid"):
            yield NamedNode(namespace)


def _written(triples: tuple[Triple, ...]) -> bytes:
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert written is not None
    return written
