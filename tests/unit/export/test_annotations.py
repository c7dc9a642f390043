"""Web Annotations: what the W3C's model wants, on the right words of the right page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kg.database import Database
from kg.ids import iri
from kg.model import Assertion, Bundle, Evidence, Mention, Passage
from kg.vocab import Status
from tests.contracts.strategies import hostile_bundles
from tests.factories import document, work
from tests.unit.export.conftest import exported, make

MOTIVATIONS = {"describing", "identifying", "tagging", "linking"}  # of the model's section 3.3.5


def items(database: Database) -> list[dict[str, Any]]:
    page = json.loads(exported(database, "annotations"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    found: list[dict[str, Any]] = page["items"]
    return found


def quote(annotation: dict[str, Any]) -> dict[str, Any]:
    selector = annotation["target"]["selector"]
    found: dict[str, Any] = selector[0] if isinstance(selector, list) else selector
    return found


def test_each_has_what_the_model_wants(database: Database) -> None:
    found = items(database)
    assert len({one["id"] for one in found}) == len(found)
    for one in found:
        assert one["type"] == "Annotation"
        assert one["motivation"] in MOTIVATIONS
        for body in one["body"]:
            assert body["purpose"] in MOTIVATIONS
            if body["type"] == "TextualBody":
                assert body["format"] == "text/plain"  # never HTML
                assert body["value"]
        assert quote(one)["type"] == "TextQuoteSelector"
        assert one["target"]["source"].startswith(("https://", "http://"))


def test_all_that_counts_is_there_and_nothing_that_was_rejected(database: Database) -> None:
    store = database.store
    records = [*store.each(Assertion), *store.each(Evidence), *store.each(Mention)]
    counting = [one for one in records if getattr(one, "status", None) is not Status.REJECTED]
    assert len(counting) < len(records)
    assert [one["id"] for one in items(database)] == [f"{iri(o.id)}#annotation" for o in counting]


@given(hostile_bundles())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_words_come_back(bundle: Bundle) -> None:
    with make([bundle]) as database:
        passages = {iri(one.id): one for one in database.store.each(Passage)}
        for one in items(database):
            passage = passages[one["target"]["id"]]
            assert quote(one)["exact"] == passage.exact
            assert quote(one)["prefix"] == passage.prefix


@pytest.mark.parametrize(
    ("fields", "of", "source"),
    [
        ({"source": "https://example.org/a b"}, work(), "https://example.org/a%20b"),
        ({"url": "http://example.org/x"}, work(), "http://example.org/x"),
        ({"doi": "10.1/x"}, work(), "https://doi.org/10.1/x"),
        ({}, work(url="https://example.org/w"), "https://example.org/w"),
        ({"url": "javascript:alert(1)"}, work(url="file:///etc/passwd"), None),
    ],
)
def test_the_target_is_the_page_on_the_web_where_one_is_known(
    fields: dict[str, Any], of: Any, source: str | None
) -> None:
    made = document("Ice floats.", of=of, **fields)
    made.asserts("Ice floats.", "Ice floats")
    with make([made.bundle()]) as database:
        (found,) = items(database)
    assert found["target"]["source"] == (source or iri(made.document.id))
    assert isinstance(found["target"]["selector"], list) == (source is None)
