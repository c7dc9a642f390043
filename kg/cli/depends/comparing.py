"""``kg depends compare`` and ``kg depends since``: two sides, and before and after."""

from __future__ import annotations

import re
from typing import Any, Final

import click

from kg.analysis import dependency
from kg.analysis.dependency import Agreement, Change, Compared, Graph, Since, What, Word
from kg.cli.depends import naming
from kg.cli.depends.asking import Asked, asking, side_of
from kg.cli.depends.wording import few, print_quotes
from kg.cli.output import emit, say
from kg.errors import NotFoundError, UsageError
from kg.views import DependencyEvidence
from kg.vocab import Stance
from kg.wording import counted

_HEADINGS: Final = {
    Agreement.OPPOSED: "One affirms, the other denies",
    Agreement.DIVIDED: "One side is divided",
    Agreement.BOTH_AFFIRM: "Both affirm",
    Agreement.ONLY_FIRST: "Only {first} affirms",
    Agreement.ONLY_SECOND: "Only {second} affirms",
    Agreement.BOTH_DENY: "Both deny",
    Agreement.ONLY_DENIED: "One denies, the other is silent",
    Agreement.RAISED: "Only supposed or questioned",
}


@click.command(short_help="What two sides agree and differ on.")
@click.option(
    "--source",
    "sources",
    metavar="DOCUMENT",
    multiple=True,
    help="Compare two documents: give two.",
)
@click.option("--reported", is_flag=True, help="Count what a text only reports of others, too.")
@asking
def compare(asked: Asked, sources: tuple[str, ...], reported: bool) -> None:
    """Compare two sides: links that both affirm, that only one does, that one denies.

    The sides are two documents (--source twice), two holders (--holder twice), or the texts
    that answer a question with for and with against (--question, where there are several).
    """
    first, second = _sides(asked, sources, reported=reported)
    found = dependency.compare(first[1], second[1])
    if asked.as_json:
        names = {"first_side": first[0], "second_side": second[0]}
        emit({**names, **_compared(one)} for one in found)
        return
    say(f"{first[0]} and {second[0]}: {counted(len(found), 'link')}")
    for agreement, links in dependency.by_agreement(found).items():
        say()
        say(f"{_HEADINGS[agreement].format(first=first[0], second=second[0])}: {len(links)}")
        for one in few(links, asked.limit):
            _print(one, (first[0], second[0]))


_Side = tuple[str, Graph]


def _sides(asked: Asked, sources: tuple[str, ...], *, reported: bool) -> tuple[_Side, _Side]:
    """Return the names and graphs of the two sides."""
    own = {} if reported else {"own_voice": True}
    database, wanted = asked.database, asked.wanted
    if sources:
        ids = _two([naming.document(database, one) for one in sources], "--source")
        titles = {one.id: one.label for one in database.sources()}
        chosen = [(titles[one], {"documents": frozenset({one}), **own}) for one in ids]
    elif wanted.holders:
        ids = _two([naming.holder(database, one) for one in wanted.holders], "--holder")
        chosen = [(_name(asked, one), {"holders": frozenset({one})}) for one in ids]
    else:
        sides = {one: side_of(database, wanted.question, one) for one in Stance}
        chosen = [
            (f"the side {one.value}", {"documents": sides[one], **own})
            for one in (Stance.FOR, Stance.AGAINST)
        ]
    first, second = ((name, asked.graph_of(**changes)) for name, changes in chosen)
    return first, second


def _two(ids: list[str], option: str) -> list[str]:
    if len(set(ids)) != 2:
        raise UsageError(f"compare two: give {option} twice, each with another name")
    return ids


def _name(asked: Asked, holder_id: str) -> str:
    return str(getattr(asked.database.get(holder_id), "name", holder_id))


def _compared(one: Compared) -> dict[str, Any]:
    start, end, kind = one.link
    return {
        "dependent": start,
        "support": end,
        "kind": kind,
        "words": one.words,
        "agreement": one.agreement.name.lower(),
        "first": one.first,
        "second": one.second,
    }


def _print(one: Compared, names: tuple[str, str]) -> None:
    say(one.words, indent=2)
    if one.agreement in (Agreement.ONLY_FIRST, Agreement.ONLY_SECOND):
        first = one.agreement is Agreement.ONLY_FIRST
        print_quotes((one.first if first else one.second).affirming, indent=4, most=2)
        return
    for name, said in zip(names, (one.first, one.second), strict=True):
        if said.word is not Word.SILENT:
            say(f"{name} {_WORDS[said.word]}:", indent=4)
            passages = (*said.denying, *said.affirming, *said.raising)
            print_quotes(passages, indent=6, most=2)


_WORDS: Final = {
    Word.AFFIRMS: "affirms it",
    Word.DENIES: "denies it",
    Word.DIVIDED: "affirms and denies it",
    Word.RAISES: "only supposes or questions it",
}


@click.command(short_help="What is new since a year, a date or a document.")
@click.argument("point", metavar="YEAR|DATE|DOCUMENT")
@click.option(
    "--alone", is_flag=True, help="Only what DOCUMENT itself brought, whatever else was read since."
)
@asking
def since(asked: Asked, point: str, alone: bool) -> None:
    """Show which links were added, strengthened, disputed, accepted or rejected since a point.

    YEAR (2024) is that of publication. DATE (2026-01-31) is when passages were read and when
    people decided. DOCUMENT stands for the moment at which it was read.
    """
    evidence = dependency.with_rejected(asked.database.dependencies(rejected=True), asked.selection)
    found = dependency.changes(
        evidence, _point(asked, evidence, point, alone=alone), origin=asked.database.origins().key
    )
    if asked.as_json:
        emit(map(_changed, found.found))
        return
    say(f"Since {point}: {counted(len(found.found), 'change')}")
    for what in What:
        changed = found.of(what)
        if changed:
            say()
            say(f"{what.value.capitalize()}: {len(changed)}")
        for one in few(changed, asked.limit):
            say(f"{one.words} ({_origins(one)})", indent=2)
            print_quotes(one.passages, indent=4, most=2)
    if found.undated:
        say()
        say(f"Of {counted(len(found.undated), 'passage')} it is unknown whether they are newer.")


def _point(asked: Asked, evidence: list[DependencyEvidence], point: str, *, alone: bool) -> Since:
    if re.fullmatch(r"\d{4}", point) and not alone:
        return dependency.published_since(int(point))
    if re.match(r"\d{4}-\d\d", point) and not alone:
        return dependency.read_since(point)
    try:
        document = naming.document(asked.database, point)
    except NotFoundError as error:
        raise NotFoundError(
            f"{point!r} is no year, no date such as 2026-01-31 and no document; "
            "kg sources lists these"
        ) from error
    if alone:
        return dependency.brought_by(document)
    return dependency.since_document(evidence, document)


def _origins(one: Change) -> str:
    after = counted(one.after, "independent origin")
    if one.before != one.after:
        return f"{one.before} → {after}" if one.before else after
    return f"affirmed by {after}" if one.after else "nobody affirms it"


def _changed(one: Change) -> dict[str, Any]:
    start, end, kind = one.link
    return {
        "what": one.what.value,
        "dependent": start,
        "support": end,
        "kind": kind,
        "words": one.words,
        "origins_before": one.before,
        "origins_after": one.after,
        "passages": one.passages,
    }
