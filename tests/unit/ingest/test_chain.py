"""Extractors of several makers: their order, what they may hand back, how layers join."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from importlib.metadata import EntryPoint
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import extractors
from ingest.document import Page, ParsedDocument, Sentence, Span
from ingest.findings import (
    AssertionFound,
    CitationFound,
    DependencyFound,
    EvidenceFound,
    Extractor,
    Finding,
    Found,
    MentionFound,
    ReferenceFound,
    RelationFound,
)
from ingest.pipeline import EXTRACTORS, chain, ingest_all
from ingest.sources import FileItem
from kg.database import Database
from kg.errors import RefusedError, UsageError
from kg.model import (
    Assertion,
    Citation,
    Dependency,
    Description,
    Evidence,
    Mention,
    Reference,
    Relation,
    Run,
)
from kg.vocab import ClaimKind, ConceptKind, EvidenceKind, Mode, Polarity

TEXT = "Tide mills stopped. Ponds filled with silt."
LAYERS: tuple[type[Finding], ...] = tuple(
    type(f"Layer{number}", (Finding,), {}) for number in range(6)
)


@dataclass(frozen=True)
class Given:
    """An extractor that finds what it is told to."""

    name: str
    makes: type[Finding]
    requires: tuple[type[Span], ...] = ()
    spans: tuple[Span, ...] = ()
    layer: type[Span] | None = None
    version: str = "1"

    def extract(self, document: ParsedDocument) -> Found:
        for layer in self.requires:
            document.layer(layer)
        return Found(self.layer or self.makes, self.spans)


def assertion(start: int, end: int, **other: Any) -> AssertionFound:
    return AssertionFound(
        start=start,
        end=end,
        sentence=0,
        wording=TEXT[start:end],
        mode=Mode.ASSERTS,
        polarity=Polarity.POSITIVE,
        kind=ClaimKind.EMPIRICAL,
        rule="given",
        **other,
    )


def said(start: int, end: int) -> AssertionFound:
    return replace(assertion(0, 4), start=start, end=end, wording=f"Words {start} of it.")


def mention(start: int, end: int) -> MentionFound:
    return MentionFound(start=start, end=end, key=TEXT[start:end], label="", kind=ConceptKind.OTHER)


def document() -> ParsedDocument:
    sentences: Sequence[Any] = [Span(start=0, end=19), Span(start=20, end=43)]
    return ParsedDocument(text=TEXT, media_type="text/plain").with_layer(Sentence, sentences)


def run(*steps: Extractor) -> ParsedDocument:
    return extractors.run(ordered(*steps), document(), "mills.txt")[0]


def ordered(*steps: Extractor) -> tuple[Extractor, ...]:
    return extractors.in_order((one,) for one in steps)


def names(steps: Sequence[Extractor]) -> list[str]:
    return [one.name for one in steps]


def test_those_that_ship_run_in_their_order() -> None:
    assert list(chain()) == list(EXTRACTORS)


def test_those_that_ship_say_what_they_are() -> None:
    for one in EXTRACTORS:
        assert one.name
        assert one.version
        assert issubclass(one.makes, Finding)
        assert set(one.requires) <= {*extractors.GIVEN, *(other.makes for other in EXTRACTORS)}


def test_a_layer_is_read_when_all_that_make_it_have_run() -> None:
    late = Given("zeta", AssertionFound, (Sentence,))
    order = names(ordered(*EXTRACTORS, late))
    assert sorted(order) == sorted([*names(EXTRACTORS), "zeta"])
    for reader in ("evidence", "relations"):
        assert order.index("assertions") < order.index("zeta") < order.index(reader)


@given(st.integers(0, 2**32), st.integers(1, 9))
def test_order_keeps_to_what_is_read_and_else_to_what_was_given(seed: int, size: int) -> None:
    """Layers are made out of lower ones only, so that there is always an order."""
    chosen = random.Random(seed)
    steps = []
    for number in range(size):
        layer = chosen.randrange(len(LAYERS))
        below = [LAYERS[one] for one in range(layer) if chosen.random() < 0.4]
        steps.append(Given(f"e{number}", LAYERS[layer], tuple(below)))
    made = {one.makes for one in steps}
    steps = [replace(one, requires=tuple(set(one.requires) & made)) for one in steps]
    order = ordered(*steps)
    assert sorted(names(order)) == sorted(names(steps))
    place = {one.name: at for at, one in enumerate(order)}
    for reader in steps:
        for maker in steps:
            if maker.makes in reader.requires:
                assert place[maker.name] < place[reader.name]
    if not any(one.requires for one in steps):
        assert names(order) == names(steps)


@pytest.mark.parametrize(
    ("added", "why"),
    [
        (
            [Given("tides", AssertionFound, (LAYERS[0],))],
            "tides requires the layer Layer0, which no",
        ),
        (
            [Given("tides", AssertionFound, (EvidenceFound,))],
            "tides adds to the layer AssertionFound and requires EvidenceFound",
        ),
        (
            [Given("tides", MentionFound, (MentionFound,))],
            "tides adds to the layer MentionFound and requires MentionFound",
        ),
        (
            [Given("a", LAYERS[0], (LAYERS[1],)), Given("b", LAYERS[1], (LAYERS[0],))],
            "the extractor b adds to the layer Layer1 and requires Layer0",
        ),
        ([Given("assertions", LAYERS[0])], "two extractors assertions"),
        ([Given("tides", LAYERS[0]), Given("tides", LAYERS[0])], "two extractors tides"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(added: list[Given], why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        ordered(*EXTRACTORS, *added)
    assert "\n" not in str(refused.value)


def test_findings_carry_the_name_of_who_found_them() -> None:
    ours = Given("ours", AssertionFound, spans=(assertion(0, 19),))
    theirs = Given("theirs", AssertionFound, spans=(assertion(20, 43),))
    found = run(ours, theirs).layer(AssertionFound)
    assert [(one.start, one.extractor) for one in found] == [(0, "ours"), (20, "theirs")]


def test_positions_stay_right_when_a_layer_is_made_by_two() -> None:
    """The second maker adds in front of what the first found, before anybody points at it."""

    class Pointing(Given):
        def extract(self, document: ParsedDocument) -> Found:
            layer = document.layer(AssertionFound)
            at = next(at for at, one in enumerate(layer) if one.start == 20)
            evidence = EvidenceFound(
                start=20, end=25, sentence=1, kind=EvidenceKind.EXAMPLE, rule="given", assertion=at
            )
            return Found(EvidenceFound, (evidence,))

    ours = Given("ours", AssertionFound, spans=(assertion(20, 43),))
    pointing = Pointing("pointing", EvidenceFound, (AssertionFound,))
    theirs = Given("theirs", AssertionFound, spans=(assertion(0, 19),))
    found = run(ours, pointing, theirs)
    (evidence,) = found.layer(EvidenceFound)
    assert evidence.assertion == 1
    assert found.layer(AssertionFound)[1].extractor == "ours"


def test_what_was_found_before_is_kept_and_not_doubled() -> None:
    ours = Given("ours", AssertionFound, spans=(assertion(0, 19), assertion(0, 19, holder="Ito")))
    again = Given(
        "again",
        AssertionFound,
        spans=(
            replace(assertion(0, 19), wording="Other words", kind=ClaimKind.CAUSAL),
            assertion(0, 19, holder="Roe"),
            replace(assertion(0, 19), mode=Mode.DENIES),
            assertion(0, 10),
            assertion(0, 10),
        ),
    )
    found = run(ours, again).layer(AssertionFound)
    assert [(one.end, one.holder, one.mode, one.extractor) for one in found] == [
        (19, None, Mode.ASSERTS, "ours"),
        (19, "Ito", Mode.ASSERTS, "ours"),
        (19, "Roe", Mode.ASSERTS, "again"),
        (19, None, Mode.DENIES, "again"),
        (10, None, Mode.ASSERTS, "again"),
    ]
    assert found[0].wording == TEXT[:19]


@given(st.lists(st.tuples(st.integers(0, 42), st.integers(1, 9))))
def test_mentions_never_overlap_those_before(places: list[tuple[int, int]]) -> None:
    theirs = tuple(mention(at, min(at + length, 43)) for at, length in places)
    ours = (mention(0, 10), mention(20, 25))
    found = run(
        Given("ours", MentionFound, spans=ours), Given("theirs", MentionFound, spans=theirs)
    ).layer(MentionFound)
    assert [one for one in found if one.extractor == "ours"] == list(ours)
    for one, other in pairwise(found):
        assert one.end <= other.start
    free = [one for one in theirs if one.start >= 25]
    assert not free or any(one.extractor == "theirs" for one in found)


@pytest.mark.parametrize(
    ("makes", "span", "why"),
    [
        (AssertionFound, assertion(0, 44), "a span from 0 to 44 of 43 characters"),
        (AssertionFound, assertion(-1, 4), "a span from -1 to 4"),
        (AssertionFound, assertion(4, 4), "a span from 4 to 4"),
        (AssertionFound, assertion(9, 4), "a span from 9 to 4"),
        (AssertionFound, mention(0, 4), "one MentionFound in the layer AssertionFound"),
        (AssertionFound, Span(start=0, end=4), "one Span in the layer AssertionFound"),
        (
            AssertionFound,
            replace(assertion(0, 4), sentence=2),
            "sentence is 2 where Sentence has 2",
        ),
        (AssertionFound, replace(assertion(0, 4), sentence=-1), "sentence is -1"),
        (AssertionFound, assertion(0, 4, score=1.5), "score is 1.5, not between 0 and 1"),
        (AssertionFound, assertion(0, 4, salience=-0.1), "salience is -0.1"),
        (
            RelationFound,
            RelationFound(start=0, end=4, kind="likes", source=0, target=0, signals=()),
            "kind is 'likes', not one of supports",
        ),
        (
            RelationFound,
            RelationFound(start=0, end=4, kind="rebuts", source=0, target=1, signals=()),
            "target is 1 where AssertionFound has 1",
        ),
        (
            CitationFound,
            CitationFound(start=0, end=4, references=(0,)),
            "references is 0 where ReferenceFound has 0",
        ),
        (
            DependencyFound,
            DependencyFound(start=0, end=4, kind="enables", source=0, target=0, rule="given"),
            "source is 0 where MentionFound has 0",
        ),
    ],
)
def test_what_cannot_stand_in_the_text_refuses_the_document(
    makes: type[Finding], span: Span, why: str
) -> None:
    ours = Given("ours", AssertionFound, spans=(assertion(0, 19),))
    tides = Given("tides", makes, (Sentence,), (span,), version="3")
    with pytest.raises(RefusedError) as refused:
        run(ours, tides)
    assert str(refused.value).startswith("mills.txt: the extractor tides 3 returned ")
    assert why in str(refused.value)
    assert str(refused.value).endswith("; correct or uninstall it")


def test_another_layer_than_declared_refuses_the_document() -> None:
    with pytest.raises(RefusedError, match="the layer Page, not AssertionFound"):
        run(Given("tides", AssertionFound, layer=Page))


@pytest.mark.parametrize("layer", [one.makes for one in EXTRACTORS])
def test_every_position_in_a_finding_is_declared(layer: type[Finding]) -> None:
    """A whole number in a finding is a start, an end, or a position that can be checked."""
    for field in fields(layer):
        if re.search(r"\bint\b", str(field.type)) and field.name not in ("start", "end"):
            assert "layer" in field.metadata, field.name


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declare entry points, as installed packages do."""

    def declare(group: str, **values: str) -> None:
        points = [EntryPoint(name, value, group) for name, value in values.items()]
        monkeypatch.setattr(
            extractors, "entry_points", lambda group: [one for one in points if one.group == group]
        )
        extractors.installed.cache_clear()

    yield declare
    monkeypatch.undo()
    extractors.installed.cache_clear()


