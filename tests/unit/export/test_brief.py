"""The brief as a person gets it: what it says, who vouches, and no text that is markup."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.database import Database
from kg.errors import NotFoundError, UsageError
from kg.export import brief_html, brief_markdown, brief_word
from kg.export.brief import brief
from kg.export.citing import Citing
from kg.export.formats import Options
from kg.export.runs import Heading, Paragraph, Piece, Points, Quotation, Run, Table
from kg.export.works import works
from kg.model import Relation
from kg.vocab import Action, Status
from tests.argumentations import HOSTILE, argued
from tests.factories import work

WRITERS = pytest.mark.parametrize("form", [brief_markdown, brief_html, brief_word])
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False}).disable("linkify")


@pytest.fixture
def debate(tmp_path: Path) -> Iterator[Database]:
    with argued(tmp_path / "brief.sqlite") as database:
        yield database


class Reading(HTMLParser):
    """What a browser makes of a page: the names of its elements, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(form: Any, data: bytes) -> str:
    """Return the text that a reader sees."""
    if form is brief_word:
        opened = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in opened.paragraphs), *cells])
    page = MARKDOWN.render(data.decode()) if form is brief_markdown else data.decode()
    return Reading(page).text


def written(form: Any, database: Database, **options: Any) -> bytes:
    out = io.BytesIO()
    form.EXPORT.write(database, out, Options(**options))
    return out.getvalue()


def plain(text: str) -> str:
    return " ".join(text.split())


@WRITERS
def test_a_reader_finds_the_question_both_sides_and_where_it_is_said(
    form: Any, debate: Database
) -> None:
    text = plain(read(form, written(form, debate)))
    for words in (
        "Do mills need the sea?",
        "The state of play",
        "Yes: Tide mills need the sea.",
        "No: Tide mills need only a pond.",
        "Best support",
        "“All nine had a sea gate.”",
        "Best rebuttal",
        "That link is itself disputed",
        "“But a gate proves nothing.”",
        "What is contested",
        "What would change it",
        "Roe, A. (2020). The sea mill. https://doi.org/10.1000/sea",
        "(Roe, 2020)",
        "of 1, and is put forward by 1 independent source",
        "no probability that a claim is true",
    ):
        assert words in text, words


@WRITERS
def test_a_second_brief_has_the_same_bytes(form: Any, debate: Database) -> None:
    assert written(form, debate) == written(form, debate)


@WRITERS
def test_hostile_words_are_shown_and_are_no_markup(form: Any, debate: Database) -> None:
    data = written(form, debate)
    text = plain(read(form, data))
    shown = plain(HOSTILE.replace("\u202e", "\ufffd").replace("\x1b", "\ufffd"))
    assert shown[:150] in text
    assert "\u202e" not in text
    if form is not brief_word:
        page = MARKDOWN.render(data.decode()) if form is brief_markdown else data.decode()
        elements = set(Reading(page).elements)
        assert not elements & {"script", "img", "code", "s", "del"}
        links = re.findall(r'href="([^"]*)"', page)
        assert links == ["https://doi.org/10.1000/sea"]


_LINES = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(
    lambda text: plain(text)
)


@given(st.one_of(_LINES, st.text("ab []()<>\\/#*_+-=.:1|~`'\"$%^&!@w{}", min_size=1).filter(plain)))
def test_markdown_shows_any_text_as_it_is(words: str) -> None:
    piece = Piece(
        "x",
        (
            Heading(2, words),
            Paragraph((Run(words), Run(" "), Run(words, strong=True))),
            Quotation(words, (Run(words, italic=True),)),
            Points(((Run(words),),)),
            Table(words, (words,), (((Run(words),),),)),
        ),
    )
    page = MARKDOWN.render("".join(brief_markdown.markdown(piece)))
    reading = Reading(page)
    known = {"h2", "p", "strong", "blockquote", "em", "ul", "li", "table", "thead", "tr", "th"}
    assert set(reading.elements) <= known | {"tbody", "td", "br"}
    assert reading.elements.count("li") == 1
    assert reading.elements.count("td") == 1
    meant = plain(words)
    letters = re.sub(r"\s+", "", reading.text)
    assert letters.count(re.sub(r"\s+", "", meant)) >= 8


@given(_LINES)
def test_html_shows_any_text_as_it_is(words: str) -> None:
    piece = Piece(words, (Heading(2, words), Quotation(words, (Run(words),), 'x" onload="1')))
    reading = Reading("".join(brief_html.html(piece)))
    assert set(reading.elements) <= {
        "html", "head", "meta", "title", "style", "body", "main", "h2", "figure", "blockquote",
        "figcaption",
    }  # fmt: skip


