from __future__ import annotations

import pytest

from ingest import nlp, readers
from ingest.document import Sentence
from ingest.extractors.concepts import ConceptExtractor
from ingest.extractors.dependencies import DependencyExtractor
from ingest.findings import AssertionFound, DependencyFound, MentionFound
from ingest.lexicon.frames import FRAMES
from kg.vocab import DEPENDENCY_KINDS, ClaimKind, Mode, Polarity
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
            ("container ship", "requires", "deep harbor"),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Night frost prevents grape harvests.", ("grape harvest", "limited_by", "night frost")),
        ("Deep snow lowers ski speed.", ("ski speed", "limited_by", "deep snow")),
        ("Copper roofs reduce repair costs.", ("copper roof", "improves", "repair cost")),
        (
            "Ferry traffic declined because of bridge tolls.",
            ("ferry traffic", "limited_by", "bridge toll"),
        ),
        (
            "Coral growth is slow due to acid water.",
            ("coral growth", "limited_by", "acid water"),
        ),
        (
            "Toll booths are a barrier to freight traffic.",
            ("freight traffic", "limited_by", "toll booth"),
        ),
        ("Street lamps facilitate evening trade.", ("street lamp", "enables", "evening trade")),
        (
            "Salting is a method to preserve river fish.",
            ("salting", "enables", "river fish"),
        ),
        (
            "Clay tablets are suitable for keeping tax records.",
            ("clay tablet", "enables", "tax record"),
        ),
        (
            "Pewter mugs are made from tin alloys.",
            ("pewter mug", "derives_from", "tin alloy"),
        ),
        (
            "Bush lutes are the ancestors of bass guitars.",
            ("bass guitar", "derives_from", "bush lute"),
        ),
        (
            "Toll booths were superseded by licence cameras.",
            ("license camera", "substitutes", "toll booth"),
        ),
        (
            "Oat milk serves as a substitute for cow milk.",
            ("oat milk", "substitutes", "cow milk"),
        ),
        ("Street noise affects bird song.", ("street noise", "causes", "bird song")),
        (
            "Acid rain has a strong effect on pine forests.",
            ("acid rain", "causes", "pine forest"),
        ),
        (
            "The main cause of harbor silt is upstream mining.",
            ("upstream mining", "causes", "harbor silt"),
        ),
        (
            "Bread riots are attributed to grain prices.",
            ("grain price", "causes", "bread riot"),
        ),
        (
            "Drip hoses deliver large gains in crop yield.",
            ("drip hose", "improves", "crop yield"),
        ),
        (
            "We used a spring balance to improve parcel sorting.",
            ("spring balance", "improves", "parcel sorting"),
        ),
        (
            "Loom speed is improved by oiling cam shafts.",
            ("cam shaft", "improves", "loom speed"),
        ),
        (
            "To bake rye bread, you need brick ovens.",
            ("rye bread", "requires", "brick oven"),
        ),
    ],
)
def test_frames_of_limits_making_and_effect(text: str, expected: Triple) -> None:
    assert triples(read(text)) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The loss of mangrove forests causes shore erosion.",
            ("loss of mangrove forest", "causes", "shore erosion"),
        ),
        (
            "The majority of tram lines depend on city grants.",
            ("tram line", "requires", "city grant"),
        ),
        (
            "Economic factors affect school meals.",
            ("economic factor", "causes", "school meal"),
        ),
    ],
)
def test_an_end_says_what_it_is_about(text: str, expected: Triple) -> None:
    assert triples(read(text)) == {expected}


def test_a_relative_clause_belongs_to_the_noun_that_it_agrees_with() -> None:
    document = read("The tax on sugar drinks that limits tooth decay is new.")
    assert ("tooth decay", "limited_by", "sugar drink") not in triples(document)


def test_what_a_thing_is_does_not_hide_the_thing() -> None:
    document = read("Bakelite is a hard plastic that enables radio cases.")
    assert triples(document) == {("bakelite", "enables", "radio case")}


def test_a_slight_effect_is_none() -> None:
    [one] = dependencies(read("Street lamps have a negligible effect on bird song."))
    assert (one.kind, one.polarity) == ("causes", Polarity.NEGATIVE)


def test_what_was_made_with_a_source_does_not_itself_derive_from_it() -> None:
    document = read("Several bakeries use a rye starter as the basis for wheat dough.")
    assert triples(document) == {("wheat dough", "derives_from", "rye starter")}


def test_can_is_no_hedge() -> None:
    [one] = dependencies(read("Street noise can affect bird song."))
    assert one.hedge is None


def test_an_anaphor_looks_to_its_own_sentence_first() -> None:
    document = read(
        "Frost is common. Alpine meadows grow slowly, although they require cold summers."
    )
    assert triples(document) == {("alpine meadow", "requires", "cold summer")}


