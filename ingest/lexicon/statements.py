"""Statements of dependency: frames found in sentences, with who says so and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from ingest.document import Sentence
from ingest.language import cues
from ingest.language.attitudes import Attribution
from ingest.language.attribution import attribute, embedded
from ingest.language.clauses import clauses, is_question
from ingest.lexicon.frames import FRAMES, Frame
from ingest.lexicon.roles import follow, is_passive, members, modal_words, negation_of, subject_of
from ingest.lexicon.terms import GENERIC, singular
from kg.vocab import Mode, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_POS: Final = {"VERB": {"VERB", "AUX"}, "NOUN": {"NOUN"}, "ADJ": {"ADJ"}}
_ANYBODY: Final = frozenset(
    {
        "i",
        "we",
        "you",
        "one",
        "us",
        "me",
        "people",
        "everyone",
        "anyone",
        "someone",
        "he",
        "she",
    }
)
_PLURAL: Final = frozenset({"they", "these", "those", "both"})
_SINGULAR: Final = frozenset({"it", "this", "that"})
_POINTING: Final = frozenset({"the", "this", "these", "such", "that", "those"})
_MODALS: Final = re.compile(r"can|could|may|might", re.IGNORECASE)
_SUPPOSING: Final = frozenset({"if", "unless", "suppose", "whether"})
_MOST_ENDS: Final = 8


@dataclass(frozen=True, slots=True)
class End:
    """A word that fills a role, and the index of its sentence."""

    sentence: int
    token: Token


@dataclass(frozen=True, slots=True)
class Statement:
    """One frame with one source and one target; ``inferred`` when an end was an anaphor."""

    frame: Frame
    sentence: int
    trigger: Token
    source: End
    target: End
    mode: Mode
    polarity: Polarity
    hedge: str | None
    inferred: bool


class Reading:
    """Sentences read in order, so that anaphors find what was said before."""

    def __init__(self, sentences: Sequence[Sentence], headings: frozenset[int]) -> None:
        """``headings`` are the indices of the blocks that are headings."""
        self._sentences = sentences
        self._headings = headings

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of all sentences, in text order."""
        for index, sentence in enumerate(self._sentences):
            for token in sentence.parse:
                for frame in _evoked(token):
                    yield from self._statements(index, token, frame)

    def _statements(self, index: int, trigger: Token, frame: Frame) -> Iterator[Statement]:
        negation = negation_of(trigger)
        if frame.negated and negation is None:
            return
        negative = negation is not None and not frame.negated
        sources, targets = (
            list(self._ends(index, trigger, follow(trigger, path), alone=frame.both))
            for path in (frame.source, frame.target)
        )
        if not sources or not targets:
            return
        mode, hedge = _stance(trigger, self._sentences[index])
        if frame.negated and hedge is not None and _MODALS.fullmatch(hedge):
            hedge = None
        for (source, left), (target, right) in product(sources[:_MOST_ENDS], targets[:_MOST_ENDS]):
            if source == target or _is_barred(frame, source.token, target.token):
                continue
            pairs = [(source, target), (target, source)] if frame.both else [(source, target)]
            for first, second in pairs:
                yield Statement(
                    frame,
                    index,
                    trigger,
                    first,
                    second,
                    mode,
                    Polarity.NEGATIVE if negative else Polarity.POSITIVE,
                    hedge,
                    left or right,
                )

    def _ends(
        self,
        index: int,
        trigger: Token,
        tokens: Iterable[Token],
        *,
        alone: bool,
    ) -> Iterator[tuple[End, bool]]:
        """Yield what tokens stand for, and whether an anaphor had to be resolved for it.

        With ``alone`` what is joined to a token is no part of the end.
        """
        for token in tokens:
            inner = _partitive(token)
            for one in [inner] if alone else members(inner):
                if one.lower_ in _ANYBODY or _stands_aside(one, token, trigger):
                    continue
                if _is_anaphor(one):
                    yield from ((end, True) for end in self._antecedents(index, one))
                else:
                    yield End(index, one), False

    def _antecedents(self, index: int, anaphor: Token) -> list[End]:
        """Return the subjects of the sentence before, where number agrees; else nothing."""
        before = self._before(index)
        if before is None or anaphor.dep_ not in {"nsubj", "nsubjpass"}:
            return []
        root = self._sentences[before].parse[:].root
        subjects = subject_of(root) or ([root] if root.pos_ in {"NOUN", "PROPN"} else [])
        found = [one for subject in subjects for one in members(subject)]
        plural = anaphor.lower_ in _PLURAL or anaphor.tag_ == "NNS"
        agree = len(found) > 1 or any(one.tag_ in {"NNS", "NNPS"} for one in found)
        if plural != agree or any(_is_anaphor(one) or one.lower_ in _ANYBODY for one in found):
            return []
        return [End(before, one) for one in found]

    def _before(self, index: int) -> int | None:
        """Return the sentence before in the same block, or the heading right above it."""
        if index == 0:
            return None
        here, there = self._sentences[index].block, self._sentences[index - 1].block
        near = here == there or (there in self._headings and there == here - 1)
        return index - 1 if near else None


