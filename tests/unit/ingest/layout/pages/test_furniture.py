"""Furniture: what is repeated at the edges of pages goes, and nothing else."""

from __future__ import annotations

from ingest.layout.pages.furniture import without_furniture
from ingest.layout.pages.geometry import Run
from ingest.layout.pages.glyphs import PrintedPage

BOX = (0.0, 0.0, 600.0, 800.0)


def page(index: int, lines: list[tuple[float, float, str]]) -> PrintedPage:
    runs: list[Run] = []
    for x, y, text in lines:
        for word in text.split():
            runs.append(Run(word, x, x + 5.0 * len(word), y, 10, False, False, len(runs)))
            x = runs[-1].x1 + 3
    return PrintedPage(index, BOX, runs)


def left(pages: list[PrintedPage]) -> list[str]:
    without_furniture(pages)
    return [" ".join(run.text for run in one.runs) for one in pages]


def body(top: float, index: int = 0) -> list[tuple[float, float, str]]:
    return [(60, top - 12 * n, f"word{n} of page{index}") for n in range(40)]


def bodies(count: int) -> list[str]:
    return [" ".join(text for _, _, text in body(740, n)) for n in range(count)]


def test_heads_and_numbers_go() -> None:
    pages = [
        page(n, [(60, 780, "Small Plants"), *body(740, n), (300, 30, str(n + 7))]) for n in range(3)
    ]
    assert left(pages) == bodies(3)


def test_heads_that_name_the_chapter_go() -> None:
    chapters = ["Moss", "Moss", "Fern", "Lichen", "Lichen", "Horsetail"]
    pages = [page(n, [(60, 780, one), *body(740, n)]) for n, one in enumerate(chapters)]
    assert left(pages) == bodies(6)


def test_a_word_that_opens_several_pages_stays() -> None:
    pages = [page(n, [(60, 752, "the"), *body(740, n)]) for n in range(3)]
    assert all(text.startswith("the word0") for text in left(pages))


def test_line_numbers_go_and_labels_of_entries_stay() -> None:
    numbered = [(30.0, y, str(n)) for n, (_, y, _) in enumerate(body(740), 1)]
    assert left([page(0, [*numbered, *body(740)])])[0] == bodies(1)[0]
    entries = [(30.0, 740 - 36 * n, str(n + 1)) for n in range(13)]
    assert "13" in left([page(0, [*entries, *body(740)])])[0].split()


def test_raised_numbers_count_no_lines() -> None:
    raised = [(30.0, y, "²") for _, y, _ in body(740)]
    assert "²" in left([page(0, [*raised, *body(740)])])[0]


def test_a_number_that_does_not_count_pages_stays() -> None:
    pages = [
        page(n, [*body(740, n), (60, 200, str(value))]) for n, value in enumerate((41, 17, 90))
    ]
    assert [text.split()[-1] for text in left(pages)] == ["41", "17", "90"]
