"""``kg depends`` as a person meets it: what falls, what keeps, loops, chains, sides, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.analysis import dependency
from kg.cli.depends import depends
from kg.database import Database
from kg.ids import from_iri
from tests.conftest import Golden
from tests.factories import concept
from tests.unit.cli import mills as debate
from tests.unit.cli.conftest import Ask, Run, Told

HARMFUL = ("\x1b", "\u202e")
COMMANDS = {
    "show": ("pond",),
    "layers": (),
    "without": ("pond",),
    "loops": (),
    "why": ("bread", "pond"),
    "keeps": ("bread",),
    "compare": (),
    "rank": (),
    "since": ("2020",),
    "export": ("json",),
}
FORMATS = ("dot", "graphml", "html", "json", "mermaid")


def test_every_command_is_tried_here() -> None:
    assert set(COMMANDS) == set(depends.commands)


@pytest.mark.parametrize("command", [*COMMANDS])
def test_names_out_of_documents_do_no_harm(ask: Ask, command: str) -> None:
    for arguments in (COMMANDS[command], (*COMMANDS[command], "--json")):
        shown = ask(command, *arguments)
        assert shown
        assert not any(sign in shown for sign in HARMFUL)


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_export_drives_a_terminal(ask: Ask, format_name: str) -> None:
    assert not any(sign in ask("export", format_name) for sign in HARMFUL)


@pytest.mark.parametrize("command", ["show", "without", "keeps", "why"])
def test_unknown_names_are_refused_in_a_line(ask: Ask, command: str) -> None:
    more = ("pond",) if command == "why" else ()
    assert "no concept is called 'windmill'" in ask(command, "windmill", *more, expect=2)
    assert "nothing in the database" in ask(command, "claim-s1none", *more, expect=2)


def test_words(ask: Ask, golden: Golden) -> None:
    asked = [
        (),
        ("show", "mill"),
        ("show", debate.LASTING.id[:24]),
        ("layers",),
        ("without", "gate"),
        ("without", "gate", "lock"),
        ("without", "pond"),
        ("without", "town", "skill"),
        ("without", "dam", "--source", "mills-for-ever.md", "--limit", "3"),
        ("without", "--link", "charter requires guild"),
        ("keeps", "bread"),
        ("keeps", "bread", "--by", "sources"),
        ("keeps", "fair"),
        ("loops",),
        ("why", "bread", "pond"),
        ("compare",),
        ("rank", "--limit", "3"),
        ("since", "2001-06-01"),
    ]
    shown = [f"$ kg depends {' '.join(each)}\n{ask(*each)}" for each in asked]
    golden(
        "depends.txt",
        "\n".join("\n".join(map(str.rstrip, one.splitlines())) + "\n" for one in shown),
    )


def test_alone_it_lists_that_first_on_which_most_rests(ask: Ask, told: Told) -> None:
    rows = told()
    assert [(row["label"], row["rest_on_it"]) for row in rows[:3]] == [
        ("dam", 5),
        ("tide", 5),
        ("pond", 4),
    ]
    assert len(ask("--limit", "2").splitlines()) == 3
    assert len(told("--limit", "2")) == len(rows)


def test_options_before_a_command_count_for_it(run: Run, mills: str, tmp_path: Path) -> None:
    before = run("depends", "--db", mills, "--accepted-only", "--json", "show", "bread").stdout
    after = run("depends", "show", "bread", "--db", mills, "--accepted-only", "--json").stdout
    assert before == after
    (found,) = map(json.loads, after.splitlines())
    assert [one["label"] for one in found["what_it_rests_on"]] == ["flour"]
    missing = str(tmp_path / "none.sqlite")
    assert "no database at" in run("depends", "--db", missing, "loops", expect=2).stderr


def test_whoever_forgets_the_command_is_told_of_show(ask: Ask) -> None:
    assert "kg depends show NAME" in ask("pond", expect=2)


def test_every_link_has_its_passages_and_says_who_disputes_it(told: Told) -> None:
    (found,) = told("show", "pond")
    (mill,) = [one for one in found["what_rests_on_it"] if one["label"] == "mill"]
    (link,) = mill["links"]
    assert (link["state"], link["disputants"], link["probability"]) == (
        "contested",
        ["Cy Flow"],
        0.9,
    )
    assert {one["quote"]["passage"]["exact"] for one in link["evidence"]} == {
        "Mills need ponds.",
        "A mill does not need a pond.",
    }
    assert found["needs"][0]["words"] == "is enabled by dam or tide"
    (bread,) = told("show", "bread")
    states = {one["label"]: one["links"][0]["state"] for one in bread["what_it_rests_on"]}
    assert (states["flour"], states["mill"]) == ("accepted", "proposed")
    assert {(one["words"], one["state"]) for one in bread["other_links"]} == {
        ("skill improves bread", "proposed"),
        ("bread requires salt", "raised"),
    }


def test_what_is_in_no_link_is_said_to_be_in_none(run: Run, mills: str) -> None:
    with Database.open(mills) as database:
        assert concept("salt").id in database.dependency_graph()
    shown = run("depends", "show", "salt", "--kind", "causes", "--db", mills).stdout
    assert "no passage that counts says what salt depends on" in shown
    assert run("depends", "show", "salt", "--kind", "causes", "--json", "--db", mills).stdout == ""
    refused = run("depends", "without", "salt", "--kind", "causes", "--db", mills, expect=2)
    assert "no passage that counts says what salt depends on" in refused.stderr


def test_a_what_if_tells_what_falls_and_changes_nothing(told: Told, mills: str) -> None:
    before = Path(mills).read_bytes()
    (found,) = told("without", "pond")
    assert [(one["label"], one["step"]) for one in found["nodes"] if one["effect"] == "falls"] == [
        (debate.HOSTILE, 1),
        ("mill", 1),
        ("bread", 2),
        ("flour", 2),
    ]
    assert found["supposed"]["denied"] == [concept("pond").id]
    assert all(reason["links"] for one in found["nodes"] for reason in one["reasons"])
    assert Path(mills).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dam"], "is enabled by dam or tide: dam is denied; tide is left"),
        (["gate", "lock"], "gate and lock are denied; only its substitute engine is left"),
        (["gate"], "requires gate or lock: gate is denied; engine and lock are left"),
        (["town"], "town is denied; fair is left; nothing but a loop keeps what is left"),
        (
            ["skill"],
            "is limited by skill, which is lost; is improved by skill, which is lost",
        ),
        (["town", "skill"], "requires market, which only a loop keeps"),
        (["tide", "--source", "ever"], "nobody else names dam; tide is denied"),
        (["--source", "Mills for Ever"], "asserted in Mills for Ever, which does not count"),
        (["mill"], "derives from mill, which is denied"),
    ],
)
def test_reasons_are_told_in_words(told: Told, arguments: list[str], words: str) -> None:
    (found,) = told("without", *arguments)
    reasons = [reason["words"] for one in found["nodes"] for reason in one["reasons"]]
    assert any(words in reason for reason in reasons), reasons


def test_what_falls_does_so_for_want_of_what_it_needs(told: Told) -> None:
    (found,) = told("without", "skill", "pond")
    (mill,) = [one for one in found["nodes"] if one["label"] == "mill"]
    assert [reason["words"] for reason in mill["reasons"]] == ["requires pond, which is denied"]


def test_links_lost_and_links_that_keep_a_source_are_told_apart(told: Told) -> None:
    (found,) = told("without", "--source", "ever")
    assert [one["words"] for one in found["links_weakened"]] == ["flour derives from mill"]
    assert "mill requires pond" in [one["words"] for one in found["links_lost"]]


@pytest.mark.parametrize(
    "words",
    ["charter requires guild", "guild is required by charter", "Charter  rests on guild"],
)
def test_a_link_can_be_taken_as_false(told: Told, words: str) -> None:
    (found,) = told("without", "--link", words)
    assert [(one["label"], one["after"]) for one in found["framed"]] == [
        ("charter", "stands"),
        ("fair", "stands"),
        ("guild", "stands"),
    ]


@pytest.mark.parametrize("words", ["charter eats guild", "guild derives from charter", "charter"])
def test_a_link_that_nobody_states_is_refused(ask: Ask, words: str) -> None:
    assert "no passage that counts states" in ask("without", "--link", words, expect=2)


def test_without_anything_to_take_away_is_wrong_usage(ask: Ask) -> None:
    assert "say what to take away" in ask("without", expect=2)


def test_the_least_that_keeps_something_is_told_with_the_links_by_which_it_does(told: Told) -> None:
    (found,) = told("keeps", "bread")
    support = [one["name"] for one in found["least_support"]["members"]]
    assert (len(support), found["least_support"]["exact"]) == (2, True)
    assert set(support) <= {"dam", "tide", "gate", "lock", "engine"}
    assert [one["name"] for one in found["least_loss"]["members"]] == ["dam", "tide"]
    assert [one["name"] for one in found["single_points"]["nodes"]] == ["flour", "mill", "pond"]
    assert [one["name"] for one in found["single_points"]["sources"]] == ["the text Mills for Ever"]
    words = {one["words"] for one in found["links"]}
    assert {"bread derives from flour", "flour derives from mill", "mill requires pond"} <= words
    assert all(one["evidence"] for one in found["links"])
    (found,) = told("keeps", "bread", "--by", "sources")
    for name in ("least_support", "least_loss"):
        assert [one["name"] for one in found[name]["members"]] == ["the text Mills for Ever"]


def test_what_stands_without_any_text_is_said_to(ask: Ask) -> None:
    shown = ask("keeps", "mill", "--by", "sources", "--kind", "requires")
    assert "It needs none of the texts." in shown
    assert "It stands even without all texts." in shown


def test_what_is_undecided_has_its_loop_named_and_what_to_assume(told: Told, ask: Ask) -> None:
    (found,) = told("keeps", "fair")
    assert found["outcome"] == "undecided"
    assert len(found["assume"]["members"]) == 1
    assert found["assume"]["exact"]
    assert "The loop: charter and guild" in ask("keeps", "fair")
    (given,) = told("keeps", "fair", "--given", "guild")
    assert given["outcome"] == "stands"
    assert [one["name"] for one in given["least_loss"]["members"]] == ["guild"]


def test_a_loop_is_entered_by_what_is_given(told: Told, ask: Ask) -> None:
    (found,) = told("loops")
    assert [one["label"] for one in found["members"]] == ["charter", "guild"]
    assert len(found["undecided"]) == 2
    assert found["breaking"]["exact"]
    assert len(found["breaking"]["links"]) == 1
    assert "nothing but the loop itself holds any of it up" in ask("loops")
    (given,) = told("loops", "--given", "guild")
    assert given["undecided"] == []
    assert "guild, which is taken to stand" in ask("loops", "--given", "guild")


def test_chains_come_strongest_first(told: Told, ask: Ask) -> None:
    chains = told("why", "bread", "pond")
    assert [(one["words"], one["strength"], one["contested"]) for one in chains] == [
        ("bread rests on flour rests on mill rests on pond", 0.75, True),
        ("bread rests on mill rests on pond", 0.5, True),
    ]
    assert len(told("why", "bread", "pond", "-k", "1")) == 1
    assert "strength unknown" in ask("why", "guild", "charter")
    assert "no chain" in ask("why", "pond", "bread")


def test_what_the_essays_show(run: Run, demo: str) -> None:
    def ask(*arguments: str) -> Any:
        shown = run("depends", *arguments, "--json", "--db", demo).stdout
        return [json.loads(line) for line in shown.splitlines()]

    (found,) = ask("without", "large-scale model")
    fallen = {one["label"] for one in found["nodes"] if one["effect"] == "falls"}
    assert {
        "knowledge distillation",
        "synthetic data",
        "small model",
        "reinforcement learning from human feedback",
        "group relative policy optimization",
    } <= fallen
    (loop,) = ask("loops")
    assert (
        loop["shortest"][0]["words"]
        == "innovations rests on large-scale model rests on innovations"
    )
    assert loop["breaking"]["exact"]
    agreed = [one["words"] for one in ask("compare") if one["agreement"] == "both_affirm"]
    assert agreed == ["knowledge distillation requires teacher model"]
    (chain, *_) = ask("why", "R1-Zero", "DeepSeek-V3-Base")
    assert all(link["evidence"] for link in chain["links"])


def test_the_closure_of_the_essays_is_the_same_in_sparql(run: Run, demo: str) -> None:
    query = "SELECT DISTINCT ?one ?other WHERE { ?one cg:restsOn+ ?other }"
    found = json.loads(run("query", "-e", query, "--json", "--db", demo).stdout)
    rows = [
        (from_iri(row["one"]["value"]), from_iri(row["other"]["value"]))
        for row in found["results"]["bindings"]
    ]
    with Database.open(demo) as database:
        graph = database.dependency_graph()
        resting = {(node, one.id) for node in graph for one in dependency.rests_on(graph, node)}
    assert {(one, other) for one, other in rows if one != other} == resting
