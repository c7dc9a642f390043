"""What of an answer can be drawn, and how."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode

from kg.ids import iri
from kg.rdf.dataset import Answer, OxigraphDataset
from kg.rdf.sparql import Result, run
from kg.ui.queries import charting, naming, statements
from kg.ui.queries.answers import cell
from kg.vocab import PREFIXES
from tests.unit.rdf.factory import Essay, MemoryStore

XSD = PREFIXES["xsd"]
Cell = tuple[str, str] | str | None


def result(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Result:
    """The answer to a SELECT; a cell is a text, an IRI in <>, or a value with its datatype."""
    bindings = [
        {name: _term(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
        for row in rows
    ]
    whole = {"head": {"vars": list(names)}, "results": {"bindings": bindings}}
    return Result(Answer("results", "json", json.dumps(whole).encode()))


def _term(cell: tuple[str, str] | str) -> dict[str, str]:
    if isinstance(cell, tuple):
        return {"type": "literal", "value": cell[0], "datatype": XSD + cell[1]}
    if cell.startswith("<"):
        return {"type": "uri", "value": cell[1:-1]}
    return {"type": "literal", "value": cell}


def one(number: float) -> tuple[str, str]:
    return str(number), "integer"


def test_a_text_and_a_number_make_bars_in_the_answers_order() -> None:
    found = result(["what", "n", "m"], [["ponds", one(3), one(9)], ["weirs", one(5), one(1)]])
    columns = charting.columns(found)
    assert columns == charting.Columns((0,), (1, 2), None)
    drawn = charting.chart(found, columns, 1, "#000")
    assert drawn.rows == [{"label": "ponds", "value": 3.0}, {"label": "weirs", "value": 5.0}]
    assert drawn.words == "2 bars: n of each what"
    assert charting.chart(found, columns, 2, "#000").rows[0]["value"] == 9.0


def test_equal_names_are_kept_apart_and_what_is_no_number_is_left_out() -> None:
    found = result(["what", "n"], [["a", one(1)], ["a", one(2)], ["b", None]])
    drawn = charting.chart(found, charting.columns(found), 1, "#000")
    assert [row["label"] for row in drawn.rows] == ["a", "a (2)"]


def test_years_and_numbers_make_a_line_in_order() -> None:
    found = result(["year", "n"], [[one(2021), one(4)], [one(1999), one(2)]])
    columns = charting.columns(found)
    assert columns == charting.Columns((), (1,), 0)
    drawn = charting.chart(found, columns, 1, "#000")
    assert drawn.rows == [{"label": "1999", "value": 2.0}, {"label": "2021", "value": 4.0}]
    assert drawn.spec["mark"]["type"] == "line"


@pytest.mark.parametrize(
    "rows", [[["a", "b"]], [[one(1), one(2)]], [["a", ("INF", "double")]], [[None, None]], []]
)
def test_what_has_no_such_pair_has_no_chart(rows: list[list[Cell]]) -> None:
    assert not charting.columns(result(["x", "y"], rows)).drawable


def test_hostile_labels_stay_short_and_visible() -> None:
    found = result(["what", "n"], [["\u202e<script>" + "x" * 10_000, one(1)]])
    label = charting.chart(found, charting.columns(found), 1, "#000").rows[0]["label"]
    assert len(label) <= 60
    assert "\u202e" not in label


def test_bars_and_what_is_read_of_a_large_answer_are_bounded() -> None:
    found = result(["what", "n"], [[f"pond {n}", one(n)] for n in range(3_000)])
    columns = charting.columns(found)
    assert len(charting.chart(found, columns, 1, "#000").rows) == charting.BARS
    years = result(["year", "n"], [[one(1000 + n), one(n)] for n in range(3_000)])
    assert len(charting.chart(years, charting.columns(years), 1, "#000").rows) == charting.POINTS


CLAIM = iri("claim-s1" + "a" * 24)
OTHER = iri("concept-s1" + "b" * 24)


def test_rows_of_statements_are_a_graph_with_named_boxes() -> None:
    label = PREFIXES["schema"] + "text"
    rows = [
        [f"<{CLAIM}>", f"<{PREFIXES['cg']}rebuts>", f"<{OTHER}>"],
        [f"<{CLAIM}>", f"<{label}>", "Ponds freeze."],
    ]
    found = result(["s", "p", "o"], rows)
    places = statements.columns(found)
    assert places == (0, 1, 2)
    drawn = statements.drawn(found, places)
    assert {node.label for node in drawn.nodes} >= {"Ponds freeze."}
    (edge,) = drawn.edges
    assert (edge.source, edge.target, edge.words) == (CLAIM, OTHER, "rebuts")
    assert statements.columns(result(["a", "b"], [])) is None


def test_boxes_without_a_name_are_named_by_what_is_looked_up() -> None:
    essay = Essay()
    store = MemoryStore()
    store.put(dict(essay.graphs))
    dataset = OxigraphDataset(store.graphs_since)
    asked = run(dataset, "SELECT ?s ?p ?o { ?s ?p ?o FILTER(ISIRI(?o)) }")
    places = statements.columns(asked)
    assert places is not None
    nearby = statements.drawn(asked, places)
    records = naming.unnamed(nearby)
    answer = run(dataset, naming.asking(records))
    dataset.close()
    found = naming.names(answer)
    (claim, *_) = essay.claims
    assert found[iri(claim.id)] == claim.wording
    assert essay.label in found.values()
    assert essay.title in found.values()
    drawn = {node.id: node.label for node in naming.named(nearby, found).nodes}
    assert drawn[iri(claim.id)] == statements.label({}, claim.wording)
    assert [one for one in drawn if drawn[one] != statements.label({}, one)] == [
        node.id for node in nearby.nodes if node.id in found
    ]


def test_what_has_a_name_already_or_is_no_record_is_not_looked_up() -> None:
    rows = [
        [f"<{CLAIM}>", f"<{PREFIXES['cg']}rebuts>", f"<{OTHER}>"],
        [f"<{CLAIM}>", f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['schema']}Claim>"],
        [f"<{CLAIM}>", f"<{PREFIXES['schema']}text>", "Ponds freeze."],
    ]
    assert naming.unnamed(statements.drawn(result(["s", "p", "o"], rows), (0, 1, 2))) == [OTHER]


def test_triples_are_a_graph_of_at_most_so_many_boxes() -> None:
    text = "".join(f"<urn:a{n}> <urn:p> <urn:b> .\n" for n in range(20))
    found = Result(Answer("triples", "nt", text.encode()))
    places = statements.columns(found)
    assert places is not None
    drawn = statements.drawn(found, places, most=5)
    assert len(drawn.nodes) == 5
    assert drawn.left_out == 16


def test_a_cell_links_what_has_a_page() -> None:
    identifier = "claim-s1" + "a" * 24
    assert f'href="./claim?claim={identifier}"' in str(cell(NamedNode(CLAIM)))
    assert cell(NamedNode(iri("run-s1" + "a" * 24))) == f"cgid:run/s1{'a' * 24}"
    assert cell(NamedNode("javascript:alert(1)")) == "javascript:alert(1)"
    assert cell(Literal("<b>")) == "<b>"
    assert cell(None) is None


def test_what_is_called_a_number_and_is_none_is_left_out() -> None:
    found = result(["what", "n"], [["a", ("abc", "integer")], ["b", ("1_0", "decimal")]])
    assert not charting.columns(found).drawable
