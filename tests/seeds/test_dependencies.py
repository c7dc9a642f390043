"""What the texts that the work began from say rests on what, on which side, and where.

They are read where they stand; nothing of their wording is written here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.analysis import dependency
from kg.database import Database
from tests.seeds.links import Links

LARGE, SMALL = "large-scale model", "small model"
RLHF, GRPO = "reinforcement learning from human feedback", "group relative policy optimization"
FOR_SCALE, AGAINST_SCALE = ("000", "001"), ("002", "003")


@pytest.fixture(scope="module")
def seeds(seeds_url: str) -> Iterator[Links]:
    with Database.open(seeds_url) as database:
        yield Links(database)


def numbers(names: set[str]) -> set[str]:
    return {name[:3] for name in names}


@pytest.mark.parametrize(
    ("source", "kind", "target"),
    [
        (SMALL, "requires", LARGE),
        (SMALL, "derives_from", LARGE),
        ("synthetic data", "derives_from", LARGE),
        ("synthetic data", "requires", "capable generator"),
        ("knowledge distillation", "requires", "teacher model"),
        (RLHF, "requires", "base model"),
        (GRPO, "requires", "base model"),
        ("DeepSeek-R1-Zero", "derives_from", "DeepSeek-V3-Base"),
        ("Nemotron-4 340B", "requires", LARGE),
        ("LAB methodology", "requires", LARGE),
        ("Mixtral-8x7B", "requires", LARGE),
        ("V-JEPA 2", "requires", "scaling"),
        ("scaling", "improves", "Genie 2"),
        ("progress", "requires", LARGE),
    ],
)
def test_who_defends_scale_affirms_the_link(
    seeds: Links, source: str, kind: str, target: str
) -> None:
    affirming, denying = seeds.sides(source, kind, target)
    assert "000" in numbers(affirming)
    assert not denying


@pytest.mark.parametrize("way", ["knowledge distillation", "synthetic data", RLHF, GRPO])
def test_small_models_rest_on_every_way_to_make_them(seeds: Links, way: str) -> None:
    assert seeds.has(way, "enables", SMALL)
    affirming, denying = seeds.sides(way, "substitutes", "scaling")
    assert not affirming
    assert numbers(denying) == set(FOR_SCALE)


def test_large_models_are_at_the_root(seeds: Links) -> None:
    (first, *_) = dependency.most_depended_on(seeds.graph)
    assert seeds.graph.nodes[first.id]["label"] == LARGE
    resting = {one.label for one in dependency.what_rests_on(seeds.graph, seeds.node(LARGE))}
    assert {SMALL, "knowledge distillation", "synthetic data", RLHF, GRPO} <= resting


def test_the_loop_is_named_with_what_breaks_it(seeds: Links) -> None:
    (loop,) = dependency.loops(seeds.graph)
    assert {seeds.graph.nodes[one]["label"] for one in loop.members} == {LARGE, "innovations"}
    assert {seeds.node(LARGE), seeds.node("innovations")} == set(loop.undecided)
    breaking = dependency.breaking(seeds.graph, loop.members)
    assert breaking.exact
    assert set(breaking.members) == {seeds.link(LARGE, "requires", "innovations")}
    seeds.edge(LARGE, "requires", "innovations")
    seeds.edge("innovations", "requires", LARGE)


def test_without_large_models_most_of_it_falls(seeds: Links) -> None:
    assert {
        SMALL,
        "knowledge distillation",
        "synthetic data",
        RLHF,
        GRPO,
        "innovations",
        "progress",
        "Nemotron-4 340B",
        "LAB methodology",
        "Mixtral-8x7B",
    } <= seeds.falling(LARGE)


def test_the_two_sides_contest_whether_small_models_are_bounded_by_large_ones(
    seeds: Links,
) -> None:
    affirming, denying = seeds.sides(SMALL, "limited_by", LARGE)
    assert numbers(affirming) == set(FOR_SCALE)
    assert numbers(denying) == set(AGAINST_SCALE)
    (first, *_) = dependency.most_contested(seeds.graph)
    assert first.link == seeds.link(SMALL, "limited_by", LARGE)


def test_gains_are_said_to_come_from_elsewhere_than_training_compute(seeds: Links) -> None:
    gains = "consequential near-term gains"
    for source in ("inference-time compute", "data quality", "algorithmic progress"):
        assert numbers(seeds.sides(source, "enables", gains)[0]) == {"002"}
    affirming, denying = seeds.sides("training compute", "enables", gains)
    assert (affirming, numbers(denying)) == (set(), {"002"})


@pytest.mark.parametrize("lost", ["model size", "training compute"])
@pytest.mark.parametrize("instead", ["data quality", "inference-time compute"])
def test_the_opposing_side_names_substitutes(seeds: Links, instead: str, lost: str) -> None:
    affirming, denying = seeds.sides(instead, "substitutes", lost)
    assert numbers(affirming) == {"002"}
    assert not denying


def test_a_substitute_keeps_up_what_rests_on_scale_and_no_teacher(seeds: Links) -> None:
    assert seeds.substitutes_left("scaling", "V-JEPA 2") == {"gradient-free optimization"}
    assert SMALL in seeds.falling(LARGE)
    assert "V-JEPA 2" not in seeds.without(LARGE)


def test_scale_size_and_large_models_are_three_things(seeds: Links) -> None:
    assert len({seeds.node(name) for name in ("scaling", "model size", LARGE)}) == 3
