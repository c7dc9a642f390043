from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

import pytest

from kg.curator import Curator
from kg.database import Database
from kg.export.formats import Options, exporter
from kg.model import Assertion, Bundle, Relation
from kg.rdf.project import Projection
from kg.store import Store
from kg.vocab import Action, Stance
from tests.contracts.strategies import HOSTILE
from tests.contracts.test_store_curation import draft, other, signed
from tests.factories import Draft, agent, claim, concept, document, work

Make = Callable[[Iterable[Bundle]], Database]


def exported(database: Database, name: str, options: Options | None = None) -> bytes:
    """What an export writes."""
    out = io.BytesIO()
    with database.store.one_state():
        exporter(name).write(database, out, options or Options())
    return out.getvalue()


def hostile() -> Draft:
    """A document that has each hostile text in a claim, a name, a title and a quote."""
    own = work("title:hostile", title=HOSTILE[0], authors=tuple(HOSTILE[1:4]))
    made = document("\n".join(HOSTILE), name="hostile.md", of=own, title=HOSTILE[3])
    for index, text in enumerate(HOSTILE):
        stated = claim(text)
        made.asserts(text, stated, holder=agent(text), hedge=text)
        if index:
            made.relates(stated, "rebuts", claim(HOSTILE[index - 1]), signals=(text,), group=text)
        if text.strip():
            made.mentions(text, concept(text.strip()))
    return made


def make(bundles: Iterable[Bundle]) -> Database:
    """A database in memory with some documents."""
    store = Store.open("sqlite:///:memory:", project=Projection())
    for bundle in bundles:
        store.add(bundle)
    return Database(store)


@pytest.fixture(scope="session")
def database() -> Iterator[Database]:
    """A database, to be read only, with a small debate, hostile texts, and decisions of people."""
    with make([signed(draft()), signed(other()), hostile().bundle()]) as opened:
        ann = Curator(opened.store, "Ann")
        claims = [claim("mills pay").id, claim("steam needs coal").id]
        question = ann.ask("Do mills \u202epay?").target_id
        ann.answer(question, claims[0], Stance.FOR)
        ann.relate(claims[0], "supports", claims[1])
        rebutting = next(opened.store.find(Relation, kind="rebuts", source_claim_id=claims[0]))
        ann.decide(rebutting.id, Action.REJECT, note=HOSTILE[0])
        (sold,) = opened.store.find(Assertion, claim_id=claim(HOSTILE[2]).id)
        ann.decide(sold.id, Action.REJECT)
        yield opened
