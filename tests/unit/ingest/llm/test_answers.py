"""Nothing but the form that was asked for gets through, whatever a model writes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.llm import prompt
from ingest.llm.answers import parse
from kg.vocab import ARGUMENT_KINDS, ClaimKind, EvidenceKind, Mode, Polarity
from tests.unit.ingest.llm.model import answer, stated

ONE = answer(
    stated(1, 2, "mills stop", holder="Ito", hedge="perhaps", mode="denies"),
    evidence=[{"sentence": 2, "quote": "4%", "kind": "measurement", "claim": 1}],
    relations=[{"kind": "rebuts", "source": 1, "target": 2}],
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ONE),
        f"```json\n{json.dumps(ONE, indent=1)}\n```\n",
        f"```\n{json.dumps(ONE)}```",
        f"<think>Is {{it}} so?</think>\n{json.dumps(ONE)}",
    ],
)
def test_an_answer_is_read_bare_fenced_or_behind_thoughts(text: str) -> None:
    reply = parse(text)
    assert reply is not None
    assert [(one.holder, one.mode, one.hedge) for one in reply.stated] == [
        ("Ito", Mode.DENIES, "perhaps")
    ]
    assert [(one.kind, one.claim) for one in reply.borne] == [(EvidenceKind.MEASUREMENT, 1)]
    assert [(one.kind, one.source, one.target) for one in reply.linked] == [("rebuts", 1, 2)]
    assert not reply.malformed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I cannot help with that.",
        '{"assertions": []',
        "[]",
        "null",
        '{"assertions": [], "evidence": []}',
        '{"assertions": {}, "evidence": [], "relations": []}',
        "[" * 100_000,
        json.dumps(ONE) + json.dumps(ONE),
    ],
)
def test_what_is_no_answer_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "1"},
        {"id": True},
        {"sentence": None},
        {"sentence": 1.0},
        {"quote": 7},
        {"claim": None},
        {"holder": ["Ito"]},
        {"mode": "shouts"},
        {"mode": None},
        {"polarity": "neutral"},
        {"kind": "measurement"},
        {"hedge": 0},
        {"standalone": "yes"},
    ],
)
def test_an_item_with_a_wrong_field_is_left_out_alone(wrong: dict[str, Any]) -> None:
    reply = parse(json.dumps(answer(stated(1, 1, "a b"), {**stated(2, 1, "a b"), **wrong})))
    assert reply is not None
    assert [one.id for one in reply.stated] == [1]
    assert reply.malformed == {"assertions": 1}


def test_lists_are_checked_each_for_themselves() -> None:
    bad: dict[str, Any] = {
        **answer(evidence=[{"sentence": 1}]),
        "relations": [{"kind": "likes", "source": 1, "target": 2}, 3],
    }
    reply = parse(json.dumps(bad))
    assert reply is not None
    assert reply.malformed == {"evidence": 1, "relations": 2}


@given(JSON)
def test_any_json_is_taken_without_a_stumble(value: Any) -> None:
    parse(json.dumps(value))
    parse(json.dumps({"assertions": [value], "evidence": [value], "relations": [value]}))


def test_the_form_asked_for_has_every_choice_and_each_is_explained() -> None:
    form = prompt.SCHEMA["properties"]
    assertion = form["assertions"]["items"]["properties"]
    assert assertion["mode"]["enum"] == [one.value for one in Mode]
    assert assertion["kind"]["enum"] == [one.value for one in ClaimKind]
    assert assertion["polarity"]["enum"] == [one.value for one in Polarity]
    assert form["relations"]["items"]["properties"]["kind"]["enum"] == list(ARGUMENT_KINDS)
    assert set(prompt.MEANINGS) == {*Mode, *ClaimKind, *EvidenceKind}
    for name in (*Mode, *ClaimKind, *EvidenceKind, *ARGUMENT_KINDS):
        assert f'"{name}"' in prompt.INSTRUCTIONS


def test_strict_servers_take_the_form() -> None:
    """They want every property required, and no others allowed, at every depth."""

    def objects(schema: Any) -> list[dict[str, Any]]:
        inner = list(schema.values()) if isinstance(schema, dict) else []
        own = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
        return own + [found for one in inner for found in objects(one)]

    found = objects(prompt.SCHEMA)
    assert len(found) == 4
    for one in found:
        assert one["required"] == list(one["properties"])
        assert one["additionalProperties"] is False
