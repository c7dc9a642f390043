"""The numbers of sections, figures and the like, and the labels that refer to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

LEVELS: Final = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
"""The depth of each sectioning command; classes without chapters have sections first."""
_DEEPEST_NUMBERED: Final = 4


@dataclass(frozen=True, slots=True)
class Target:
    """What a label points at: a kind such as ``section``, its number, and its title."""

    kind: str
    number: str
    title: str = ""


class Numbering:
    """The counters of one run."""

    def __init__(self) -> None:
        self.chapters = False  # whether sections stand in chapters
        self._counts: Counter[str] = Counter()
        self._appendix = False
        self.current = Target("section", "")

    def heading(self, command: str, title: str, *, numbered: bool) -> int:
        """Count a heading; return its level, from 1."""
        level = LEVELS[command]
        if numbered and level <= _DEEPEST_NUMBERED:
            self._step(command, level)
            kind = "appendix" if self._appendix else command
            self.current = Target(kind, self._section_number(level), title)
        else:
            self.current = Target(command, self.current.number, title)
        return max(1, level - (not self.chapters))

    def step(self, kind: str, within: str = "") -> str:
        """Count a figure, table, equation or theorem; return its number."""
        self._counts[kind] += 1
        prefix = ""
        if within in LEVELS and self._section_number(LEVELS[within]):
            prefix = f"{self._section_number(LEVELS[within])}."
        elif self.chapters and self._top("chapter"):
            prefix = f"{self._top('chapter')}."
        number = f"{prefix}{self._counts[kind]}"
        self.current = Target(kind, number)
        return number

    def appendix(self) -> None:
        """Count sections by letters from here on."""
        self._appendix = True
        for name in LEVELS:
            self._counts[name] = 0

    def _step(self, command: str, level: int) -> None:
        self._counts[command] += 1
        for name, depth in LEVELS.items():
            if depth > level > 0:
                self._counts[name] = 0
        if command == "chapter" and self.chapters:
            for name in ("figure", "table", "equation"):
                self._counts[name] = 0

    def _section_number(self, level: int) -> str:
        first = 1 if self.chapters else 2
        names = [name for name, depth in LEVELS.items() if first <= depth <= level]
        return (
            ".".join(
                self._top(name) if i == 0 else str(self._counts[name])
                for i, name in enumerate(names)
            )
            if level
            else str(self._counts["part"])
        )

    def _top(self, name: str) -> str:
        count = self._counts[name]
        if self._appendix and count:
            return chr(ord("A") + (count - 1) % 26)
        return str(count) if count else ""
