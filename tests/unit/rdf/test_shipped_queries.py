"""Each example query finds what a reader finds in the shipped essays, or in a small debate.

What is expected was read off the texts. Where the essays have no case, two small texts have.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest
import rdflib

from kg.database import Database
from kg.rdf import sparql
from kg.rdf.examples import Example, load_examples
from kg.rdf.nquads import without_graph
from kg.resources import shipped
from kg.vocab import PREFIXES

EXAMPLES = {example.name: example for example in load_examples(shipped("queries"))}
Row = tuple[str | None, ...]
UTC = re.compile(r"(T\d\d:\d\d:\d\d(?:\.\d*?[1-9])?)\.?0*\+00:00$")
FOR, AGAINST = "the-slow-fade-of-scaling.md", "scaling-as-infrastructure.md"
HOOKER = "On the slow death of scaling"


@dataclass(frozen=True)
class Finds:
    """Rows that must be there, by parts of some of their cells, and words that may not be."""

    there: tuple[tuple[str, ...], ...]
    absent: tuple[str, ...] = ()


ESSAYS = {
    "argument-map": Finds((("rebuts",), ("there is no law by which size must win",))),
    "both-sides-accept": Finds(
        (("requires teacher model", "Part of this we grant", "imitate a teacher"),),
        absent=("Genie", "reservoir"),
    ),
    "changed-since": Finds((("assertions", FOR), ("dependencies", AGAINST))),
    "cited-by-both-sides": Finds(
        (("The bitter lesson", "brute force", "One camp"), (HOOKER,)),
        absent=("Dynabench", "Genie 2", "hardware lottery"),
    ),
    "claim-sources": Finds((("R1-Zero began from DeepSeek-V3-Base", AGAINST, "Where small"),)),
    "claims-by-mode": Finds((("concedes", "Some curves behave", FOR), ("reports", "Lambert, N."))),
    "claims-by-section": Finds(
        ((FOR, "Thresholds on sand"), (AGAINST, "Weak joints in the case for decline"))
    ),
    "claims-resting-on-work": Finds(
        ((HOOKER, "evidence from the work"), (HOOKER, "cited in its sentence")),
        absent=("The bitter lesson",),
    ),
    "concessions": Finds(
        ((AGAINST, "against", "Direct scaling is yielding less"), (FOR, "for", "curves behave")),
        absent=("Llama",),
    ),
    "contested-dependencies": Finds(
        (("Llama-3 8B", "derives_from", "Falcon", "negative"), ("training compute", "negative")),
        absent=("knowledge distillation", "Genie 2"),
    ),
    "counts": Finds(((FOR, "citations"), (AGAINST, "assertions"))),
    "debate-overview": Finds((("dead end", "for", FOR), ("dead end", "against", AGAINST))),
    "dependency-quotes": Finds(
        (("Genie 2", "requires", "scaling", "Genie 2 depends on scale too"),),
    ),
    "depends-on-concept": Finds(
        (("knowledge distillation", "true"), ("small model",)), absent=("regulation", "city")
    ),
    "evidence-with-numbers": Finds((("95", "%", "Denil"), ("400", "one estimate"))),
    "find-claims": Finds(
        (("Leaderboards are gamed", FOR), ("The leaderboard may mislead", AGAINST)),
        absent=("Genie",),
    ),
    "found-by": Finds((("R1-Zero began from DeepSeek-V3-Base", "assertions"),)),
    "function-disagrees": Finds((("hardware lottery", "obtainsBackgroundFrom", "supports"),)),
    "hedged-claims": Finds(
        (("never surpass", "probably"), ("might reverse the trend", "might")),
        absent=("R1-Zero began",),
    ),
    "loops": Finds((("innovations", "large-scale model"),), absent=("Genie 2", "regulation")),
    "measurements-and-their-works": Finds(
        (("95", "%", "Predicting parameters in deep learning", "2"),), absent=("400-fold",)
    ),
    "most-contested": Finds((("never surpass the larger ones",),)),
    "most-depended-on": Finds((("large-scale model",), ("teacher model",)), absent=("Genie 2",)),
    "mutual-dependencies": Finds(
        (("innovations", "large-scale model"),), absent=("knowledge distillation",)
    ),
    "one-origin": Finds(
        (("Hooker finds four", HOOKER), ("400-fold", "Scaling as Infrastructure")),
    ),
    "positions": Finds((("dead end", "against", "it is infrastructure", AGAINST),)),
    "rebuttals": Finds((("no law by which size must win", "never surpass"),)),
    "rebuttals-across-texts": Finds((("None of this shows that Hooker is wrong", "rebuts"),)),
    "rebuttals-without-reply": Finds(
        (("no law by which size must win", "rebuts", "never surpass"),),
        absent=("None of this shows that Hooker is wrong. rebuts",),
    ),
    "reported-by-both-sides": Finds(
        (("Hooker, S.", "for"), ("Hooker, S.", "against")), absent=("Lambert", "LeCun")
    ),
    "restatements": Finds((("never surpass", FOR, "never surpass", AGAINST),)),
    "rests-on": Finds(
        (("knowledge distillation", "true"), ("teacher model", "false")), absent=("Genie 2",)
    ),
    "rests-on-itself": Finds((("true",),)),
    "shared-concepts": Finds((("Llama-3 8B", FOR), ("Llama-3 8B", AGAINST)), absent=("Sutton",)),
    "shared-sources": Finds((("The bitter lesson", "2019", "2"),), absent=("Dynabench",)),
    "uncited-claims": Finds((("Scale is not a dead end",),), absent=("imitate a teacher",)),
    "undercuts": Finds((("serving millions of users",),)),
    "unjudged": Finds((("requires", "large-scale model"),), absent=("related",)),
    "who-holds-what": Finds((("Lambert, N.", "reports", "RLHF needs a strong starting point"),)),
}
SMALL = {
    "both-sides-accept": Finds(
        (("Ponds silt up.", "Ponds silt up", "ponds silt up"), ("tide mill requires pond",)),
        absent=("earn", "dredging", "cheap"),
    ),
    "changed-since": Finds((("edit", "Ann", "1"),)),
    "contested-dependencies": Finds(
        (("pond", "requires", "dredging", "negative", "Nobody", "1"),), absent=("tide mill",)
    ),
    "decisions": Finds((("Ann", "edit", "Tide mills earn their keep."),)),
    "decisions-without-a-record": Finds((("Ann", "accept", "Mills rot."),)),
    "function-disagrees": Finds((("A survey of mills", "disputes", "supports", "earn"),)),
    "one-origin": Finds((("earn their keep", "A survey of mills", "1"),)),
    "quotations-not-found": Finds(
        (("mills stood idle for years", "for.md", "Mills no more"),), absent=("mud",)
    ),
    "rebuttals-without-reply": Finds(
        (("do not pay", "rebuts", "earn"), ("counted shows nothing", "undercuts", "cheap")),
    ),
    "uncited-references": Finds((("against.md", "2", "Roe, B."),), absent=("Ebb",)),
    "undercuts": Finds(
        (
            ("counted shows nothing", "Mills are cheap", "supports", "earn"),
            ("counted shows nothing", "Mills are cheap"),
        )
    ),
}


def ask(database: Database, name: str) -> tuple[Row, ...]:
    return sparql.run(database.dataset, EXAMPLES[name].query).rows


def check(rows: tuple[Row, ...], finds: Finds) -> None:
    for parts in finds.there:
        assert any(all(any(p in (c or "") for c in row) for p in parts) for row in rows), parts
    words = "\n".join(" ".join(cell or "" for cell in row) for row in rows)
    for part in finds.absent:
        assert part not in words


def test_each_query_is_tried() -> None:
    assert ESSAYS.keys() | SMALL.keys() == EXAMPLES.keys()
    assert len(EXAMPLES) >= 30
    assert len(ESSAYS) >= 30


@pytest.mark.parametrize("name", sorted(ESSAYS))
def test_it_finds_what_stands_in_the_essays(essays: Database, name: str) -> None:
    check(ask(essays, name), ESSAYS[name])


@pytest.mark.parametrize("name", sorted(SMALL))
def test_it_finds_what_stands_in_the_small_debate(small: Database, name: str) -> None:
    check(ask(small, name), SMALL[name])


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: example.name)
def test_rdflib_gives_the_same_rows(
    small: Database, merged: rdflib.Graph, example: Example
) -> None:
    ours = sparql.run(small.dataset, example.query).rows
    result = merged.query(example.query, initNs=PREFIXES)
    if result.type == "ASK":
        assert ours == ((str(result.askAnswer).lower(),),)
    else:
        assert Counter(map(plain, result)) == Counter(ours)


@pytest.fixture(scope="session")
def merged(small: Database) -> rdflib.Graph:
    """The union of all graphs: the default graph of our queries."""
    triples = (without_graph(text, name) for name, text in small.dataset.graphs().items())
    return rdflib.Graph().parse(data="".join(triples), format="nt")


def plain(row: object) -> Row:
    """Write a row of rdflib as ours are; rdflib writes UTC, and parts of seconds, its own way."""
    assert isinstance(row, tuple)
    return tuple(None if cell is None else UTC.sub(r"\1Z", str(cell)) for cell in row)
