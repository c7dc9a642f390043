"""Words that stand for something said before, and what they may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ingest.language.cues import words
from ingest.lexicon.modality import is_conditional
from ingest.lexicon.phrases import BARE, GENERIC, singular

if TYPE_CHECKING:
    from spacy.tokens import Token

PLURAL: Final = frozenset({"they", "them", "these", "those", "both"})
_SINGULAR: Final = frozenset({"it", "this", "that"})
_POINTING: Final = frozenset({"the", "this", "these", "such", "that", "those"})
# Said with "this", these sum up what the sentence before told, not a thing that it named.
_SUMMING_UP: Final = words(
    "alteration change correlation decline decrease difference drop effect fact finding "
    "fluctuation increase interaction observation outcome phenomenon reduction relation "
    "relationship result rise trend variability variation"
)


def is_anaphor(token: Token) -> bool:
    """Whether a word is a pronoun, or a noun that only points back (``the technique``)."""
    if token.lower_ in PLURAL | _SINGULAR:
        return token.lower_ != "that" or not token.i or token.nbor(-1).pos_ == "VERB"
    bare = all(
        child.dep_ in {"det", "punct"} or _is_apart(child, token) for child in token.children
    )
    pointing = any(child.lower_ in _POINTING for child in token.children)
    return bare and pointing and singular(token) in GENERIC | BARE


def _is_apart(child: Token, noun: Token) -> bool:
    """``The paper names two things: A and B``: A, which the parser may hang on "paper"."""
    return child.dep_ == "appos" and ":" in {one.text for one in noun.doc[noun.i : child.i]}


def sums_up(anaphor: Token, *, causal: bool) -> bool:
    """Whether an anaphor means an event and no thing.

    ``This change`` does; ``this`` and, in ``if A grows, it``, "it" may where they cause.
    """
    if anaphor.lemma_.lower() in _SUMMING_UP:
        return True
    earlier = earlier_subject(anaphor)
    supposed = earlier is not None and is_conditional(earlier)
    return causal and (anaphor.lower_ in {"this", "that"} or supposed)


def earlier_subject(anaphor: Token) -> Token | None:
    """Return the first subject of the anaphor's own sentence, if one stands before it.

    Who reports what the anaphor says is not meant by it.
    """
    reported = anaphor.lower_ != "that"
    before = (
        token
        for token in anaphor.doc[: anaphor.i]
        if token.dep_ in {"nsubj", "nsubjpass", "csubj", "csubjpass"}
        and not (reported and _reports(token.head, anaphor))
    )
    return next(before, None)


def only_plural(anaphor: Token) -> Token | None:
    """Return the one plural noun of the clauses before, None where there are several or none."""
    found = [
        token
        for token in anaphor.doc[: anaphor.i]
        if token.tag_ in {"NNS", "NNPS"} and token.dep_ not in {"compound", "nmod", "npadvmod"}
    ]
    return found[0] if len(found) == 1 else None


def compared(anaphor: Token) -> list[Token]:
    """``A is no part of B, and never faster than it``: B, the noun before that is no subject."""
    plural = anaphor.lower_ in PLURAL
    return [
        token
        for token in anaphor.doc[: anaphor.i]
        if token.pos_ in {"NOUN", "PROPN"}
        and token.dep_ in {"dobj", "pobj", "attr"}
        and (token.tag_ in {"NNS", "NNPS"}) == plural
    ][-1:]


def _reports(verb: Token, anaphor: Token) -> bool:
    return any(one.dep_ == "ccomp" and one.is_ancestor(anaphor) for one in verb.children)
