"""What citations print: numbers or authors and years, as packages and styles have it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from ingest.latex.references import Listed
from ingest.latex.scanning import by_name, named

UNKNOWN: Final = "?"
"""What LaTeX, too, prints for a key that the list of references lacks."""


class Form(Enum):
    """How a command cites."""

    PLAIN = auto()  # as the style has it
    TEXTUAL = auto()
    PARENTHETICAL = auto()
    BARE = auto()
    AUTHOR = auto()
    YEAR = auto()
    YEAR_IN_BRACKETS = auto()
    NUMBER = auto()
    TITLE = auto()


def _forms() -> dict[str, Form]:
    by_form = {
        Form.PLAIN: "cite Cite shortcite fullcite citeonline onlinecite mcite",
        Form.TEXTUAL: """citet Citet textcite Textcite newcite citeA shortciteA citeN shortciteN
            citeasnoun Citeasnoun citeNP possessivecite""",
        Form.PARENTHETICAL: """citep Citep parencite Parencite autocite Autocite smartcite
            Smartcite supercite upcite citeaffixed inlinecite cites""",
        Form.BARE: "citealt Citealt citealp Citealp citeNP shortciteNP",
        Form.AUTHOR: "citeauthor Citeauthor citefullauthor Citefullauthor citeauthorNP",
        Form.YEAR: "citeyear citeyearNP citedate",
        Form.YEAR_IN_BRACKETS: "citeyearpar",
        Form.NUMBER: "citenum",
        Form.TITLE: "citetitle Citetitle",
    }
    return by_name(by_form)


FORMS: Final = _forms()
"""The form of each command that cites."""
MULTIPLE: Final = {
    "cites": Form.PLAIN,
    "Cites": Form.PLAIN,
    "parencites": Form.PARENTHETICAL,
    "Parencites": Form.PARENTHETICAL,
    "autocites": Form.PARENTHETICAL,
    "Autocites": Form.PARENTHETICAL,
    "supercites": Form.PARENTHETICAL,
    "textcites": Form.TEXTUAL,
    "Textcites": Form.TEXTUAL,
}
"""biblatex's commands that take several lists of keys, each with its notes."""
IN_FOOTNOTE: Final = named("footcite footfullcite footcitetext footcites")

_AUTHOR_YEAR_PACKAGES: Final = re.compile(
    r"(?:acl|naacl|eacl|aacl|emnlp|coling|conll|lrec|tacl|ranlp|starsem|iclr|icml|aaai|ijcai|colm|jmlr)"
    r"[\w-]*|apacite|apa\d*|chicago|harvard|named|astron|aas_?macros"
)
_PARENTHETICAL_PACKAGES: Final = re.compile(
    r"(?:acl|naacl|eacl|aacl|emnlp|coling|conll|lrec|tacl|ranlp|starsem|aaai|ijcai)[\w-]*"
    r"|apacite|chicago|harvard|named|astron"
)
_NUMERIC_PACKAGES: Final = named("cite citesort overcite achemso cvpr iccv eccv")
_AUTHOR_YEAR_CLASSES: Final = re.compile(
    r"aastex\d*|mnras|aa|jmlr\d*|apa\d*|cas-.*|copernicus|agujournal.*"
)
_NUMERIC_CLASSES: Final = re.compile(
    r"IEEEtran|acmart|sig-.*|llncs|svproc|revtex.*|elsarticle|sn-jnl|spie|siamart.*|amsart|achemso|mdpi"
)
_NUMERIC_STYLES: Final = re.compile(
    r"plain|unsrt|abbrv|alpha|acm|siam|ieee.*|IEEE.*|splncs.*|vancouver|nature.*|science|"
    r".*-num(?:-.*)?|apsrev.*|aip.*|ACM-Reference-Format|JHEP|utphys|h-physrev.*|ama|model1.*"
)
_AUTHOR_YEAR_STYLES: Final = re.compile(
    r"plainnat|abbrvnat|unsrtnat|apalike.*|apa.*|acl.*|chicago.*|agsm|dcu|icml.*|iclr.*|aaai.*|named|"
    r"harvard.*|elsarticle-harv|spbasic|mnras|aasjournal|humannat|jmlr.*|colm.*"
)
_AUTHOR_YEAR_BIBLATEX: Final = re.compile(
    r"authoryear.*|apa.*|chicago.*|authortitle.*|verbose.*|mla.*|bath"
)


