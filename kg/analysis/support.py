"""Who supports a claim, counted by independent origin.

A passage counts for its own text's origin, unless it only passes on what another says: then it
counts for that other. Where it names several, it counts once, and so as to need as few origins
as will do: ten texts that each pass on one study, and each some other besides, are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.analysis.independence import Origins, Reason, Tie
from kg.grounds import Holder, Said
from kg.ids import kind_of
from kg.model import Evidence, Work
from kg.vocab import AFFIRMING_MODES, AgentKind, Mode
from kg.wording import normalise, without_citations

_FIGURE: Final = re.compile(
    r"(?P<before>[\w.’'-]+\s)?(?<![\w.,–-])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<scale>[KMBT]\b)?"
    r"(?P<unit>\s?(?:%|×)|\s?(?:percent|x|times)\b|-?fold\b)?(?!\w)"
)
_LABELS: Final = re.compile(r"ch(?:apter)?|eq(?:uation)?|fig(?:ure)?|no|pp?|page|section|table")
_YEARS: Final = range(1500, 2101)
_FEW: Final = 10
_OWN_RESULT: Final = re.compile(
    r"\b(?:we|i) (?:\w+ly |have |also )?(?:found|find|measured?|observed?|estimated?|obtain(?:ed)?"
    r"|achieved?|showe?d?|report(?:ed)?)\b|\bour (?:own |new )?(?:results?|data|experiments?"
    r"|measurements?|analys[ie]s|survey|models?|stud(?:y|ies)|findings?)\b",
    re.IGNORECASE,
)
_EXACT: Final = 8


@dataclass(frozen=True, slots=True)
class Word:
    """A passage's word for a claim.

    ``id`` is of the assertion or evidence, ``passage`` its exact words. ``sources`` are the
    works or agents (by key) that it passes on, any one of which would do; empty where the
    document speaks for itself, and ``passes_on`` says how it passes on. With ``own`` the document
    speaks for itself even where it is about another work, as a reviewer who criticises.
    """

    id: str
    document_id: str
    passage: str
    sources: tuple[str, ...] = ()
    passes_on: Tie | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class IndependentSupport:
    """One origin that supports a claim.

    ``members`` are ids of assertions and evidence and ``documents`` of what they stand in, both
    sorted. ``reasons`` say why these count as one, and for whom; there are none for one passage
    that speaks for itself.
    """

    origin: str
    members: tuple[str, ...]
    documents: tuple[str, ...]
    reasons: tuple[Reason, ...]


def supporters(words: Iterable[Word], origins: Origins) -> tuple[IndependentSupport, ...]:
    """Return the independent origins that support a claim, those with most passages first.

    The count never falls when a word is added that shares no author, text or source with the
    others, and never rises when texts turn out to be one. Order does not matter.
    """
    given = list(words)
    if len(given) == 1 and (alone := _alone(given[0], origins)):
        return (alone,)
    choices = _choices(given, origins)
    keys, looser = origins.among(node for nodes in choices.values() for node in nodes)
    chosen = fewest(frozenset(keys[node] for node in nodes) for nodes in choices.values())
    meant: dict[str, dict[Word, str]] = {origin: {} for origin in chosen}
    for word, nodes in choices.items():
        node = min(
            (node for node in nodes if keys[node] in chosen), key=lambda one: (keys[one], one)
        )
        meant[keys[node]][word] = node
    found = [
        IndependentSupport(
            origin=origin,
            members=tuple(sorted({word.id for word in group})),
            documents=tuple(sorted({word.document_id for word in group})),
            reasons=_reasons(group, (one for one in looser if keys[one.first] == origin), origins),
        )
        for origin, group in meant.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.origin)))


def asserted(
    said: Said,
    holder: Holder,
    authors: Mapping[str, Collection[str]],
    *,
    criticises: bool = False,
    figures: Mapping[str, Collection[float]] | None = None,
) -> Word | None:
    """Return an assertion's word for its claim; None where it does not affirm it.

    It passes on what it reports of others, and a figure that it gives beside a citation and not
    as its own result. ``authors`` has the keys of a work's authors. ``criticises`` says that the
    claim speaks against others (it rebuts or undercuts one, say), so that a review's own voice
    is not that of the work it is about. ``figures`` are those of the works that are stored, if
    known: of several cited works those that have the same figure are passed on.
    """
    if said.mode not in AFFIRMING_MODES:
        return None
    mine = numbers(said.passage) if said.cites else frozenset()
    if mine and not _OWN_RESULT.search(said.passage):
        passed, tie = _with_figure(said.cites, mine, figures or {}), Tie.FIGURE
    elif said.mode is Mode.REPORTS:
        passed, tie = _reported(said, holder, authors), Tie.REPORT
    else:
        return Word(said.id, said.document_id, said.passage, own=criticises)
    return Word(said.id, said.document_id, said.passage, passed, tie)


def borne(evidence: Evidence, passage: str) -> Word:
    """Return the word of evidence that supports a claim: of the work it is attributed to.

    ``passage`` is its exact words.
    """
    if evidence.work_id is None:
        return Word(evidence.id, evidence.document_id, passage)
    tie = Tie.FIGURE if evidence.quantities else Tie.REPORT
    return Word(evidence.id, evidence.document_id, passage, (evidence.work_id,), tie)


def numbers(text: str) -> frozenset[float]:
    """Return the figures in a text: not years, citation markers, labels or counts below ten.

    ``70%`` and ``8-fold`` are figures; ``GPT-4``, ``Falcon 180B`` and ``Table 12`` have none.
    """
    return frozenset(
        float(found["number"].replace(",", ""))
        for found in _FIGURE.finditer(without_citations(text))
        if _is_figure(found)
    )


def fewest(choices: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return a smallest set that has a member of each choice (a minimum hitting set).

    Of several it is always the same. Beyond what follows from choices of one, and eight more
    that overlap in rings, the most frequent are taken first, which may take more than needed.
    """
    given = set(choices)
    left = _reduced(given) if any(len(one) > 1 for one in given) else given
    forced = frozenset().union(*(one for one in left if len(one) == 1))
    open_ = [one for one in left if len(one) > 1]
    return forced | _branch(open_) if open_ else forced


