"""A small debate about mills in which links of every sort occur, names that do harm included."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.database import Database
from kg.model import Claim
from kg.vocab import Action, Mode, Polarity, Stance
from tests.factories import Draft, agent, claim, concept, document, work

QUESTION: Final = "Are tide mills finished?"
HOSTILE: Final = 'eel \x1b[31mtrap\u202e <b onclick="x">&amp;'
LASTING: Final = claim("Mills last for ever.")
HOLDING: Final = claim("Ponds hold water.")
ADA: Final = agent("Ada Ebb")
BO: Final = agent("Bo Quist")
CY: Final = agent("Cy Flow")

_WORDS: Final = (
    "Mills need ponds. Mills need gates or locks. Flour is made in mills. Bread is made of flour. "
    "Engines replace locks. Skill makes better bread. Guilds need charters. Charters need guilds. "
    "Guilds allow fairs. Fairs allow markets. Towns allow markets. Dams or tides allow ponds. "
    "Eel traps need ponds. Mills last because ponds hold. Skill limits mills. Shows need fairs. "
    "Skill makes better shows."
)


def database(folder: Path) -> str:
    """Fill a database with both sides of the debate and return its path."""
    path = str(folder / "mills.sqlite")
    with Database.open(path) as opened:
        for draft in (_against(), _for()):
            opened.add(draft.bundle())
        curator = opened.curator("Ada")
        for item in opened.dependencies():
            if item.dependency.kind == "derives_from" and item.source.id == concept("bread").id:
                curator.decide(item.dependency.id, Action.ACCEPT)
            if item.dependency.rule == "mistaken":
                curator.decide(item.dependency.id, Action.REJECT)
    return path


def _against() -> Draft:
    """Return the text that says no: mills rest on ponds, and go on."""
    draft = document(
        _WORDS,
        name="mills-for-ever.md",
        of=work("title:ever", title="Mills for Ever", year=2019),
        title="Mills for Ever",
        year=2019,
    )
    _read(draft, "2001-01-01T00:00:00Z")
    draft.answers(QUESTION, Stance.AGAINST, LASTING.wording)
    draft.asserts("Mills last because ponds hold.", LASTING, holder=ADA)
    draft.asserts("ponds hold.", HOLDING, holder=ADA)
    _say(draft, "Mills need ponds.", "mill", "requires", "pond", score=0.9)
    for other in ("gate", "lock"):
        _say(draft, "Mills need gates or locks.", "mill", "requires", other, group="g")
    _say(draft, "Flour is made in mills.", "flour", "derives_from", "mill")
    _say(draft, "Bread is made of flour.", "bread", "derives_from", "flour")
    _say(draft, "Engines replace locks.", "engine", "substitutes", "lock")
    _say(draft, "Skill makes better bread.", "skill", "improves", "bread")
    _say(draft, "Skill limits mills.", "mill", "limited_by", "skill")
    _say(draft, "Skill limits mills.", "skill", "improves", "mill")
    _say(draft, "Shows need fairs.", "show", "requires", "market")
    _say(draft, "Skill makes better shows.", "skill", "improves", "show")
    _say(draft, "Guilds need charters.", "guild", "requires", "charter", score=None)
    _say(draft, "Charters need guilds.", "charter", "requires", "guild")
    _say(draft, "Guilds allow fairs.", "guild", "enables", "fair")
    _say(draft, "Fairs allow markets.", "fair", "enables", "market")
    _say(draft, "Towns allow markets.", "town", "enables", "market")
    for one in ("dam", "tide"):
        _say(draft, "Dams or tides allow ponds.", one, "enables", "pond")
    _say(draft, "Eel traps need ponds.", HOSTILE, "requires", "pond")
    _say(draft, "Mills last because ponds hold.", LASTING, "requires", HOLDING)
    return draft


def _for() -> Draft:
    """Return the text that says yes: it agrees on flour, and denies that mills need ponds."""
    draft = document(
        "Flour comes from mills. A mill does not need a pond. Bo says that bread might need salt. "
        "Bo says that bread needs mills. Dams stop mills.",
        name="mills-no-more.md",
        of=work("title:more", title="Mills no More", year=2021),
        title="Mills no More",
        year=2021,
    )
    _read(draft, "2002-02-02T00:00:00Z")
    draft.answers(QUESTION, Stance.FOR, "Mills are over.")
    _say(draft, "Flour comes from mills.", "flour", "derives_from", "mill")
    _say(
        draft,
        "A mill does not need a pond.",
        "mill",
        "requires",
        "pond",
        polarity=Polarity.NEGATIVE,
    )
    _say(
        draft,
        "Bo says that bread might need salt.",
        "bread",
        "requires",
        "salt",
        mode=Mode.SUPPOSES,
        hedge="might",
        holder=BO,
    )
    _say(
        draft,
        "Bo says that bread needs mills.",
        "bread",
        "requires",
        "mill",
        mode=Mode.REPORTS,
        holder=BO,
    )
    _say(draft, "Dams stop mills.", "mill", "requires", "dam", rule="mistaken")
    return draft


def _read(draft: Draft, moment: str) -> None:
    del draft.records[draft.run.id]
    draft.run = draft.keep(replace(draft.run, started_at=moment))


def _say(
    draft: Draft, words: str, source: str | Claim, kind: str, target: str | Claim, **fields: Any
) -> None:
    ends = [end if isinstance(end, Claim) else concept(end) for end in (source, target)]
    holder = ADA if draft.document.year == 2019 else CY
    draft.depends(words, ends[0], kind, ends[1], **{"holder": holder, **fields})
