"""The works that a document can mean: those stored, and those that it has named so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.assembly.known import Known, known_work, lookup
from ingest.assembly.records import Records
from ingest.bibliography.keys import work_keys
from ingest.resolve.matches import near_matches, neighbour_keys
from ingest.resolve.works import Resolution, resolve_work
from kg.model import Description, Match, Work


class Shelf:
    """Finds works by key for one document, asking the database once for many keys."""

    def __init__(self, records: Records, known: Known) -> None:
        self._records = records
        self._stored = lookup(known, "work")
        self._get = known_work(known)
        self._hits: dict[str, tuple[str, ...]] = {}
        self._works: dict[str, Work] = {}
        self._named: dict[str, list[str]] = {}

    def fetch(self, descriptions: Iterable[Description]) -> None:
        """Ask the database for all keys of all descriptions at once."""
        self._ask(key for one in descriptions for key in (*work_keys(one), *neighbour_keys(one)))

    def find(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the ids of the works that are known by each key."""
        self._ask(keys)
        found = {
            key: tuple(dict.fromkeys((*self._hits[key], *self._named.get(key, ())))) for key in keys
        }
        return {key: ids for key, ids in found.items() if ids}

    def _ask(self, keys: Iterable[str]) -> None:
        unasked = sorted(set(keys) - self._hits.keys())
        if unasked:
            self._hits |= dict.fromkeys(unasked, ()) | self._stored(unasked)

    def work(self, identifier: str) -> Work:
        """Return a work, as it is stored or as this document was first to describe it."""
        if identifier not in self._works:
            self._works[identifier] = self._get(identifier)
        return self._works[identifier]

    def keep(self, resolution: Resolution) -> Work:
        """Make the work that was resolved a record, with the keys that it is known by."""
        work = self._records.share(resolution.work)
        self._records.alias(work.id, (work.key, *resolution.keys))
        self._records.problems(resolution.faults)
        return work

    def cite(self, described: Description, fallback: str, run_id: str) -> Resolution:
        """Resolve an entry of the reference list and keep its work.

        Later entries of the same list find it.
        """
        resolution = resolve_work(described, self.find, self.work, fallback=fallback)
        work = self.keep(resolution)
        self.propose(described, work, run_id)
        self._works.setdefault(work.id, work)
        for key in {work.key, *resolution.keys}:
            self._named.setdefault(key, []).append(work.id)
        return resolution

    def propose(self, described: Description, work: Work, run_id: str) -> None:
        """Note the known works that one which is new to the database nearly matches."""
        if work.id in self.find((work.key,)).get(work.key, ()):
            return
        for near in near_matches(described, self.find, self.work):
            if near.work.id != work.id:
                # The bare key: this document says nothing of the other work but that it is.
                self._records.share(Work(key=near.work.key))
                self._records.own(
                    Match(
                        document_id=self._records.document_id,
                        run_id=run_id,
                        work_id=work.id,
                        candidate_id=near.work.id,
                        similarity=near.similarity,
                    )
                )