def _branch(left: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the smallest set where no choice is forced."""
    tally = Counter(origin for one in left for origin in sorted(one))
    if len(left) > _EXACT:
        candidates = [min(tally, key=lambda origin: (-tally[origin], origin))]
    else:
        narrowest = min(left, key=_size)
        candidates = sorted(narrowest)
    options = [fewest(one for one in left if origin not in one) | {origin} for origin in candidates]
    return min(options, key=_size)


def _alone(word: Word, origins: Origins) -> IndependentSupport | None:
    """Return what one word comes to; None where several could be meant by it."""
    node, *others = _nodes((word,), origins)
    if others:
        return None
    keys, _ = origins.among([node])
    plain = node == word.document_id and not word.passes_on and node not in origins.about
    reasons = () if plain else _reasons({word: node}, (), origins)
    return IndependentSupport(keys[node], (word.id,), (word.document_id,), reasons)


def _size(one: frozenset[str]) -> tuple[int, list[str]]:
    return len(one), sorted(one)


def _reduced(choices: Iterable[frozenset[str]]) -> frozenset[frozenset[str]]:
    """Leave out the choices that follow from narrower ones, and members that others replace."""
    wide = set(choices)
    before: set[frozenset[str]] = set()
    while wide != before:
        before = wide
        alone = frozenset().union(*(one for one in wide if len(one) == 1))
        several = {one for one in wide if len(one) > 1 and not one & alone}
        several = {one for one in several if not any(other < one for other in several)}
        wide = {one for one in before if len(one) == 1} | _without_replaced(several)
    return frozenset(wide)


def _without_replaced(several: Collection[frozenset[str]]) -> set[frozenset[str]]:
    """Drop an origin where another stands in all choices that it stands in."""
    holding: dict[str, set[frozenset[str]]] = {}
    for one in several:
        for origin in one:
            holding.setdefault(origin, set()).add(one)

    def replaced(origin: str) -> bool:
        mine = holding[origin]
        rivals = frozenset.intersection(*mine) - {origin}
        return any(mine < holding[rival] or rival < origin for rival in rivals)

    gone = frozenset(filter(replaced, holding))
    return {one - gone for one in several}


def _choices(words: Iterable[Word], origins: Origins) -> dict[Word, tuple[str, ...]]:
    """Return whom each word may speak for.

    One passage in several copies of a text is one word, whichever of them names its source:
    a copy without reference list does not.
    """
    given = set(words)
    if len(given) == 1:
        return {word: _nodes((word,), origins) for word in given}
    alike: dict[tuple[str, str], list[Word]] = {}
    for word in sorted(given, key=lambda word: (word.id, word.document_id, word.sources)):
        place = origins.key(word.document_id), normalise(word.passage) or word.id
        alike.setdefault(place, []).append(word)
    found: dict[Word, tuple[str, ...]] = {}
    for group in alike.values():
        found |= dict.fromkeys(group, _nodes(group, origins))
    return found


def _nodes(group: Sequence[Word], origins: Origins) -> tuple[str, ...]:
    sources = {node for word in group for node in word.sources}
    works = {node for node in sources if kind_of(node) == Work.KIND}
    own = {origins.work_of[word.document_id] if word.own else word.document_id for word in group}
    return tuple(sorted(works or sources or own))


def _reported(
    said: Said, holder: Holder, authors: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """Return whose view an assertion reports: the holder's own work, else the works cited there.

    Of several cited works those of the holder are meant, if any are.
    """
    if holder.kind is AgentKind.AUTHORSHIP and holder.key.count(":") == 1:
        return (holder.key.partition(":")[2],)
    of_holder = [work for work in said.cites if holder.key in authors.get(work, ())]
    return tuple(sorted(of_holder or said.cites)) or (holder.key,)


def _with_figure(
    cited: Sequence[str], mine: Collection[float], figures: Mapping[str, Collection[float]]
) -> tuple[str, ...]:
    same = [work for work in cited if not set(mine).isdisjoint(figures.get(work, ()))]
    return tuple(sorted(same or cited))


def _is_figure(found: re.Match[str]) -> bool:
    before, number = (found["before"] or "").strip(" \n.'’"), found["number"]
    if _LABELS.fullmatch(before.lower()) or (found["scale"] and before[:1].isupper()):
        return False
    if found["unit"] or found["scale"] or not number.isdigit():
        return True
    return int(number) >= _FEW and int(number) not in _YEARS


def _reasons(
    meant: Mapping[Word, str], looser: Iterable[Reason], origins: Origins
) -> tuple[Reason, ...]:
    """Return why some words count as one, and for whom; ``meant`` has whom each speaks for."""
    found = {one for one in looser if one.tie is not Tie.REVIEW}
    first: dict[str, str] = {}
    for node in sorted({*meant.values(), *(word.document_id for word in meant)}):
        found.update(origins.why(first.setdefault(origins.key(node), node), node))
    for word, node in meant.items():
        if word.passes_on:
            found.add(Reason(word.document_id, node, word.passes_on))
        elif node in origins.about:
            found.add(Reason(node, origins.about[node], Tie.REVIEW))
    return tuple(sorted(found, key=lambda one: (one.first, one.second, one.tie)))
