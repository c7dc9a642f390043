"""Two small texts on one question, with the cases that the shipped essays do not have."""

from __future__ import annotations

from kg.curator import Curator
from kg.database import Database
from kg.model import Quantity
from kg.rdf.project import Projection
from kg.store import Store
from kg.vocab import (
    Action,
    CitationFunction,
    ConceptKind,
    EvidenceKind,
    Mode,
    Polarity,
    Stance,
)
from tests.factories import Draft, agent, claim, concept, document, work

QUESTION = "Do tide mills pay?"
SURVEY = work("doi:10.1/survey", title="A survey of mills", year=1999)
FOR_WORK = work("title:for", title="Mills for ever", year=2001)
AGAINST_WORK = work("title:against", title="Mills no more", year=2002)
PAY, SILT, CHEAP = claim("Tide mills pay."), claim("Ponds silt up."), claim("Mills are cheap.")
MILL, POND, DREDGING = concept("tide mill"), concept("pond"), concept("dredging")
FOR = """\
Tide mills pay. A tide mill needs a pond. Ponds silt up. Ebb counted 40 loads a day [1].
Quist writes that “mills stood idle for years” and that “ponds fill with mud”.
Ponds depend on dredging.
[1] Ebb, A. (1999). A survey of mills.
"""
AGAINST = """\
Tide mills do not pay. The tide mill needs its pond. It is true that ponds silt up.
Everybody sees that ponds fill with mud. Mills are cheap, says Ebb. Nobody needs dredging for a
pond. That loads were counted shows nothing.
[2] Roe, B. (1980). Notes.
"""


def small_debate() -> Database:
    """Return a database in memory with both texts and what Ann decided on them."""
    database = Database(Store.open("sqlite:///:memory:", project=Projection()))
    for draft in (_against(), _for()):
        database.add(draft.bundle())
    ann = Curator(database.store, "Ann")
    ann.edit(PAY.id, "Tide mills earn their keep.")
    gone = document("Mills rot.", name="gone.md")
    said = gone.asserts("Mills rot.", "Mills rot.")
    database.add(gone.bundle())
    ann.decide(said.id, Action.ACCEPT)
    database.remove(gone.document.id)
    return database


def _for() -> Draft:
    made = document(FOR, name="for.md", of=FOR_WORK)
    made.answers(QUESTION, Stance.FOR, PAY.wording)
    made.asserts("Tide mills pay", PAY)
    made.asserts("Ponds silt up", SILT)
    made.depends("A tide mill needs a pond", MILL, "requires", POND)
    made.depends("Ponds depend on dredging", POND, "requires", DREDGING)
    made.mentions("pond", POND, kind=ConceptKind.HARDWARE)
    entry = made.refers("[1] Ebb, A. (1999). A survey of mills.", SURVEY, label="1")
    counted = "Ebb counted 40 loads a day [1]"
    made.cites("[1]", counted, entry, function=CitationFunction.DISPUTES)
    start = FOR.index("40")
    loads = Quantity(40.0, 40.0, "loads", None, start, start + 2, None)
    measured = made.evidence(counted, by=SURVEY, quantities=(loads,))
    made.relates(measured, "supports", PAY)
    for words in ("mills stood idle for years", "ponds fill with mud"):
        made.evidence(words, by=AGAINST_WORK, kind=EvidenceKind.QUOTATION)
    return made


def _against() -> Draft:
    made = document(AGAINST, name="against.md", of=AGAINST_WORK)
    idle = claim("Tide mills do not pay.")
    made.answers(QUESTION, Stance.AGAINST, idle.wording)
    made.asserts("Tide mills do not pay", idle)
    made.asserts("ponds silt up", SILT, mode=Mode.CONCEDES)
    made.asserts("ponds fill with mud", "Ponds fill with mud.")
    made.asserts("Mills are cheap", CHEAP, mode=Mode.REPORTS, holder=agent("Ada Ebb"))
    made.depends("The tide mill needs its pond", MILL, "requires", POND)
    made.depends(
        "Nobody needs dredging for a\npond", POND, "requires", DREDGING, polarity=Polarity.NEGATIVE
    )
    made.relates(idle, "rebuts", PAY)
    support = made.relates(CHEAP, "supports", PAY)
    nothing = claim("That loads were counted shows nothing.")
    made.asserts("That loads were counted shows nothing", nothing)
    made.relates(nothing, "undercuts", support)
    made.relates(nothing, "undercuts", CHEAP)
    made.refers("[2] Roe, B. (1980). Notes.", work("title:notes", title="Notes"), label="2")
    return made