def test_the_assertion_around_a_dependency_gives_its_mode() -> None:
    document = nlp.annotate(readers.read(b"Glass ovens require natural gas.", "a.md", None))
    claim = AssertionFound(
        start=0,
        end=len(document.text),
        sentence=0,
        wording="",
        mode=Mode.CONCEDES,
        polarity=Polarity.POSITIVE,
        kind=ClaimKind.EMPIRICAL,
        rule="test",
    )
    document = document.with_layer(AssertionFound, [claim])
    for extractor in (ConceptExtractor(), DependencyExtractor()):
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans)
    [one] = document.layer(DependencyFound)
    assert (one.mode, one.assertion) == (Mode.CONCEDES, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tram networks have been shown to improve air quality.",
            {("tram network", "improves", "air quality")},
        ),
        (
            "Brick strength is improved by adding straw and lime.",
            {("straw", "improves", "brick strength"), ("lime", "improves", "brick strength")},
        ),
        ("By scaling kilns we get better bricks.", {("kiln", "enables", "brick")}),
        (
            "These tools turn raw timber into oak beams.",
            {("oak beam", "derives_from", "raw timber")},
        ),
        (
            "Without large kilns, there would be no small ones.",
            {("small kiln", "requires", "large kiln")},
        ),
        (
            "It's difficult to build good bridges without skilled welders.",
            {("bridge", "requires", "skilled welder")},
        ),
        (
            "The success of canals owes much to cheap labour.",
            {("success of canal", "requires", "cheap labor")},
        ),
        (
            "Thanks to cheap copper, tram networks grew.",
            {("cheap copper", "enables", "tram network")},
        ),
        (
            "Deep channels have become a cornerstone of harbour growth.",
            {("deep channel", "enables", "harbor growth")},
        ),
        ("Lock size does not allow barge convoys.", {("barge convoy", "limited_by", "lock size")}),
        (
            "The major fuel gains will come from dredging and cranes.",
            {("dredging", "enables", "fuel gain"), ("crane", "enables", "fuel gain")},
        ),
        (
            "Distillation, training smaller models to mimic larger models, is cheap.",
            {("small model", "derives_from", "large scale model")},
        ),
        (
            "The ImageNet-trained network failed.",
            {("imagenet trained network", "trains_on", "imagenet")},
        ),
        (
            "Electrospinning is a way that enables silk fibres.",
            {("electrospinning", "enables", "silk fiber")},
        ),
    ],
)
def test_other_ways_to_say_so(text: str, expected: set[Triple]) -> None:
    assert triples(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Soil moisture was determined by a gravimetric test.",
        "Further trials are required to assess crop yield.",
        "The survey lists factors influencing bird song.",
        "A librarian improved the search strategy.",
        "Night frost prevents vines from flowering.",
        "Coal is a declining driver of harbour growth.",
    ],
)
def test_measuring_wishing_and_naming_no_cause_say_nothing(text: str) -> None:
    assert triples(read(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Canal trade depends on three things: deep locks, wide barges and steam cranes.",
        "Winter is over. Canal trade depends on:\n\n- deep locks\n- wide barges\n- steam cranes\n",
        "## Canal trade depends on\n\n- deep locks\n- wide barges\n- steam cranes\n",
    ],
)
def test_a_list_behind_a_colon_or_a_heading_names_the_ends(text: str) -> None:
    assert triples(read(text)) == {
        ("canal trade", "requires", end) for end in ("deep lock", "wide barge", "steam crane")
    }


def test_items_under_a_heading_can_be_what_drives() -> None:
    document = read("## Levers for canal growth\n\n- cheap cranes\n- deep locks\n")
    assert triples(document) == {
        ("cheap crane", "enables", "canal growth"),
        ("deep lock", "enables", "canal growth"),
    }


