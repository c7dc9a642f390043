"""Fragments of TeX to Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.bibliography.tex import MAX_MARKS, tex_to_text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"{\"U}ber die {DNA} von \emph{E. coli}", "Über die DNA von E. coli"),
        (
            r"\v{C}apek, {\O}rsted, \L{}ukasz, na{\"\i}ve, \'{E}cole",
            "Čapek, Ørsted, Łukasz, naïve, École",
        ),
        (r"$\alpha$-decay of $^{238}$U in H$_2$O", "α-decay of ²³⁸U in H₂O"),
        (r"50\% of A~\& B --- or less", "50% of A & B — or less"),
        (r"100% of it", "100% of it"),
        (r"\url{http://x.example/a_b%20c}", "http://x.example/a_b%20c"),
        (r"\href{http://x.example}{here} \mbox{as one}", "here as one"),
        (r"\noopsort{1973b}1973", "1973"),
        (r"written in \LaTeX{} on \today", "written in LaTeX on"),
        (r"\input{/etc/passwd}words\cite{a}", "words"),
        ("never {closed and $ open", "never closed and open"),
        ("plain ``words'' -- in--between", "plain “words” – in–between"),
    ],
)
def test_fragments(source: str, shown: str) -> None:
    assert tex_to_text(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "{" * 5_000 + r"\a",
        r"\emph{" * 2_000,
        r"\begin{a}" * 2_000,
        "$" * 3_000,
        "\\" * 100_000,
        r"\(" * 300,
    ],
)
def test_hostile_fragments_only_lose_their_marks(source: str) -> None:
    assert len(tex_to_text(source)) <= len(source)


@given(st.text(alphabet=r"ab {}$\^_%~'`\"-&" + "é\n\0", max_size=MAX_MARKS))
def test_any_fragment_becomes_one_line(source: str) -> None:
    shown = tex_to_text(source)
    assert "\n" not in shown
    assert shown == shown.strip()


@given(st.text(alphabet="abc DEF,.:é", max_size=60))
def test_plain_words_stay(source: str) -> None:
    assert tex_to_text(source) == " ".join(source.split())
