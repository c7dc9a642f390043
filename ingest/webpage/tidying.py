"""Entries and notes without what pages add to them: ways back, links to services."""

from __future__ import annotations

import re
from typing import Final

from ingest.webpage.tree import Element, drop, first_words, visible, words_of

_LEADS_BACK: Final = re.compile(r"back|reversefootnote|return", re.IGNORECASE)
_SERVICES: Final = re.compile(
    r"doi|cross-?ref|pub ?med(?: central)?|pmc(?: free article)?|(?:google )?scholar|view article|"
    r"full ?text|isi|web of science|scopus|medline|ads|cas|article|mathscinet|free full text",
    re.IGNORECASE,
)
_DOI_LINK: Final = re.compile(
    r"https?://(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/[^\s\"<>]{1,300})", re.IGNORECASE
)
_BACK: Final = re.compile(r"(?:jump|go|back|return)\b", re.IGNORECASE)


def tidy(entry: Element) -> None:
    """Take out of an entry or note what leads back to the text, or to a service's record of it.

    A link to a DOI that its words do not show is shown instead.
    """
    words = words_of(entry)
    for link in list(entry.iter("a")):
        shown, address = first_words(link), link.get("href") or ""
        doi = _DOI_LINK.match(address)
        if _is_back_link(link, shown):
            _close_up(link)
            drop(link)
        elif _SERVICES.fullmatch(shown.strip("[]() ")):
            _unbracket(link)
            if doi and doi[1].lower() not in words.lower():
                for child in list(link):
                    drop(child)
                link.text, link.tail = f" https://doi.org/{visible(doi[1])}", f" {link.tail or ''}"
            else:
                drop(link)


def _is_back_link(link: Element, words: str) -> bool:
    names = " ".join(link.get(one) or "" for one in ("class", "role", "rev"))
    within = (link.get("href") or "").startswith("#")
    worded = any(map(str.isalnum, words))
    return bool(within or _LEADS_BACK.search(names)) and (not worded or bool(_BACK.match(words)))


def _close_up(link: Element) -> None:
    """Take away the space that keeps a back link in the line of a note's last word."""
    before, around = link.getprevious(), link.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip()
    elif around is not None:
        around.text = (around.text or "").rstrip()


def _unbracket(link: Element) -> None:
    """Take away the brackets around a link, which would be left empty."""
    before, around = link.getprevious(), link.getparent()
    if around is None or not (link.tail or "").lstrip().startswith("]"):
        return
    text = (around.text if before is None else before.tail) or ""
    if text.rstrip().endswith("["):
        kept = text.rstrip()[:-1]
        link.tail = (link.tail or "").lstrip()[1:]
        if before is None:
            around.text = kept
        else:
            before.tail = kept
