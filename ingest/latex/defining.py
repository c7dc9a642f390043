"""Commands that define: macros, environments, switches, theorems, acronyms."""

from __future__ import annotations

import re
from typing import Final

from ingest.latex.macros import Environment, Macro
from ingest.latex.scanning import by_name
from ingest.latex.typesetting import Handler, Typesetter

_NAME: Final = re.compile(r"\s*\{?\s*\\([a-zA-Z@]+|.)\s*\}?", re.DOTALL)
_DEFINED: Final = re.compile(r"\s*\\([a-zA-Z@]+|[^a-zA-Z@])\s*([^{}\\]*)(?=\{)")
_LET: Final = re.compile(r"\s*\\([a-zA-Z@]+)\s*=?\s*(?:\\([a-zA-Z@]+|.)|.)")
_PARAMETERS: Final = re.compile(r"(?:#[1-9])*")
_XPARSE: Final = re.compile(r"[+!]?(?:[smovtR]|O\{[^{}]*\}|[dD]..)")
_PROPERTY: Final = re.compile(r"(short|long)\s*=\s*(?:\{([^{}]*)\}|([^,{}]+))")
_CONDITION: Final = re.compile(r"\s*\\?(?:boolean|equal)?\s*\{?\s*(\w+)\s*\}?\s*")


def _command(t: Typesetter, name: str) -> None:
    called = t.scanner.match(_NAME)
    count, default = t.scanner.option(), t.scanner.option()
    body = t.scanner.argument()
    if called:
        macro = Macro(body, _digit(count), default)
        t.macros.define(called[1], macro, again=not name.startswith("provide"))


def _document_command(t: Typesetter, _: str) -> None:
    called, signature, body = t.scanner.match(_NAME), t.scanner.argument(), t.scanner.argument()
    if called:
        letters = " ".join(_XPARSE.findall(signature))
        t.macros.define(called[1], Macro(body, signature=letters.replace("+", "")))


def _def(t: Typesetter, _: str) -> None:
    match = t.scanner.match(_DEFINED)
    body = t.scanner.argument()
    if match and _PARAMETERS.fullmatch(match[2].strip()):
        t.macros.define(match[1], Macro(body, match[2].count("#")))


def _let(t: Typesetter, _: str) -> None:
    match = t.scanner.match(_LET)
    if match and match[2]:
        t.macros.alias(match[1], match[2])


def _operator(t: Typesetter, _: str) -> None:
    called, shown = t.scanner.match(_NAME), t.scanner.argument()
    if called:
        t.macros.define(called[1], Macro(rf"\mathrm{{{shown}}}"))


def _delimiter(t: Typesetter, _: str) -> None:
    called, left, right = t.scanner.match(_NAME), t.scanner.argument(), t.scanner.argument()
    if called:
        t.macros.define(called[1], Macro(f"{left}#3{right}", signature="s o m"))


def _environment(t: Typesetter, _: str) -> None:
    called = t.scanner.argument()
    count, default = t.scanner.option(), t.scanner.option()
    begin, end = t.scanner.argument(), t.scanner.argument()
    t.macros.define_environment(called, Environment(Macro(begin, _digit(count), default), end))


def _theorem(t: Typesetter, name: str) -> None:
    called, shared = t.scanner.argument(), t.scanner.option()
    head, within = t.scanner.argument(), t.scanner.option()
    kind = "" if name.endswith("*") else shared or called
    t.theorems[called] = (head, kind, within or "")


def _switch(t: Typesetter, _: str) -> None:
    called = t.scanner.match(_NAME)
    if called:
        t.macros.switches.setdefault(called[1].removeprefix("if"), False)


def _toggle(t: Typesetter, name: str) -> None:
    called = t.scanner.argument().strip()
    if name == "setboolean":
        t.macros.switches[called] = t.scanner.argument().strip() == "true"
    else:
        t.macros.switches[called] = name == "toggletrue"


def _either(t: Typesetter, _: str) -> None:
    condition = _CONDITION.fullmatch(t.scanner.argument())
    holds, fails = t.scanner.argument(), t.scanner.argument()
    true = t.macros.switches.get(condition[1], False) if condition else False
    t.scanner.push(holds if true else fails)


def _else(t: Typesetter, _: str) -> None:
    while t.scanner.skip_branch(t.macros.conditionals) != "fi":
        pass


def _code(t: Typesetter, name: str) -> None:
    t.scanner.code = name == "makeatletter"


def _acronym(t: Typesetter, name: str) -> None:
    if name == "DeclareAcronym":
        key, given = t.scanner.argument(), t.scanner.argument()
        found = {m[1]: (m[2] or m[3]).strip() for m in _PROPERTY.finditer(given)}
        t.terms[key] = (found.get("short", key), found.get("long", key))
        return
    option, key = t.scanner.option(), t.scanner.argument()
    short = t.scanner.argument() if name == "newacronym" else t.scanner.option() or key
    t.terms[key] = (short, t.scanner.argument())
    if name == "acro" and option is None:
        t.words(t.text(f"{short}: {t.terms[key][1]} "))


def _glossary_entry(t: Typesetter, _: str) -> None:
    key, given = t.scanner.argument(), t.scanner.argument()
    named = re.search(r"name\s*=\s*(?:\{([^{}]*)\}|([^,{}]+))", given)
    shown = (named[1] or named[2]).strip() if named else key
    t.terms[key] = (shown, shown)


def _nothing(t: Typesetter, name: str) -> None:
    """Do nothing: what the command is for has no words."""


def _digit(option: str | None) -> int:
    bare = (option or "").strip()
    return int(bare) if bare in list("0123456789") else 0


_BY_HANDLER: Final[dict[Handler, str]] = {
    _command: """newcommand renewcommand providecommand DeclareRobustCommand newcommandx
        renewcommandx DeclareDocumentMacro newrobustcmd renewrobustcmd""",
    _document_command: """NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand
        DeclareDocumentCommand""",
    _def: "def gdef edef xdef",
    _let: "let",
    _operator: "DeclareMathOperator",
    _delimiter: "DeclarePairedDelimiter",
    _environment: "newenvironment renewenvironment",
    _theorem: "newtheorem spnewtheorem newmdtheoremenv",
    _switch: "newif newboolean newtoggle provideboolean",
    _toggle: "setboolean toggletrue togglefalse",
    _either: "ifthenelse iftoggle ifbool",
    _else: "else or",
    _code: "makeatletter makeatother",
    _acronym: "newacronym DeclareAcronym acrodef acro",
    _glossary_entry: "newglossaryentry longnewglossaryentry",
    _nothing: """fi long global protected relax maketitle protect citenamefont citename
        citeauthoryear citereset""",
}
COMMANDS: Final[dict[str, Handler]] = by_name(_BY_HANDLER)
