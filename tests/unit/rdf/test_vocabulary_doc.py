from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf.vocabulary_doc import prefixes_turtle, vocabulary_markdown, write
from kg.vocab import PREFIXES, RELATION_KINDS, TERMS, expand

ROOT = Path(__file__).resolve().parents[3]
FILES = {"docs/vocabulary.md": vocabulary_markdown, "data/queries/prefixes.ttl": prefixes_turtle}


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_current(name: str) -> None:
    stored = (ROOT / name).read_text(encoding="utf-8")
    assert stored == FILES[name](), "run: python -m kg.rdf.vocabulary_doc"


def test_both_files_are_written(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True)
    write(tmp_path)
    assert {name: (tmp_path / name).read_text() for name in FILES} == {
        name: make() for name, make in FILES.items()
    }


def test_everything_is_documented() -> None:
    text = vocabulary_markdown()
    for name in (*TERMS, *RELATION_KINDS, *PREFIXES):
        assert name in text


def test_terms_use_declared_prefixes() -> None:
    for term in TERMS.values():
        for names in (term.curie, term.domain, term.range):
            for curie in filter(None, names.split(" or ")):
                assert expand(curie)
