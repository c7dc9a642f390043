"""The run over a document that turns tokens into blocks of text.

What a command does stands in the tables that a :class:`Typesetter` is given; here is what
all of them use: the flow of words and paragraphs, blocks, asides, and arguments as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from ingest.composing import Composer
from ingest.document import Fault
from ingest.latex.formulas import readable
from ingest.latex.found import Found
from ingest.latex.macros import Environment, Macros
from ingest.latex.numbering import Numbering
from ingest.latex.projects import Project
from ingest.latex.scanning import Kind, Scanner, Token, Work
from ingest.latex.symbols import symbols
from kg.vocab import BlockKind

MAX_DEPTH: Final = 25
"""Environments, footnotes and the like within each other; what is deeper is left out."""
_LIGATURES: Final = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"))

_CITES: Final = re.compile(r"[a-zA-Z]{0,20}[Cc]ite(?:[a-zA-Z]{1,12})?")

Handler = Callable[["Typesetter", str], None]
"""What a command or an environment does, given its name, with its star."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What is known of LaTeX: commands and environments by their names without star."""

    commands: Mapping[str, Handler]
    environments: Mapping[str, Handler]
    redefinable: frozenset[str] = frozenset()

    def command(self, name: str) -> Handler | None:
        """Return what a command does; what looks like a citation is one, as multibib has them."""
        known = self.commands.get(name)
        return known or (self.commands["cite"] if _CITES.fullmatch(name) else None)

    @property
    def fixed(self) -> frozenset[str]:
        """The names whose meaning no document can change, for it would only change looks."""
        return frozenset({*self.commands, *self.environments}) - self.redefinable


