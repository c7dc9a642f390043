"""``kg depends`` of a part, of two sides, of before and after, and for other tools."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pytest

from kg.analysis import dependency
from kg.database import Database
from tests.unit.cli.conftest import Ask, Run, Told


def test_sides_are_compared_by_question_by_document_and_by_holder(told: Told) -> None:
    by_side = {one["words"]: one["agreement"] for one in told("compare")}
    assert by_side["mill requires pond"] == "opposed"
    assert by_side["flour derives from mill"] == "both_affirm"
    assert "bread requires mill" not in by_side
    assert "bread requires mill" in {one["words"] for one in told("compare", "--reported")}
    turned = told("compare", "--source", "ever", "--source", "mills-no-more.md")
    assert {one["words"]: one["agreement"] for one in turned}["mill requires lock"] == "only_first"
    held = told("compare", "--holder", "ada ebb", "--holder", "quist", "--kind", "requires")
    assert {one["words"] for one in held if one["agreement"] == "only_second"} == {
        "bread requires mill"
    }


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["compare", "--holder", "ada"], "give --holder twice"),
        (["compare", "--source", "ever", "--source", "ever"], "give --source twice"),
        (["compare", "--source", "mills", "--source", "ever"], "may be"),
        (["compare", "--question", "Who?"], "no question is called"),
        (["rank", "--in", "none.md"], "no document is called"),
        (["rank", "--holder", "Zoe"], "nobody in the texts is called"),
        (["rank", "--from", "2022", "--until", "2020"], "is after"),
        (["since", "yesterday"], "is no year, no date such as"),
        (["since", "2001-99-99"], "is no date"),
    ],
)
def test_what_makes_no_sense_is_refused(ask: Ask, arguments: list[str], error: str) -> None:
    assert error in ask(*arguments, expect=2)


@pytest.mark.parametrize(
    ("arguments", "links"),
    [
        (["--side", "for", "--own-voice"],
         {"flour derives from mill", "mill requires pond", "bread requires salt"}),
        (["--in", "no-more", "--minimum", "0.4", "--kind", "requires", "--from", "2020"],
         {"bread requires mill", "mill requires pond", "bread requires salt"}),
        (["--accepted-only"], {"bread derives from flour"}),
        (["--ends", "claim"], {"Mills last for ever. requires Ponds hold water."}),
        (["--kind", "derives-from", "--until", "2019"],
         {"bread derives from flour", "flour derives from mill"}),
        (["--minimum", "0.9"],
         {"bread derives from flour", "guild requires charter", "mill requires pond"}),
        (["--minimum", "0.9", "--measured"], {"bread derives from flour", "mill requires pond"}),
        (["--holder", "Bo Quist"], {"bread requires mill", "bread requires salt"}),
    ],
)  # fmt: skip
def test_every_question_can_be_asked_of_a_part(
    told: Told, arguments: list[str], links: set[str]
) -> None:
    (written,) = told("export", "json", *arguments)
    graph = nx.node_link_graph(written, edges="edges")
    names = nx.get_node_attributes(graph, "label")
    assert {
        f"{names[start]} {data['label']} {names[end]}"
        for start, end, data in graph.edges(data=True)
    } == links


def test_ranking_says_what_is_contested_and_what_has_one_origin(told: Told) -> None:
    found = {one["list"]: one for one in told("rank")}
    assert found["most depended on"]["nodes"][0] | {"id": ""} == {
        "id": "", "label": "guild", "direct": 2, "total": 4,
    }  # fmt: skip
    assert [one["words"] for one in found["most contested"]["links"]] == ["mill requires pond"]
    assert found["best evidenced"]["links"][0]["words"] == "flour derives from mill"
    assert [one["words"] for one in found["affirmed by nobody"]["links"]] == ["bread requires salt"]


def test_since_tells_years_dates_and_documents_apart(told: Told) -> None:
    def changed(*arguments: str) -> list[tuple[str, str]]:
        return [(one["what"], one["words"]) for one in told("since", *arguments)]

    read = [
        ("added", "bread requires mill"),
        ("strengthened", "flour derives from mill"),
        ("disputed", "mill requires pond"),
    ]
    judged = [("accepted", "bread derives from flour")]
    assert changed("2020") == read
    assert changed("no-more", "--alone") == read
    assert changed("2002-01-01") == changed("no-more") == read + judged
    assert changed("2003-01-01") == [*judged, ("rejected", "mill requires dam")]
    assert changed("2003-01-01", "--kind", "enables") == []


def test_exports_are_read_by_what_they_are_for(
    ask: Ask, run: Run, mills: str, tmp_path: Path
) -> None:
    graph = nx.parse_graphml(ask("export", "graphml"), force_multigraph=True)
    restored = dependency.from_plain(graph)
    with Database.open(mills) as database:
        whole = database.dependency_graph()
    assert set(restored.edges(keys=True)) == set(whole.edges(keys=True))
    around = ask("export", "dot", "--around", "bread")
    assert '"salt"' not in around
    assert "requires (disputed)" in around
    target = tmp_path / "mills.html"
    assert run("depends", "export", "html", "-o", str(target), "--db", mills).stdout == ""
    page = target.read_text(encoding="utf-8")
    assert "<b onclick" not in page
    assert not re.search(r"""(src|href)\s*=\s*["']?https?:""", page)
    assert ask("export", "dot", "-o", "-") == ask("export", "dot")
    run("depends", "export", "dot", "-o", str(tmp_path), "--db", mills, expect=2)
    assert "cannot write" in ask("export", "dot", "-o", str(tmp_path / "no" / "x"), expect=2)
