"""Claims by sources, evidence by the piece, and both as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.database import Database
from kg.export.evidence_table import (
    A_CELL,
    COLUMNS,
    claims_on_question,
    count_pieces,
    count_rows,
    links_on_question,
    matrix,
    matrix_csv,
    pieces,
    pieces_csv,
    quantity,
)
from kg.model import Quantity
from kg.views import ClaimFilter, EvidenceFilter, Side
from kg.vocab import Mode, Stance
from tests.factories import Draft, claim, document

ALL = EvidenceFilter()
FLOATS, SINKS = claim("Ice floats"), claim("Ice sinks")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(str(tmp_path / "claims.sqlite")) as opened:
        for draft in (floats(), sinks()):
            opened.add(draft.bundle())
        yield opened


def floats() -> Draft:
    draft = document("Ice floats. Over 9 to 10 % of trials.", name="floats.md", year=1999)
    draft.asserts("Ice floats.", FLOATS)
    share = Quantity(9, 10, "%", "over", 12, 24)
    draft.relates(draft.evidence("Over 9 to 10 %", quantities=(share,)), "supports", FLOATS)
    draft.answers("Does ice float?", Stance.FOR, "Ice floats")
    return draft


def sinks() -> Draft:
    draft = document("=1+1 sinks. I doubt that it floats. It has a use.", name="=cmd()")
    draft.asserts("=1+1 sinks.", SINKS)
    draft.asserts("I doubt that it floats.", FLOATS, mode=Mode.QUESTIONS)
    draft.asserts("It has a use.", "@home, ice has a use", mode=Mode.REPORTS)
    draft.relates(SINKS, "rebuts", FLOATS)
    draft.answers("Does ice float?", Stance.AGAINST, "Ice sinks")
    return draft


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_cell_says_how_a_source_bears_on_a_claim(database: Database) -> None:
    found = matrix(database, ALL)
    row = found.rows[0]
    assert (row.claim, row.pro, row.con) == (FLOATS, 2, 1)
    ways = {
        source.name: [one.way for one in row.cells[source.id].bearings] for source in found.columns
    }
    assert ways == {"floats.md": ["asserts", "supports"], "=cmd()": ["questions", "rebuts"]}


def test_columns_are_the_chosen_sources_else_those_with_most_to_say(database: Database) -> None:
    for number in range(COLUMNS + 2):
        draft = document(f"It floats, number {number}.", name=f"{number}.md")
        draft.asserts(f"It floats, number {number}.", FLOATS)
        database.add(draft.bundle())
    found = matrix(database, ALL)
    assert len(found.columns) == COLUMNS
    assert {one.name for one in found.columns[:2]} == {"floats.md", "=cmd()"}
    chosen = matrix(database, ALL, (draft.document.id,))
    assert [one.id for one in chosen.columns] == [draft.document.id]
    assert chosen.rows[0].pro == COLUMNS + 4  # of all sources, shown or not


def test_a_cell_shows_a_few_passages_and_counts_the_rest(database: Database) -> None:
    sentences = [f"It floats, number {number}." for number in range(A_CELL + 2)]
    draft = document(" ".join(sentences), name="many.md")
    for sentence in sentences:
        draft.asserts(sentence, FLOATS)
    database.add(draft.bundle())
    cell = matrix(database, ALL).rows[0].cells[draft.document.id]
    assert (len(cell.bearings), cell.more) == (A_CELL, 2)


@pytest.mark.parametrize(
    ("side", "kept"),
    [("for", ["Ice floats"]), ("against", ["Ice sinks"]), ("mixed", []),
     (None, ["Ice floats", "Ice sinks"])],
)  # fmt: skip
def test_a_question_and_a_side_keep_claims(
    database: Database, side: Side | None, kept: list[str]
) -> None:
    question = database.questions()[0].question.id
    wanted = EvidenceFilter(question_id=question, side=side)
    assert [one.claim.wording for one in matrix(database, wanted).rows] == kept
    listed = claims_on_question(database, wanted)
    assert [one.claim.wording for one in matrix(database, wanted, listed=listed).rows] == kept
    assert count_rows(database, wanted) == len(listed) == len(kept)
    assert [one[1] for one in rows(matrix_csv(database, wanted))[1:]] == kept
    of_floats = int("Ice floats" in kept)
    links = links_on_question(database, wanted)
    assert pieces(database, wanted) == pieces(database, wanted, links)
    assert len(links) == count_pieces(database, wanted) == of_floats
    assert len(rows(pieces_csv(database, wanted))) == 1 + of_floats


def test_csv_has_every_row_whatever_the_page(database: Database) -> None:
    page = EvidenceFilter(ClaimFilter(limit=1))
    assert len(matrix(database, page).rows) == 1
    assert len(rows(matrix_csv(database, page))) == 1 + 3
    second = EvidenceFilter(ClaimFilter(limit=1, offset=1))
    question = database.questions()[0].question.id
    (row,) = matrix(database, EvidenceFilter(second.claims, question)).rows
    assert row.claim == SINKS


def test_no_cell_of_a_csv_is_a_formula(database: Database) -> None:
    cells = [cell for row in rows(matrix_csv(database, ALL)) for cell in row]
    assert {"'=cmd()", "'@home, ice has a use"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_csv_has_ways_numbers_and_what_is_known(database: Database) -> None:
    head, *body = rows(matrix_csv(database, ALL, (floats().document.id,)))
    assert head == ["claim_id", "claim", "floats.md"]
    told = {row[1]: row[2] for row in body}
    assert told["Ice floats"] == "asserts | supports: measurement; over 9–10%"
    assert told["Ice sinks"] == ""
    head, piece = rows(pieces_csv(database, ALL))
    named = dict(zip(head, piece, strict=True))
    assert named["quote"] == "Over 9 to 10 %"
    assert (named["year"], named["page"], named["vouched_for"]) == ("1999", "", "proposed")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Quantity(22.0, 22.0, "×", "≈", 0, 1), "≈ 22 ×"),
        (Quantity(3e11, 3e11, None, None, 0, 1), "300,000,000,000"),
        (Quantity(0.5, 2.0, "%", "up to", 0, 1), "up to 0.5–2%"),
    ],
)
def test_numbers_are_written_as_tables_do(number: Quantity, words: str) -> None:
    assert quantity(number) == words
