"""PDFs that cost far more to read than they hold: refused or read, within bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest

from ingest import readers
from ingest.confined import confined
from kg.errors import RefusedError
from tests import printing
from tests.soundness import outcome, text_of

MOSS = "Moss takes up water with its leaves alone"
MANY = 100_000


def line(words: str) -> bytes:
    return printing.pdf([printing.Sheet().put(60, 700, MOSS).put(60, 600, words)])


def drawn(content: bytes, *forms: bytes, filters: str = "") -> bytes:
    """A page with this content; ``/X Do`` in it, or in a form, draws the next form."""

    def stream(data: bytes, more: str) -> str:
        return f"<</Length {len(data)}{more}>>stream\n{data.decode('ascii')}\nendstream"

    def uses(form: int) -> str:
        return f"/Resources<</Font<</F1 3 0 R>>/XObject<</X {form} 0 R>>>>"

    return printing.written(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[4 0 R]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R{uses(6)}>>",
            stream(content, filters),
            *(
                stream(one, f"/Subtype/Form/BBox[0 0 600 800]{uses(min(at, 5 + len(forms)))}")
                for at, one in enumerate(forms, 7)
            ),
        ]
    )


SHOWN = f"BT /F1 10 Tf 60 700 Td ({MOSS}) Tj ET\n".encode()


def tree(count: int, kids: str, *more: str) -> bytes:
    """A tree of pages: object 2 is its root, 3 an empty page, and ``more`` follow."""
    root = f"<</Type/Pages/Count {count}/Kids[{kids}]>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return printing.written(["<</Type/Catalog/Pages 2 0 R>>", root, page, *more])


EMPTY = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
PAGES: dict[str, Callable[[], bytes]] = {
    "100,000 pages": lambda: tree(
        MANY, " ".join(f"{at} 0 R" for at in range(4, MANY + 4)), *[EMPTY] * MANY
    ),
    "one page 100,000 times": lambda: tree(MANY, "3 0 R " * MANY),
    "a wrong count": lambda: tree(MANY, "3 0 R"),
    "a negative count": lambda: tree(-MANY, "3 0 R"),
    "3,000 pages": lambda: tree(3_000, "3 0 R " * 3_000),
    "a loop": lambda: tree(2, "2 0 R 3 0 R"),
    "loops of loops": lambda: tree(
        9, "4 0 R 4 0 R 4 0 R", "<</Type/Pages/Count 3/Parent 2 0 R/Kids[2 0 R 4 0 R 2 0 R]>>"
    ),
    "a deep tree": lambda: tree(
        1, "4 0 R", *(f"<</Type/Pages/Count 1/Kids[{at} 0 R]>>" for at in range(5, 50_000))
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_of_nothing(kind: str) -> None:
    assert re.search(
        "over the limit|no words|damaged|no pages", str(outcome(PAGES[kind](), "a.pdf"))
    )


DRAWINGS: dict[str, Callable[[], bytes]] = {
    "a form within itself": lambda: drawn(SHOWN + b"/X Do", b"/X Do"),
    "arrays": lambda: drawn(b"[" * MANY + b"]" * MANY + b" TJ " + SHOWN),
    "saved states": lambda: drawn(b"q " * MANY + SHOWN),
    "paths": lambda: drawn(b"0 0 m 9 9 l S " * MANY + SHOWN),
    "letters in one place": lambda: drawn(
        SHOWN + b"BT /F1 9 Tf 9 9 Td " + b"(a) Tj 0 0 Td " * MANY
    ),
    "a word without end": lambda: drawn(SHOWN + b"BT /F1 9 Tf 9 9 Td (" + b"a" * MANY + b") Tj ET"),
    "a compound without end": lambda: drawn(SHOWN + b"BT /F1 9 Tf (" + b"ab-" * MANY + b") Tj ET"),
    "spaces without end": lambda: drawn(
        zlib.compress(SHOWN + b" " * 200_000_000).hex().encode(),
        filters="/Filter[/ASCIIHexDecode/FlateDecode]",
    ),
}


@pytest.mark.parametrize("kind", DRAWINGS)
def test_absurd_drawings(kind: str) -> None:
    assert MOSS in text_of(outcome(DRAWINGS[kind](), "a.pdf"))


def test_forms_that_multiply_are_ended() -> None:
    data = drawn(b"/X Do", *[b"/X Do " * 10] * 8, SHOWN)
    with pytest.raises(RefusedError, match=r"^a\.pdf: (?:crashes|takes over|was given up)"):
        confined(readers.read, data, "a.pdf", name="a.pdf", seconds=20, megabytes=200)
