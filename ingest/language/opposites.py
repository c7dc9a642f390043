"""Words that say the opposite of each other, as classes with two signs.

An embedding puts ``raises`` beside ``lowers``; the classes tell them apart. Words of one class
and sign are near-synonyms as to direction only.
"""

from __future__ import annotations

from typing import Final

from ingest.language.stems import stem

# Class, words of the positive sign, words of the negative sign.
_CLASSES: Final = (
    (
        "change",
        "increase raise boost grow growth rise rose risen gain lift heighten expand double triple "
        "elevate add higher more larger greater high longer enlarge multiply climb climbed",
        "decrease lower reduce cut shrink shrank diminish decline drop fall fell fallen less "
        "fewer smaller low halve shorter lose loss slash lessen shorten curb dwindle",
    ),
    (
        "worth",
        "improve improvement help benefit strengthen better enhance good useful superior effective "
        "success succeed advantage best beneficial worthwhile promote aid",
        "harm hurt damage worsen weaken worse degrade bad useless inferior ineffective fail "
        "failure disadvantage worst harmful impair undermine worthless hinder impede erode spoil",
    ),
    (
        "change",
        "cause produce trigger induce create generate bring enable allow permit lead",
        "prevent stop avert block inhibit avoid forbid ban prohibit",
    ),
    ("need", "necessary required essential indispensable unavoidable inevitable need require",
     "unnecessary dispensable optional avoidable superfluous needless redundant"),
    ("able", "possible feasible able viable", "impossible infeasible unable unviable"),
    ("safety", "safe secure harmless", "unsafe dangerous risky hazardous insecure"),
    ("trust", "reliable valid sound accurate correct true right robust consistent certain",
     "unreliable invalid unsound inaccurate incorrect false wrong fragile inconsistent uncertain"),
    ("speed", "fast faster quick quicker accelerate speed quickly",
     "slow slower delay slowly retard"),
    ("price", "cheap cheaper affordable inexpensive", "expensive dearer costly costlier dear"),
    ("strength", "strong stronger strongly", "weak weaker weakly"),
    ("ease", "easy easier easily simple simpler", "hard harder difficult complex"),
    ("presence", "present exist persist remain survive continue keep last",
     "absent disappear vanish cease end die extinct"),
    ("stance", "support confirm prove show demonstrate agree accept approve affirm",
     "contradict refute disprove reject oppose deny disagree"),
    ("frequency", "common frequent often usually always routinely",
     "rare infrequent rarely seldom uncommon hardly"),
    ("certainty", "likely", "unlikely"),
    ("number", "most majority all every", "none minority few"),
    ("age", "earlier older old before early", "later newer new after late"),
    ("warmth", "warm warmer hot hotter heat", "cold colder cool cooler"),
    ("cleanness", "clean cleaner pure", "dirty dirtier polluted"),
    ("openness", "open public transparent free", "closed private opaque secret"),
    ("equality", "equal same similar alike", "unequal different dissimilar unlike"),
    ("relation", "depend dependent related linked associated",
     "independent unrelated unlinked"),
)  # fmt: skip

_SIGNS: Final[dict[str, tuple[str, int]]] = {
    stem(word): (name, sign)
    for name, positive, negative in _CLASSES
    for sign, listed in ((1, positive), (-1, negative))
    for word in listed.split()
}


def direction(word: str) -> tuple[str, int] | None:
    """Return the class of a stem and its sign, 1 or -1; None for words without an opposite."""
    return _SIGNS.get(word)
