"""Colours, signs and words: how kinds of records look and what they are called."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import streamlit as st

from kg.analysis.standing.labelling import Label
from kg.vocab import RELATION_KINDS, RelationKind, Status

Tone = Literal["pro", "con", "neutral"]

_HERE: Final = Path(__file__).parent
_TONES: Final[dict[int, Tone]] = {1: "pro", -1: "con", 0: "neutral"}
_SIGNS: Final[dict[Tone, str]] = {"pro": "▲", "con": "▼", "neutral": "◆"}

LABEL_SIGNS: Final = {Label.STANDS: "✓", Label.FALLS: "✗", Label.UNDECIDED: "?"}

STATUS_WORDS: Final = {
    Status.PROPOSED: "proposed by the program",
    Status.ACCEPTED: "✓ accepted by a person",
    Status.REJECTED: "✗ rejected by a person",
}

HIGHLIGHT_WORDS: Final = {
    "assertion": "claim",
    "evidence": "evidence",
    "dependency": "dependency",
    "citation": "citation",
}


def tone(kind: str) -> Tone:
    """Return whether a kind of relation speaks for, against or neither."""
    return _TONES[RELATION_KINDS[kind].sign]


def sign(kind: str) -> str:
    """Return the shape that stands beside a kind's colour."""
    return _SIGNS[tone(kind)]


def tone_of(number: int) -> Tone:
    """Return the tone of a sign: 1 for, -1 against, 0 neither."""
    return _TONES[number]


def sign_of(number: int) -> str:
    """Return the shape of a sign: 1 for, -1 against, 0 neither."""
    return _SIGNS[_TONES[number]]


def apply() -> None:
    """Give the page our style sheet and let our links be followed without a reload."""
    colours = "".join(f"--kg-{_TONES[row.sign]}:{row.colour};" for row in _one_a_sign())
    st.html(f"<style>:root{{{colours}}}</style>")
    st.html(_HERE / "style.css")
    run_script("links")


def run_script(name: str, turn: int = 0) -> None:
    """Run one of our own scripts in the page; no data goes into it.

    The browser runs it again only for another ``turn``.
    """
    script = (_HERE / f"{name}.js").read_text(encoding="utf-8")
    st.html(f"<script>// {turn}\n{script}</script>", unsafe_allow_javascript=True)


def _one_a_sign() -> list[RelationKind]:
    return list({row.sign: row for row in RELATION_KINDS.values()}.values())
