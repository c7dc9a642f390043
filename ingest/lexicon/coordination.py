"""What a noun stands for: what is joined to it, or the examples that it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Token

_CHOOSING: Final = frozenset({"any", "either", "one"})
_REFUSING: Final = ("rather than", "instead of", "but not", ", not")
_ONLY: Final = frozenset({"just", "merely", "mere", "only", "purely", "simply", "solely"})
_LISTING: Final = frozenset({"like", "including"})


def members(token: Token) -> list[Token]:
    """Return what an end stands for: its conjuncts, or the examples that it lists.

    ``methods such as A, B and C`` stands for A, B and C; ``A and B`` for both.
    """
    joined = _described(token) if token.dep_ == "conj" else _coordinated(token)
    found = [listed for one in joined for listed in _listed(one) or [one]]
    return sorted({one.i: one for one in found}.values(), key=lambda one: one.i)


def is_alternative(token: Token) -> bool:
    """Whether a noun is one of several of which one is enough: ``A or B``, ``any of A and B``."""
    first = token.head if token.dep_ == "conj" else token
    while first.dep_ == "conj":
        first = first.head
    choosing = first.head if first.dep_ == "pobj" and first.head.lower_ == "of" else None
    if choosing is not None and choosing.head.lower_ in _CHOOSING:
        return bool(first.conjuncts)
    return any(
        child.dep_ == "cc" and child.lower_ == "or"
        for one in (first, *first.conjuncts)
        for child in one.children
    )


def refusal(token: Token) -> str:
    """Return how ``A rather than B`` refuses B: ``whole``; ``rather than only B``: ``in part``.

    Empty where a noun is joined to no other so. Where the parser did not see what it is joined
    to, no more than a part is told.
    """
    start = token.left_edge.i
    joint = token.doc[max(0, start - 2) : start].text.lower()
    if not joint.endswith(_REFUSING):
        return ""
    partly = token.dep_ != "conj" or token.left_edge.lower_ in _ONLY
    return "in part" if partly else "whole"


def _described(token: Token) -> list[Token]:
    """``Saws and planes that need oil``: both; ``a saw and planes that need oil``: planes."""
    first = token.head
    relative = any(child.dep_ == "relcl" and child.i > token.i for child in token.children)
    alike = first.tag_ == token.tag_ == "NNS" and first.right_edge.i >= token.i
    alone = not any(one.dep_ in {"det", "poss"} for one in (*first.children, *token.children))
    only = not any(one.dep_ == "conj" for one in token.children) and first.dep_ != "conj"
    return [first, token] if relative and alike and alone and only else [token]


def _coordinated(token: Token) -> list[Token]:
    """Return a noun and what is joined to it.

    The parser may take the second of three for an apposition: ``A, B, and C``.
    """
    found = [token, *_nearby(token)]
    closed = any(child.dep_ == "cc" for child in token.subtree if child.i > token.i)
    for child in token.children:
        if closed and child.dep_ == "appos" and _is_member(token, child):
            found += [child, *child.conjuncts]
            found += [
                joined
                for modifier in child.children
                if modifier.i > child.i
                for joined in modifier.conjuncts
            ]
    return found


def _is_member(token: Token, apposition: Token) -> bool:
    """``A, B and C``; what stands behind a colon explains A, or something before it."""
    between = token.doc[token.i : apposition.i]
    return apposition.pos_ in {"NOUN", "PROPN"} and not any(one.text == ":" for one in between)


def _nearby(token: Token) -> list[Token]:
    """Return what is joined to a noun without a semicolon between."""
    doc = token.doc
    return [
        other
        for other in token.conjuncts
        if not any(t.text == ";" for t in doc[min(token.i, other.i) : max(token.i, other.i)])
    ]


def _is_mass(token: Token, example: Token) -> bool:
    """``They appear at scale, such as A``: A is no scale."""
    bare = not any(child.i < token.i for child in token.children)
    return token.tag_ == "NN" and bare and token.nbor(1).text == "," and example.i > token.i + 1


def _listed(token: Token) -> list[Token]:
    """Return the examples that a noun is followed by (``such as``, ``like``, ``including``)."""
    for child in token.children:
        such = child.lower_ == "as" and any(c.lower_ == "such" for c in child.children)
        if (
            ((such and not _is_mass(token, child)) or child.lower_ in _LISTING)
            and child.i > token.i
            and child.dep_ in {"prep", "acl"}
        ):
            heads = [end for end in child.children if end.dep_ in {"pobj", "dobj", "nsubj"}]
            return [one for head in heads for one in (head, *head.conjuncts)]
    return []
