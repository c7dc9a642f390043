"""The argument graph on a page of its own: drawn, listed, and trusting no label."""

from __future__ import annotations

import io
import re
from pathlib import Path

from hypothesis import given, settings

from kg.export.argumentation import Argumentation, Statement, Tie
from kg.export.formats import Options
from kg.ui.graphs.arguing import EXPORT, argument_page, arranged
from tests.argumentations import argued, argumentations

SMALL = Argumentation(
    "Mills",
    {one: Statement(one, f"Claim {one}") for one in "abcd"},
    (
        Tie("t1", "supports", "a", "b"),
        Tie("t2", "undercuts", "c", "t1"),
        Tie("t3", "related", "d", "a"),
        Tie("t4", "rebuts", "b", "c", accepted=True),
    ),
)


def test_a_link_that_others_are_about_is_a_box_and_likeness_is_not_drawn() -> None:
    drawn = arranged(SMALL)
    assert {node.id for node in drawn.nodes} == {"a", "b", "c", "t1"}
    assert {(edge.source, edge.target, edge.words) for edge in drawn.edges} == {
        ("a", "t1", "supports"),
        ("t1", "b", "supports"),
        ("c", "t1", "undercuts"),
        ("b", "c", "rebuts (accepted)"),
    }


def test_the_list_says_what_the_drawing_shows() -> None:
    page = argument_page(SMALL)
    assert '<li dir="auto">“Claim c” undercuts [“Claim a” supports “Claim b”]</li>' in page
    assert "“Claim b” rebuts (accepted) “Claim c”" in page
    assert "Claim d" not in page


@settings(max_examples=15)
@given(argumentations())
def test_all_that_is_kept_is_drawn(read: Argumentation) -> None:
    drawn = arranged(read, most=4)
    kept = {node.id for node in drawn.nodes}
    assert len(kept) <= 4
    assert {end for edge in drawn.edges for end in (edge.source, edge.target)} <= kept


def test_the_page_fetches_nothing_and_runs_no_label(tmp_path: Path) -> None:
    out = io.BytesIO()
    with argued(tmp_path / "page.sqlite") as database:
        EXPORT.write(database, out, Options())
        again = io.BytesIO()
        EXPORT.write(database, again, Options())
    page = out.getvalue().decode()
    assert out.getvalue() == again.getvalue()
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"""(?:src|href)\s*=\s*["'][^"']*""", outside.replace("&#x27;", "")) == []
    assert "<script>alert(1)" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert '<html lang="en">' in page
