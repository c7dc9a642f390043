from __future__ import annotations

from pyoxigraph import RdfFormat

from kg.rdf.check import dataset_differences, differences
from kg.rdf.dataset import OxigraphDataset
from tests.unit.rdf.factory import Essay, MemoryStore

A = '<a:s> <a:p> "1" <a:g> .\n'
B = '<a:s> <a:p> "2" <a:g> .\n'


def test_equal_graphs_do_not_differ() -> None:
    assert differences(Essay().graphs, Essay().graphs) == []
    assert differences({"a:g": A + B}, {"a:g": B + A}) == []


def test_each_way_to_differ_is_one_line() -> None:
    assert differences({"a:g": A}, {}) == ["a:g is stored but not projected from the records"]
    assert differences({}, {"a:g": A}) == ["a:g is projected from the records but not stored"]
    (line,) = differences({"a:g": A}, {"a:g": A + B})
    assert "0 quads stored only and 1 projected from the records only" in line
    assert '"2"' in line
    (line,) = differences({"a:g": A + "no quad\n"}, {"a:g": A})
    assert "no valid N-Quads" in line
    assert "\n" not in line


def test_a_dataset_that_lags_or_was_tampered_with_is_found() -> None:
    store = MemoryStore()
    store.put(dict(Essay().graphs))
    dataset = OxigraphDataset(store.graphs_since)
    assert dataset_differences(dataset, store.stored()) == []
    name = next(iter(store.stored()))
    dataset._store.clear()
    dataset._store.load(A, RdfFormat.N_QUADS)
    lines = dataset_differences(dataset, store.stored())
    assert any(line == "a:g is in the dataset but not stored" for line in lines)
    assert any(line == f"{name} is stored but not in the dataset" for line in lines)
    assert dataset_differences(dataset, {**store.stored(), "a:empty": ""}) == lines
