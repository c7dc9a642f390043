"""The macros and environments that a document defines for itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.latex.scanning import Scanner, named

MAX_EXPANSIONS: Final = 60_000
MAX_EXPANDED: Final = 10_000_000
"""Characters that macros may be replaced by, all in all."""
_MAX_BODY: Final = 1_000_000
_MAX_NAME: Final = 40
_PARAMETER: Final = re.compile(r"(#+)(\d)")
_ENDS_IN_WORD: Final = re.compile(r"\\[a-zA-Z@]+$")
_BEGINS: Final = re.compile(r"\\(begin|end)\s?\{([a-zA-Z@*]{1,40})\}")
# TeX's own, e-TeX's and those of packages that are closed by \fi.
_CONDITIONALS: Final = named(
    """if ifx ifnum ifdim ifodd ifcase ifcat ifmmode ifhmode ifvmode ifinner iftrue iffalse ifeof
    ifvoid ifhbox ifvbox ifdefined ifcsname iffontchar ifpdf ifxetex ifluatex ifPDFTeX ifXeTeX
    ifLuaTeX iftutex if@twocolumn if@twoside if@filesw if@compatibility if@mainmatter"""
)


@dataclass(frozen=True, slots=True)
class Macro:
    """What a command stands for: ``#1`` and so on in ``body`` are its arguments.

    ``default`` is what the first argument is where it is not given in square brackets; None
    where all arguments are obligatory. ``signature`` is xparse's, such as ``s o m``.
    """

    body: str
    count: int = 0
    default: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """What stands for the beginning and the end of an environment."""

    begin: Macro
    end: str


# What bibliography styles leave to their packages to define.
_KNOWN: Final = {
    "APACjournalVolNumPages": Macro("#1, #2(#3), #4", 4),
    "APACrefatitle": Macro("#2", 2),
    "APACrefbtitle": Macro("#2", 2),
    "APACaddressPublisher": Macro("#1: #2", 2),
    "APACrefYearMonthDay": Macro("(#1)", 3),
    "APACrefYear": Macro("(#1)", 1),
    "APACinsertmetastar": Macro("", 1),
    "APACciteatitle": Macro("#1", 1),
}


class Macros:
    """The definitions in force. Scope is that of the document, which is nearly always meant."""

    def __init__(self, fixed: Iterable[str] = ()) -> None:
        self._fixed = frozenset(fixed)
        self._macros = dict(_KNOWN)
        self._aliases: dict[str, str] = {}
        self._environments: dict[str, Environment] = {}
        self._enclosing: dict[str, re.Pattern[str]] = {}
        self._expansions, self._expanded = MAX_EXPANSIONS, MAX_EXPANDED
        self.switches: dict[str, bool] = {}
        self.shorthands_only = False  # what has an @ in it is then left alone

    @property
    def conditionals(self) -> frozenset[str]:
        """The commands that open a conditional."""
        return _CONDITIONALS | {f"if{name}" for name in self.switches}

    @property
    def exhausted(self) -> bool:
        """Whether macros have been replaced too often, so that no more are."""
        return self._expansions <= 0 or self._expanded <= 0

    def define(self, name: str, macro: Macro, *, again: bool = True) -> None:
        """Define a command, unless its meaning is fixed, or known and not to be set ``again``."""
        known = name in self._macros or name in self._aliases
        if name in self._fixed or not name or (known and not again):
            return
        if self.shorthands_only and "@" in name + macro.body:
            return
        self._macros[name] = macro
        self._aliases.pop(name, None)
        if _BEGINS.search(macro.body):
            self._enclosing.clear()

    def alias(self, name: str, meaning: str) -> None:
        """Let a command mean what another means now, whatever that will mean later."""
        if meaning in self._macros:
            self.define(name, self._macros[meaning])
        elif name not in self._fixed and name != meaning:
            self._macros.pop(name, None)
            self._aliases[name] = self._aliases.get(meaning, meaning)

    def meaning(self, name: str) -> str:
        """Return the command of LaTeX that a command is another name of; most are of none."""
        return self._aliases.get(name, name)

    def define_environment(self, name: str, environment: Environment) -> None:
        """Define an environment, unless its meaning is fixed."""
        if name not in self._fixed and not self.shorthands_only:
            self._environments[name] = environment

    def environment(self, name: str) -> Environment | None:
        """Return what an environment of the document's own stands for."""
        return self._environments.get(name)

    def expand(self, scanner: Scanner, name: str, *, starred: bool = False) -> bool:
        """Replace a command, with its arguments; whether it is a macro that could be replaced.

        A star behind it belongs to the command that its replacement ends in, if there is one.
        """
        macro = self._macros.get(name)
        if macro is None or self.exhausted:
            return False
        passed_on = starred and not macro.count and _ENDS_IN_WORD.search(macro.body)
        if starred and not passed_on:
            scanner.push("*")
        self.push(scanner, self.replacement(scanner, macro) + "*" * bool(passed_on))
        return True

    def replacement(self, scanner: Scanner, macro: Macro) -> str:
        """Return the body of a macro with the arguments that come next."""
        if not macro.count and macro.signature is None:
            return macro.body
        return substituted(macro.body, _arguments(scanner, macro))

    def enclosing(self, name: str) -> re.Pattern[str]:
        """Return what finds the starts and the ends of an environment, by whatever macro."""
        if name not in self._enclosing:
            starts, ends = (
                [rf"\\begin\s?\{{{re.escape(name)}\}}"],
                [rf"\\end\s?\{{{re.escape(name)}\}}"],
            )
            for macro, meaning in self._macros.items():
                marks = {m[1] for m in _BEGINS.finditer(meaning.body) if m[2] == name}
                if len(marks) == 1:
                    into = starts if marks == {"begin"} else ends
                    into.append(rf"\\{re.escape(macro)}(?![a-zA-Z@])")
            pattern = rf"(?P<end>{'|'.join(ends)})|{'|'.join(starts)}"
            self._enclosing[name] = re.compile(pattern)
        return self._enclosing[name]

    def push(self, scanner: Scanner, text: str) -> None:
        """Put what stands for a macro before what is left, within the limits on all of it."""
        self._expansions -= 1
        self._expanded -= len(text)
        if len(text) <= _MAX_BODY and not self.exhausted:
            scanner.push(text)


