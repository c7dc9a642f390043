"""Which assertions stand around a sentence: in its block, above its list, in its heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from ingest.document import ParsedDocument, Section, Sentence
from ingest.findings import AssertionFound
from kg.vocab import BlockKind, Mode

_REACH = 4
_EVIDENCE_HEADING = re.compile(
    r"\b(?:evidence|results?|experiments?|findings|data|examples?)\b", re.IGNORECASE
)
_OWN_MODES = frozenset({Mode.ASSERTS, Mode.DENIES})


def without_inner(document: ParsedDocument) -> tuple[ParsedDocument, tuple[int, ...]]:
    """Return a document without the assertions that are clauses of others.

    With it come the places of those that it keeps in the document's own layer, so that
    positions in the one can be told as positions in the other.
    """
    layer = document.layer(AssertionFound)
    places = tuple(index for index, one in enumerate(layer) if not one.is_inner)
    kept = [layer[index] for index in places]
    return document.with_layer(AssertionFound, kept), places


@dataclass(frozen=True)
class Neighbours:
    """The assertions of a document, by where they stand; indices are those of the layer."""

    document: ParsedDocument
    assertions: tuple[AssertionFound, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "assertions", self.document.layer(AssertionFound))

    @cached_property
    def _by_sentence(self) -> dict[int, list[int]]:
        table: dict[int, list[int]] = {}
        for index, one in enumerate(self.assertions):
            table.setdefault(one.sentence, []).append(index)
        return table

    @cached_property
    def _blocks(self) -> list[int]:
        return [sentence.block for sentence in self.document.layer(Sentence)]

    def of(self, sentence: int) -> list[int]:
        """Return the assertions of a sentence."""
        return self._by_sentence.get(sentence, [])

    def is_own(self, assertion: int) -> bool:
        """Whether the author puts the assertion forward in the author's own name."""
        one = self.assertions[assertion]
        return one.holder is None and one.mode in _OWN_MODES

    def own(self, sentence: int) -> int | None:
        """Return the author's own assertion in a sentence, the last where there are several."""
        return next((one for one in reversed(self.of(sentence)) if self.is_own(one)), None)

    def before(self, sentence: int, *, passing: Collection[int] = ()) -> int | None:
        """Return the nearest own assertion before a sentence, in its block or ending the one above.

        Sentences in ``passing`` are passed over.
        """
        for index in range(sentence - 1, max(-1, sentence - 1 - _REACH), -1):
            if not self._goes_on(index, sentence):
                return None
            found = self.own(index)
            if found is not None and index not in passing:
                return found
        return None

    def _goes_on(self, earlier: int, sentence: int) -> bool:
        """Whether a sentence stands in the block of an earlier one, or in the paragraph below."""
        above, here = self._blocks[earlier], self._blocks[sentence]
        kinds = {self.document.blocks[one].kind for one in range(above, here + 1)}
        return above == here or kinds == {BlockKind.PARAGRAPH}

    def view_before(self, sentence: int) -> int | None:
        """Return the last assertion, whoever holds it, of the sentence before."""
        found = self.of(sentence - 1) if sentence else []
        return found[-1] if found else None

    def after(self, sentence: int) -> int | None:
        """Return the own assertion of the next sentence of the same block."""
        following = sentence + 1
        if following >= len(self._blocks) or self._blocks[following] != self._blocks[sentence]:
            return None
        return self.own(following)

    def heading(self, sentence: int) -> int | None:
        """Return the assertion that the innermost heading above a sentence makes."""
        section = self.section(sentence)
        return self._of_heading.get(section.start) if section is not None else None

    def section(self, sentence: int) -> Section | None:
        """Return the innermost section that holds a sentence."""
        sections = self.document.layer(Section)
        where = self.document.layer(Sentence)[sentence]
        last = bisect_right(sections, where.start, key=lambda one: one.start)
        return next((one for one in reversed(sections[:last]) if one.contains(where)), None)

    def above_list(self, sentence: int) -> int | None:
        """Return the last sentence above the list that a sentence is an item of."""
        blocks = self.document.blocks
        if blocks[self._blocks[sentence]].kind is not BlockKind.LIST_ITEM:
            return None
        return next(
            (
                index
                for index in range(sentence - 1, -1, -1)
                if blocks[self._blocks[index]].kind is not BlockKind.LIST_ITEM
            ),
            None,
        )

    def lead_in(self, sentence: int) -> int | None:
        """Return the own or related claim that a list belongs to: the last one above the list."""
        above = self.above_list(sentence)
        found = self.of(above) if above is not None else []
        return found[-1] if found else None

    def under_evidence(self, sentence: int) -> bool:
        """Whether a sentence stands under a heading that announces evidence."""
        section = self.section(sentence)
        return section is not None and bool(_EVIDENCE_HEADING.search(section.heading))

    @cached_property
    def _of_heading(self) -> dict[int, int]:
        """Assertions of headings, by where the section starts."""
        sentences = self.document.layer(Sentence)
        return {
            sentences[one.sentence].start: index
            for index, one in enumerate(self.assertions)
            if self.document.blocks[self._blocks[one.sentence]].kind is BlockKind.HEADING
        }
