from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import Content, canonical_json, canonical_object, content_id, from_iri, iri, kind_of

contents: st.SearchStrategy[Content] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


def test_an_id_is_pinned_so_that_stored_databases_stay_readable() -> None:
    # sha256 of ["claim","a b",3,null,["é"]] in UTF-8, 15 bytes, base 32; computed by hand.
    assert content_id("claim", "a b", 3, None, ["é"]) == "claim-s1" + _by_hand(
        '["claim","a b",3,null,["é"]]'
    )


def _by_hand(text: str) -> str:
    import subprocess

    digest = subprocess.run(
        ["sha256sum"], input=text.encode(), capture_output=True, check=True
    ).stdout[:30]
    bits = bin(int(digest, 16))[2:].zfill(120)
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    return "".join(alphabet[int(bits[i : i + 5], 2)] for i in range(0, 120, 5))


@given(contents)
def test_canonical_json_reads_back_as_the_same_content(content: Content) -> None:
    assert json.loads(canonical_json(content)) == content


@given(contents, contents)
def test_different_content_has_different_ids(one: Content, other: Content) -> None:
    same = canonical_json(one) == canonical_json(other)
    assert (content_id("claim", one) == content_id("claim", other)) == same


def test_fields_have_one_spelling_whatever_their_order() -> None:
    assert canonical_object({"b": 1.5, "a": "é"}) == '{"a":"é","b":1.5}'


def test_where_content_is_divided_matters() -> None:
    assert content_id("claim", "ab", "c") != content_id("claim", "a", "bc")
    assert content_id("claim", "x") != content_id("work", "x")
    assert content_id("claim", None) != content_id("claim", "None")


@pytest.mark.parametrize("content", [1.5, {"a": 1}, b"bytes"])
def test_what_has_no_canonical_spelling_is_refused(content: object) -> None:
    with pytest.raises(TypeError, match="no canonical spelling"):
        content_id("claim", content)  # type: ignore[arg-type]


@given(contents)
def test_an_iri_leads_back_to_its_id(content: Content) -> None:
    identifier = content_id("evidence", content)
    assert from_iri(iri(identifier)) == identifier
    assert kind_of(identifier) == "evidence"


@pytest.mark.parametrize(
    "value",
    [
        "https://example.org/id/claim/s1abc",
        "https://w3id.org/claimgraph/id/claim",
        "https://w3id.org/claimgraph/id/claim/other",
        "https://w3id.org/claimgraph/id/claim/s1aaaaaaaaaaaaaaaaaaaaaaaa#quote",
        "",
    ],
)
def test_a_foreign_iri_has_no_id(value: str) -> None:
    assert from_iri(value) is None
