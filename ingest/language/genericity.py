"""What a wording tells: how a kind of thing is, or what happened to particular ones.

After work on genericity and habituality (N. Reiter and A. Frank, "Identifying generic noun
phrases", ACL 2010; A. Friedrich and M. Pinkal, "Automatic recognition of habituals", EMNLP
2015), cut down to what decides most clauses: tense, names, numbers and the form of the subject.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ingest.language.clauses import SUBJECTS, main_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEFINITE: Final = frozenset({"the", "this", "these", "that", "those", "our", "their", "its", "my"})


class Genericity(StrEnum):
    """GENERAL for a kind of thing, PARTICULAR for named or counted ones at some time."""

    GENERAL = "general"
    PARTICULAR = "particular"
    NEITHER = "neither"


def genericity(parse: Doc) -> Genericity:
    """Return what a parsed sentence tells, NEITHER where its form leaves it open."""
    verb = main_verb(parse[:])
    named = any(token.text[:1].isupper() and token.i > 0 and token.text != "I" for token in parse)
    past = _is_past(verb)
    if named or any(any(map(str.isdigit, token.text)) for token in parse):
        return Genericity.PARTICULAR if past else Genericity.NEITHER
    if past and any(token.like_num and token.lower_ != "one" for token in parse):
        return Genericity.PARTICULAR
    return Genericity.GENERAL if not past or _is_kind(verb) else Genericity.NEITHER


def _is_past(verb: Token) -> bool:
    """Whether a verb tells what happened; under a modal (``would have``) it does not."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(token.tag_ == "MD" for token in auxiliaries):
        return False
    if verb.tag_ == "VBN" and not auxiliaries:
        return True  # a past tense whose form the tagger takes for the other
    return any(token.tag_ == "VBD" for token in (verb, *auxiliaries)) or any(
        token.lemma_ == "have" and token.dep_ == "aux" for token in auxiliaries
    )


def _is_kind(verb: Token) -> bool:
    """Whether the subject is a bare plural or has an indefinite article, and no number."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if subject is None:
        return False
    before = list(subject.children)
    if any(token.lower_ in _DEFINITE or token.like_num or token.dep_ == "poss" for token in before):
        return False
    return subject.tag_ == "NNS" or any(token.lower_ in {"a", "an"} for token in before)
