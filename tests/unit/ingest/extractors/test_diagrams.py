from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import ParsedDocument
from ingest.lexicon.drawing import figures
from kg.model import Block
from kg.vocab import BlockKind
from tests.unit.ingest.extractors.linked import dependencies, read, triples

FAN = """The drawing:

```
Coal Mines (the dirty part)
↓
├──> Steel Mills (requires blast air)
├──> Power Plants (needs a cooling tower)
└──> Steam Trains/Steam Ships
↓
Cheap Goods
```

It ends here.
"""


def drawn(text: str) -> set[tuple[str, str, str]]:
    """Return arrows as the words of their ends."""
    whole = Block(BlockKind.DIAGRAM, 0, len(text))
    document = ParsedDocument(text=text, media_type="text/plain", blocks=(whole,))
    return {
        (document.words(arrow.source), arrow.kind, document.words(arrow.target))
        for figure in figures(document)
        for arrow in figure.arrows
    }


def test_a_fan_links_root_leaves_and_what_stands_below() -> None:
    leaves = ("steel mill", "power plant", "steam train", "steam ship")
    assert triples(read(FAN)) == {
        *(("coal mine", "enables", leaf) for leaf in leaves),
        *((leaf, "enables", "cheap good") for leaf in leaves),
        ("steel mill", "requires", "blast air"),
        ("power plant", "requires", "cooling tower"),
    }


def test_the_span_holds_both_labels() -> None:
    document = read(FAN)
    one = next(one for one in dependencies(document) if one.rule == "drawn-need")
    assert document.words(one) == "Steel Mills (requires blast air"


def test_arrows_in_a_line_and_backwards() -> None:
    assert drawn("Ore -> Iron -> Steel") == {
        ("Ore", "enables", "Iron"),
        ("Iron", "enables", "Steel"),
    }
    assert drawn("Steel <- Iron") == {("Iron", "enables", "Steel")}
    assert drawn("Steel\n↑\nIron") == {("Iron", "enables", "Steel")}


def test_nested_branches_hang_on_their_parents() -> None:
    assert drawn("Root\n├──> One\n│   └──> Two\n└──> Three") == {
        ("Root", "enables", "One"),
        ("One", "enables", "Two"),
        ("Root", "enables", "Three"),
    }


def test_nothing_links_labels_without_arrows() -> None:
    assert drawn("One\nTwo\n\nThree") == set()


def test_a_listing_of_folders_says_nothing() -> None:
    assert triples(read("Files:\n\n```\nsrc\n├── main model\n└── test data\n```\n")) == set()


def test_code_with_arrows_of_types_says_nothing() -> None:
    assert triples(read("Code:\n\n```\ndef model(data) -> Model:\n    return data\n```\n")) == set()


@given(st.text(alphabet="ab (),/\n\t↓↑→│├└─>-<v|requires", max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_drawing_is_read_and_every_label_stands_on_its_words(text: str) -> None:
    whole = Block(BlockKind.DIAGRAM, 0, len(text))
    document = ParsedDocument(text=text, media_type="text/plain", blocks=(whole,))
    for figure in figures(document):
        for label in figure.labels:
            words = document.words(label)
            assert words == words.strip()
            assert any(character.isalpha() for character in words)
        assert all(
            arrow.source in figure.labels and arrow.target in figure.labels
            for arrow in figure.arrows
        )
