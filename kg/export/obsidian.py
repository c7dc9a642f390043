"""A vault for Obsidian: a note for each claim, source and concept, linked by ``[[wikilinks]]``.

Names of notes come from the first words of what they are about. A quote is a block quote, and
nothing from a document is markup.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, BinaryIO, Final

import yaml

from kg.database import Database
from kg.export.brief_markdown import escaped
from kg.export.formats import Export, Options
from kg.export.telling import (
    STRENGTH,
    VOUCHED,
    one_line,
    shortened,
    stood,
    surest,
    verb,
    vouched,
)
from kg.export.writing import add_text, packing, safe_name
from kg.model import Claim, Concept
from kg.views import (
    ClaimFilter,
    ClaimView,
    DependencyEvidence,
    HeldAssertion,
    LinkCard,
    Quote,
    Source,
)
from kg.vocab import MODE_WORDS, RELATION_KINDS, STANCE_WORDS
from kg.wording import counted, visible

_NAME: Final = 70
_FOLDERS: Final = {"claim": "Claims", "document": "Sources", "concept": "Concepts"}


def vault(database: Database, question: str | None = None) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the path and the text of each note, the claims of one question only if one is named.

    Raises:
        NotFoundError: if there is no such question.
    """
    yield from _Vault(database, question).notes()


class _Vault:
    def __init__(self, database: Database, question: str | None) -> None:
        self.database = database
        rows = database.claims(ClaimFilter(limit=None))
        asked = database.question(question) if question else None
        sides = database.sides(asked.id) if asked else None
        self.claims = [one.claim for one in rows if sides is None or one.claim.id in sides]
        self.sources = database.sources()
        self.concepts = sorted(database.concepts(), key=lambda one: one.id)
        self.paths = _paths(self.claims, self.sources, self.concepts)

    def notes(self) -> Iterator[tuple[str, Iterable[str]]]:
        yield "Start here.md", self._start()
        for claim in sorted(self.claims, key=lambda one: one.id):
            yield f"{self.paths[claim.id]}.md", self._claim(claim.id)
        for source in sorted(self.sources, key=lambda one: one.id):
            yield f"{self.paths[source.id]}.md", self._source(source)
        for concept in self.concepts:
            yield f"{self.paths[concept.id]}.md", self._concept(concept)

    # -- notes

    def _start(self) -> Iterator[str]:
        yield "# Start here\n\n"
        for view in self.database.questions():
            yield f"## {escaped(visible(view.question.wording))}\n\n"
            for stance, claim, _ in view.positions:
                yield f"- {STANCE_WORDS[stance]}: {self._link(claim.id, claim.wording)}\n"
            yield "\n"
        yield "## Claims that others attack\n\n"
        for row in self.database.claims(ClaimFilter(contested=True, limit=50)):
            if row.claim.id in self.paths:
                yield f"- {self._link(row.claim.id, row.claim.wording)}\n"
        yield "\n## Sources\n\n"
        yield from (f"- {self._link(one.id, one.label)}\n" for one in self.sources)
        yield f"\n## How to read this\n\n{escaped(VOUCHED)}\n\n{escaped(STRENGTH)}\n"

    def _claim(self, identifier: str) -> Iterator[str]:
        view = self.database.claim(identifier)
        debate = self.database.debate()
        whole, one = debate.whole, debate.grounds.stands_for(identifier)
        wording = view.claim.wording
        yield _matter(
            id=identifier,
            aliases=[wording, *(other.wording for other in view.joined)],
            tags=["claim"],
            standing=whole.labels[one].value,
            strength=round(whole.strengths[one].value, 3),
        )
        yield f"# {escaped(visible(wording))}\n\n{escaped(stood(debate, identifier))}\n\n"
        for other in view.joined:
            yield f"Also worded: {escaped(visible(other.wording))}\n\n"
        yield "## Who puts it forward\n\n"
        for held in view.assertions:
            yield from self._held(held)
        yield from self._sides(view)

    def _sides(self, view: ClaimView) -> Iterator[str]:
        for title, cards, nothing in (
            ("For", view.pro, "Nothing in the database speaks for this claim.\n\n"),
            ("Against", view.con, "Nothing in the database speaks against this claim.\n\n"),
            ("Related", view.other, ""),
            ("What it bears on", view.bears_on, ""),
        ):
            if cards or nothing:
                yield f"## {title}\n\n"
            for card in surest(cards):
                yield from self._card(card)
            if not cards:
                yield nothing

    def _source(self, source: Source) -> Iterator[str]:
        found = self.database.source(source.id)
        yield _matter(
            id=source.id,
            aliases=[source.label],
            tags=["source"],
            authors=list(source.authors),
            year=source.year,
            genre=source.genre.value,
        )
        yield f"# {escaped(visible(source.label))}\n\n"
        counts = (counted(source.claims, "claim"), counted(source.problems, "problem"))
        yield f"{' and '.join(counts)} found in it.\n\n## Claims\n\n"
        stated = dict.fromkeys(
            self.canonical.get(mark.target_id or "", mark.target_id or "")
            for mark in found.highlights
            if mark.kind == "assertion"
        )
        for one in stated:
            if one in self.paths:
                yield f"- {self._link(one, self.wordings[one])}\n"
        yield "\n## What it cites\n\n"
        for _, work in found.references:
            year = f" ({work.year})" if work.year else ""
            names = "; ".join(work.authors)
            said = f"{names}{year}. {work.title or work.key}"
            yield f"- {escaped(visible(said))}\n"

    def _concept(self, concept: Concept) -> Iterator[str]:
        yield _matter(
            id=concept.id,
            aliases=[concept.label, *concept.alternatives],
            tags=["concept", concept.kind.value],
        )
        yield f"# {escaped(visible(concept.label))}\n\n"
        for title, found, end in (
            ("Depends on, and the like", self.leaving[concept.id], "target"),
            ("What depends on it, and the like", self.entering[concept.id], "source"),
        ):
            if found:
                yield f"## {title}\n\n"
            for item in found:
                yield from self._dependency(item, end)

    # -- parts of notes

    def _held(self, held: HeldAssertion) -> Iterator[str]:
        who = f"{MODE_WORDS[held.assertion.mode]} **{escaped(visible(held.holder.name))}**"
        yield f"{who} — {escaped(vouched(held.assertion))}\n\n"
        yield from self._quote(held.quote)

    def _card(self, card: LinkCard) -> Iterator[str]:
        yield f"{escaped(verb(card).capitalize())} — {escaped(vouched(card.relation))}"
        if card.claim is not None:
            yield f"\n\n{self._link(card.claim.id, card.claim.wording)}\n\n"
            for held in card.assertions[:1]:
                yield from self._quote(held.quote)
        elif card.quote is not None and card.evidence is not None:
            yield f" — evidence: {escaped(card.evidence.kind.value)}\n\n"
            yield from self._quote(card.quote)
        for against in card.undercuts:
            yield "That link is itself disputed:\n\n"
            yield from self._card(against)

    def _dependency(self, item: DependencyEvidence, end: str) -> Iterator[str]:
        kind = RELATION_KINDS[item.dependency.kind]
        other = item.target if end == "target" else item.source
        words = kind.label if end == "target" else kind.inverse
        name = other.wording if isinstance(other, Claim) else other.label
        denied = "" if item.dependency.affirms else "not affirmed: "
        yield f"{denied}{escaped(words)} {self._link(other.id, name)}, as "
        yield f"**{escaped(visible(item.holder.name))}** has it\n\n"
        yield from self._quote(item.quote)

    def _quote(self, quote: Quote) -> Iterator[str]:
        lines = visible(quote.passage.exact).splitlines() or [""]
        yield from (f"> {escaped(line)}\n" for line in lines)
        page = f", p. {quote.passage.page}" if quote.passage.page else ""
        yield f">\n> — {self._link(quote.source.id, quote.source.label)}{page}\n\n"

    def _link(self, identifier: str, words: str) -> str:
        """Return a link to a note, or the words alone where there is none."""
        path = self.paths.get(self.canonical.get(identifier, identifier))
        shown = shortened(one_line(words), 120)
        return f"[[{path}|{_alias(shown)}]]" if path else escaped(shown)

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        return self.database.store.canonical()

    @cached_property
    def wordings(self) -> Mapping[str, str]:
        return {one.id: one.wording for one in self.claims}

    @cached_property
    def dependencies(self) -> Sequence[DependencyEvidence]:
        return self.database.dependencies()

    @cached_property
    def leaving(self) -> Mapping[str, Sequence[DependencyEvidence]]:
        found: dict[str, list[DependencyEvidence]] = defaultdict(list)
        for item in self.dependencies:
            found[item.source.id].append(item)
        return found

    @cached_property
    def entering(self) -> Mapping[str, Sequence[DependencyEvidence]]:
        found: dict[str, list[DependencyEvidence]] = defaultdict(list)
        for item in self.dependencies:
            found[item.target.id].append(item)
        return found