class Typesetter:
    """One run over a document. ``before`` is what the run before this one found, if any."""

    def __init__(
        self,
        project: Project,
        composer: Composer,
        work: Work,
        tables: Tables,
        before: Found | None = None,
    ) -> None:
        self.project, self.composer, self.work, self._tables = project, composer, work, tables
        self.macros = Macros(fixed=tables.fixed)
        self.silent = before is None
        self.before, self.found = before or Found(), Found()
        self.known = {one.key: one for one in self.before.listed}
        self.numbering = Numbering()
        self.scanner = Scanner("", work)
        self.in_body = self.ended = self.names_only = self.list_printed = False
        self.faults: list[Fault] = []
        self.terms: dict[str, tuple[str, str]] = {}
        self.terms_used: set[str] = set()
        self.files: list[str] = []  # that are being read in, the innermost last
        self.inputs = 0
        self.theorems: dict[str, tuple[str, str, str]] = {}
        self.float_kind = "figure"
        self.items: int | None = None  # counted in the list that we are in, if they are numbered
        self._place = (BlockKind.PARAGRAPH, 0)
        self._open: ExitStack | None = None
        self._fixed = self._depth = 0
        self._scratch: list[str] | None = None

    @property
    def is_open(self) -> bool:
        """Whether words would stand behind others, in one block."""
        return bool(self._fixed) or self._open is not None

    @property
    def as_text(self) -> bool:
        """Whether words are only wanted as a string."""
        return self._scratch is not None

    def run(self, source: str) -> None:
        """Set a piece of the source."""
        if self._depth >= MAX_DEPTH:
            self.fault(
                "nested-too-deep", f"more than {MAX_DEPTH} levels; what is deeper is left out"
            )
            return
        outer, self.scanner = self.scanner, self.scan(source)
        self._depth += 1
        for token in self.scanner.tokens():
            self._set(token)
            if self.ended:
                break
        self._depth -= 1
        self.scanner = outer

    def scan(self, source: str) -> Scanner:
        """Return a scanner of a piece of the source."""
        return Scanner(source, self.work, code=self.scanner.code)

    def words(self, text: str) -> None:
        """Write words into the block that is open, or into a new paragraph."""
        if self._scratch is not None:
            self._scratch.append(text)
        elif self.in_body and not self.silent and (self.is_open or not text.isspace()):
            if not self.is_open:
                self._open = ExitStack()
                self._open.enter_context(self.composer.block(*self._place))
            self.composer.words(text)

    def end_paragraph(self) -> None:
        """End the paragraph; within a block, write a space instead."""
        if self._fixed or self._scratch is not None:
            self.words(" ")
        elif self._open is not None:
            closing, self._open = self._open, None
            closing.close()

    @contextmanager
    def block(self, kind: BlockKind, level: int = 0) -> Iterator[None]:
        """Set what is set inside as one block, or as a part of the block that is open."""
        self.end_paragraph()
        with ExitStack() as blocks:
            if not self._fixed and self._scratch is None:
                blocks.enter_context(self.composer.block(kind, level))
            self._fixed += 1
            yield
            self._fixed -= 1
        self.end_paragraph()

    @contextmanager
    def place(self, kind: BlockKind, level: int = 0) -> Iterator[None]:
        """Set the paragraphs that are set inside as blocks of ``kind``."""
        self.end_paragraph()
        outer, self._place = self._place, (kind, level)
        yield
        self.end_paragraph()
        self._place = outer

    @property
    def list_level(self) -> int:
        """The level of the list that we are in, 0 outside of lists."""
        return self._place[1] if self._place[0] is BlockKind.LIST_ITEM else 0

    def aside(self, write: Callable[[], None], kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Set a footnote or a float behind the block that is open, or at once if none is."""
        if self._scratch is not None:
            return
        if self.is_open and self.in_body and not self.silent:
            self.composer.after(partial(self._apart, write, kind))
        else:
            self._apart(write, kind)

    def _apart(self, write: Callable[[], None], kind: BlockKind) -> None:
        outer = self._place, self._open, self._fixed, self.ended
        self._place, self._open, self._fixed, self.ended = (kind, 0), None, 0, False
        write()
        self.end_paragraph()
        self._place, self._open, self._fixed, self.ended = outer

    def text(self, source: str, *, names_only: bool = False) -> str:
        """Return a piece of the source as text on one line.

        ``names_only`` leaves out formulas, notes and marks, as in a list of authors.
        """
        outer = self._scratch, self.names_only
        self._scratch, self.names_only = [], names_only
        self.run(source)
        text = "".join(self._scratch)
        self._scratch, self.names_only = outer
        return " ".join(text.split())

    @contextmanager
    def without_marks(self) -> Iterator[None]:
        """Leave out formulas and raised marks, which refer from authors to addresses."""
        outer, self.names_only = self.names_only, True
        yield
        self.names_only = outer

    def argument_text(self) -> str:
        """Return the next argument as text on one line."""
        return self.text(self.scanner.argument())

    def formula(self, source: str) -> None:
        """Write a formula."""
        if not self.silent and not self.names_only:
            self.words(readable(source, self.macros, self.work))

    def enclosed(self, name: str) -> str:
        r"""Return the source up to the ``\end`` of an environment whose ``\begin`` was passed.

        Where it is never closed, nothing is passed, and the environment has no content.
        """
        found = self.scanner.enclosed(self.macros.enclosing(name))
        if found is None:
            self.fault("unclosed-environment", f"{name[:40]} is begun and never ended")
        return found or ""

    def fault(self, code: str, message: str) -> None:
        """List a problem, each once."""
        fault = Fault(code=code, message=message)
        if fault not in self.faults:
            self.faults.append(fault)

    def _set(self, token: Token) -> None:
        if token.kind is Kind.WORDS:
            self.words(_typographic(token.text))
        elif token.kind is Kind.PARAGRAPH:
            self.end_paragraph()
        elif token.kind is Kind.ALIGN:
            self.words(" ")
        elif token.kind is Kind.MATH:
            formula = self.scanner.formula(token.text)
            if formula is not None:
                self.formula(formula)
        elif token.kind is Kind.COMMAND:
            self.command(token.text, token.source)

    def command(self, text: str, source: str = "") -> None:
        """Do what a command says; a macro is replaced, and what is unknown does nothing."""
        name = text.rstrip("*") or text
        starred = text != name
        if self.macros.expand(self.scanner, name, starred=starred) or self._conditional(name):
            return
        text = self.macros.meaning(name) + text[len(name) :]
        name = self.macros.meaning(name)
        handler = self._tables.command(name)
        if handler:
            handler(self, text)
        elif name in ("begin", "end"):
            self._environment(name)
        elif name in symbols():
            self.words(symbols()[name] + "*" * (text != name))
        elif not source[-1:].isspace():
            self.scanner.option()

    def _conditional(self, name: str) -> bool:
        """Take a branch, or set a switch; whether the command is about either."""
        switches = self.macros.switches
        for value in ("true", "false"):
            if name.endswith(value) and name.removesuffix(value) in switches:
                switches[name.removesuffix(value)] = value == "true"
                return True
        if not name.startswith("if") or name not in self.macros.conditionals:
            return False
        if not switches.get(name.removeprefix("if"), name == "iftrue"):
            # Of what TeX knows and we do not, the other branch is as good a guess.
            self.scanner.skip_branch(self.macros.conditionals)
        return True

    def _environment(self, name: str) -> None:
        called = self.scanner.argument().strip()
        own = self.macros.environment(called)
        if name == "end":
            self._end(called)
        elif own is not None:
            self._own_environment(called, own)
        elif called.rstrip("*") in self._tables.environments:
            self._tables.environments[called.rstrip("*")](self, called)
        elif called in self.theorems:
            self._tables.environments["theorem"](self, called)
        else:
            self.scanner.option()
            self.end_paragraph()

    def _end(self, called: str) -> None:
        if called == "document":
            self.ended = True
        self.end_paragraph()

    def _own_environment(self, called: str, own: Environment) -> None:
        begin = self.macros.replacement(self.scanner, own.begin)
        content = self.scanner.enclosed(self.macros.enclosing(called))
        if content is None:
            self.fault("unclosed-environment", f"{called[:40]} is begun and never ended")
        self.macros.push(
            self.scanner, f"{begin}\n{content or ''}{own.end if content is not None else ''}"
        )


def _typographic(text: str) -> str:
    for written, shown in _LIGATURES:
        text = text.replace(written, shown)
    return text
