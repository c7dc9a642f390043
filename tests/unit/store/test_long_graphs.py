"""What is written piece by piece is read back as what is written at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf.project import Projection
from kg.store import Store, projection
from tests.factories import document


def graphs(path: Path) -> dict[str, str]:
    with Store.open(f"sqlite:///{path}", project=Projection()) as store:
        draft = document("“Ice” floats – always. 水。\n", name="ice.md")
        draft.asserts("Ice", "Ice – 水 – floats")
        bundle = draft.bundle()
        store.add(bundle)
        made = dict(store.stored_graphs())
        assert store.add(bundle) == "unchanged"
        store.remove(bundle.document.id)
        return made


def test_a_long_graph_is_what_a_short_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = graphs(tmp_path / "short.sqlite")
    monkeypatch.setattr(projection, "_LONG", 10)
    monkeypatch.setattr(projection, "_PIECE", 7)
    assert graphs(tmp_path / "long.sqlite") == short
    assert any("水" in text for text in short.values())
