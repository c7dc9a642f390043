"""Graphs with every kind of record, relation, agent and citation, and every field filled in."""

from __future__ import annotations

from typing import Any

from kg.model import Block, Entry, Quantity
from kg.rdf.project import Projection
from kg.vocab import (
    ARGUMENT_KINDS,
    CITO_PROPERTY,
    DEPENDENCY_KINDS,
    AgentKind,
    BlockKind,
    Mode,
    SectionKind,
    Stance,
)
from tests.factories import Draft, agent, claim, concept, document, link, work
from tests.unit.rdf.factory import Essay

_TEXT = "Locks\n\nWhy locks\n\nLocks need gates or sluices [1]. Gates rust.\n\n[1] Roe, B. Gates.\n"
_DESCRIBED: dict[str, Any] = {
    "title": "Locks",
    "authors": ("Ada Ebb",),
    "year": 2020,
    "container": "Journal of Locks",
    "volume": "3",
    "issue": "2",
    "pages": "4-9",
    "publisher": "Harbour Press",
    "doi": "10.1/locks",
    "arxiv": "2001.00001",
    "url": "https://example.org/locks",
}


def whole_graphs() -> dict[str, str]:
    """Return the graphs of two documents, of what they share and of one decision, by IRI."""
    projection = Projection()
    bundle = _locks().bundle()
    one, other = claim("Locks leak."), claim("Locks let water through.")
    between = tuple(link(one, kind, other) for kind in ARGUMENT_KINDS)
    shared = (Entry(one, between, canonical_id=other.id), Entry(other), *map(Entry, bundle.shared))
    made = dict(map(projection.shared_graph, shared))
    return {**Essay().graphs, **projection.document_graphs(bundle), **made}


def _locks() -> Draft:
    own, cited = work("title:locks", **_DESCRIBED), work("doi:10.1/gates", **_DESCRIBED)
    made = document(
        _TEXT,
        name="locks.md",
        of=own,
        work_score=0.5,
        reviews_id=cited.id,
        language="en",
        structure=(Block(BlockKind.TITLE, 0, 5, 1), Block(BlockKind.HEADING, 7, 16, 2)),
        **_DESCRIBED,
    )
    need, rust = "Locks need gates or sluices [1]", "Gates rust"
    said = made.asserts(rust, "Gates rust.", mode=Mode.CONCEDES, hedge="perhaps")
    for sort in AgentKind:
        made.asserts(rust, f"Gates rust, says a {sort}.", holder=agent(f"a {sort}", sort))
    entry = made.refers("[1] Roe, B. Gates.", cited, label="1", **_DESCRIBED)
    markers = ("[1]", "need", "gates", "or", "sluices")
    for function, marker in zip(CITO_PROPERTY, markers, strict=True):
        made.cites(marker, need, entry, function=function, score=0.5)
    lock, gate, sluice = (
        concept("lock", alternatives=("locks",)),
        concept("gate"),
        concept("sluice"),
    )
    for kind in DEPENDENCY_KINDS:
        for basis in (gate, sluice):
            made.depends(need, lock, kind, basis, group="either", hedge="so", assertion_id=said.id)
    made.mentions("Locks", lock)
    start = _TEXT.index("need")
    exact = Quantity(4.0, 4.0, "mm", "over", start, start + 1, "rust")
    ranged = Quantity(4.0, 5.0, "mm", "about", start + 1, start + 2, "rust")
    rusty = made.evidence(rust, by=cited, quantities=(exact, ranged))
    made.relates(rusty, "supports", claim("Gates rust."), group="both", passage_id=said.passage_id)
    made.answers("Do locks last?", Stance.AGAINST, "Gates rust.")
    made.problem("odd", start=1, end=2)
    _place(made)
    return made


def _place(draft: Draft) -> None:
    """Say of each passage in which section and on which page it stands."""
    for key, record in draft.records.items():
        if record.KIND == "passage":
            fields = {"section": "Why locks", "section_kind": SectionKind.RESULT, "page": 1}
            for name, value in fields.items():
                object.__setattr__(draft.records[key], name, value)
