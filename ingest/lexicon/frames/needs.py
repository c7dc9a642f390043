"""Frames of need and of limits: what rests on what, and what holds it back."""

from __future__ import annotations

from typing import Final

from ingest.language.cues import words
from ingest.lexicon.frames.frame import (
    FOR,
    ON,
    PURPOSE,
    UNWANTED,
    VITAL,
    Frame,
    adjective,
    noun,
    only,
    verb,
)

_CYCLIC: Final = (
    "cyclic cyclical circular mutual reciprocal chicken bidirectional two-way symbiotic"
)
# What these require is a duty of somebody's, not what they rest on.
_OBLIGING: Final = words(
    "act agreement amendment contract court directive editor government journal "
    "law policy regulation rule statute"
)
_GROUND: Final = "infrastructure foundation prerequisite precondition bedrock"
_SUPPORTING: Final = words("hope promise sand shoulder")
# To need more of these is to know too little yet.
_INQUIRY: Final = words(
    "attention clarification confirmation consideration discussion evaluation examination "
    "experiment exploration inquiry investigation replication research scrutiny study trial "
    "validation verification work"
)
_SURPASSING: Final = "beat eclipse exceed outclass outdo outperform outrank overtake surpass"
# Under negation these rule a thing out, where ``did not surpass`` tells of one trial.
_EVER: Final = only("modality", "can may must shall will")
_WORKS: Final = "article author essay paper report study work"
_PERSONS: Final = words("individual participant patient people person subject")

