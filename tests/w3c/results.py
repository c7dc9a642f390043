"""Answers as graphs, so that two are equal when they say the same of renamed blank nodes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.rdf.sparql import Result, Term

_RESULTS = {
    ".srx": QueryResultsFormat.XML,
    ".srj": QueryResultsFormat.JSON,
    ".tsv": QueryResultsFormat.TSV,
}
_OURS = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".ttl": "ttl"}
_BOOLEAN = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_ROW = NamedNode("test:row")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE]\d+)?")
_NUMBERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("decimal", "double", "float")
)


def expected(path: Path, base: str) -> object:
    """Return what a file of results says: a truth value, or rows or triples as a canonical graph.

    Raises:
        KeyError: if its suffix is not one of the formats of the suite.
    """
    if path.suffix == ".ttl":
        return _canonical(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=base))
    return _read(parse_query_results(path=str(path), format=_RESULTS[path.suffix]))


def found(result: Result, suffix: str) -> object:
    """Return what an answer of ours says, when it is written in the format of a suffix."""
    written = result.write(_OURS[suffix])
    if result.answer.form == "triples":
        return _canonical(parse(written, RdfFormat.TURTLE))
    return _read(parse_query_results(written, _RESULTS[suffix]))


def _read(results: QuerySolutions | QueryBoolean) -> object:
    if isinstance(results, QueryBoolean):
        return bool(results)
    return _rows([variable.value for variable in results.variables], results)


def _rows(variables: Sequence[str], solutions: Iterable[Iterable[Term]]) -> object:
    """Return a bag of solutions as a canonical graph; the order of rows is not in it."""
    quads = []
    for solution in solutions:
        row = BlankNode()
        quads.append(Quad(_ROW, _ROW, row))
        for variable, value in zip(variables, solution, strict=True):
            if value is not None:
                quads.append(Quad(row, NamedNode(f"test:{variable}"), _normal(value)))
    return frozenset(variables), _canonical(quads)


def table(text: str) -> list[list[tuple[str, str]]]:
    """Return the rows of CSV in order, each with its cells by column."""
    return sorted(
        sorted((name, _cell(cell)) for name, cell in row.items())
        for row in csv.DictReader(io.StringIO(text))
    )


def _cell(text: str) -> str:
    """Write a number in one way, and a blank node, whose label says nothing, without it."""
    if _NUMBER.fullmatch(text):
        return _number(text)
    return "_:" if text.startswith("_:") else text


def _canonical(quads: Iterable[Quad]) -> frozenset[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in dataset)


def _normal(value: NamedNode | BlankNode | Literal | Triple) -> NamedNode | BlankNode | Literal:
    """Write a number or truth value in one way: the suite leaves its spelling to the engine."""
    assert not isinstance(value, Triple)
    if not isinstance(value, Literal):
        return value
    if value.datatype == _BOOLEAN:
        text = {"0": "false", "1": "true"}.get(value.value, value.value)
        return Literal(text, datatype=_BOOLEAN)
    if value.datatype.value not in _NUMBERS:
        return value
    return Literal(_number(value.value), datatype=value.datatype)


def _number(text: str) -> str:
    return format(Decimal(text).normalize(), "f")
