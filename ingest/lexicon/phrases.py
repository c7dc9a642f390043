"""Noun phrases: where one begins, what kind of concept it names, which say too little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.lexicon.gazetteer import shipped_words
from ingest.lexicon.keys import name_key
from kg.vocab import ConceptKind

if TYPE_CHECKING:
    from spacy.tokens import Token

GENERIC: Final = shipped_words("generic.txt")
BARE: Final = shipped_words("bare.txt")
_EMPTY_MODIFIERS: Final = shipped_words("modifiers.txt")
# Nouns that pass on what is said of them: ``a number of ovens`` are ovens.
TRANSPARENT: Final = shipped_words("transparent.txt")
NOMINAL: Final = frozenset({"NOUN", "PROPN"})
JOINTS: Final = frozenset({"-", "‐", "–", "/", '"', "'", ",", "``", "''"})
_INSIDE: Final = frozenset(
    {
        "amod",
        "compound",
        "nmod",
        "punct",
        "advmod",
        "npadvmod",
        "nummod",
        "quantmod",
        "cc",
        "conj",
        "dep",
        "pobj",
    }
)
_MODIFIER_TAGS: Final = frozenset(
    {
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "VBN",
        "VBG",
        "HYPH",
        "CD",
        "RB",
        "FW",
        "ADD",
        "NFP",
        ",",
        "``",
        "''",
        "RBR",
        "AFX",
    }
)
# No markup, formulae, citation keys or bare numbers.
_WORDS: Final = re.compile(r"(?=[^a-zA-Z]*[^\W\d_])\w[\w \-'’\",.+/&]*")
# Plurals that name a concept of their own.
_UNCOUNTED: Final = {
    word: word
    for word in (
        "data",
        "graphics",
        "mathematics",
        "media",
        "physics",
        "series",
        "species",
        "statistics",
    )
}
_CLASSIFYING: Final = ("al", "ar", "ary", "ic")
_GRADING: Final = frozenset({"JJ", "JJR", "JJS", "RB", "CD"})
_LONGEST_PHRASE: Final = 6
KIND_OF_HEAD: Final = {
    **dict.fromkeys(
        ("model", "network", "architecture", "transformer", "generator", "llm"), ConceptKind.MODEL
    ),
    **dict.fromkeys(("data", "dataset", "corpus", "benchmark", "leaderboard"), ConceptKind.DATASET),
    **dict.fromkeys(
        (
            "distillation",
            "learning",
            "training",
            "tuning",
            "algorithm",
            "scaling",
            "optimization",
            "optimisation",
            "pruning",
            "sampling",
            "reasoning",
        ),
        ConceptKind.METHOD,
    ),
    **dict.fromkeys(("policy", "law", "regulation", "act", "directive"), ConceptKind.POLICY),
    **dict.fromkeys(("gpu", "cpu", "chip", "hardware"), ConceptKind.HARDWARE),
    **dict.fromkeys(("loss", "accuracy", "performance", "score", "threshold"), ConceptKind.MEASURE),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A name or noun phrase: characters ``start`` to ``end`` of clean wording, and what it names.

    ``named`` tells names (gazetteer, acronym, model) from mere noun phrases.
    """

    start: int
    end: int
    key: str
    label: str
    kind: ConceptKind = ConceptKind.OTHER
    alternatives: tuple[str, ...] = ()
    named: bool = False


def phrase_bounds(head: Token) -> tuple[int, int]:
    """Return the tokens of the noun phrase that ends in ``head``, without empty modifiers."""
    start = head.i
    while start > 0 and _belongs(head.doc[start - 1], head):
        start -= 1
    while start < head.i and _is_empty(head.doc[start]):
        start += 1
    return start, head.i + 1


def singular(token: Token) -> str:
    """Return a token in the singular or positive degree, in lower case."""
    if token.tag_ not in {"NNS", "NNPS", "JJR", "JJS"}:
        return str(token.lower_)
    return _UNCOUNTED.get(token.lower_) or str(token.lemma_).lower()


def free_term(head: Token) -> Term:
    """Return the term of a noun phrase that no list knows."""
    start, end = phrase_bounds(head)
    words = head.doc[start:end]
    kind = KIND_OF_HEAD.get(singular(head), ConceptKind.OTHER)
    return Term(
        words.start_char, words.end_char, name_key(lemmas(words)), spaced_label(words.text), kind
    )


