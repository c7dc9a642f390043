"""The evidence table: claims by sources, or one piece of evidence a row; all in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from kg.export import evidence_table
from kg.model import Claim
from kg.ui import choosing, data, names, paging, parts
from kg.ui.debate import bearing_table
from kg.ui.markup import element
from kg.views import ClaimFilter, EvidenceFilter, Side
from kg.vocab import ClaimKind, EvidenceKind
from kg.wording import counted

PAGE: Final = 25
BY_SOURCE, BY_PIECE = "Claims by sources", "One piece of evidence a row"
_SIDES: Final[dict[str, Side]] = {"speaks for yes": "for", "speaks for no": "against",
                                  "speaks for both": "mixed"}  # fmt: skip


def show() -> None:
    """Draw the page."""
    parts.show(
        parts.heading("Evidence"),
        element(
            "p",
            "Which source says what on which claim. Each entry opens the words in their text.",
            class_="kg-lead",
        ),
    )
    if not data.count_claims():
        parts.nothing_read("There are no claims yet.")
        return
    view = st.segmented_control(
        "Show", [BY_SOURCE, BY_PIECE], default=BY_SOURCE, required=True, key="view",
        bind="query-params", on_change=paging.back_to_first, label_visibility="collapsed",
    )  # fmt: skip
    wanted, chosen = _filter(pieces=view == BY_PIECE)
    if view == BY_PIECE:
        _pieces(wanted)
    else:
        _matrix(wanted, chosen)


def _filter(*, pieces: bool) -> tuple[EvidenceFilter, list[str]]:
    """Return what is to be listed, and the sources that are chosen as columns."""
    texts = names.sources()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Filter by words", key="words", bind="query-params", on_change=paging.back_to_first,
            placeholder="of a claim or its quotes", width=250,
        )  # fmt: skip
        question = _question()
        side = choosing.one("Side", "side", _SIDES) if data.questions() else None
        source = choosing.one("Source", "from", texts)
        kind = choosing.one("Kind of claim", "kind", {one.value: one for one in ClaimKind})
        evidence, chosen = None, []
        if pieces:
            kinds = {one.value: one for one in EvidenceKind}
            evidence = choosing.one("Kind of evidence", "evidence", kinds)
        else:
            chosen = _columns(texts)
        contested = _toggle("Contested only", "contested")
        accepted = _toggle("Accepted only", "accepted")
    if question is None and side is not None:
        question = data.questions()[0].question.id
    claims = ClaimFilter(
        text=text or None, document_id=source, kind=kind, contested=contested or None
    )
    return EvidenceFilter(claims, question, side, accepted, evidence), chosen


def _columns(texts: Mapping[str, str]) -> list[str]:
    picked = st.multiselect(
        "Columns: sources", list(texts), key="columns", bind="query-params",
        max_selections=evidence_table.COLUMNS, placeholder="those with most to say", width=345,
    )  # fmt: skip
    return [texts[one] for one in picked]


def _question() -> str | None:
    """Return the question that is chosen; where there is but one, it need not be asked."""
    found = [one.question for one in data.questions()]
    if len(found) < 2:
        return None
    wordings = parts.labelled([(one.wording, one.id, one.id) for one in found])
    return choosing.one("Question", "question", wordings)


def _toggle(label: str, key: str) -> bool:
    return st.toggle(label, key=key, bind="query-params", on_change=paging.back_to_first)


def _matrix(wanted: EvidenceFilter, chosen: Sequence[str]) -> None:
    total = data.count_evidence_rows(wanted)
    if not total:
        _nothing()
        return
    turn = paging.turned(total, PAGE)
    found = data.evidence_matrix(_part(wanted, turn), tuple(chosen))
    _count(
        f"{counted(total, 'claim')}, {turn.shown}, most contested first. ▲ for, ▼ against, "
        "◆ neither; unless a person accepted it, it is what the program read."
    )
    parts.show(
        bearing_table.matrix(found),
        paging.links("evidence", turn, "Pages of claims"),
    )
    _download("claims-by-sources.csv", lambda: _csv(wanted, chosen))


def _pieces(wanted: EvidenceFilter) -> None:
    total = data.count_evidence_pieces(wanted)
    if not total:
        _nothing()
        return
    turn = paging.turned(total, PAGE)
    found = data.evidence_pieces(_part(wanted, turn))
    claims = data.database().store.load(Claim, {one.claim_id for one in found})
    what = counted(total, "piece of evidence", "pieces of evidence")
    _count(f"{what}, {turn.shown}, of the most contested claims first.")
    wordings = {one.id: one.wording for one in claims.values()}
    parts.show(
        bearing_table.pieces(found, wordings),
        paging.links("evidence", turn, "Pages of evidence"),
    )
    _download("evidence.csv", lambda: evidence_table.pieces_csv(data.database(), wanted))


def _csv(wanted: EvidenceFilter, chosen: Sequence[str]) -> bytes:
    return evidence_table.matrix_csv(data.database(), wanted, chosen)


def _part(wanted: EvidenceFilter, turn: paging.Turned) -> EvidenceFilter:
    return replace(wanted, claims=replace(wanted.claims, limit=PAGE, offset=turn.offset))


def _count(words: str) -> None:
    parts.show(element("p", words, role="status", class_="kg-quiet"))


def _download(name: str, made: Callable[[], bytes]) -> None:
    st.download_button(
        "Download all of it as CSV", made, file_name=name, mime="text/csv", on_click="ignore",
        help="Every row that the filters keep, not only this page.",
    )  # fmt: skip


def _nothing() -> None:
    parts.empty("Nothing fits.", next_step="Take back a filter, or search for another word.")


show()
