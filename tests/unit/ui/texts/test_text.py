"""A source's text is shown whole, unchanged and harmless, whatever is marked in it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kg.ids import content_id
from kg.model import Block
from kg.ui.markup import visible
from kg.ui.texts.text import Marking, render
from kg.views import Highlight
from kg.vocab import BlockKind

CLAIM = content_id("claim", "a")
CONCEPT = content_id("concept", "b")


class Words(HTMLParser):
    """The text of a page and the stretches inside links."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[tuple[str | None, str]] = []
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append((dict(attrs)["href"], ""))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags[-1] == "a":
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)


def paragraph(text: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, 0, len(text))]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Highlight], tuple[int, int] | None]:
    text = draw(st.text(min_size=1, max_size=60))
    place = st.integers(min_value=0, max_value=len(text))
    span = st.tuples(place, place).map(lambda ends: (min(ends), max(ends)))
    kinds = st.sampled_from(["assertion", "evidence", "citation"])
    targets = st.sampled_from([CLAIM, CONCEPT, content_id("reference", "c"), None])
    found = [
        Highlight(*ends, kind, "x", target)
        for ends, kind, target in draw(st.lists(st.tuples(span, kinds, targets), max_size=6))
    ]
    return text, found, draw(st.none() | span)


@given(marked_texts())
def test_every_character_is_shown_once_in_order(
    case: tuple[str, list[Highlight], tuple[int, int] | None],
) -> None:
    text, highlights, here = case
    assert Words(render(text, paragraph(text), Marking(highlights, here))).text == visible(text)


def test_a_passage_opens_its_claim_and_the_shorter_one_wins() -> None:
    text = "Cats purr because they rest."
    highlights = [
        Highlight(0, 28, "assertion", "x", CLAIM),
        Highlight(18, 27, "dependency", "y", CONCEPT),
    ]
    assert Words(render(text, paragraph(text), Marking(highlights))).links == [
        (f"./claim?claim={CLAIM}", "Cats purr because "),
        (f"./dependencies?concept={CONCEPT}", "they rest"),
        (f"./claim?claim={CLAIM}", "."),
    ]


def test_the_passage_asked_for_is_marked_once_even_across_blocks() -> None:
    text = "One two.\n\nThree four."
    blocks = [Block(BlockKind.PARAGRAPH, 0, 8), Block(BlockKind.PARAGRAPH, 10, 21)]
    page = render(text, blocks, Marking([], (4, 15)))
    assert page.count('id="here"') == 1
    assert page.count("<mark") == 2
    assert "two." in page.split("<mark", 1)[1]


def test_structure_becomes_elements_and_markers_of_markdown_go() -> None:
    text = "# Head\n\n- item\n\n> said\n\n    code"
    blocks = [
        Block(BlockKind.HEADING, 0, 6, 1),
        Block(BlockKind.LIST_ITEM, 8, 14, 1),
        Block(BlockKind.QUOTE, 16, 22),
        Block(BlockKind.CODE, 24, 32),
    ]
    assert [
        part
        for part in ("<h3", "<li", "<blockquote", "<pre")
        if part not in render(text, blocks, Marking([]))
    ] == []
    assert Words(render(text, blocks, Marking([]))).text == "Headitemsaid    code"


def test_front_matter_is_left_out() -> None:
    text = "---\na: b\n---\nBody"
    blocks = [Block(BlockKind.FRONT_MATTER, 0, 12), Block(BlockKind.PARAGRAPH, 13, 17)]
    assert Words(render(text, blocks, Marking([]))).text == "Body"


def test_markup_in_the_text_is_text() -> None:
    text = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    highlights = [Highlight(3, 30, "assertion", "x", '"><script>')]
    page = Words(render(text, paragraph(text), Marking(highlights)))
    assert page.text == text
    assert set(page.tags) <= {"div", "p", "span", "a", "mark"}


def test_a_citation_opens_its_entry_of_the_reference_list() -> None:
    reference = content_id("reference", "c")
    highlights = [Highlight(4, 7, "citation", "x", reference)]
    marking = Marking(highlights, source="document-s1a")
    (found,) = Words(render("See [1]", paragraph("See [1]"), marking)).links
    assert found == (f"./source?source=document-s1a&view=references&reference={reference}", "[1]")


def test_the_number_of_a_note_stands_where_its_words_end_and_is_no_text() -> None:
    text = "Cats purr. Dogs bark."
    highlights = [
        Highlight(0, 10, "assertion", "first", CLAIM),
        Highlight(5, 9, "citation", "other", None),
        Highlight(11, 21, "assertion", "second", CLAIM),
    ]
    page = render(text, paragraph(text), Marking(highlights, numbers={"first": 7, "second": 8}))
    assert Words(page).text == text
    assert page.count("data-note") == 2
    assert page.index('data-note="7"') < page.index('data-note="8"')
    assert ">.</a>" in page[page.index('data-note="7"') :].split("<a", 1)[0]


def test_a_table_is_a_table_with_its_marks() -> None:
    text = "Name | Value\nice \\| snow | 1 of 2\nhail |"
    block = [Block(BlockKind.TABLE, 0, len(text))]
    start = text.index("1 of 2")
    page = Words(
        render(text, block, Marking([Highlight(start, start + 6, "assertion", "x", CLAIM)]))
    )
    assert page.text == "NameValueice \\| snow1 of 2hail"
    assert page.tags.count("th") == 2
    assert page.tags.count("tr") == 3
    assert page.links == [(f"./claim?claim={CLAIM}", "1 of 2")]


def test_a_table_without_bars_stays_as_it_stands() -> None:
    text = "a  b\n1  2"
    page = Words(render(text, [Block(BlockKind.TABLE, 0, len(text))], Marking([])))
    assert page.text == text
    assert "table" not in page.tags


def test_a_rule_of_a_table_is_left_out() -> None:
    text = "| a | b |\n|---|:-:|\n| 1 | 2 |"
    page = Words(render(text, [Block(BlockKind.TABLE, 0, len(text))], Marking([])))
    assert page.text == "ab12"


def test_headings_go_down_one_step_at_a_time() -> None:
    text = "One Two Three"
    blocks = [
        Block(BlockKind.HEADING, 0, 3, 2),
        Block(BlockKind.HEADING, 4, 7, 5),
        Block(BlockKind.HEADING, 8, 13, 2),
    ]
    tags = Words(render(text, blocks, Marking([]))).tags
    assert [tag for tag in tags if tag.startswith("h")] == ["h3", "h4", "h3"]


def test_the_block_of_a_place_is_found_again() -> None:
    text = "One.\n\nTwo."
    blocks = [Block(BlockKind.PARAGRAPH, 0, 4), Block(BlockKind.PARAGRAPH, 6, 10)]
    page = render(text, blocks, Marking([], at=8))
    assert page.count('id="here"') == 1
    assert page.index('id="here"') > page.index("One.")


def test_thousands_of_marks_in_one_paragraph_stay_small() -> None:
    text = "word " * 8_000
    highlights = [Highlight(5 * at, 5 * at + 4, "assertion", str(at), CLAIM) for at in range(8_000)]
    assert len(render(text, paragraph(text), Marking(highlights))) < 200 * len(highlights)
