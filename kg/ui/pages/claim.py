"""One claim: who holds it, what speaks for it and against it, each in exact words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kg.debate import LABEL_WORDS, Standing
from kg.ui import cards, data, parts
from kg.ui.markup import element, link, shorten
from kg.views import ClaimView, LinkCard
from kg.wording import counted

HELD = 2
LONGEST = 600


def show() -> None:
    """Draw the page."""
    chosen = st.query_params.get("claim")
    if not chosen:
        parts.show(parts.heading("Claim"))
        parts.empty("No claim is chosen.", next_step="Pick one from the list.")
        parts.show(link("All claims", "claims"))
        return
    view = data.claim(chosen)
    _wording(view)
    _standing(data.standing(view.claim.id))
    pro, con = st.columns(2, gap="large")
    with pro:
        _column("▲ For", view.pro, "Nothing in the database supports this claim yet.")
    with con:
        _column("▼ Against", view.con, "Nothing in the database speaks against this claim yet.")
    if view.other:
        _column("◆ Related", view.other)
    if view.bears_on:
        _column("What this claim bears on", view.bears_on, outgoing=True)
    if view.claim.id in data.dependency_graph():
        words = "What this claim depends on, and what depends on it"
        parts.show(element("p", link(words, "dependencies", concept=view.claim.id)))


def _wording(view: ClaimView) -> None:
    against = sum(len(card.undercuts) for card in (*view.pro, *view.con))
    disputed = f", {counted(against, 'link')} disputed" if against else ""
    parts.show(
        parts.heading(shorten(view.claim.wording, LONGEST)),
        element("p", "Also worded: ", "; ".join(one.wording for one in view.joined))
        if view.joined
        else None,
        element(
            "p",
            f"{len(view.pro)} for, {len(view.con)} against{disputed}. "
            "Dashed labels mark what the program proposed and nobody has judged.",
            class_="kg-quiet",
        ),
        parts.heading("Who puts it forward", level=2),
        [element("article", cards.held(item), class_="kg-card") for item in view.assertions[:HELD]],
    )
    rest = view.assertions[HELD:]
    if rest:
        with st.expander(f"{counted(len(rest), 'more passage')} with this claim"):
            parts.show([element("article", cards.held(item), class_="kg-card") for item in rest])


def _standing(found: Standing) -> None:
    origins = counted(len(found.support), "independent origin")
    parts.show(
        parts.heading("Standing", level=2),
        element(
            "p",
            element("strong", LABEL_WORDS[found.label].capitalize()),
            f", strength {found.strength:.2f} of 1, put forward by {origins}. ",
            "Links that the program proposed count by their probability.",
        ),
    )
    with st.expander("The arithmetic"):
        parts.show(
            element("pre", found.arithmetic, class_="kg-arithmetic", dir="auto"),
            [element("p", reason, class_="kg-quiet") for reason in _reasons(found)],
        )


def _reasons(found: Standing) -> list[str]:
    """Return why supporters count as one, and what would change the standing."""
    same = [
        f"Counted once: {counted(len(origin.members), 'passage')}, {reason.words}."
        for origin in found.support
        for reason in origin.reasons
    ]
    changes = (("cross one half", found.flips), ("be labelled otherwise", found.relabels))
    return same + [
        f"It would {what} without {' and '.join(found.names.get(i, i) for i in change.dropped)}."
        for what, change in changes
        if change is not None
    ]


def _column(
    title: str, links: Sequence[LinkCard], nothing: str = "", *, outgoing: bool = False
) -> None:
    parts.show(
        parts.heading(f"{title} ({len(links)})", level=2),
        [cards.link_card(card, outgoing=outgoing) for card in links],
        None if links else element("p", nothing, class_="kg-quiet"),
    )


show()
