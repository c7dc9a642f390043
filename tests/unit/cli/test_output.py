from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kg.cli.output import plain, printable
from kg.model import Claim
from kg.views import ClaimRow
from kg.vocab import Mode


@given(st.text())
def test_nothing_that_drives_a_terminal_gets_through(text: str) -> None:
    shown = printable(text)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)
    assert not set(shown) & set(
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def test_what_is_dropped_is_spelled_out() -> None:
    assert printable("a\x1b[31mred\u202egnp\n b") == r"a\x1b[31mred\x202egnp b"


def test_a_view_becomes_json_with_its_ids() -> None:
    claim = Claim(key="k", wording="W")
    row = ClaimRow(claim, (), (Mode.ASSERTS,), ("A",), ("S",), 1, 2, 3, 4, None)
    written = json.loads(json.dumps(plain(row)))
    assert written["claim"] == {"id": claim.id, "key": "k", "wording": "W"}
    assert written["modes"] == ["asserts"]
    assert written["salience"] is None
