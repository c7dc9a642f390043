from __future__ import annotations

import pytest

from kg.ids import iri
from kg.model import RECORDS, Relation
from kg.rdf.dataset import OxigraphDataset
from kg.rdf.validate import ENUMERATIONS, shapes, validate
from kg.vocab import RECORD_CLASSES, RELATION_KINDS, expand
from tests.unit.rdf.factory import Essay, MemoryStore, rejected


def violations(graphs: dict[str, str]) -> list[str]:
    store = MemoryStore()
    store.put(dict(graphs))
    dataset = OxigraphDataset(store.graphs_since)
    return validate(dataset)


@pytest.mark.parametrize("essay", [Essay(), rejected(Essay())])
def test_what_the_projection_makes_has_the_right_shape(essay: Essay) -> None:
    assert violations(essay.graphs) == []


def broken(old: str, new: str) -> list[str]:
    """The violations after a replacement in every graph, which must find something."""
    graphs = Essay().graphs
    assert any(old in text for text in graphs.values())
    return violations({name: text.replace(old, new) for name, text in graphs.items()})


@pytest.mark.parametrize(
    ("old", "new", "record", "what"),
    [
        ('"asserts"', '"shouts"', "assertion-", "cg:mode"),
        ('"positive"', '"neither"', "dependency-", "cg:polarity"),
        ('"against"', '"beside"', "position-", "cg:stance"),
        ('"rebuts"', '"outwits"', "relation-", "cg:kind"),
        ('"0.9"', '"1.5"', "assertion-", "cg:score"),
        (expand("schema:text"), expand("rdfs:label"), "claim-", "schema:text"),
        (expand("oa:exact"), expand("rdfs:label"), "passage/", "oa:exact"),
        (f"<{expand('cg:holder')}>", f"<{expand('rdfs:seeAlso')}>", "assertion-", "cg:holder"),
        (expand("prov:used"), expand("rdfs:seeAlso"), "run-", "prov:used"),
    ],
)
def test_a_fault_is_one_line_that_names_record_and_property(
    old: str, new: str, record: str, what: str
) -> None:
    lines = broken(old, new)
    assert all("\n" not in line for line in lines)
    assert any(record in line and what in line for line in lines), lines


def test_a_selector_that_ends_before_it_starts_is_found() -> None:
    assert any("oa:start" in line for line in broken(expand("oa:end"), expand("oa:start")))


def test_an_end_of_the_wrong_class_is_found() -> None:
    essay = Essay()
    first = next(r for r in essay.owned if isinstance(r, Relation) and r.kind == "rebuts")
    claim, concept = iri(essay.claims[0].id), iri(essay.concepts[0].id)
    lines = broken(
        f"<{iri(first.id)}> <{expand('cg:target')}> <{claim}>",
        f"<{iri(first.id)}> <{expand('cg:target')}> <{concept}>",
    )
    assert [line for line in lines if line.startswith(first.id)] == lines
    assert lines


def test_the_shapes_cover_every_record_and_relation_kind() -> None:
    written = shapes().serialize(format="nt")
    for kind in RELATION_KINDS:
        assert f'"{kind}"' in written
    for record in RECORDS:
        classes = RECORD_CLASSES.get(record.KIND, ())
        if classes and record.KIND not in ("work", "problem"):
            assert any(expand(curie) in written for curie in classes), record.KIND


def test_enumerations_name_each_property_of_a_class_once() -> None:
    named = [(owner, path) for owner, path, _ in ENUMERATIONS]
    assert len(named) == len(set(named))
