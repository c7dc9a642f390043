"""Assertions: every passage in which somebody puts a proposition forward."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from ingest.document import ParsedDocument, Section, Sentence, Span
from ingest.encoder import encode
from ingest.findings import AssertionFound, Finding, Found
from ingest.language import cues
from ingest.language.agreement import answers
from ingest.language.antecedents import antecedent, leading_pronoun
from ingest.language.apparatus import is_apparatus
from ingest.language.attitudes import Attribution
from ingest.language.attribution import anywhere, attribute, embedded
from ingest.language.claim_ends import stated
from ingest.language.clauses import (
    Clause,
    Turn,
    clauses,
    has_finite_verb,
    is_advice,
    is_fragment,
    is_imperative,
    is_polar_question,
    is_question,
    states,
)
from ingest.language.detection import KEPT, described, detector
from ingest.language.elision import elided, states_absence
from ingest.language.holding import settled
from ingest.language.parties import Party
from ingest.language.propositions import hedge, kind, polarity
from ingest.language.salience import salience
from ingest.language.situation import HEADINGS, Situation, situations
from ingest.language.voices import Voice
from ingest.language.wording import claim_wording, leans
from ingest.nlp import load
from kg.vocab import BlockKind, ClaimKind, Mode
from kg.wording import normalise

_HOLDERS: Final = 20  # candidates before in which a holder is looked for
_LEAST_WORDS: Final = 3
_CAPTION: Final = re.compile(
    r"^(?:Figures?|Fig\.|Tables?|Listing|Algorithm|Box) ?[\dIVX]+[a-z]?"
    r"\s*[:.|(]"
)
_QUESTION_WORD: Final = re.compile(r"^(?:how|what|when|where|which|who|whose)\b", re.IGNORECASE)
_WHY: Final = re.compile(r"(?:^|[?:.] )why (?=\w)", re.IGNORECASE)
_ADVICE: Final = "advice"
_CONCESSIVE: Final = re.compile(r"^(?:even )?(?:although|though|while|whereas) ", re.IGNORECASE)
_PROPOSALS: Final = re.compile(
    r"\b(?:future (?:work|directions|research)|next steps|follow-up|to-?do)\b", re.IGNORECASE
)
_ASSUMED_LIST: Final = re.compile(r"^[\w -]{0,40}assumptions?:\s*\(1\)", re.IGNORECASE)
_IT_TREATS: Final = re.compile(
    rf"^It (?:also )?(?:{'|'.join(sorted(cues.TREATING | cues.SAYING | cues.FINDING))})(?:e?s)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an assertion, and the features that decide whether it is."""

    found: AssertionFound
    features: dict[str, float]


