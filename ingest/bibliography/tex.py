"""Small fragments of TeX, such as titles and names in BibTeX, to Unicode."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

# A fragment with more marks than this is no title or name; its marks are only dropped.
MAX_MARKS: Final = 400
_MARKS: Final = re.compile(r"[\\{$]")
# What shows nothing: targets of links, keys to sort by, environments.
_SILENT: Final = re.compile(
    r"\\(?:href|noopsort|begin|end|label|foreignlanguage|selectlanguage)\s?\{[^{}]{0,2000}\}"
)
_GAP: Final = re.compile(r"\\\\|\\(?:newline|par)\b|(?<!\\)~")
_PERCENT: Final = re.compile(r"(?<!\\)%")
_MATH: Final = re.compile(r"\$([^$]{1,500})\$")
_SCRIPT: Final = re.compile(r"([\^_])(?:\{([-+]?\d{1,9}[-+]?)\}|(\d))")
_TEXT_SCRIPT: Final = re.compile(r"\\text(super|sub)script\s?\{([-+]?\d{1,9}[-+]?)\}")
_RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED: Final = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_COMMAND: Final = re.compile(r"\\([^A-Za-z]|[A-Za-z]+\*?)\s?")
_SPACE: Final = re.compile(r"\s+")
_SOFT_HYPHEN: Final = "\xad"
_TYPOGRAPHY: Final = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
# Where pylatexenc has no text, or one that is not in the source: dates, names of marks.
_WORDS: Final = {
    **{name: name for name in ("TeX", "LaTeX", "BibTeX")},
    **{"copyright": "©", "euro": "€", "pounds": "£", "S": "§", "P": "¶", "slash": "/"},
    **{"dag": "†", "ddag": "‡", "url": "%s"},
    **{"textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"},
}
_UNSAID: Final = "today maketitle title author date cite citet citep ref eqref includegraphics item"
_TRANSPARENT: Final = (
    "mbox textmd textup textsf texttt mathit mathbf mathsf mathtt footnote"
    " part chapter section subsection subsubsection paragraph subparagraph"
)


@lru_cache(maxsize=4096)
def tex_to_text(source: str) -> str:
    r"""Return a fragment of TeX as Unicode on one line: ``{\"U}ber $H_2$`` is ``Über H₂``.

    Accents, symbols and formulas become characters, commands leave their arguments, braces
    go. Nothing is run or read in, and what cannot be parsed only loses its marks.
    """
    if "\\" not in source and "$" not in source:
        return _spaced(_typeset(source))
    if len(_MARKS.findall(source)) > MAX_MARKS:
        return _spaced(_bare(source))
    shown = _GAP.sub(" ", _SILENT.sub("", _scripted(source)))
    prepared = _PERCENT.sub(r"\\%", shown)
    try:
        return _spaced(str(_converter().latex_to_text(prepared)))
    except RecursionError:
        return _spaced(_bare(source))


def _scripted(source: str) -> str:
    """Raise and lower the digits of formulas, so that ``H_2O`` stays one word."""
    digits = _TEXT_SCRIPT.sub(lambda m: _script("^" if m[1] == "super" else "_", m[2]), source)
    return _MATH.sub(
        lambda formula: _SCRIPT.sub(lambda m: _script(m[1], m[2] or m[3]), formula[0]), digits
    )


def _script(sign: str, digits: str) -> str:
    return digits.translate(_RAISED if sign == "^" else _LOWERED)


def _bare(source: str) -> str:
    return re.sub(r"[{}$]", "", _COMMAND.sub("", source))


def _typeset(text: str) -> str:
    text = re.sub(r"[{}]", "", text).replace("~", " ")
    for written, shown in _TYPOGRAPHY:
        text = text.replace(written, shown)
    return text


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text.replace(_SOFT_HYPHEN, "")).strip()


@cache
def _converter() -> LatexNodes2Text:
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    own = [
        *(MacroTextSpec(name, text) for name, text in _WORDS.items()),
        *(MacroTextSpec(name, "") for name in _UNSAID.split()),
        *(MacroTextSpec(name, discard=False) for name in _TRANSPARENT.split()),
    ]
    texts = get_default_latex_context_db()
    texts.add_context_category("own", macros=own, prepend=True)
    return LatexNodes2Text(latex_context=texts, math_mode="text", keep_comments=True)
