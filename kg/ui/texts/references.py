"""The reference list of a text: what became of each entry, and where the text cites it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.model import Citation, Reference, Work
from kg.ui import parts
from kg.ui.markup import Child, Html, element, link, outside, shorten
from kg.views import MatchView, SourceView
from kg.vocab import Status
from kg.wording import counted

PLACES: Final = 12
"""So many places where an entry is cited are linked."""


class State(StrEnum):
    """What became of an entry of a reference list."""

    HERE = "its text is here"
    IDENTIFIED = "identified, no text here"
    ALIKE = "may be another work"
    UNKNOWN = "only the entry is known"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its work, what became of it, and the citations that point at it.

    ``texts`` are the documents of its work in the database.
    """

    reference: Reference
    work: Work
    state: State
    texts: tuple[str, ...]
    cited: tuple[Citation, ...]
    alike: MatchView | None


def entries(view: SourceView, texts: Mapping[str, tuple[str, ...]]) -> list[Entry]:
    """Return the entries of a text's reference list; ``texts`` are those of works, by id."""
    cited: dict[str, list[Citation]] = defaultdict(list)
    for citation in view.citations:
        for reference_id in dict.fromkeys(citation.reference_ids):
            cited[reference_id].append(citation)
    alike = {
        match.work.id: match
        for match in reversed(view.matches)
        if match.match.status is not Status.REJECTED
    }
    return [
        Entry(
            reference,
            work,
            _state(work, texts.get(work.id, ()), alike.get(work.id)),
            texts.get(work.id, ()),
            tuple(cited[reference.id]),
            alike.get(work.id),
        )
        for reference, work in view.references
    ]


def _state(work: Work, texts: Sequence[str], alike: MatchView | None) -> State:
    if texts:
        return State.HERE
    if alike is not None:
        return State.ALIKE
    return State.IDENTIFIED if work.doi or work.arxiv or work.url else State.UNKNOWN


def where(work: Work) -> str | None:
    """Return the address of a work on the web, None where none is known."""
    if work.doi:
        return f"https://doi.org/{work.doi}"
    if work.arxiv:
        return f"https://arxiv.org/abs/{work.arxiv}"
    return work.url


def described(work: Work) -> list[Child]:
    """Return who made a work, when and in what, as far as known."""
    told = [
        ", ".join(shorten(name, 60) for name in work.authors[:6]),
        str(work.year) if work.year else "",
        shorten(work.container or "", 90),
    ]
    return [" · ".join(filter(None, told))]


def summary(found: Sequence[Entry]) -> str:
    """Say in a line what became of the entries."""
    tally = Counter(one.state for one in found)
    told = [f"{tally[state]:,} {state.value}" for state in State if tally[state]]
    never = sum(not one.cited for one in found)
    told += [f"{never:,} never cited in the text"] if never else []
    return f"{counted(len(found), 'entry', 'entries')}: {', '.join(told)}."


def listed(source_id: str, found: Iterable[Entry], chosen: str | None = None) -> Html:
    """Return entries as a list; ``chosen`` is the id of the one that the reader came for."""
    return element(
        "ul", [_entry(source_id, one, chosen) for one in found], class_="kg-list kg-entries"
    )


def _entry(source_id: str, one: Entry, chosen: str | None) -> Html:
    title = shorten(one.work.title or one.reference.raw, 200)
    address = where(one.work)
    arrived = one.reference.id == chosen
    label = one.reference.label
    return element(
        "li",
        element("strong", f"[{shorten(label, 20)}] ") if label else None,
        outside(title, address) if address else title,
        element("p", described(one.work), class_="kg-quiet"),
        element("p", parts.chip(one.state.value), " ", _text(one), _citing(source_id, one)),
        _alike(one),
        id="here" if arrived else None,
        class_="kg-arrived" if arrived else None,
    )


def _text(one: Entry) -> Child:
    return [[link("Read it", "source", source=identifier), " · "] for identifier in one.texts[:3]]


def _citing(source_id: str, one: Entry) -> Child:
    if not one.cited:
        return "never cited in the text"
    places = [
        [link(str(number), "source", source=source_id, passage=citation.passage_id,
              title=f"Where it is cited, place {number}"), " "]
        for number, citation in enumerate(one.cited[:PLACES], 1)
    ]  # fmt: skip
    more = len(one.cited) - PLACES
    left = f"and {more} more" if more > 0 else ""
    return [f"cited {counted(len(one.cited), 'time')}: ", places, left]


def _alike(one: Entry) -> Html | None:
    if one.alike is None:
        return None
    other = one.alike.candidate
    return element(
        "p",
        "May be the same work as “",
        shorten(other.title or other.key, 200),
        "” ",
        parts.status(one.alike.match.status),
        class_="kg-quiet",
    )
