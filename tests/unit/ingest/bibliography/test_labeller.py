"""The trained labeller: what holds of any string, and what it makes of common kinds of works."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.bibliography.attributes import attributes
from ingest.bibliography.entry import parse_reference
from ingest.bibliography.labeller import MODEL, Labelling, label, tags
from kg.model import Description

reference_like = st.text(
    alphabet=st.one_of(
        st.sampled_from("Aa .,;:&()[]“”\"'0129-–/et王김é\u0301"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=120,
)


@settings(deadline=None)  # the first example loads the model
@given(reference_like)
def test_segments_are_the_whole_text_in_order(text: str) -> None:
    line = " ".join(text.split())
    segments = label(line).segments
    assert "".join("".join(one.text for one in segments).split()) == line.replace(" ", "")


@settings(deadline=None)  # the first example loads the model
@given(reference_like)
def test_neighbouring_segments_differ_in_label(text: str) -> None:
    labels = [one.label for one in label(" ".join(text.split())).segments]
    assert all(first != second for first, second in pairwise(labels))


@settings(deadline=None)  # the first example loads the model
@given(reference_like)
def test_each_token_is_in_its_place_and_has_attributes(text: str) -> None:
    words, seen = attributes(text)
    assert len(words) == len(seen)
    assert all(seen)
    assert all(text[word.start : word.end] == word.text for word in words)


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_rises_with_probability(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0 <= Labelling((), low).confidence <= Labelling((), high).confidence <= 1


def test_a_garbled_string_is_less_sure_than_a_plain_one() -> None:
    plain = label("Sato, K. (2001). Weirs in spring. Canal Notes, 5(2), 1-12.")
    garbled = label("2001 weirs Sato; Notes in, 5 Canal 12 K spring 1")
    assert garbled.confidence < 0.5 < plain.confidence


def test_first_of_a_segment_is_marked_in_training() -> None:
    labels = ["author", "author", "doi", "doi", "author"]
    assert tags(labels) == ["B-author", "author", "doi", "doi", "B-author"]


def test_attributes_are_those_that_the_model_was_trained_with() -> None:
    """Where this fails, train anew (python -m evaluation.train_labeller) and pin the new hash."""
    lines = (
        "Okafor B, Sato K, et al. “Boats at night,” Canal Notes. 2019;9(4):4-8. doi:10.1234/cn.9",
        "J. P. Moreau. In: Sato, K. (ed.) Weirs! Proc. of the 3rd Workshop, pp. 33–48 (2012)",
        "김하나. 운하의 밤. 운하학회지. 제12권, 제3호. https://example.org/a",
    )
    seen = "\n".join(str(attributes(line)[1]) for line in lines)
    assert hashlib.sha256(seen.encode()).hexdigest()[:16] == "4a81d6f4a7d9d1db"


def test_model_is_small_and_read_only_when_used() -> None:
    assert MODEL.stat().st_size < 3_000_000
    code = (
        "import sys, ingest.bibliography.entry as entry; assert 'pycrfsuite' not in sys.modules;"
        "entry.parse_reference('Sato, K. (2001). First.'); assert 'pycrfsuite' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            "Okafor B, Sato K. Boats at night in the northern canals. Canal Notes. 2019;9(4):4-8. "
            "doi: 10.1234/cn.2019.9",
            Description(
                title="Boats at night in the northern canals",
                authors=("Okafor, B.", "Sato, K."),
                year=2019,
                container="Canal Notes",
                volume="9",
                issue="4",
                pages="4-8",
                doi="10.1234/cn.2019.9",
            ),
            id="vancouver",
        ),
        pytest.param(
            "[12] J. Moreau and K. Sato, Phys. Rev. D 44, 212 (1991).",
            Description(
                authors=("Moreau, J.", "Sato, K."),
                year=1991,
                container="Phys. Rev. D",
                volume="44",
                pages="212",
            ),
            id="physics",
        ),
        pytest.param(
            "Lindqvist, E. (1998). The keepers of the long canals. Cambridge: "
            "Cambridge University Press.",
            Description(
                title="The keepers of the long canals",
                authors=("Lindqvist, E.",),
                year=1998,
                publisher="Cambridge University Press",
            ),
            id="book",
        ),
        pytest.param(
            "Moreau, J.: Locks that learn. In: Sato, K., Okafor, B. (eds.) Proceedings of the 3rd "
            "International Workshop on Canals, pp. 33–48. Springer, Heidelberg (2012)",
            Description(
                title="Locks that learn",
                authors=("Moreau, J.",),
                year=2012,
                container="Proceedings of the 3rd International Workshop on Canals",
                pages="33–48",
                publisher="Springer",
            ),
            id="chapter",
        ),
        pytest.param(
            "K. Sato, B. Okafor, and J. Moreau. Sparse gradients in wide networks. arXiv preprint "
            "arXiv:2001.01234, 2020.",
            Description(
                title="Sparse gradients in wide networks",
                authors=("Sato, K.", "Okafor, B.", "Moreau, J."),
                year=2020,
                arxiv="2001.01234",
            ),
            id="preprint",
        ),
        pytest.param(
            "World Health Organization. (2016). Safe water in small towns. "
            "https://example.org/water",
            Description(
                title="Safe water in small towns",
                authors=("World Health Organization",),
                year=2016,
                url="https://example.org/water",
            ),
            id="report of a body",
        ),
        pytest.param(
            "Sato, Ken. “Weirs in Spring.” <italic>Canal Notes</italic> 12, no. 3 (2004): 45–67.",
            Description(
                title="Weirs in Spring",
                authors=("Sato, K.",),
                year=2004,
                container="Canal Notes",
                volume="12",
                issue="3",
                pages="45–67",
            ),
            id="chicago with tags",
        ),
        pytest.param(
            "Okafor, B., Sato, K., 2015. Sediment trans-\nport in slow rivers of the\nnorth. "
            "J. Slow Rivers 8, 101–119.",
            Description(
                title="Sediment transport in slow rivers of the north",
                authors=("Okafor, B.", "Sato, K."),
                year=2015,
                container="J. Slow Rivers",
                volume="8",
                pages="101–119",
            ),
            id="broken lines",
        ),
    ],
)
def test_common_kinds_of_works(raw: str, expected: Description) -> None:
    found = parse_reference(raw)
    # A preprint server may count as the container or not.
    if expected.arxiv:
        found = Description(**found.description() | {"container": None})
    assert found == expected


@settings(max_examples=25)
@example("PubMed] [")
@example("Sato, K. ")
@given(st.text(alphabet="Aa .,;:&()[]{}“”\"0129-/\n'et", min_size=1, max_size=12))
def test_time_is_bounded_on_repetition(piece: str) -> None:
    started = time.process_time()
    parse_reference(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("links", [" CrossRef Medline", " [PubMed]", " Google Scholar"])
def test_texts_of_links_are_no_field(links: str) -> None:
    raw = "Sato, K. (2001). Weirs in spring. Canal Notes, 5(2), 1-12."
    assert parse_reference(raw + links) == parse_reference(raw)
