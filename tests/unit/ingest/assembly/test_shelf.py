"""Works within one document and against the store: found, kept apart, or proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ingest.assembly.records import Records
from ingest.assembly.shelf import Shelf
from ingest.document import ParsedDocument
from kg.model import Alias, Description, Match, Problem, Record, Work

TIDES = Description(title="Tide mills of the west", authors=("Okafor, A.",), year=2011)


class Stored:
    """What earlier documents said of works."""

    def __init__(self, *works: Work, **aliases: str) -> None:
        self.works = {work.id: work for work in works}
        self.aliases: dict[str, tuple[str, ...]] = {}
        self.asked = 0

    def get(self, identifier: str) -> Record:
        return self.works[identifier]

    def load(self, cls: type[Any], ids: Iterable[str]) -> Mapping[str, Any]:
        return {}

    def by_alias(self, keys: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        self.asked += 1
        return {key: self.aliases[key] for key in keys if key in self.aliases}

    def shared_claim_counts(self, claim_ids: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        return {}

    def find(self, cls: type[Any], **equals: object) -> Iterator[Any]:
        return iter(())

    def judged(self) -> Sequence[Any]:
        return ()

    def held_assertions(self, claim_ids: Iterable[str]) -> Mapping[str, Sequence[Any]]:
        return {}

    def by_keys(self, keys: Iterable[str], limit: int) -> Mapping[str, tuple[str, ...]]:
        return {}

    def vectors(self, claim_ids: Iterable[str], encoder: str) -> Mapping[str, bytes]:
        return {}

    def keep(self, records: Records) -> None:
        """Store what a document contributed, as the store would."""
        self.works |= {one.id: one for one in records.shared.values() if isinstance(one, Work)}
        for alias in records.owned.values():
            if isinstance(alias, Alias):
                ids = {*self.aliases.get(alias.key, ()), alias.target_id}
                self.aliases[alias.key] = tuple(sorted(ids))


def listing(
    stored: Stored, *entries: Description, text: str = "a text"
) -> tuple[Records, list[str]]:
    """Return the records of a document with these references, and the works' ids."""
    records = Records(ParsedDocument(text=text, media_type="text/plain"), {"references": "1"})
    shelf = Shelf(records, stored)
    shelf.fetch(entries)
    run_id = records.run("references")
    works = [shelf.cite(one, one.title or "?", run_id).work.id for one in entries]
    stored.keep(records)
    return records, works


def of(records: Records, cls: type[Record]) -> list[Any]:
    return [record for record in records.owned.values() if isinstance(record, cls)]


def test_an_entry_twice_in_one_list_is_one_work() -> None:
    _, works = listing(Stored(), TIDES, Description(**TIDES.description() | {"doi": "10.1/t"}))
    assert works[0] == works[1]


def test_one_identifier_with_two_titles_in_one_list_is_reported_and_kept_apart() -> None:
    one = Description(**TIDES.description() | {"doi": "10.1/t"})
    other = Description(title="Cooking with seaweed", authors=("Roe, J.",), doi="10.1/t")
    records, works = listing(Stored(), one, other)
    assert works[0] != works[1]
    assert [problem.code for problem in of(records, Problem)] == ["conflicting-identifier"]


def test_the_database_is_asked_once_for_a_whole_list() -> None:
    stored = Stored()
    entries = [Description(title=f"Work number {i} on mills", year=2000) for i in range(50)]
    listing(stored, *entries)
    assert stored.asked == 1


def test_a_near_match_is_proposed_once_and_not_merged() -> None:
    stored = Stored()
    _, (first,) = listing(stored, TIDES)
    near = Description(**TIDES.description() | {"title": "Tide mils of the West"})
    records, (second,) = listing(stored, near, text="another text")
    assert second != first
    (match,) = of(records, Match)
    assert (match.work_id, match.candidate_id) == (second, first)
    assert 0.85 < match.similarity < 1
    assert records.shared[first] == Work(key=stored.works[first].key)  # no vote on its fields
    again, (third,) = listing(stored, near, text="a third text")
    assert third == second
    assert not of(again, Match)


def test_what_is_found_is_not_proposed() -> None:
    stored = Stored()
    _, (first,) = listing(stored, TIDES)
    records, (second,) = listing(stored, TIDES, text="another text")
    assert first == second
    assert not of(records, Match)
