"""The margin puts each claim beside the block in which its words begin, once, numbered."""

from __future__ import annotations

import re

from kg.model import Block
from kg.rdf.project import Projection
from kg.store import Store
from kg.store.library import MarginNote
from kg.ui.texts import margin
from kg.vocab import AgentKind, BlockKind, Mode
from tests.factories import agent, claim, document

TEXT = "Ice floats. Snow falls.\n\nRoe says hail hurts."
BLOCKS = [Block(BlockKind.PARAGRAPH, 0, 23), Block(BlockKind.PARAGRAPH, 25, 45)]


def notes(tmp_path: object) -> list[MarginNote]:
    draft = document(TEXT)
    us = agent("us", AgentKind.AUTHORSHIP)
    draft.asserts("Ice floats.", "Ice floats", holder=us)
    draft.asserts("Snow falls.", "Snow falls", holder=us, mode=Mode.CONCEDES)
    draft.asserts("hail hurts", "Hail hurts <b>", holder=agent("Roe"), mode=Mode.REPORTS)
    draft.relates(claim("Snow falls"), "rebuts", claim("Ice floats"))
    with Store.open(f"sqlite:///{tmp_path}/c.sqlite", project=Projection()) as store:
        store.add(draft.bundle())
        return store.margin(draft.document.id, 0, len(TEXT))


def test_claims_stand_beside_the_block_of_their_words(tmp_path: object) -> None:
    found = notes(tmp_path)
    shown = margin.beside(BLOCKS, found)
    assert sorted(shown) == [0, 25]
    words = [" ".join(re.sub("<[^>]+>", " ", html).split()) for html in (shown[0], shown[25])]
    assert "1 Ice floats" in words[0]
    assert "▼ 1 rebuttal" in words[0]
    assert "2 Snow falls conceded" in words[0]
    assert "3 Hail hurts &lt;b&gt; reported of Roe" in words[1]
    assert "reported of us" not in words[0]
    assert list(margin.numbers(found).values()) == [1, 2, 3]


def test_a_page_is_named_where_it_is_first_met(tmp_path: object) -> None:
    shown = margin.beside(BLOCKS, notes(tmp_path), {12: 3, 30: 4})
    assert "page 3" in shown[0]
    assert "page 4" in shown[25]


def test_places_outside_all_blocks_have_no_margin(tmp_path: object) -> None:
    assert margin.beside(BLOCKS[:1], notes(tmp_path)[2:], {24: 1}) == {}