@dataclass(slots=True)
class Setup:
    """What a document loads and sets that decides how citations look."""

    document_class: str = ""
    class_options: frozenset[str] = frozenset()
    packages: dict[str, frozenset[str]] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)
    style: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    r"""How citations are printed; ``plain`` is what a bare ``\cite`` does."""

    numeric: bool = True
    opening: str = "["
    closing: str = "]"
    plain: Form = Form.PARENTHETICAL
    comma: bool = True  # between author and year

    def print(
        self, form: Form, keys: Sequence[str], known: Mapping[str, Listed], before: str, after: str
    ) -> str:
        """Return the text of a citation with the notes before and after it."""
        wanted = self.plain if form is Form.PLAIN else form
        entries = [known.get(key) for key in keys]
        if wanted is Form.TEXTUAL:
            return self._textual(entries, before, after)
        inner = (", " if self.numeric or wanted is Form.AUTHOR else "; ").join(
            self._one(entry, wanted) for entry in entries
        )
        noted = ", ".join(filter(None, (" ".join(filter(None, (before, inner))), after)))
        enclosed = wanted in (Form.PARENTHETICAL, Form.YEAR_IN_BRACKETS)
        return f"{self.opening}{noted}{self.closing}" if enclosed else noted

    def _textual(self, entries: Sequence[Listed | None], before: str, after: str) -> str:
        parts = []
        for entry in entries:
            names = entry.names if entry else None
            year = (entry.label or UNKNOWN) if self.numeric and entry else _year(entry)
            note = ", ".join(filter(None, (" ".join(filter(None, (before, year))), after)))
            parts.append(f"{names or ''} {self.opening}{note}{self.closing}".strip())
        return "; ".join(parts) if not self.numeric else ", ".join(parts)

    def _one(self, entry: Listed | None, form: Form) -> str:
        if entry is None:
            return UNKNOWN
        if form is Form.AUTHOR:
            return entry.names or entry.label or UNKNOWN
        if form in (Form.YEAR, Form.YEAR_IN_BRACKETS):
            return _year(entry)
        if form is Form.TITLE:
            title = entry.described.title if entry.described else None
            return title or entry.names or UNKNOWN
        if self.numeric or form is Form.NUMBER or not (entry.names or entry.year):
            return entry.label or UNKNOWN
        return (", " if self.comma else " ").join(filter(None, (entry.names, entry.year)))


def _year(entry: Listed | None) -> str:
    return (entry.year or entry.label or UNKNOWN) if entry else UNKNOWN


def style_of(setup: Setup, listed: Sequence[Listed]) -> Style:
    """Return how a document's citations look, by its packages, styles and labels."""
    biblatex = setup.packages.get("biblatex")
    if biblatex is not None:
        return _biblatex(biblatex)
    options = setup.options | setup.packages.get("natbib", frozenset()) | setup.class_options
    if _is_numeric(setup, options, listed):
        round_ = "round" in options and "square" not in options
        return Style(opening="(", closing=")") if round_ else Style()
    parenthetical = any(_PARENTHETICAL_PACKAGES.fullmatch(one) for one in setup.packages)
    square = "square" in options or setup.style == "named"
    return Style(
        numeric=False,
        opening="[" if square else "(",
        closing="]" if square else ")",
        plain=Form.PARENTHETICAL if parenthetical else Form.TEXTUAL,
    )


def _biblatex(options: frozenset[str]) -> Style:
    settings = dict(one.partition("=")[::2] for one in options)
    named_style = settings.get("citestyle") or settings.get("style") or "numeric"
    if not _AUTHOR_YEAR_BIBLATEX.fullmatch(named_style.strip("{}")):
        return Style()
    return Style(
        numeric=False, opening="(", closing=")", plain=Form.BARE, comma="apa" in named_style
    )


def _is_numeric(setup: Setup, options: set[str], listed: Sequence[Listed]) -> bool:
    if options & {"numbers", "super"}:
        return True
    if options & {"authoryear", "acmauthoryear"}:
        return False
    if listed and not any(one.names and one.year for one in listed):
        return True  # there is nothing but labels to print
    if _AUTHOR_YEAR_STYLES.fullmatch(setup.style) and not _NUMERIC_CLASSES.fullmatch(
        setup.document_class
    ):
        return False
    if any(_AUTHOR_YEAR_PACKAGES.fullmatch(one) for one in setup.packages):
        return False
    if _AUTHOR_YEAR_CLASSES.fullmatch(setup.document_class):
        return False
    if _NUMERIC_STYLES.fullmatch(setup.style) or _NUMERIC_CLASSES.fullmatch(setup.document_class):
        return True
    if _NUMERIC_PACKAGES & setup.packages.keys():
        return True
    return "natbib" not in setup.packages and not any(one.source and one.names for one in listed)
