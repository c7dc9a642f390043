"""SPARQL: run a query within limits, and write its answer in the format asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import UsageError
from kg.rdf import formats
from kg.rdf.dataset import Answer, Dataset, Limits, Query
from kg.rdf.vetting import vet
from kg.vocab import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple | None

FORMATS: Final = ("table", *formats.RESULTS, *formats.TRIPLES)


@dataclass(frozen=True)
class Result:
    """The answer to a query: rows, a truth value, or triples.

    ``variables`` and ``rows`` are there for all forms, so that a table can show any answer;
    unbound is None.
    """

    answer: Answer

    @cached_property
    def boolean(self) -> bool | None:
        """The answer to an ASK, None for other forms."""
        if self.answer.form == "triples":
            return None
        results = self._solutions
        return bool(results) if isinstance(results, QueryBoolean) else None

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without question marks."""
        if self.answer.form == "triples":
            return ("subject", "predicate", "object")
        results = self._solutions
        if isinstance(results, QueryBoolean):
            return ("answer",)
        return tuple(variable.value for variable in results.variables)

    @cached_property
    def terms(self) -> tuple[tuple[Term, ...], ...]:
        """The rows as RDF terms; an ASK has none."""
        return tuple(self.some_terms(0, None))

    @cached_property
    def size(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self._walked())

    def some_terms(self, first: int, count: int | None) -> Iterator[tuple[Term, ...]]:
        """Yield ``count`` rows, or all, from row number ``first`` on, counted from 0."""
        end = None if count is None else first + count
        for row in islice(self._walked(), first, end):
            if isinstance(row, Quad):
                yield row.subject, row.predicate, row.object
            else:
                yield tuple(row)

    def _walked(self) -> Iterator[QuerySolution | Quad]:
        if self.answer.form == "triples":
            return iter(parse(self.answer.payload, RdfFormat.N_TRIPLES))
        results = self._solutions
        return iter(()) if isinstance(results, QueryBoolean) else iter(results)

    @cached_property
    def rows(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows as plain text: IRIs in full, literals without their datatype."""
        if self.boolean is not None:
            return ((str(self.boolean).lower(),),)
        return tuple(tuple(_plain(cell) for cell in row) for row in self.terms)

    def write(self, format_name: str) -> str:
        """Write the answer in one of ``FORMATS``.

        Raises:
            UsageError: if the format is unknown or does not fit the form of the answer.
        """
        if format_name == "table":
            return _table(self.variables, self.rows)
        triples = self.answer.form == "triples"
        names = formats.TRIPLES if triples else formats.RESULTS
        if format_name not in names:
            what = "triples" if triples else "the answer to SELECT or ASK"
            raise UsageError(
                f"{what} can be written as table, {', '.join(names)}; not as {format_name}"
            )
        if not triples:
            return formats.write_results(self.answer.payload, format_name).decode()
        try:
            return formats.write_triples(self.answer.payload, format_name, PREFIXES).decode()
        except ValueError as error:
            raise UsageError(str(error)) from error

    @property
    def _solutions(self) -> QuerySolutions | QueryBoolean:
        """The results, parsed anew each time: their rows can be walked once."""
        return parse_query_results(self.answer.payload, QueryResultsFormat.JSON)


def run(
    dataset: Dataset, query: str, *, limit_seconds: float = 30.0, limit_bytes: int = 64_000_000
) -> Result:
    """Run SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes of ``kg.vocab`` are declared.

    ``limit_seconds`` bounds the run, after which the query is really stopped;
    ``limit_bytes`` bounds the answer as SPARQL JSON or N-Triples.

    Raises:
        QueryError: if the query is malformed, refused (see :mod:`kg.rdf.vetting`) or runs
            past a limit.
        UsageError: if a limit is not positive.
    """
    asked, limits = Query(query), Limits(limit_seconds, limit_bytes)
    admit(asked, limits)
    return Result(dataset.answer(asked, limits))


def admit(query: Query, limits: Limits, *, services: Collection[str] = ()) -> None:
    """Refuse what no dataset may be asked; ``services`` are what ``SERVICE`` may name.

    Raises:
        QueryError: if the query is refused; see :mod:`kg.rdf.vetting`.
        UsageError: if a limit is not positive.
    """
    if not (limits.seconds > 0 and limits.bytes > 0 and (limits.rows is None or limits.rows > 0)):
        raise UsageError("a query's limits must be greater than zero")
    vet(query.text, services=services, graphs_given=query.graphs is not None)


def shorten(iri: str) -> str:
    """Write an IRI with one of our prefixes where one fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _plain(cell: Term) -> str | None:
    if cell is None:
        return None
    return str(cell) if isinstance(cell, Triple) else cell.value


def _table(variables: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...]) -> str:
    """Align columns; unprintable characters, which could steer a terminal, become spaces."""
    cells = [variables, *([_printable(shorten(cell or "")) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells]
    rule = "  ".join("-" * width for width in widths)
    return "".join(f"{line.rstrip()}\n" for line in (lines[0], rule, *lines[1:]))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
