"""Real papers, read where they stand: all that their own markup says of them is there."""

from __future__ import annotations

import random

import pytest

from evaluation.papers import Paper, found_share, own_sentences, papers, parsed
from ingest.document import CitationMarked, ParsedDocument, ReferenceMarked
from tests.shared import SHARED, shared

SAMPLE = 200
TOLERANCE = 0.02
# A file to train GROBID with, whose header is empty.
HEADLESS = "grobid-journal.pwat.0000127"
# Pages that give their date to the site they came from, but do not state it.
UNDATED = {"distill-building-blocks", "distill-momentum", "distill-research-debt"}
# Links that stand in an HTML comment, where no reader sees them.
COMMENTED_OUT = {"distill-momentum": 3}
FOUND = papers() if (SHARED / "papers").is_dir() else []


@pytest.fixture(scope="module", params=FOUND, ids=lambda paper: paper.path.parent.name)
def paper(request: pytest.FixtureRequest) -> tuple[Paper, ParsedDocument]:
    return request.param, parsed(request.param)


def near(ours: int, theirs: int) -> bool:
    return abs(ours - theirs) <= TOLERANCE * theirs


def test_all_papers_are_there() -> None:
    shared("papers")
    assert len(FOUND) == 19


def test_title_authors_and_year(paper: tuple[Paper, ParsedDocument]) -> None:
    given, document = paper
    stated = document.metadata
    if given.path.parent.name == HEADLESS:
        assert (stated.title, stated.authors, stated.year) == (None, (), None)
    else:
        assert stated.title
        assert stated.authors
        assert (stated.year is None) == (given.path.parent.name in UNDATED)
    assert {fault.code for fault in document.faults} <= {"invalid-xml", "bad-bibliography"}


def test_entries_and_links_as_marked_up(paper: tuple[Paper, ParsedDocument]) -> None:
    given, document = paper
    if given.refs is not None:
        assert near(len(document.marked(ReferenceMarked)), given.refs)
    if given.links is not None and given.path.parent.name != HEADLESS:
        links = given.links - COMMENTED_OUT.get(given.path.parent.name, 0)
        pointers = document.marked(CitationMarked)
        keyed = sum(len(one.keys) for one in pointers)
        assert near(len(pointers), links) or near(keyed, links)
        assert keyed >= (1 - TOLERANCE) * links


def test_sentences_stand_whole_and_in_order(paper: tuple[Paper, ParsedDocument]) -> None:
    given, document = paper
    sentences = own_sentences(given.path)
    sample = random.Random(0).sample(sentences, min(SAMPLE, len(sentences)))
    assert bool(sample) == (given.format != "PDF")  # whose sentences only a reader knows
    assert not sample or found_share(document, sample) >= 1 - TOLERANCE
