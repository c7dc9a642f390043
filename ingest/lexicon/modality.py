"""Negation and modal words of a predicate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.language.cues import words
from ingest.lexicon.arguments import RAISING, is_copular, is_raised

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUPPOSING: Final = frozenset({"if", "unless", "suppose", "whether"})
_SLIGHT: Final = words("little minimal negligible")


def negation_of(token: Token) -> Token | None:
    """Return what negates a trigger: ``not``, ``never``, ``no longer``, ``no X``, ``nor do X``."""
    for verb in predicate(token):
        for child in verb.children:
            if child.lower_ == "nor" and child.i < verb.i:
                return child
            if child.dep_ == "neg" or child.lower_ in {"never", "hardly", "cannot", "neither"}:
                return child
            if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
                return child
    nouns = [
        token,
        *(
            child
            for verb in predicate(token)
            for child in verb.children
            if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}
        ),
    ]
    return next(
        (
            child
            for noun in nouns
            for child in noun.children
            if (child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"})
            or (child.dep_ == "amod" and child.lower_ in _SLIGHT)
        ),
        None,
    )


def modal_words(token: Token) -> list[Token]:
    """Return auxiliaries and adverbs of a trigger's predicate, raising verbs included."""
    return [
        word
        for verb in predicate(token)
        for word in (verb, *verb.children)
        if word.dep_ in {"aux", "advmod"} or word.lemma_ in RAISING
    ]


def predicate(token: Token) -> Iterator[Token]:
    """Yield a trigger and the verbs that carry its negation and modality."""
    yield token
    head = token.head
    if token.dep_ in {"attr", "acomp", "oprd"}:
        yield from predicate(head)
    elif token.dep_ == "pobj" and is_copular(head):
        yield head.head
    elif is_raised(token):
        yield from predicate(head)


def is_conditional(trigger: Token) -> bool:
    """Whether a trigger stands in a conditional clause."""
    clause = next(
        (one for one in (trigger, *trigger.ancestors) if one.dep_ in {"advcl", "ccomp"}), None
    )
    return clause is not None and any(
        child.dep_ == "mark" and child.lower_ in _SUPPOSING for child in clause.children
    )
