"""Identity of works: keys, lookup, conflicts, copies, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.bibliography.keys import work_keys
from ingest.document import Metadata, ParsedDocument
from ingest.findings import CitationFound
from ingest.resolve.works import (
    DocumentWorks,
    Resolution,
    genre,
    near_copy,
    resolve_citation,
    resolve_document,
    resolve_work,
)
from kg.model import Block, Description, Work
from kg.vocab import BlockKind, Genre
from tests.shared import shared

LAWS = Description(
    title="Laws of Small Learners",
    authors=("Okafor, A.", "Sato, K."),
    year=2020,
    doi="10.1234/laws",
)


class Shelf:
    """Works and the keys that they are known by, as the store keeps them."""

    def __init__(self) -> None:
        self.works: dict[str, Work] = {}
        self.aliases: dict[str, list[str]] = {}

    def by_alias(self, keys: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return {key: tuple(self.aliases[key]) for key in keys if key in self.aliases}

    def keep(self, resolution: Resolution) -> Work:
        work = resolution.work
        self.works[work.id] = work
        for key in resolution.keys:
            self.aliases.setdefault(key, [])
            if work.id not in self.aliases[key]:
                self.aliases[key].append(work.id)
        return work

    def resolve(self, fields: Description, fallback: str = "raw") -> Resolution:
        return resolve_work(fields, self.by_alias, self.works.__getitem__, fallback=fallback)

    def add(self, fields: Description) -> Work:
        return self.keep(self.resolve(fields))

    def document(self, metadata: Metadata, kind: Genre) -> DocumentWorks:
        return resolve_document(
            metadata, kind, self.by_alias, self.works.__getitem__, fallback="hash"
        )


def test_keys_are_strongest_first() -> None:
    keys = work_keys(LAWS)
    assert keys[0] == "doi:10.1234/laws"
    assert keys[1:3] == ("title:laws of small learners|okafor", "title:laws of small learners")
    assert keys[-1].startswith("author-year:")


def test_short_title_counts_only_with_its_author() -> None:
    assert work_keys(Description(title="The Lesson")) == ()
    assert work_keys(Description(title="The Lesson", authors=("Roe, J.",))) == ("title:lesson|roe",)


@pytest.mark.parametrize(
    "later",
    [
        Description(title="Something else written", doi=None, arxiv=None, authors=()),
        Description(title="Laws of small parsers", authors=("Okafor, A.",), year=2020),
        Description(title="Laws of small learners", authors=("Quist, B.",), year=2020),
        Description(title="Laws of small learners", authors=("Okafor, A.",), year=1950),
        Description(authors=("Okafor, A.", "Sato, K."), year=2020),
    ],
)
def test_likeness_merges_nothing(later: Description) -> None:
    shelf = Shelf()
    assert shelf.add(LAWS).id != shelf.add(later).id


@pytest.mark.parametrize(
    "later",
    [
        Description(doi="10.1234/laws"),
        Description(title="LAWS of small learners.", authors=("Okafor, Ada",), year=2019),
        Description(title="Laws of Small-Learners"),
        Description(title="Laws of small learners", doi="10.1234/laws", year=2021),
    ],
)
def test_one_work_over_spellings_in_either_order(later: Description) -> None:
    shelf = Shelf()
    assert shelf.add(LAWS).id == shelf.add(later).id


def test_a_reference_that_knows_more_joins_two_spellings() -> None:
    shelf = Shelf()
    first = shelf.add(Description(title="Laws of small learners", authors=("Okafor, A.",)))
    assert shelf.add(LAWS).id == first.id
    assert shelf.add(Description(doi="10.1234/laws")).id == first.id


def test_identifier_of_another_title_is_a_conflict() -> None:
    shelf = Shelf()
    first = shelf.add(LAWS)
    other = shelf.resolve(Description(title="Cooking with seaweed at home", doi="10.1234/laws"))
    assert other.work.id != first.id
    assert [fault.code for fault in other.faults] == ["conflicting-identifier"]
    assert "doi:10.1234/laws" not in other.keys


def test_identifier_found_through_subtitle() -> None:
    shelf = Shelf()
    first = shelf.add(LAWS)
    assert (
        shelf.add(
            Description(title="Laws of small learners: a study of many parsers", doi="10.1234/laws")
        ).id
        == first.id
    )


def test_nothing_known_falls_back_on_the_text() -> None:
    shelf = Shelf()
    one, same, other = (shelf.resolve(Description(), raw).work for raw in ("A b 3.", "a B, 3", "c"))
    assert one.id == same.id != other.id


names = st.sampled_from(["Okafor, A.", "Sato, K.", "Roe, J."])
some_fields = st.builds(
    Description,
    title=st.sampled_from([None, "Lesson", "Laws of small learners", "Cost of big ones"]),
    authors=st.lists(names, max_size=2, unique=True).map(tuple),
    year=st.sampled_from([None, 2019, 2020]),
    doi=st.sampled_from([None, "10.1234/a", "10.1234/b"]),
)


@given(st.lists(some_fields, max_size=8), some_fields)
def test_resolution_is_stable(before: list[Description], fields: Description) -> None:
    shelf = Shelf()
    for one in before:
        shelf.add(one)
    assert shelf.add(fields).id == shelf.add(fields).id


@given(st.lists(some_fields, max_size=10))
def test_one_identifier_leads_to_one_work(all_fields: list[Description]) -> None:
    shelf = Shelf()
    for fields in all_fields:
        shelf.add(fields)
    assert all(len(ids) == 1 for key, ids in shelf.aliases.items() if key.startswith("doi:"))


def citation(year: str, *authors: str) -> CitationFound:
    return CitationFound(start=0, end=1, sentence=0, authors=authors, year=year)


def resolved(shelf: Shelf, found: CitationFound) -> Resolution | None:
    return resolve_citation(found, shelf.by_alias, shelf.works.__getitem__)


def test_bare_citation_finds_the_one_known_work() -> None:
    shelf = Shelf()
    first = shelf.add(LAWS)
    found = resolved(shelf, citation("2020", "Okafor"))
    assert found is not None
    assert found.work.id == first.id
    assert found.score is None


def test_bare_citation_chooses_none_of_several() -> None:
    shelf = Shelf()
    known = {
        shelf.add(LAWS).id,
        shelf.add(Description(title="Cost of big ones", year=2020, authors=("Okafor, A.",))).id,
    }
    found = resolved(shelf, citation("2020", "Okafor"))
    assert found is not None
    assert found.work.id not in known


def test_bare_citations_of_one_name_are_one_work() -> None:
    shelf = Shelf()
    first, second, third = (
        resolved(shelf, citation(year, "Okafor")) for year in ("2020", "2020", "2020b")
    )
    works = [found.work.id for found in (first, second, third) if found is not None]
    assert len(works) == 3
    assert works[0] == works[1] != works[2]
    assert resolved(shelf, citation("2020")) is None


@pytest.mark.parametrize(
    ("own", "shared_counts", "copy"),
    [
        (40, {"a": (35, 50), "b": (2, 40)}, "a"),
        (20, {"a": (18, 60)}, "a"),
        (60, {"a": (18, 20)}, "a"),
        (40, {"a": (3, 40)}, None),
        (3, {"a": (3, 3)}, None),
        (40, {}, None),
    ],
)
def test_copy_shares_most_of_the_smaller_text(
    own: int,
    shared_counts: dict[str, tuple[int, int]],
    copy: str | None,
) -> None:
    assert near_copy(own, shared_counts) == copy


def test_review_is_a_work_of_its_own() -> None:
    shelf = Shelf()
    reviewed = shelf.add(LAWS)
    labelled = shelf.document(Metadata(title="Reading notes: Laws of Small Learners"), Genre.REVIEW)
    bare = shelf.document(
        Metadata(title="Laws of small learners", authors=("Ada Okafor",)), Genre.REVIEW
    )
    for works in (labelled, bare):
        assert works.reviewed is not None
        assert works.reviewed.work.id == reviewed.id
        assert works.own.work.id != reviewed.id
    assert labelled.own.work.title == "Reading notes: Laws of Small Learners"


def test_original_is_the_work_that_others_cite() -> None:
    shelf = Shelf()
    cited = shelf.add(LAWS)
    works = shelf.document(
        Metadata(title="Laws of small learners", authors=("Ada Okafor",)), Genre.ORIGINAL
    )
    assert works.own.work.id == cited.id
    assert works.reviewed is None


def paragraphs(*texts: str) -> ParsedDocument:
    text, blocks = "", []
    for part in texts:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(part)))
        text += part + "\n\n"
    return nlp.annotate(ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks)))


def test_text_about_a_paper_is_a_review() -> None:
    assert (
        genre(
            paragraphs(
                "The paper argues that parsers forget.",
                "The authors measure this on ten corpora.",
                "Plateaus appear early.",
                "It is unclear how the paper chose its corpora.",
                "Costs are left out.",
            )
        )
        is Genre.REVIEW
    )


def test_paper_about_its_own_work_is_original() -> None:
    assert (
        genre(
            paragraphs(
                "In this paper we show that parsers forget.",
                "We measure this on ten corpora.",
                "Our plateaus appear early.",
                "This paper is organised as follows.",
                "We conclude the paper with costs.",
                "Costs fall over time.",
            )
        )
        is Genre.ORIGINAL
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", Genre.ORIGINAL),
        ("001", Genre.ORIGINAL),
        ("002", Genre.REVIEW),
        ("003", Genre.REVIEW),
    ],
)
def test_genre_of_the_seeds(number: str, expected: Genre) -> None:
    path = next(shared("seeds").glob(f"{number}_*"))
    assert genre(nlp.annotate(readers.read(path.read_bytes(), path.name))) is expected


@pytest.mark.parametrize("folder", ["joss-SLIX", "joss-gmr", "joss-hypothesize"])
def test_published_papers_are_original(folder: str) -> None:
    path = shared("papers", folder, "paper.md")
    assert genre(nlp.annotate(readers.read(path.read_bytes(), path.name))) is Genre.ORIGINAL


def test_a_list_of_works_is_a_bibliography_and_no_work_that_others_cite() -> None:
    listed = ParsedDocument(
        text="My reading list\n\nOkafor, A. (2020). Laws of small learners.",
        media_type="application/x-bibtex",
        metadata=Metadata(title="My reading list"),
        blocks=(Block(BlockKind.TITLE, 0, 15, 1), Block(BlockKind.REFERENCE, 17, 60)),
    )
    assert genre(nlp.annotate(listed)) is Genre.BIBLIOGRAPHY
    assert not nlp.annotate(listed).faults
    shelf = Shelf()
    cited = shelf.add(Description(title="My reading list"))
    own = shelf.document(listed.metadata, Genre.BIBLIOGRAPHY).own
    assert own.work.id != cited.id
    assert own.work.title == "My reading list"
    assert not own.keys
