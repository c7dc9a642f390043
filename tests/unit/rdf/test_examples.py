from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.rdf import sparql
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.examples import Example, by_topic, load_examples
from kg.resources import shipped
from tests.unit.rdf.factory import Essay, MemoryStore

EXAMPLES = {example.name: example for example in load_examples(shipped("queries"))}


@pytest.fixture(scope="module")
def dataset() -> Iterator[OxigraphDataset]:
    """An essay whose names answer to the words that the queries look for."""
    store = MemoryStore()
    graphs = Essay(title="Scaling tide mills").graphs
    store.put(
        {
            name: text.replace('"On mills"', '"On the scale of mills"')
            .replace('"reservoirs"', '"Large-scale models"')
            .replace('"dredging"', '"data"')
            for name, text in graphs.items()
        }
    )
    dataset = OxigraphDataset(store.graphs_since)
    yield dataset
    dataset.close()


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: example.name)
def test_an_example_explains_itself(example: Example) -> None:
    assert example.question.endswith(("?", ".)"))
    assert example.title
    assert example.keywords
    assert "PREFIX" not in example.query


def test_a_loop_is_found() -> None:
    store = MemoryStore()
    graphs = Essay().graphs
    names = [
        f"<https://w3id.org/claimgraph/id/concept/{c.id.split('-')[1]}>" for c in Essay().concepts
    ]
    link = "<https://w3id.org/claimgraph/ns#restsOn>"
    extra = f"{names[2]} {link} {names[0]} <https://w3id.org/claimgraph/id/x#graph> .\n"
    store.put({**graphs, "https://w3id.org/claimgraph/id/x#graph": extra})
    dataset = OxigraphDataset(store.graphs_since)
    rows = sparql.run(dataset, EXAMPLES["loops"].query).rows
    assert set(rows) == {
        ("tide mills", "reservoirs"),
        ("reservoirs", "dredging"),
        ("dredging", "tide mills"),
    }
    dataset.close()


def test_claims_rest_on_a_work_in_three_ways(dataset: OxigraphDataset) -> None:
    rows = sparql.run(dataset, EXAMPLES["claims-resting-on-work"].query).rows
    assert {row[2] for row in rows} == {
        "cited in its sentence",
        "evidence from the work",
        "put forward by the work",
    }


def test_files_without_a_query_are_passed_over_and_broken_ones_named(tmp_path: Path) -> None:
    (tmp_path / "prefixes.ttl").write_text("<a:a> <a:b> <a:c> .")
    assert load_examples(tmp_path) == []
    (tmp_path / "half.ttl").write_text(
        '<a:a> <http://www.w3.org/ns/shacl#select> "SELECT * {?s ?p ?o}" .'
    )
    with pytest.raises(UsageError, match=r"half\.ttl needs an rdfs:label"):
        load_examples(tmp_path)
    (tmp_path / "half.ttl").write_text("<a:a> <a:b")
    with pytest.raises(UsageError, match=r"cannot read .*half\.ttl"):
        load_examples(tmp_path)


def test_every_example_has_a_topic_of_a_handful() -> None:
    topics = by_topic(list(EXAMPLES.values()))
    assert "Other questions" not in topics
    assert 3 <= len(topics) <= 9
    assert sum(map(len, topics.values())) == len(EXAMPLES)


def test_the_hint_how_to_adapt_a_question_stands_apart() -> None:
    example = EXAMPLES["find-claims"]
    assert example.adapting == "Change the word in the FILTER."
    assert example.words == "Which claims speak of leaderboards, and where do they stand?"
    assert EXAMPLES["one-origin"].words == EXAMPLES["one-origin"].question
    assert EXAMPLES["one-origin"].adapting is None
