"""Frames of effect: what causes, improves or takes the place of what."""

from __future__ import annotations

from typing import Final

from ingest.language.cues import words
from ingest.lexicon.frames.frame import (
    EMERGENT,
    UNWANTED,
    VITAL,
    Frame,
    adjective,
    noun,
    only,
    verb,
)

_REASON: Final = "prep:due|prep:thanks|prep:because"
_GAINS: Final = "advance boost enhancement gain improvement increase jump speedup"
# What these determine they find out.
_MEASURING: Final = words(
    "algorithm analysis approach assay author calculation criterion equation experiment formula "
    "measurement method model procedure researcher software standard study technique test"
)
_REMOVING: Final = (
    "avoid cut decrease eliminate forgo limit minimise minimize prevent reduce remove"
)
_PERSONS: Final = words(
    "administrator author clinician developer engineer expert human individual investigator "
    "librarian participant patient people person physician practitioner programmer researcher "
    "citizen consumer manager professional scientist student team user"
)

EFFECTS: Final[tuple[Frame, ...]] = (
    verb(
        "replaces",
        "substitutes",
        "replace supplant displace supersede",
        "subject",
        "object",
    ),
    verb("compensates-for", "substitutes", "compensate substitute", "subject", "prep:for"),
    verb(
        "stands-in-for",
        "substitutes",
        "stand",
        "subject",
        "prep:for",
        where=only("particle", "in"),
    ),
    verb(
        "takes-the-place-of",
        "substitutes",
        "take",
        "subject",
        "object/prep:of",
        where=only("object", "place"),
    ),
    noun(
        "alternative-to",
        "substitutes",
        "alternative substitute replacement",
        "subject|presented",
        "prep:to|prep:for",
    ),
    verb("bypasses", "substitutes", "bypass obviate", "subject", "object"),
    # causes
    verb(
        "causes",
        "causes",
        "cause elicit engender evoke exacerbate fuel incite induce propel provoke spark spur "
        "stimulate trigger",
        "subject",
        "object",
    ),
    verb("leads-to", "causes", "lead contribute", "subject", "prep:to"),
    verb(
        "gives-rise",
        "causes",
        "give",
        "subject",
        "object/prep:to|prep:to",
        where=only("object", "rise"),
    ),
    verb("affects", "causes", "affect influence", "subject", "object"),
    verb("shapes", "causes", "shape modulate control", "subject", "object"),
    verb(
        "determines",
        "causes",
        "determine",
        "subject",
        "object",
        lacking="infinitive|past",
        unless=_MEASURING,
    ),
    verb("mediated-by", "causes", "mediate", "agent", "object", passive=True),
    verb("drives", "causes", "drive", "subject", "object"),
    adjective("responsible-for", "causes", "responsible", "subject", "prep:for"),
    verb("results-in", "causes", "result", "subject", "prep:in"),
    verb(
        "results-from",
        "causes",
        "result stem arise ensue occur",
        "prep:from|prep:due|prep:because|prep:through",
        "subject",
        barring=only("prep:from|prep:due|prep:because|prep:through", "view perspective standpoint"),
    ),
    verb(
        "is-due-to",
        "causes",
        "be remain",
        "prep:due",
        "subject",
        lacking="quality",
    ),
    adjective("attributable-to", "causes", "attributable due", "prep:to", "subject"),
    verb("attributed-to", "causes", "attribute ascribe", "prep:to", "object", passive=True),
    verb(
        "explained-by",
        "causes",
        "explain",
        "agent",
        "object",
        passive=True,
        unless=_MEASURING,
    ),
    noun(
        "cause-of",
        "causes",
        "cause culprit determinant driver",
        "subject",
        "prep:of|prep:for|prep:behind",
        barring=only("modifier", "decline declining minor poor weak weaken weakening"),
    ),
    noun("consequence-of", "causes", "consequence result product", "prep:of", "subject"),
    verb(
        "has-effect",
        "causes",
        "exert have produce",
        "subject",
        "object/prep:on|object/prep:upon|prep:on|prep:upon",
        where=only("object", "effect impact influence"),
        figurative=_PERSONS,
    ),
    verb(
        "plays-role",
        "causes",
        "play",
        "subject",
        "object/prep:in|prep:in",
        where=only("object", "role"),
        barring=only("object/modifier", VITAL),
    ),
    verb("guarantees", "causes", "guarantee ensure", "subject", "object"),
    # improves
    verb(
        "improves",
        "improves",
        "improve boost enhance accelerate strengthen optimize optimise maximise maximize",
        "subject",
        "object",
        unless=_PERSONS,
    ),
    verb(
        "improves-by",
        "improves",
        "improve boost enhance accelerate strengthen optimize optimise maximise maximize",
        "prep:by|able/prep:by",
        "object",
        barring=only("prep:by|able/prep:by", _REMOVING),
    ),
    verb(
        "relieves",
        "improves",
        "reduce lower decrease minimise minimize cut mitigate alleviate",
        "subject",
        "object",
        where=(("object", UNWANTED),),
    ),
    verb(
        "brings-gain",
        "improves",
        "achieve allow bring deliver enable gain give offer provide yield",
        "subject",
        "object/prep:in|object/prep:to|object/prep:towards|object/prep:of|object/prep:over"
        "|object/compound",
        where=only("object", _GAINS),
    ),
    verb(
        "shows-emergent-at",
        "improves",
        "demonstrate display exhibit show",
        "object/prep:at|prep:at",
        "subject",
        where=(*only("object", EMERGENT), *only("object/modifier", "emergent")),
        proper="target",
    ),
    noun("gains-listed", "improves", "gain improvement", "listed", "compound|prep:in"),
    verb(
        "provides-better",
        "improves",
        "afford deliver give offer provide yield",
        "subject",
        "object",
        where=only("object/modifier", "better easier enhanced faster greater improved superior"),
    ),
    verb(
        "improved-due-to",
        "improves",
        "outperform improve surpass",
        _REASON,
        "subject",
    ),
)