def _paths(
    claims: Iterable[Claim], sources: Iterable[Source], concepts: Iterable[Concept]
) -> dict[str, str]:
    named = [
        *((one.id, one.wording) for one in claims),
        *((one.id, one.label) for one in sources),
        *((one.id, one.label) for one in concepts),
    ]
    taken: set[str] = {"start here"}
    return {
        identifier: f"{_FOLDERS[identifier.partition('-')[0]]}/{_name(words, taken)}"
        for identifier, words in sorted(named)
    }


def _name(words: str, taken: set[str]) -> str:
    short = shortened(one_line(words), _NAME).removesuffix(" …")
    return safe_name(short.replace(".", " "), taken)  # a dot would make the end a type of file


def _alias(words: str) -> str:
    """Return the words that a link shows; nothing in them ends the link."""
    kept = "".join(" " if char in "[]|\\<>`*#^=~${}" else char for char in words)
    return kept.replace("%%", "% %")


def _matter(**told: Any) -> str:
    """Return front matter; what is unknown is left out."""
    known = {name: _plain(value) for name, value in told.items() if value not in (None, [])}
    return f"---\n{yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10**6)}---\n\n"


def _plain(value: Any) -> Any:
    """Return a value on one line; nothing in it is a link of the vault."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return one_line(value).replace("[[", "[ [") if isinstance(value, str) else value


def _write(database: Database, out: BinaryIO, options: Options) -> None:
    with packing(out) as archive:
        for path, parts in vault(database, options.question):
            add_text(archive, path, parts)


EXPORT: Final = Export(
    "A vault for Obsidian: a note a claim, source and concept", ".zip", "application/zip", _write
)
