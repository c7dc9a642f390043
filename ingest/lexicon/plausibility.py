"""How probable it is that a reader agrees with a stated dependency.

Rules say what a sentence states; what makes them wrong is mostly the same for all: ends that
are clipped or vague, words between that break the link, sentences that suppose or measure. A
logistic regression weighs these, fitted to readers' verdicts on proposals
(``python -m evaluation.train_dependencies`` rebuilds it and prints how its probabilities hold).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ingest.causality import causal
from ingest.document import ParsedDocument, Sentence
from ingest.findings import DependencyFound, MentionFound
from ingest.language.logistic import Logistic
from kg.vocab import ConceptKind, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

MODEL: Final = "dependencies.json"

_NOMINALISED: Final = re.compile(r"(?:tion|ment|ity|ness|ance|ence)s?$")
_ODD: Final = re.compile(r"[^\w\s-]")
_RELATIVE: Final = re.compile(r"\b(?:which|that|who)\b")
_SUPPOSED: Final = re.compile(
    r"\b(?:if|whether|hypothes|would|could|not|no|unless|assum)\w*", re.IGNORECASE
)
_MEASURED: Final = re.compile(
    r"\b(?:measured|determined by|calculated|using|assay|fig|figure|table)\b", re.IGNORECASE
)


def plausibility(
    document: ParsedDocument, edge: DependencyFound, sentence: Sentence, uses: Mapping[str, int]
) -> float:
    """Return the probability that a reader agrees, in (0, 1).

    ``uses`` counts the mentions of each concept of the document, by key.
    """
    return _model().probability(features(document, edge, sentence, uses))


def features(
    document: ParsedDocument, edge: DependencyFound, sentence: Sentence, uses: Mapping[str, int]
) -> dict[str, float]:
    """Return what the model reads of an edge, its ends and its sentence."""
    mentions = document.layer(MentionFound)
    ends = mentions[edge.source], mentions[edge.target]
    found = dict(_of_edge(edge, sentence))
    for name, end in zip(("source", "target"), ends, strict=True):
        found.update((f"{name}:{key}", value) for key, value in _of_end(end, uses))
        found[f"{name}:elsewhere"] = float(not sentence.contains(end))
    if edge.kind == "causes":
        found.update(_of_cause(sentence, *ends))
    first, last = sorted(ends, key=lambda end: end.start)
    found.update(_of_gap(document.text[first.start : last.start]))
    found["source-first"] = float(first is ends[0])
    return found


def _of_edge(edge: DependencyFound, sentence: Sentence) -> Iterator[tuple[str, float]]:
    yield f"rule:{edge.rule.split('+')[0]}", 1.0
    yield f"kind:{edge.kind}", 1.0
    yield f"mode:{edge.mode}", 1.0
    yield "inferred", float("+" in edge.rule)
    yield "hedged", float(edge.hedge is not None)
    yield "denied", float(edge.polarity is Polarity.NEGATIVE)
    yield "asserted", float(edge.assertion is not None)
    yield "words", min(60, len(sentence.parse)) / 30
    yield "supposed", float(bool(_SUPPOSED.search(sentence.clean)))
    yield "measured", float(bool(_MEASURED.search(sentence.clean)))


def _of_cause(
    sentence: Sentence, cause: MentionFound, effect: MentionFound
) -> Iterator[tuple[str, float]]:
    """Yield what the model of causal pairs says of two ends of one sentence."""
    heads = _head(sentence, cause), _head(sentence, effect)
    if heads[0] is not None and heads[1] is not None and heads[0] != heads[1]:
        verdict = causal(sentence.parse, heads[0], heads[1])
        yield f"causal:{verdict.label.name.lower()}", verdict.probability


def _head(sentence: Sentence, end: MentionFound) -> Token | None:
    """Return the head of an end, None where it stands in another sentence."""
    inside = [at for at, place in enumerate(sentence.origins) if end.start <= place < end.end]
    if not inside:
        return None
    words = sentence.parse.char_span(inside[0], inside[-1] + 1, alignment_mode="expand")
    return None if words is None else words.root


def _of_end(end: MentionFound, uses: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    words = end.label.split()
    yield "words", min(5, len(words))
    yield "one-word", float(len(words) == 1)
    yield "named", float(end.kind is not ConceptKind.OTHER)
    yield "uses", min(5, uses[end.key]) / 5
    yield "recurs", float(uses[end.key] > 1)
    yield "capitals", float(any(letter.isupper() for letter in end.label))
    yield "length", len(end.label) / 20
    yield "gerund", float(words[-1].endswith("ing"))
    yield "nominalised", float(bool(_NOMINALISED.search(words[-1])))
    yield "digits", float(any(letter.isdigit() for letter in end.label))
    yield "odd", float(bool(_ODD.search(end.label)))


def _of_gap(gap: str) -> Iterator[tuple[str, float]]:
    """Yield what stands between the starts of the two ends."""
    yield "gap", min(150, len(gap)) / 50
    yield "commas", min(3, gap.count(","))
    yield "brackets", float("(" in gap)
    yield "and", float(" and " in gap)
    yield "relative", float(bool(_RELATIVE.search(gap)))


@cache
def _model() -> Logistic:
    stored = json.loads(files(__package__).joinpath(MODEL).read_text(encoding="utf-8"))
    return Logistic.read(stored)
