"""The characters that commands stand for, in words and in formulas."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

COMBINING: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    '"': "\u0308",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "G": "\u030f",
}
"""The combining character of each accent in words."""

MATH_COMBINING: Final = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "check": "\u030c",
    "mathring": "\u030a",
    "underline": "\u0332",
}
"""The combining character of each accent in formulas."""

_OWN: Final = {
    "#": "#",
    "$": "$",
    "%": "%",
    "&": "&",
    "_": "_",
    "{": "{",
    "}": "}",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "/": "",
    "-": "",
    "!": "",
    "@": "",
    ">": " ",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "ddagger": "‡",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "euro": "€",
    "EUR": "€",
    "texteuro": "€",
    "checkmark": "✓",
    "cmark": "✓",
    "xmark": "✗",
    "texttildelow": "~",
    "textapprox": "~",
    "textasciitilde": "~",
    "textquotesingle": "'",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "thinspace": " ",
    "space": " ",
    "nobreakspace": " ",
    "nobreakdash": "",
    "newline": " ",
    "linebreak": " ",
    "hfill": " ",
    "hfil": " ",
    "tabularnewline": " ",
    "slash": "/",
    "textbackslash": "\\",
    "backslash": "\\",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "lbrace": "{",
    "rbrace": "}",
    "today": "",  # the day of reading says nothing
    "gets": "←",
    "Return": "return ",
    "Comment": "# ",
    "BBA": "&",
    "BBOP": "(",
    "BBCP": ")",
    "BCBT": ",",
    "BPGS": "pp.",
    "BPG": "p.",
    "BED": "Ed.",
    "lq": "‘",
    "rq": "'",
    "dots": "…",
    "ldots": "…",
    "cdots": "⋯",
    "textellipsis": "…",
    "ie": "i.e.",
    "eg": "e.g.",
    "etal": "et al.",
    "etc": "etc.",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "lVert": "‖",
    "rVert": "‖",
    "Vert": "‖",
    "|": "‖",
    "coloneqq": "≔",
    "bmod": " mod ",
    "mod": " mod ",
    "colon": ": ",
    "implies": " ⟹ ",
    "iff": " ⟺ ",
    "lt": "<",
    "gt": ">",
    "notin": "∉",
    "varnothing": "∅",
    "complement": "∁",
    "square": "□",
    "blacksquare": "■",
    "qed": "∎",
    "bullet": "•",
}


@cache
def symbols() -> dict[str, str]:
    """Return what commands without arguments stand for; pylatexenc's table, and a few of ours."""
    from pylatexenc.latex2text import get_default_latex_context_db

    known = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and spec.simplify_repl.strip()
        and "%" not in spec.simplify_repl
    }
    return known | _OWN


def accented(accent: str, words: str) -> str:
    """Return ``words`` with a combining accent on the first letter."""
    letter, rest = words[:1], words[1:]
    bare = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    return unicodedata.normalize("NFC", bare + accent) + rest if bare.strip() else words