def substituted(body: str, arguments: list[str]) -> str:
    """Return the body of a macro with its arguments in the places of ``#1`` and so on."""

    def replace(match: re.Match[str]) -> str:
        marks, number = match[1], int(match[2])
        if len(marks) > 1:  # the parameter of a definition inside this one
            return marks[1:] + match[2]
        argument = arguments[number - 1] if 0 < number <= len(arguments) else ""
        before = body[max(0, match.start() - _MAX_NAME) : match.start()]
        after = body[match.end() : match.end() + 1]
        opening = " " if argument[:1].isalpha() and _ENDS_IN_WORD.search(before) else ""
        closing = " " if after.isalpha() and _ENDS_IN_WORD.search(argument) else ""
        return f"{opening}{argument}{closing}"

    return _PARAMETER.sub(replace, body)


def _arguments(scanner: Scanner, macro: Macro) -> list[str]:
    if macro.signature is not None:
        return [_by_signature(scanner, one) for one in macro.signature.split()]
    given: list[str] = []
    if macro.default is not None:
        option = scanner.option()
        given.append(macro.default if option is None else option)
    return given + [scanner.argument() for _ in range(macro.count - len(given))]


def _by_signature(scanner: Scanner, letter: str) -> str:
    if letter == "s":
        return "*" if scanner.take("*") else ""
    if letter[0] in "oOd":
        option = scanner.option()
        return letter[2:-1] if option is None else option
    return scanner.argument()
