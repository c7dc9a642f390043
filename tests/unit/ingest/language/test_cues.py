from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.language.cues import any_of

ALTERNATIVES = ("may", "maybe", r"(?:is|are) due", r"\w+er than", "e\\.g")
PIECE = st.sampled_from(["may", "maybe", "MAY", "is", "due", "larger", "than", "e.g", "dismay"])


@given(st.lists(PIECE | st.sampled_from([" ", "-", ".", "'"]), max_size=12).map("".join))
def test_any_of_finds_whole_words_in_any_case(text: str) -> None:
    plain = re.compile(rf"\b(?:{'|'.join(ALTERNATIVES)})\b", re.IGNORECASE)
    found = [one.span() for one in any_of(*ALTERNATIVES).finditer(text)]
    assert found == [one.span() for one in plain.finditer(text)]
