"""The claims: what the search finds, filters, order, and a list; all of it in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from kg.ui import choosing, data, names, paging, parts, searching
from kg.ui.debate import awaiting, cards
from kg.ui.markup import element, link
from kg.views import ClaimFilter, Order
from kg.vocab import ClaimKind
from kg.wording import counted

PAGE: Final = 25
WIDTH: Final = 135  # pixels of a filter, so that all stand in one line
CITED: Final = {"with a citation": True, "without a citation": False}
ORDERS: Final = {
    "contested": Order.CONTESTED,
    "central": Order.SALIENCE,
    "newest": Order.NEWEST,
    "strength": Order.STRENGTH,
}
SORTED: Final = {
    Order.CONTESTED: "contested most first",
    Order.SALIENCE: "most central first",
    Order.NEWEST: "those of the texts read last first",
    Order.STRENGTH: "strongest first",
}


def show() -> None:
    """Draw the page."""
    sought = st.query_params.get(searching.PARAMETER, "").strip()
    parts.show(parts.heading("Claims"))
    if not data.count_claims():
        parts.nothing_read("There are no claims yet.")
        return
    if sought:
        searching.besides(sought)
    wanted = _filter(sought)
    total = data.count_claims(wanted)
    if total and wanted.order is Order.STRENGTH and not data.settled():
        awaiting.standings()
    elif total:
        _results(wanted, total)
    else:
        parts.empty("No claim fits.", next_step="Take back a filter, or search for another word.")
        parts.show(element("p", link("All claims", "claims")))


def _results(wanted: ClaimFilter, total: int) -> None:
    turn = paging.turned(total, PAGE)
    rows = data.claims(replace(wanted, limit=PAGE, offset=turn.offset))
    ids = tuple(row.claim.id for row in rows)
    by_default = "best match first" if wanted.text else SORTED[Order.SALIENCE]
    order = SORTED[wanted.order] if wanted.order else by_default
    parts.show(
        element(
            "p",
            f"{counted(total, 'claim')}, {turn.shown}, {order}.",
            role="status",
            class_="kg-quiet",
        ),
        cards.claim_list(
            rows,
            data.stood(ids) if wanted.order is Order.STRENGTH else {},
            [wanted.text] if wanted.text else [],
            data.telling(ids, wanted.text) if wanted.text else {},
        ),
        paging.links("claims", turn, "Pages of results"),
    )


def _filter(sought: str) -> ClaimFilter:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = choosing.one("Source", "from", names.sources(), WIDTH)
        holders = [(item.name, item.kind.value, item.id) for item in data.holders()]
        holder = choosing.one("Holder", "holder", parts.labelled(holders), WIDTH)
        modes = {words: mode for mode, words in parts.modes().items()}
        mode = choosing.one("Mode", "mode", modes, WIDTH)
        kind = choosing.one("Kind", "kind", {kind.value: kind for kind in ClaimKind}, WIDTH)
        cited = choosing.one("Citation", "cited", CITED, WIDTH)
        usual = "best match" if sought else "central"
        order = choosing.one("Sort by", "sort", ORDERS, WIDTH, usual)
        contested = st.toggle(
            "Contested only", key="contested", bind="query-params", on_change=paging.back_to_first
        )
    return ClaimFilter(
        text=sought or None,
        document_id=source,
        holder_id=holder,
        mode=mode,
        kind=kind,
        cited=cited,
        contested=contested or None,
        order=order,
    )


show()
