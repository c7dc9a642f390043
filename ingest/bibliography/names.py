"""Personal and corporate names of authors, in one display form.

The display form is ``Family, G. M.``: family name with its particles, comma, initials. A
corporate name stands as it is. Given names are cut to initials because most styles print
only these, and one author must look the same from all of them.
"""

from __future__ import annotations

import re
from typing import Final

from kg.wording import fold

PARTICLE: Final = (
    r"(?:van|von|vom|zu|zur|den|der|de|del|della|di|da|dal|dos|das|do|du|des|la|le|ten|ter|te"
    r"|el|al|bin|ibn|ben|af|av|y|e)"
)
WORD: Final = r"(?:d['’]|l['’]|O['’])?[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[-'’‐–][^\W\d_]+){0,3}"
_SIMPLE_FAMILY: Final = rf"(?:{PARTICLE}\s){{0,3}}{WORD}(?:\s(?:{PARTICLE}\s){{0,2}}{WORD})?"
_DOTTED: Final = r"(?:[^\W\d_a-z]\w?\s?\.(?:\s?[-‐–]\s?)?\s?){1,5}"
_UNDOTTED: Final = r"[A-ZÀ-Þ]{1,3}(?:-[A-Z])?(?![\w.'’-])"
_SUFFIX: Final = r"(?:,?\s(?:Jr|Sr|II|III|IV)\b\.?)?"

_PERSON: Final = (
    rf"(?:{_SIMPLE_FAMILY},\s?(?:{_DOTTED}|{_UNDOTTED})(?:{PARTICLE}\b)?{_SUFFIX}"
    rf"|{_DOTTED}(?:{PARTICLE}\s){{0,3}}{_SIMPLE_FAMILY}{_SUFFIX}"
    rf"|{_SIMPLE_FAMILY}\s(?:{_UNDOTTED}|{_DOTTED}){_SUFFIX})"
)
_AND: Final = r"(?:&|and|und|et|y|e|och|en)"
_BETWEEN: Final = rf"\s{{0,2}}(?:[,;/]\s{{0,2}}(?:{_AND}\s)?|\s?{_AND}\s)\s{{0,2}}"
_ET_AL: Final = (
    r"(?:[,;]?\s{0,2}(?:(?:and|&)\s)?(?:et\.?\s?al\b\.?|(?:and|&)\s(?:others|colleagues)\b))"
)

_PEOPLE: Final = re.compile(rf"{_PERSON}(?:{_BETWEEN}{_PERSON}){{0,300}}{_ET_AL}?")
_ET_AL_END: Final = re.compile(_ET_AL, re.IGNORECASE)
_EDITORS: Final = re.compile(
    r"\b(?:eds?|editors?|hrsg|dir|coord|ed\. by)\b[.)\s,]{0,8}$", re.IGNORECASE
)
_JOIN: Final = re.compile(
    rf"\s{{0,3}}[,;]?\s{{1,3}}{_AND}\s{{1,3}}|\s{{0,3}},?\s{{0,3}}(?:&|/|…|\.\.\.)\s{{0,3}}"
)
_OTHERS_EAST: Final = re.compile(r"\s?(?:[外외]\s?\d{0,3}\s?[人名인명]|等)\.?$")
_STOPPED: Final = re.compile(rf"{WORD},\s[A-Z]{{1,3}}(?:\.\s{WORD},\s[A-Z]{{1,3}})+")
_EAST_ASIAN: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_CAPITALS: Final = re.compile(r"[A-Z]{2}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_INITIALS: Final = re.compile(
    rf"(?:{_DOTTED}|{_UNDOTTED})(?:\s?(?:{_DOTTED}|{_UNDOTTED}|{PARTICLE}\b)){{0,4}}"
)
_GENERATION: Final = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_BEFORE: Final = re.compile(rf"(?P<given>{_DOTTED})(?P<family>.+)")
_AFTER: Final = re.compile(rf"(?P<family>.+?)\s(?P<given>{_UNDOTTED}(?:\s{_UNDOTTED})*|{_DOTTED})")
# "van de", printed after the given names by styles that drop it: "Velde, S. van de".
_DROPPED: Final = re.compile(
    rf"(?P<bare>.*?[\s.])(?P<particles>(?!(?:e|y|ben)\b){PARTICLE}(?:\s{PARTICLE}){{0,2}})"
)
_CORPORATE: Final = re.compile(
    r"\b(?:AI|Agency|Association|Bank|Blog|Center|Centre|College|Collaboration|Commission|Committee"
    r"|Consortium|Corporation|Council|Department|Foundation|Group|Inc|Initiative|Institute"
    r"|Institut|Labs?|Laboratory|Ministry|National|Network|Office|Organi[sz]ation|Project|Research|School|Society"
    r"|Survey|Team|Union|University|Universität|Administration|Authority|Board|Service|Services"
    r"|Bureau|Company|Federation|Forum|Program|Programme)\b|\bof\b|\bfor\b"
)
_BODY: Final = re.compile(
    r"[^,;]*\b(?:Administration|Agency|Association|Authority|Board|Bureau|Cent(?:er|re)s?|Collaboration"
    r"|Commission|Committee|Consortium|Council|Department|Federation|Foundation|Institute|Ministry"
    r"|Office|Organi[sz]ation|Services?|Society|Survey|Union|University)"
    r"(?:\s(?:of|for|on)\b[^;]*|\s\([A-Z]+\)?)?"
)


