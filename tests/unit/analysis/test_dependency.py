from __future__ import annotations

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.dependency import (
    Graph,
    Path,
    cycles,
    graph,
    paths,
    rests_on,
    what_rests_on,
)
from kg.errors import NotFoundError
from kg.model import Agent, Concept, Dependency, Passage
from kg.views import DependencyEvidence, Quote, Source
from kg.vocab import DEPENDENCY_KINDS, AgentKind, Genre, Mode, Polarity, Status

RESTING = ("requires", "derives_from", "trains_on", "limited_by")
SOURCE = Source(
    "document-x",
    "x.md",
    None,
    (),
    None,
    Genre.ORIGINAL,
    "text/markdown",
    "work-x",
    None,
    0,
    0,
    0,
    0,
)


def concept(name: str) -> Concept:
    return Concept(key=name, label=name.upper())


def said(
    source: str,
    kind: str,
    target: str,
    *,
    holder: str = "Ada",
    at: int = 0,
    polarity: Polarity = Polarity.POSITIVE,
    mode: Mode = Mode.ASSERTS,
    score: float | None = None,
    status: Status = Status.PROPOSED,
) -> DependencyEvidence:
    ends = concept(source), concept(target)
    agent = Agent(key=holder, name=holder, kind=AgentKind.PERSON)
    passage = Passage(document_id=SOURCE.id, start=at, end=at + 1, exact="x", prefix="", suffix="")
    dependency = Dependency(
        document_id=SOURCE.id,
        passage_id=passage.id,
        run_id="run-x",
        kind=kind,
        source_concept_id=ends[0].id,
        target_concept_id=ends[1].id,
        holder_id=agent.id,
        mode=mode,
        polarity=polarity,
        rule="test",
        score=score,
        status=status,
    )
    return DependencyEvidence(dependency, *ends, Quote(passage, SOURCE), agent)


def node(name: str) -> str:
    return concept(name).id


def edge(found: Graph, start: str, end: str, kind: str) -> dict[str, object]:
    return dict(found[node(start)][node(end)][kind])


def test_edges_run_from_what_rests_to_what_it_rests_on() -> None:
    found = graph([said("a", "requires", "b"), said("b", "enables", "c"), said("a", "causes", "d")])
    assert set(found.edges()) == {
        (node("a"), node("b")),
        (node("c"), node("b")),
        (node("d"), node("a")),
    }
    assert found.nodes[node("a")] == {"label": "A", "kind": "concept"}


@pytest.mark.parametrize("kind", ["improves", "substitutes"])
def test_kinds_in_which_nothing_rests_keep_their_direction_and_are_flagged(kind: str) -> None:
    found = graph([said("a", kind, "b")])
    assert edge(found, "a", "b", kind)["rests"] is False
    assert rests_on(found, node("a")) == what_rests_on(found, node("b")) == []
    assert paths(found, node("a"), node("b")) == []


def test_an_edge_counts_both_sides_and_names_who_affirms() -> None:
    found = edge(
        graph(
            [
                said("a", "requires", "b", holder="Bo", at=1),
                said("a", "requires", "b", holder="Ada", at=2),
                said("a", "requires", "b", polarity=Polarity.NEGATIVE, holder="Cy"),
                said("a", "requires", "b", mode=Mode.SUPPOSES, holder="Di"),
                said("a", "requires", "b", status=Status.REJECTED, holder="Ed"),
            ]
        ),
        "a",
        "b",
        "requires",
    )
    assert (found["asserted"], found["denied"], found["contested"]) == (2, 1, True)
    assert found["holders"] == ("Ada", "Bo")
    assert len(found["evidence"]) == 4  # type: ignore[arg-type]


def test_who_denies_a_denial_affirms() -> None:
    found = edge(
        graph([said("a", "requires", "b", mode=Mode.DENIES, polarity=Polarity.NEGATIVE)]),
        "a",
        "b",
        "requires",
    )
    assert (found["asserted"], found["denied"]) == (1, 0)


def test_probability_is_unknown_unless_every_affirming_score_is_known() -> None:
    known = [said("a", "requires", "b", score=score, at=at) for at, score in enumerate((0.5, 0.8))]
    unknown = said("a", "requires", "b", at=3)
    assert edge(graph(known), "a", "b", "requires")["probability"] == pytest.approx(0.9)
    assert edge(graph([*known, unknown]), "a", "b", "requires")["probability"] is None
    denied = [said("a", "requires", "b", score=0.5, polarity=Polarity.NEGATIVE)]
    assert edge(graph(denied), "a", "b", "requires")["probability"] is None


@pytest.mark.parametrize(
    "item",
    [
        said("a", "requires", "b", polarity=Polarity.NEGATIVE),
        said("a", "requires", "b", mode=Mode.SUPPOSES),
        said("a", "requires", "b", mode=Mode.QUESTIONS),
        said("a", "requires", "b", mode=Mode.DENIES),
    ],
)
def test_what_nobody_affirms_supports_nothing(item: DependencyEvidence) -> None:
    found = graph([item])
    assert rests_on(found, node("a")) == []
    assert found.has_edge(node("a"), node("b"))


