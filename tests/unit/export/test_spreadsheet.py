"""Tables for spreadsheets: nothing runs, nothing hides, whatever stands in a cell."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from kg.audited import Check, Finding
from kg.export.spreadsheet import spreadsheet
from kg.ui.debate import findings
from kg.wording import visible

TEXT = st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\n '\"\u202e,a"), st.characters()))


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), TEXT)
def test_no_cell_runs_or_turns_and_all_of_it_is_there(
    given_rows: list[tuple[str, str]], title: str
) -> None:
    table = [(title, "other"), *given_rows]
    read = rows(spreadsheet(table[0], table[1:]))
    assert len(read) == len(table)
    cells = [pair for both in zip(read, table, strict=True) for pair in zip(*both, strict=True)]
    for cell, text in cells:
        assert cell in (visible(text), f"'{visible(text)}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert visible(cell) == cell


def test_numbers_stay_numbers_and_what_is_unknown_is_empty() -> None:
    assert rows(spreadsheet(["a", "b"], [(-1, None)])) == [["a", "b"], ["-1", ""]]


def test_an_audit_is_such_a_table() -> None:
    found = Finding(Check.QUOTATIONS, "nearly", "=what", document_id="document-1", words="\u202eno")
    head, row = rows(findings.written([found], {"document-1": "@home"}))
    told = dict(zip(head, row, strict=True))
    assert (told["what"], told["source"], told["words"]) == ("'=what", "'@home", "\ufffdno")
    assert (told["character"], told["to mend"]) == ("", "")
