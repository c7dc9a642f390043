"""Words that say cause, and which of their two sides they make the cause.

Most are rare in any one training set, so that the model learns how far to trust the table
rather than each word. After the causative verbs and nouns of Khoo, Chan and Niu (2000) and
Girju (2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ingest.language.cues import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "poss"})
_PARTS: Final = frozenset({"prt", "pcomp"})
# Verbs whose subject causes their object.
CAUSING: Final = words(
    "aggravate cause create drive elicit emit engender evoke exacerbate foster fuel generate "
    "ignite incite induce inflict instigate kindle occasion precipitate produce prompt provoke "
    "spark spawn spur stimulate trigger unleash yield"
)
# Words whose subject causes what follows the preposition.
FORWARD: Final = {
    "to": words("add conduce conducive contribute give lead rise"),
    "in": words("culminate end result"),
    "into": words("translate"),
    "about": words("bring"),
    "off": words("set spark touch trigger"),
    "for": words("account accountable blame ground reason responsible"),
    "of": words("cause culprit determinant driver maker origin producer source trigger"),
    "behind": words("culprit force reason"),
}
# Words whose subject is caused by what follows the preposition.
BACKWARD: Final = {
    "to": words("ascribe attributable attribute due owe owing thank"),
    "of": words("aftermath because consequence effect fruit outcome outgrowth product result"),
    "from": words("arise come derive emanate emerge ensue follow originate result spring stem"),
    "in": words("originate root"),
    "by": words("explain"),
}


def link(up: Sequence[Token], top: Token, down: Sequence[Token]) -> str | None:
    """Return what the words on a path say: ``forward``, ``backward``, None if nothing."""
    for place, token in enumerate(up[1:], 1):
        if sign := _sign(token, up[place - 1]):
            return _named(sign if up[place - 1].dep_ in _SUBJECTS else -sign)
    if up and down and (sign := _sign(top, down[0])):
        return _named(sign if up[-1].dep_ in _SUBJECTS or down[0].dep_ not in _SUBJECTS else -sign)
    for token, below in pairwise(down):
        if sign := _sign(token, below):
            return _named(-sign if below.dep_ in _SUBJECTS else sign)
    return None


def _sign(word: Token, below: Token) -> int:
    """Return 1 where the subject of ``word`` is the cause, -1 where the effect, else 0."""
    lemma = word.lemma_.lower()
    if lemma in CAUSING and word.pos_ in {"VERB", "AUX"}:
        return -1 if _passive(word) else 1
    parts = {child.lower_ for child in word.children if child.dep_ in _PARTS}
    joined = parts | {below.lower_}
    for table, sign in ((FORWARD, 1), (BACKWARD, -1)):
        if any(lemma in table.get(one, ()) for one in joined):
            return sign
    return 0


def _passive(verb: Token) -> bool:
    reduced = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return reduced or any(child.dep_ in {"auxpass", "agent"} for child in verb.children)


def _named(sign: int) -> str:
    return "forward" if sign > 0 else "backward"
