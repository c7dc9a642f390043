"""Our engine on the W3C's SPARQL 1.1 tests of queries and of result formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode as Iri
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.errors import QueryError
from kg.rdf import sparql
from kg.rdf.dataset import OxigraphDataset
from tests.unit.rdf.factory import MemoryStore
from tests.w3c.manifests import MISSING, Case, cases, folder, groups, parameters
from tests.w3c.results import expected, found, table

GROUPS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-query",
)
CASES = [case for group in GROUPS for case in cases(group)]
UNCOVERED = {
    **dict.fromkeys(
        (
            "add",
            "basic-update",
            "clear",
            "copy",
            "delete",
            "delete-data",
            "delete-insert",
            "delete-where",
            "drop",
            "move",
            "syntax-update-1",
            "syntax-update-2",
            "update-silent",
        ),
        "updates: a database is read-only for SPARQL",
    ),
    "graph-store-protocol": "writes graphs over HTTP: a database is read-only for SPARQL",
    "protocol": "asks a running service: tests of the endpoint",
    "service-description": "asks a running service: tests of the endpoint",
}
_UNION = (
    "the default graph is the merge of all, so that of a test has a name here and GRAPH sees it"
)
_ABSENT = "Oxigraph finds no path of length zero to a term that is nowhere in the data"
_REFUSED = "FROM may only name graphs of ours: some engines would read a file or fetch the address"
_TAGGED = "Oxigraph keeps a language tag that all share, as SPARQL 1.2 does"
OTHERWISE = {
    "aggregates/agg-empty-group-count-graph": _UNION,
    "aggregates/agg-groupconcat-04": _TAGGED,
    "aggregates/agg-groupconcat-06": _TAGGED,
    "bindings/graph": _UNION,
    "construct/constructwhere04": _REFUSED,
    "csv-tsv-res/tsv03": "Oxigraph keeps xsd:negativeInteger as xsd:integer",
    "functions/bnode01": "Oxigraph gives BNODE of one string the same node in every row",
    "negation/graph-minus": "Oxigraph takes the graph's variable for one that both sides share",
    "property-path/zero_or_more_set_end": _ABSENT,
    "property-path/zero_or_more_set_start": _ABSENT,
    "property-path/zero_or_one_set_end": _ABSENT,
    "property-path/zero_or_one_set_start": _ABSENT,
    "subquery/subquery04": _UNION,
    "syntax-query/test_4": "calls a function that nobody defined: refused, where 1.1 has no value",
    "syntax-query/test_42": _REFUSED,
}


def of_kind(name: str) -> list[Any]:
    return parameters([case for case in CASES if case.kind == name], OTHERWISE)


class Bench:
    """One dataset for all tests, with the graphs of one after the other.

    Its default graph is the merge of all graphs, so that of a test gets a name. Blank nodes,
    which no graph of ours has, stay in the merge; after a test that brings some it is new.
    """

    def __init__(self) -> None:
        self._store = MemoryStore()
        self.dataset = OxigraphDataset(self._store.graphs_since)

    def load(self, case: Case) -> None:
        """Put the graphs of a test in place of those of the last one."""
        if any("_:" in text for text in self._store.stored().values()):
            self.dataset.close()
            self.__init__()  # type: ignore[misc]
        graphs: dict[str, str | None] = dict.fromkeys(self._store.stored())
        unnamed = ((f"{case.base}default/{path.name}", path) for path in case.data)
        for name, path in (*unnamed, *case.graphs):
            graphs[name] = nquads(case, path, name)
        self._store.put(graphs)

    def run(self, case: Case) -> sparql.Result:
        """Run the query of a test as its file resolves IRIs."""
        assert case.query is not None
        text = case.query.read_text(encoding="utf-8")
        query = f"BASE <{case.base}{case.query.name}>\n{text}"
        return sparql.run(self.dataset, query, limit_seconds=20)


def nquads(case: Case, path: Path, name: str) -> str:
    """Return the triples of a file as quads of one graph."""
    triples = parse(
        path=str(path),
        format=RdfFormat.from_extension(path.suffix[1:]),
        base_iri=case.base + path.name,
        rename_blank_nodes=True,
    )
    quads = (Quad(one.subject, one.predicate, one.object, Iri(name)) for one in triples)
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    return written.decode()


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.dataset.close()


@pytest.mark.skipif(folder() is None, reason=MISSING)
def test_all_tests_are_found() -> None:
    assert Counter(case.kind for case in CASES) == {
        "QueryEvaluationTest": 232,
        "PositiveSyntaxTest11": 63,
        "NegativeSyntaxTest11": 40,
        "CSVResultFormatTest": 3,
    }
    assert {case.name for case in CASES} > OTHERWISE.keys()


@pytest.mark.skipif(folder() is None, reason=MISSING)
def test_each_group_is_run_or_said_not_to_be() -> None:
    assert set(GROUPS) | UNCOVERED.keys() == set(groups())


@pytest.mark.parametrize("case", of_kind("QueryEvaluationTest"))
def test_evaluation(bench: Bench, case: Case) -> None:
    bench.load(case)
    assert case.result is not None
    assert found(bench.run(case), case.result.suffix) == expected(case.result, case.base)


@pytest.mark.parametrize("case", of_kind("CSVResultFormatTest"))
def test_csv(bench: Bench, case: Case) -> None:
    bench.load(case)
    assert case.result is not None
    ours = bench.run(case).write("csv")
    assert table(ours) == table(case.result.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", of_kind("PositiveSyntaxTest11"))
def test_good_syntax(bench: Bench, case: Case) -> None:
    bench.run(case)


@pytest.mark.parametrize("case", of_kind("NegativeSyntaxTest11"))
def test_bad_syntax(bench: Bench, case: Case) -> None:
    with pytest.raises(QueryError):
        bench.run(case)
