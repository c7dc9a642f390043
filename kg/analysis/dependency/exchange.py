"""Dependency graphs in and out of networkx, with attributes that any tool can read.

``plain`` gives a graph whose attributes are strings and numbers only, which networkx writes as
GraphML, node-link JSON and whatever else it knows; ``from_plain`` reads such a graph back, or
one from elsewhere, so that every question can be asked of it. What is unknown has no attribute.

Of a node: ``label``, ``kind`` (``concept`` or ``claim``), ``sources``. Of an edge, which runs
from what depends to what it depends on:

* ``id``: unique in the graph; ``kind``: its row in ``RELATION_KINDS``; ``label``: the verb;
  ``colour`` and ``dash`` (``solid``, ``dotted``, ``dashed``) of the kind;
* ``state``: a :class:`State`; ``contested`` and ``rests``: 0 or 1;
* ``asserted``, ``denied``, ``raised``, ``accepted``: numbers of passages; ``probability``;
* ``holders``, ``disputants``, ``sources``, ``origins``, ``groups``: JSON lists of strings, of
  groups with null for none;
* ``quotes``: the passages with their sources, as a JSON list; they are not read back.

See :func:`kg.analysis.dependency.graph` for what each means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

import networkx as nx

from kg.analysis.dependency.graph import Graph, Link, verb
from kg.errors import UsageError
from kg.views import DependencyEvidence
from kg.vocab import DEPENDENCY_KINDS, RELATION_KINDS


class State(StrEnum):
    """How a link stands among those who speak of it.

    ``ACCEPTED`` is affirmed in a passage that a person accepted, ``PROPOSED`` only in others,
    ``CONTESTED`` affirmed and denied, ``DENIED`` only denied, ``RAISED`` only supposed or
    questioned.
    """

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    CONTESTED = "contested"
    DENIED = "denied"
    RAISED = "raised"


def state(data: Mapping[str, Any]) -> State:
    """Return how a link stands, from the attributes of its edge."""
    asserted, denied = data.get("asserted", 1), data.get("denied", 0)
    if not asserted:
        return State.DENIED if denied else State.RAISED
    if denied:
        return State.CONTESTED
    return State.ACCEPTED if data.get("accepted", 0) else State.PROPOSED


def plain(graph: Graph) -> Graph:
    """Return a copy of a graph whose attributes are strings and numbers, in O(its size).

    Nodes and edges keep their order, and edges their keys.
    """
    result: Graph = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        sources = _listed(data.get("sources", ()))
        kind = data.get("kind", "concept")
        result.add_node(node, label=data.get("label", node), kind=kind, sources=sources)
    for number, (start, end, kind, data) in enumerate(graph.edges(keys=True, data=True)):
        result.add_edge(start, end, key=kind, id=f"e{number}", **_plain_edge(kind, data))
    return result


def from_plain(graph: nx.Graph[Any]) -> Graph:
    """Return the dependency graph that a plain one describes; it names no passages.

    Of attributes only ``kind`` is needed, and in a multigraph whose keys are kinds not even
    that: an edge is then asserted once, by nobody in particular. Lists may be JSON or lists.

    Raises:
        UsageError: if the graph is undirected, an edge has no known kind, two edges between
            the same ends have one kind, or an attribute is not what it should be.
    """
    if not graph.is_directed():
        raise UsageError("the graph is undirected; edges must run from dependent to support")
    result: Graph = nx.MultiDiGraph()
    for node, told in graph.nodes(data=True):
        result.add_node(
            str(node),
            label=str(told.get("label", node)),
            kind=str(told.get("kind", "concept")),
            sources=_strings(told, "sources", f"node {node}"),
        )
    if len(result) < len(graph):
        raise UsageError("two nodes have ids that read the same; give each a string of its own")
    for link, data in _links(graph):
        if result.has_edge(*link):
            raise UsageError(f"two edges are both {_where(link)}; make them one")
        start, end, kind = link
        result.add_edge(start, end, key=kind, **_edge(link, data))
    return result


def _plain_edge(kind: str, data: Mapping[str, Any]) -> dict[str, str | int | float]:
    row = RELATION_KINDS[kind]
    found: dict[str, str | int | float] = {
        "kind": kind,
        "label": verb(kind),
        "state": state(data).value,
        "colour": row.colour,
        "dash": row.dash,
        "rests": int(row.dependent is not None),
        "asserted": data.get("asserted", 1),
        "denied": data.get("denied", 0),
        "raised": data.get("raised", 0),
        "accepted": data.get("accepted", 0),
    }
    found["contested"] = int(found["state"] == State.CONTESTED)
    if data.get("probability") is not None:
        found["probability"] = float(data["probability"])
    found |= {name: _listed(data.get(name, default)) for name, default in _LISTS.items()}
    return found | {"quotes": _listed(map(_quoted, data.get("evidence", ())))}


_LISTS: Final[dict[str, tuple[str | None, ...]]] = {
    "holders": (),
    "disputants": (),
    "sources": (),
    "origins": (),
    "groups": (None,),
}


def _listed(values: Iterable[str | None]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _quoted(item: DependencyEvidence) -> str:
    return f"“{item.quote.passage.exact}” ({item.quote.cited})"


def _links(graph: nx.Graph[Any]) -> Iterator[tuple[Link, Mapping[str, Any]]]:
    copied: nx.MultiDiGraph[Any] = nx.MultiDiGraph(graph)
    for start, end, key, data in copied.edges(keys=True, data=True):
        kind = str(data.get("kind", key))
        if kind not in DEPENDENCY_KINDS:
            raise UsageError(
                f"the edge from {start} to {end} is of kind {kind!r}; give its attribute 'kind' "
                f"one of {', '.join(DEPENDENCY_KINDS)}"
            )
        yield (str(start), str(end), kind), data


def _edge(link: Link, data: Mapping[str, Any]) -> dict[str, Any]:
    where = _where(link)
    asserted, denied = _count(data, "asserted", where, 1), _count(data, "denied", where)
    return {
        "evidence": (),
        "asserted": asserted,
        "denied": denied,
        "raised": _count(data, "raised", where),
        "contested": bool(asserted and denied),
        "probability": _probability(data, where),
        "accepted": _count(data, "accepted", where),
        **{name: _strings(data, name, where) for name in _LISTS if name != "groups"},
        "groups": _groups(data, where, affirmed=asserted > 0),
        "rests": RELATION_KINDS[link[2]].dependent is not None,
    }


def _where(link: Link) -> str:
    return f"{link[0]} {verb(link[2])} {link[1]}"


def _count(data: Mapping[str, Any], name: str, where: str, default: int = 0) -> int:
    value = data.get(name, default)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or value < 0:
        raise UsageError(f"{where}: {name!r} is {value!r}; make it a whole number")
    return value


def _probability(data: Mapping[str, Any], where: str) -> float | None:
    value = data.get("probability")
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise UsageError(f"{where}: 'probability' is {value!r}; make it a number from 0 to 1")
    return float(value)


def _strings(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = _list(data, name, where, [])
    if not all(isinstance(one, str) for one in found):
        raise _no_list(name, where)
    return tuple(found)


def _groups(data: Mapping[str, Any], where: str, *, affirmed: bool) -> tuple[str | None, ...]:
    """Return the alternatives that a link is one of; None is among them where it is none."""
    found = _list(data, "groups", where, [None] if affirmed else [])
    if (affirmed and not found) or not all(one is None or isinstance(one, str) for one in found):
        raise _no_list("groups", where)
    return tuple(found)


def _list(data: Mapping[str, Any], name: str, where: str, default: list[Any]) -> list[Any]:
    value = data.get(name, default)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError as error:
            raise _no_list(name, where) from error
    if not isinstance(value, list | tuple):
        raise _no_list(name, where)
    return list(value)


def _no_list(name: str, where: str) -> UsageError:
    return UsageError(f'{where}: {name!r} is no list of strings; write it as JSON: ["one", "two"]')
