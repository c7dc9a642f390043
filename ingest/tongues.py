"""Which language a text is in: English is read, the others are left out and named.

English gives itself away by its function words. A text that lacks them is shown to py3langid
(naive Bayes over byte n-grams: Lui and Baldwin, ACL 2012), which few English texts ever are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH: Final = "en"
# 35 to 50 in 100 words of English prose, under 12 in 100 of nearly all other languages.
_FUNCTION_WORD: Final = re.compile(
    r"\b(?:an|and|are|as|at|be|but|by|can|for|from|has|have|how|if|in|is|its?|more|not|of|on|or|"
    r"our|than|that|the|their|there|they|this|to|was|we|were|what|which|will|with|would)\b",
    re.IGNORECASE,
)
_ENGLISH_SHARE: Final = 0.12
# Spelled so in English only, or nearly; in a short text one of them is enough.
_ONLY_ENGLISH: Final = re.compile(
    r"\b(?:and|are|but|from|not|of|that|the|their|they|this|were|which|with|would)\b",
    re.IGNORECASE,
)
# Fewer words tell little; Chinese and Japanese put no spaces between words.
_ENOUGH_WORDS: Final = 15
_ENOUGH_LETTERS: Final = 12
_SAMPLE: Final = 100_000
_SHOWN: Final = 5_000  # characters that the model is shown
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_OTHER_SCRIPT: Final = re.compile(r"[^\W\d_\u0000-\u024f\u0370-\u03ff\u1e00-\u1eff\u2100-\u214f]")
# The model's chance that a text is English, below which it is not.
_DOUBT: Final = 0.01
_NO_LANGUAGE: Final = "zxx"


def tongue(text: str) -> str | None:
    """Return the language of ``text`` as a BCP 47 tag, None where it is too short to tell.

    What may well be English (names, formulas, tables) counts as English.
    """
    sample = text[:_SAMPLE]
    words = len(_WORD.findall(sample))
    if words < _ENOUGH_WORDS and not _is_in_other_script(sample):
        return ENGLISH if _ONLY_ENGLISH.search(sample) else None
    if len(_FUNCTION_WORD.findall(sample)) >= _ENGLISH_SHARE * words:
        return ENGLISH
    ranked = _model().rank(text[:_SHOWN])
    likeliest: str = ranked[0][0]
    doubtful = any(tag == ENGLISH and chance >= _DOUBT for tag, chance in ranked)
    return ENGLISH if doubtful or likeliest == _NO_LANGUAGE else likeliest


def _is_in_other_script(text: str) -> bool:
    """Whether most letters are neither Latin nor Greek, which formulas use."""
    others = len(_OTHER_SCRIPT.findall(text))
    return others >= _ENOUGH_LETTERS and 2 * others > sum(map(str.isalpha, text))


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    # Half a second and 60 MB, for a text that asks for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
