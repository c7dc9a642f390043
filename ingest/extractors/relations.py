"""Relations between the assertions of one document: what supports, rebuts, qualifies what.

Each rule needs a written signal or a shared place; nothing is linked for being alike,
except as a restatement. Precision comes before recall.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rapidfuzz.fuzz import ratio

from ingest.document import ParsedDocument, Section, Sentence, Span
from ingest.findings import AssertionFound, EvidenceFound, Finding, Found, RelationFound
from ingest.language import discourse
from ingest.language.argument_relations import relation_of
from ingest.language.clauses import SUBJECTS
from ingest.language.comparison import comparison, contradict
from ingest.language.neighbours import Neighbours, without_inner
from ingest.language.situation import HEADINGS, Situation, situations
from ingest.language.voices import Voice
from kg.vocab import Mode
from kg.wording import normalise

if TYPE_CHECKING:
    from spacy.tokens import Token

_ELLIPTIC: Final = re.compile(r"\b(?:do|does|did|is|are|will|can)(?:n't| not)?\W*$", re.IGNORECASE)
_CONDITIONAL: Final = re.compile(
    r"^(?:if|unless|whether)\b|\b(?:the|this) (?:essay|paper|authors?|work|study|article)\b",
    re.IGNORECASE,
)
_FOREIGN: Final = frozenset({Mode.REPORTS, Mode.SUPPOSES})
_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_PRESENT: Final = frozenset({"VBZ", "VBP", "MD"})
_REACH: Final = 3
_NEAR_IDENTICAL: Final = 90.0
_LEAST_WORDS: Final = 5
# Wordings that alike differ little in length: only those near in it are compared.
_BUCKET: Final = 25
_UNDER_HEADING: Final = 2
_CRITICISED: Final = 3
_CRITICISED_SHARE: Final = 0.4
_ANCHORS: Final = 2
_FIGURE: Final = 2


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    source: int
    target: int
    signal: str


class RelationExtractor:
    """Links assertions of a document by discourse markers, place, comparison and naming.

    ``signals`` say what proposed a link (``marker:however``, ``under-heading``). Scores stay
    None until a signal's precision has been measured.
    """

    name = "relations"
    version = "2"
    makes: type[Finding] = RelationFound
    requires: tuple[type[Span], ...] = (Section, Sentence, AssertionFound, EvidenceFound)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of relations."""
        outer, places = without_inner(document)
        text = _Text(outer)
        signals: dict[tuple[str, int, int], list[str]] = defaultdict(list)
        for rule in _RULES:
            for link in rule(text):
                if (
                    text.may_link(link)
                    and link.signal not in signals[link.kind, link.source, link.target]
                ):
                    signals[link.kind, link.source, link.target].append(link.signal)
        return Found(
            RelationFound,
            tuple(
                _found(text, places, *key, tuple(found)) for key, found in signals.items() if found
            ),
        )


def _found(
    text: _Text,
    places: Sequence[int],
    kind: str,
    source: int,
    target: int,
    signals: tuple[str, ...],
) -> RelationFound:
    says = text.assertions[source]
    return RelationFound(
        start=says.start,
        end=says.end,
        kind=kind,
        source=places[source],
        target=places[target],
        signals=signals,
    )


class _Text:
    """A document as the rules see it."""

    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self.around = Neighbours(document)
        self.assertions = self.around.assertions
        self.sentences = document.layer(Sentence)

    @cached_property
    def scenes(self) -> tuple[Situation, ...]:
        """The situation of each sentence."""
        return tuple(situations(self.document))

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """The content lemmas of each assertion."""
        return tuple(
            frozenset(
                _stem(token.lemma_)
                for token in self.sentences[one.sentence].parse
                if token.pos_ in _CONTENT and token.is_alpha and not token.is_stop
            )
            for one in self.assertions
        )

    def may_link(self, link: _Link) -> bool:
        """Whether both ends are different propositions that can stand in a relation."""
        source, target = self.assertions[link.source], self.assertions[link.target]
        return link.source != link.target and normalise(source.wording) != normalise(target.wording)

    def text(self, sentence: int) -> str:
        """Return the clean wording of a sentence."""
        return self.sentences[sentence].clean

    def is_statement(self, sentence: int) -> bool:
        """Whether a heading has a subject and a verb in the present; past forms are participles."""
        subjects = [one for one in self.sentences[sentence].parse if one.dep_ in SUBJECTS]
        return any(one.tag_ in _PRESENT for subject in subjects for one in _verbs(subject.head))

    def previous(self, sentence: int) -> int | None:
        """Return the last assertion of the sentence just before, in the same block."""
        if sentence == 0 or self.sentences[sentence - 1].block != self.sentences[sentence].block:
            return None
        found = self.around.of(sentence - 1)
        return found[-1] if found else None

    def figures(self, assertion: int) -> set[str]:
        """Return the numbers in the sentence of an assertion."""
        return _numbers(self.text(self.assertions[assertion].sentence))

    def bearing(self, source: int, target: int) -> tuple[str, tuple[str, ...]]:
        """Return how an assertion's sentence bears on another's in the same block, and why."""
        first, last = (self.assertions[one].sentence for one in (target, source))
        block = self.sentences[first].block
        near = range(max(0, first - _REACH), min(len(self.sentences), last + _REACH))
        context = [one for one in near if self.sentences[one].block == block]
        said = [self.text(one) for one in context]
        return relation_of(context.index(last), context.index(first), said)

    def openers(self) -> Iterator[tuple[int, int, str]]:
        """Yield first own assertion, the assertion before it, and the sentence's wording."""
        for sentence in range(len(self.sentences)):
            own = next((one for one in self.around.of(sentence) if self.around.is_own(one)), None)
            before = self.previous(sentence)
            if own is not None and before is not None:
                yield own, before, self.text(sentence)


