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
from ingest.lexicon.anaphora import (
    PLURAL,
    compared,
    earlier_subject,
    is_anaphor,
    only_plural,
    sums_up,
)
from ingest.lexicon.arguments import INCLINING, is_passive, subject_of
from ingest.lexicon.coordination import is_alternative, members, refusal
from ingest.lexicon.frames import FRAMES, Frame
from ingest.lexicon.modality import is_conditional, modal_words, negation_of
from ingest.lexicon.phrases import NOMINAL, is_generic
from ingest.lexicon.roles import UNDOING, follow
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
_MODALS: Final = re.compile(r"can|could|may|might", re.IGNORECASE)
_MOST_ENDS: Final = 8
_FARTHEST: Final = 60
_FARTHEST_NOUN: Final = 4


@dataclass(frozen=True, slots=True)
class End:
    """A word that fills a role, and the index of its sentence."""

    sentence: int
    token: Token


@dataclass(frozen=True, slots=True)
class Statement:
    """One frame with one source and one target; ``inferred`` when an end was an anaphor.

    ``alternative`` is set where the target is one of several of which one is enough.
    """

    frame: Frame
    sentence: int
    trigger: Token
    source: End
    target: End
    mode: Mode
    polarity: Polarity
    hedge: str | None
    inferred: bool
    alternative: bool


