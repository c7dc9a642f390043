"""Columns: found where lines stand side by side, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.pages.columns import reading_order
from ingest.layout.pages.geometry import Run

WORD = 28.0
BODY = 10.0


def words(start: int, x: float, y: float, texts: list[str], gap: float = 4.0) -> list[Run]:
    """Words side by side from ``x`` on, painted one after the other."""
    return [
        Run(
            text,
            x + n * (WORD + gap),
            x + n * (WORD + gap) + WORD,
            y,
            BODY,
            False,
            False,
            start + n,
        )
        for n, text in enumerate(texts)
    ]


def page(columns: int, rows: int, across: bool = False) -> list[Run]:
    """Columns of lines of five words; column by column, or painted ``across`` all of them."""
    places = [(column, row) for column in range(columns) for row in range(rows)]
    runs: list[Run] = []
    for column, row in sorted(places, key=lambda place: place[::-1]) if across else places:
        texts = [f"c{column}r{row}w{n}" for n in range(4)] + ["end"]
        runs += words(len(runs), 50 + column * 180, 700 - 12 * row, texts)
    return runs


def read(runs: list[Run]) -> list[str]:
    return [line.text.split()[0] for line in reading_order(runs, BODY)]


@given(st.integers(1, 3), st.integers(4, 30))
def test_columns_are_read_from_left_to_right(columns: int, rows: int) -> None:
    expected = [f"c{column}r{row}w0" for column in range(columns) for row in range(rows)]
    assert read(page(columns, rows)) == expected


def test_the_order_of_painting_does_not_matter_for_long_columns() -> None:
    assert read(page(2, 20, across=True)) == read(page(2, 20))


def test_what_stands_across_parts_bands() -> None:
    runs = page(2, 20)
    runs += words(len(runs), 50, 730, ["title"] * 10)
    runs += words(len(runs), 50, 700 - 12 * 9.5, ["wide"] * 10)
    order = read(runs)
    assert order[0] == "title"
    assert order.index("c1r9w0") + 1 == order.index("wide") == order.index("c0r10w0") - 1


@given(st.lists(st.lists(st.floats(3, 14), min_size=8, max_size=8), min_size=2, max_size=30))
def test_wide_word_spaces_are_no_gutter(gaps: list[list[float]]) -> None:
    runs: list[Run] = []
    for row, spaces in enumerate(gaps):
        x = 50.0
        for number, space in enumerate(spaces):
            text = f"r{row}w{number}"
            runs.append(Run(text, x, x + WORD, 700 - 12 * row, BODY, False, False, len(runs)))
            x += WORD + space
    lines = reading_order(runs, BODY)
    assert [line.text for line in lines] == [
        " ".join(f"r{row}w{number}" for number in range(8)) for row in range(len(gaps))
    ]


def test_a_narrow_table_is_no_pair_of_columns() -> None:
    runs: list[Run] = []
    for row in range(12):
        runs += words(len(runs), 50, 700 - 12 * row, ["name"])
        runs += words(len(runs), 300, 700 - 12 * row, ["4.81"])
    assert read(runs) == ["name"] * 12


@given(
    st.lists(
        st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(0.5, 1e3)), max_size=60
    )
)
def test_no_word_is_lost_or_doubled(places: list[tuple[float, float, float]]) -> None:
    runs = [
        Run(f"w{n}", x, x + size, y, size, False, False, n) for n, (x, y, size) in enumerate(places)
    ]
    found = [run.text for line in reading_order(runs, BODY) for run in line.runs]
    assert sorted(found) == sorted(run.text for run in runs)


def test_lines_go_from_top_to_bottom_in_a_column() -> None:
    lines = reading_order(page(1, 9), BODY)
    assert all(a.y > b.y for a, b in pairwise(lines))
