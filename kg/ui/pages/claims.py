"""The claims: what the search finds, filters, order, and a list; all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeVar

import streamlit as st

from kg.ui import data, paging, parts, searching
from kg.ui.debate import awaiting, cards
from kg.ui.markup import element, link
from kg.views import ClaimFilter, Order
from kg.vocab import ClaimKind
from kg.wording import counted

T = TypeVar("T")

PAGE: Final = 25
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
        parts.empty(
            "There are no claims yet.",
            next_step="Add a text on the page Add, or ingest one and reload this page:",
            command="kg ingest my-essay.md",
        )
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
        source = _choice("Source", "source", parts.source_names(data.sources()))
        holder = _choice(
            "Holder",
            "holder",
            parts.labelled([(item.name, item.kind.value, item.id) for item in data.holders()]),
        )
        mode = _choice("Mode", "mode", {words: mode for mode, words in parts.modes().items()})
        kind = _choice("Kind", "kind", {kind.value: kind for kind in ClaimKind})
        cited = _choice("Citation", "cited", CITED)
        order = _choice("Sort by", "sort", ORDERS, "best match" if sought else "central")
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


def _choice(label: str, key: str, options: Mapping[str, T], nothing: str = "any") -> T | None:
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        key=key,
        bind="query-params",
        placeholder=nothing,
        width=135,
        on_change=paging.back_to_first,
    )
    return None if chosen is None else options[chosen]


show()
