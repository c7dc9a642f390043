"""What in a sentence says that it brings evidence, and what says that it tells of procedure.

A number shows something when the sentence says that it is more, less, a share or a result; doses,
durations and sample sizes do not. A cited work is leaned on when the sentence reports what was
found there; else it is background (Teufel et al. 2006 draw the same line). An example is
announced. The cue that spoke is named, so that its precision can be measured.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.language import cues
from kg.vocab import CitationFunction

_FINDS: Final = cues.any_of(
    r"f(?:i|ou)nds?|show(?:s|ed|n)?|suggest(?:s|ed)?|report(?:s|ed)?|observ(?:es|ed)|"
    r"demonstrat(?:es|ed)|reveal(?:s|ed)?|indicat(?:es|ed)|identif(?:ies|ied)|conclud(?:es|ed)|"
    r"estimated?|yield(?:s|ed)?|achiev(?:es|ed)|predict(?:s|ed)?|confirm(?:s|ed)?|"
    r"validat(?:es|ed)|prov(?:es|ed|en)"
)
_STUDIES: Final = cues.any_of(
    r"stud(?:y|ies)|evidence|surveys?|trials?|experiments?|meta-analys[ei]s"
)
_AGREES: Final = cues.any_of(
    r"similar(?:ly)? to|similar (?:effects?|results?|findings?|patterns?)|consistent with|"
    r"in (?:line|agreement|accordance) with|(?:agrees?|compatible) with|"
    r"as (?:shown|found) (?:in|by)|contrary to|in contrast to"
)
_CHANGES: Final = re.compile(
    r"\b(?:increas|decreas|improv|reduc|drop|ris(?:es|en|ing)\b|rose\b|fell\b|falls?\b|grew|grow|"
    r"declin|largest|highest|lowest|outperform|exceed|shr[aiu]nk|doubl|tripl|halv)\w*"
    r"|\b(?:higher|lower|greater|fewer|larger|less|more|better|worse|faster|slower)\b(?! than \d)"
    r"|\bfrom \S+ (?:\w+ )?to\b|\bcompared (?:to|with)\b|\bsignificant(?:ly)?\b",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"\d ?%(?! w/)|percent\b|×|\d ?x\b|\d ?-?fold\b|\btimes\b|orders? of magnitude|\b[pP] ?[<=>≤]|"
    r"\bout of (?:the )?\d|\b\d+ of (?:the )?\d|\bhalf of\b|±|\bCI\b"
)
_PROCEDURE: Final = re.compile(
    r"\b(?:was|were|is|are|been|be) (?:\w+ly |then |first )*(?:added|administered|allocated|"
    r"approved|assessed|calculated|collected|computed|conducted|deposited|determined|dissolved|enrolled|"
    r"excluded|filtered|given|included|invited|measured|mixed|obtained|performed|prepared|"
    r"blinded|processed|randomi[sz]ed|recorded|recruited|removed|selected|set|stirred|submitted|trained)\b"
    r"|\b(?:we|I) (?:\w+ly |have |also |then |now |first )*(?:analy[sz]ed?|assess(?:ed)?|"
    r"cluster(?:ed)?|collect(?:ed)?|compared?|conducted|consider(?:ed)?|define|described?|"
    r"develop(?:ed)?|exclude[ds]?|filter(?:ed)?|included?|introduced?|measured?|performed|present|"
    r"proposed?|provided?|ran|recruited|released?|removed?|selected|simulated?|train(?:ed)?|used?)\b",
    re.IGNORECASE,
)
# What only says where to look, or that there has been work.
_POINTS: Final = re.compile(
    r"\b(?:see|reviewed (?:in|by)|for (?:a |an )?(?:recent )?reviews?)\b[^.]{0,20}$"
    r"|^(?:fig\.?|figure|table|box) \S+ (?:shows?|reports?)|\bha(?:s|ve) been (?:\w+ )?reported\b",
    re.IGNORECASE,
)
_EXAMPLE: Final = cues.any_of(
    r"for example|for instance|to illustrate|a case in point|examples? (?:of|include|are)|"
    r"(?:an?|one|another|the) (?:\w+ )?example|as examples?"
)
_OPENS: Final = re.compile(
    r"^(?:and |but |so )?(?:for example|for instance|to illustrate|take|consider|"
    r"(?:this|these|they|examples?|among (?:them|these))(?: \w+){0,2} includes?)\b"
    r"|^[^,.;]{3,60} (?:is|are|was|were|offers?|provides?) (?:an?|one|another|the) (?:\w+ )?"
    r"(?:example|case in point)",
    re.IGNORECASE,
)
_SAYS_EXAMPLE: Final = re.compile(r"\bfor (?:example|instance)\b", re.IGNORECASE)
_LIST_AHEAD: Final = re.compile(
    r"\b(?:(?P<example>examples?|instances?)|evidence|observations?|findings)\b[^.:]{0,60}:\W*$",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"\b(?:patterns?|trends?|var(?:y|ies|iation)|exist)\b|\bthere (?:are|is) (?:a number of|many|"
    r"several|various|numerous|a variety)\b|\bdifferent \w+.{0,40}\bdifferent\b",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(
    r"(?:one|another|early|in (?:some|many|other) cases|some|the (?:first|second|third))\b",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"(?:however|but|this|these|that|thus|therefore|it|they|we|although|while|in (?:addition|"
    r"conclusion)|moreover|furthermore|overall|nonetheless|here|to|if|finally|second|third)\b",
    re.IGNORECASE,
)
_LONGEST_INSTANCE: Final = 30
_NAMES: Final = 2
_SUBJECT_WORDS: Final = 8
_COLON: Final = re.compile(r"\s*:")
_NOT_THE_TELLER: Final = re.compile(
    r"as\b|in (?:conjunction|contrast)|(?:we|our|my)\b", re.IGNORECASE
)
_BRACKETED: Final = re.compile(
    r"\((?:e\.g\.|for example|such as|for instance),? (?P<named>[^()]+)\)"
)
_NAMED: Final = re.compile(r"(?<!^)\b[A-Z][\w-]*|\d")
_OUTCOME: Final = re.compile(
    rf"{_FINDS.pattern}|{_CHANGES.pattern}|\b(?:better|worse|best|positive|negative|clear(?:ly)?|"
    r"no \w+ (?:cases?|effects?|differences?|evidence)|not (?:been )?able)\b",
    re.IGNORECASE,
)
_LEANS: Final = {CitationFunction.SUPPORTS: "function"}


def measurement_cue(text: str) -> str | None:
    """Return what says that the numbers of a sentence show something, None if nothing does."""
    if _PROCEDURE.search(text) and not _SHARE.search(text):
        return None
    if _SHARE.search(text):
        return "share"
    if _CHANGES.search(text) or cues.COMPARATIVE.search(text):
        return "change"
    return "finding" if _FINDS.search(text) else None


def citation_cue(text: str, function: CitationFunction | None) -> str | None:
    """Return what says that a cited work is leaned on, None where it is background."""
    if _POINTS.search(text):
        return None
    if _FINDS.search(text):
        return "finding"
    if _AGREES.search(text):
        return "agreement"
    return "study" if _STUDIES.search(text) else _LEANS.get(function) if function else None


def tells(text: str, end: int) -> bool:
    """Whether a marker that ends at ``end`` of a sentence names who tells the rest of it."""
    before = text[:end]
    if len(before.split()) > _SUBJECT_WORDS or _NOT_THE_TELLER.match(before):
        return False
    return bool(_FINDS.search(text, end) or _COLON.match(text, end))


def opening_example(text: str) -> bool:
    """Whether a sentence opens as an example of what was said before."""
    return bool(_OPENS.match(text))


def example_within(text: str, reach: int) -> bool:
    """Whether ``for example`` stands in the first ``reach`` characters of a sentence."""
    found = _SAYS_EXAMPLE.search(text)
    return found is not None and found.start() < reach


def announces(text: str) -> str | None:
    """Return what a sentence that ends with a colon says of the list behind it."""
    found = _LIST_AHEAD.search(text)
    return None if found is None else "example" if found["example"] else "evidence"


def generalises(text: str) -> bool:
    """Whether a sentence speaks of several cases that it does not name."""
    return bool(_GENERAL.search(text))


def names_an_instance(text: str, proper_nouns: int) -> bool:
    """Whether a short sentence could be one of several cases: it names things or counts cases."""
    if _GOES_ON.match(text) or len(text.split()) > _LONGEST_INSTANCE:
        return False
    return proper_nouns >= _NAMES or bool(_COUNTS.match(text))


def announced_example(text: str) -> tuple[int, int] | None:
    """Return where the example is that a sentence announces; a mere list of kinds is none."""
    if _EXAMPLE.search(text):
        return 0, len(text)
    found = _BRACKETED.search(text)
    if found and _NAMED.search(found["named"]) and cues.COMPARATIVE.search(text):
        return found.span()
    return None


def experiment_cue(text: str) -> str | None:
    """Return what says that a sentence tells of an experiment and of how it came out."""
    if cues.EXPERIMENT.search(text) and _OUTCOME.search(text):
        return "outcome"
    return None
