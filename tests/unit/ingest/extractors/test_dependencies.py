from __future__ import annotations

import pytest

from ingest.document import Sentence
from ingest.findings import MentionFound
from ingest.lexicon.frames import FRAMES
from kg.vocab import DEPENDENCY_KINDS, Mode, Polarity
from tests.shared import shared
from tests.unit.ingest.extractors.linked import dependencies, read, triples

Triple = tuple[str, str, str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Glass ovens require natural gas.", ("glass oven", "requires", "natural gas")),
        ("Natural gas is required by glass ovens.", ("glass oven", "requires", "natural gas")),
        ("Natural gas is required for glass ovens.", ("glass oven", "requires", "natural gas")),
        (
            "Blast furnaces are needed to produce crude steel.",
            ("crude steel", "requires", "blast furnace"),
        ),
        ("Glass ovens depend entirely on natural gas.", ("glass oven", "requires", "natural gas")),
        ("Cloud chess relies on server farms.", ("cloud chess", "requires", "server farm")),
        (
            "Night trains are dependent on rail subsidies.",
            ("night train", "requires", "rail subsidy"),
        ),
        (
            "Railway timetables are impossible without clocks.",
            ("railway timetable", "requires", "clock"),
        ),
        (
            "You cannot bake sourdough bread without a starter culture.",
            ("sourdough bread", "requires", "starter culture"),
        ),
        (
            "Cheap flights were only possible because airlines burned kerosene.",
            ("cheap flight", "requires", "kerosene"),
        ),
        (
            "Deep harbours are the infrastructure for container ships.",
            ("container ship", "requires", "deep harbour"),
        ),
        ("Solar panels enable mountain huts.", ("solar panel", "enables", "mountain hut")),
        ("Rubber is derived from latex.", ("rubber", "derives_from", "latex")),
        ("Dialects are derivatives of Latin.", ("dialect", "derives_from", "latin")),
        ("OpenSUSE started from Slackware.", ("opensuse", "derives_from", "slackware")),
        ("GPT-4 was trained on web data.", ("gpt 4", "trains_on", "web data")),
        (
            "You use a sourdough starter as the source for rye dough.",
            ("rye dough", "derives_from", "sourdough starter"),
        ),
        ("Steel output is limited by coal supply.", ("steel output", "limited_by", "coal supply")),
        (
            "Your forecast is only as good as your barometer.",
            ("forecast", "limited_by", "barometer"),
        ),
        ("Margarine can substitute for butter.", ("margarine", "substitutes", "butter")),
        ("Synthetic data improves small models.", ("synthetic data", "improves", "small model")),
        ("Synthetic data causes model collapse.", ("synthetic data", "causes", "model collapse")),
    ],
)
def test_frames(text: str, expected: Triple) -> None:
    assert triples(read(text)) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Using natural gas, the glass ovens glow.",
        "We need natural gas.",
        "People depend on it.",
        "The paper requires attention.",
        "This allows us to proceed.",
        "A new architecture will allow us to escape synthetic data.",
        "The oven uses natural gas.",
    ],
)
def test_what_says_nothing_of_dependencies(text: str) -> None:
    assert triples(read(text)) == set()


def test_members_of_a_list_stand_for_themselves() -> None:
    document = read("Night sports such as polo, darts and curling require flood lights.")
    assert triples(document) == {
        (sport, "requires", "flood light") for sport in ("polo", "dart", "curling")
    }


def test_a_relative_clause_speaks_of_its_noun() -> None:
    document = read("Paper mills, which require clean water, stand on rivers.")
    assert triples(document) == {("paper mill", "requires", "clean water")}


def test_large_ones_are_what_was_named_before() -> None:
    assert triples(read("Small models are distilled from large ones.")) == {
        ("small model", "derives_from", "large scale model")
    }


def test_a_denied_alternative_is_a_negative_substitute() -> None:
    [one] = dependencies(read("Wood stoves are not alternatives to heat pumps."))
    assert (one.kind, one.polarity) == ("substitutes", Polarity.NEGATIVE)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Glass ovens do not require natural gas.", Polarity.NEGATIVE),
        ("Glass ovens never require natural gas.", Polarity.NEGATIVE),
        ("Paper mills no longer require clean water.", Polarity.NEGATIVE),
        ("Glass ovens require no natural gas.", Polarity.NEGATIVE),
        ("No glass oven requires natural gas.", Polarity.NEGATIVE),
        ("Nor do glass ovens, old or new, require natural gas.", Polarity.NEGATIVE),
        ("Glass ovens require natural gas, not coal.", Polarity.POSITIVE),
    ],
)
def test_polarity(text: str, polarity: Polarity) -> None:
    found = dependencies(read(text))
    assert found
    assert found[0].polarity is polarity


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Glass ovens probably require natural gas.", "probably"),
        ("Glass ovens may require natural gas.", "may"),
        ("Glass ovens appear to require natural gas.", "appear"),
        ("Glass ovens require natural gas.", None),
        ("You cannot bake sourdough bread without a starter culture.", None),
    ],
)
def test_hedges(text: str, hedge: str | None) -> None:
    [one] = dependencies(read(text))
    assert one.hedge == hedge


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Anna Berg argues that glass ovens require natural gas.", Mode.REPORTS),
        ("According to Anna Berg, glass ovens require natural gas.", Mode.REPORTS),
        ("A visitor might think that glass ovens require natural gas.", Mode.SUPPOSES),
        ("If glass ovens require natural gas, prices will rise.", Mode.SUPPOSES),
        ("Do glass ovens require natural gas?", Mode.QUESTIONS),
        ("Glass ovens require natural gas.", Mode.ASSERTS),
    ],
)
def test_modes(text: str, mode: Mode) -> None:
    found = dependencies(read(text))
    assert found
    assert found[0].mode is mode