NEEDS: Final[tuple[Frame, ...]] = (
    verb(
        "requires",
        "requires",
        "require necessitate presuppose",
        "subject",
        "object",
        unless=_OBLIGING,
        figurative=_INQUIRY,
    ),
    verb("needs", "requires", "need", "subject", "object", figurative=_INQUIRY),
    verb(
        "uses-as-proxy",
        "requires",
        "use employ take",
        "subject",
        "object",
        where=only("prep:as", "criterion gauge proxy surrogate yardstick"),
    ),
    verb("owes", "requires", "owe", "subject", "prep:to", lacking="participle"),
    verb(
        "somebody-needs-for",
        "requires",
        "need require",
        "purpose/object|object/purpose/object|prep:for|object/prep:for",
        "object",
        where=only("subject", "i one researcher user we you"),
    ),
    verb(
        "required-for",
        "requires",
        "require need",
        PURPOSE,
        "object",
        passive=True,
        figurative=_INQUIRY,
    ),
    verb(
        "topic-needs",
        "requires",
        "need require have",
        "preface/subject",
        "object",
        where=only("preface/object", "dependency requirement prerequisite precondition condition"),
    ),
    verb("depends-on", "requires", "depend rely hinge", "subject", ON),
    verb("rests-on", "requires", "rest", "subject", ON),
    verb(
        "built-on",
        "requires",
        "build ground found",
        "object",
        ON,
        passive=True,
        figurative=_SUPPORTING,
    ),
    adjective("dependent-on", "requires", "dependent reliant contingent", "subject", ON),
    adjective(
        "necessary-for",
        "requires",
        "necessary essential crucial indispensable vital critical needed integral key",
        f"prep:as/prep:for/object|{PURPOSE}",
        "subject",
        unless=_PERSONS,
        figurative=_INQUIRY,
    ),
    adjective(
        "possible-because",
        "requires",
        "possible feasible viable",
        "subject",
        "because/object|prep:because|prep:due|prep:thanks|prep:through",
    ),
    adjective(
        "impossible-without",
        "requires",
        "impossible infeasible unthinkable difficult hard",
        "purpose/object|subject",
        "prep:without/used|purpose/prep:without/used",
    ),
    adjective(
        "not-possible-without",
        "requires",
        "possible feasible viable",
        "subject|purpose/object",
        "prep:without/used|purpose/prep:without/used",
        negated=True,
    ),
    Frame(
        "cannot-without",
        "requires",
        "VERB",
        frozenset(),
        "object|attribute|subject",
        "prep:without/used|attribute/prep:without/used",
        negated=True,
    ),
    verb(
        "mutual",
        "requires",
        "need require depend rely rest",
        "subject/first",
        "subject/rest",
        where=only("object|prep:on|prep:upon", "other another"),
        both=True,
    ),
    verb("underpins", "requires", "underpin undergird underlie", "object", "subject"),
    verb("powered-by", "requires", "power", "object", "agent", passive=True, strict=True),
    noun(
        "infrastructure-for",
        "requires",
        f"{_GROUND} necessity requirement",
        f"{FOR}|prep:in|prep:across",
        "subject",
    ),
    noun("infrastructure-to", "requires", _GROUND, "purpose/object", "subject"),
    noun(
        "vital-part-of",
        "requires",
        "component element importance ingredient part role",
        "prep:of|prep:for|prep:in/object|prep:in",
        "subject",
        where=only("modifier", f"{VITAL} core key"),
    ),
    noun(
        "names-as-ingredient",
        "requires",
        "component element ingredient part",
        "classifier",
        "classified",
        where=(*only("modifier", f"{VITAL} core key"), *only("classifier", _WORKS)),
        lacking="prep:of|prep:for|prep:in",
        proper="source",
    ),
    noun(
        "on-critical-path",
        "requires",
        "path",
        "prep:to",
        "subject",
        where=only("modifier", "critical"),
    ),
    noun(
        "dependency-on",
        "requires",
        "dependency dependence reliance reliant",
        "owner|prep:of|prep:between",
        ON,
    ),
    noun(
        "cyclic-dependency",
        "requires",
        "dependency dependence interdependence interdependency relationship loop cycle",
        "prep:between/first",
        "prep:between/rest|rest",
        where=only("modifier", _CYCLIC),
        both=True,
    ),
    # limited by
    verb(
        "limited-by",
        "limited_by",
        "limit bound constrain cap bottleneck restrict hinder hamper impede",
        "object",
        "agent",
        passive=True,
    ),
    verb(
        "limits",
        "limited_by",
        "limit bound constrain cap bottleneck restrict",
        "object",
        "subject",
    ),
    verb(
        "hinders",
        "limited_by",
        "hinder hamper impede inhibit undermine prevent preclude",
        "object",
        "subject",
        lacking="prep:from",
    ),
    verb(
        "lowers",
        "limited_by",
        "reduce lower decrease weaken diminish degrade impair slow suppress attenuate",
        "object",
        "subject",
        unless=UNWANTED,
    ),
    verb(
        "weakens-because",
        "limited_by",
        "decline degrade erode fail plateau stall suffer weaken",
        "subject",
        "prep:because|prep:due",
    ),
    adjective(
        "hard-because",
        "limited_by",
        "challenging difficult expensive hard impossible ineffective slow unreliable",
        "subject",
        "prep:because|prep:due",
    ),
    verb(
        "sets-ceiling",
        "limited_by",
        "set impose put place",
        "object/prep:on|object/prep:for|object/prep:to|prep:on|prep:for",
        "subject",
        where=only("object", "bound cap ceiling constraint limit limitation maximum"),
        unless=_OBLIGING,
        lacking="infinitive",
    ),
    verb(
        "never-surpasses",
        "limited_by",
        _SURPASSING,
        "subject",
        "object",
        negated=True,
        where=_EVER,
        lacking="object/number",
    ),
    adjective(
        "never-better",
        "limited_by",
        "accurate capable efficient fast good powerful reliable smart strong well",
        "subject",
        "prep:than",
        negated=True,
        where=_EVER,
    ),
    verb(
        "surpasses-kind",
        "limited_by",
        _SURPASSING,
        "subject",
        "contrary",
        positive=True,
        denies=True,
    ),
    verb("does-not-allow", "limited_by", "allow permit", "object", "subject", negated=True),
    verb("suffers-from", "limited_by", "suffer", "subject", "prep:from"),
    noun(
        "barrier-to",
        "limited_by",
        "barrier obstacle bottleneck impediment hindrance limitation",
        "prep:to|prep:for|prep:of",
        "subject",
    ),
    adjective(
        "only-as-good-as",
        "limited_by",
        "good strong capable reliable accurate powerful useful",
        "subject",
        "prep:as",
        where=only("modifier", "only"),
    ),
)
