"""Trusty URIs: names of RDF that hold a hash of it, by module RA of the specification.

T. Kuhn and M. Dumontier, Trusty URIs: Verifiable, immutable, and permanent digital artifacts
for linked data, ESWC 2014; specification version 1, 2015, trustyuri.net. The library of
nanopublications for Python would bring five packages, one that signs and one that fetches, for
these forty lines; tests compare with a published example.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.export.quads import terms

MARK: Final = "RA" + 43 * "_"
"""What stands in IRIs where the artifact code will."""


def named(quads: Iterable[Quad], mark: str = MARK) -> tuple[str, list[Quad]]:
    """Return the artifact code of quads, and the quads with it in the place of ``mark``.

    All quads are in named graphs, and none has a blank node.
    """
    distinct = sorted(set(quads), key=lambda quad: _order(quad, mark))
    code = artifact_code(distinct, mark)
    return code, [_exchanged(quad, mark, code) for quad in distinct]


def artifact_code(quads: Iterable[Quad], mark: str) -> str:
    """Return the artifact code of quads in whose IRIs ``mark`` stands for it.

    To verify a code, give it as the mark.
    """
    ordered = sorted(set(quads), key=lambda quad: _order(quad, mark))
    text = "".join(f"{_spelt(term, mark)}\n" for quad in ordered for term in terms(quad))
    digest = hashlib.sha256(text.encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def _order(quad: Quad, mark: str) -> tuple[str | bool, ...]:
    graph, subject, predicate, last = terms(quad)
    first = (_iri(graph, mark), _iri(subject, mark), _iri(predicate, mark))
    if isinstance(last, Literal):
        language = last.language or ""
        datatype = "" if language else last.datatype.value
        return *first, True, last.value, bool(datatype), datatype or language
    return *first, False, _iri(last, mark)


def _spelt(term: NamedNode | Literal, mark: str) -> str:
    if not isinstance(term, Literal):
        return _iri(term, mark)
    text = term.value.replace("\\", "\\\\").replace("\n", "\\n")
    if term.language:
        return f"@{term.language.lower()} {text}"
    return f"^{term.datatype.value} {text}"


def _iri(term: NamedNode, mark: str) -> str:
    return term.value.replace(mark, " ")


def _exchanged(quad: Quad, mark: str, code: str) -> Quad:
    *nodes, last = terms(quad)
    graph, subject, predicate = (NamedNode(one.value.replace(mark, code)) for one in nodes)
    if isinstance(last, NamedNode):
        last = NamedNode(last.value.replace(mark, code))
    return Quad(subject, predicate, last, graph)
