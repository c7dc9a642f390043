"""What resolution asks of the database, and what it is told of a document's origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.ids import kind_of
from kg.model import Concept, Document, Record, Work
from kg.views import HeldAssertion, Judged

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: its short name, and the path or URL that identifies it."""

    name: str
    source: str


class Known(Protocol):
    """The part of :class:`kg.store.Store` that resolution reads."""

    def get(self, identifier: str) -> Record:
        """Return a stored record."""
        ...

    def load(self, cls: type[R], ids: Iterable[str]) -> Mapping[str, R]:
        """Return the stored records of a class with the given ids, by id."""
        ...

    def by_alias(self, keys: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the shared records that are known by each key."""
        ...

    def shared_claim_counts(self, claim_ids: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        """Return for each document how many of the claims it has, and how many in all."""
        ...

    def find(self, cls: type[R], **equals: object) -> Iterator[R]:
        """Return the stored records of a class whose fields have the given values."""
        ...

    def judged(self) -> Sequence[Judged]:
        """Return what people accepted and rejected of what extractors made."""
        ...

    def held_assertions(self, claim_ids: Iterable[str]) -> Mapping[str, Sequence[HeldAssertion]]:
        """Return, by claim, the stored assertions that count."""
        ...

    def by_keys(self, keys: Iterable[str], limit: int) -> Mapping[str, tuple[str, ...]]:
        """Return the claims under each key; keys with more than ``limit`` are left out."""
        ...

    def vectors(self, claim_ids: Iterable[str], encoder: str) -> Mapping[str, bytes]:
        """Return the vectors that an encoder gave claims."""
        ...


def replaced_ids(known: Known, origin: Origin) -> frozenset[str]:
    """Return the ids of the stored versions that a document from this origin replaces."""
    return frozenset(one.id for one in known.find(Document, source=origin.source))


def lookup(known: Known, kind: str) -> Callable[[Sequence[str]], dict[str, tuple[str, ...]]]:
    """Return a look-up of keys that finds only records of ``kind``."""

    def find(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found = {
            key: tuple(one for one in ids if kind_of(one) == kind)
            for key, ids in known.by_alias(keys).items()
        }
        return {key: ids for key, ids in found.items() if ids}

    return find


def known_key(known: Known) -> Callable[[str], str]:
    """Return a function from the id of a stored concept to its key."""

    def find(identifier: str) -> str:
        record = known.get(identifier)
        if not isinstance(record, Concept):
            raise TypeError(f"{identifier} is no concept")
        return record.key

    return find


def known_work(known: Known) -> Callable[[str], Work]:
    """Return a function from the id of a stored work to the work."""

    def find(identifier: str) -> Work:
        record = known.get(identifier)
        if not isinstance(record, Work):
            raise TypeError(f"{identifier} is no work")
        return record

    return find