class AssertionExtractor:
    """Finds assertions with holder, mode, hedge and polarity.

    Flat declaratives count; questions only when they put a view at issue. ``salience`` is
    explained in :mod:`ingest.language.salience`, ``score`` in :mod:`ingest.language.detection`;
    most candidates below its threshold are dropped. Of what says that one claim rests on another
    the two clauses are assertions too (:mod:`ingest.language.claim_ends`).
    """

    name = "assertions"
    version = "4"
    makes: type[Finding] = AssertionFound
    requires: tuple[type[Span], ...] = (Section, Sentence)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of assertions."""
        kept = tuple(_kept(list(_scored(document)), document))
        ends = (end for one in stated(document, kept) for end in (one.condition, one.consequence))
        inner = dict.fromkeys(end for end in ends if end.is_inner)
        return Found(AssertionFound, (*kept, *inner))


def candidates(document: ParsedDocument) -> list[Candidate]:
    """Return all clauses that put something forward by their form, claims or not."""
    found: list[Candidate] = []
    for scene in situations(document):
        cue = _afterthought(scene.sentence.clean)
        if cue and found and found[-1].found.sentence == scene.index - 1:
            found[-1] = replace(found[-1], found=replace(found[-1].found, hedge=cue))
        else:
            before = [one.found for one in found[-_HOLDERS:]]
            found.extend(_assertions(scene, document, before))
    return found


def _scored(document: ParsedDocument) -> Iterator[AssertionFound]:
    proposed, sentences = candidates(document), document.layer(Sentence)
    rows = encode([sentences[one.found.sentence].clean for one in proposed])
    model = detector()
    for one, row in zip(proposed, rows, strict=True):
        yield replace(one.found, score=round(model.probability(one.features, row), 3))


def _kept(scored: Sequence[AssertionFound], document: ParsedDocument) -> Iterator[AssertionFound]:
    """Yield what is probable enough, and what form alone makes a claim.

    A view that is put into somebody's mouth, conceded, supposed or asked is one, and so is what
    its sentence says of it; nine in ten of these were claims to a reader. So is the thesis, and
    what the author says in agreement or disagreement with somebody named.
    """
    thesis = normalise(document.metadata.thesis or "")
    marked = {one.sentence for one in scored if one.holder or one.mode is not Mode.ASSERTS}
    for one in scored:
        probable = one.score is not None and one.score >= KEPT
        sentence = document.layer(Sentence)[one.sentence].clean
        said = one.wording if one.is_inner else sentence  # "They pay" is worded "Mills pay"
        declared = bool(thesis) and thesis in (normalise(one.wording), normalise(said))
        answer = answers(sentence)
        if probable or declared or answer or one.sentence in marked:
            yield one


def _afterthought(text: str) -> str | None:
    found = cues.AFTERTHOUGHT.match(text)
    return found[0].strip(" .!") if found else None


def _assertions(
    scene: Situation, document: ParsedDocument, before: Sequence[AssertionFound]
) -> Iterator[Candidate]:
    doc = scene.sentence.parse
    if scene.place.block in HEADINGS:
        yield from _of_heading(scene, _in_plain_case(doc))
    elif is_question(doc.text):
        asked = _behind_colon(doc)
        if is_polar_question(asked):
            yield _built(scene, doc[:], _act(Mode.QUESTIONS, asked, "polar-question"))
    elif cues.META.search(doc.text):
        aside = anywhere(doc[:])
        if aside is not None:
            yield _built(scene, doc[:], settled(aside, scene, document, before))
    elif not _is_caption(scene) and not _is_proposal(scene) and not is_apparatus(scene):
        for number, clause in enumerate(clauses(doc)):
            for act in _acts(scene, clause, number):
                yield _built(scene, clause.span, settled(act, scene, document, before))


def _is_caption(scene: Situation) -> bool:
    label = scene.place.headings[-1] if scene.place.headings else ""
    return bool(_CAPTION.match(scene.sentence.clean) or _CAPTION.match(f"{label}:"))


def _is_proposal(scene: Situation) -> bool:
    """Whether an item stands in a list of what could be done next: it claims nothing yet."""
    return scene.place.block is BlockKind.LIST_ITEM and any(
        _PROPOSALS.search(heading) for heading in scene.place.headings
    )


def _behind_colon(doc: Doc) -> Words:
    """Return what a sentence asks: ``There is a question: is X valid?``."""
    start = max((t.i + 1 for t in doc[:-2] if t.text == ":"), default=0)
    return doc[start:]


def _in_plain_case(doc: Doc) -> Doc:
    """Parse a heading as a sentence: Title Case Makes Every Word a Name."""
    plain = re.sub(r"(?<=[\s-])[A-Z][a-z]+\b", lambda found: found[0].lower(), doc.text)
    return doc if plain == doc.text else load()(plain)


def _of_heading(scene: Situation, doc: Doc) -> Iterator[Candidate]:
    """A title may ask (``Is X a dead end?``), presuppose (``Why X is Y``) or just state."""
    for part in _parts(doc):
        if is_question(part.text):
            if is_polar_question(part):
                yield _built(scene, part, _act(Mode.QUESTIONS, part, "polar-question"))
        elif (
            states(part)
            and not is_fragment(part)
            and not _QUESTION_WORD.match(part.text)
            and not is_imperative(part)
            and len(part) > _LEAST_WORDS
        ):
            yield _built(scene, part, _act(Mode.ASSERTS, part, "heading"))


def _parts(doc: Doc) -> Iterator[Words]:
    """Yield a heading's questions and what it says behind a ``why``."""
    starts = {0}
    ends = {len(doc)}
    for token in doc:
        if token.text in {"?", ":"} and token.i + 1 < len(doc):
            ends.add(token.i + 1)
            starts.add(token.i + 1)
    for start, end in zip(sorted(starts), sorted(ends), strict=True):
        yield doc[start + 1 if doc[start].lower_ == "why" and end > start + 1 else start : end]


def _act(mode: Mode, span: Words, rule: str) -> Attribution:
    return Attribution(mode, span.start, span.end, rule)


def _acts(scene: Situation, clause: Clause, number: int) -> Iterator[Attribution]:
    """Yield what a clause puts forward; nothing when it states no proposition."""
    span = clause.span
    if (scene.review or scene.place.block is BlockKind.LIST_ITEM) and elided(span.text):
        yield _elided(scene, span)
        return
    if is_advice(span):
        yield _act(Mode.ASSERTS, span, _ADVICE)
        return
    if not has_finite_verb(span):
        if scene.place.block is BlockKind.LIST_ITEM and states_absence(span.text):
            yield _act(Mode.ASSERTS, span, "absence")
        return
    if is_imperative(span) or is_fragment(span):
        return
    act = attribute(span)
    listed = scene.place.block is BlockKind.LIST_ITEM
    if act.rule == "declarative" and not states(span) and (listed or not _is_closed(span)):
        if listed and states_absence(span.text):
            yield _act(Mode.ASSERTS, span, "absence")
        return
    if clause.turn is Turn.CONCESSION and act.holder is None:
        act = replace(act, mode=Mode.CONCEDES, rule="concession")
    yield _in_voice(act, scene, number)
    mentioned = embedded(span)
    if mentioned is not None:
        yield mentioned