def test_reached_nodes_come_with_depth_and_the_quotes_on_the_way() -> None:
    found = graph(
        [
            said("a", "requires", "b"),
            said("c", "enables", "b"),
            said("b", "requires", "a", polarity=Polarity.NEGATIVE),
        ]
    )
    near, far = rests_on(found, node("a"))
    assert [(one.label, one.depth, one.path.words) for one in (near, far)] == [
        ("B", 1, "A rests on B"),
        ("C", 2, "A rests on B rests on C"),
    ]
    assert [step.kinds for step in far.path.steps] == [("requires",), ("enables",)]
    [back] = [one for one in what_rests_on(found, node("c")) if one.depth == 2]
    assert back.path == far.path


def test_unknown_nodes_are_refused() -> None:
    found = graph([said("a", "requires", "b")])
    for ask in (lambda: rests_on(found, "nobody"), lambda: paths(found, node("a"), "nobody")):
        with pytest.raises(NotFoundError, match="nobody"):
            ask()


def test_a_loop_is_told_once_from_its_shortest_round() -> None:
    found = graph(
        [
            said("a", "requires", "b"),
            said("b", "requires", "c"),
            said("c", "requires", "a"),
            said("b", "requires", "a"),
            said("x", "requires", "a"),
            said("y", "requires", "y"),
        ]
    )
    [loop] = cycles(found)
    assert loop.words in {"A rests on B rests on A", "B rests on A rests on B"}


links = st.lists(
    st.builds(
        said,
        st.sampled_from("abcde"),
        st.sampled_from(DEPENDENCY_KINDS),
        st.sampled_from("abcde"),
        polarity=st.sampled_from(Polarity),
        mode=st.sampled_from(Mode),
        at=st.integers(0, 3),
    ),
    max_size=12,
)


def plain(items: list[DependencyEvidence]) -> set[tuple[str, str]]:
    """Affirmed resting, written out by hand."""
    pairs = set()
    for one in items:
        affirmed = (one.dependency.polarity is Polarity.POSITIVE) != (
            one.dependency.mode is Mode.DENIES
        )
        if one.dependency.mode in {Mode.SUPPOSES, Mode.QUESTIONS} or not affirmed:
            continue
        if one.dependency.kind in RESTING:
            pairs.add((one.source.id, one.target.id))
        elif one.dependency.kind in {"enables", "causes"}:
            pairs.add((one.target.id, one.source.id))
    return {(start, end) for start, end in pairs if start != end}


def chains(pairs: set[tuple[str, str]], start: str, end: str) -> list[tuple[str, ...]]:
    """Every simple path by brute force."""
    inner = sorted({one for pair in pairs for one in pair} - {start, end})
    tried = [
        (start, *middle, end)
        for size in range(len(inner) + 1)
        for middle in permutations(inner, size)
    ]
    return [chain for chain in tried if all(pair in pairs for pair in pairwise(chain))]


def nodes_of(path: Path) -> tuple[str, ...]:
    return (*(step.dependent for step in path.steps), path.steps[-1].support)


@given(links)
def test_reaching_agrees_with_brute_force(items: list[DependencyEvidence]) -> None:
    found, pairs = graph(items), plain(items)
    for start in found:
        expected = {
            end: min(map(len, chains(pairs, start, end))) - 1
            for end in found
            if end != start and chains(pairs, start, end)
        }
        assert {one.id: one.depth for one in rests_on(found, start)} == expected
        for end, depth in expected.items():
            assert {one.id: one.depth for one in what_rests_on(found, end)}[start] == depth


@given(links)
def test_paths_agree_with_brute_force(items: list[DependencyEvidence]) -> None:
    found, pairs = graph(items), plain(items)
    for start in found:
        for end in set(found) - {start}:
            ways = [nodes_of(path) for path in paths(found, start, end, 1000)]
            assert sorted(ways) == sorted(chains(pairs, start, end))
            assert [len(way) for way in ways] == sorted(len(way) for way in ways)
            assert len(paths(found, start, end, 1)) <= 1


@given(links)
def test_loops_agree_with_brute_force(items: list[DependencyEvidence]) -> None:
    found, pairs = graph(items), plain(items)
    mutual = {
        frozenset((one, other))
        for one in found
        for other in found
        if one != other and chains(pairs, one, other) and chains(pairs, other, one)
    }
    rounds = [nodes_of(path) for path in cycles(found)]
    for way in rounds:
        assert way[0] == way[-1]
        assert all(pair in pairs for pair in pairwise(way))
        around = {one for pair in mutual if way[0] in pair for one in pair}
        shortest = min(
            min(map(len, chains(pairs, start, end))) + 1
            for end, start in pairs
            if {end, start} <= around and chains(pairs, start, end)
        )
        assert len(way) == shortest
    assert {one for pair in mutual for one in pair} == {
        one for way in rounds for pair in mutual if way[0] in pair for one in pair
    }


@given(links)
def test_every_step_carries_only_evidence_that_affirms_it(items: list[DependencyEvidence]) -> None:
    found = graph(items)
    for start in found:
        for one in rests_on(found, start):
            for step in one.path.steps:
                assert step.evidence
                assert all(
                    {item.source.id, item.target.id} == {step.dependent, step.support}
                    for item in step.evidence
                )


@given(links, st.randoms())
def test_the_order_of_evidence_does_not_matter(
    items: list[DependencyEvidence], random: object
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = graph(items), graph(shuffled)
    assert set(one.edges(keys=True)) == set(other.edges(keys=True))
    assert [path.words for path in cycles(one)] == [path.words for path in cycles(other)]
