"""Argument graphs for tests of exchange formats: made up, stored, and compared without ids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from kg.database import Database
from kg.export.argumentation import Argumentation, Locution, Statement, Tie
from kg.vocab import (
    AgentKind,
    ClaimKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)
from kg.wording import claim_key
from tests.factories import agent, claim, document, link, work

HOSTILE: Final = (
    '</script><script>alert(1)</script>"><img src=x onerror=alert(2)> [[x]] ![y](javascript:z) '
    "{a: b} }} \\ ''' === x === // no /* c */ <!-- d --> #tag *b* _i_ `k` $m$ %% | @[t] U.S.A. :x: "
    "=HYPERLINK(1) & &amp; (1) -- \u202e\u2028\x1b[2J ~~s~~ \U0001f600 Ünï"
)
_WORDS: Final = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
    st.text("ab [](){}<>\\/#*_+-=.:,@|~`'\"\n\t$%^&!", min_size=1, max_size=20),
).filter(lambda text: claim_key(text) != "(no words)" and text.strip())
_CLAIM_TO_CLAIM: Final = ("supports", "rebuts", "undercuts", "qualifies", "related", "restates")


@st.composite
def argumentations(draw: st.DrawFn) -> Argumentation:
    """Graphs with evidence, groups, links about links, and any text that a file can hold."""
    worded = draw(st.lists(_WORDS, min_size=1, max_size=5, unique_by=claim_key))
    claims = [_claim(draw, str(number), words) for number, words in enumerate(worded)]
    evidence = [
        Statement(
            id=f"e{number}",
            wording=words,
            evidence=draw(st.sampled_from(EvidenceKind)),
            source=draw(st.none() | _WORDS),
        )
        for number, words in enumerate(draw(st.lists(_WORDS, max_size=2)))
    ]
    statements = {one.id: one for one in (*claims, *evidence)}
    ties: dict[tuple[str, str, str], Tie] = {}
    for number in range(draw(st.integers(0, 6))):
        source = draw(st.sampled_from(sorted(statements)))
        about = [one.id for one in ties.values() if one.kind != "related"]
        target = draw(st.sampled_from([one.id for one in claims] + about))
        kinds: tuple[str, ...] = _CLAIM_TO_CLAIM
        if source.startswith("e"):
            kinds = ("supports", "rebuts", "undercuts")
        if target in about:
            kinds = ("supports", "undercuts")
        kind = draw(st.sampled_from(kinds))
        if source != target and (kind, source, target) not in ties:
            group = draw(st.sampled_from([None, None, "g1"]))
            ties[kind, source, target] = Tie(f"t{number}", kind, source, target, group)
    return Argumentation("A map", statements, tuple(ties.values()))


def _claim(draw: st.DrawFn, identifier: str, words: str) -> Statement:
    said = st.builds(
        Locution,
        holder=_WORDS,
        quote=_WORDS,
        holder_kind=st.sampled_from(AgentKind),
        mode=st.sampled_from(Mode),
        polarity=st.sampled_from(Polarity),
        kind=st.sampled_from(ClaimKind),
        source=st.none() | _WORDS,
    )
    answers = st.lists(
        st.tuples(_WORDS, st.sampled_from(Stance)), max_size=1, unique_by=lambda one: one[0]
    )
    return Statement(
        id=identifier,
        wording=words,
        locutions=tuple(draw(st.lists(said, max_size=2))),
        answers=tuple(draw(answers)),
    )


def bare(read: Argumentation, *, sources: bool = True) -> tuple[Any, Any]:
    """Return what a graph says without ids, links by the words of their ends.

    What sources are called is left out on request: imported words stand in another text.
    """
    if not sources:
        read = replace(
            read, statements={one.id: _unsourced(one) for one in read.statements.values()}
        )
    named: dict[str, Any] = {
        one.id: (one.wording.strip() if one.evidence is None else (one.evidence, one.wording))
        for one in read.statements.values()
    }
    for one in read.ties:
        named[one.id] = (one.kind, named[one.source], named[one.target])
    statements = [
        (named[one.id], one.source, one.answers, sorted(map(repr, one.locutions)))
        for one in read.statements.values()
    ]
    grouped: dict[Any, list[Any]] = {}
    for one in read.ties:
        grouped.setdefault(one.group or one.id, []).append(named[one.id])
    together = [sorted(map(repr, members)) for members in grouped.values()]
    return sorted(map(repr, statements)), sorted(together)


def _unsourced(one: Statement) -> Statement:
    said = tuple(replace(locution, source=None) for locution in one.locutions)
    return replace(one, source=None, locutions=said)


def argued(path: Path) -> Database:
    """Return a new database with a small debate of two texts, a link of each sort among them."""
    database = Database.open(str(path))
    sea, pond = claim("Tide mills need the sea."), claim("Tide mills need only a pond.")
    first = document(
        "Tide mills need the sea. All nine had a sea gate. But a gate proves nothing.",
        name="sea.md",
        of=work(
            "doi:10.1000/sea",
            title="The sea mill",
            authors=("Roe, A.",),
            year=2020,
            doi="10.1000/sea",
        ),
        title="The sea mill",
        authors=("Roe, A.",),
        year=2020,
        language="en",
    )
    first.asserts("Tide mills need the sea.", sea, holder=agent("Roe, A."))
    gates = first.evidence("All nine had a sea gate.")
    reason = first.relates(gates, "supports", sea)
    doubt = claim("A gate proves nothing.")
    first.asserts("But a gate proves nothing.", doubt, mode=Mode.CONCEDES)
    first.relates(doubt, "undercuts", reason)
    first.answers("Do mills need the sea?", Stance.FOR, sea.wording)
    second = document(f"Tide mills need only a pond. {HOSTILE}", name="pond.md")
    second.asserts(
        "Tide mills need only a pond.", pond, mode=Mode.REPORTS, holder=agent("Sato, K.")
    )
    second.asserts(HOSTILE, HOSTILE, holder=agent(HOSTILE))
    second.answers("Do mills need the sea?", Stance.AGAINST, pond.wording)
    second.relates(claim(HOSTILE), "supports", pond)
    database.add(first.bundle())
    bundle = second.bundle()
    database.add(
        type(bundle)(
            bundle.document,
            bundle.owned,
            bundle.shared,
            (link(pond, "rebuts", sea), link(sea, "rebuts", pond), link(sea, "related", doubt)),
        )
    )
    return database
