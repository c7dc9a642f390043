"""Probabilities of what was found: of the rule's record, then of what people made of it.

A model gives its own probability. A rule starts from its precision on annotated documents
that it was not written on (``python -m evaluation.calibrate`` measures it and writes it
down); a rule that met few cases leans on the precision of its extractor. What has not been
measured has no score. Both learn from what people accept and reject in this database.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final

from ingest.assembly.known import Known
from ingest.assembly.records import Records
from kg.analysis.calibration import shift, shifted
from kg.model import Assertion, Dependency, Evidence, Relation, Run
from kg.views import Judged

MEASURED: Final = "reliability.json"
LEAN: Final = 10.0
"""How many cases of a rule its extractor's precision counts for."""

_DIGITS: Final = 3
Counts = Mapping[str, Mapping[str, Sequence[int]]]
"""By maker and rule: how many proposals were right, and how many were judged."""

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


def learn(records: Records, known: Known) -> None:
    """Give the scored records of a document their probabilities."""
    shifts = _shifts(known.judged())
    makers = {run.id: run.extractor for run in records.owned.values() if isinstance(run, Run)}
    for record in list(records.owned.values()):
        if isinstance(record, _Scored) and record.run_id is not None:
            extractor = makers[record.run_id]
            score = record.score
            if score is None:
                score = precision(f"{extractor}/{record.KIND}", record.rule)
            if score is not None:
                learned = shifted(score, shifts.get((extractor, record.rule), 0.0))
                records.owned[record.id] = replace(record, score=round(learned, _DIGITS))


def _shifts(judged: Iterable[Judged]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        found[one.extractor, one.rule].append(one)
    return {rule: shift(ones) for rule, ones in found.items()}


@cache
def _measured() -> Counts:
    text = files(__package__).joinpath(MEASURED).read_text(encoding="utf-8")
    found: Counts = json.loads(text)
    return found
