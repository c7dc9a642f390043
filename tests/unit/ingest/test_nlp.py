"""The layers Section and Sentence, and finding one's way in them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import nlp, readers
from ingest.document import Section, Sentence, Span
from kg.errors import UsageError
from kg.vocab import BlockKind
from tests.shared import shared

NOTE = """\
# On Engines

Large *engines* are slow. As “Lee” says,
they cost a lot.

## Limits

Context: Nobody knows why. It is a riddle.

```
x = 1. Not words.
```

## References

1. Lee, A. (2019). A title.
"""


def test_sentences_resolve_to_the_source() -> None:
    document = nlp.annotate(readers.read(NOTE.encode(), "a.md"))
    found = document.layer(Sentence)
    assert [one.clean for one in found] == [
        "On Engines",
        "Large engines are slow.",
        'As "Lee" says, they cost a lot.',
        "Limits",
        "Nobody knows why.",
        "It is a riddle.",
        "References",
    ]
    assert document.words(found[1]) == "Large *engines* are slow."
    token = found[1].parse[1]
    engines = found[1].locate(token.idx, token.idx + len(token))
    assert document.words(engines) == "engines"
    assert [one.parse[0].sent.text for one in found] == [one.clean for one in found]


def test_a_parse_keeps_no_vectors() -> None:
    document = nlp.annotate(readers.read(NOTE.encode(), "a.md"))
    assert all(one.parse.tensor.size == 0 for one in document.layer(Sentence))


def test_ways_around() -> None:
    document = nlp.annotate(readers.read(NOTE.encode(), "a.md"))
    at = NOTE.index("It is a riddle")
    index = nlp.sentence_at(document, at + 3)
    assert index == 5
    assert nlp.sentence_at(document, NOTE.index("x = 1")) is None
    sentence = document.layer(Sentence)[index]
    assert nlp.heading_path(document, sentence) == ("Limits", "Context")
    section = nlp.section_of(document, sentence)
    assert section is not None
    assert section.heading == "Context"
    assert nlp.section_of(document, Span(start=0, end=5)) is None


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("aB.[1]- \n\t>#*:`|(_)!<é\\“”"), max_size=200))
def test_sentences_are_ordered_and_apart(text: str) -> None:
    for reader in ("text", "markdown"):
        document = nlp.annotate(readers.read(("Words. " + text).encode(), "a", reader=reader))
        end = 0
        for sentence in document.layer(Sentence):
            assert end <= sentence.start < sentence.end <= len(document.text)
            block = document.blocks[sentence.block]
            assert block.start <= sentence.start
            assert sentence.end <= block.end
            assert len(sentence.origins) == len(sentence.clean)
            end = sentence.end
        for section in document.layer(Section):
            assert 0 <= section.start < section.end <= len(document.text)


def test_language() -> None:
    english = readers.read(b"The engine is slow, and it costs more than it gives to us. " * 3, "a")
    german = readers.read(
        "Die Maschine läuft langsam, weil niemand weiß, was sie kostet. ".encode() * 3, "a"
    )
    short = readers.read(b"Slow engines.", "a")
    assert [nlp.language(one) for one in (english, german, short)] == ["en", "de", "en"]
    assert [fault.code for fault in nlp.annotate(german).faults] == ["unsupported-language"]
    assert nlp.annotate(short).faults == ()


def test_a_model_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(nlp.MODEL_SETTING, "no_such_model")
    with pytest.raises(UsageError, match="no_such_model is no model that spaCy"):
        nlp.load()


def test_a_model_is_loaded_once() -> None:
    assert nlp.load() is nlp.load()


# Each was compared with its text by eye; the digest is of all wordings, one a line.
@pytest.mark.parametrize(
    ("start", "count", "digest"),
    [
        ("000", 93, "dd0a6611a980"),
        ("001", 47, "147d4dfee46d"),
        ("002", 70, "3c049cbaef46"),
        ("003", 30, "15c48e426e94"),
    ],
)
def test_seeds(start: str, count: int, digest: str) -> None:
    path = next(shared("seeds").glob(f"{start}_*.txt"))
    document = nlp.annotate(readers.read(path.read_bytes(), path.name))
    found = document.layer(Sentence)
    wordings = "\n".join(sentence.clean for sentence in found)
    assert len(found) == count
    assert hashlib.sha256(wordings.encode()).hexdigest()[:12] == digest


def test_the_same_essay_pasted_without_line_breaks_has_the_same_sentences() -> None:
    whole, pasted = (
        {
            one.clean
            for one in nlp.annotate(readers.read(path.read_bytes(), path.name)).layer(Sentence)
        }
        for path in (next(shared("seeds").glob(f"{start}_*.txt")) for start in ("000", "001"))
    )
    assert len(pasted - whole) == 1  # the first line of a diagram, cut off from the rest


def test_no_sentence_of_a_seed_lies_in_what_is_not_prose() -> None:
    path = next(shared("seeds").glob("000_*.txt"))
    document = nlp.annotate(readers.read(path.read_bytes(), path.name))
    kinds = {document.blocks[one.block].kind for one in document.layer(Sentence)}
    assert kinds == {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH}
