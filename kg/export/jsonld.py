"""The quads of a database as JSON-LD, with a context of our own.

The context is inside the file, so that it can be read without a network, and ships as
``context.jsonld``. ``python -m kg.export.jsonld`` writes that anew from the vocabulary.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.database import Database
from kg.export.formats import Export, Options
from kg.export.quads import escaped, terms
from kg.vocab import PREFIXES, TERMS, Term, expand

CONTEXT_FILE: Final = Path(__file__).with_name("context.jsonld")
_TYPE: Final = expand("rdf:type")
_STRING: Final = expand("xsd:string")
_COERCED: Final = ("xsd:integer", "xsd:decimal")
_IDS: Final = ("cgid", "cg")

Node = dict[str, Any]


def context() -> dict[str, Any]:
    """Return the context: every prefix, and each of our own properties with what it leads to."""
    terms = {
        term.curie.partition(":")[2]: _definition(term)
        for term in sorted(TERMS.values(), key=lambda term: term.curie)
        if term.curie.startswith("cg:")
    }
    return {"@version": 1.1, **PREFIXES, **terms}


def _definition(term: Term) -> str | dict[str, str]:
    if term.is_class or not term.range:
        return term.curie
    ranges = term.range.split(" or ")
    if ranges[0] in _COERCED:
        return {"@id": term.curie, "@type": ranges[0]}
    return term.curie if ranges[0].startswith("xsd:") else {"@id": term.curie, "@type": "@id"}


class Compactor:
    """Writes terms as short as the context lets them be."""

    def __init__(self) -> None:
        self.context = context()
        self._names = {
            expand(term["@id"] if isinstance(term, dict) else term): name
            for name, term in self.context.items()
            if name not in PREFIXES and name != "@version"
        }
        self._coerced = {
            iri: expand_type(self.context[name]["@type"])
            for iri, name in self._names.items()
            if isinstance(self.context[name], dict)
        }

    def iri(self, iri: str) -> str:
        """Return the IRI of a node, short where it is one of a record or a term of ours."""
        for prefix in _IDS:
            if iri.startswith(PREFIXES[prefix]):
                return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
        return iri

    def name(self, iri: str) -> str:
        """Return the name of a class or property: a term, a prefixed name or the IRI."""
        if iri in self._names:
            return self._names[iri]
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def value(self, predicate: str, term: NamedNode | Literal) -> Any:
        """Return the object of a property."""
        coerced = self._coerced.get(predicate)
        if isinstance(term, NamedNode):
            short = self.iri(term.value)
            return short if coerced == "@id" else {"@id": short}
        datatype = term.datatype.value
        if datatype == coerced or (datatype == _STRING and coerced is None):
            return term.value
        return {"@value": term.value, "@type": self.name(datatype)}


def expand_type(name: str) -> str:
    """Return the IRI of a type in the context; a keyword stays."""
    return name if name.startswith("@") else expand(name)


def _write(database: Database, out: BinaryIO, _options: Options) -> None:
    short = Compactor()
    out.write(f'{{"@context":{json.dumps(short.context, indent=1)},\n"@graph":['.encode())
    before = "\n"
    for iri, nquads in database.store.each_graph():
        quads = parse(nquads, RdfFormat.N_QUADS)
        graph = {"@id": short.iri(iri), "@graph": list(_nodes(short, quads))}
        written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{before}{escaped(written)}".encode())
        before = ",\n"
    out.write(b"\n]}\n")


def _nodes(short: Compactor, quads: Iterator[Quad]) -> Iterator[Node]:
    for subject, group in groupby(map(terms, quads), lambda found: found[1].value):
        node: Node = {"@id": short.iri(subject)}
        for _, _, predicate, value in group:
            if predicate.value == _TYPE:
                node.setdefault("@type", []).append(short.name(value.value))
            else:
                found = short.value(predicate.value, value)
                node.setdefault(short.name(predicate.value), []).append(found)
        yield {name: _alone(value) for name, value in node.items()}


def _alone(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def context_text() -> str:
    """Return the text of ``context.jsonld``."""
    return json.dumps({"@context": context()}, indent=1) + "\n"


EXPORT: Final = Export(
    "All quads by graph, as JSON with a context of its own",
    ".jsonld",
    "application/ld+json",
    _write,
)


if __name__ == "__main__":
    CONTEXT_FILE.write_text(context_text(), encoding="utf-8")