def people_end(text: str) -> int:
    """Return where the list of persons that opens ``text`` ends; 0 where none opens it.

    Only names with initials count: without them a name looks like the start of a title.
    """
    match = _PEOPLE.match(text)
    return match.end() if match else 0


def split_names(segment: str, *, corporate: bool = False) -> tuple[str, ...]:
    """Return the display names in the author part of a reference.

    ``corporate`` says that several words without comma are one corporate name, which is so
    in styles that print all persons inverted.
    """
    cut = _OTHERS_EAST.sub("", _ET_AL_END.sub("", segment).strip(" ,;:."))
    if _BODY.fullmatch(cut):
        return (cut,)
    cut = _EDITORS.sub("", cut).strip(" ,;:().").replace("、", ";")
    if _STOPPED.fullmatch(cut):
        cut = cut.replace(". ", "; ")
    if ";" in cut:
        groups = [part for chunk in cut.split(";") for part in _JOIN.split(chunk)]
        return _displayed(tuple(part.split(",") for part in groups), corporate)
    groups = _JOIN.split(cut)
    return _displayed(_people([group.split(",") for group in groups]), corporate)


def display_name(family_name: str, given: str = "", generation: str = "") -> str:
    """Return the display name of a person whose parts are known, or of a body.

    ``family_name`` has its particles and is the whole name of a body; ``generation`` is
    ``Jr`` and the like.
    """
    whole = " ".join(filter(None, (_bare(family_name), generation.strip(" .,"))))
    return _joined(whole, given) if whole else _bare(given)


def written_name(name: str) -> str:
    """Return the display name of one person or body: ``Roe, Ann``, ``Ann Roe``, ``NASA``."""
    if "," in name:
        family_name, *others = (part.strip() for part in name.split(","))
        generation = next((part for part in others if _GENERATION.fullmatch(part)), "")
        given = " ".join(part for part in others if part != generation)
        return display_name(family_name, given, generation)
    return _full_name(_bare(name), corporate=False) if _bare(name) else ""


def family(name: str) -> str:
    """Return the folded family name (or whole corporate name) of a display name."""
    return fold(name.partition(",")[0])


def is_corporate(name: str) -> bool:
    """Whether a name in natural order is of a body: one word, a body's word, or a plain noun last.

    ``OpenAI``, ``Institute of Physics`` and ``Apache contributors`` are; ``Eva Petkova`` is not.
    """
    return " " not in name or bool(_CORPORATE.search(name)) or name.split()[-1][0].islower()


def _people(groups: list[list[str]]) -> tuple[list[str], ...]:
    """Regroup comma-separated parts into persons: ``[Hart, Gillian], [Eva Petkova]``."""
    persons: list[list[str]] = []
    alone = sum(map(len, groups)) == 2
    for group in groups:
        opens = True
        for part in filter(_LETTER.search, (part.strip() for part in group)):
            first = len(persons) == 1 and len(persons[0]) == 1
            if (
                persons
                and not opens
                and (
                    _completes(persons[-1], part)
                    or (first and _opens_inverted(persons[0][0], part, alone=alone))
                )
            ):
                persons[-1].append(part)
            else:
                persons.append([part])
            opens = False
    return tuple(persons)


