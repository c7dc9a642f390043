"""What a proposition is like: its polarity, its hedge, what kind of claim it makes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ingest.language import cues
from ingest.language.causal_strength import Strength, strength
from ingest.language.clauses import main_verb
from kg.vocab import ClaimKind, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NEGATIVE_DETERMINERS: Final = frozenset({"no", "neither", "few", "little"})
_PREDICATE: Final = frozenset({"aux", "auxpass", "neg", "advmod", "preconj"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl", "acomp"})
_TO_BE_KINDS: Final = (
    (ClaimKind.NORMATIVE, cues.NORMATIVE),
    (ClaimKind.COMPARATIVE, cues.COMPARATIVE),
    (ClaimKind.PREDICTIVE, cues.PREDICTIVE),
    (ClaimKind.CAUSAL, cues.CAUSAL),
    (ClaimKind.DEFINITIONAL, cues.DEFINITIONAL),
)
_UNSURE: Final = re.compile(r"\b(?:unclear|unlikely|doubtful|impossible|unable)\b", re.IGNORECASE)


def polarity(span: Span) -> Polarity:
    """Return NEGATIVE when the main predicate, or its subject or object, is negated."""
    verb = main_verb(span)
    negated = any(_negates(child) for child in verb.children if _inside(child, span))
    negated = negated or span[0].lower_ in {"no", "nor", "not", "neither", "nothing", "nobody"}
    negated = negated or bool(_UNSURE.search(_predicate_words(verb, span)))
    return Polarity.NEGATIVE if negated else Polarity.POSITIVE


def hedge(text: str) -> str | None:
    """Return the first written hedge (``probably``, ``it is unclear that``), None if none."""
    found = cues.HEDGE.search(text)
    return found[0] if found else None


def kind(text: str, span: Span) -> ClaimKind:
    """Return what sort of proposition it is; a plain ``X is a Y`` is definitional."""
    for name, pattern in _TO_BE_KINDS:
        if pattern.search(text):
            return name
    if strength(text) in {Strength.CONDITIONAL, Strength.DIRECT}:
        return ClaimKind.CAUSAL
    return ClaimKind.DEFINITIONAL if _classifies(span) else ClaimKind.EMPIRICAL


def _inside(token: Token, span: Span) -> bool:
    return bool(span.start <= token.i < span.end)


def _negates(child: Token) -> bool:
    if child.dep_ in _PREDICATE and child.lower_ in cues.NEGATION:
        return True
    if child.dep_ not in _ARGUMENTS:
        return False
    return child.lower_ in cues.NEGATION or any(
        below.dep_ in {"det", "preconj"} and below.lower_ in _NEGATIVE_DETERMINERS
        for below in child.children
    )


def _predicate_words(verb: Token, span: Span) -> str:
    words = [c.text for c in verb.children if c.dep_ in {"acomp", "advmod"} and _inside(c, span)]
    return " ".join(words)


def _classifies(span: Span) -> bool:
    """Whether a clause reads ``X is a Y`` in the present."""
    verb = main_verb(span)
    attribute = next((child for child in verb.children if child.dep_ == "attr"), None)
    return (
        verb.lemma_ == "be"
        and verb.tag_ in {"VBZ", "VBP"}
        and attribute is not None
        and attribute.pos_ == "NOUN"
        and any(child.lower_ in {"a", "an"} for child in attribute.children)
    )
