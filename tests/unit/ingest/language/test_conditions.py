from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from ingest.language.conditions import Contingency, contingencies
from ingest.nlp import load
from kg.vocab import DEPENDENCY_KINDS


def parsed(text: str) -> Doc:
    model = load()
    doc = model.make_doc(text)
    for token in doc[1:]:
        token.is_sent_start = False
    return next(iter(model.pipe([doc])))


def told(one: Contingency) -> tuple[str, str, str | None]:
    """Return the rule, what is the condition, and what rests on it."""
    rests = None if one.consequence is None else one.consequence.wording
    return one.rule, one.condition.wording, rests


@pytest.mark.parametrize(
    ("text", "rule", "condition", "consequence"),
    [
        (
            "The pump runs only if the valve is open.",
            "only-if",
            "the valve is open",
            "The pump runs",
        ),
        (
            "The pump can only run if the valve is open.",
            "only-if",
            "the valve is open",
            "The pump can run",
        ),
        (
            "Only if the valve is open can the pump run.",
            "only-if",
            "the valve is open",
            "the pump can run",
        ),
        (
            "Harbour dues will rise only once the new quay opens.",
            "only-if",
            "the new quay opens",
            "Harbour dues will rise",
        ),
        (
            "Ferries sail only when the harbour is free of ice.",
            "only-if",
            "the harbour is free of ice",
            "Ferries sail",
        ),
        (
            "The mill survived only because the council paid its debts.",
            "only-because",
            "the council paid its debts",
            "The mill survived",
        ),
        (
            "Night flights are only possible because the airport is far from the town.",
            "only-because",
            "the airport is far from the town",
            "Night flights are possible",
        ),
        (
            "The levee holds so long as the river stays below the mark.",
            "provided",
            "the river stays below the mark",
            "The levee holds",
        ),
        (
            "The treaty will last, provided that both towns keep it.",
            "provided",
            "both towns keep it",
            "The treaty will last",
        ),
        (
            "The ferry will not sail until the storm has passed.",
            "not-until",
            "the storm has passed",
            "The ferry will sail",
        ),
        (
            "Until the storm has passed, the ferry will not sail.",
            "not-until",
            "the storm has passed",
            "the ferry will sail",
        ),
        (
            "Prices won't fall unless the dam opens.",
            "not-unless",
            "the dam opens",
            "Prices will fall",
        ),
        (
            "Unless the dam opens, prices cannot fall.",
            "not-unless",
            "the dam opens",
            "prices can fall",
        ),
        (
            "No ferry can sail unless the harbour is free of ice.",
            "not-unless",
            "the harbour is free of ice",
            "some ferry can sail",
        ),
        (
            "Because the airport is far from the town, night flights are possible.",
            "possible-because",
            "the airport is far from the town",
            "night flights are possible",
        ),
        (
            "The council widened the canal so that barges could pass.",
            "so-that-can",
            "The council widened the canal",
            "barges could pass",
        ),
        (
            "If the dam breaks, the valley will flood.",
            "if-then",
            "the dam breaks",
            "the valley will flood",
        ),
        (
            "If the dam breaks, then the valley cannot be farmed.",
            "if-then",
            "the dam breaks",
            "the valley cannot be farmed",
        ),
        (
            "The valley would flood if the dam broke.",
            "if-then",
            "the dam broke",
            "The valley would flood",
        ),
        (
            "Critics argue that the mill survives only if the council pays its debts.",
            "only-if",
            "the council pays its debts",
            "the mill survives",
        ),
        (
            "That is only possible because the state owns the rails.",
            "only-because+before",
            "the state owns the rails",
            None,
        ),
        (
            "This is possible because the tide is regular.",
            "possible-because+before",
            "the tide is regular",
            None,
        ),
    ],
)
def test_frames(text: str, rule: str, condition: str, consequence: str | None) -> None:
    assert [told(one) for one in contingencies(parsed(text))] == [(rule, condition, consequence)]


@pytest.mark.parametrize(
    ("text", "condition", "consequence"),
    [
        (
            "The harbour cannot grow until the railway arrives, which nobody expects.",
            "the railway arrives",
            "The harbour can grow",
        ),
        (
            "Although trams are cheap, the network grows only if the city pays.",
            "the city pays",
            "the network grows",
        ),
        (
            "Wheat will grow here only if farmers drain the marsh; barley grows anyway.",
            "farmers drain the marsh",
            "Wheat will grow here",
        ),
        (
            "Gates open only when the river falls and not when it floods.",
            "the river falls",
            "Gates open",
        ),
    ],
)
def test_remarks_beside_a_clause_are_left_out(text: str, condition: str, consequence: str) -> None:
    ((_, *ends),) = [told(one) for one in contingencies(parsed(text))]
    assert ends == [condition, consequence]