def _by_marker(text: _Text) -> Iterator[_Link]:
    """Therefore, for example, in other words, however: at the start of a sentence."""
    for own, before, wording in text.openers():
        if found := discourse.CONSEQUENCE.match(wording):
            yield _Link("supports", before, own, _marker(found))
        elif found := discourse.REASON.match(wording):
            yield _Link("supports", own, before, _marker(found))
        elif found := discourse.REFORMULATION.match(wording):
            yield _Link("restates", own, before, _marker(found))
        elif found := discourse.VERDICT.match(wording):
            if text.assertions[before].mode in _FOREIGN:
                yield _Link("rebuts", own, before, "verdict")
        else:
            yield from _contrast(text, own, before, wording)


def _contrast(text: _Text, own: int, before: int, wording: str) -> Iterator[_Link]:
    """``However, X``: against a view of others; what the author grants is only qualified."""
    found = discourse.CONTRAST.match(wording) or discourse.CONTRAST_WITHIN.match(wording)
    if found is None or discourse.SIDE_BY_SIDE.match(wording):
        return
    _, signals = text.bearing(own, before)
    if "inference" in signals:
        yield _Link("undercuts", own, before, _marker(found))
        yield _Link("undercuts", own, before, "inference")
    else:
        foreign = text.assertions[before].mode in _FOREIGN
        yield _Link("rebuts" if foreign else "qualifies", own, before, _marker(found))


def _marker(found: re.Match[str]) -> str:
    words = found[found.lastindex or 0]
    return "marker:" + re.sub(r"\W+", "-", words.lower()).strip("-")


def _by_counter_story(text: _Text) -> Iterator[_Link]:
    """``The evidence suggests otherwise``: against the foreign view just before, across blocks."""
    for index, one in enumerate(text.assertions):
        if not text.around.is_own(index) or not discourse.COUNTER_STORY.search(
            text.text(one.sentence)
        ):
            continue
        foreign = [
            at
            for at in range(max(0, index - _REACH), index)
            if text.assertions[at].mode in _FOREIGN
        ]
        opposed = {text.assertions[at].holder for at in foreign[-1:]}
        for at in foreign:
            if text.assertions[at].holder in opposed:
                yield _Link("rebuts", index, at, "counter-story")


def _by_concession(text: _Text) -> Iterator[_Link]:
    """``Although X, Y``; ``It is true that X. However, Y``: Y qualifies X."""
    for index, one in enumerate(text.assertions[:-1]):
        follower = text.assertions[index + 1]
        if one.mode is not Mode.CONCEDES or not text.around.is_own(index + 1):
            continue
        turns = bool(discourse.CONTRAST.match(text.text(follower.sentence)))
        if follower.sentence == one.sentence or (turns and follower.sentence == one.sentence + 1):
            yield _Link("qualifies", index + 1, index, "concession")


def _by_heading(text: _Text) -> Iterator[_Link]:
    """What a section asserts about its heading's terms supports the heading's claim."""
    for index, one in enumerate(text.assertions):
        scene = text.scenes[one.sentence]
        heading = text.around.heading(one.sentence)
        if (
            heading is None
            or not text.around.is_own(heading)
            or scene.place.block in HEADINGS
            or not text.around.is_own(index)
            or not text.is_statement(text.assertions[heading].sentence)
        ):
            continue
        shared = text.terms[index] & text.terms[heading]
        if (
            one.standalone
            and len(shared) >= _UNDER_HEADING
            and one.polarity is text.assertions[heading].polarity
        ):
            yield _Link("supports", index, heading, "under-heading")


