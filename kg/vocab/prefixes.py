"""Namespaces and their prefixes."""

from __future__ import annotations

from typing import Final

NS: Final = "https://w3id.org/claimgraph/ns#"

PREFIXES: Final = {
    "cg": NS,
    "cgid": "https://w3id.org/claimgraph/id/",
    "aif": "http://www.arg.dundee.ac.uk/aif#",
    "bibo": "http://purl.org/ontology/bibo/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "cito": "http://purl.org/spar/cito/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "deo": "http://purl.org/spar/deo/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "mp": "http://purl.org/mp/",
    "oa": "http://www.w3.org/ns/oa#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name such as ``cito:Citation``.

    Raises:
        KeyError: if the prefix is not one of ``PREFIXES``.
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local
