"""Pages of a long list: which one the address asks for, and links to its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from kg.ui.markup import Child, Html, address, element


@dataclass(frozen=True, slots=True)
class Turned:
    """One page of a list of ``total``: its number, from 1, and how many there are."""

    number: int
    pages: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """How much of the list comes before."""
        return (self.number - 1) * self.size

    @property
    def shown(self) -> str:
        """Which places of the list are shown, in words."""
        return f"{self.offset + 1:,} to {min(self.offset + self.size, self.total):,} shown"


def turned(total: int, size: int, parameter: str = "page") -> Turned:
    """Return the page that the address asks for: the nearest that there is."""
    pages = max(-(-total // size), 1)
    return Turned(_asked(parameter, pages), pages, size, total)


def links(page: str, turn: Turned, label: str, parameter: str = "page") -> Html | None:
    """Return links to the neighbours of a page of a list, None where there are none."""
    if turn.pages == 1:
        return None
    kept = here(*(name for name in st.query_params if name != parameter))
    steps: list[Child] = [
        [
            element(
                "a", words, class_="kg", href=address(page, **kept, **_number(parameter, number))
            ),
            " ",
        ]
        for words, number in (("← Previous", turn.number - 1), ("Next →", turn.number + 1))
        if 1 <= number <= turn.pages
    ]
    return element("nav", steps, f" page {turn.number} of {turn.pages}", aria_label=label)


def here(*parameters: str) -> dict[str, list[str]]:
    """Return what the address says of some choices, for links that are to keep them."""
    given = {name: st.query_params.get_all(name) for name in parameters}
    return {name: values for name, values in given.items() if values}


def views(page: str, named: Mapping[str, str], shown: str, label: str, /, **here: str) -> Html:
    """Return links to the views of a page, of which the first is the one without a parameter.

    ``named`` has what to call them by the name that the address has; ``here`` is the rest of it.
    """
    first = next(iter(named))
    items = [
        element(
            "a",
            words,
            class_="kg",
            href=address(page, **here, view=None if name == first else name),
            aria_current="page" if name == shown else None,
        )
        for name, words in named.items()
    ]
    return element("nav", items, class_="kg-views", aria_label=label)


def view(named: Mapping[str, str]) -> str:
    """Return the view that the address asks for; the first where it asks for none of them."""
    asked = st.query_params.get("view", "")
    return asked if asked in named else next(iter(named))


def back_to_first(parameter: str = "page") -> None:
    """Forget the page of the list, as when its filters change."""
    st.query_params.pop(parameter, None)


def _number(parameter: str, number: int) -> dict[str, str]:
    return {} if number == 1 else {parameter: str(number)}


def _asked(parameter: str, pages: int) -> int:
    given = st.query_params.get(parameter, "1")
    return min(max(int(given), 1), pages) if given.isdecimal() and len(given) < 9 else 1