def _by_near_identity(text: _Text) -> Iterator[_Link]:
    """A thesis said again, in the conclusion for example: linked to where it was said first."""
    seen: dict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
    for index, one in enumerate(text.assertions):
        wording = normalise(one.wording)
        if not one.standalone or len(wording.split()) < _LEAST_WORDS:
            continue
        alike = one.holder, one.polarity, frozenset(_numbers(wording))
        size, ordered = len(wording) // _BUCKET, " ".join(sorted(wording.split()))
        near = (at for step in (-1, 0, 1) for at in seen[*alike, size + step])
        earlier = next((place for place, said in near if _nearly_same(ordered, said)), None)
        if earlier is None:
            seen[*alike, size].append((index, ordered))
        else:
            yield _Link("restates", index, earlier, "near-identical-wording")


def _nearly_same(ordered: str, other: str) -> bool:
    """Whether two wordings, their words sorted once, are alike in any order of words."""
    return bool(ratio(ordered, other, score_cutoff=_NEAR_IDENTICAL))


def _by_comparison(text: _Text) -> Iterator[_Link]:
    """``X outperforms Y`` against a general ``Y is better``."""
    compared = [
        (index, found)
        for index, one in enumerate(text.assertions)
        if (found := comparison(one.wording)) is not None
    ]
    for index, mine in compared:
        for other, theirs in compared:
            if text.assertions[index].mode not in {Mode.SUPPOSES, Mode.QUESTIONS} and contradict(
                mine, theirs
            ):
                yield _Link("rebuts", index, other, "comparison")


def _by_ellipsis(text: _Text) -> Iterator[_Link]:
    """Answer a foreign view in few words: ``I think we do.`` rebuts ``we need no X``."""
    for own, before, _ in text.openers():
        said, answer = text.assertions[before], text.assertions[own]
        if (
            said.mode in _FOREIGN
            and said.polarity is not answer.polarity
            and _ELLIPTIC.search(answer.wording)
        ):
            yield _Link("rebuts", own, before, "elliptic-answer")


def _by_embedding(text: _Text) -> Iterator[_Link]:
    """``X, often cited as evidence that Y, in fact …``: the clause undercuts Y."""
    for index, one in enumerate(text.assertions):
        if one.rule == "cited-as-evidence":
            host = next((at for at in text.around.of(one.sentence) if text.around.is_own(at)), None)
            if host is not None:
                yield _Link("undercuts", host, index, "cited-as-evidence")


def _by_assumption(text: _Text) -> Iterator[_Link]:
    """An assumption and the reviewer's answer to it in one item."""
    for index, one in enumerate(text.assertions):
        if one.rule != "assumption":
            continue
        for answer in text.around.of(one.sentence):
            if text.around.is_own(answer):
                weak = _CONDITIONAL.search(text.assertions[answer].wording)
                yield _Link("qualifies" if weak else "rebuts", answer, index, "assumption-answered")


def _by_naming(text: _Text) -> Iterator[_Link]:
    """A reviewer's point that names what the work says undercuts it."""
    related = [
        index
        for index, one in enumerate(text.assertions)
        if one.holder_is_work and one.mode is Mode.REPORTS
    ]
    for index, one in enumerate(text.assertions):
        scene = text.scenes[one.sentence]
        if not scene.review or scene.voice is not Voice.OWN or not text.around.is_own(index):
            continue
        target = max(related, key=lambda at: _anchors(text, index, at), default=None)
        if target is not None and _names(text, index, target):
            yield _Link("undercuts", index, target, "names-what-it-criticises")


def _anchors(text: _Text, index: int, target: int) -> int:
    """Return how much of a point a target shares; a number in common counts as two words."""
    figures = text.figures(index) & text.figures(target)
    return len(text.terms[index] & text.terms[target]) + _FIGURE * min(len(figures), _FIGURE)


def _names(text: _Text, index: int, target: int) -> bool:
    shared = text.terms[index] & text.terms[target]
    least = min(len(text.terms[index]), len(text.terms[target]))
    figures = text.figures(index) & text.figures(target)
    needed = _ANCHORS if figures else _CRITICISED
    return len(shared) >= max(needed, (0 if figures else _CRITICISED_SHARE) * least)


def _verbs(head: Token) -> list[Token]:
    return [head, *(one for one in head.children if one.dep_ in {"aux", "auxpass"})]


def _stem(lemma: str) -> str:
    """Level what the parser leaves of plurals: in Title Case it takes words for names."""
    return lemma.lower().removesuffix("s")


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.]*", text))


_RULES: Final[tuple[Callable[[_Text], Iterator[_Link]], ...]] = (
    _by_marker,
    _by_counter_story,
    _by_concession,
    _by_heading,
    _by_near_identity,
    _by_comparison,
    _by_ellipsis,
    _by_embedding,
    _by_assumption,
    _by_naming,
)
