"""Probabilities of what was found: of the rule's record, then of what people made of it.

A model gives its own probability. A rule starts from its precision on annotated documents
that it was not written on (``python -m evaluation.calibrate`` measures it and writes it
down); a rule that met few cases leans on the precision of its extractor. What has not been
measured has no score. Both learn from what people accept and reject in this database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from ingest.assembly.records import Records
from ingest.resolve.relations import BELOW_MERGED
from kg.analysis.calibration import shifted
from kg.model import Assertion, Dependency, Evidence, Relation, Run
from kg.views import LINKS

MEASURED: Final = "reliability.json"
LEAN: Final = 10.0
"""How many cases of a rule its extractor's precision counts for."""

_DIGITS: Final = 3
Counts = Mapping[str, Mapping[str, Sequence[int]]]
"""By maker and rule: how many proposals were right, and how many were judged."""

Shifts = Mapping[tuple[str, str], float]
"""By extractor and rule: the shift in log-odds that decisions call for."""

_Scored = Assertion | Dependency | Evidence | Relation


def precision(maker: str, rule: str, counts: Counts | None = None) -> float | None:
    """Return the share of what a rule proposes that is right, None where none was judged.

    ``maker`` is an extractor and the kind of record that it makes (``evidence/relation``);
    ``counts`` stand in place of those that ship.
    """
    rules = (_measured() if counts is None else counts).get(maker)
    if not rules:
        return None
    pooled = sum(right for right, _ in rules.values()) / sum(of for _, of in rules.values())
    right, judged = rules.get(rule, (0, 0))
    return (right + LEAN * pooled) / (judged + LEAN)


def learn(records: Records, shifts: Shifts) -> None:
    """Give the scored records of a document their probabilities."""
    makers = {run.id: run.extractor for run in records.owned.values() if isinstance(run, Run)}
    for record in list(records.owned.values()):
        if isinstance(record, _Scored) and record.run_id is not None:
            extractor = makers[record.run_id]
            score = record.score
            if score is None:
                score = precision(f"{extractor}/{record.KIND}", record.rule)
            if score is not None:
                moved = shifted(score, shifts.get((extractor, record.rule), 0.0))
                records.owned[record.id] = replace(record, score=round(moved, _DIGITS))


def refitted(links: Iterable[Relation], shifts: Shifts) -> tuple[Relation, ...]:
    """Return links between documents with the probabilities that decisions call for.

    However often they are accepted, claims in other words are not joined unless a person
    says so: of a restatement only what is sure from the words alone stays so.
    """
    return tuple(_shifted(link, shifts.get((LINKS, link.family), 0.0)) for link in links)


def _shifted(link: Relation, by: float) -> Relation:
    if link.score is None:
        return link
    score = round(shifted(link.score, by), _DIGITS)
    if link.kind == "restates" and link.score <= BELOW_MERGED:
        score = min(score, BELOW_MERGED)
    return replace(link, score=score)


@cache
def _measured() -> Counts:
    text = files(__package__).joinpath(MEASURED).read_text(encoding="utf-8")
    found: Counts = json.loads(text)
    return found