def _evoked(token: Token) -> Iterator[Frame]:
    for frame in (*_BY_LEMMA.get(token.lemma_.lower(), ()), *_ANY_LEMMA):
        if token.pos_ not in _POS[frame.pos] or (frame.passive and not is_passive(token)):
            continue
        if all(
            any(end.lemma_.lower() in lemmas for end in follow(token, path))
            for path, lemmas in frame.where
        ):
            yield frame


def _by_lemma() -> dict[str, list[Frame]]:
    table: dict[str, list[Frame]] = {}
    for frame in FRAMES:
        for lemma in frame.lemmas:
            table.setdefault(lemma, []).append(frame)
    return table


_BY_LEMMA: Final = _by_lemma()
_ANY_LEMMA: Final = tuple(frame for frame in FRAMES if not frame.lemmas)


def _partitive(token: Token) -> Token:
    """``all of the innovations`` is about innovations."""
    if token.lower_ not in {"all", "many", "most", "some", "each", "both", "any", "none", "one"}:
        return token
    inner = follow(token, "prep:of")
    return inner[0] if inner else token


def _is_barred(frame: Frame, source: Token, target: Token) -> bool:
    return source.lemma_.lower() in frame.unless or target.lemma_.lower() in frame.figurative


def _stands_aside(end: Token, role: Token, trigger: Token) -> bool:
    """Whether an end stands in brackets that its trigger is outside of, and is no example."""
    return _depth(end) > _depth(trigger) and (end is role or end.dep_ == "appos")


def _depth(token: Token) -> int:
    before = [other.text for other in token.doc[: token.i]]
    return before.count("(") - before.count(")")


def _is_anaphor(token: Token) -> bool:
    if token.lower_ in _PLURAL | _SINGULAR:
        return True
    bare = all(child.dep_ in {"det", "punct"} for child in token.children)
    pointing = any(child.lower_ in _POINTING for child in token.children)
    return bare and pointing and singular(token) in GENERIC


def _attributions(sentence: Sentence) -> list[Attribution]:
    found = [attribute(clause.span) for clause in clauses(sentence.parse)]
    inner = embedded(sentence.parse[:])
    return [*([inner] if inner else []), *found]


def _stance(trigger: Token, sentence: Sentence) -> tuple[Mode, str | None]:
    """Return mode and hedge of what a trigger says, from its attribution and its modal words."""
    holding = next(
        (one for one in _attributions(sentence) if one.start <= trigger.i < one.end), None
    )
    mode = holding.mode if holding else Mode.ASSERTS
    hedge = _hedge(trigger) or (holding.hedge if holding else None)
    if mode is Mode.ASSERTS and is_question(sentence.clean):
        mode = Mode.QUESTIONS
    if mode is Mode.ASSERTS and (_is_conditional(trigger) or _is_imagined(trigger)):
        mode = Mode.SUPPOSES
    return mode, hedge


def _hedge(trigger: Token) -> str | None:
    words = sorted(modal_words(trigger), key=lambda word: word.i)
    return next(
        (
            word.text
            for word in words
            if _MODALS.fullmatch(word.text) or cues.HEDGE.fullmatch(word.text)
        ),
        None,
    )


def _is_imagined(trigger: Token) -> bool:
    """Whether somebody might think what a trigger says."""
    for verb in trigger.ancestors:
        if verb.lemma_ in cues.SUPPOSING and any(
            child.dep_ == "aux" and _MODALS.fullmatch(child.text)
            for above in (verb, verb.head)
            for child in above.children
        ):
            return True
    return False


def _is_conditional(trigger: Token) -> bool:
    """Whether a trigger stands in a conditional clause."""
    clause = next(
        (one for one in (trigger, *trigger.ancestors) if one.dep_ in {"advcl", "ccomp"}), None
    )
    return clause is not None and any(
        child.dep_ == "mark" and child.lower_ in _SUPPOSING for child in clause.children
    )
