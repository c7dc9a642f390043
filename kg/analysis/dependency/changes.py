"""What changed: links added, strengthened, disputed, accepted or rejected since some point.

The graph of the passages from before is compared with the graph of all. What counts as since
is a :class:`Since`: a year of publication, a date of reading, or a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeAlias

from kg.analysis.dependency.graph import Graph, Link, graph, in_words, link_of
from kg.errors import NotFoundError, UsageError
from kg.views import DependencyEvidence
from kg.vocab import Status


class What(StrEnum):
    """What became of a link.

    * ``ADDED``: somebody affirms it, and nobody did before;
    * ``STRENGTHENED``: it was affirmed, and now is from more independent origins;
    * ``DISPUTED``: somebody denies it, and nobody did before;
    * ``ACCEPTED``: a person accepted a passage that affirms it, and none was accepted before;
    * ``REJECTED``: a person rejected a passage that counted before.
    """

    ADDED = "added"
    STRENGTHENED = "strengthened"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of a link, and the passages that made it.

    ``words`` spells the link out. ``before`` and ``after`` count the independent origins of
    those who affirm it: a rejected link whose ``after`` is 0 has lost all it stood on.
    """

    link: Link
    words: str
    what: What
    passages: tuple[DependencyEvidence, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, by kind of change and then in words.

    ``undated`` are the passages of which it is unknown whether they are from before; they
    count for neither side of the comparison.
    """

    found: tuple[Change, ...]
    undated: tuple[DependencyEvidence, ...]

    def of(self, what: What) -> tuple[Change, ...]:
        """Return the changes of one kind, in order."""
        return tuple(one for one in self.found if one.what is what)


def _never(_: DependencyEvidence) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Since:
    """What is new: ``came`` says it of a passage (None: unknown), ``judged`` of its status."""

    came: Callable[[DependencyEvidence], bool | None]
    judged: Callable[[DependencyEvidence], bool] = _never


def published_since(year: int) -> Since:
    """Return what documents published in ``year`` or later say; statuses are as they are."""

    def came(item: DependencyEvidence) -> bool | None:
        published = item.quote.source.year
        return None if published is None else published >= year

    return Since(came)


def read_since(moment: str) -> Since:
    """Return what was first read, and what people decided, at a moment or later.

    ``moment`` is ISO 8601: a date, or a date and time (UTC where it names no zone).

    Raises:
        UsageError: if it is neither.
    """
    start = _time(moment)
    return Since(
        lambda item: None if item.read_at is None else _time(item.read_at) >= start,
        lambda item: item.judged_at is not None and _time(item.judged_at) >= start,
    )


def since_document(evidence: Iterable[DependencyEvidence], document_id: str) -> Since:
    """Return what was read, and what people decided, since a document was read, it included.

    Documents that were read in the same second count as read since.

    Raises:
        NotFoundError: if the document says nothing of dependencies, or when it was read is
            unknown.
    """
    read = (one.read_at for one in evidence if one.dependency.document_id == document_id)
    first = min((moment for moment in read if moment), default=None)
    if first is None:
        raise NotFoundError(
            f"{document_id} says nothing of dependencies; name a document that does, or a date"
        )
    return read_since(first)


def brought_by(document_id: str) -> Since:
    """Return what one document says, whenever it was read: what it adds to all the others."""
    return Since(lambda item: item.dependency.document_id == document_id)


def changes(
    evidence: Iterable[DependencyEvidence],
    since: Since,
    *,
    origin: Callable[[str], str] = str,
) -> Changes:
    """Return what changed since a point, in O(p log p) in the passages.

    What a person judged since then counts as merely proposed before. To see what was
    rejected, ``evidence`` must hold rejected passages too; in both graphs they count for
    nothing. ``origin`` is as in :func:`graph`.
    """
    pairs, new, undated = _parted(evidence, since)
    before = graph((then for _, then in pairs), origin=origin)
    after = graph([*(now for now, _ in pairs), *new], origin=origin)
    fresh = _by_link(new)
    judged = _by_link(now for now, then in pairs if now is not then)
    found = []
    for link in {**fresh, **judged}:
        words = in_words(before if before.has_edge(*link) else after, link)
        was, now = _state(before, link), _state(after, link)
        for what, passages in _made(was, now, fresh.get(link, []), judged.get(link, []), origin):
            sizes = len(was.origins), len(now.origins)
            found.append(Change(link, words, what, tuple(passages), *sizes))
    found.sort(key=lambda one: (_ORDER.index(one.what), one.words, one.link))
    return Changes(tuple(found), tuple(undated))


_ORDER: Final = tuple(What)
_Passages: TypeAlias = list[DependencyEvidence]


def _parted(
    evidence: Iterable[DependencyEvidence], since: Since
) -> tuple[list[tuple[DependencyEvidence, DependencyEvidence]], _Passages, _Passages]:
    """Return what is from before, now and as it was then; what is new; what is neither."""
    old: list[tuple[DependencyEvidence, DependencyEvidence]] = []
    new: _Passages = []
    undated: _Passages = []
    for item in evidence:
        came = since.came(item)
        if came is False:
            old.append((item, _as_before(item) if since.judged(item) else item))
        elif item.dependency.status is not Status.REJECTED:
            (new if came else undated).append(item)
    return old, new, undated


def _as_before(item: DependencyEvidence) -> DependencyEvidence:
    return replace(item, dependency=replace(item.dependency, status=Status.PROPOSED))


def _by_link(items: Iterable[DependencyEvidence]) -> dict[Link, _Passages]:
    found: dict[Link, _Passages] = {}
    for item in items:
        found.setdefault(link_of(item), []).append(item)
    return found


@dataclass(frozen=True, slots=True)
class _State:
    """What a graph says of a link; nothing where it has none."""

    asserted: int = 0
    denied: int = 0
    accepted: int = 0
    origins: frozenset[str] = frozenset()


def _state(found: Graph, link: Link) -> _State:
    if not found.has_edge(*link):
        return _State()
    data = found.edges[link]
    origins = frozenset(data["origins"])
    return _State(data["asserted"], data["denied"], data["accepted"], origins)


def _made(
    was: _State, now: _State, fresh: _Passages, judged: _Passages, origin: Callable[[str], str]
) -> Iterator[tuple[What, _Passages]]:
    """Yield what became of a link, and through which of its new or newly judged passages."""
    affirming = [item for item in fresh if item.dependency.affirms]
    if now.asserted and not was.asserted:
        yield What.ADDED, affirming
    elif len(now.origins) > len(was.origins):
        other = [one for one in affirming if origin(one.dependency.document_id) not in was.origins]
        yield What.STRENGTHENED, other
    if now.denied and not was.denied:
        yield What.DISPUTED, [item for item in fresh if item.dependency.denies]
    if now.accepted and not was.accepted:
        yield What.ACCEPTED, [item for item in [*affirming, *judged] if _is_accepted(item)]
    rejected = [item for item in judged if item.dependency.status is Status.REJECTED]
    if rejected:
        yield What.REJECTED, rejected


def _is_accepted(item: DependencyEvidence) -> bool:
    return item.dependency.affirms and item.dependency.status is Status.ACCEPTED


def _time(moment: str) -> datetime:
    try:
        found = datetime.fromisoformat(moment)
    except ValueError as error:
        raise UsageError(f"{moment!r} is no date; write it as 2026-01-31") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
