"""What a document says of itself: front matter, title line, byline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ingest.cleaning import clean
from ingest.document import Fault, Metadata, Span
from kg.model import Block
from kg.vocab import BlockKind

_KEYED: Final = re.compile(
    r"(?:authors?|written by|posted by|published|date|year|doi|updated)\s*:", re.IGNORECASE
)
_BY: Final = re.compile(r"(?:[Bb]y|BY)\s+(?=[A-Z])")
_AUTHORS_KEY: Final = re.compile(r"(?:authors?|written by|posted by)\s*:\s*|by\s+", re.IGNORECASE)
_NEXT_KEY: Final = re.compile(r"\s+[A-Z][a-z]+:|[|·•]|\n|\s\d|[,;]?\s(?=[A-Z][a-z]+ \d)")
_PARTICLE: Final = r"(?:de|van|von|der|den|la|le|del|di|da|dos|bin|ibn|al|el|ter)"
_GIVEN: Final = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_NAME: Final = re.compile(
    rf"{_GIVEN}(?:\s(?:{_GIVEN}|{_PARTICLE})){{0,3}}\s{_GIVEN}(?:,? (?:Jr|Sr|III?)\.?)?"
)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:,\s*(?:and|&)|,|;|\band\b|&)\s*")
_MARKS: Final = re.compile(r"[*†‡§¶\d¹²³⁰-⁹]+(?=\s|,|$)")
_NAME_NOTE: Final = re.compile(
    r"\^\[[^\[\]]{0,500}\]|\[\^\w{1,40}\]|\^[\d,*†‡ ]{1,20}\^"
    r"|\\(?:thanks|footnote)\{[^{}]{0,300}\}|[*†‡§¶]"
)
_NAME_PARTS: Final = (
    "given",
    "given-names",
    "dropping-particle",
    "non-dropping-particle",
    "family",
    "surname",
    "suffix",
)
# Lines of capitalised words below a title that name no person.
_SECTION_WORDS: Final = frozenset(
    {
        "abstract",
        "summary",
        "introduction",
        "contents",
        "overview",
        "background",
        "foreword",
        "preface",
        "draft",
        "notes",
        "report",
        "paper",
        "essay",
        "review",
        "table",
        "executive",
        "key",
        "research",
        "version",
        "article",
        "work",
        "question",
        "methods",
        "results",
        "discussion",
        "conclusion",
        "related",
        "on",
        "of",
        "the",
        "a",
        "an",
        "in",
        "for",
    }
)
_SECTION_NAME: Final = re.compile(
    r"(?:[\dIVX.]+\s+)?(?:(?:executive )?summary|abstract|introduction|background|contents|"
    r"foreword|overview|preface|tl;?\s?dr|methods|results)\W*",
    re.IGNORECASE,
)
_MAX_NAMES_LINE: Final = 300
_DATE: Final = re.compile(
    r"(?:\w+ )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,? "
    r"(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:1[89]|20)\d\d|(?:1[89]|20)\d\d(?:-\d\d-\d\d)?"
)
_YEAR: Final = re.compile(r"(?<![\w.])((?:1[5-9]|20)\d\d)(?![\w.]*\w)")
_ASIDE: Final = re.compile(r"\([^()]{0,500}\)")
_DOI: Final = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>]{1,200}[^\s\"<>.,;)])")
_ARXIV: Final = re.compile(
    r"(?:arXiv:\s?|arxiv\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE
)
_TEXT_KEYS: Final = ("title", "doi", "arxiv", "url", "question", "position", "thesis")
_MAX_VALUE: Final = 2_000


def is_byline(text: str) -> bool:
    """Whether a line says who wrote the text or when: ``By …``, ``Authors: …``, a date."""
    if _KEYED.match(text) or _DATE.fullmatch(text):
        return True
    by = _BY.match(text)
    return by is not None and len(text) <= _MAX_NAMES_LINE and bool(_names(text[by.end() :]))


def is_names(text: str) -> bool:
    """Whether a line is nothing but names of people."""
    if len(text) > _MAX_NAMES_LINE or not text:
        return False
    parts = _BETWEEN_NAMES.split(_MARKS.sub("", text).strip(" ,;"))
    words = {word.lower() for word in text.split()}
    return all(_NAME.fullmatch(part) for part in parts) and not words & _SECTION_WORDS


def is_section_name(text: str) -> bool:
    """Whether a line is a heading that any text may have, and so is no title."""
    return bool(_SECTION_NAME.fullmatch(text))


def from_opening(
    text: str,
    blocks: Sequence[Block],
    hidden: Sequence[Span] = (),
) -> Metadata:
    """Return what the title and the bylines say; what they do not say is None.

    ``hidden`` are the marks that are no part of the wording.
    """
    lines = {
        kind: [clean(text, one.start, one.end, hidden).text for one in blocks if one.kind is kind]
        for kind in (BlockKind.TITLE, BlockKind.BYLINE)
    }
    title = next(iter(lines[BlockKind.TITLE]), None)
    bylines = lines[BlockKind.BYLINE]
    stated = _ASIDE.sub(" ", " \n ".join(bylines))
    year, doi, arxiv = (pattern.search(stated) for pattern in (_YEAR, _DOI, _ARXIV))
    return Metadata(
        title=title,
        authors=tuple(dict.fromkeys(name for line in bylines for name in _authors(line))),
        year=int(year[1]) if year else None,
        doi=doi[1] if doi else None,
        arxiv=arxiv[1] if arxiv else None,
    )


def from_front_matter(values: Mapping[str, Any]) -> tuple[Metadata, list[Fault]]:
    """Return what front matter says, and a fault for each value that is of no use.

    ``values`` are strings, or lists and mappings of them.
    """
    lowered = {str(key).lower(): value for key, value in values.items()}
    texts, faults = _texts(lowered)
    year = _YEAR.search(f"{_scalar(lowered.get('year'))} {_scalar(lowered.get('date'))}")
    authors = tuple(_listed(lowered.get("authors") or lowered.get("author")))
    metadata = Metadata(authors=authors, year=int(year[1]) if year else None, **texts)
    return metadata, faults


def _texts(values: Mapping[str, Any]) -> tuple[dict[str, str], list[Fault]]:
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for key in _TEXT_KEYS:
        text = _scalar(values.get(key))
        if values.get(key) and text is None:
            faults.append(_useless(key, f"must be one line of at most {_MAX_VALUE} characters"))
        elif key == "position" and text not in (None, "for", "against"):
            faults.append(_useless(key, "must be 'for' or 'against'"))
        elif text:
            texts[key] = text
    return texts, faults


def _scalar(value: Any) -> str | None:
    """Return a value on one line; None if it is missing, null, too long, or no scalar."""
    if not isinstance(value, str) or len(value) > _MAX_VALUE or value in ("null", "~"):
        return None
    return " ".join(value.split()) or None


def _useless(key: str, rule: str) -> Fault:
    return Fault(code="bad-front-matter", message=f"front matter: {key} {rule}; it is ignored")


def _listed(value: Any) -> Iterator[str]:
    """Return the names in a string, in a list of strings, or in a list of mappings."""
    if isinstance(value, str):
        yield from filter(None, _BETWEEN_NAMES.split(_unmarked(_scalar(value) or "")))
    elif isinstance(value, Mapping):
        value = [value]
    for item in value if isinstance(value, list) else []:
        name = _unmarked(_scalar(item) or _name_of(item) or "")
        if name:
            yield name


def _unmarked(name: str) -> str:
    """Return names without marks that point to a note: ``Ann Lee^[corresponding author]``."""
    return _NAME_NOTE.sub("", name).strip()


def _name_of(item: Any) -> str | None:
    if not isinstance(item, Mapping):
        return None
    parts = (_scalar(item.get(key)) for key in _NAME_PARTS)
    stated = _scalar(item.get("name")) or _scalar(item.get("literal")) or _name_of(item.get("name"))
    return stated or " ".join(part for part in parts if part) or None


def _authors(line: str) -> list[str]:
    key = _AUTHORS_KEY.match(line)
    if key is None:
        return _names(line) if is_names(line) else []
    return _names(_NEXT_KEY.split(line[key.end() :], maxsplit=1)[0])


def _names(text: str) -> list[str]:
    parts = _BETWEEN_NAMES.split(_MARKS.sub("", text).strip(" ,;."))
    return [part for part in parts if _NAME.fullmatch(part)]
