from __future__ import annotations

from importlib.resources import files

from ingest import nlp
from ingest.lexicon.gazetteer import Entry, Gazetteer, load
from kg.vocab import ConceptKind


def shipped() -> list[str]:
    text = (files("ingest") / "gazetteer" / "concepts.txt").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if not line.startswith("#")]
    return [name.strip() for row in rows for part in row[1:] for name in part.split(";")]


def test_every_name_closes_with_its_last_word() -> None:
    gazetteer, model = load(), nlp.load()
    missed = [name for name in shipped() if name and not gazetteer.closes(model(name)[-1].lower_)]
    assert missed == []


def test_a_prefix_may_stand_apart_from_the_last_word() -> None:
    gazetteer = Gazetteer([Entry("pretraining", ConceptKind.METHOD)])
    assert gazetteer.closes("training")
    assert gazetteer.closes("pretraining")
    assert not gazetteer.closes("rain")
