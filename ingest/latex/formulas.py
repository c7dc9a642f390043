r"""Formulas to plain text: ``\frac{a}{b} \leq x_{i}^2`` is ``a/b ≤ x_i^2``."""

from __future__ import annotations

import re
from typing import Final

from ingest.latex.macros import Macros
from ingest.latex.scanning import LENGTH, Kind, Scanner, Token, Work, named
from ingest.latex.symbols import MATH_COMBINING, accented, symbols

MAX_DEPTH: Final = 30
_TEXTUAL: Final = named("text textrm textit textbf texttt textsf textsc textnormal mbox hbox fbox")
_FRACTIONS: Final = named("frac dfrac tfrac cfrac nicefrac sfrac")
_OPERATORS: Final = named(
    """arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg
    liminf limsup lim ln log max min Pr sec sin sinh sup tan tanh projlim"""
)
_DROPPED: Final = named(
    """label tag hspace vspace hphantom vphantom phantom color mathcolor textcolor cite citep citet
    setlength vskip ref eqref cref Cref intertext hypertarget rule raisebox footnote"""
)
_LENGTHS: Final = named("hskip vskip kern mkern mskip raise lower moveleft moveright")
_ENVIRONMENTS: Final = named("array tabular alignat alignedat gathered subarray")
_SPACED: Final = frozenset("=<>≤≥≠≈≡∼≃≅∝±∓×÷∈∉⊂⊆⊃⊇∪∩→←↔⇒⇐⇔⟹⟸⟺∧∨≪≫≔↦⊕⊗≺≻⊢⊨∣∥∘⋯⟶⟵≜≲≳⪅⪆")
_BARE: Final = re.compile(r"[^\s+\-−=<>/,;:]{1,40}|[+\-−]?[\d.]+")
_SPACE: Final = re.compile(r"\s+")


def readable(source: str, macros: Macros, work: Work) -> str:
    """Return a formula, given without its dollars, as text on one line."""
    return _SPACE.sub(" ", _set(Scanner(source, work), macros, work, 0)).strip()


def _set(scanner: Scanner, macros: Macros, work: Work, depth: int) -> str:
    if depth > MAX_DEPTH:
        return ""
    formula = _Formula(scanner, macros, work, depth)
    return "".join(formula.parts())


class _Formula:
    """One formula, or an argument within one."""

    def __init__(self, scanner: Scanner, macros: Macros, work: Work, depth: int) -> None:
        self._scanner, self._macros, self._work, self._depth = scanner, macros, work, depth
        self._parts: list[str] = []  # none of them empty

    def parts(self) -> list[str]:
        """Return the pieces of text in order."""
        for token in self._scanner.tokens():
            if token.kind is Kind.COMMAND:
                self._command(token)
            elif token.kind is Kind.WORDS:
                self._words(token.text)
            elif token.kind in (Kind.ALIGN, Kind.PARAGRAPH):
                self._parts.append(" ")
        return self._parts

    def _words(self, text: str) -> None:
        """Write characters; what ``^`` and ``_`` raise and lower is an argument."""
        rest = text
        while (position := min(filter(_found, map(rest.find, "^_")), default=-1)) >= 0:
            self._write(rest[:position])
            self._scanner.push(rest[position + 1 :])
            self._script(rest[position])
            rest = ""
        self._write(rest)

    def _write(self, text: str) -> None:
        if text:
            self._parts.append(text)

    def _script(self, sign: str) -> None:
        script = self._argument().strip()
        base = "".join(self._parts[-1:]).strip()
        if script in ("°", "∘"):
            self._parts.append("°")
        elif script in ("′", "†", "‡", "*", "∗", "⋆") or (not base and script[:1] not in "-−+"):
            self._write(script)
        elif _BARE.fullmatch(script):
            self._parts.append(sign + script)
        elif script:
            self._parts.append(f"{sign}({script})")

    def _argument(self) -> str:
        inner = Scanner(self._scanner.argument(), self._work)
        return _set(inner, self._macros, self._work, self._depth + 1)

    def _command(self, token: Token) -> None:
        name = token.text.rstrip("*") or token.text
        if self._macros.expand(self._scanner, name, starred=name != token.text):
            return
        name = self._macros.meaning(name)
        if name in _FRACTIONS:
            self._parts.append(f"{_grouped(self._argument())}/{_grouped(self._argument())}")
        elif name == "sqrt":
            self._scanner.option()
            self._parts.append(f"√{_grouped(self._argument())}")
        elif name in _TEXTUAL:
            self._write(self._argument())
        elif name in MATH_COMBINING:
            self._write(accented(MATH_COMBINING[name], self._argument()))
        elif name in ("left", "right", "middle"):
            self._scanner.skip_space()
            self._scanner.take(".")
        elif name in _DROPPED:
            self._scanner.option()
            self._scanner.argument()
        elif name in _LENGTHS:
            self._scanner.match(LENGTH)
        elif name in ("begin", "end"):
            self._environment(name)
        elif name == "\\":
            self._scanner.option()
            self._parts.append(" ")
        else:
            self._symbol(name, token)

    def _environment(self, name: str) -> None:
        called = self._scanner.argument()
        if name == "begin":
            self._scanner.option()
        if name == "begin" and called.rstrip("*") in _ENVIRONMENTS:
            self._scanner.argument()
        self._parts.append(" ")

    def _symbol(self, name: str, token: Token) -> None:
        shown = name if name in _OPERATORS else symbols().get(name, "")
        if name in _OPERATORS:
            before = "".join(self._parts[-1:])
            shown = f" {name} " if before[-1:].isalnum() else f"{name} "
        elif shown.strip() in _SPACED and shown:
            shown = f" {shown.strip()} "
        self._write(shown + "*" * token.text.endswith("*"))


def _found(position: int) -> bool:
    return position >= 0


def _grouped(part: str) -> str:
    bare = part.strip()
    return bare if _BARE.fullmatch(bare) else f"({bare})"
