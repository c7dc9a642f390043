"""What came of adding texts, drawn: the steps while it goes on, then what was found and not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kg.audited import Yield
from kg.database import Database
from kg.model import Problem
from kg.ui import data, names, parts
from kg.ui.adding.jobs import STAGES, Added, Job, State
from kg.ui.markup import Child, Html, element, link, shorten
from kg.ui.texts import about, library, problems
from kg.wording import counted

NAME: Final = 120
REASON: Final = 600
PROBLEMS: Final = 10
LEFT: Final = 50
OUTCOMES: Final = {
    "added": ("✓ added", "accepted"),
    "replaced": ("✓ replaced its earlier version", "accepted"),
    "unchanged": ("= here already, unchanged", ""),
    "refused": ("✗ refused", ""),
}
STATES: Final = {
    State.WAITING: "Waiting for the texts that others are adding …",
    State.STARTING: "The program that reads texts is starting, which takes some seconds …",
    State.RUNNING: "Being added. You may leave this page, or close it: the work goes on.",
    State.ENDED: "Done.",
    State.STOPPED: "Stopped. What was stored before stays; of the rest nothing is left behind.",
    State.FAILED: "Not all could be added.",
}


def _yielded(found: Database, document_id: str) -> Yield:
    return found.store.yielded(document_id)


def _problems(found: Database, document_id: str) -> list[Problem]:
    return found.problems(document_id)


yielded = data.remembered(_yielded)
problems_of = data.remembered(_problems)


def steps(job: Job) -> Html:
    """Return each text of a job with how far it is, as a table."""
    rows = [(shorten(one.name, NAME), _step(one)) for one in job.items.values()]
    return parts.table("How far each text is", ("Text", "Step"), rows)


def _step(one: Added) -> str:
    if one.outcome:
        return OUTCOMES[one.outcome][0]
    if one.stage is not None and one.stage in STAGES:
        number = list(STAGES).index(one.stage) + 1
        return f"step {number} of {len(STAGES)}: {STAGES[one.stage]} …"
    return "waiting"


def results(job: Job) -> Html:
    """Return what came of each text of a job that is over."""
    stored = any(one.document_id for one in job.items.values())
    called = names.of_sources() if stored else {}
    ended = [one for one in job.items.values() if one.outcome]
    left = [one.name for one in job.items.values() if not one.outcome]
    return element("div", [_result(one, called) for one in ended], _left(left))


def _left(given: Sequence[str]) -> list[Html]:
    if not given:
        return []
    more = len(given) - LEFT
    items = [element("li", shorten(name, NAME), dir="auto") for name in given[:LEFT]]
    return [
        element("h2", f"Not added: {counted(len(given), 'text')}"),
        element("ul", items, element("li", f"and {more:,} more") if more > 0 else None),
    ]


def _result(one: Added, called: Mapping[str, str]) -> Html:
    words, class_ = OUTCOMES[one.outcome or "refused"]
    return element(
        "article",
        element("h2", shorten(one.name, NAME), " ", parts.chip(words, class_), dir="auto"),
        _refusal(one) if one.reason else None,
        _found(one.document_id, called) if one.document_id and one.document_id in called else None,
        class_="kg-card",
    )


def _refusal(one: Added) -> Html:
    """Return why a text was refused; the message need not name it again."""
    # What a command line would mend it with is not to be had from here.
    reason = (one.reason or "").removeprefix(f"{one.name}: ").partition("; --")[0]
    return element("p", shorten(reason[:1].upper() + reason[1:], REASON))


def _found(document_id: str, called: Mapping[str, str]) -> list[Html]:
    name, found = called[document_id], yielded(document_id)
    answers = library.about(document_id).positions
    wrong = problems_of(document_id)
    more = len(wrong) - PROBLEMS
    return [
        element("p", element("strong", "Found: "), counts(found)),
        *[element("p", about.answer(one)) for one in answers],
        element("p", _next(document_id, name, found)),
        *(
            [
                element("h3", f"Not found, or not sure: {counted(len(wrong), 'problem')}"),
                problems.listed(document_id, wrong[:PROBLEMS]),
            ]
            if wrong
            else [element("p", "Nothing went wrong while it was read.", class_="kg-quiet")]
        ),
        *(
            [link(f"{counted(more, 'more problem')}", "audit", check="problems", document=name)]
            if more > 0
            else []
        ),
    ]


def counts(found: Yield) -> str:
    """Return how much was found of each kind; what was not found at all comes last."""
    kinds = {
        "claims": counted(found.claims, "claim"),
        "evidence": counted(found.evidence, "piece of evidence", "pieces of evidence"),
        "dependencies": counted(found.dependencies, "dependency", "dependencies"),
        "links between its claims": f"{counted(found.relations, 'link')} between its claims",
        "links to other texts": f"{counted(found.between, 'link')} to other texts",
        "references": _references(found),
    }
    numbers = (found.claims, found.evidence, found.dependencies, found.relations, found.between,
               found.references)  # fmt: skip
    pairs = list(zip(kinds, numbers, strict=True))
    had = ", ".join(kinds[kind] for kind, number in pairs if number) or "nothing"
    lacking = ", ".join(kind for kind, number in pairs if not number)
    return f"{had}." + (f" None found: {lacking}." if lacking else "")


def _references(found: Yield) -> str:
    return (
        f"{counted(found.references, 'reference')} ({found.linked:,} tied to where the text cites "
        f"them, {found.here:,} to a text that is here)"
    )


def _next(document_id: str, name: str, found: Yield) -> list[Child]:
    """Return links to what one does next with a text."""
    links = [link("Read the text", "source", source=document_id)]
    if found.claims:
        links += [
            link("See its claims", "claims", **{"from": name}),
            link("Review what the program proposes", "review", **{"from": name}),
        ]
    links.append(link("Check its quotations", "audit", check="quotations", document=name))
    return [[" · ", one] if number else one for number, one in enumerate(links)]
