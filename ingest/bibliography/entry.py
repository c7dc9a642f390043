"""An entry of a reference list: its label, and the fields of the work that it describes."""

from __future__ import annotations

import re
from typing import Final

from ingest.bibliography.describing import describe
from ingest.bibliography.labeller import label
from ingest.bibliography.wrapping import unwrapped
from kg.model import Description

MAX_ENTRY: Final = 3000
"""Characters of an entry that are parsed; longer ones are not references."""

_LABEL: Final = re.compile(
    r"\s{0,8}(?:[-*•+]\s{1,4})?(?:\[\^?@?(?P<key>[^\[\]\n]{1,60})\]:?|\((?P<round>\d{1,3})\)"
    r"|(?P<dotted>\d{1,3})[.)](?=\s|[^\W\d])|(?P<bare>\d{1,3})\s{1,3}(?=[^\W\d_a-z]))\s{0,4}"
)
_TAG: Final = re.compile(r"</?(?:italic|bold|sup|sub|em|i|b)>")
_LINK_TEXTS: Final = re.compile(
    r"(?:[\s\[(]{0,3}+\b(?:CrossRef|Medline|PubMed|Google Scholar|Web of Science)\b"
    r"[\s\])]{0,3}+)++$",
    re.IGNORECASE,
)


def label_of(raw: str) -> tuple[str | None, str]:
    """Return the label of an entry (``1``, ``Kaplan2020``) and the entry without it."""
    match = _LABEL.match(raw)
    if match is None:
        return None, raw
    return next(filter(None, match.groups())).strip(), raw[match.end() :]


def line_of(raw: str) -> str:
    """Return the words of an entry as they are labelled.

    They are on one line, without label, tags, and the texts of links to databases at the end.
    """
    line = " ".join(untagged(unwrapped(label_of(raw[:MAX_ENTRY])[1])).split())
    line = _LINK_TEXTS.sub("", line)
    # The labeller takes UTF-8, which has no form for half of a surrogate pair.
    return line.encode("utf-8", "replace").decode("utf-8")


def untagged(raw: str) -> str:
    """Return ``raw`` without the tags of highlighting that some texts carry along."""
    return _TAG.sub("", raw)


def parse_reference(raw: str) -> Description:
    """Return the fields of one entry of a bibliography, with or without a label in front.

    Values read as printed, without the punctuation around them and without words that only
    announce them ("pp.", "In"). What the trained labeller finds no segment for stays None.
    """
    line = line_of(raw)
    return describe(line, label(line).segments)
