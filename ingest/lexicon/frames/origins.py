"""Frames of making: what enables, what is made out of what, what is trained on what."""

from __future__ import annotations

from typing import Final

from ingest.language.cues import words
from ingest.lexicon.frames.frame import (
    EMERGENT,
    FOR,
    MAKING,
    ON,
    Frame,
    adjective,
    noun,
    only,
    verb,
)

_ORIGIN: Final = "source basis teacher foundation base starting-point point input"
_USING: Final = "use employ take leverage"
_GAINS: Final = "advance gain improvement"
_TEACHING: Final = "annotator generator judge labeler labeller supervisor teacher"
# What these use is no part of what they are.
_PERSONS: Final = words(
    "analysis analyst approach article author company evaluation expert firm group people person "
    "researcher review scientist society study survey team work"
)
_GENERATED: Final = (
    "answer caption code content corpus data dataset datum example explanation image label output "
    "response sample sequence summary text"
)

ORIGINS: Final[tuple[Frame, ...]] = (
    verb(
        "enables",
        "enables",
        "enable unblock unlock",
        "subject|prep:through|prep:via",
        "object|outcome",
        barring=only("object", "enhancement gain improvement"),
    ),
    verb("emerges-at", "enables", "emerge", "prep:at|prep:with", "subject", strict=True),
    noun(
        "emergent-at",
        "enables",
        EMERGENT,
        "prep:at|prep:with",
        "first",
        where=only("modifier", "emergent"),
        strict=True,
    ),
    noun("cornerstone-of", "enables", "backbone cornerstone", "subject", FOR),
    verb(
        "served-as-basis",
        "derives_from",
        "serve act",
        "prep:as/prep:for|prep:as/prep:of",
        "subject",
        where=only("prep:as", "basis base foundation source template"),
    ),
    verb("gets-by", "enables", "get obtain gain reach", "prep:by", "object", lacking="passive"),
    noun(
        "levers-for",
        "enables",
        "driver engine enabler ingredient key lever path route",
        "listed",
        FOR,
    ),
    verb(
        "gain-from",
        "enables",
        "come",
        "prep:from",
        "subject",
        where=only("subject", f"{_GAINS} progress growth benefit breakthrough"),
    ),
    noun("thanks-to", "enables", "thank thanks", "prep:to", "beneficiary"),
    verb("gives-items", "enables", "give bring buy", "subject", "listed"),
    verb("allows-to", "enables", "allow permit let", "subject", "outcome"),
    verb(
        "allows",
        "enables",
        "allow permit",
        "subject",
        "object|prep:for",
        lacking="complement",
        positive=True,
    ),
    verb("facilitates", "enables", "facilitate empower", "subject", "object"),
    verb(
        "makes-possible",
        "enables",
        "make",
        "subject",
        "made|object",
        where=only("result", "possible feasible viable accessible"),
    ),
    noun(
        "means-to",
        "enables",
        "approach candidate means method platform strategy technique tool way",
        "subject",
        MAKING,
    ),
    adjective("suitable-for", "enables", "suitable ideal", "subject", MAKING),
    # derives from
    verb(
        "derived-from",
        "derives_from",
        "derive distill distil obtain extract compress adapt initialize initialise "
        "bootstrap finetune tune",
        "object",
        "prep:from",
        passive=True,
    ),
    verb("turned-into", "derives_from", "turn convert transform", "prep:into", "object"),
    verb(
        "trained-to-mimic",
        "derives_from",
        "train teach",
        "object",
        "purpose/object",
        where=only("purpose", "mimic imitate emulate copy match"),
    ),
    verb(
        "makes-from",
        "derives_from",
        "derive distil distill fabricate generate make manufacture obtain prepare produce "
        "synthesize synthesise",
        "object",
        "prep:from",
        lacking="passive",
    ),
    verb(
        "made-from",
        "derives_from",
        "assemble build compute construct create estimate fabricate generate make prepare "
        "produce synthesize synthesise transcribe translate",
        "object",
        "prep:from|prep:of",
        passive=True,
    ),
    verb(
        "derives-from",
        "derives_from",
        "derive originate descend evolve",
        "subject",
        "prep:from",
    ),
    verb(
        "distilled-into",
        "derives_from",
        "distill distil compress",
        "prep:into",
        "object/prep:of|object/object/prep:of|object",
    ),
    verb(
        "generated-by",
        "derives_from",
        "generate synthesize synthesise",
        "object",
        "agent|prep:from",
        passive=True,
        where=only("object", _GENERATED),
    ),
    verb("started-from", "derives_from", "start begin", "subject", "prep:from"),
    verb(
        "based-on",
        "derives_from",
        "base",
        "object",
        ON,
        passive=True,
        strict=True,
        lacking="finite",
    ),
    verb("is-based-on", "derives_from", "base", "object", ON, where=only("finite", "base")),
    noun(
        "derivative-of",
        "derives_from",
        "derivative dividend byproduct by-product offshoot descendant extension adaptation",
        "subject",
        "prep:of|prep:from",
    ),
    adjective("downstream-of", "derives_from", "downstream", "subject", "prep:of"),
    noun("ancestor-of", "derives_from", "ancestor forerunner progenitor", "prep:of", "subject"),
    verb(
        "uses-as-source",
        "derives_from",
        _USING,
        "subject",
        "object",
        where=only("prep:as", _ORIGIN),
        lacking="prep:as/prep:for|prep:as/prep:of",
    ),
    verb(
        "needs-as-source",
        "requires",
        _USING,
        "subject",
        "object",
        where=only("prep:as", _ORIGIN),
        lacking="passive|participle",
        proper="source",
        barring=(("subject", _PERSONS), *only("modality", "can could may might")),
    ),
    verb(
        "trained-with-as-teacher",
        "derives_from",
        "train pretrain finetune tune distill distil align",
        "object",
        "prep:with",
        passive=True,
        where=only("prep:as", _TEACHING),
    ),
    verb(
        "trained-using-as-teacher",
        "derives_from",
        "use",
        "trained/object",
        "object",
        where=only("prep:as|object/prep:as", _TEACHING),
    ),
    verb(
        "takes-lessons-from",
        "requires",
        "draw take",
        "subject",
        "prep:from|object/prep:from",
        where=only("object", "instruction label lesson supervision"),
        barring=(("subject", _PERSONS),),
    ),
    verb(
        "offered-as-source-of",
        "derives_from",
        "offer provide supply serve",
        "prep:as/prep:of",
        "object",
        where=only("prep:as", "source basis teacher"),
        lacking="passive",
    ),
    verb(
        "data-come-from",
        "derives_from",
        "come",
        "subject",
        "prep:from",
        where=only("subject", _GENERATED),
        figurative=words("distribution population"),
    ),
    verb(
        "used-as-source-for",
        "derives_from",
        _USING,
        "prep:as/prep:for|prep:as/prep:of",
        "object",
        where=only("prep:as", _ORIGIN),
    ),
    verb(
        "used-to-make",
        "derives_from",
        "use employ leverage",
        "purpose/object",
        "object",
        where=only("purpose", "train distill distil create build generate produce bootstrap"),
    ),
    # trained on
    verb(
        "trained-on",
        "trains_on",
        "train pretrain finetune tune",
        "object",
        "prep:on|object/prep:on",
        strict=True,
    ),
    verb("hyphen-trained", "trains_on", "train pretrain", "described", "hyphenated"),
    verb(
        "data-to-train",
        "trains_on",
        "train pretrain finetune tune",
        "object",
        "served",
        where=only("served", "corpus data dataset datum example generation text"),
    ),
)