@pytest.mark.parametrize(
    "text",
    [
        # No two clauses.
        "If not the ferry, at least the bridge should be repaired.",
        "The plank is as long as 5 metres.",
        "The ropes can be as long as the width of the river allows.",
        "The mill survived only because of its debts.",
        "The ferry will not sail until noon.",
        # Nobody in particular, or no subject at all.
        "If you want to sail, the harbour will help.",
        "One can sail only if one has a boat.",
        "Open the valve only if the pump runs.",
        "If it should come to that, the harbour will close.",
        "It will be better if the harbour closes.",
        # Questions, open or hidden.
        "Does the pump run only if the valve is open?",
        "The engineers will test if the valve is open.",
        "Whether or not the dam breaks, the valley will flood.",
        "The valley will flood even if the dam holds.",
        # Other uses of the words.
        "Universities will struggle if all provided resources become free.",
        "The pump failed not only because the valve was open but because the fuse blew.",
        "The pump does not run only if the valve is open.",
        "The disk was read-only because the clerk locked the drawer.",
        "The pump can only partly run if the valve is open.",
        "Children can only turn to neighbours when their parents work.",
        "Mills have ground flour as long as people have eaten bread.",
        "The ferry did not sail until the storm had passed.",
        "Children should not sail until they can swim.",
        "The reason for the lock is that barges are heavy so that they can sink.",
        "The council must widen the canal so that barges can pass.",
        "The locks are designed so that barges can pass.",
        "The gate closes so that nobody can enter.",
        "If we want to keep the harbour, the town will pay.",
        # The clause is not put forward, or stands under a condition of its own.
        "Nobody says that the mill survives, and it is not true that it pays only if it runs.",
        "If wages rise, trams run only if the city pays.",
        "The mill, only if the council pays, survives.",
        "This works only if the city pays for the tracks.",
    ],
)
def test_traps(text: str) -> None:
    assert contingencies(parsed(text)) == ()


def test_only_what_the_frame_leaves_open_is_supposed() -> None:
    (because,) = contingencies(parsed("The mill survived only because the council paid."))
    assert because.frame.holds == {"condition", "consequence"}
    (aim,) = contingencies(parsed("The council widened the canal so that barges could pass."))
    assert aim.frame.holds == {"condition"}
    (only,) = contingencies(parsed("The pump runs only if the valve is open."))
    assert (only.frame.holds, only.frame.conditional) == (frozenset(), False)
    (then,) = contingencies(parsed("If the dam breaks, the valley will flood."))
    assert then.frame.conditional


_THINGS = st.sampled_from(["the mill", "the old dam", "a ferry", "no barge", "it", "most quays"])
_DOINGS = st.sampled_from(
    ["runs", "will not run", "can run", "is possible", "has been open", "would (often) fail", "did"]
)
_JOINTS = st.sampled_from(
    [
        *("only if", "if", "unless", "until", "as long as", "provided that", "so that", "because"),
        *("only because", "if and only if", "only when", ", which", "and only if", "even if"),
    ]
)

_ENDINGS = st.sampled_from([".", "!", ";", "-"])


@settings(max_examples=60)
@given(
    _THINGS,
    _DOINGS,
    _JOINTS,
    _THINGS,
    _DOINGS,
    st.booleans(),
    st.sampled_from([".", "!", ";", "-"]),
)
def test_ends_are_separate_stretches_of_the_sentence(
    one: str, does: str, joint: str, other: str, did: str, fronted: bool, end: str
) -> None:
    clause = f"{one} {does} {joint} {other} {did}{end}"
    doc = parsed(f"{joint.capitalize()} {other} {did}, {one} {does}{end}" if fronted else clause)
    for found in contingencies(doc):
        spans = [part.span for part in (found.condition, found.consequence) if part is not None]
        assert found.frame.kind in DEPENDENCY_KINDS
        for span in spans:
            assert 0 <= span.start < span.end <= len(doc)
            assert doc.text[span.start_char : span.end_char] == span.text
            assert any(token.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} for token in span)
        first, last = min(spans, key=lambda s: s.start), max(spans, key=lambda s: s.start)
        assert len(spans) == 1 or first.end <= last.start


@settings(max_examples=30)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for found in contingencies(parsed(f"{text} only if {text} unless, so that because {text}")):
        assert found.condition.wording
