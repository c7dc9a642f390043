"""The map: a click chooses, a double click walks, and nothing jumps meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Position, expect

from kg.database import Database
from kg.ui.components import MANIFEST
from kg.views import ClaimFilter
from tests.browser.conftest import settled


@pytest.fixture(scope="module")
def focus(essays: str) -> str:
    """The claim that is contested most."""
    with Database.open(essays) as database:
        return database.claims(ClaimFilter(contested=True, limit=1))[0].claim.id


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.evaluate("location.href")).query)


def drawn(page: Page) -> Locator:
    """The map, once it is drawn and the page has stopped moving."""
    found = page.locator("div.map[data-drawn*='[']")
    found.wait_for()
    settled(page)
    found.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return found


def around(identifier: str) -> re.Pattern[str]:
    """What a drawing is marked with once it shows what is around something."""
    return re.compile(f"focus='{identifier}'")


def view(drawing: Locator) -> list[Any]:
    """How near and where one looks, and where every box stands."""
    found: list[Any] = drawing.evaluate(
        "({network: n}) => [n.getScale(), n.getViewPosition(), n.getPositions()]"
    )
    return found


def at(drawing: Locator, box: str) -> Position:
    found: Position = drawing.evaluate(
        "({network: n}, id) => n.canvasToDOM(n.getPosition(id))", box
    )
    return found


def boxes_in_view(drawing: Locator) -> list[str]:
    """The boxes whose middle can be clicked, the focus last."""
    found: list[str] = drawing.evaluate(
        """(place) => place.network.body.nodeIndices.filter((id) => {
          const {x, y} = place.network.canvasToDOM(place.network.getPosition(id));
          const free = x > 20 && y > 60 && x < place.clientWidth - 20;
          return free && y < place.clientHeight - 20 && place.network.getNodeAt({x, y}) === id;
        }).reverse()"""
    )
    return found


def line_in_view(drawing: Locator) -> dict[str, Any]:
    """A line and a point of it that is near no box."""
    found: dict[str, Any] = drawing.evaluate(
        """(place) => {
          const n = place.network;
          for (const id of n.body.edgeIndices) {
            const [from, to] = n.getConnectedNodes(id).map((end) => n.getPosition(end));
            for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
              const point = n.canvasToDOM({
                x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });
              const far = [-9, 0, 9].every((across) => [-9, 0, 9].every(
                (down) => !n.getNodeAt({x: point.x + across, y: point.y + down})));
              const free = point.y > 60 && point.x > 9 && point.x < place.clientWidth - 9
                && point.y < place.clientHeight - 9;
              if (free && far && n.getEdgeAt(point) === id) return {id: id.split(">")[0], ...point};
            }
          }
        }"""
    )
    return found


def test_a_click_chooses_and_nothing_jumps(page: Page, app: str, focus: str) -> None:
    page.goto(f"{app}/map?focus={focus}")
    drawing = drawn(page)
    page.get_by_role("button", name="Nearer").click()
    page.wait_for_timeout(600)
    before = view(drawing)
    chosen = boxes_in_view(drawing)[0]
    drawing.click(position=at(drawing, chosen))
    expect(page.get_by_role("heading", name="Chosen:")).to_be_visible()
    settled(page)
    assert parameters(page) == {"focus": [focus], "select": [chosen]}
    line = line_in_view(drawing)
    drawing.click(position={"x": line["x"], "y": line["y"]})
    expect(page.get_by_role("heading", name="Chosen: link")).to_be_visible()
    expect(page.locator(".kg-quote, .kg-lead").first).to_be_visible()
    settled(page)
    assert parameters(page)["select"] == [line["id"]]
    assert view(drawing) == before

    page.reload()
    expect(page.get_by_role("heading", name="Chosen: link")).to_be_visible()
    again = drawn(page)
    assert view(again)[2] == before[2]
    assert again.evaluate("({network: n}) => n.getSelectedEdges().length") == 1


def test_a_double_click_walks_and_back_returns(page: Page, app: str, focus: str) -> None:
    page.goto(f"{app}/map?focus={focus}&kinds=support,attack")
    drawing = drawn(page)
    before = view(drawing)
    there = boxes_in_view(drawing)[0]
    drawing.dblclick(position=at(drawing, there))
    page.wait_for_function("id => location.search.includes(`focus=${id}`)", arg=there)
    assert parameters(page) == {"focus": [there], "kinds": ["support,attack"]}
    expect(drawing).to_have_attribute("data-drawn", around(there))
    page.go_back()
    expect(drawing).to_have_attribute("data-drawn", around(focus))
    settled(page)
    assert view(drawing)[2] == before[2]


def test_the_table_says_the_same_and_chooses_too(page: Page, app: str, focus: str) -> None:
    page.goto(f"{app}/map?focus={focus}&hops=1")
    drawing = drawn(page)
    table = page.get_by_role("region", name="Links of the map")
    lines = drawing.evaluate(
        "({network: n}) => new Set(n.body.edgeIndices.map((id) => id.split('>')[0])).size"
    )
    expect(table.locator("tbody tr")).to_have_count(lines)
    name = table.get_by_role("link").first
    label = name.inner_text()
    name.focus()
    page.keyboard.press("Enter")
    chosen = page.locator(".kg-chosen")
    expect(chosen).to_contain_text(label.rstrip("…")[:60])
    settled(page)
    assert drawing.evaluate("({network: n}) => n.getSelectedNodes()") == parameters(page)["select"]


def test_the_map_can_be_taken_away(page: Page, app: str, focus: str, tmp_path: Path) -> None:
    page.goto(f"{app}/map?focus={focus}&hops=1")
    drawing = drawn(page)
    with page.expect_download() as picture:
        page.get_by_role("button", name="Download the drawing as a PNG picture").click()
    with Image.open(picture.value.path()) as drawing_only:
        wide, high = drawing_only.size
    unit = max(2, wide / 1200)
    spread = drawing.evaluate(
        """({network: n}) => {
          const ys = Object.values(n.getPositions()).map((one) => one.y);
          return Math.max(...ys) - Math.min(...ys);
        }"""
    )
    assert high > (spread + 120) * 2 + 100 * unit  # a title above and the legend below
    with page.expect_download() as vector:
        page.get_by_role("button", name="Download SVG").click()
    root = ElementTree.parse(vector.value.path()).getroot()
    boxes = drawing.evaluate("({network: n}) => n.body.nodeIndices.length")
    frames = [one for one in root.iter() if one.tag.endswith(("}rect", "}circle"))]
    keys = page.get_by_role("list", name="Legend").locator(".kg-box").count()
    assert len(frames) == boxes + keys + 1
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download HTML").click()
    kept.value.save_as(tmp_path / "map.html")
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("body[data-drawn]").wait_for(state="attached")
    assert page.evaluate("network.body.nodeIndices.length") == boxes


def test_a_picture_says_what_its_lines_and_boxes_mean(page: Page) -> None:
    """The legend is drawn below the drawing, each line in its colour, and never beyond the edge."""
    module = (MANIFEST.parent / "map" / "legend.js").read_text(encoding="utf-8")
    page.goto("about:blank")
    found = page.evaluate(
        """async (source) => {
          const file = new Blob([source], {type: "text/javascript"});
          const {explained} = await import(URL.createObjectURL(file));
          const picture = document.createElement("canvas");
          Object.assign(picture, {width: 500, height: 300});
          const colours = ["#0072b2", "#d55e00", "#9467bd", "#7f7f7f"];
          const long = "depends on, requires, enables, and whatever else";
          const legend = colours.map((colour) => ({colour, dash: [], words: long, kind: null}));
          legend.push({words: "claim", kind: "claim"}, {words: "thick or thin"});
          const look = {text: "#123456", background: "#ffffff", fill: "#abcdef"};
          look.font = "sans-serif";
          const whole = explained(picture, "What is around ".repeat(9), legend, look);
          const context = whole.getContext("2d");
          const hex = (data, at) => "#" + [0, 1, 2].map(
            (one) => data[at + one].toString(16).padStart(2, "0")).join("");
          const rows = {};
          const edge = new Set();
          const {data, width} = context.getImageData(0, 0, whole.width, whole.height);
          for (let at = 0; at < data.length; at += 4) {
            const row = Math.floor(at / 4 / width);
            (rows[hex(data, at)] ??= []).push(row);
            if ((at / 4) % width > width - 20) edge.add(hex(data, at));
          }
          const first = (colour) => rows[colour] && Math.min(...new Set(rows[colour]));
          return {height: whole.height, edge: [...edge], title: first("#123456"),
            keys: [...colours, "#abcdef"].map(first)};
        }""",
        module,
    )
    assert found["edge"] == ["#ffffff"]
    assert found["title"] < 100
    assert all(300 + 100 < row < found["height"] for row in found["keys"])


def test_the_question_is_where_one_starts_and_another_start_is_found(page: Page, app: str) -> None:
    page.goto(f"{app}/map")
    drawn(page)
    expect(page.get_by_text("Is scaling a dead end?").first).to_be_visible()
    page.get_by_label("A claim, concept or source").fill("distillation")
    page.keyboard.press("Enter")
    page.locator(".kg-list a").first.click()
    page.wait_for_function("location.search.includes('focus=')")
    expect(page.get_by_text("Around:")).to_contain_text("istil")
