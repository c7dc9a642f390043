"""What the shipped essays say rests on what, on which side, and where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.analysis import dependency
from kg.database import Database
from kg.vocab import Stance
from tests.seeds.links import Links

LARGE, SMALL, SCALING = "large-scale model", "small model", "scaling"
RLHF, GRPO = "reinforcement learning from human feedback", "group relative policy optimization"
INFRASTRUCTURE, FADE = "scaling-as-infrastructure.md", "the-slow-fade-of-scaling.md"
WAYS = ("knowledge distillation", "synthetic data", RLHF, GRPO)


@pytest.fixture(scope="module")
def essays(essays_url: str) -> Iterator[Links]:
    with Database.open(essays_url) as database:
        yield Links(database)


@pytest.mark.parametrize(
    ("source", "kind", "target"),
    [
        *((way, "requires", LARGE) for way in WAYS),
        *((way, "enables", SMALL) for way in WAYS),
        (SMALL, "derives_from", LARGE),
        (GRPO, "requires", "base model"),
        ("R1-Zero", "derives_from", "DeepSeek-V3-Base"),
        ("LAB method", "requires", LARGE),
        ("V-JEPA 2", "requires", SCALING),
        ("Genie 2", "requires", SCALING),
        (LARGE, "requires", SCALING),
    ],
)
def test_who_defends_scale_affirms_the_link(
    essays: Links, source: str, kind: str, target: str
) -> None:
    assert essays.sides(source, kind, target) == ({INFRASTRUCTURE}, set())


def test_both_sides_grant_that_distillation_needs_a_teacher(essays: Links) -> None:
    sides = essays.sides("knowledge distillation", "requires", "teacher model")
    assert sides == ({INFRASTRUCTURE, FADE}, set())


@pytest.mark.parametrize(("bounded", "bound"), [(SMALL, LARGE), ("student model", "teacher model")])
def test_the_two_sides_contest_a_ceiling(essays: Links, bounded: str, bound: str) -> None:
    affirming, denying = essays.sides(bounded, "limited_by", bound)
    assert INFRASTRUCTURE in affirming
    assert denying == {FADE}


def test_the_sides_compared_are_opposed_on_the_ceilings(essays: Links) -> None:
    (question,) = essays.database.questions()
    positions = essays.database.store.positions()
    for_, against = (
        essays.database.dependency_graph(
            dependency.Selection(
                documents=dependency.on_side(positions, question.question.id, stance),
                own_voice=True,
            )
        )
        for stance in (Stance.FOR, Stance.AGAINST)
    )
    groups = dependency.by_agreement(dependency.compare(for_, against))
    assert {one.link for one in groups[dependency.Agreement.OPPOSED]} == {
        essays.link(SMALL, "limited_by", LARGE),
        essays.link("student model", "limited_by", "teacher model"),
    }


@pytest.mark.parametrize("instead", ["data quality", "inference-time compute"])
def test_the_opposing_side_names_substitutes(essays: Links, instead: str) -> None:
    assert essays.sides(instead, "substitutes", SCALING) == ({FADE}, set())


def test_the_loop_is_named_with_what_breaks_it(essays: Links) -> None:
    (loop,) = dependency.loops(essays.graph)
    members = {essays.graph.nodes[one]["label"] for one in loop.members}
    assert {LARGE, SMALL, "innovations", *WAYS} <= members
    breaking = dependency.breaking(essays.graph, loop.members)
    assert breaking.exact
    assert set(breaking.members) == {
        essays.link(LARGE, "requires", "innovations"),
        essays.link(SMALL, "enables", "cheaper experiments"),
    }


def test_without_large_models_the_ways_and_what_they_make_fall(essays: Links) -> None:
    assert {SMALL, "innovations", "LAB method", *WAYS} <= essays.falling(LARGE)


@pytest.mark.parametrize("resting", ["V-JEPA 2", "Genie 2", LARGE])
def test_data_quality_and_inference_keep_up_what_rests_on_scale(
    essays: Links, resting: str
) -> None:
    left = essays.substitutes_left(SCALING, resting)
    assert left == {"data quality", "inference-time compute"}
    assert not essays.falling(SCALING)


def test_without_scale_and_its_substitutes_all_of_it_falls(essays: Links) -> None:
    falling = essays.falling(SCALING, "data quality", "inference-time compute")
    assert {LARGE, SMALL, "V-JEPA 2", "Genie 2", *WAYS} <= falling