OTHER_TEXT = "Ah, well, well. Oh, dear me. Hm."
OTHERS = [
    Given(
        "others", ReferenceFound, spans=(ReferenceFound(start=0, end=15, described=Description()),)
    ),
    Given("others", CitationFound, spans=(CitationFound(start=16, end=18, sentence=1),)),
    Given("others", AssertionFound, spans=(said(0, 15), said(16, 28))),
    Given(
        "others",
        EvidenceFound,
        (AssertionFound,),
        (
            EvidenceFound(
                start=29, end=31, sentence=1, kind=EvidenceKind.EXAMPLE, rule="given", assertion=0
            ),
        ),
    ),
    Given("others", MentionFound, spans=(mention(4, 8), mention(20, 24))),
    Given(
        "others",
        DependencyFound,
        (MentionFound,),
        (DependencyFound(start=0, end=28, kind="enables", source=0, target=1, rule="given"),),
    ),
    Given(
        "others",
        RelationFound,
        (AssertionFound,),
        (RelationFound(start=0, end=28, kind="rebuts", source=0, target=1, signals=("given",)),),
    ),
]


def test_records_of_every_layer_name_the_extractor_that_made_them(
    declared: Any, tmp_path: Path
) -> None:
    declared(extractors.GROUP, others=f"{__name__}:OTHERS")
    path = tmp_path / "sighs.txt"
    path.write_text(OTHER_TEXT)
    with Database.open(str(tmp_path / "db.sqlite")) as database:
        (report,) = ingest_all(database, [FileItem(path.name, path.as_uri(), path)])
        assert report.outcome == "added", report.reason
        (run,) = database.store.find(Run, extractor="others")
        for kind in (Reference, Citation, Assertion, Evidence, Mention, Dependency, Relation):
            made = list(database.store.find(kind, run_id=run.id))
            assert made, kind
            if kind is not Relation:
                assert len(made) == len(list(database.store.find(kind))), kind


