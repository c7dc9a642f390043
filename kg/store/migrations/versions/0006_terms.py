"""Quads that use reused terms as their owners define them; the records stay as they are.

AIF's MA-nodes are rephrases, which of the neutral links only restatements are. By the domain
of ``oa:hasSelector`` and ``oa:hasSource`` numbers and problems were parts of texts; headings,
which are, lacked their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from kg.vocab import expand

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AFFECTED = ("aif#MA-node", "#quantity-", "/id/problem/", "#block-")
_TYPE, _SELECTOR, _SOURCE = (
    f"<{expand(curie)}>" for curie in ("rdf:type", "oa:hasSelector", "oa:hasSource")
)
_REPHRASE, _SCHEME = (f"<{expand(curie)}>" for curie in ("aif:MA-node", "aif:S-node"))
_RESTATES = re.compile(rf'(<\S+>) <{re.escape(expand("cg:kind"))}> "restates" ')
_STANDS_AT, _ABOUT = (f"<{expand(curie)}>" for curie in ("cg:standsAt", "dcterms:source"))
_OWNER = re.compile(r"<(.*)#")


def upgrade() -> None:
    graph = sa.table("graph", *(sa.column(name) for name in ("iri", "nquads", "revision")))
    connection = op.get_bind()
    iris = connection.scalars(sa.select(graph.c.iri).where(graph.c.nquads.is_not(None))).all()
    number = None
    for iri in iris:
        mine = graph.c.iri == iri
        text = connection.scalar(sa.select(graph.c.nquads).where(mine)) or ""
        text = text.decode() if isinstance(text, bytes) else text
        renewed = _renewed(text)
        if renewed != text:
            number = number or _next_revision()
            connection.execute(graph.update().where(mine).values(nquads=renewed, revision=number))


def _next_revision() -> int:
    counter = sa.table("revision", sa.column("value"))
    op.get_bind().execute(counter.update().values(value=counter.c.value + 1))
    value: int = op.get_bind().execute(sa.select(counter.c.value)).scalar_one()
    return value


def _renewed(text: str) -> str:
    if not any(mark in text for mark in _AFFECTED):
        return text
    restating = set(_RESTATES.findall(text))
    lines = text.split("\n")[:-1]
    return "".join(sorted(new + "\n" for line in lines for new in _lines(line, restating)))


def _lines(line: str, restating: set[str]) -> Iterator[str]:
    subject, predicate, rest = line.split(" ", 2)
    if predicate == _TYPE and rest.startswith(_REPHRASE) and subject not in restating:
        rest = _SCHEME + rest.removeprefix(_REPHRASE)
    elif predicate == _SELECTOR and ("#quantity-" in subject or "/id/problem/" in subject):
        predicate = _STANDS_AT
    elif predicate == _SOURCE and "/id/problem/" in subject:
        predicate = _ABOUT
    elif predicate == _SELECTOR and (owner := _OWNER.match(subject)) and "#block-" in subject:
        yield f"{subject} {_SOURCE} <{owner[1]}> {rest.split(' ', 1)[1]}"
    yield f"{subject} {predicate} {rest}"
