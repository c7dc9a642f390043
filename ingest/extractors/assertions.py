"""Assertions: every passage in which somebody puts a proposition forward."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from ingest.document import ParsedDocument, Section, Sentence, Span
from ingest.findings import AssertionFound, Found
from ingest.language import cues
from ingest.language.apparatus import is_apparatus
from ingest.language.attitudes import Attribution
from ingest.language.attribution import anywhere, attribute, embedded
from ingest.language.clauses import (
    Clause,
    Turn,
    clauses,
    has_finite_verb,
    is_fragment,
    is_imperative,
    is_polar_question,
    is_question,
    states,
)
from ingest.language.elision import elided, states_absence
from ingest.language.frames import UNNAMED
from ingest.language.parties import Party, name_of
from ingest.language.propositions import hedge, kind, polarity
from ingest.language.salience import salience
from ingest.language.situation import HEADINGS, Situation, situations
from ingest.language.voices import Voice
from ingest.language.wording import claim_wording, strip_connectives
from ingest.nlp import load
from kg.vocab import BlockKind, Mode

_REACH: Final = 3
_LEAST_WORDS: Final = 3
_CAPTION: Final = re.compile(
    r"^(?:Figures?|Fig\.|Tables?|Listing|Algorithm|Box) ?[\dIVX]+[a-z]?"
    r"\s*[:.|(]"
)
_QUESTION_WORD: Final = re.compile(r"^(?:how|what|when|where|which|who|whose)\b", re.IGNORECASE)
_WHY: Final = re.compile(r"(?:^|[?:.] )why (?=\w)", re.IGNORECASE)
_UNRESOLVED: Final = re.compile(
    r"^(?:he|she|they|them|these|those|this|that|such|here|both|neither|the (?:former|latter))\b"
    r"|^it\b(?!(?:'s| is| was| seems|appears|may be|might be|would be) \w+(?: \w+)? "
    r"(?:that|to|how|whether)\b)"
    r"|\b(?:do|does|did|doesn't|don't|didn't|will|won't|can|cannot|can't|is|isn't|are|aren't)\W*$",
    re.IGNORECASE,
)
_ANTECEDENT: Final = re.compile(
    r"\b(?P<name>[A-Z][\w'’.-]*(?: (?:own|[\w'’.-]*[A-Z\d][\w'’.-]*)){0,5}"
    r" (?:paper|essay|report|study|article|post|book|preprint))\b"
)
_CONCESSIVE: Final = re.compile(r"^(?:even )?(?:although|though|while|whereas) ", re.IGNORECASE)
_PROPOSALS: Final = re.compile(
    r"\b(?:future (?:work|directions|research)|next steps|follow-up|to-?do)\b", re.IGNORECASE
)
_ASSUMED_LIST: Final = re.compile(r"^[\w -]{0,40}assumptions?:\s*\(1\)", re.IGNORECASE)
_IT_TREATS: Final = re.compile(
    rf"^It (?:also )?(?:{'|'.join(sorted(cues.TREATING | cues.SAYING | cues.FINDING))})(?:e?s)\b"
)
_WORK: Final = re.compile(r"\b(?:paper|essay|report|study|article|post|book|preprint|work)$")
_SEVERAL: Final = re.compile(
    r"\band\b|^(?:others|people|those|some|many|most|critics|few)\b|\w{3,}[^s\W]s\b(?!')|\bteam\b",
    re.IGNORECASE,
)
_OWN_WORK: Final = re.compile(r"^(?:this|our|my|the present)\b", re.IGNORECASE)


class AssertionExtractor:
    """Finds assertions with holder, mode, hedge and polarity.

    Flat declaratives count; questions only when they put a view at issue. ``salience`` is
    explained in :mod:`ingest.language.salience`; ``score`` stays None until a rule's
    precision has been measured.
    """

    name = "assertions"
    version = "1"
    requires: tuple[type[Span], ...] = (Section, Sentence)

    def extract(self, document: ParsedDocument) -> Found:
        """Return the layer of assertions."""
        found: list[AssertionFound] = []
        for scene in situations(document):
            cue = _afterthought(scene.sentence.clean)
            if cue and found and found[-1].sentence == scene.index - 1:
                found[-1] = replace(found[-1], hedge=cue)
            else:
                found.extend(_assertions(scene, document, found))
        return Found(AssertionFound, tuple(found))


def _afterthought(text: str) -> str | None:
    found = cues.AFTERTHOUGHT.match(text)
    return found[0].strip(" .!") if found else None


def _assertions(
    scene: Situation, document: ParsedDocument, before: Sequence[AssertionFound]
) -> Iterator[AssertionFound]:
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
            yield _built(scene, doc[:], _settled(aside, scene, document, before))
    elif not _is_caption(scene) and not _is_proposal(scene) and not is_apparatus(scene):
        for number, clause in enumerate(clauses(doc)):
            for act in _acts(scene, clause, number):
                yield _built(scene, clause.span, _settled(act, scene, document, before))


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


def _of_heading(scene: Situation, doc: Doc) -> Iterator[AssertionFound]:
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


def _settled(
    act: Attribution,
    scene: Situation,
    document: ParsedDocument,
    before: Sequence[AssertionFound],
) -> Attribution:
    """Resolve ``he`` and ``the paper``; a paper that speaks of itself is its author."""
    if act.party is Party.PRONOUN:
        name = _named_before(scene, act) or _last_holder(scene, before, act)
        if name is not None and str(act.holder).lower() in {"he", "she"}:
            name = name.partition("'s ")[0]
        return replace(act, holder=name or UNNAMED, party=Party.NAMED)
    if act.party is not Party.WORK or scene.review or act.holder is None:
        return act
    if _OWN_WORK.match(act.holder):
        return replace(act, mode=Mode.ASSERTS, holder=None, party=Party.AUTHOR)
    return replace(act, holder=_antecedent(scene, document) or act.holder, party=Party.NAMED)


def _named_before(scene: Situation, act: Attribution) -> str | None:
    """Return the person whose name the sentence gives before ``she argues``."""
    earlier = scene.sentence.parse[: act.start]
    owners = [token for token in earlier if token.dep_ == "poss" and token.pos_ == "PROPN"]
    return name_of(owners[-1]) if owners else None


def _last_holder(
    scene: Situation, before: Sequence[AssertionFound], act: Attribution
) -> str | None:
    """Return the nearest holder before, one that agrees with the pronoun in number."""
    return next(
        (
            one.holder
            for one in reversed(before)
            if one.holder is not None
            and one.sentence >= scene.index - _REACH
            and (act.rule == "reasons-given" or _agrees(str(act.holder), one.holder))
        ),
        None,
    )


def _agrees(pronoun: str, holder: str) -> bool:
    """Whether a pronoun can stand for a holder; a work may have one author or many."""
    several = pronoun.lower() == "they"
    return bool(_WORK.search(holder)) or bool(_SEVERAL.search(holder)) is several


def _antecedent(scene: Situation, document: ParsedDocument) -> str | None:
    sentences = document.layer(Sentence)[max(0, scene.index - _REACH) : scene.index]
    names = [found["name"] for one in sentences for found in _ANTECEDENT.finditer(one.clean)]
    return strip_connectives(names[-1]) if names else None


def _built(scene: Situation, span: Words, act: Attribution) -> AssertionFound:
    content = span.doc[act.start : act.end]
    said = _without_aside(content)
    wording = claim_wording(_CONCESSIVE.sub("", said) if act.rule == "concession" else said)
    elliptic = act.rule == "otherwise" or (act.rule == "elided-subject" and act.start == span.start)
    standalone = not elliptic and not _UNRESOLVED.search(wording)
    place = content if act.rule == "cited-as-evidence" else span
    where = _locate(scene.sentence, place)
    return AssertionFound(
        start=where.start,
        end=where.end,
        sentence=scene.index,
        wording=wording,
        mode=act.mode,
        polarity=polarity(content),
        kind=kind(content.text, content),
        rule=act.rule,
        holder=act.holder,
        holder_is_work=act.party is Party.WORK,
        hedge=hedge(content.text) or act.hedge,
        standalone=standalone,
        salience=salience(span.text, scene.place, act.mode, standalone=standalone),
    )


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