def test_a_loop_runs_in_both_directions() -> None:
    document = read("There is a circular dependency between gas prices and power prices.")
    assert triples(document) == {
        ("gas price", "requires", "power price"),
        ("power price", "requires", "gas price"),
    }


def test_an_anaphor_is_resolved_to_the_subject_before() -> None:
    document = read("Glass ovens glow at night. They require natural gas.")
    assert triples(document) == {("glass oven", "requires", "natural gas")}
    assert dependencies(document)[0].rule == "requires+anaphor"


@pytest.mark.parametrize(
    "text",
    [
        "Glass ovens glow at night. It requires natural gas.",
        "Somebody sings.\n\nThey require natural gas.",
        "We sing at night. They require natural gas.",
    ],
)
def test_an_anaphor_without_a_fitting_subject_is_dropped(text: str) -> None:
    assert triples(read(text)) == set()


def test_an_announced_dependency_belongs_to_what_announces_it() -> None:
    document = read("Sourdough baking has a simple requirement: you need a starter culture.")
    assert triples(document) == {("sourdough baking", "requires", "starter culture")}


def test_spans_are_the_sentences_that_say_so() -> None:
    document = read("It rains. Glass ovens require natural gas. It rains again.")
    [one] = dependencies(document)
    assert document.words(one) == "Glass ovens require natural gas."
    assert document.words(document.layer(MentionFound)[one.source]) == "Glass ovens"


def test_the_table_is_sound() -> None:
    ids = [frame.id for frame in FRAMES]
    assert len(ids) == len(set(ids))
    assert {frame.kind for frame in FRAMES} == set(DEPENDENCY_KINDS)
    assert all(frame.lemmas or frame.negated for frame in FRAMES)


def test_the_seeds_put_large_models_at_the_root() -> None:
    documents = [
        read(path.read_text("utf-8"), path.name) for path in sorted(shared("seeds").glob("*.txt"))
    ]
    found = {triple for document in documents for triple in triples(document)}
    large, small = "large scale model", "small model"
    assert {
        (large, "enables", "knowledge distillation"),
        ("synthetic data", "derives_from", large),
        (large, "enables", "reinforcement learning from human feedback"),
        (large, "enables", "group relative policy optimization"),
        (small, "derives_from", large),
        ("deepseek r1 zero", "derives_from", "deepseek v3 base"),
        (large, "requires", "innovation"),
        ("innovation", "requires", large),
    } <= found
    for document in documents:
        sentences = {(one.start, one.end) for one in document.layer(Sentence)}
        stated = [one for one in dependencies(document) if not one.rule.startswith("drawn")]
        assert all((one.start, one.end) in sentences for one in stated)


def test_what_needs_each_other_needs_both_ways() -> None:
    both = {("rail", "requires", "bicycle"), ("bicycle", "requires", "rail")}
    assert triples(read("Rail and bicycles need each other.")) == both
    assert triples(read("Rail and bicycles depend on each other.")) == both


def test_made_possible_by_is_enabled_by() -> None:
    text = "Toll cameras are made possible by a national privacy statute."
    assert triples(read(text)) == {("national privacy statute", "enables", "toll camera")}


@pytest.mark.parametrize(
    "text",
    [
        "Any treaty with such a clause is built on sand.",
        "Night trains do not descend from a giant.",
        "Timetable planning depends on algorithms.",
        "On the basis of the rail survey, night trains are popular.",
        "Night trains cannot grow without harming local service.",
        "The survey counts riders (daily sums; Supplementary file 2) enabling exact timetables.",
    ],
)
def test_figures_of_speech_bare_nouns_and_asides_are_no_ends(text: str) -> None:
    assert triples(read(text)) == set()


def test_a_model_name_starts_behind_but() -> None:
    document = read("But Llama-3 8B was trained on web data.")
    assert triples(document) == {("llama 3 8b", "trains_on", "web data")}