def test_other_blocks_are_no_items() -> None:
    document = read("## Canal trade depends on\n\nLocks and barges wear out.\n")
    assert triples(document) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "You cannot print a stamp without first engraving a steel die.",
            ("stamp", "requires", "steel die"),
        ),
        (
            "The bakery's output depends entirely on its starter culture.",
            ("output of bakery", "requires", "starter culture"),
        ),
        (
            "Every kiln in the lower yard requires dry timber.",
            ("kiln", "requires", "dry timber"),
        ),
        (
            "Every method in the lower tier requires dry timber.",
            ("method in low tier", "requires", "dry timber"),
        ),
        (
            "Lending rules that use credit scores as proxies for thrift are common.",
            ("lending rule", "requires", "credit score"),
        ),
        (
            "Amber varnish is downstream of pine resin.",
            ("amber varnish", "derives_from", "pine resin"),
        ),
        (
            "The availability of tide data for training smaller forecast models is growing.",
            ("small forecast model", "trains_on", "tide data"),
        ),
        ("Cold snaps gave rise to potato blight.", ("cold snap", "causes", "potato blight")),
        (
            "Sourdough cultures have the potential to improve bread flavour.",
            ("sourdough culture", "improves", "bread flavor"),
        ),
        (
            "Cold storage led to a decrease in fruit waste.",
            ("cold storage", "causes", "decrease in fruit waste"),
        ),
        (
            "Two weeks of frost treatment greatly improve seed growth.",
            ("frost treatment", "improves", "seed growth"),
        ),
        ("Crop yields depend on the wage scale.", ("crop yield", "requires", "wage scale")),
        (
            "Salt frost prevents moss growth in GPT-4.",
            ("moss growth", "limited_by", "salt frost"),
        ),
    ],
)
def test_ends_are_whole(text: str, expected: Triple) -> None:
    assert triples(read(text)) == {expected}


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (
            "We name three levers for crop yield: seed drills, night owls, and canal locks.",
            {"seed drill", "night owl", "canal lock"},
        ),
        (
            "Invest in barn owls, seed drills, and canal locks to gain 2x to 3x yield gains.",
            {"barn owl", "seed drill", "canal lock"},
        ),
        (
            "Towns and villages that use church bells as proxies for clocks are common.",
            {"town", "village"},
        ),
        ("Crop yields depend not only on rain but also on barn owls.", {"crop yield"}),
    ],
)
def test_every_item_of_a_list_is_an_end(text: str, sources: set[str]) -> None:
    assert {source for source, _, _ in triples(read(text))} == sources


def test_each_preposition_of_two_joined_opens_an_end() -> None:
    document = read("Tide mills depend not only on the moon but also on sluice gates.")
    assert {target for _, _, target in triples(document)} == {"moon", "sluice gate"}
    document = read("Tide mills depend not on the moon but on sluice gates.")
    assert triples(document) == {("tide mill", "requires", "sluice gate")}
    [one] = dependencies(read("The success of a ferry depends not on speed but on harbour fees."))
    assert one.polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Removing the weir improved river trout.",
        "Tide gauges are a method to assess harbour trade.",
        "Loom speed was determined by a tachometer.",
        "The probability to trigger an avalanche rises.",
        "The ability of trams to climb hills depends on rail friction.",
        "No other yeast strain caused lager haze.",
        "Which yeast strain causes lager haze?",
        "Barges sank. This difference may be due to tide levels.",
        "Grain barges are slow. This led to bread riots.",
        "If the river turns early, it leads to silt deposits.",
        "The inspector stated that it causes bread riots.",
        "One counts the barges, which determines ferry fares.",
        "The replacement of steam ploughs with tractors is a success.",
        "Toll reform has an effect on citizens.",
        "Cold storage led to increases.",
        "In the harbour, night ferries play a role.",
    ],
)
def test_what_names_no_end_is_no_dependency(text: str) -> None:
    assert triples(read(text)) == set()


def test_what_stands_behind_a_clause_is_outside_it() -> None:
    document = read("The log lists hull rust (arising from salt spray) and loose rivets.")
    assert triples(document) == {("salt spray", "causes", "hull rust")}


def test_an_event_is_no_concept_but_a_thing_named_before_is() -> None:
    document = read("Vacuum canning keeps fruit for years. This requires sterile jars.")
    assert triples(document) == {("vacuum canning", "requires", "sterile jar")}


def test_abilities_emerge_with_what_they_emerge_at() -> None:
    document = read("Such nets show emergent capabilities at scale, such as jokes and rhyme.")
    assert {(source, kind) for source, kind, _ in triples(document)} == {("scaling", "enables")}


def test_words_of_a_name_are_no_trigger() -> None:
    text = (
        "Slow baked rye bread (SBRB) is old. "
        "Stalls sell rye, oats, slow baked rye bread (SBRB) and milk."
    )
    assert triples(read(text)) == set()


def test_an_apposition_renames_the_name_before_it() -> None:
    document = read("We compare Brno, the home of trams, and Lutea, the ancestor of bass guitars.")
    assert triples(document) == {("bass guitar", "derives_from", "lutea")}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Glass ovens require natural gas or heavy oil.", [{"natural gas", "heavy oil"}]),
        ("Glass ovens require any of gas burners and oil burners.", [{"gas burner", "oil burner"}]),
        ("Glass ovens require natural gas and heavy oil.", []),
        ("Glass ovens do not require natural gas or heavy oil.", []),
        # Without either they do not work: both are needed.
        ("You cannot bake sourdough bread without starter cultures or rye flour.", []),
        ("Solar panels or wind turbines enable mountain huts.", []),
    ],
)
def test_supports_of_which_one_is_enough_share_a_group(text: str, groups: list[set[str]]) -> None:
    document = read(text)
    mentions = document.layer(MentionFound)
    found: dict[str, set[str]] = {}
    for one in document.layer(DependencyFound):
        if one.group is not None:
            found.setdefault(one.group, set()).add(mentions[one.target].key)
    assert list(found.values()) == groups
