"""Telling English from other languages, and leaving the others out."""

from __future__ import annotations

import pytest

from ingest import nlp, readers
from ingest.document import Sentence
from ingest.extractors.assertions import AssertionExtractor
from ingest.tongues import tongue

ENGLISH = (
    "Tide mills stood on this coast for six hundred years. We think that their ponds failed them, "
    "because the silt that each tide left was never cleared."
)
OTHERS = {
    "fr": (
        "Les moulins à marée ont travaillé sur cette côte pendant six siècles. Nous pensons que "
        "leurs étangs les ont perdus, parce que personne n'enlevait la vase."
    ),
    "de": (
        "Gezeitenmühlen standen sechshundert Jahre lang an dieser Küste. Wir meinen, dass ihre "
        "Teiche sie zu Fall brachten, weil niemand den Schlick entfernte."
    ),
    "es": (
        "Los molinos de marea trabajaron en esta costa durante seis siglos. Creemos que los "
        "perdieron sus estanques, porque nadie retiraba el lodo."
    ),
    "ru": (
        "Приливные мельницы работали на этом берегу шестьсот лет. Мы считаем, что их погубили "
        "пруды, потому что никто не убирал ил."
    ),
    "zh": ("潮汐磨坊在这片海岸上工作了六百年。我们认为池塘毁了它们，因为没有人清除淤泥。"),
}
NO_PROSE = (
    "Berta Quist, Ada Okafor, Ken Sato, Jane Roe, Lars Holm, Mia Lund, Tom Ek, Ann Lee, Bo Berg",
    r"\frac{1}{2} \sum_{i} (w_i - w_j)^2 + \frac{a}{b} \sum_{k} (x_k - y_k)^2 = \epsilon z_m q_n",
    "αβγδεζηθικλμνξοπρστυφχψω",
)


@pytest.mark.parametrize("tag", OTHERS)
def test_a_paragraph_names_its_language(tag: str) -> None:
    assert tongue(OTHERS[tag]) == tag


@pytest.mark.parametrize("text", [ENGLISH, *NO_PROSE])
def test_what_is_not_clearly_foreign_is_english(text: str) -> None:
    assert tongue(text) in {"en", None}


@pytest.mark.parametrize("tag", OTHERS)
def test_a_document_in_another_language_asserts_nothing(tag: str) -> None:
    document = nlp.annotate(readers.read(f"{OTHERS[tag]}\n\n{OTHERS[tag]}\n".encode(), "a.txt"))
    assert nlp.language(document) == tag
    assert not AssertionExtractor().extract(document).spans
    (fault,) = document.faults
    assert (fault.code, fault.start) == ("unsupported-language", 0)
    assert f"2 paragraphs or headings are in another language than English ('{tag}')" in (
        fault.message
    )


@pytest.mark.parametrize("tag", OTHERS)
def test_an_abstract_in_another_language_is_left_out(tag: str) -> None:
    text = f"# Tide mills\n\n## Abstract 2\n\n{OTHERS[tag]}\n\n## Silt\n\n{ENGLISH}\n\nIt won.\n"
    document = nlp.annotate(readers.read(text.encode(), "a.md"))
    assert nlp.language(document) == "en"
    read = [one.clean for one in document.layer(Sentence)]
    assert read[0] == "Tide mills"
    assert read[-4:] == ["Silt", *ENGLISH.replace("years. ", "years.\n").split("\n"), "It won."]
    assert "".join(read).isascii()
    (fault,) = document.faults
    assert fault.start is not None
    assert text[fault.start : fault.end] in {"Abstract 2", OTHERS[tag]}


def test_each_language_is_told_once() -> None:
    text = "\n\n".join([ENGLISH, OTHERS["fr"], ENGLISH, OTHERS["de"], OTHERS["fr"]])
    faults = nlp.annotate(readers.read(text.encode(), "a.txt")).faults
    assert [(fault.message[0], text[fault.start : fault.end]) for fault in faults] == [
        ("2", OTHERS["fr"]),
        ("1", OTHERS["de"]),
    ]


def test_a_short_block_goes_with_its_neighbours() -> None:
    french = f"## Moulins\n\n{OTHERS['fr']}\n\nFin.\n\n"
    text = f"# On mills\n\n{french}## Silt\n\n{ENGLISH}\n\nEnd.\n"
    document = nlp.annotate(readers.read(text.encode(), "a.md"))
    read = [one.clean for one in document.layer(Sentence)]
    assert [read[0], read[1], read[-1]] == ["On mills", "Silt", "End."]