def test_what_a_person_accepted_looks_unlike_what_the_program_proposed(debate: Database) -> None:
    proposed = written(brief_html, debate).decode()
    assert "✓ accepted by a person" not in proposed.split("How to read this")[0]
    (link,) = [one for one in debate.store.find(Relation) if one.source_evidence_id]
    debate.curator("Ada").decide(link.id, Action.ACCEPT)
    page = written(brief_html, debate).decode()
    assert '<span class="by decided">supports, ✓ accepted by a person</span>' in page
    assert 'class="framed decided"' in page
    assert 'class="framed proposed"' in page
    assert "A person has accepted 1 of these links" in page
    debate.curator("Ada").decide(link.id, Action.REJECT)
    assert "All nine had a sea gate." not in written(brief_html, debate).decode()
    assert debate.store.load(Relation, [link.id])[link.id].status is Status.REJECTED


def test_what_people_say_would_change_their_minds_is_told(debate: Database) -> None:
    (view,) = debate.questions()
    claim = view.positions[0][1]
    note = "A mill without a *gate*"
    debate.curator("Ada").decide(claim.id, Action.WOULD_CHANGE, note=note)
    text = plain(read(brief_markdown, written(brief_markdown, debate)))
    assert f"{note} (Ada)" in text


def test_what_would_change_a_heavily_argued_claim_is_looked_for_only_if_asked(
    debate: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = brief(debate, Options())
    monkeypatch.setattr("kg.debate.WIDE", 0)
    assert "was not looked for" not in str(whole)
    assert "was not looked for" in str(brief(debate, Options()))
    assert brief(debate, Options(thorough=True)) == whole


def test_without_a_question_it_is_about_what_is_contested(tmp_path: Path) -> None:
    with Database.open(str(tmp_path / "none.sqlite")) as database:
        text = read(brief_markdown, written(brief_markdown, database))
    assert "What is contested most" in text
    assert "No text states a question" in text


def test_of_several_questions_one_is_named_or_none_is_taken(debate: Database) -> None:
    asked = debate.curator("Ada").ask("Will mills turn again?")
    assert brief(debate, Options()).title == "What is contested most"
    assert brief(debate, Options(question=asked.target_id)).title == "Will mills turn again?"
    with pytest.raises(NotFoundError):
        brief(debate, Options(question="question-s1nowhere"))


def test_the_page_has_its_headings_in_order_and_a_language(debate: Database) -> None:
    page = written(brief_html, debate).decode()
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert '<html lang="en">' in page
    assert "prefers-color-scheme: dark" in page
    assert page.count("<th scope") == page.count("<th ")
    assert '<blockquote dir="auto" lang="en">' in page


def test_word_has_styles_that_are_read_out(debate: Database) -> None:
    opened = docx.Document(io.BytesIO(written(brief_word, debate)))
    styles = {one.style.name for one in opened.paragraphs if one.style}
    assert {"Title", "Heading 1", "Heading 2", "Quote", "Caption", "List"} <= styles
    assert opened.core_properties.title == "Do mills need the sea?"
    assert all("tblHeader" in table.rows[0]._tr.xml for table in opened.tables)


def test_a_style_may_be_a_file_and_must_be_one(debate: Database, tmp_path: Path) -> None:
    shipped = Path(brief_html.__file__).parent / "styles" / "apa.csl"
    own = tmp_path / "own.csl"
    own.write_text(shipped.read_text().replace('suffix=")."', 'suffix="):"'))
    assert "Roe, A. (2020):" in read(brief_html, written(brief_html, debate, style=str(own)))
    for wrong in ("no-such-style", str(tmp_path / "none.csl"), "../../etc/passwd"):
        with pytest.raises(UsageError, match="no citation style"):
            brief(debate, Options(style=wrong))
    own.write_text("<not csl")
    with pytest.raises(UsageError, match="no style of CSL"):
        brief(debate, Options(style=str(own)))


def test_a_citation_has_its_page_and_a_reference_its_italics() -> None:
    known = [
        work(
            "doi:10.1/x",
            title="Why do mills stop?",
            authors=("Roe, A.", "Sato, K."),
            year=2011,
            container="Mills",
            volume="3",
            issue="2",
            pages="14–20",
        ),
        work("title:y", title='<i>Silt</i> <span class="nocase">&amp;</span>'),
    ]
    citing = Citing(known)
    assert "".join(run.text for run in citing.cite(known[0].id, 4)) == "(Roe & Sato, 2011, p. 4)"
    citing.cite(known[1].id)
    texts = ["".join(run.text for run in entry) for entry in citing.references()]
    assert texts == [
        "Roe, A., & Sato, K. (2011). Why do mills stop? Mills, 3(2), 14–20.",
        '<i>Silt</i> <span class="nocase">&amp;</span> (n.d.).',
    ]
    assert Run("Mills", italic=True) in citing.references()[0]


def test_any_work_can_be_cited(debate: Database) -> None:
    known = [*works(debate), work("title:z", title=HOSTILE, authors=(HOSTILE,), container=HOSTILE)]
    citing = Citing(known)
    for one in known:
        assert citing.cite(one.id)
    assert len(citing.references()) == len(known)
