from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.database import Database
from kg.rdf.term_examples import INVENTED, SHIPPED
from kg.rdf.vocabulary_doc import (
    CLAIM_PATTERN,
    DEPENDENCY_PATTERN,
    prefixes_turtle,
    vocabulary_markdown,
    write,
)
from kg.vocab import PREFIXES, RELATION_KINDS, REUSED, TERMS, expand
from tests.unit.rdf.exemplifying import in_words
from tests.unit.rdf.test_terms import classes_of, kinds, triples
from tests.unit.rdf.whole import whole_graphs

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
    for name in (*TERMS, *REUSED, *RELATION_KINDS, *PREFIXES):
        assert name in text


def test_terms_use_declared_prefixes() -> None:
    for term in TERMS.values():
        for names in (term.curie, term.domain, term.range):
            for curie in filter(None, names.split(" or ")):
                assert expand(curie)


def test_every_table_is_one() -> None:
    """A bar within a cell would shift what follows it."""
    widths: dict[str, set[int]] = {}
    title = ""
    for line in vocabulary_markdown().splitlines():
        title = line if line.startswith("## ") else title
        if line.startswith("|"):
            widths.setdefault(title, set()).add(len(re.findall(r"(?<!\\)\|", line)))
    assert len(widths) == 8
    assert all(len(found) == 1 for found in widths.values()), widths


def test_every_term_has_an_example() -> None:
    assert not SHIPPED.keys() & INVENTED.keys()
    # A remote store's dataset says of itself how far it has come.
    assert SHIPPED.keys() | INVENTED.keys() == {*TERMS, *REUSED} - {"cg:revision"}


def test_the_examples_stand_in_the_shipped_essays(essays: Database) -> None:
    found = in_words(essays.dataset.graphs().values())
    gone = {
        curie: (words, min(found[curie], default="move it to INVENTED"))
        for curie, words in SHIPPED.items()
        if words not in found[curie]
    }
    assert gone == {}, "what stands there instead is behind each"


def test_the_invented_examples_stand_in_the_graphs_of_tests() -> None:
    found = in_words(whole_graphs().values())
    gone = {curie: found[curie] for curie, words in INVENTED.items() if words not in found[curie]}
    assert gone == {}


@pytest.mark.parametrize("pattern", [CLAIM_PATTERN, DEPENDENCY_PATTERN])
def test_each_arrow_of_a_diagram_is_in_the_graphs(pattern: str) -> None:
    found = triples(whole_graphs())
    classes = classes_of(found)
    there = {
        (start, path, end)
        for subject, path, value in found
        for start in classes[subject]
        for end in kinds(classes, value)
    }
    named = dict(re.findall(r'(\w+)\["([^"]+)"\]', pattern))
    bare = re.sub(r'\["[^"]+"\]', "", pattern)
    arrows = re.findall(r'(\w+) -[-.] "([^"]+)" \.?-+> (\w+)', bare)
    assert len(arrows) == bare.count(">")
    assert {(named[start], path, named[end]) for start, path, end in arrows} <= there
