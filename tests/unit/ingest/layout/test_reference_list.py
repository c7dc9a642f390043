"""Finding a reference section in plain text, and parting it into entries."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.layout.blocks import parse_plain
from ingest.layout.lines import split_lines
from ingest.layout.reference_labels import chain
from ingest.layout.reference_lines import BEGIN, tags
from ingest.layout.reference_list import MAX_LINES, entries, find, is_heading
from kg.vocab import BlockKind

ENTRIES = (
    "Abney, K. L. and Moreau, P. (2011). Weirs of the lower valley and the people who keep them."
    " Journal of Canal Studies 14, 201-219.",
    "Beckers, T. (1998). A short history of locks. Harbour Press, Ghent.",
    "Castellanos, R., Dietrich, U., and Ekwueme, O. (2015). Sediment behind small dams: a survey"
    " of forty sites. Water and Land 7(3), 88-104. doi:10.1000/wl.2015.88",
    "Dietrich, U. (2003). On the drag of barges in narrow cuts. Annals of Inland Shipping 22,"
    " 1-19.",
    "Ekwueme, O. and Farkas, J. (2019). Seepage and its measurement. In Proceedings of the Fourth"
    " Workshop on Earthworks, pages 55-63. Lakeside University.",
    "Farkas, J. (2020). Gates that open themselves. Notes on Hydraulics 2, 12-17.",
)
PROSE = (
    "The keepers of the upper locks have kept a diary since the spring in which the new gates"
    " were hung. We read the diary for what it says of leaks, and we found that leaks are noted"
    " more often after a dry summer than after a wet one, which surprised us."
)
INSERTED = "214"


def wrapped(entry: str, width: int = 60) -> str:
    return textwrap.fill(entry, width, break_long_words=False)


def section(label: str = "", width: int = 60) -> list[str]:
    return [wrapped(label.format(n) + entry, width) for n, entry in enumerate(ENTRIES, 1)]


def parted(text: str) -> list[str]:
    return [text[start:end] for start, end in entries(split_lines(text))]


def listed(text: str) -> list[str]:
    return [text[b.start : b.end] for b in parse_plain(text) if b.kind is BlockKind.REFERENCE]


def set_whole(*parts: str) -> str:
    return "\n\n".join(parts)


@pytest.mark.parametrize("label", ["[{}] ", "{}. ", "({}) ", "{}) ", "[{}]\n", ""])
@pytest.mark.parametrize("width", [48, 60, 90, 2000])
def test_each_entry_is_found_whatever_label_and_width(label: str, width: int) -> None:
    expected = [wrapped(one, width) for one in ENTRIES]
    if label.endswith("\n"):
        expected = [label.format(n) + one for n, one in enumerate(expected, 1)]
    else:
        expected = section(label, width)
    assert parted("\n".join(expected)) == expected


def test_blank_lines_between_entries_do_no_harm() -> None:
    assert parted("\n\n".join(section())) == section()


def test_hanging_indentation_shows_entries() -> None:
    rows = [textwrap.fill(one, 55, subsequent_indent="     ") for one in ENTRIES]
    assert parted("\n".join(rows)) == rows


def test_page_number_between_entries_is_no_entry() -> None:
    first, *others = section("[{}] ")
    assert parted("\n".join([first, INSERTED, *others])) == [first, *others]


def test_page_number_within_an_entry_does_not_part_it() -> None:
    first, second, *others = section("[{}] ")
    head, tail = first.split("\n", 1)
    rows = [f"{head}\n{INSERTED}\n{tail}", second, *others]
    assert parted("\n".join(rows)) == rows


def test_year_that_opens_a_line_is_no_label() -> None:
    rows = section("{}. ")
    rows[1] = "2. Beckers, T. A short history of locks in three parts. Harbour Press,\n1998."
    assert parted("\n".join(rows)) == rows


def test_entries_that_run_on_in_one_line_are_parted() -> None:
    rows = [f"[{n}] {entry}" for n, entry in enumerate(ENTRIES, 1)]
    assert [one.strip() for one in parted(" ".join(rows))] == rows


def test_bullets_are_left_out() -> None:
    assert parted("\n".join(f"- {entry}" for entry in ENTRIES)) == list(ENTRIES)


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "REFERENCES",
        "R EFERENCES",
        "R E F E R E N C E S",
        "REFERENCES AND NOTES",
        "8. Bibliography",
        "VII. REFERENCES",
        "Literature Cited",
        "## References",
        "**References**",
        "References:",
        "Literatur",
        "Literaturverzeichnis",
        "Références",
        "Références bibliographiques",
        "Referencias",
        "Bibliografía",
        "Referências",
        "Riferimenti bibliografici",
        "Список литературы",
        "参考文献",
        "Notes",
        "Sources cited",
    ],
)
def test_headings_in_many_forms_open_the_list(heading: str) -> None:
    text = set_whole("The Locks of the Valley", wrapped(PROSE), "\n".join([heading, *section()]))
    assert listed(text) == section()
    assert is_heading(heading, ENTRIES[0])


@pytest.mark.parametrize(
    "line",
    [
        "Reference values",
        "References are listed below.",
        "Notes on the text",
        "The literature",
        "References " * 30,
        "",
    ],
)
def test_other_lines_are_no_heading(line: str) -> None:
    assert not is_heading(line, PROSE)


def test_a_line_of_the_table_of_contents_opens_nothing() -> None:
    contents = "Contents\nIntroduction\nReferences\nAppendix"
    body = "\n".join(["References", *section("[{}] ")])
    text = set_whole("The Locks of the Valley", contents, wrapped(PROSE), body)
    assert listed(text) == section("[{}] ")
    (found,) = find(split_lines(text), at_end=True)
    assert found.first > text.count("\n", 0, text.index("Appendix")) - 3


def test_an_appendix_ends_the_list() -> None:
    body = "\n".join(["References", *section()])
    text = set_whole(wrapped(PROSE), body, "Appendix A", wrapped(PROSE))
    assert listed(text) == section()


def test_prose_without_heading_ends_the_list() -> None:
    body = "\n".join(["References", *section("[{}] ")])
    text = set_whole(wrapped(PROSE), body, wrapped(" ".join([PROSE] * 3)))
    assert listed(text) == section("[{}] ")


def test_each_of_two_lists_is_found() -> None:
    body = "\n".join(["References", *section("[{}] ")])
    chapter = set_whole(wrapped(PROSE), body)
    text = set_whole(chapter, "Appendix: Weirs", chapter)
    assert listed(text) == section("[{}] ") * 2


def test_capitals_of_a_running_head_do_not_end_the_list() -> None:
    first, second, *others = section("[{}] ")
    rows = ["References", first, second, "JOURNAL OF CANAL STUDIES", *others]
    assert listed(set_whole(wrapped(PROSE), "\n".join(rows))) == [first, second, *others]


@pytest.mark.parametrize("appendix", ["", "Thanks\n\n" + wrapped(PROSE * 3)])
def test_a_list_without_heading_is_found_at_the_end(appendix: str) -> None:
    text = set_whole("The Locks of the Valley", *[wrapped(PROSE)] * 3, "\n".join(section()))
    assert listed(set_whole(text, appendix).rstrip()) == section()


@pytest.mark.parametrize(
    "text",
    [
        set_whole("The Locks of the Valley", *[wrapped(PROSE)] * 12),
        set_whole(wrapped(PROSE), "1. Hang the gate in 2019.\n2. Wait.\n3. Open it in 2020."),
        set_whole(wrapped(PROSE), "Anna Beck\nTom Farkas\nUli Dietrich\nMay 3, 2020"),
        "References",
        "References\n\nAppendix",
        "",
    ],
)
def test_text_without_list_has_none(text: str) -> None:
    assert listed(text) == []


@given(st.lists(st.text(alphabet="aA1[].,-( \t\n", max_size=60), max_size=20))
@settings(deadline=None, max_examples=60)
def test_entries_lie_in_order_within_the_text(rows: list[str]) -> None:
    text = "\n".join(rows)
    spans = list(entries(split_lines(text)))
    flat = [position for span in spans for position in span]
    assert flat == sorted(flat)
    assert all(start < end <= len(text) for start, end in spans)


@given(st.lists(st.text(max_size=40), max_size=30))
@settings(deadline=None, max_examples=40)
def test_each_line_has_one_tag(rows: list[str]) -> None:
    lines = split_lines("\n".join(rows))
    assert len(tags(lines)) == len(lines)


def test_labels_count_up_also_over_a_lost_one() -> None:
    rows = ["[1] a", "1998", "[2] b", "12 pages", "[4] d", "7 e", "[5] f"]
    assert chain(rows) == [0, 2, 4, 6]


def test_labels_of_another_style_do_not_mix() -> None:
    assert chain(["1. a", "[7] x", "2. b", "3. c"]) == [0, 2, 3]


def test_no_labels_no_chain() -> None:
    assert chain(["a", "b"]) == []
    assert chain([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "References\n" + "[1] " * 250_000,
        "References\n" + "A" * 1_000_000,
        "References\n" + "Smith, " * 140_000,
        "References\n\x00\x00\n" * 2_000,
        "R " * 300_000,
    ],
)
def test_hostile_lines_are_read_quickly(text: str) -> None:
    began = time.process_time()
    parse_plain(text)
    assert time.process_time() - began < 20


def test_a_list_is_read_up_to_its_bound() -> None:
    lines = split_lines("References\n" + "[1] Beck, A. 1999. Locks.\n" * (MAX_LINES // 4))
    (found,) = find(lines, at_end=True)
    assert found.end == len(lines)
    assert tags(lines[1:4]) == [BEGIN] * 3
