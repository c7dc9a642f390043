"""What Distill's template makes of a page: the numbers of citations, the list of references.

Both of its versions: ``d-cite`` with ``d-bibliography`` and ``dt-cite`` with a script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from ingest.bibliography.bibtex import parse_bibtex
from ingest.bibliography.csl import parse_csl
from ingest.bibliography.entries import Entry
from ingest.decoding import decode
from ingest.document import Fault
from ingest.webpage.tree import Element

Beside = Callable[[str], bytes | None]
"""Gives the bytes of a file that lies beside a page, by its relative name, or None."""

CITES: Final = frozenset({"d-cite", "dt-cite"})
NOTES: Final = frozenset({"d-footnote", "dt-fn"})


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of a page's bibliography by key, and their numbers in order of citation."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def marker(self, keys: tuple[str, ...]) -> str:
        """Return what the template prints for a citation: ``[3, 7]``, ``?`` for an unknown key."""
        return f"[{', '.join(str(self.numbers.get(key, '?')) for key in keys)}]"

    def listed(self) -> list[tuple[int, Entry]]:
        """Return the entries with their numbers; those that nothing cites come last."""
        found = ((number, self.entries.get(key)) for key, number in self.numbers.items())
        return [(number, entry) for number, entry in found if entry is not None]


def cited_keys(cite: Element) -> tuple[str, ...]:
    """Return the keys that a citation names."""
    given = cite.get("key") or cite.get("bibtex-key") or ""
    return tuple(dict.fromkeys(key for part in given.split(",") if (key := part.strip())))


def read_bibliography(root: Element, name: str, beside: Beside) -> Bibliography:
    """Return the bibliography of a page, which may stand in it or in a file beside it."""
    cites = list(root.iter(*CITES))
    if not cites:
        return Bibliography()
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    for source, where in _sources(root, name, beside, faults):
        parse = parse_csl if source.lstrip().startswith(("[", "{")) else parse_bibtex
        found, problems = parse(source, where)
        entries.update((entry.key, entry) for entry in found if entry.key not in entries)
        faults += problems
    order = [key for cite in cites for key in cited_keys(cite) if key in entries or not entries]
    numbers = {key: place for place, key in enumerate(dict.fromkeys([*order, *entries]), 1)}
    return Bibliography(entries, numbers, tuple(faults))


def _sources(
    root: Element, name: str, beside: Beside, faults: list[Fault]
) -> list[tuple[str, str]]:
    found = []
    for element in root.iter("d-bibliography", "dt-bibliography", "script"):
        kind = (element.get("type") or "").lower()
        if element.tag == "script" and kind not in ("text/bibliography", "text/bibtex"):
            continue
        address = element.get("src")
        if address:
            data = beside(address)
            if data is None:
                faults.append(_missing(address))
            else:
                text, problems = decode(data, address)
                faults += problems
                found.append((text, address))
        elif element.tag == "script" or not len(element):
            found.append((element.text or "", name))
    return found


def _missing(address: str) -> Fault:
    return Fault(
        code="missing-bibliography",
        message=f"the bibliography {address[:200]!r} is not beside the page; "
        "put it there to have its references",
    )
