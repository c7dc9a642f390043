"""Why one thing rests on another: the chains between them."""

from __future__ import annotations

from kg.analysis.dependency import Chains, Path
from kg.analysis.dependency.wording import called, probable
from kg.ui import parts
from kg.ui.dependency import asking, computed, drawn, resting, telling
from kg.ui.dependency.asking import Asked
from kg.ui.markup import element, link, shorten
from kg.wording import counted


def show(asked: Asked) -> None:
    """Ask for the other end, and show the chains to it, the best supported first."""
    graph, start = asked.graph, asked.node
    assert start is not None
    end = asking.node(graph, f"Why does {asked.name} rest on …", "other", asked.selection)
    if end is None:
        parts.empty("Choose what it may rest on.", next_step="The answer is every way there.")
        return
    if end not in graph or end == start:
        parts.empty("No chain leads there.", next_step="Choose another concept above.")
        return
    found = computed.why(asked.selection, start, end)
    name = shorten(called(graph, end), resting.NAME)
    if not found.paths:
        parts.show(telling.sentence(f"No text says that {asked.name} rests on {name}."))
        turned = link(
            "Ask it the other way round", "dependencies", concept=end, ask="why", other=start
        )
        parts.show(element("p", turned))
        return
    parts.show(telling.sentence(_number(found, asked.name, name)))
    ways = [_nodes(way) for way in found.paths]
    nearby = drawn.along(graph, ways)
    drawn.draw(nearby, asked.name)
    for number, way in enumerate(found.paths, 1):
        telling.section(
            f"{number}. {shorten(way.words, resting.WORDS)}",
            telling.quiet(_strength(way)),
            telling.chain(graph, way),
        )
    drawn.table(graph, nearby)


def _number(found: Chains, start: str, end: str) -> str:
    number = len(found.paths)
    if number == computed.CHAINS:
        lead = f"The {number} best supported chains lead"
    else:
        lead = f"{counted(number, 'chain')} lead{'s' if number == 1 else ''}"
    late = "" if found.complete else " There was no time to look for more."
    return f"{lead} from {start} to {end}.{late}"


def _nodes(way: Path) -> list[str]:
    return [way.steps[0].dependent, *(step.support for step in way.steps)]


def _strength(way: Path) -> str:
    disputed = " One of its links is disputed." if way.contested else ""
    if way.strength is None:
        return f"How strong it is, is unknown: a link's probability is not measured.{disputed}"
    return f"As strong as its weakest link: {probable(way.strength)}.{disputed}"
