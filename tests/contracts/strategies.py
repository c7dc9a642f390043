"""Hypothesis strategies for small corpora whose documents share and dispute everything."""

from __future__ import annotations

from itertools import permutations

from hypothesis import strategies as st

from kg.model import Bundle, Claim, Concept, Quantity, Relation, Work
from kg.vocab import AgentKind, ConceptKind, EvidenceKind, Mode, Stance
from tests.factories import Draft, agent, claim, document, link

CLAIMS = ("Ice floats", "Iron sinks", "Wood floats", "Salt dissolves")
SENTENCES = tuple(f"Sentence {number} says so." for number in range(6))


def _potential_links() -> list[Relation]:
    """Return what a resolver that looks at wordings alone would propose."""
    return [
        link(one, "rebuts" if one.key < other.key else "restates", other, score=0.25)
        for one, other in permutations(map(claim, CLAIMS), 2)
        if (len(one.key) + len(other.key)) % 2
    ]


def works() -> st.SearchStrategy[Work]:
    """Return works out of few, described in different words."""
    return st.builds(
        Work,
        key=st.sampled_from(["doi:10.1/a", "doi:10.1/b", "title:c"]),
        title=st.sampled_from([None, "On Ice", "On ice"]),
        year=st.sampled_from([None, 1999, 2000]),
        authors=st.sampled_from([(), ("A. Doe",), ("Doe, Ann", "Roe, Bo")]),
    )


def concepts() -> st.SearchStrategy[Concept]:
    """Return concepts out of few, named in different ways."""
    return st.builds(
        Concept,
        key=st.sampled_from(["ice", "water"]),
        label=st.sampled_from(["ice", "Ice", "ICE"]),
        alternatives=st.sampled_from([(), ("frozen water",), ("glace", "Eis")]),
        kind=st.sampled_from([ConceptKind.OTHER, ConceptKind.METHOD, ConceptKind.MODEL]),
    )


@st.composite
def bundles(draw: st.DrawFn, number: int) -> Bundle:
    """Return a bundle; ``number`` makes its text its own, few share a source."""
    text = f"Text {number}. " + " ".join(SENTENCES)
    source = draw(st.sampled_from([f"/essays/{number}", "/essays/shared"]))
    draft = document(text, name=f"{number}.md", of=draw(works()), source=source)
    for sentence in draw(st.lists(st.sampled_from(SENTENCES), unique=True, max_size=4)):
        _fill(draw, draft, sentence)
    _cite(draw, draft)
    draft.alias("glace", draw(concepts()))
    mine = {record.id for record in draft.records.values() if isinstance(record, Claim)}
    draft.links = tuple(
        found for found in _potential_links() if mine & {found.source_id, found.target_id}
    )
    return draft.bundle()


def corpora() -> st.SearchStrategy[list[Bundle]]:
    """Return up to four documents of different texts."""
    return st.integers(1, 4).flatmap(lambda size: st.tuples(*map(bundles, range(size)))).map(list)


def _fill(draw: st.DrawFn, draft: Draft, sentence: str) -> None:
    key = draw(st.sampled_from(CLAIMS))
    wording = draw(st.sampled_from([key, key.upper()]))
    stated = claim(wording)
    holder = agent("Ann", draw(st.sampled_from(AgentKind)))
    draft.asserts(sentence, wording, holder=holder, mode=draw(st.sampled_from(Mode)))
    if draw(st.booleans()):
        quantity = Quantity(1.5, 2e300, draw(st.none() | st.just("kg")), None, 0, 3)
        found = draft.evidence(
            sentence,
            kind=draw(st.sampled_from(EvidenceKind)),
            quantities=(quantity,),
            score=draw(st.none() | st.floats(0, 1)),
        )
        because = draft.relates(found, "supports", stated)
        draft.relates(stated, "undercuts", because)
    if draw(st.booleans()):
        thing = draw(concepts())
        draft.mentions(sentence, thing)
        draft.depends(sentence, thing, "requires", stated, holder=holder)
    if draw(st.booleans()):
        draft.answers("Does it float?", draw(st.sampled_from(Stance)), wording)


def _cite(draw: st.DrawFn, draft: Draft) -> None:
    to = draw(st.lists(works(), max_size=2))
    entries = [
        draft.refers(words, work)
        for words, work in zip(("Sentence 4", "Sentence 5"), to, strict=False)
    ]
    if entries:
        draft.cites("5", SENTENCES[5], *reversed(entries))


HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "-2+3",
    "<script>alert(1)</script>",
    "]]><!--",
    "a \u202eevil\u202c \u2066isolate\u2069 \u200f",
    "bell \x07 escape \x1b[31m delete \x7f nel \x85",
    "quotes \" ' ` “ ” and \\ back\\slash \\u0041 \\n",
    "one\ntwo\r\nthree\rfour\u2028five\u2029six",
    "tab\tand comma, semicolon; pipe|",
    "%PDF {{ jinja }} ${shell} $(shell)",
    "</h1>**bold** [link](javascript:alert(1)) ![x](http://example.org/x.png)",
    "../../etc/passwd",
    "CON",
    "\N{PILE OF POO}\U0010ffff\ufffd\ufeff e\u0301",
    " ",
    "x" * 300,
)
"""Texts that some format or program takes for something else."""


def hostile_texts() -> st.SearchStrategy[str]:
    """Return texts that can be stored and that somewhere mean something else."""
    storable = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.sampled_from(HOSTILE) | st.text(storable, min_size=1, max_size=20)


@st.composite
def hostile_bundles(draw: st.DrawFn) -> Bundle:
    """Return a bundle that has hostile text wherever a document can put it."""
    texts = hostile_texts()
    words, more, name = draw(texts), draw(texts), draw(texts)
    own = Work(key=f"title:{draw(texts)}", title=draw(texts), authors=(name, more))
    draft = document(
        f"Begin {words} middle {more} end.",
        name=name,
        of=own,
        title=draw(texts),
        source=f"/essays/{name}",
        language=draw(st.none() | texts),
    )
    stated = Claim(key=f"k{draw(texts)}", wording=draw(texts))
    holder = agent(draw(texts), draw(st.sampled_from(AgentKind)))
    draft.asserts(words, stated, holder=holder, hedge=draw(texts), rule=draw(texts))
    quantity = Quantity(
        draw(st.floats(allow_nan=False)), 1.0, draw(texts), draw(texts), 0, 3, draw(texts)
    )
    found = draft.evidence(more, by=own, quantities=(quantity,), rule=draw(texts))
    draft.relates(found, "supports", stated, signals=(draw(texts), draw(texts)), group=draw(texts))
    other = Claim(key=f"o{draw(texts)}", wording=draw(texts))
    draft.asserts("Begin", other, holder=holder)
    draft.relates(other, "rebuts", stated)
    thing = Concept(key=draw(texts), label=draw(texts), alternatives=tuple(sorted({draw(texts)})))
    draft.mentions(words, thing)
    draft.depends("middle", thing, "requires", stated, holder=holder, hedge=draw(texts))
    draft.answers(draw(texts), draw(st.sampled_from(Stance)), stated.wording)
    cited = Work(key=f"doi:{draw(texts)}", title=draw(texts), doi=draw(texts), url=draw(texts))
    entry = draft.refers("end", cited, label=draw(texts), pages=draw(texts))
    draft.cites(".", "end.", entry)
    draft.problem("odd", draw(texts), start=0, end=3)
    draft.alias(draw(texts), thing)
    return draft.bundle()
