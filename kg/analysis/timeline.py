"""When what speaks for and against was said: by the years of the texts, or of what they cite.

What is counted are passages: those that put a claim forward or deny it in their own voice, and
the evidence that links lead from. One claim in texts of one origin (copies, versions, a work and
what is about it) counts once a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.analysis.argument import Sides
from kg.analysis.independence import Origins
from kg.grounds import Grounds, Link, Said, Shown
from kg.vocab import MODE_SIGNS, Status

Years = Mapping[str, int]


class Entry(NamedTuple):
    """A passage that speaks for (``sign`` 1) or against (-1).

    ``record_id`` is its assertion or evidence, ``claim_id`` the claim that it puts forward or
    bears on, ``works`` what it cites or is attributed to.
    """

    sign: int
    claim_id: str
    record_id: str
    document_id: str
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What speaks for and against in one year; ``year`` is None where it is unknown.

    ``pro`` and ``con`` have one entry for each claim and origin. ``entered`` are the documents,
    or the works cited, that are of that year, by id; ``pro_origins`` and ``con_origins`` count
    how many of them are independent of each other.
    """

    year: int | None
    pro: tuple[Entry, ...]
    con: tuple[Entry, ...]
    pro_origins: int
    con_origins: int
    entered: tuple[str, ...]


def of_claim(grounds: Grounds, claim_id: str) -> list[Entry]:
    """Return what speaks for and against one claim: passages that say so, and links to it.

    A claim linked to it counts by the passages that put that claim forward.
    """
    claim_id = grounds.stands_for(claim_id)
    linked = (
        entry for link in _onto(grounds, [claim_id]) for entry in _entries(grounds, link, link.sign)
    )
    return [*_voices(grounds.said_of(claim_id), claim_id, 1), *linked]


def of_question(grounds: Grounds, sides: Sides) -> list[Entry]:
    """Return what speaks for yes (1) and for no (-1) to a question.

    ``sides`` are those from which claims bear on it; a claim on both speaks for both. Claims
    count by the passages that put them forward, and with the evidence for and against them.
    """
    found: list[Entry] = []
    for said in grounds.said:
        claim_id = grounds.stands_for(said.claim_id)
        for side in sides.get(claim_id, ()):
            found += _voices([said], claim_id, side)
    for link in grounds.links:
        shown = grounds.evidence.get(link.source_id)
        if shown is not None and _counts(link) and not link.on_link:
            target = grounds.stands_for(link.target_id)
            signs = [side * link.sign for side in sides.get(target, ())]
            found += [_of_evidence(shown, target, sign) for sign in signs]
    return found


def timeline(
    entries: Iterable[Entry], years: Years, origins: Origins, *, cited: bool = False
) -> list[Year]:
    """Return the years with anything in them, in order, the unknown last.

    ``years`` are those of documents, or with ``cited`` of the works that entries cite: an entry
    then counts in the year of each, and as unknown where it cites nothing.
    """
    by_year: dict[int | None, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        for place in _places(entry, cited=cited):
            by_year[years.get(place)].append((entry, place))
    places = {place for found in by_year.values() for _, place in found}
    # Not Origins.among: among many texts, chains of co-authors would make a field one voice.
    voices = {one: origins.key(origins.about.get(one, one)) for one in places}
    order = sorted(by_year, key=lambda year: (year is None, year or 0))
    return [_year(year, by_year[year], voices) for year in order]


def _year(year: int | None, found: Sequence[tuple[Entry, str]], voices: Mapping[str, str]) -> Year:
    once: dict[tuple[int, str, str, str], Entry] = {}
    spoken: dict[int, set[str]] = {1: set(), -1: set()}
    for entry, place in found:
        origin = voices[place]
        spoken[entry.sign].add(origin)
        kind = entry.record_id.partition("-")[0]
        once.setdefault((entry.sign, entry.claim_id, origin, kind), entry)
    pro, con = ([one for one in once.values() if one.sign == sign] for sign in (1, -1))
    entered = dict.fromkeys(place for _, place in found)
    return Year(year, tuple(pro), tuple(con), len(spoken[1]), len(spoken[-1]), tuple(entered))


def _places(entry: Entry, *, cited: bool) -> Iterable[str]:
    return (entry.works or (entry.document_id,)) if cited else (entry.document_id,)


def _onto(grounds: Grounds, claims: Iterable[str]) -> Iterator[Link]:
    return (link for link in grounds.onto(claims) if not link.on_link and _counts(link))


def _counts(link: Link) -> bool:
    return link.status is not Status.REJECTED


def _entries(grounds: Grounds, link: Link, sign: int) -> Iterator[Entry]:
    """Yield the passages that a link starts from."""
    shown = grounds.evidence.get(link.source_id)
    if shown is not None:
        yield _of_evidence(shown, grounds.stands_for(link.target_id), sign)
        return
    source = grounds.stands_for(link.source_id)
    for one in _voices(grounds.said_of(source), source, 1):
        if one.sign > 0:
            yield one._replace(sign=sign)


def _voices(said: Iterable[Said], claim_id: str, side: int) -> Iterator[Entry]:
    for one in said:
        sign = MODE_SIGNS[one.mode] * side
        if sign:
            yield Entry(sign, claim_id, one.id, one.document_id, one.cites)


def _of_evidence(shown: Shown, claim_id: str, sign: int) -> Entry:
    works = (shown.work_id,) if shown.work_id else ()
    return Entry(sign, claim_id, shown.id, shown.document_id, works)


def filled(years: Sequence[Year], most: int = 80) -> list[Year]:
    """Return known years with the empty ones between them, unless these are more than ``most``."""
    known = [one for one in years if one.year is not None]
    if not known:
        return []
    by_year = {one.year: one for one in known}
    first, last = known[0].year or 0, known[-1].year or 0
    if last - first >= most:
        return known
    return [by_year.get(year, Year(year, (), (), 0, 0, ())) for year in range(first, last + 1)]
