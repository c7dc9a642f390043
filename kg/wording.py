"""Spellings: those under which equal wordings are one claim and equal names one name.

And the one in which untrusted text can be shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_CITATION: Final = re.compile(
    r"\s*\[[^\[\]]{0,80}@[^\[\]]{1,200}\]|\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]"
    r"|\s*\((?:see |cf\. |e\.g\.,? )?[A-Z][^()]{0,80}?\b(?:1[5-9]|20)\d\d[a-z]?(?:/\w+)?"
    r"(?:[,;][^()]{0,120})?\)"
    r"|(?<=[a-z.])\s*\((?:1[5-9]|20)\d\d[a-z]?(?:[/,]\s?\w+)*\)"
)
_MARKUP: Final = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|`")
_WORD: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(
    r"(?<=\w{3})(?:ations?|ments?|ings?|ions?|i?ed|i?es|ers?|als?|ly|e|s|y)$"
)
_PUNCTUATION: Final = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
        "…": "...",
        " ": " ",
    }
)
_CONTROLS: Final = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\t"), ord("\n")}
_TURNS: Final = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_NO_CHARACTERS: Final = {*range(0xD800, 0xE000), 0xFFFE, 0xFFFF}
_SHOWN: Final = dict.fromkeys(_CONTROLS | _TURNS | _NO_CHARACTERS, "\N{REPLACEMENT CHARACTER}")


def visible(text: str) -> str:
    """Return ``text`` with controls shown as U+FFFD, one for one.

    These are the C0 and C1 controls, the marks that turn the direction of writing, by which a
    text can be made to read as another one, and what XML cannot hold.
    """
    return text.translate(_SHOWN)


def without_markup(text: str) -> str:
    """Remove Markdown's signs of emphasis and of code."""
    return _MARKUP.sub("", text)


def without_citations(text: str) -> str:
    """Remove markers such as ``[3, 7]`` and ``(Kaplan et al., 2020)``."""
    return _CITATION.sub("", text)


def normalise(text: str) -> str:
    """Return the spelling under which equal wordings are equal.

    NFKC, case folded, quotes and dashes straightened, citation markers, markup and
    trailing punctuation dropped, white space collapsed. Idempotent.
    """
    previous = None
    while previous != text:
        previous = text
        text = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
        text = without_markup(without_citations(text)).casefold()
        text = re.sub(r"\s+", " ", text).strip().strip("\"' .,;:!-")
    return text


def claim_key(wording: str) -> str:
    """Return the key by which equal wordings are one claim.

    Only spelling is levelled: wordings that differ in a qualifier, a number or a negation stay
    different claims. A wording of nothing but punctuation is its own key, so that no key is
    empty.
    """
    return normalise(wording) or wording.strip() or "(no words)"


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, as words with single spaces between."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def occurrences(text: str, sought: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words of a text start and end that are among the words sought.

    Case, accents and the commonest English endings make no difference, as in the search.
    """
    wanted = {stem(word) for words in sought for word in _WORD.findall(words)}
    return [found.span() for found in _WORD.finditer(text) if stem(found[0]) in wanted]


def lacking(text: str, sought: Iterable[str]) -> int:
    """Return how many of the words sought a text does not have; see :func:`occurrences`."""
    wanted = {stem(word) for words in sought for word in _WORD.findall(words)}
    return len(wanted - {stem(word) for word in _WORD.findall(text)})


def stem(word: str) -> str:
    """Return a word without its English ending, a letter doubled before it written once.

    This is coarser than Porter's stemmer, and never longer than the word.
    """
    bare = _ENDING.sub("", fold(word))
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare


def ratio(value: float) -> str:
    """Return a number in [0, 1] with two digits; it looks certain only where it is."""
    if 0 < value < 0.005:
        return "under 0.01"
    return "over 0.99" if 0.995 <= value < 1 else f"{value:.2f}"


def degree(strength: float) -> str:
    """Return a strength in [0, 1] in words; each of five has a fifth of the range."""
    words = ("very weak", "weak", "middling", "strong", "very strong")
    return words[min(int(round(strength, 2) * 5), 4)]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``1 claim``, ``3 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
