"""What went wrong while a text was read, and what a person can do about each."""

from __future__ import annotations

from collections.abc import Iterable

from kg.audited import LAST_RESORT, MENDING
from kg.model import Problem
from kg.ui.markup import Html, element, link
from kg.wording import counted


def listed(source_id: str, found: Iterable[Problem]) -> Html:
    """Return problems as a list, each with the way to mend it and where it was met."""
    return element("ul", [_item(source_id, one) for one in found], class_="kg-list")


def summary(found: Iterable[Problem]) -> str:
    """Say in a line how many problems there are."""
    number = len(list(found))
    return f"{counted(number, 'problem')} met while this text was read; the rest of it was read."


def _item(source_id: str, problem: Problem) -> Html:
    return element(
        "li",
        element("strong", problem.code.replace("-", " ").capitalize(), ": "),
        problem.message,
        element("p", "What to do: ", MENDING.get(problem.code, LAST_RESORT)),
        element(
            "p",
            link("See the place in the text", "source", source=source_id, at=str(problem.start)),
            f", character {problem.start:,}",
            class_="kg-quiet",
        )
        if problem.start is not None
        else None,
    )
