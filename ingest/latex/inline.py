"""Commands that stand among words: accents, links, notes, quantities, acronyms, space."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from ingest.latex.scanning import LENGTH, by_name, named
from ingest.latex.symbols import COMBINING, accented
from ingest.latex.typesetting import Handler, Typesetter
from kg.vocab import BlockKind

_ESCAPED: Final = re.compile(r"\\([_%#&~{}$^])|\\(?:textunderscore|_)\s?|\s+")
_EXTRA_SPACE: Final = re.compile(r"\*?(?:\s?\[[^\]\n]{0,20}\d\s?(?:\\\w+|[a-z]{2})\s?\])?")
_DELIMITED: Final = re.compile(r"\*?([^\sa-zA-Z*])")
_TRIM: Final = re.compile(r"\([^()]{0,10}\)")
_UNITS: Final = {
    **{"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "milli": "m", "micro": "µ", "nano": "n"},
    **{"pico": "p", "centi": "c", "deci": "d", "femto": "f", "kibi": "Ki", "mebi": "Mi"},
    **{"gibi": "Gi", "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s"},
    **{"ampere": "A", "kelvin": "K", "mole": "mol", "hertz": "Hz", "newton": "N", "pascal": "Pa"},
    **{
        "joule": "J",
        "watt": "W",
        "volt": "V",
        "ohm": "Ω",
        "farad": "F",
        "tesla": "T",
        "bit": "bit",
    },
    **{"byte": "B", "litre": "L", "liter": "L", "minute": "min", "hour": "h", "day": "d"},
    **{"degree": "°", "celsius": "°C", "degreeCelsius": "°C", "percent": "%", "electronvolt": "eV"},
    **{"per": "/", "squared": "^2", "cubed": "^3", "square": "", "cubic": "", "tothe": "^"},
    **{"angstrom": "Å", "bar": "bar", "molar": "M", "dalton": "Da", "decibel": "dB", "px": "px"},
}
_UNIT: Final = re.compile(r"\\([a-zA-Z]+)\s?")
_UNSPACED: Final = frozenset(".,;:!?'’)]}~/-–—%\"”\\")
_ABBREVIATED_FIRST: Final = named("acrshort acs acsp glsxtrshort Acrshort Acs")
_LONG: Final = named("acrlong acl aclp glsxtrlong Acrlong Acl glsdesc")
_FULL: Final = named("acrfull acf acfp glsxtrfull Acrfull")


def _accent(t: Typesetter, name: str) -> None:
    t.words(accented(COMBINING[name.rstrip("*")], t.argument_text()))


def _line_end(t: Typesetter, _: str) -> None:
    t.scanner.match(_EXTRA_SPACE)
    t.words(" ")


def _address(t: Typesetter, name: str) -> None:
    address = _ESCAPED.sub(
        lambda match: match[1] or ("_" if match[0][0] == "\\" else ""), t.scanner.argument()
    )
    t.words(f"https://doi.org/{address}" if name == "doi" and address[:3] == "10." else address)


def _verb(t: Typesetter, name: str) -> None:
    t.scanner.option()
    if name == "mintinline":
        t.scanner.argument()
    if t.scanner.peek() == "{":
        t.words(t.scanner.argument())
    elif match := t.scanner.match(_DELIMITED):
        t.words(t.scanner.until(match[1]))


def _footnote(t: Typesetter, _: str) -> None:
    t.scanner.option()
    source = t.scanner.argument()
    t.aside(partial(t.run, source), BlockKind.FOOTNOTE)


def _unless_names(t: Typesetter, _: str) -> None:
    source = t.scanner.argument()
    if not t.names_only:
        t.scanner.push(source)


def _ensured_formula(t: Typesetter, _: str) -> None:
    t.formula(t.scanner.argument())


def _formula(t: Typesetter, name: str) -> None:
    t.formula(t.scanner.until("\\)" if name == "(" else "\\]"))


def _xspace(t: Typesetter, _: str) -> None:
    following = t.scanner.peek()
    if following and following not in _UNSPACED:
        t.words(" ")


def _quoted(t: Typesetter, _: str) -> None:
    t.scanner.push(f"“{t.scanner.argument()}”")


def _quantity(t: Typesetter, name: str) -> None:
    t.scanner.option()
    value = "" if name in ("si", "unit") else t.argument_text()
    if name in ("SIrange", "qtyrange", "numrange"):
        value = f"{value} to {t.argument_text()}"
    t.scanner.option()
    unit = "" if name in ("num", "numrange", "ang") else _unit(t, t.scanner.argument())
    unit = "°" if name == "ang" else unit
    t.words(f"{value}{'' if unit[:1] in ('°', '%') and unit != '°C' else ' '}{unit}".strip())


def _unit(t: Typesetter, source: str) -> str:
    return t.text(_UNIT.sub(lambda match: _UNITS.get(match[1], match[0]), source).replace("~", ""))


def _term(t: Typesetter, name: str) -> None:
    t.scanner.option()
    bare, key = name.rstrip("*"), t.scanner.argument().strip()
    short, long = t.terms.get(key, (key, key))
    first = key not in t.terms_used and short != long
    t.terms_used.add(key)
    if bare in _LONG:
        shown = long
    elif bare in _FULL or (first and bare not in _ABBREVIATED_FIRST):
        shown = f"{long} ({short})"
    else:
        shown = short
    plural = "s" if bare.endswith(("pl", "acp", "cfp", "csp", "clp", "plural")) else ""
    text = t.text(shown) + plural
    t.words(text[:1].upper() + text[1:] if bare[0].isupper() else text)


def _length(t: Typesetter, _: str) -> None:
    t.scanner.match(LENGTH)


def _rule_in_table(t: Typesetter, _: str) -> None:
    t.scanner.match(_TRIM)
    t.scanner.option()
    t.scanner.match(_TRIM)
    t.scanner.argument()


def _dropped(count: int) -> Handler:
    def drop(t: Typesetter, _: str) -> None:
        for _index in range(count):
            while t.scanner.option() is not None:
                pass
            t.scanner.argument()

    return drop


def _options_dropped(t: Typesetter, _: str) -> None:
    while t.scanner.option() is not None:
        pass


def _end_paragraph(t: Typesetter, _: str) -> None:
    t.end_paragraph()


_BY_HANDLER: Final[dict[Handler, str]] = {
    _accent: " ".join(COMBINING),
    _line_end: "\\",
    _address: "url path nolinkurl burl doi",
    _verb: "verb lstinline mintinline",
    _footnote: "footnote footnotetext thanks Thanks tnotetext fntext cortext tablefootnote endnote "
    "sidenote marginnote",
    _unless_names: "textsuperscript inst",
    _ensured_formula: "ensuremath",
    _formula: "( [",
    _xspace: "xspace",
    _quoted: "enquote textquote say blockquote",
    _quantity: "num SI qty si unit SIrange qtyrange numrange ang",
    _term: """gls Gls glspl Glspl GLS ac Ac acp Acp acs acl acf acfp acsp aclp acrshort acrlong
        acrfull glsxtrshort glsxtrlong glsxtrfull acrshortpl acrlongpl glsdesc Acs Acl""",
    _length: """vskip hskip kern mkern mskip parskip parindent baselineskip hsize vsize textwidth
        columnsep topmargin oddsidemargin evensidemargin textheight hoffset voffset vglue hglue
        raise lower moveleft moveright tolerance hbadness vbadness penalty clubpenalty
        widowpenalty""",
    _rule_in_table: "cmidrule cline",
    _end_paragraph: "par newpage clearpage cleardoublepage bigskip medskip smallskip hrule",
    _options_dropped: "makebox framebox mbox nolinebreak pagebreak nopagebreak marginpar centering",
}
_DROPPED: Final = {
    1: """pacs preprint vspace hspace color textcolor colorbox scalebox rotatebox raisebox parbox
        includegraphics includesvg graphicspath pagestyle thispagestyle pagenumbering hypersetup
        geometry lstset captionsetup sisetup tikzset usetikzlibrary pgfplotsset index hyphenation
        arrayrulecolor rowcolor cellcolor columncolor linespread newlength newcounter theoremstyle
        titlerunning authorrunning icmltitlerunning ead shorttitle shortauthors todo
        missingfigure foreignlanguage selectlanguage setstretch hypertarget href phantom
        hphantom vphantom bookmark enlargethispage markright stepcounter refstepcounter usecounter
        value arabic roman Roman alph Alph fnsymbol newsavebox usebox savebox sbox pdfoutput email
        orcidlink orcid orcidID footnotemark fnref corref fnmark cormark tnotetext tnoteref
        affiliationmark ccsdesc received acmSubmissionID bibfield bibinfo Eprint BibitemShut symbol
        includepdf acmPrice acmISBN editor ifdefstring DeclareGraphicsExtensions balance setminted
        usemintedstyle bstctlcite lstMakeShortInline MakeOuterQuote noopsort includeonly urlstyle
        allowdisplaybreaks mdfsetup tcbset tcbuselibrary setlist newcolumntype""",
    2: """icmlsetsymbol icmlcorrespondingauthor multicolumn setlength addtolength setcounter
        addtocounter resizebox fcolorbox rule markboth multirow colorlet fontsize
        lstdefinestyle lstdefinelanguage PassOptionsToPackage PassOptionsToClass
        DeclareUnicodeCharacter settowidth AtBeginEnvironment numberwithin counterwithin
        newfloat floatname setkeys""",
    3: """mciteSetBstMidEndSepPunct mciteSetBstSublistLabelBeginEnd definecolor
        addcontentsline crefname Crefname DeclareFontFamily patchcmd
        DeclareCaptionFont""",
    4: "titlespacing",
    5: "titleformat DeclareFontShape",
}
"""Commands by how many arguments they have that are no words."""
COMMANDS: Final[dict[str, Handler]] = {
    **by_name(_BY_HANDLER),
    **{name: _dropped(count) for name, count in by_name(_DROPPED).items()},
}
REDEFINABLE: Final = named(
    """u v H r c k d b t G doi say ac Ac acp acs acl acf num si SI unit ang qty term todo email
    orcid inst value quoted editor raise lower path received acro phantom balance
    index Acs Acl gls acsp aclp acfp Acp name"""
)
"""What documents may well define for themselves, as no package that they load does."""