def of_term(head: Token, part: Term) -> Term | None:
    """Return the term of ``incorporation of X``; ``part`` is X, behind ``head``."""
    first = phrase_bounds(head)[0]
    words = head.doc.char_span(head.doc[first].idx, part.end)
    if words is None or part.start < head.idx or len(words) > _LONGEST_PHRASE + 3:
        return None
    if not _WORDS.fullmatch(words.text) or head.i + 1 >= len(head.doc):
        return None
    key = f"{lemmas(head.doc[first : head.i + 1])} {head.nbor().lower_} {part.key}"
    kind = KIND_OF_HEAD.get(singular(head), ConceptKind.OTHER)
    return Term(words.start_char, part.end, name_key(key), spaced_label(words.text), kind)


def owned_term(head: Token, owner: Term) -> Term | None:
    """Return the term of ``X's success``; ``owner`` is X. Its key is that of ``success of X``."""
    words = head.doc.char_span(owner.start, head.idx + len(head))
    if words is None or owner.end > head.idx or len(words) > _LONGEST_PHRASE + 3:
        return None
    if any(word.dep_ == "cc" for word in words) or not _WORDS.fullmatch(words.text):
        return None
    own = lemmas(head.doc[phrase_bounds(head)[0] : head.i + 1])
    kind = KIND_OF_HEAD.get(singular(head), ConceptKind.OTHER)
    label = spaced_label(words.text)
    return Term(words.start_char, words.end_char, name_key(f"{own} of {owner.key}"), label, kind)


def spaced_label(text: str) -> str:
    """Return wording as a label: no quotes, no comma between adjectives, one space."""
    return re.sub(r"\s+", " ", re.sub(r"[\",“”]", "", text)).strip()


def _belongs(token: Token, head: Token) -> bool:
    slash = token.text == "/"
    if token.dep_ not in _INSIDE or not (slash or token.tag_ in _MODIFIER_TAGS):
        return False
    if token.tag_ == "," and token.nbor(1).tag_[:2] not in {"JJ", "VB"}:
        return False
    return bool(token.i >= head.left_edge.i)


def _is_empty(token: Token) -> bool:
    if token.text in JOINTS:
        return True
    if token.nbor(1).text == "-" and not token.whitespace_:
        return False
    return (
        token.tag_ in {"RB", "RBR", "CD"}
        or token.lower_ in _EMPTY_MODIFIERS
        or token.lemma_.lower() in _EMPTY_MODIFIERS
    )


def lemmas(words: Iterable[Token]) -> str:
    """Return the words of a phrase in lower case, the last in the singular."""
    tokens = list(words)
    last = len(tokens) - 1
    return " ".join(
        singular(token) if n == last or token.tag_ in {"JJR", "JJS"} else token.lower_
        for n, token in enumerate(tokens)
        if token.text not in JOINTS
    )


def is_joined(token: Token) -> bool:
    """Whether a word is the first part of a hyphenated one (``data-hungry``)."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.text == "-" and not token.whitespace_


def is_generic(head: Token) -> bool:
    """Whether a head noun names no concept by itself."""
    if head.text.isupper() and len(head.text) > 1:
        return False
    return singular(head) in GENERIC or head.lemma_.lower() in GENERIC


def compound_term(head: Token, start: int) -> Term | None:
    """A generic head stands with a noun or a classifying adjective (``LAB methodology``)."""
    telling = any(_classifies(token) for token in head.doc[start : head.i])
    return free_term(head) if telling and is_phrase(head, start) else None


def _classifies(token: Token) -> bool:
    """Whether a modifier says of which kind: ``climate factors``, ``environmental factors``."""
    if token.dep_ == "compound":
        return token.pos_ in NOMINAL and not is_generic(token)
    adjective = token.dep_ == "amod" and token.lower_.endswith(_CLASSIFYING)
    return (adjective or _ends_hyphenated(token)) and not _is_empty(token)


def _ends_hyphenated(token: Token) -> bool:
    """Whether a modifier is the last part of one that tells (``man-made``, not ``low-quality``)."""
    if token.i < 2 or token.nbor(-1).text != "-":
        return False
    whole = token.doc[token.i - 2 : token.i + 1].text
    return whole.lower() not in _EMPTY_MODIFIERS and token.nbor(-2).tag_ not in _GRADING


def is_phrase(head: Token, start: int) -> bool:
    """Whether a noun phrase can be a term: not a number, not too long, not half a word."""
    words = head.doc[start : head.i + 1]
    return (
        (head.pos_ in NOMINAL or head.tag_ == "VBG")
        and not (len(words) == 1 and singular(head) in BARE)
        and len(words) <= _LONGEST_PHRASE
        and _WORDS.fullmatch(words.text) is not None
        and (
            len(head.text) >= (2 if head.text.isupper() and head.text.isalpha() else 3)
            or len(words.text) > 3
        )
        and not is_joined(head)
        and not any(
            child.dep_ == "det" and child.lower_ in {"this", "that", "these", "those"}
            for child in head.children
        )
    )