class Reading:
    """Sentences read in order, so that anaphors find what was said before."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        headings: frozenset[int],
        listed: frozenset[int] = frozenset(),
    ) -> None:
        """``headings`` and ``listed`` are indices of blocks: headings and items of lists."""
        self._sentences = sentences
        self._headings = headings
        self._listed = listed

    def statements(self) -> Iterator[Statement]:
        """Yield the statements of all sentences, in text order."""
        for index, sentence in enumerate(self._sentences):
            for token in sentence.parse:
                for frame in _evoked(token):
                    yield from self._statements(index, token, frame)

    def _statements(self, index: int, trigger: Token, frame: Frame) -> Iterator[Statement]:
        negation = negation_of(trigger)
        if (frame.negated and negation is None) or (frame.positive and negation is not None):
            return
        negative = frame.denies or (negation is not None and not frame.negated)
        sources, targets = (
            list(
                self._ends(
                    index,
                    trigger,
                    follow(trigger, path),
                    alone=frame.both,
                    causal=frame.kind == "causes",
                )
            )
            for path in (frame.source, frame.target)
        )
        if self._opens_list(index, trigger):
            items = [(end, False) for end in self._items(index)]
            if sources and not targets:
                targets = items
            elif targets and not sources and frame.source == "listed":
                sources = items
        if not sources or not targets:
            return
        mode, hedge = _stance(trigger, self._sentences[index])
        if frame.negated and hedge is not None and _MODALS.fullmatch(hedge):
            hedge = None
        for (source, left), (target, right) in product(sources[:_MOST_ENDS], targets[:_MOST_ENDS]):
            if source == target or _is_barred(frame, source.token, target.token):
                continue
            refused = _refusal(source.token, target.token)
            if refused and (negative or refused == "in part"):
                continue
            denied = negative or bool(refused)
            pairs = [(source, target), (target, source)] if frame.both else [(source, target)]
            for first, second in pairs:
                yield Statement(
                    frame,
                    index,
                    trigger,
                    first,
                    second,
                    mode,
                    Polarity.NEGATIVE if denied else Polarity.POSITIVE,
                    hedge,
                    left or right,
                    not (denied or frame.negated) and is_alternative(second.token),
                )

    def _ends(
        self,
        index: int,
        trigger: Token,
        tokens: Iterable[Token],
        *,
        alone: bool,
        causal: bool,
    ) -> Iterator[tuple[End, bool]]:
        """Yield what tokens stand for, and whether an anaphor had to be resolved for it.

        With ``alone`` what is joined to a token is no part of the end. Where the frame is
        ``causal``, "this" may be all that was told before, and then it has no end.
        """
        for token in tokens:
            inner = _partitive(token)
            for one in [inner] if alone else _meant(inner):
                if one.lower_ in _ANYBODY or _stands_aside(one, token, trigger):
                    continue
                if _is_sought(one) or _is_behind(one, token, trigger):
                    continue
                if is_anaphor(one):
                    if not sums_up(one, causal=causal):
                        yield from ((end, True) for end in self._antecedents(index, one))
                else:
                    yield from ((end, False) for end in self._spelled_out(index, one))

    def _spelled_out(self, index: int, token: Token) -> list[End]:
        """Return what is listed behind a colon, in place of ``three things:``."""
        counted = any(child.dep_ == "nummod" for child in token.children)
        if not (counted and is_generic(token)):
            return [End(index, token)]
        here = [End(index, one) for head in follow(token, "listed") for one in members(head)]
        return here or self._items(index) or [End(index, token)]

    def _items(self, index: int) -> list[End]:
        """Return what the items of the list are about that a sentence opens."""
        found: list[End] = []
        block = self._sentences[index].block
        for place in range(index + 1, len(self._sentences)):
            sentence = self._sentences[place]
            if sentence.block == block and found:
                continue
            if sentence.block != block + 1 or sentence.block not in self._listed:
                break
            block = sentence.block
            noun = next((one for one in sentence.parse if _heads_item(one)), None)
            if noun is not None:
                found += [End(place, one) for one in members(noun)]
        return found

    def _opens_list(self, index: int, trigger: Token) -> bool:
        sentence = self._sentences[index]
        return trigger.dep_ == "ROOT" and (
            sentence.clean.endswith(":") or sentence.block in self._headings
        )

    def _antecedents(self, index: int, anaphor: Token) -> list[End]:
        """Return the subject before, of this sentence or the last, where number agrees."""
        if anaphor.dep_ == "pobj" and anaphor.head.lower_ == "than":
            return [End(index, one) for one in compared(anaphor)]
        if anaphor.dep_ not in {"nsubj", "nsubjpass"}:
            return []
        plural = anaphor.lower_ in PLURAL or anaphor.tag_ == "NNS"
        earlier = earlier_subject(anaphor)
        if earlier is not None:
            return _agreeing(index, [earlier], plural=plural)
        if plural and (named := only_plural(anaphor)) is not None:
            return [End(index, named)]
        same = self._same_noun(index, anaphor)
        if same:
            return same
        before = self._before(index)
        if before is None:
            return []
        root = self._sentences[before].parse[:].root
        subjects = subject_of(root) or ([root] if root.pos_ in {"NOUN", "PROPN"} else [])
        return _agreeing(before, subjects, plural=plural)

    def _same_noun(self, index: int, anaphor: Token) -> list[End]:
        """``The paper``: the paper that was the subject of a sentence of this paragraph."""
        if anaphor.pos_ != "NOUN":
            return []
        block = self._sentences[index].block
        for place in range(index - 1, max(-1, index - 1 - _FARTHEST_NOUN), -1):
            if self._sentences[place].block != block:
                break
            for one in subject_of(self._sentences[place].parse[:].root):
                if one.lemma_ == anaphor.lemma_ and not is_anaphor(one):
                    return [End(place, one)]
        return []

    def _before(self, index: int) -> int | None:
        """Return the sentence before in the same block, or the heading right above it."""
        if index == 0:
            return None
        here, there = self._sentences[index].block, self._sentences[index - 1].block
        telling = there in self._headings and len(self._sentences[index - 1].parse) > 2
        near = here == there or (telling and there == here - 1)
        return index - 1 if near else None


def _evoked(token: Token) -> Iterator[Frame]:
    before = token.dep_ == "amod" and token.i < token.head.i and token.pos_ == "VERB"
    for frame in (*_BY_LEMMA.get(token.lemma_.lower(), ()), *_ANY_LEMMA):
        if token.pos_ not in _POS[frame.pos] or (frame.passive and not is_passive(token)):
            continue
        if before and "described" not in (frame.source, frame.target):
            continue
        if frame.lacking and follow(token, frame.lacking):
            continue
        if all(_leads(token, *one) for one in frame.where) and not any(
            _leads(token, *one) for one in frame.barring
        ):
            yield frame


def _leads(token: Token, path: str, lemmas: frozenset[str]) -> bool:
    return any(end.lemma_.lower() in lemmas for end in follow(token, path))


def _by_lemma() -> dict[str, list[Frame]]:
    table: dict[str, list[Frame]] = {}
    for frame in FRAMES:
        for lemma in frame.lemmas:
            table.setdefault(lemma, []).append(frame)
    return table


_BY_LEMMA: Final = _by_lemma()
_ANY_LEMMA: Final = tuple(frame for frame in FRAMES if not frame.lemmas)


def _meant(token: Token) -> list[Token]:
    """Return what an end stands for; ``by adding A and B`` stands for A and B."""
    objects = follow(token, "object") if token.tag_ == "VBG" and token.pos_ == "VERB" else []
    if objects and token.lemma_ in UNDOING:
        return []
    return [one for end in objects or [token] for one in members(end)]


def _heads_item(token: Token) -> bool:
    return token.pos_ in NOMINAL and token.dep_ not in {"compound", "amod", "nmod", "npadvmod"}


def _partitive(token: Token) -> Token:
    """``all of the innovations`` is about innovations."""
    if token.lower_ not in {"all", "many", "most", "some", "each", "both", "any", "none", "one"}:
        return token
    inner = follow(token, "prep:of")
    return inner[0] if inner else token


def _refusal(source: Token, target: Token) -> str:
    return refusal(source) or refusal(target)


def _is_barred(frame: Frame, source: Token, target: Token) -> bool:
    return source.lemma_.lower() in frame.unless or target.lemma_.lower() in frame.figurative


def _stands_aside(end: Token, role: Token, trigger: Token) -> bool:
    """Whether an end stands in brackets that its trigger is outside of, and is no example.

    ``A (or B)`` and ``things such as (A and B)`` are no asides; ``A (B, C)`` is one.
    """
    opening = _bracket(end)
    if opening < 0 or _bracket(trigger) >= opening:
        return False
    joined = end.doc[opening + 1].tag_ == "CC"
    return end == role or (end.dep_ in {"appos", "conj"} and not joined)


def _bracket(token: Token) -> int:
    """Return the index of the innermost bracket that a token stands in, -1 if in none."""
    closed = 0
    for other in reversed(token.doc[max(0, token.i - _FARTHEST) : token.i]):
        closed += other.text == ")"
        if other.text == "(" and not closed:
            return int(other.i)
        closed -= other.text == "("
    return -1


def _is_behind(end: Token, noun: Token, trigger: Token) -> bool:
    """``A, arising from B, and C``: C is joined to A, and not said to arise from B."""
    return bool(noun.i < trigger.i < end.i and end in noun.conjuncts)


def _is_sought(token: Token) -> bool:
    """Whether a noun is left open: ``which ovens``, ``no other oven``, ``the ability to A``."""
    if token.lemma_ in INCLINING and follow(token, "purpose"):
        return True
    modifiers = {child.lower_ for noun in (token, *token.lefts) for child in noun.lefts}
    return not modifiers.isdisjoint({"which", "what"}) or {"no", "other"} <= modifiers


def _agreeing(index: int, subjects: Sequence[Token], *, plural: bool) -> list[End]:
    """Return subjects with what is joined to them, if they can be meant."""
    found = [one for subject in subjects for one in (subject, *subject.conjuncts)]
    agree = len(found) > 1 or any(one.tag_ in {"NNS", "NNPS"} for one in found)
    if plural != agree or any(is_anaphor(one) or one.lower_ in _ANYBODY for one in found):
        return []
    return [End(index, one) for one in found]


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
    if mode is Mode.ASSERTS and (is_conditional(trigger) or _is_imagined(trigger)):
        mode = Mode.SUPPOSES
    return mode, hedge


def _hedge(trigger: Token) -> str | None:
    modals = sorted(modal_words(trigger), key=lambda word: word.i)
    return next((word.text for word in modals if cues.HEDGE.fullmatch(word.text)), None)


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
