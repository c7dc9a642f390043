"""THE table of dependency frames: which words say that one thing depends on another.

A frame is evoked by a word (its trigger) and names a kind out of ``DEPENDENCY_KINDS`` and
where its two ends stand, as a path of roles from the trigger (see
:mod:`ingest.lexicon.roles`): ``subject`` and ``object`` are logical, so that passives,
participles and relative clauses need no frames of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.language.cues import words as _w


@dataclass(frozen=True, slots=True)
class Frame:
    """One row.

    Attributes:
        id: names the rule in every record that it makes; never reused for another meaning.
        kind: a kind of dependency.
        pos: part of speech of the trigger: ``VERB``, ``NOUN`` or ``ADJ``.
        lemmas: what evokes the frame; empty for any word of that part of speech.
        source: path to the source, alternatives after ``|``.
        target: path to the target.
        where: paths that must lead to one of these lemmas.
        negated: the frame holds only under negation, which it uses up (``cannot A without B``).
        passive: the frame holds only for passives.
        strict: at least one end must be a name or a recurring term.
        unless: lemmas that the source must not have.
        figurative: lemmas that make a target a figure of speech (``built on sand``).
        both: the dependency runs in both directions.
    """

    id: str
    kind: str
    pos: str
    lemmas: frozenset[str]
    source: str
    target: str
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    negated: bool = False
    passive: bool = False
    strict: bool = False
    unless: frozenset[str] = frozenset()
    figurative: frozenset[str] = frozenset()
    both: bool = False


_ORIGIN: Final = _w("source basis teacher foundation base starting-point point input")
_FOR: Final = "prep:for|prep:of|prep:behind|prep:to"
_PURPOSE: Final = "prep:for|purpose/object|prep:for/object|prep:to"
_CYCLIC: Final = _w(
    "cyclic cyclical circular mutual reciprocal chicken bidirectional two-way symbiotic"
)

# What these require is a duty of somebody's, not what they rest on.
_OBLIGING: Final = _w(
    "act agreement amendment contract court directive editor government journal "
    "law policy regulation rule statute"
)

FRAMES: Final = (
    # requires
    Frame(
        "requires",
        "requires",
        "VERB",
        _w("require necessitate presuppose"),
        "subject",
        "object",
        unless=_OBLIGING,
    ),
    Frame("needs", "requires", "VERB", _w("need"), "subject", "object"),
    Frame("required-for", "requires", "VERB", _w("require need"), _PURPOSE, "object", passive=True),
    Frame(
        "topic-needs",
        "requires",
        "VERB",
        _w("need require have"),
        "preface/subject",
        "object",
        where=(
            ("preface/object", _w("dependency requirement prerequisite precondition condition")),
        ),
    ),
    Frame(
        "depends-on", "requires", "VERB", _w("depend rely hinge"), "subject", "prep:on|prep:upon"
    ),
    Frame("rests-on", "requires", "VERB", _w("rest"), "subject", "prep:on|prep:upon"),
    Frame(
        "built-on",
        "requires",
        "VERB",
        _w("build ground found"),
        "object",
        "prep:on|prep:upon",
        passive=True,
        figurative=_w("hope promise sand shoulder"),
    ),
    Frame(
        "dependent-on",
        "requires",
        "ADJ",
        _w("dependent reliant contingent"),
        "subject",
        "prep:on|prep:upon",
    ),
    Frame(
        "necessary-for",
        "requires",
        "ADJ",
        _w("necessary essential crucial indispensable vital critical needed"),
        _PURPOSE,
        "subject",
    ),
    Frame(
        "possible-because",
        "requires",
        "ADJ",
        _w("possible feasible viable"),
        "subject",
        "because/object|prep:because|prep:due|prep:thanks|prep:through",
    ),
    Frame(
        "impossible-without",
        "requires",
        "ADJ",
        _w("impossible infeasible unthinkable"),
        "subject",
        "prep:without/used",
    ),
    Frame(
        "not-possible-without",
        "requires",
        "ADJ",
        _w("possible feasible viable"),
        "subject",
        "prep:without/used",
        negated=True,
    ),
    Frame(
        "cannot-without",
        "requires",
        "VERB",
        frozenset(),
        "object|subject",
        "prep:without/used",
        negated=True,
    ),
    Frame(
        "mutual",
        "requires",
        "VERB",
        _w("need require depend rely rest"),
        "subject/first",
        "subject/rest",
        where=(("object|prep:on|prep:upon", _w("other another")),),
        both=True,
    ),
    Frame("underpins", "requires", "VERB", _w("underpin undergird underlie"), "object", "subject"),
    Frame(
        "powered-by", "requires", "VERB", _w("power"), "object", "agent", passive=True, strict=True
    ),
    Frame(
        "infrastructure-for",
        "requires",
        "NOUN",
        _w(
            "infrastructure foundation prerequisite precondition bedrock backbone "
            "cornerstone basis requirement"
        ),
        _FOR,
        "subject",
    ),
    Frame(
        "infrastructure-to",
        "requires",
        "NOUN",
        _w("infrastructure foundation prerequisite precondition bedrock backbone basis"),
        "purpose/object",
        "subject",
    ),
    Frame(
        "on-critical-path",
        "requires",
        "NOUN",
        _w("path"),
        "prep:to",
        "subject",
        where=(("modifier", _w("critical")),),
    ),
    Frame(
        "dependency-on",
        "requires",
        "NOUN",
        _w("dependency dependence reliance reliant"),
        "owner|prep:of|prep:between",
        "prep:on|prep:upon",
    ),
    Frame(
        "cyclic-dependency",
        "requires",
        "NOUN",
        _w("dependency dependence interdependence interdependency relationship loop cycle"),
        "prep:between/first",
        "prep:between/rest|rest",
        where=(("modifier", _CYCLIC),),
        both=True,
    ),
    # enables
    Frame("enables", "enables", "VERB", _w("enable unlock"), "subject", "object|outcome"),
    Frame(
        "allows",
        "enables",
        "VERB",
        _w("allow permit let"),
        "subject",
        "outcome|object",
        strict=True,
    ),
    Frame(
        "makes-possible",
        "enables",
        "VERB",
        _w("make"),
        "subject",
        "made|object",
        where=(("result", _w("possible feasible viable")),),
    ),
    # derives from
    Frame(
        "derived-from",
        "derives_from",
        "VERB",
        _w(
            "derive distill distil obtain extract compress adapt initialize initialise "
            "bootstrap finetune tune"
        ),
        "object",
        "prep:from",
        passive=True,
    ),
    Frame(
        "derives-from",
        "derives_from",
        "VERB",
        _w("derive originate descend"),
        "subject",
        "prep:from",
    ),
    Frame(
        "distilled-into",
        "derives_from",
        "VERB",
        _w("distill distil compress"),
        "prep:into",
        "object/prep:of|object/object/prep:of|object",
    ),
    Frame(
        "generated-by",
        "derives_from",
        "VERB",
        _w("generate synthesize synthesise"),
        "object",
        "agent|prep:from",
        passive=True,
    ),
    Frame("started-from", "derives_from", "VERB", _w("start begin"), "subject", "prep:from"),
    Frame(
        "based-on",
        "derives_from",
        "VERB",
        _w("base"),
        "object",
        "prep:on|prep:upon",
        passive=True,
        strict=True,
    ),
    Frame(
        "derivative-of",
        "derives_from",
        "NOUN",
        _w("derivative dividend byproduct by-product offshoot descendant"),
        "subject",
        "prep:of|prep:from",
    ),
    Frame(
        "uses-as-source",
        "derives_from",
        "VERB",
        _w("use employ take leverage"),
        "subject",
        "object",
        where=(("prep:as", _ORIGIN),),
    ),
    Frame(
        "used-as-source-for",
        "derives_from",
        "VERB",
        _w("use employ take leverage"),
        "prep:as/prep:for|prep:as/prep:of",
        "object",
        where=(("prep:as", _ORIGIN),),
    ),
    Frame(
        "used-to-make",
        "derives_from",
        "VERB",
        _w("use employ leverage"),
        "purpose/object",
        "object",
        where=(("purpose", _w("train distill distil create build generate produce bootstrap")),),
    ),
    # trained on
    Frame(
        "trained-on",
        "trains_on",
        "VERB",
        _w("train pretrain finetune tune"),
        "object",
        "prep:on|object/prep:on",
        strict=True,
    ),
    # limited by
    Frame(
        "limited-by",
        "limited_by",
        "VERB",
        _w("limit bound constrain cap bottleneck"),
        "object",
        "agent",
        passive=True,
    ),
    Frame(
        "limits",
        "limited_by",
        "VERB",
        _w("limit bound constrain cap bottleneck"),
        "object",
        "subject",
        strict=True,
    ),
    Frame(
        "only-as-good-as",
        "limited_by",
        "ADJ",
        _w("good strong capable reliable accurate powerful useful"),
        "subject",
        "prep:as",
        where=(("modifier", _w("only")),),
    ),
    # substitutes
    Frame(
        "replaces",
        "substitutes",
        "VERB",
        _w("replace supplant displace"),
        "subject",
        "object",
        strict=True,
    ),
    Frame(
        "compensates-for", "substitutes", "VERB", _w("compensate substitute"), "subject", "prep:for"
    ),
    Frame(
        "alternative-to",
        "substitutes",
        "NOUN",
        _w("alternative substitute replacement"),
        "subject",
        "prep:to|prep:for",
    ),
    # causes
    Frame(
        "causes",
        "causes",
        "VERB",
        _w("cause induce trigger provoke"),
        "subject",
        "object",
        strict=True,
    ),
    Frame("leads-to", "causes", "VERB", _w("lead contribute"), "subject", "prep:to", strict=True),
    Frame(
        "responsible-for", "causes", "ADJ", _w("responsible"), "subject", "prep:for", strict=True
    ),
    Frame("results-in", "causes", "VERB", _w("result"), "subject", "prep:in", strict=True),
    Frame(
        "results-from",
        "causes",
        "VERB",
        _w("result stem arise ensue"),
        "prep:from",
        "subject",
        strict=True,
    ),
    Frame(
        "attributable-to",
        "causes",
        "ADJ",
        _w("attributable due"),
        "prep:to",
        "subject",
        strict=True,
    ),
    # improves
    Frame(
        "improves",
        "improves",
        "VERB",
        _w("improve boost enhance"),
        "subject",
        "object",
        strict=True,
    ),
    Frame(
        "improved-due-to",
        "improves",
        "VERB",
        _w("outperform improve surpass"),
        "prep:due|prep:thanks|prep:because",
        "subject",
        strict=True,
    ),
)
