"""Formulas in pages: each once, by its TeX source where the page has it."""

from __future__ import annotations

from typing import Final

from ingest.webpage.tree import Element, drop, local, visible

_TEX: Final = ("application/x-tex", "TeX", "text/x-tex")
_WRAPPERS: Final = frozenset({"katex", "mwe-math-element"})
# What MathJax draws from a source that also stands in the page.
_DRAWN: Final = frozenset({"MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_SVG"})
_PICTURES: Final = frozenset({"latex", "tex", "math"})


def simplify_formulas(root: Element) -> None:
    """Put the source of each formula as plain words in its place; drop what is drawn from it."""
    for element in list(root.iter()):
        tag, classes = local(element), (element.get("class") or "").split()
        if tag == "math":
            _replace(element, _source(element))
        elif tag == "mjx-container" or not _WRAPPERS.isdisjoint(classes):
            _unwrap(element)
        elif tag == "script" and (element.get("type") or "").startswith("math/tex"):
            _replace(element, element.text)
        elif not _DRAWN.isdisjoint(classes):
            drop(element)
        elif tag == "img" and not _PICTURES.isdisjoint(classes):
            _replace(element, element.get("alt"))


def _unwrap(wrapper: Element) -> None:
    """Keep the source that stands in a wrapper beside what is drawn from it."""
    math = next((one for one in wrapper.iter() if local(one) == "math"), None)
    if math is not None:
        _replace(wrapper, _source(math))
    elif wrapper.get("data-latex"):
        _replace(wrapper, wrapper.get("data-latex"))


def _source(math: Element) -> str | None:
    annotations = [one for one in math.iter() if local(one).startswith("annotation")]
    tex = next((one.text for one in annotations if one.get("encoding") in _TEX), None)
    if tex or math.get("alttext"):
        return tex or math.get("alttext")
    for one in annotations:
        drop(one)
    return "".join(str(part) for part in math.itertext())


def _replace(element: Element, words: str | None) -> None:
    """Make an element one of words alone."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "formula", visible(words or ""), tail