TIDES = Given("tides", LAYERS[0])
PAIR = [Given("pair", LAYERS[1]), Given("pair", LAYERS[2])]
NONE: list[Given] = []
MIXED = [Given("tides", LAYERS[1]), Given("tides", LAYERS[2], version="2")]
NAMELESS = Given("", Page)  # type: ignore[arg-type]


class Made(Given):
    """Needs nothing to be made."""

    def __init__(self) -> None:
        super().__init__("made", LAYERS[3])


class Breaking:
    """Cannot be made."""

    def __init__(self) -> None:
        raise OSError("its model is gone")


def optional(*, offline: bool) -> Given:
    if offline:
        raise UsageError("tides cannot be read offline")
    return TIDES


def test_installed_ones_are_found_made_and_named(declared: Any) -> None:
    here = __name__
    declared(extractors.GROUP, z=f"{here}:PAIR", a=f"{here}:TIDES", m=f"{here}:Made")
    assert names(chain()) == [*names(EXTRACTORS), "made", "pair", "pair", "tides"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("nowhere_to_be_found:X", "tides of an unknown package cannot be loaded .ModuleNotFound"),
        (f"{__name__}:Missing", "cannot be loaded .AttributeError"),
        (f"{__name__}:Breaking", "cannot be loaded .OSError: its model is gone"),
        (f"{__name__}:NAMELESS", "lacks a name, a version, the layer"),
        (f"{__name__}:TEXT", "lacks a name, a version, the layer"),
        (f"{__name__}:NONE", "lacks a name, a version, the layer"),
        (f"{__name__}:MIXED", "several names or versions"),
    ],
)
def test_what_cannot_be_loaded_is_refused_by_name(declared: Any, value: str, why: str) -> None:
    declared(extractors.GROUP, tides=value)
    with pytest.raises(UsageError, match=why) as refused:
        chain()
    assert "the extractor tides" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_optional_ones_run_when_asked_for(declared: Any) -> None:
    declared(extractors.OPTIONAL_GROUP, tides=f"{__name__}:optional", text=f"{__name__}:TEXT")
    assert "tides" not in names(chain())
    assert names(chain(("tides", "tides"))).count("tides") == 1
    with pytest.raises(UsageError, match="offline"):
        chain(("tides",), offline=True)
    with pytest.raises(UsageError, match="text is not made by a function"):
        chain(("text",))
    with pytest.raises(UsageError, match="there are: llm, text, tides"):
        chain(("tide",))
