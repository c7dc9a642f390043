"""What a map shows, and the files that it can be taken away as."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.database import Database, database_url
from kg.errors import NotFoundError
from kg.ui.graphs.strokes import KINDS, SIDES, legend, stroke
from kg.ui.maps import standalone
from kg.ui.maps.keys import keys
from kg.ui.maps.mapped import LINE, LINES, Mapped, Wanted, label, mapped
from kg.ui.maps.svg import svg
from kg.vocab import Action, Stance
from tests.browser.hostile import SCRIPT, bundle
from tests.factories import claim, concept, document

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database.open(database_url(str(tmp_path / "claims.sqlite"))) as found:
        yield found


@pytest.fixture
def argued(database: Database) -> Database:
    draft = document("Ice floats. It sinks. No. GPT-4 likes ice. A test: 9 of 10.", name="a.md")
    for words in ("Ice floats.", "It sinks.", "No.", "GPT-4 likes ice."):
        draft.asserts(words, words)
    rebuttal = draft.relates(claim("It sinks."), "rebuts", claim("Ice floats."))
    draft.relates(claim("No."), "undercuts", rebuttal)
    draft.relates(draft.evidence("9 of 10"), "supports", claim("Ice floats."))
    draft.relates(claim("GPT-4 likes ice."), "related", claim("Ice floats."))
    draft.mentions("GPT-4", concept("GPT-4"))
    draft.depends("GPT-4 likes ice.", concept("GPT-4"), "requires", concept("Ice"))
    draft.answers("Does ice float?", Stance.FOR, "Ice floats.")
    database.add(draft.bundle())
    return database


def around(database: Database, focus: str = claim("Ice floats.").id, **wanted: object) -> Mapped:
    return mapped(database, Wanted(focus, **wanted))  # type: ignore[arg-type]


def names(drawn: Mapped) -> set[str]:
    return {one.name for one in drawn.boxes}


def test_a_disputed_link_is_a_box_halfway_and_drawn_in_two_pieces(argued: Database) -> None:
    drawn = around(argued)
    (dispute,) = [tie for tie in drawn.ties if tie.kind == "undercuts"]
    rebuttal = drawn.tie(dispute.target_id)
    assert rebuttal is not None
    ends = [drawn.box(one) for one in (rebuttal.source_id, rebuttal.target_id)]
    middle = drawn.box(rebuttal.id)
    assert middle is not None
    for axis in (0, 1):
        assert middle.place[axis] == sum(one.place[axis] for one in ends if one) / 2
    assert drawn.halves(rebuttal) == [
        ("-", rebuttal.source_id, rebuttal.id), ("", rebuttal.id, rebuttal.target_id),
    ]  # fmt: skip
    assert len(drawn.halves(dispute)) == 1


def test_sides_and_boxes_can_be_left_out(argued: Database) -> None:
    assert names(around(argued, sides=frozenset({"support"}))) == {"Ice floats.", "9 of 10"}
    assert names(around(argued, sides=frozenset({"attack"}))) == {
        "Ice floats.", "It sinks.", "No.", "a disputed link",
    }  # fmt: skip
    assert "9 of 10" not in names(around(argued, evidence=False))
    assert "GPT-4 likes ice." not in names(around(argued, sides=frozenset(SIDES) - {"alike"}))
    assert "a.md" in names(around(argued, sources=True))
    assert {"GPT-4", "Ice"} <= names(around(argued, hops=3, concepts=True))
    assert names(around(argued, accepted=True)) == {"Ice floats."}


def test_only_what_a_person_accepted(argued: Database) -> None:
    (rebuttal,) = [tie for tie in around(argued).ties if tie.kind == "rebuts"]
    argued.curator("Ann").decide(rebuttal.id, Action.ACCEPT)
    assert names(around(argued, accepted=True)) == {"Ice floats.", "It sinks."}


@pytest.mark.parametrize(("kind", "reached"), [
    ("document", "GPT-4 likes ice."), ("concept", "GPT-4 likes ice."), ("question", "Ice floats."),
    ("evidence", "Ice floats."),
])  # fmt: skip
def test_whatever_has_a_box_can_be_in_the_middle(argued: Database, kind: str, reached: str) -> None:
    boxes = around(argued, hops=3, sources=True, concepts=True).boxes
    focus = {
        "question": argued.questions()[0].question.id,
        "concept": concept("GPT-4").id,
    }.get(kind) or next(one.id for one in boxes if one.kind == kind)
    drawn = around(argued, focus, hops=1)
    assert drawn.focus == focus
    assert list(drawn.boxes[0].place) == [0, 0]
    assert reached in names(drawn)


def test_what_has_no_place_on_a_map_says_so(argued: Database) -> None:
    (tie, *_) = around(argued).ties
    with pytest.raises(NotFoundError, match="no place on a map"):
        around(argued, tie.id)
    with pytest.raises(NotFoundError):
        around(argued, "claim-s1nothing")


def test_words_fit_into_a_box() -> None:
    for text in ("w" * 10_000, "a bc " * 400, "", "short"):
        lines = label(text).split("\n")
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= LINE
    assert label("short") == "short"
    assert label("w" * 99).endswith("…")


def test_no_two_sides_look_alike_in_any_of_colour_dash_and_sign() -> None:
    looks = [stroke(kind) for kind in ("supports", "rebuts", "related", "requires")]
    for part in ("colour", "dash", "sign"):
        assert len({getattr(look, part) for look in looks}) == len(looks), part
    told = " ".join(words for _, words in legend(KINDS))
    assert all(stroke(kind).words in told for kind in KINDS)


def test_each_kind_of_link_belongs_to_one_side() -> None:
    assert sorted(kind for kinds in SIDES.values() for kind in kinds) == sorted(
        kind for kind in KINDS if not kind.startswith("answers") and kind not in ("states", "names")
    )


@pytest.fixture
def attacked(database: Database) -> Mapped:
    database.add(bundle())
    focus = database.questions()[0].positions[0][1].id
    return around(database, focus, hops=3, sources=True, concepts=True)


def test_a_picture_is_nothing_but_shapes_and_text(attacked: Mapped) -> None:
    root = ElementTree.fromstring(svg(attacked, f"Around {SCRIPT}"))
    shapes = {"svg", "g", "title", "rect", "text", "tspan", "path", "polygon", "circle"}
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= shapes
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert not [name for one in root.iter() for name in one.attrib if "href" in name]
    shown = "".join(root.itertext())
    assert SCRIPT in shown
    assert "\u202e" not in shown


def test_a_picture_has_every_box_line_and_key(argued: Database) -> None:
    drawn = around(argued, hops=3, sources=True, concepts=True)
    root = ElementTree.fromstring(svg(drawn, "Ice"))
    pieces = sum(len(drawn.halves(tie)) for tie in drawn.ties)
    explained = keys(drawn)
    lines = [one for one in explained if one.look]
    assert {one.look for one in lines} >= {stroke(tie.kind) for tie in drawn.ties[:1]}
    assert {one.kind for one in explained if one.kind} == {one.kind for one in drawn.boxes}
    assert len(root.findall(f".//{SVG}path")) == pieces + len(lines)
    frames = len(root.findall(f".//{SVG}rect")) - 1 + len(root.findall(f".//{SVG}circle"))
    assert frames == len(drawn.boxes) + sum(one.kind is not None for one in explained)
    text = " ".join(" ".join(root.itertext()).split())
    assert all(one.words in text for one in explained)
    title = "What is around ice " * 9
    heading = [one.text or "" for one in ElementTree.fromstring(svg(drawn, title))[2]]
    assert " ".join(heading) == title.strip()
    assert max(map(len, heading)) * 11 < float(root.attrib["width"])
    assert "thick line: accepted by a person" in text
    assert all(" ".join(one.label.split()) in text for one in drawn.boxes)


def test_a_page_to_keep_fetches_nothing_and_runs_nothing_of_the_data(attacked: Mapped) -> None:
    page = standalone.page(attacked, f"Around {SCRIPT}")
    assert SCRIPT not in page
    assert "default-src 'none'" in page.split("<title>")[0]
    assert "&lt;script&gt;" in page
    nodes = re.search(r"nodes = new vis.DataSet\((\[.*?\])\);", page, re.DOTALL)
    assert nodes is not None
    placed = {(one["x"], one["y"]) for one in json.loads(nodes[1])}
    assert placed == {(round(one.place[0]), round(one.place[1])) for one in attacked.boxes}
