"""Tokens of a reference string, and what can be seen of one token by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+|\b10\.\d{4,9}/[^\s<>\"“”]+"
    r"|(?<!\d)\d{4}\.\d{4,5}(?:v\d{1,2})?(?!\d)"
    r"|[^\W\d_]+(?:['’](?=[^\W\d_]))?|\d+|\S"
)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_LONGEST_WORD: Final = 30
_SYMBOLS: Final = "\u2100"
_EAST_ASIAN: Final = "\u1100"
_HANGUL: Final = ("\uac00", "\ud7a3")
ADDRESSES: Final = frozenset({"URL", "DOI", "ARX"})
"""Shapes of tokens that are whole identifiers."""

_WORDS: Final = {
    "month": "january february march april may june july august september october november"
    " december jan feb mar apr jun jul aug sep sept oct nov dec janvier février mars avril mai"
    " juin juillet août septembre octobre novembre décembre januar februar märz juni juli"
    " oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre"
    " dicembre spring summer autumn fall winter",
    "venue": "journal journals j annals ann archives arch review reviews rev revue revista"
    " rivista letters lett magazine acta bulletin bull advances adv zeitschrift quarterly"
    " transactions trans cahiers annales comptes rendus nature science physica notices"
    " newsletter gazette times post herald news daily zentralblatt jahrbuch arxiv preprint"
    " preprints biorxiv ssrn",
    "field": "phys physics chem chemistry biol biology med medicine medical math mathematics"
    " nucl astron astrophys sci sciences soc acad natl appl comput computer computing eng"
    " engineering psychol psychology econ economics genet genetics neurosci surg clin res"
    " research int intl international am amer eur european inst mech opt mol cell ieee acm",
    "meeting": "proceedings proc conference conf workshop symposium symp congress meeting"
    " colloquium lecture lectures lncs lnai actes tagungsband annual advances notes",
    "press": "press verlag publishers publishing publications publisher pub éditions edições"
    " editorial editions books university univ springer elsevier wiley sons routledge sage"
    " mcgraw hill hall prentice academic kluwer addison wesley birkhäuser macmillan penguin"
    " blackwell oxford cambridge mit harper company co ltd inc gmbh corporation institute"
    " institut laboratory department dept ministry agency office bureau foundation",
    "editor": "ed eds editor editors edited edit hrsg herausgeber dir dirs coord coords org orgs"
    " éd éds éditeur éditeurs cura red",
    "pages": "p pp pg pgs page pages s seite seiten str",
    "volume": "vol vols volume volumes v bd band t tome tomo jg jahrgang",
    "issue": "no nos nr num number n issue iss heft núm numéro número fasc supplement suppl",
    "edition": "edition edn auflage aufl édition edición rev revised",
    "genre": "thesis dissertation phd diss msc doctoral thèse tesis report tech"
    " technical rep memo patent unpublished manuscript habilitation working paper draft",
    "in": "in dans en",
    "and": "and und et y e och en",
    "others": "al others colleagues collaborators",
    "link": "url http https doi www available retrieved accessed access online pmid pmcid pubmed"
    " isbn issn",
    "translated": "translated translation translator trans transl übersetzt traduit trad",
    "particle": "van von der den de del della di da la le ten ter bin ibn al dos du",
}
_LEXICON: Final = {
    word: "+".join(name for name, words in _WORDS.items() if word in words.split())
    for word in " ".join(_WORDS.values()).split()
}


class Token(NamedTuple):
    """A word, a number, one mark, or a whole web address, DOI or arXiv number."""

    text: str
    start: int
    end: int


class Seen(NamedTuple):
    """What is seen of one token by itself.

    ``lower`` is its text with numbers and addresses masked, ``lexical`` the kinds of words
    that it is one of, ``own`` the attributes that follow from the token alone.
    """

    lower: str
    shape: str
    lexical: str
    own: tuple[str, ...]
    is_word: bool


def tokens(text: str) -> list[Token]:
    """Return the tokens of a reference string; letters and digits are always apart."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=50_000)
def see(text: str) -> Seen:
    """Return what is seen of a token."""
    lower, shape = text.lower(), _shape(text)
    masked = shape if text.isdigit() or shape in ADDRESSES else lower
    # A capital alone is an initial, whatever its letter abbreviates in lower case.
    lexical = _LEXICON.get(lower, "") if len(text) > 1 or text.islower() else ""
    own = [f"w={masked}", f"s={shape}", *_affixes(text, lower, shape)]
    if text.isdigit():
        own.append(f"n={text[:2]}{len(text)}")
    if lexical:
        own.append(f"l={lexical}")
    return Seen(masked, shape, lexical, tuple(own), text[0].isalpha())


def _affixes(text: str, lower: str, shape: str) -> tuple[str, ...]:
    if not text[0].isalpha() or len(text) >= _LONGEST_WORD:
        return ()
    ending = f"z={shape}{lower[-1]}{min(len(text), 12)}"
    return f"p={lower[:3]}", f"x={lower[-3:]}", f"y={lower[-2:]}", ending


def _shape(text: str) -> str:
    """Return what kind of token it is: an address, a year, digits, a mark, letters by case."""
    first = text[0]
    if text.startswith("10.") and "/" in text:
        return "DOI"
    if len(text) > 4 and text.startswith(("http", "www.")) and "." in text:
        return "URL"
    if first.isdigit():
        if "." in text:
            return "ARX"
        return "YYYY" if _YEAR.fullmatch(text) else f"d{min(len(text), 5)}"
    if not first.isalpha():
        return first if first < _SYMBOLS else "sym"
    return _script_or_case(text)


def _script_or_case(text: str) -> str:
    if text[0] > _EAST_ASIAN:
        return "ko" if _HANGUL[0] <= text[0] <= _HANGUL[1] else "zh"
    if len(text) == 1:
        return "X" if text.isupper() else "x"
    if text.isupper():
        return "XX" if len(text) < 4 else "XXX"
    if text.islower():
        return "xx"
    return "Xx" if text[0].isupper() and text[1:].islower() else "xX"