def _is_closed(span: Words) -> bool:
    """Whether a clause's sentence ends as one: then a verb that the parser misses is likelier."""
    return str(span.doc.text).rstrip("\"')]} ").endswith((".", "!", "?", ":", ";"))


def _elided(scene: Situation, span: Words) -> Attribution:
    """The subject left out is the work under review, else the document itself."""
    that = next((token.i for token in span[1:3] if token.lower_ == "that"), span.start - 1)
    start = that + 1
    if not scene.review:
        return Attribution(Mode.ASSERTS, start, span.end, "elided-subject")
    return Attribution(Mode.REPORTS, start, span.end, "elided-subject", "the work", Party.WORK)


def _in_voice(act: Attribution, scene: Situation, number: int) -> Attribution:
    """Lend an unattributed clause of a review to the work, where the work speaks."""
    if act.party is not Party.AUTHOR or act.mode is not Mode.ASSERTS:
        return act
    if scene.voice is Voice.WORK or (scene.review and _IT_TREATS.match(scene.sentence.clean)):
        return replace(
            act, mode=Mode.REPORTS, holder="the work", party=Party.WORK, rule="work-section"
        )
    listed = scene.review and _ASSUMED_LIST.match(scene.sentence.clean)
    if listed or (scene.voice is Voice.ASSUMED and number == 0):
        return replace(
            act,
            mode=Mode.SUPPOSES,
            holder="the work",
            party=Party.WORK,
            rule="assumption",
            end=_before_verdict(act, scene),
        )
    return act


def _before_verdict(act: Attribution, scene: Situation) -> int:
    """Cut off what a reviewer adds behind a dash: ``X is cheaper — not demonstrated``."""
    words = scene.sentence.parse[act.start : act.end]
    return next((token.i for token in words if token.text in {"—", "–"}), act.end)


def _built(scene: Situation, span: Words, act: Attribution) -> Candidate:
    content = span.doc[act.start : act.end]
    said = _without_aside(content)
    said = _CONCESSIVE.sub("", said) if act.rule == "concession" else said
    wording = claim_wording(_resolved(said, content, scene))
    elliptic = act.rule == "otherwise" or (act.rule == "elided-subject" and act.start == span.start)
    standalone = not elliptic and not leans(wording)
    place = content if act.rule == "cited-as-evidence" else span
    where = _locate(scene.sentence, place)
    found = AssertionFound(
        start=where.start,
        end=where.end,
        sentence=scene.index,
        wording=wording,
        mode=act.mode,
        polarity=polarity(content),
        kind=ClaimKind.NORMATIVE if act.rule == _ADVICE else kind(content.text, content),
        rule=act.rule,
        holder=act.holder,
        holder_is_work=act.party is Party.WORK,
        hedge=hedge(content.text) or act.hedge,
        standalone=standalone,
        salience=salience(span.text, scene.place, act.mode, standalone=standalone),
    )
    return Candidate(found, _features(place, found))


def _features(place: Words, found: AssertionFound) -> dict[str, float]:
    return described(
        place,
        found.mode,
        found.kind,
        hedged=found.hedge is not None,
        held=found.holder is not None,
    )


def _resolved(said: str, content: Words, scene: Situation) -> str:
    """Put the antecedent in place of a pronoun that opens a clause, where it is plain."""
    pronoun = leading_pronoun(content)
    if pronoun is None or scene.before is None or content.start > 1:
        return said
    name = antecedent(pronoun, scene.before.parse)
    return said if name is None else said.replace(str(pronoun.text), name, 1)


def _without_aside(content: Words) -> str:
    """Leave out a view that the clause mentions in passing (``often cited as evidence …``)."""
    mentioned = embedded(content)
    if mentioned is None:
        return str(content.text)
    lead = next(
        (t.i for t in reversed(content.doc[content.start : mentioned.start]) if t.text == ","), None
    )
    if lead is None or mentioned.end >= content.end:
        return str(content.text)
    rest = content.doc[mentioned.end : content.end].text.removeprefix(",")
    return f"{content.doc[content.start : lead].text} {rest.lstrip()}"


def _locate(sentence: Sentence, span: Words) -> Span:
    """Return where words of the parse stand in the document, outer punctuation included."""
    words = [token for token in span if not token.is_space]
    if span.start == 0 and span.end == len(span.doc):
        return Span(start=sentence.start, end=sentence.end)
    return sentence.locate(words[0].idx, words[-1].idx + len(words[-1]))
