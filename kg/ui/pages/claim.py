"""One claim: where it stands, what would change that, and both sides in exact words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from kg.debate import Stood
from kg.export.telling import foremost
from kg.ui import data, names, parts
from kg.ui.debate import awaiting, cards, joining, standing
from kg.ui.markup import Child, Html, address, element, link, shorten
from kg.views import ClaimView, HeldAssertion, LinkCard
from kg.vocab import MODE_WORDS
from kg.wording import counted

HELD: Final = 2
LONGEST: Final = 600
MOST: Final = 20
MORE: Final = 50
EVERYTHING: Final = "all"
LIKENESS: Final = "related"
FIGURES: Final = (
    "The strength in a card is that of the other claim; how sure the program is of the link "
    "is another thing. Dashed labels mark what the program proposed and nobody has judged."
)


def show() -> None:
    """Draw the page."""
    chosen = st.query_params.get("claim")
    if not chosen:
        parts.show(parts.heading("Claim"))
        parts.empty("No claim is chosen.", next_step="Pick one from the list.")
        parts.show(link("All claims", "claims"))
        return
    view = data.claim(chosen, None if EVERYTHING in st.query_params else MOST)
    settled = data.settled()
    stood = data.stood(cards.ends(view)) if settled else {}
    _top(view)
    if settled:
        _standing(view)
    else:
        awaiting.standings()
    _doing(view)
    _sides(view, stood)
    _others("What this claim bears on", view.bears_on, view.counts[3], stood)
    _others("Related", view.other, view.counts[2], stood, folded=True)
    _held(view.assertions)


def _top(view: ClaimView) -> None:
    said = foremost(view.assertions)
    more = len(view.assertions) - 1
    parts.show(
        parts.heading(shorten(view.claim.wording, LONGEST)),
        element("p", _by(said), f" and {counted(more, 'more passage')}" if more > 0 else None)
        if said
        else element("p", "Put forward by hand.", class_="kg-quiet"),
        element(
            "nav", [[one, " "] for one in _ways(view)], class_="kg-ways", aria_label="See also"
        ),
    )


def _by(said: HeldAssertion) -> list[Child]:
    holder = element("strong", shorten(said.holder.name, 90))
    return [f"{MODE_WORDS[said.assertion.mode]} ", holder, " in ", *cards.cited(said.quote)]


def _ways(view: ClaimView) -> list[Child]:
    """Return links to what other pages show of this claim."""
    claim = view.claim.id
    ways: list[Child] = [
        link("Show it on the map", "map", focus=claim),
        link("Timeline", "timeline", claim=claim),
    ]
    if data.depends((claim, *(one.id for one in view.joined))):
        ways.append(link("What depends on it", "dependencies", concept=claim))
    said = foremost(view.assertions)
    if said:
        asked = {"from": names.of_sources().get(said.quote.source.id)}
        there = address("review", **asked)
        ways.append(element("a", "Review the proposals of its text", class_="kg", href=there))
    return ways


def _standing(view: ClaimView) -> None:
    found = data.standing(view.claim.id)
    left, right = st.columns(2, gap="large")
    with left:
        parts.show(parts.heading("Where it stands", level=2), standing.verdict(found))
        with st.expander("The arithmetic"):
            parts.show(
                element("pre", found.arithmetic, class_="kg-arithmetic", dir="auto"),
                element("p", f"At most {data.TOLD} reasons on one thing are told.")
                if max(view.counts) > data.TOLD
                else None,
                standing.reasons(found),
            )
    with right:
        parts.show(parts.heading("What would change it", level=2), standing.changes(found))


def _doing(view: ClaimView) -> None:
    """Draw what can be done with the claim."""
    joining.show(view)
    said = foremost(view.assertions)
    quote = said.quote if said else None
    source = quote.source if quote else None
    parts.cite("claim", view.claim.wording, source, quote, claim=view.claim.id)


def _sides(view: ClaimView, stood: Mapping[str, Stood]) -> None:
    sides = (
        ("▲ For", view.pro, view.counts[0], "Nothing in the database supports this claim yet."),
        ("▼ Against", view.con, view.counts[1], "Nothing speaks against this claim yet."),
    )
    if view.pro or view.con:
        parts.show(element("p", FIGURES, class_="kg-quiet"))
    for column, (title, links, number, nothing) in zip(
        st.columns(2, gap="large"), sides, strict=True
    ):
        with column:
            parts.show(
                parts.heading(f"{title} ({number:,})", level=2),
                [cards.link_card(card, stood) for card in links],
                _rest(view.claim.id, len(links), number),
                None if links else element("p", nothing, class_="kg-quiet"),
            )


def _others(
    title: str,
    links: Sequence[LinkCard],
    number: int,
    stood: Mapping[str, Stood],
    *,
    folded: bool = False,
) -> None:
    """Draw links that are neither for nor against; those of mere likeness may be folded away."""
    if not links:
        return
    alike = [card for card in links if folded and card.relation.kind == LIKENESS]
    rest = [card for card in links if card not in alike]
    parts.show(
        parts.heading(f"{title} ({number:,})", level=2),
        _lines(rest, stood) if rest else None,
        parts.folded(f"{counted(len(alike), 'claim')} much alike in words", _lines(alike, stood))
        if alike
        else None,
        _rest(st.query_params["claim"], len(links), number),
    )


def _lines(links: Sequence[LinkCard], stood: Mapping[str, Stood]) -> Html:
    return element("ul", [cards.link_line(card, stood) for card in links], class_="kg-list")


def _rest(claim_id: str, shown: int, number: int) -> Child:
    if shown == number:
        return None
    everything = link(f"Show all {number:,}", "claim", claim=claim_id, all="true")
    return element("p", f"The {shown} surest of {number:,} are shown. ", everything)


def _held(held: Sequence[HeldAssertion]) -> None:
    if not held:
        return
    drawn = [
        element(
            "article",
            cards.held(item),
            parts.folded("How sure is this?", element("p", cards.found_by(item))),
            class_="kg-card",
        )
        for item in held[: HELD + MORE]
    ]
    rest = len(held) - HELD
    parts.show(
        parts.heading(f"Who says it ({counted(len(held), 'passage')})", level=2),
        drawn[:HELD],
        parts.folded(f"{counted(rest, 'more passage')}", *drawn[HELD:]) if rest > 0 else None,
        element("p", f"{rest - MORE:,} more are in the database.", class_="kg-quiet")
        if rest > MORE
        else None,
    )


show()
