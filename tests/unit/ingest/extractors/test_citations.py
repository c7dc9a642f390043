"""In-text citations: notation, links, sentences served, and what does not fit."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.bibliography.markers import author_year_markers, key_markers
from ingest.bibliography.numbered import numeric_markers
from ingest.document import Fault, ParsedDocument, Sentence
from ingest.extractors.citations import CitationExtractor
from ingest.extractors.references import ReferenceExtractor
from ingest.findings import CitationFound, ReferenceFound
from kg.model import Block
from kg.vocab import BlockKind, CitationFunction
from tests.shared import shared

NUMBERED = tuple(
    f"[{n}] Author{chr(64 + n)}, B. ({2000 + n}). Title number {n} of all. Notes."
    for n in range(1, 8)
)
NAMED = (
    "Okafor, A., Sato, K., & Moreau, J. (2020). Laws of small learners. Notes.",
    "Lindqvist, M., & Sato, K. (2019a). Plateaus in practice. Notes.",
    "Lindqvist, M., & Sato, K. (2019b). Plateaus in theory. Notes.",
    "Van der Berg, T. (2018). Memory of parsers. Notes.",
    "Moreau, J. (2021). Curves of one kind. Notes.",
    "Moreau, J., & Sato, K. (2021). Curves of another kind. Notes.",
)


def document_of(body: str, *entries: str) -> ParsedDocument:
    text, blocks = "", []
    for kind, part in [
        *((BlockKind.PARAGRAPH, part) for part in body.split("\n\n")),
        *((BlockKind.REFERENCE, entry) for entry in entries),
    ]:
        blocks.append(Block(kind, len(text), len(text) + len(part)))
        text += part + "\n\n"
    return extract(ParsedDocument(text=text, media_type="text/plain", blocks=tuple(blocks)))


def extract(document: ParsedDocument) -> ParsedDocument:
    document = nlp.annotate(document)
    for extractor in (ReferenceExtractor(), CitationExtractor()):
        found = extractor.extract(document)
        document = document.with_layer(found.layer, found.spans).with_faults(found.faults)
    return document


def cited(document: ParsedDocument) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.words(span), span.references) for span in document.layer(CitationFound)]


def faults(document: ParsedDocument, code: str) -> list[Fault]:
    return [fault for fault in document.faults if fault.code == code]


@pytest.mark.parametrize(
    ("body", "marker", "references"),
    [
        ("Learners forget [3].", "[3]", (2,)),
        ("Learners forget [3, 7].", "[3, 7]", (2, 6)),
        ("Learners forget [3,7].", "[3,7]", (2, 6)),
        ("Learners forget [3-5].", "[3-5]", (2, 3, 4)),
        ("Learners forget [3–5, 7].", "[3–5, 7]", (2, 3, 4, 6)),
        ("Learners forget [1]–[4].", "[1]–[4]", (0, 1, 2, 3)),
        ("Learners forget\\[2\\] it.", "\\[2\\]", (1,)),
        ("They “forget”[2] it.", "[2]", (1,)),
        ("Learners forget [3, p. 88].", "[3, p. 88]", (2,)),
        (
            "Learners forget [see 3, ch. 2; 7, Theorem 1.2].",
            "[see 3, ch. 2; 7, Theorem 1.2]",
            (2, 6),
        ),
        ("A range of learners [3, 4] forgets.", "[3, 4]", (2, 3)),
        ("Learners differ from those of the old days [3, 7].", "[3, 7]", (2, 6)),
    ],
)
def test_numbers_in_brackets(body: str, marker: str, references: tuple[int, ...]) -> None:
    assert cited(document_of(body, *NUMBERED)) == [(marker, references)]


@pytest.mark.parametrize(
    "body",
    [
        "Weights in [0,1] are scaled, as they say [2].",
        "Weights in the range [1, 5] are scaled [2].",
        "A [1,3]-O-to-N shift follows [2].",
        "We believe growth [AI training] is on the path [2].",
        "The value x[1] is read [2].",
        "The compound calix[4]arene is known [2].",
        "It follows [a link](there) and [1](there) is one [2].",
        "As Figure 3a and Table 2 show, and Index 2024 too [2].",
        "See [2] (Appendix B), Section 3.",
    ],
)
def test_look_alikes_are_no_citations(body: str) -> None:
    document = document_of(body, *NUMBERED)
    assert cited(document) == [("[2]", (1,))]
    assert not faults(document, "dangling-citation")


def test_number_without_entry_dangles() -> None:
    document = document_of("Learners forget [3]. They dream [19].", *NUMBERED)
    assert cited(document) == [("[3]", (2,))]
    (fault,) = faults(document, "dangling-citation")
    assert document.text[fault.start : fault.end] == "[19]"


def test_numbers_mean_nothing_without_a_numbered_list() -> None:
    assert not cited(document_of("Learners forget [3].", *NAMED))


def test_numbers_without_any_list_cite_what_cannot_be_said() -> None:
    document = document_of("Learners forget [3]. They also learn [4, 7].")
    assert [found.references for found in document.layer(CitationFound)] == [(), ()]
    (fault,) = faults(document, "missing-reference-list")
    assert "2 times" in fault.message
    assert not faults(document_of("Learners forget."), "missing-reference-list")


def test_uncited_entries_are_listed_once_the_style_is_known() -> None:
    document = document_of("Learners forget [1-6].", *NUMBERED)
    (fault,) = faults(document, "uncited-reference")
    assert document.text[fault.start : fault.end] == NUMBERED[6]
    assert not faults(document_of("Nothing is cited here.", *NUMBERED), "uncited-reference")


def test_raised_digits_count_where_they_are_the_style() -> None:
    body = "First things¹. Second things²,³ and fourth.⁴ Later ones.⁵⁻⁷"
    assert [refs for _, refs in cited(document_of(body, *NUMBERED))] == [
        (0,),
        (1, 2),
        (3,),
        (4, 5, 6),
    ]
    assert not cited(document_of("An area of 3 m² or x³ is large.", *NUMBERED))


def test_round_brackets_count_where_they_are_the_style() -> None:
    body = (
        "Weirs leak in spring (1). Two surveys found the same (2, 3), and locks leak more (4). "
        "Later work disagrees (5-7)."
    )
    assert len(cited(document_of(body, *NUMBERED))) == 4
    assert [
        words for words, _ in cited(document_of("Steps (1) and (2) follow [3].", *NUMBERED))
    ] == ["[3]"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Laws hold (Okafor et al., 2020).", [("Okafor et al., 2020", (0,))]),
        ("As Okafor et al. (2020) say, laws hold.", [("Okafor et al. (2020)", (0,))]),
        ("Okafor, Sato, and Moreau (2020) agree.", [("Okafor, Sato, and Moreau (2020)", (0,))]),
        ("As in Okafor et al., 2020, laws hold.", [("Okafor et al., 2020", (0,))]),
        (
            "Laws hold (see, e.g., Lindqvist & Sato, 2019a, b; Van der Berg 2018).",
            [("Lindqvist & Sato, 2019a", (1,)), ("b", (2,)), ("Van der Berg 2018", (3,))],
        ),
        (
            "Laws hold (Lindqvist and Sato, 2019a/b).",
            [("Lindqvist and Sato, 2019a", (1,)), ("b", (2,))],
        ),
        ("However, Moreau's (2021) curve is odd.", [("Moreau's (2021)", (4,))]),
        ("Moreau and Sato (2021) differ.", [("Moreau and Sato (2021)", (5,))]),
        ("Laws hold (cf. van der Berg, 2018, p. 7).", [("van der Berg, 2018", (3,))]),
        ("Lastly, Okafor et al. (2020) agree.", [("Okafor et al. (2020)", (0,))]),
    ],
)
def test_authors_and_year(body: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert cited(document_of(body, *NAMED)) == found


def test_ambiguous_names_lead_nowhere_rather_than_wrong() -> None:
    document = document_of("Plateaus exist (Lindqvist & Sato, 2019).", *NAMED)
    (span,) = document.layer(CitationFound)
    assert span.references == ()
    assert (span.authors, span.year) == (("Lindqvist", "Sato"), "2019")
    assert not faults(document, "dangling-citation")


def test_names_without_entry_dangle_where_others_have_one() -> None:
    document = document_of("Laws hold (Okafor et al., 2020; Quist et al., 1999).", *NAMED)
    assert len(faults(document, "dangling-citation")) == 1
    assert document.layer(CitationFound)[1].year == "1999"


def test_text_without_list_names_its_works() -> None:
    body = (
        "Laws hold (Quist et al., 2018; Roe 2019, 2020b). So do costs, as Roe (2019) says. "
        "Figures (sourced from Harbour/Tide Index 2024 — no bars) and (ICML 2024) are none."
    )
    spans = document_of(body).layer(CitationFound)
    assert [(span.authors, span.year) for span in spans] == [
        (("Quist",), "2018"),
        (("Roe",), "2019"),
        (("Roe",), "2020b"),
        (("Roe",), "2019"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "The model won in March (2024) and Figure 3 (2023) shows it.",
        "In Section 2 (2020 edition) nothing is cited.",
        "Released in May 2024, Index 2024 says little.",
    ],
)
def test_dates_are_no_citations(body: str) -> None:
    assert not cited(document_of(body))


def test_keys_are_read_where_entries_have_them() -> None:
    entries = (
        "[@okafor2020] Okafor, A. (2020). Laws. Notes.",
        "[Sat19] Sato, K. (2019). Plateaus.",
    )
    body = "Laws hold [@okafor2020, p. 3; @nobody]. Not so [Sat19] [sic]."
    document = document_of(body, *entries)
    assert cited(document) == [("[@okafor2020, p. 3; @nobody]", (0,)), ("[Sat19]", (1,))]


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        ("First is said. Laws hold [1]. Then more.", "Laws"),
        ("Laws hold “as ever.” [1] Then comes more.", "Laws"),
        ("Laws hold.[1] Then comes more of it.", "Laws"),
        ("Laws hold.\n\n[1] shows that they do.", "[1] shows"),
    ],
)
def test_marker_serves_the_sentence_that_it_backs(body: str, beginning: str) -> None:
    document = document_of(body, *NUMBERED)
    (span,) = document.layer(CitationFound)
    assert span.sentence is not None
    assert document.words(document.layer(Sentence)[span.sentence]).startswith(beginning)


def test_a_citation_has_the_function_of_its_sentence() -> None:
    body = (
        "Weirs leak in spring [1]. Our estimates agree with those of [2], unlike earlier ones. "
        "Samples were prepared as described in [3] and in [4]. [5]."
    )
    found = document_of(body, *NUMBERED).layer(CitationFound)
    assert [one.function for one in found] == [
        CitationFunction.BACKGROUND,
        CitationFunction.SUPPORTS,
        CitationFunction.USES,
        CitationFunction.USES,
        CitationFunction.USES,
    ]
    assert all(one.score is not None and one.score > 0.5 for one in found)
    assert found[2].score == found[3].score


def test_a_marker_by_itself_has_no_function() -> None:
    (alone,) = document_of("[5] again.", *NUMBERED).layer(CitationFound)
    assert alone.sentence is not None
    assert (alone.function, alone.score) == (None, None)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True))
def test_any_list_of_numbers_is_read_back(numbers: list[int]) -> None:
    text = f"It is said [{', '.join(map(str, numbers))}]."
    (marker,) = numeric_markers(text)
    assert marker.numbers == tuple(numbers)
    assert text[marker.start : marker.end].strip("[]") == text[marker.start + 1 : marker.end - 1]


@given(
    st.sampled_from(["Okafor", "van der Berg", "O'Neill", "Ibáñez", "Kim-Lee"]),
    st.integers(1900, 2029),
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
)
def test_any_name_and_year_is_read_back(
    name: str,
    year: int,
    letter: str,
    others: bool,
) -> None:
    text = f"It is said ({name}{' et al.' if others else ''}, {year}{letter})."
    (marker,) = author_year_markers(text)
    assert (marker.authors, marker.year, marker.others) == ((name,), f"{year}{letter}", others)


@settings(deadline=None)
@given(st.text(alphabet="Aa .,;:&()[]“”@0129-–/\n'¹et", min_size=1, max_size=12))
def test_time_is_linear_in_repetition(piece: str) -> None:
    started = time.process_time()
    text = piece * (20_000 // len(piece))
    for finder in (numeric_markers, key_markers, author_year_markers):
        for marker in finder(text):
            assert 0 <= marker.start < marker.end <= len(text)
    assert time.process_time() - started < 20


def seed(number: str) -> ParsedDocument:
    path = next(shared("seeds").glob(f"{number}_*"))
    return extract(readers.read(path.read_bytes(), path.name))


def test_all_markers_of_the_seed_with_a_list_are_linked() -> None:
    document = seed("000")
    labels = {str(index + 1): index for index in range(11)}
    assert [one.label for one in document.layer(ReferenceFound)] == list(labels)
    body = document.text[: document.layer(ReferenceFound)[0].start]
    expected = [
        (match.start(), tuple(labels[n] for n in re.findall(r"\d+", match[0])))
        for match in re.finditer(r"\[\d+(?:, \d+)*\]", body)
    ]
    assert [(span.start, span.references) for span in document.layer(CitationFound)] == expected
    assert len(expected) == 11
    assert not [fault for fault in document.faults if "citation" in fault.code]


def test_marker_behind_a_quotation_serves_the_quoting_sentence() -> None:
    document = seed("000")
    sentences = document.layer(Sentence)
    for span in document.layer(CitationFound):
        assert span.sentence is not None
        sentence = sentences[span.sentence]
        assert sentence.start < span.start
        assert span.start - sentence.end < 4


def test_all_years_cited_in_the_notes_are_found() -> None:
    document = seed("002")
    spans = document.layer(CitationFound)
    covered = {position for span in spans for position in range(span.start, span.end)}
    years = [
        match
        for match in re.finditer(r"\b20\d\d[a-z]?\b", document.text)
        if re.search(
            r"(?:al\.?,? \(?|Hooker |[,/] ?)(?:\d{4}[,/] ?)?$",
            document.text[max(0, match.start() - 18) : match.start()],
        )
    ]
    assert len(years) >= 18
    assert all(match.start() in covered for match in years)
    assert not [span for span in spans if "Index" in document.words(span)]


def test_a_marker_in_a_table_cites_without_a_sentence() -> None:
    text = (
        "# Mills\n\nMills stop [1].\n\n| mill | source |\n|---|---|\n| Old | [2] |\n\n"
        "## References\n\n[1] Roe, J. (1999). Silt.\n\n[2] Okafor, A. (2011). Ponds.\n"
    )
    document = extract(readers.read(text.encode(), "mills.md"))
    served = [(c.references, c.sentence is None) for c in document.layer(CitationFound)]
    assert served == [((0,), False), ((1,), True)]


def test_entries_without_labels_are_counted_where_the_text_cites_by_number() -> None:
    bare = [entry.partition("] ")[2] for entry in NUMBERED]
    assert cited(document_of("Old [1, 2]. New [3-5, 7]. None.", *bare)) == [
        ("[1, 2]", (0, 1)),
        ("[3-5, 7]", (2, 3, 4, 6)),
    ]
    assert cited(document_of("See step [2] of the list. None else.", *bare)) == []


@pytest.mark.parametrize(
    ("body", "references"),
    [
        ("Okafor puts the limit at a third (2020, 44).", [(0,)]),
        ("On Van der Berg's own data the curve is steep (2018).", [(3,)]),
        ("Moreau saw that the curve is steep (2021).", []),
        ("Okafor wrote first. The limit is a third (2020).", []),
        ("Lindqvist saw plateaus (2019a, pp. 3-4) and more of them (2019b).", [(1,), (2,)]),
        ("Sato saw none (2020).", []),
    ],
)
def test_a_year_alone_denotes_whom_the_sentence_names(
    body: str, references: list[tuple[int, ...]]
) -> None:
    assert [found for _, found in cited(document_of(body, *NAMED))] == references


def test_a_body_with_and_in_its_name_is_one_author() -> None:
    entry = "Silt and Soil Organization. (2006). Guidelines for soil description. Mill Press."
    document = document_of(
        "Soils were described as usual (Silt and Soil Organization 2006).", entry
    )
    assert [found for _, found in cited(document)] == [(0,)]


def test_letters_that_the_list_does_not_print_follow_its_order() -> None:
    entries = [re.sub(r"2019[ab]", "2019", entry) for entry in NAMED]
    body = "In practice (Lindqvist & Sato, 2019a) and in theory (Lindqvist & Sato, 2019b)."
    assert [found for _, found in cited(document_of(body, *entries))] == [(1,), (2,)]
