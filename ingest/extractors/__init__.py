"""Extractors: one file a kind of thing extracted; those of other packages by entry points.

``claimgraph.extractors`` names extractors that always run, ``claimgraph.optional_extractors``
functions that make them, called when ``kg ingest --extractor`` asks for the name.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, Protocol

from ingest.document import (
    CitationMarked,
    Markup,
    Page,
    ParsedDocument,
    ReferenceMarked,
    Section,
    Sentence,
    Span,
)
from ingest.findings import Extractor, Finding, Found, Spent
from kg.errors import RefusedError, UsageError

GROUP: Final = "claimgraph.extractors"
OPTIONAL_GROUP: Final = "claimgraph.optional_extractors"

GIVEN: Final[frozenset[type[Span]]] = frozenset(
    {CitationMarked, Markup, Page, ReferenceMarked, Section, Sentence}
)
"""The layers that stand before any extractor runs."""


Group = tuple[Extractor, ...]
"""Extractors of one name and version: one, or several that add to different layers."""


class Factory(Protocol):
    """Makes the extractors that stand behind one name; ``offline`` forbids to send anything."""

    def __call__(self, *, offline: bool) -> Extractor | Sequence[Extractor]:
        """Return them, or raise UsageError where a setting is missing."""
        ...


@cache
def installed() -> tuple[Group, ...]:
    """Return the extractors that other packages declare, a group for each entry point.

    Raises:
        UsageError: if one cannot be loaded or is no extractor.
    """
    groups = []
    for point in entry_points(group=GROUP):
        with _loading(point):
            loaded = point.load()
            made = loaded() if isinstance(loaded, type) else loaded
        groups.append(_group(made, point.name))
    return tuple(groups)


def asked_for(
    names: Iterable[str], ours: Mapping[str, Factory], *, offline: bool
) -> Iterator[Group]:
    """Yield the optional extractors behind each of ``names``; ``ours`` come with this package.

    Raises:
        UsageError: if there is none of a name, or it cannot be had as things are set.
    """
    for name in dict.fromkeys(names):
        factory = ours[name] if name in ours else _factory(name, ours)
        yield _group(factory(offline=offline), name)


def in_order(groups: Iterable[Group]) -> tuple[Extractor, ...]:
    """Return extractors so that each comes after all that make a layer that it reads.

    Where several could come next, the one given first does.

    Raises:
        UsageError: if two groups have one name, if nothing makes a layer that one reads, or if
            a layer is to be read before it is whole.
    """
    extractors = _all_of(groups)
    makers: dict[type[Span], list[int]] = defaultdict(list)
    for index, one in enumerate(extractors):
        makers[one.makes].append(index)
    sorter: TopologicalSorter[int] = TopologicalSorter()
    for index, one in enumerate(extractors):
        for layer in one.requires:
            if layer not in GIVEN and layer not in makers:
                raise UsageError(
                    f"the extractor {one.name} requires the layer {layer.__name__}, which no "
                    "extractor makes; install one that does, or uninstall this one"
                )
        sorter.add(index, *(maker for layer in one.requires for maker in makers[layer]))
    try:
        sorter.prepare()
    except CycleError as error:
        raise _circular([extractors[index] for index in sorted(set(error.args[1]))]) from error
    return tuple(extractors[index] for index in _earliest_first(sorter))


def run(
    extractors: Iterable[Extractor], document: ParsedDocument, name: str
) -> tuple[ParsedDocument, dict[str, Spent]]:
    """Return ``document`` with all that is found in it, and what that cost, by extractor.

    ``name`` is the document's, for messages.

    Raises:
        RefusedError: if an extractor refuses the document, or returns what cannot stand in it.
    """
    spent: dict[str, Spent] = {}
    for extractor in extractors:
        found = extractor.extract(document)
        fault = _fault(extractor, found, document)
        if fault is not None:
            raise RefusedError(
                f"{name}: the extractor {extractor.name} {extractor.version} returned {fault}; "
                "correct or uninstall it"
            )
        added = [replace(one, extractor=extractor.name) for one in _of(found)]
        spans = _merged(document.marked(extractor.makes), added)
        document = document.with_layer(extractor.makes, spans).with_faults(found.faults)
        if found.spent is not None:
            spent[extractor.name] = found.spent
    return document, spent


@contextmanager
def _loading(point: EntryPoint) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # the code of others can raise anything
        package = point.dist.name if point.dist else "an unknown package"
        raise UsageError(
            f"the extractor {point.name} of {package} cannot be loaded "
            f"({type(error).__name__}: {error}); correct or uninstall it"
        ) from error


def _factory(name: str, ours: Iterable[str]) -> Factory:
    points = {point.name: point for point in entry_points(group=OPTIONAL_GROUP)}
    if name not in points:
        known = ", ".join(sorted({*ours, *points}))
        raise UsageError(f"there is no optional extractor {name!r}; there are: {known}")
    with _loading(points[name]):
        factory: Factory = points[name].load()
    if not callable(factory):
        raise UsageError(
            f"the extractor {name} is not made by a function; "
            f"name one in its entry point, or declare it under {GROUP}"
        )
    return factory


def _group(found: object, name: str) -> Group:
    """Return what an entry point gives, one extractor or several in a list or tuple."""
    group = tuple(found) if isinstance(found, (list, tuple)) else (found,)
    if not (group and all(map(_is_extractor, group))):
        raise UsageError(
            f"the extractor {name} lacks a name, a version, the layer that it makes, the "
            "layers that it requires or a method extract; correct or uninstall it"
        )
    if len({(one.name, one.version) for one in group}) > 1:
        raise UsageError(
            f"the extractor {name} has several names or versions; declare each by itself"
        )
    return group


def _is_extractor(one: Any) -> bool:
    named = all(isinstance(getattr(one, key, None), str) for key in ("name", "version"))
    makes, requires = getattr(one, "makes", None), getattr(one, "requires", None)
    return (
        named
        and isinstance(makes, type)
        and issubclass(makes, Finding)
        and isinstance(requires, tuple)
        and all(isinstance(layer, type) and issubclass(layer, Span) for layer in requires)
        and callable(getattr(one, "extract", None))
    )


def _all_of(groups: Iterable[Group]) -> list[Extractor]:
    """Return the extractors of all groups; records could not tell two of one name apart."""
    named: dict[str, Group] = {}
    for group in groups:
        for name in {one.name for one in group}:
            if name in named:
                raise UsageError(f"there are two extractors {name}; rename or uninstall one")
            named[name] = group
    return [one for group in named.values() for one in group]


def _circular(circle: Sequence[Extractor]) -> UsageError:
    """Blame the extractor that was given last: those that ship are given first."""
    last = circle[-1]
    made = {one.makes for one in circle}
    needed = next(layer for layer in last.requires if layer in made).__name__
    return UsageError(
        f"the extractor {last.name} adds to the layer {last.makes.__name__} and requires "
        f"{needed}, which is made out of it; correct or uninstall it"
    )


def _earliest_first(sorter: TopologicalSorter[int]) -> Iterator[int]:
    ready: list[int] = []
    while sorter.is_active():
        for index in sorter.get_ready():
            heapq.heappush(ready, index)
        first = heapq.heappop(ready)
        yield first
        sorter.done(first)


def _of(found: Found) -> Iterator[Finding]:
    return (one for one in found.spans if isinstance(one, Finding))


def _merged(before: Sequence[Finding], added: Sequence[Finding]) -> list[Finding]:
    """Return a layer with what another extractor adds to it, without what it has already."""
    if not before:
        return list(added)
    layer = sorted(before, key=_start)
    told = {_told(one) for one in before}
    for one in added:
        new = _told(one) not in told if one.TOLD_BY else not _overlaps(one, layer)
        if new:
            insort(layer, one, key=_start)
            told.add(_told(one))
    return layer


def _told(one: Finding) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in one.TOLD_BY)


def _overlaps(one: Finding, layer: Sequence[Finding]) -> bool:
    """Whether a finding overlaps one of those before, no two of which overlap."""
    index = bisect_left(layer, one.end, key=_start) - 1
    return index >= 0 and layer[index].end > one.start


def _start(one: Span) -> int:
    return one.start


def _fault(extractor: Extractor, found: Found, document: ParsedDocument) -> str | None:
    """Return what is wrong with what an extractor hands back, None where nothing is."""
    if found.layer is not extractor.makes:
        return f"the layer {found.layer.__name__}, not {extractor.makes.__name__}"
    for one in found.spans:
        if not isinstance(one, extractor.makes):
            return f"one {type(one).__name__} in the layer {extractor.makes.__name__}"
        if not 0 <= one.start < one.end <= len(document.text):
            return f"a span from {one.start} to {one.end} of {len(document.text)} characters"
        for field in fields(one):
            fault = _fault_of_field(getattr(one, field.name), field.metadata, document)
            if fault is not None:
                return f"one {type(one).__name__} whose {field.name} is {fault}"
    return None


def _fault_of_field(
    value: Any, declared: Mapping[str, Any], document: ParsedDocument
) -> str | None:
    if value is None:
        return None
    if "layer" in declared:
        layer = document.marked(declared["layer"])
        places = value if isinstance(value, tuple) else (value,)
        beyond = next((one for one in places if not 0 <= one < len(layer)), None)
        if beyond is not None:
            return f"{beyond} where {declared['layer'].__name__} has {len(layer)}"
    if "choices" in declared and value not in declared["choices"]:
        return f"{value!r}, not one of {', '.join(declared['choices'])}"
    if "ratio" in declared and not 0 <= value <= 1:
        return f"{value}, not between 0 and 1"
    return None
