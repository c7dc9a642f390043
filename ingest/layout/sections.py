"""What a section is for, as its heading says."""

from __future__ import annotations

import re
from typing import Final

from kg.vocab import SectionKind
from kg.wording import fold

# In order: "Discussion and conclusions" discusses, "Materials and methods" are methods.
# The wordings are those of IMRaD articles and of essays; after Kanoksilapatham (2005) and
# the headings of PLOS, eLife, ACL and arXiv papers.
_WORDINGS: Final = {
    SectionKind.ABSTRACT: (
        r"(?:.* )?(?:abstract|digest)",
        r"(?:executive |author |plain language )?summary",
        r"tl dr|highlights|synopsis|significance(?: statement)?|in brief",
    ),
    SectionKind.REFERENCES: (
        r"(?:list of |selected |key )?references?(?: cited| list)?|bibliography",
        r"(?:works|literature) cited|cited works|references and notes|notes and references",
    ),
    SectionKind.ACKNOWLEDGEMENT: (r"acknowledge?ments?\b.*|funding\b.*|thanks",),
    SectionKind.DECLARATION: (
        r"authors? contributions?|contributorship|credit .*|author information",
        r"(?:competing|conflicts? of) interests?\b.*|disclosures?\b.*|declarations?\b.*",
        r"data (?:and code |and materials )?(?:availability|accessibility)\b.*",
        r"code availability\b.*|availability of data.*|open practices.*",
        r"ethics\b.*|ethical .*",
    ),
    SectionKind.APPENDIX: (
        r"appendi(?:x|ces)\b.*|supplement(?:ary|al)?\b.*|supporting information\b.*",
        r"additional (?:files?|information)|extended data.*",
    ),
    SectionKind.LIMITATION: (
        r"(?:.* )?limitations?\b.*|caveats?\b.*|threats to validity|weaknesses",
    ),
    SectionKind.FUTURE_WORK: (
        r"(?:.* )?future (?:work|research|directions?|outlook)\b.*",
        r"outlook|open (?:problems|questions)|next steps",
    ),
    SectionKind.DISCUSSION: (
        r"(?:general |results and )?discussions?\b.*|interpretation|implications?\b.*",
    ),
    SectionKind.CONCLUSION: (
        r"conclu(?:sions?|ding remarks)\b.*|(?:.* )?conclusions?",
        r"closing remarks|takeaways?|final (?:thoughts|remarks)",
    ),
    SectionKind.RESULT: (
        r"(?:.* )?results?\b.*|(?:main |key )?findings?",
        r"(?:empirical )?evaluation\b.*|experiments?\b.*",
    ),
    SectionKind.METHOD: (
        r"(?:.* )?(?:methods?|methodology)\b.*|(?:our )?approach|implementation|procedures?",
        r"(?:materials?|patients|subjects|participants) and .*|statistical analys[ie]s",
        r"experimental (?:set ?up|procedures?|design)|study design",
        r"data(?: ?sets?)?(?: collection)?|model(?: architecture)?",
    ),
    SectionKind.BACKGROUND: (
        r"background\b.*|(?:.* )?related works?\b.*|literature review|prior work\b.*",
        r"preliminaries|state of the art|theoretical (?:background|framework)|statement of need",
    ),
    SectionKind.INTRODUCTION: (r"introduction\b.*|overview|motivation",),
}
_PATTERNS: Final = {kind: re.compile("|".join(any_of)) for kind, any_of in _WORDINGS.items()}
_NUMBER: Final = re.compile(
    r"^(?:(?:section|chapter|part) )?"
    r"(?:\d{1,2}(?: \d{1,2}){0,4}|[ivx]{1,5}|[a-z](?= \d)(?: \d{1,2})*) (?=\D)"
)


def section_kind(heading: str) -> SectionKind | None:
    """Return what a section under ``heading`` is for; None where the heading does not say."""
    if len(heading) > 200:
        return None
    wording = _NUMBER.sub("", fold(heading))
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(wording)), None)