def _completes(person: list[str], part: str) -> bool:
    """Whether ``part`` is the given name, or the generation, of a person begun before."""
    if _GENERATION.fullmatch(part):
        return True
    if _EAST_ASIAN.match(part):
        return False
    if len(person) > 1 or _BEFORE.fullmatch(person[0]) or _AFTER.fullmatch(person[0]):
        return False
    return bool(_INITIALS.fullmatch(part) or _DROPPED.fullmatch(part)) or (
        _words(person[0]) == 1 and _words(re.sub(r"\s[A-Z]\.?(?=\s|$)", "", part)) == 1
    )


def _opens_inverted(part: str, following: str, *, alone: bool) -> bool:
    """Whether two parts that open a list are one inverted person: ``Park, Joon Sung``.

    ``R. Scott`` may be the next person, unless the two parts stand alone.
    """
    if _BEFORE.fullmatch(part) or _AFTER.fullmatch(part) or _CAPITALS.search(part):
        return False
    whole = alone or not _BEFORE.fullmatch(following)
    return whole and _words(part) == 1 and _words(following) == 2 and not is_corporate(following)


def _words(text: str) -> int:
    undropped = re.sub(rf"\s{PARTICLE}$", "", text)
    return len(re.sub(rf"\b{PARTICLE}\s", "", undropped, flags=re.IGNORECASE).split())


def _displayed(persons: tuple[list[str], ...], corporate: bool) -> tuple[str, ...]:
    names = (
        _display([part.strip() for part in person if _LETTER.search(part)], corporate)
        for person in persons
    )
    return tuple(name for name in names if name)


def _display(parts: list[str], corporate: bool) -> str:
    if not parts:
        return ""
    if len(parts) > 1:
        generation = [part.rstrip(".") for part in parts[1:] if _GENERATION.fullmatch(part)]
        given = next((part for part in parts[1:] if not _GENERATION.fullmatch(part)), "")
        before = None if given else _BEFORE.fullmatch(parts[0])
        family_name, given = (before["family"], before["given"]) if before else (parts[0], given)
        return _joined(" ".join([_bare(family_name), *generation]), given)
    whole = _particles_first(parts[0])
    for pattern in (_BEFORE, _AFTER):
        match = pattern.fullmatch(whole)
        if match:
            return _joined(_bare(match["family"]), match["given"])
    return _full_name(_bare(whole), corporate)


def _particles_first(name: str) -> str:
    """Return ``van de Velde S`` for ``Velde S van de``."""
    dropped = _DROPPED.fullmatch(name)
    return f"{dropped['particles']} {dropped['bare'].strip()}" if dropped else name


def _full_name(name: str, corporate: bool) -> str:
    """Return ``Petkova, E.`` for ``Eva Petkova``, and a corporate name as it is."""
    if corporate or is_corporate(name):
        return name
    if _EAST_ASIAN.match(name):
        return name
    match = re.fullmatch(rf"(?P<given>.+?)\s(?P<family>(?:{PARTICLE}\s)*\S+)", name)
    return _joined(match["family"], match["given"]) if match else name


def _joined(family_name: str, given: str) -> str:
    dropped = _DROPPED.fullmatch(given)
    if dropped:
        family_name, given = f"{dropped['particles']} {family_name}", dropped["bare"]
    letters = re.findall(r"[-‐–]?\s?[^\W\d_]+", re.sub(rf"\b{PARTICLE}\b", "", given))
    spelled = []
    for letter in letters:
        hyphen, bare = ("-" if letter[0] in "-‐–" else " "), letter.strip("-‐– ")
        initials = bare if bare.isupper() and len(bare) <= 3 else bare[0].upper()
        spelled += [hyphen + initials[0] + ".", *(f" {initial}." for initial in initials[1:])]
    return f"{family_name}, {''.join(spelled).strip(' -')}" if spelled else family_name


def _bare(text: str) -> str:
    return text.strip(" .,;:")
