"""What is read of two nouns in a parse: the path between their heads, and the words around.

The shortest path of a dependency parse holds nearly all that tells a relation (Bunescu and
Mooney 2005); it is given as a whole, by its words and by its labels, so that a path never
seen is still like some that were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ingest.causality.links import link

if TYPE_CHECKING:
    from spacy.tokens import Token

_AROUND: Final = 3
_FAR: Final = 12
_SHORT: Final = 8
_BARE: Final = frozenset({"DET", "ADJ", "ADV", "PUNCT", "PRON", "NUM"})
_STEERING: Final = frozenset({"VERB", "AUX", "ADP"})
_MODIFIERS: Final = frozenset({"amod", "compound", "prep", "poss", "det", "nmod"})
_PREPOSITIONS: Final = frozenset({"ADP", "SCONJ", "PART"})
_ENDINGS: Final = (3, 4)


def features(first: Token, second: Token) -> frozenset[str]:
    """Return the features of two nouns of one sentence, ``first`` before ``second``."""
    return frozenset((*_along(first, second), *_ends(first, second), *_around(first, second)))


def path(first: Token, second: Token) -> tuple[list[Token], Token, list[Token]]:
    """Return the tokens from ``first`` up to below the top, the top, and down to ``second``."""
    up, down = [first, *first.ancestors], [second, *second.ancestors]
    heights = {token.i: height for height, token in enumerate(down)}
    for height, token in enumerate(up):
        if token.i in heights:
            return up[:height], token, down[: heights[token.i]][::-1]
    return up, up[-1], down[::-1]  # the parse holds two trees


def _along(first: Token, second: Token) -> Iterator[str]:
    up, top, down = path(first, second)
    yield f"link={link(up, top, down)}"
    rising, falling = [one.dep_ for one in up], [one.dep_ for one in down]
    inner = [*up[1:], *([top] if up and down else []), *down[:-1]]
    yield f"labels={'^'.join(rising)}|{'v'.join(falling)}"
    yield f"words={'_'.join(map(_lemma, inner))}"
    yield f"path={_spelt(up, first, '^')}|{_lemma(top) if up else ''}|{_spelt(down, second, 'v')}"
    for token in inner:
        yield f"on={_lemma(token)}"
        yield f"form={token.lower_}"
    legs = f"{rising[-1] if up else ''}/{falling[0] if down else ''}"
    passive = any(child.dep_ in {"auxpass", "agent"} for child in top.children)
    yield f"top={_lemma(top)}{'.passive' if passive else ''}/{legs}"
    yield f"top-form={top.lower_}/{legs}"
    yield f"legs={legs}"
    prepositions = "_".join(_lemma(one) for one in down if one.pos_ in _PREPOSITIONS)
    yield f"by={prepositions}"
    yield f"top-by={_lemma(top)}/{prepositions}"


def _spelt(leg: Sequence[Token], end: Token, way: str) -> str:
    return way.join(one.dep_ if one is end else f"{one.dep_}/{_lemma(one)}" for one in leg)


def _ends(first: Token, second: Token) -> Iterator[str]:
    for place, token in (("1", first), ("2", second)):
        yield f"tag{place}={token.tag_}"
        yield f"head{place}={_lemma(token)}"
        for size in _ENDINGS:
            yield f"ending{place}={token.lower_[-size:]}"
        for child in token.children:
            if child.dep_ in _MODIFIERS:
                yield f"with{place}={child.dep_}/{_lemma(child)}"


def _around(first: Token, second: Token) -> Iterator[str]:
    between = list(first.doc[first.i + 1 : second.i])
    lemmas = [_lemma(one) for one in between]
    yield f"length={min(len(between), _FAR)}"
    yield from (f"between={one}" for one in lemmas)
    yield from (f"lemmas={one}" for size in (2, 3) for one in _runs(lemmas, size))
    forms = [one.lower_ for one in between]
    yield from (f"forms={one}" for size in (2, 3) for one in _runs(forms, size))
    if len(forms) < _SHORT:
        yield f"all={'_'.join(forms)}"
    bare = [_lemma(one) for one in between if one.pos_ not in _BARE]
    yield f"bare={'_'.join(bare[:6])}"
    steering = [
        _lemma(one) + (".done" if one.tag_ == "VBN" else "")
        for one in between
        if one.pos_ in _STEERING
    ]
    yield f"steering={'_'.join(steering[:6])}"
    yield from (f"steer={one}_{other}" for one, other in pairwise(steering))
    before = list(first.doc[max(0, first.i - _AROUND) : first.i])[::-1]
    after = list(first.doc[second.i + 1 : second.i + 1 + _AROUND])
    for side, words in (("before", before), ("after", after)):
        for place, token in enumerate(words):
            yield f"{side}{place}={token.lower_}"
            yield f"{side}={_lemma(token)}"


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    return ("_".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _lemma(token: Token) -> str:
    return token.lemma_.lower()
