"""The evidence table: claims by sources, or one piece of evidence a row; both as CSV.

A cell of the first says whether and how a source bears on a claim. Rows come a page at a time,
the most contested claims first; a CSV has every row that the filter keeps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from kg.database import Database
from kg.export.spreadsheet import spreadsheet
from kg.model import Claim, Quantity
from kg.store.bearing import Bare
from kg.views import Bearing, EvidenceFilter, Side, Source
from kg.vocab import RELATION_KINDS, Mode

T = TypeVar("T")

COLUMNS: Final = 8
"""How many sources are columns where none is chosen."""

_AT_ONCE: Final = 500
_WIDEST: Final = 100  # columns of a CSV where no source is chosen
_SIDES: Final[dict[Side, frozenset[int]]] = {
    "for": frozenset({1}),
    "against": frozenset({-1}),
    "mixed": frozenset({1, -1}),
}
A_CELL: Final = 3
"""How many passages a cell shows."""

_PIECES: Final = (
    "claim_id", "claim", "bears", "kind", "quantities", "quote", "source", "year", "page",
    "section", "from_work", "vouched_for", "probability",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """How a source bears on a claim: the first of its passages, and how many it has more."""

    bearings: tuple[Bearing, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, the passages for and against it in all sources, and its cells by source.

    Sources with nothing to say have no cell.
    """

    claim: Claim
    pro: int
    con: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A page of claims by sources."""

    columns: tuple[Source, ...]
    rows: tuple[Row, ...]


def count_rows(database: Database, wanted: EvidenceFilter) -> int:
    """Return how many claims a filter keeps, whatever its limit."""
    if wanted.question_id is None:
        return database.store.count_bearing_claims(wanted)
    return len(claims_on_question(database, wanted))


def claims_on_question(database: Database, wanted: EvidenceFilter) -> list[str]:
    """Return the claims that a filter with a question keeps, whatever its limit, in order."""
    return _on_question(database, wanted, database.store.bearing_claims(unlimited(wanted)))


def matrix(
    database: Database,
    wanted: EvidenceFilter,
    chosen: tuple[str, ...] = (),
    a_cell: int = A_CELL,
    listed: Sequence[str] | None = None,
) -> Matrix:
    """Return one page of the claims that a filter keeps by sources, most contested first.

    Columns are the chosen sources, else those with most to say on the page. ``listed`` is what
    :func:`claims_on_question` gives, where that is known.
    """
    if wanted.question_id is None:
        ids: Sequence[str] = database.store.bearing_claims(wanted)
    else:
        every = claims_on_question(database, wanted) if listed is None else listed
        ids = _paged(every, wanted)
    bare = database.store.bare_bearings(ids, accepted=wanted.accepted)
    across = _across(database, bare, chosen)
    return Matrix(tuple(across), tuple(_rows(database, bare, across, a_cell)))


def count_pieces(database: Database, wanted: EvidenceFilter) -> int:
    """Return how many links from evidence to the claims a filter keeps, whatever its limit."""
    if wanted.question_id is None:
        return database.store.count_evidence_links(wanted)
    return len(links_on_question(database, wanted))


def links_on_question(database: Database, wanted: EvidenceFilter) -> list[tuple[str, str]]:
    """Return the links that a filter with a question keeps, whatever its limit, in order.

    They are those from evidence to claims, each by its id and the claim.
    """
    links = database.store.evidence_links(unlimited(wanted))
    kept = set(_on_question(database, wanted, [claim for _, claim in links]))
    return [link for link in links if link[1] in kept]


def pieces(
    database: Database,
    wanted: EvidenceFilter,
    listed: Sequence[tuple[str, str]] | None = None,
) -> list[Bearing]:
    """Return one page of evidence, link by link, that of the most contested claims first.

    ``listed`` is what :func:`links_on_question` gives, where that is known.
    """
    if wanted.question_id is None:
        return database.store.linked_evidence(database.store.evidence_links(wanted))
    every = links_on_question(database, wanted) if listed is None else listed
    return database.store.linked_evidence(_paged(every, wanted))


def unlimited(wanted: EvidenceFilter) -> EvidenceFilter:
    """Return a filter without its limit."""
    return replace(wanted, claims=replace(wanted.claims, limit=None, offset=0))


def way(bearing: Bearing) -> str:
    """Return in words how a passage bears on a claim: ``supports: measurement``."""
    if bearing.relation_id is None:
        return Mode(bearing.way).value
    label = RELATION_KINDS[bearing.way].label
    if bearing.evidence is not None:
        return f"{label}: {bearing.evidence.kind.value}"
    return f"{label} it by another claim"


def quantity(number: Quantity) -> str:
    """Return a number as a table writes it: ``over 5–20 ×``."""
    span = f"{number.value:,.15g}"
    if number.upper != number.value:
        span += f"–{number.upper:,.15g}"
    unit = number.unit or ""
    gap = "" if unit == "%" else " "
    return " ".join(filter(None, (number.comparison, f"{span}{gap}{unit}".strip())))


def matrix_csv(database: Database, wanted: EvidenceFilter, chosen: Sequence[str] = ()) -> bytes:
    """Return claims by sources as CSV, every claim that a filter keeps, whatever its limit.

    Columns are the chosen sources; without any, those with most claims, a hundred at most.
    """
    sources = database.sources()
    if chosen:
        across = [one for one in sources if one.id in chosen]
    else:
        across = sorted(sources, key=lambda one: (-one.claims, one.label))[:_WIDEST]
    head = ["claim_id", "claim", *(one.label for one in across)]
    return spreadsheet(head, _lines(database, wanted, across))


def pieces_csv(database: Database, wanted: EvidenceFilter) -> bytes:
    """Return evidence as CSV, one piece a row: every one that a filter keeps."""
    return spreadsheet(_PIECES, _listed(database, wanted))


def _across(
    database: Database, bare: Mapping[str, Sequence[Bare]], chosen: Sequence[str]
) -> list[Source]:
    sources = database.sources()
    if chosen:
        return [one for one in sources if one.id in chosen]
    said = Counter(one.document_id for those in bare.values() for one in those)
    most = sorted(sources, key=lambda one: (-said[one.id], one.label.casefold(), one.id))
    return [one for one in most[:COLUMNS] if said[one.id]]


def _rows(
    database: Database,
    bare: Mapping[str, Sequence[Bare]],
    across: Sequence[Source],
    a_cell: int | None,
) -> Iterator[Row]:
    """Yield rows; only what stands in a cell is read in full."""
    columns = {one.id for one in across}
    cells = {claim: _by_source(those, columns) for claim, those in bare.items()}
    shown = [one for row in cells.values() for cell in row.values() for one in cell[:a_cell]]
    full = dict(zip(shown, database.store.bearings(shown), strict=True))
    claims = database.store.load(Claim, bare)
    for claim, those in bare.items():
        if claim in claims:
            yield Row(
                claims[claim],
                sum(one.sign > 0 for one in those),
                sum(one.sign < 0 for one in those),
                {
                    source: Cell(tuple(full[one] for one in cell[:a_cell]), len(cell[a_cell:]))
                    for source, cell in cells[claim].items()
                },
            )


def _by_source(bare: Iterable[Bare], columns: Collection[str]) -> dict[str, list[Bare]]:
    """Return what bears on a claim by source, each passage in one way once."""
    found: dict[str, dict[tuple[str, str], Bare]] = defaultdict(dict)
    for one in bare:
        if one.document_id in columns:
            found[one.document_id].setdefault((one.passage_id, one.way), one)
    return {source: list(cell.values()) for source, cell in found.items()}


def _on_question(database: Database, wanted: EvidenceFilter, ids: Sequence[str]) -> list[str]:
    """Return those of some claims that bear on the question, on the side, in the same order."""
    sides = database.sides(wanted.question_id or "")
    nowhere: frozenset[int] = frozenset()
    if wanted.side is None:
        return [one for one in ids if sides.get(one)]
    return [one for one in ids if sides.get(one, nowhere) == _SIDES[wanted.side]]


def _paged(items: Sequence[T], wanted: EvidenceFilter) -> Sequence[T]:
    start, limit = wanted.claims.offset, wanted.claims.limit
    return items[start:] if limit is None else items[start : start + limit]


def _lines(
    database: Database, wanted: EvidenceFilter, across: Sequence[Source]
) -> Iterator[Sequence[object]]:
    ids = database.store.bearing_claims(unlimited(wanted))
    if wanted.question_id is not None:
        ids = _on_question(database, wanted, ids)
    nothing = Cell((), 0)
    for some in _batches(ids):
        bare = database.store.bare_bearings(some, accepted=wanted.accepted)
        for row in _rows(database, bare, across, None):
            cells = (_cell(row.cells.get(one.id, nothing).bearings) for one in across)
            yield row.claim.id, row.claim.wording, *cells


def _cell(bearings: Iterable[Bearing]) -> str:
    """Return in words how a source bears on a claim; what it does twice is said once."""
    ways = dict.fromkeys("; ".join([way(one), *_quantities(one)]) for one in bearings)
    return " | ".join(ways)


def _listed(database: Database, wanted: EvidenceFilter) -> Iterator[Sequence[object]]:
    links: Sequence[tuple[str, str]]
    if wanted.question_id is None:
        links = database.store.evidence_links(unlimited(wanted))
    else:
        links = links_on_question(database, wanted)
    for some in _batches(links):
        claims = database.store.load(Claim, {claim for _, claim in some})
        for one in database.store.linked_evidence(some):
            yield _piece(claims[one.claim_id], one)


def _piece(claim: Claim, one: Bearing) -> Sequence[object]:
    passage, source = one.quote.passage, one.quote.source
    assert one.evidence is not None
    work = (one.work.title or one.work.key) if one.work else None
    return (
        claim.id, claim.wording, RELATION_KINDS[one.way].label, one.evidence.kind.value,
        "; ".join(_quantities(one)), passage.exact, source.label, source.year, passage.page,
        passage.section, work, one.status.value, one.score,
    )  # fmt: skip


def _quantities(one: Bearing) -> list[str]:
    return [quantity(number) for number in one.evidence.quantities] if one.evidence else []


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    each = iter(items)
    while batch := list(islice(each, _AT_ONCE)):
        yield batch
