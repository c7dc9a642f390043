"""Markup is safe whatever goes in."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ui.markup import address, element, link, outside, shorten, visible


class Reading(HTMLParser):
    """What a browser would make of markup: its tags, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(), st.text())
def test_whatever_goes_in_comes_out_as_text(child: str, attribute: str) -> None:
    read = Reading(element("p", child, title=attribute))
    assert read.tags == [("p", [("title", visible(attribute))])]
    assert read.text == visible(child)


@given(st.text())
def test_nested_markup_is_escaped_once(child: str) -> None:
    once = element("b", child)
    assert element("p", once) == f"<p>{once}</p>"
    assert element("p", [once, [child], None]) == f"<p>{once}{element('b', child)[3:-4]}</p>"


@given(st.text())
def test_controls_are_shown_one_for_one(text: str) -> None:
    assert len(visible(text)) == len(text)


@pytest.mark.parametrize("harmful", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\x85"])
def test_what_could_mislead_is_replaced(harmful: str) -> None:
    assert visible(f"a{harmful}b") == "a\ufffdb"


@pytest.mark.parametrize("kept", ["\n", "\t", "\u200d", "é", "العربية", "👩\u200d🔬"])
def test_ordinary_characters_stay(kept: str) -> None:
    assert visible(kept) == kept


@given(st.text(), st.text(min_size=1))
def test_addresses_carry_any_parameter(value: str, label: str) -> None:
    parts = urlsplit(address("claim", claim=value, source=None))
    assert parts.path == "./claim"
    assert parse_qs(parts.query, keep_blank_values=True) == {"claim": [value]}
    ((tag, attributes),) = Reading(link(label, "claim", claim="c")).tags
    assert (tag, dict(attributes)["href"]) == ("a", "./claim?claim=c")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//host/path",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert outside("label", url) == "<span>label</span>"


def test_links_out_tell_the_other_side_nothing() -> None:
    assert outside("<b>", "https://example.org/?a=1&b=2") == (
        '<a href="https://example.org/?a=1&amp;b=2" target="_blank" '
        'rel="noopener noreferrer">&lt;b&gt;</a>'
    )


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_text_fits_on_one_line(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert "\n" not in short
    if len(" ".join(text.split())) <= length:
        assert short == " ".join(text.split())
