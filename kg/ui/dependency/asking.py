"""What is asked: which passages count, of which concept, and which question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from kg.analysis.dependency import Graph, Selection
from kg.analysis.dependency.wording import called
from kg.ui import choosing, data, names
from kg.ui.dependency import resting
from kg.ui.markup import shorten

NARROWING: Final = ("in", "since", "until", "accepted", "own")
"""What the address says of which passages count."""
OFFERED: Final = 500
"""So many concepts are offered in a menu; of more, the rest are found by typing a name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a graph; ``node`` is what it is about, None for the whole."""

    graph: Graph
    selection: Selection | None
    node: str | None = None

    @property
    def name(self) -> str:
        """What the node is called, at readable length."""
        assert self.node is not None
        return shorten(called(self.graph, self.node), resting.NAME)


def selection() -> Selection | None:
    """Let the reader say which passages count; None where all do."""
    narrowed = any(name in st.query_params for name in NARROWING)
    words = "Which passages count: only some" if narrowed else "Which passages count: all"
    with st.expander(words, expanded=narrowed):
        texts = names.sources()
        chosen = st.multiselect(
            "Only these texts",
            list(texts),
            key="in",
            bind="query-params",
            placeholder="all texts, or type a part of a title",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            since = choosing.year("Published since", "since", "any year", 140)
            until = choosing.year("Published until", "until", "any year", 140)
            accepted = st.toggle("Only what a person accepted", key="accepted", bind="query-params")
            own = st.toggle("Not what is only reported", key="own", bind="query-params")
    wanted = Selection(
        documents=frozenset(texts[name] for name in chosen) or None,
        since=since,
        until=until,
        accepted=accepted,
        own_voice=own,
    )
    return None if wanted == Selection() else wanted


def node(graph: Graph, label: str, parameter: str, chosen: Selection | None) -> str | None:
    """Let the reader choose a concept or claim, kept in the address by its id.

    Returns an id that may not be in the graph, None where nothing is chosen.

    Raises:
        NotFoundError, UsageError: if the address names nothing, or several.
    """
    given = st.query_params.get(parameter)
    known = given in graph or given in data.dependency_graph()
    asked = None if not given else given if known else data.concept(given).id
    ids = list(names.nodes(chosen).values())
    offered = ids[:OFFERED]
    if asked is not None and asked in graph and asked not in offered:
        offered.append(asked)
    key = f"choice-{parameter}"
    shown = asked if asked in graph else None
    if st.session_state.get(key) != shown:
        st.session_state[key] = shown
    st.selectbox(
        label,
        offered,
        index=None,
        key=key,
        on_change=_remember,
        args=(parameter, key),
        placeholder=_placeholder(len(ids)),
        accept_new_options=len(ids) > OFFERED,
        format_func=lambda one: _called(graph, one),
    )
    return asked


def _called(graph: Graph, one: str) -> str:
    return shorten(graph.nodes[one]["label"], resting.NAME) if one in graph else one


def _placeholder(number: int) -> str:
    if number > OFFERED:
        return f"choose one of the {OFFERED} with most links, or type the whole name of another"
    return "choose a concept, or type a part of its name"


def question(offered: Mapping[str, str], default: str) -> str:
    """Let the reader choose a question; ``offered`` has its words by its name."""
    return _picked(st.selectbox, "What do you want to know?", "ask", offered, default)


def choice(
    label: str, parameter: str, offered: Mapping[str, str], default: str | None = None
) -> str:
    """Let the reader choose one of a few things; the first is the default unless one is named."""
    control = partial(st.segmented_control, required=True)
    return _picked(control, label, parameter, offered, default or next(iter(offered)))


def _picked(
    control: Callable[..., str | None],
    label: str,
    parameter: str,
    offered: Mapping[str, str],
    default: str,
) -> str:
    """Let one of several be chosen, kept in the address by its name unless it is the default."""
    given = st.query_params.get(parameter)
    asked = given if given in offered else default
    key = f"pick-{parameter}"
    if st.session_state.get(key) != asked:
        st.session_state[key] = asked
    control(
        label,
        list(offered),
        key=key,
        on_change=_remember,
        args=(parameter, key, default),
        format_func=offered.__getitem__,
    )
    return str(asked)


def taken_as_given(asked: Asked) -> frozenset[str]:
    """Let the reader say what is to stand whatever it rests on."""
    ids = names.nodes(asked.selection)
    chosen = st.multiselect(
        "Take these to stand whatever they rest on",
        list(ids)[:OFFERED],
        key="given",
        bind="query-params",
        placeholder="nothing, or type a part of a name",
        accept_new_options=len(ids) > OFFERED,
    )
    return frozenset(ids[name] for name in chosen if name in ids)


def _remember(parameter: str, key: str, default: str | None = None) -> None:
    chosen = st.session_state[key]
    if chosen is None or chosen == default:
        st.query_params.pop(parameter, None)
    else:
        st.query_params[parameter] = chosen
