"""The reference list: entries, labels, fields in the common styles, shared identifiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import readers
from ingest.bibliography.entry import parse_reference
from ingest.bibliography.identifiers import find_identifiers, normal_arxiv, normal_doi
from ingest.bibliography.names import family, split_names
from ingest.document import ParsedDocument
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import ReferenceFound
from kg.model import Block, Description
from kg.vocab import BlockKind
from tests.shared import shared

FAMILIES = ("Okafor", "Lindqvist", "Moreau", "Sato", "Van der Berg", "Ibáñez", "O'Neill", "Kim-Lee")
TITLES = (
    "Sparse gradients in wide networks",
    "How many examples does a learner need",
    "Learning curves and their plateaus: a survey",
    "Teachers without students",
    "Memory limits of small parsers",
)
JOURNALS = ("Journal of Slow Results", "Annals of Modest Claims", "Computational Notes")


@dataclass(frozen=True)
class Entry:
    authors: tuple[tuple[str, str], ...]
    title: str
    journal: str
    year: int

    def inverted(self, last: str = "& ") -> str:
        names = [f"{name}, {initial}." for name, initial in self.authors]
        return ", ".join([*names[:-1], (last if len(names) > 1 else "") + names[-1]])


def apa(entry: Entry) -> str:
    return f"{entry.inverted()} ({entry.year}). {entry.title}. {entry.journal}, 12(3), 45–67."


def ieee(entry: Entry) -> str:
    names = [f"{initial}. {name}" for name, initial in entry.authors]
    joined = " and ".join(names) if len(names) < 3 else ", ".join([*names[:-1], "and " + names[-1]])
    return f"{joined}, “{entry.title},” {entry.journal}, vol. 12, no. 3, pp. 45–67, {entry.year}."


def vancouver(entry: Entry) -> str:
    names = ", ".join(f"{name} {initial}" for name, initial in entry.authors)
    return f"{names}. {entry.title}. {entry.journal}. {entry.year};12(3):45-67."


def acm(entry: Entry) -> str:
    names = [f"{initial}. {name}" for name, initial in entry.authors]
    return f"{', '.join(names)}. {entry.year}. {entry.title}. {entry.journal} 12, 3, 45–67."


def mla(entry: Entry) -> str:
    name, initial = entry.authors[0]
    return f"{name}, {initial}. “{entry.title}.” {entry.journal} 12.3 ({entry.year}): 45–67."


entries = st.builds(
    Entry,
    st.lists(
        st.tuples(st.sampled_from(FAMILIES), st.sampled_from("ABCDEHJKMRT")),
        min_size=1,
        max_size=4,
        unique_by=lambda name: name[0],
    ).map(tuple),
    st.sampled_from(TITLES),
    st.sampled_from(JOURNALS),
    st.integers(1950, 2029),
)


@pytest.mark.parametrize("style", [apa, ieee, vancouver, acm])
@given(entry=entries)
def test_reference_made_from_fields_is_parsed_back(
    style: Callable[[Entry], str],
    entry: Entry,
) -> None:
    fields = parse_reference(style(entry))
    expected = tuple(f"{name}, {initial}." for name, initial in entry.authors)
    assert (fields.authors, fields.title, fields.container, fields.year) == (
        expected,
        entry.title,
        entry.journal,
        entry.year,
    )


@given(entry=entries)
def test_mla_is_parsed_back(entry: Entry) -> None:
    fields = parse_reference(mla(entry))
    assert (family(fields.authors[0]), fields.title, fields.container, fields.year) == (
        family(entry.authors[0][0]),
        entry.title,
        entry.journal,
        entry.year,
    )


@given(entry=entries, label=st.sampled_from(["[7] ", "7. ", "(7) ", "[Oka20] ", "- [7] "]))
def test_label_changes_no_field(entry: Entry, label: str) -> None:
    assert parse_reference(label + apa(entry)) == parse_reference(apa(entry))


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Okafor, A. B., & Sato, K.", ("Okafor, A. B.", "Sato, K.")),
        ("Okafor AB, Sato K, et al.", ("Okafor, A. B.", "Sato, K.")),
        ("A. B. Okafor, K. Sato, and J.-P. Moreau", ("Okafor, A. B.", "Sato, K.", "Moreau, J.-P.")),
        ("Okafor, Adaeze, Ken Sato, and Jean Moreau", ("Okafor, A.", "Sato, K.", "Moreau, J.")),
        ("van der Berg, T.; de Witt, R.", ("van der Berg, T.", "de Witt, R.")),
        ("Okafor, A., Jr.", ("Okafor Jr, A.",)),
        ("Institute of Slow Results", ("Institute of Slow Results",)),
        ("", ()),
    ],
)
def test_names_have_one_display_form(raw: str, names: tuple[str, ...]) -> None:
    assert split_names(raw) == names


def test_corporate_author_before_bracketed_year_stays_whole() -> None:
    fields = parse_reference("North Harbour Lab. (2023). Tides of compute. Harbour Notes.")
    assert fields.authors == ("North Harbour Lab",)


def test_title_with_a_number_is_no_journal() -> None:
    raw = "Moreau, J., et al. (2024). The Walrus 3 herd of parsers. Harbour Notes, 4, 1-9."
    fields = parse_reference(raw)
    assert (fields.title, fields.container) == ("The Walrus 3 herd of parsers", "Harbour Notes")


def test_journal_without_title_is_no_title() -> None:
    fields = parse_reference("J. Moreau, K. Sato, Ann. Mod. Phys. 12, 345 (1998).")
    assert (fields.title, fields.container, fields.year) == (None, "Ann. Mod. Phys", 1998)


@pytest.mark.parametrize(
    ("text", "doi", "arxiv"),
    [
        ("doi:10.1234/Abc.5.", "10.1234/abc.5", None),
        ("https://doi.org/10.1234/x(1)y).", "10.1234/x(1)y", None),
        ("https://dx.doi.org/10.1234/s0-1_2;", "10.1234/s0-1_2", None),
        ("arXiv preprint arXiv:2001.01234v3.", None, "2001.01234"),
        ("https://arxiv.org/pdf/2001.01234v2.pdf", None, "2001.01234"),
        ("arXiv:hep-th/9901001", None, "hep-th/9901001"),
        ("math.AG/0601001v1", None, "math.ag/0601001"),
        ("https://doi.org/10.48550/arXiv.2001.01234", None, "2001.01234"),
        ("Pages 10.5 and 2001.0123 of it.", None, None),
    ],
)
def test_identifiers(text: str, doi: str | None, arxiv: str | None) -> None:
    found = find_identifiers(text)
    assert (found.doi, found.arxiv) == (doi, arxiv)


def test_identifier_spellings_are_equal() -> None:
    assert normal_doi("https://doi.org/10.1234/ABC") == normal_doi("10.1234/abc")
    assert normal_arxiv("arXiv:2001.01234v2") == normal_arxiv("2001.01234")


def test_url_loses_the_full_stop_of_its_sentence() -> None:
    assert find_identifiers("See https://example.org/a_(b).").url == "https://example.org/a_(b)"


def listed(*raw: str, before: str = "") -> ParsedDocument:
    text, blocks = before, []
    for entry in raw:
        blocks.append(Block(BlockKind.REFERENCE, len(text), len(text) + len(entry)))
        text += entry + "\n\n"
    return ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks))


def extract(document: ParsedDocument) -> tuple[ReferenceFound, ...]:
    found = ReferenceExtractor().extract(document)
    assert all(isinstance(span, ReferenceFound) for span in found.spans)
    return found.spans  # type: ignore[return-value]


def test_entries_that_run_together_are_split_at_consecutive_labels() -> None:
    document = listed("[1] Sato, K. (2001). First of 12 [9] things. [2] Moreau, J. (2002). Second.")
    spans = extract(document)
    assert [span.label for span in spans] == ["1", "2"]
    assert document.words(spans[1]) == "[2] Moreau, J. (2002). Second."
    assert document.words(spans[0]).endswith("things.")


def test_label_outside_the_block_is_found() -> None:
    text = "3. Sato, K. (2001). First."
    document = ParsedDocument(
        text=text, media_type="text/plain", blocks=(Block(BlockKind.REFERENCE, 3, len(text)),)
    )
    assert extract(document)[0].label == "3"


def test_entry_without_label_has_none() -> None:
    assert extract(listed("Sato, K. (2001). First."))[0].label is None


def test_one_identifier_twice_is_reported_once() -> None:
    document = listed(
        "[1] Sato, K. (2001). First. https://doi.org/10.1234/AB",
        "[2] Sato, K. (2002). Second. doi:10.1234/ab",
        "[3] Sato, K. (2003). Third.",
    )
    faults = ReferenceExtractor().extract(document).faults
    assert [fault.code for fault in faults] == ["duplicate-identifier"]
    assert document.text[faults[0].start : faults[0].end].startswith("[2]")


def test_a_model_can_take_the_place_of_the_parser() -> None:
    extractor = ReferenceExtractor(parse=lambda raw: Description(title=raw[4:9]))
    found = extractor.extract(listed("[1] Title of it")).spans[0]
    assert isinstance(found, ReferenceFound)
    assert found.described.title == "Title"


@given(st.text(max_size=400))
def test_no_text_crashes_the_parser(raw: str) -> None:
    fields = parse_reference(raw)
    assert fields.year is None or 1500 <= fields.year < 2100


def test_seed_references_are_all_found() -> None:
    path = next(shared("seeds").glob("000_*"))
    spans = extract(readers.read(path.read_bytes(), path.name))
    assert [span.label for span in spans] == [str(number) for number in range(1, 12)]
    works = [span.described for span in spans]
    assert all(work.title and work.year and work.authors and work.url for work in works)
    assert sum(work.arxiv is not None for work in works) == 6
    assert len({work.title for work in works}) == 11


def test_entries_by_name_and_year_may_follow_numbered_ones() -> None:
    text = (
        "# On locks\n\nLocks are slow [1].\n\n# References\n\n"
        "[1] Okafor, B. (2016). Gates. Canal Press.\n"
        "[2] Moreau, C. and Sato, D. (2018). Keepers of the long canals of the north,\n"
        "Kanal Verlag, a reprint of 1911.\n"
        "Lindqvist, E. (2017). Weirs in spring. Canal Notes, 5, 1-12.\n"
        "Kim, F., Moreau, C. and Sato, D. (2019). Boats at night. Canal Notes, 9, 4-8.\n"
    )
    document = readers.read(text.encode(), "text.md")
    found = ReferenceExtractor().extract(document).spans
    labels = [one.label for one in found if isinstance(one, ReferenceFound)]
    assert labels == ["1", "2", None, None]


@pytest.mark.parametrize("dash", ["———.", "———,", "--- .", "_____.", "——————."])
def test_a_dash_stands_for_the_authors_of_the_entry_before(dash: str) -> None:
    entries = (
        "Okafor, Ada, and Ken Sato. 2011. “Dear Bread.” Annals of Scarcity 22 (1): 5–29.",
        f"{dash} 2012. “Dear Coal.” Annals of Scarcity 23 (1): 5–29.",
        f"{dash} 2013. “Dear Salt.” Annals of Scarcity 24 (1): 5–29.",
        "“Dear Oil.” 2014. Annals of Scarcity 25 (1): 5–29.",
    )
    text = "References\n\n" + "\n\n".join(entries) + "\n"
    found = ReferenceExtractor().extract(readers.read(text.encode(), "a.txt")).spans
    authors = [one.described.authors for one in found if isinstance(one, ReferenceFound)]
    assert authors == [("Okafor, A.", "Sato, K.")] * 3 + [()]
