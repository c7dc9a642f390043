"""What a sequence labeller sees of each token of a reference string.

Training and use share this module, so that a model always meets the attributes it was
trained with: whoever changes one trains the model anew. The attributes follow Councill,
Giles and Kan (ParsCit, LREC 2008) and Lopez (GROBID, ECDL 2009): the token, its shape and
affixes, its neighbours, and where in the string it stands. Beside them stand the marks that
tell citation styles apart, and a short description of each stretch between two marks, which
lets a token see further than its neighbours do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.bibliography.names import people_end
from ingest.bibliography.tokens import ADDRESSES, Seen, Token, see, tokens

_QUOTED: Final = re.compile(
    r"[“\"«„][^”\"»“]{4,400}[”\"»“]|``[^'`]{4,400}''|(?<!\w)[‘'`].{6,400}?[’'](?!\w)"
)
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]{1,80}[)\]]")
_STOP: Final = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=\d{4})|(?<=[)\]”\"’»]))[.?!]+[”\"’»)]*(?=\s|$)")
_MARK: Final = re.compile(r"[,;:.?!()\[\]“”\"„«»]")
_IN: Final = re.compile(r"(?<=[.,;:?!”\"’»)])\s*[Ii]n\b:?")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBERS: Final = re.compile(
    r"\d+\s?[(:]\s?\d+|\bvol\b|\bpp?\b\.?\s?\d|\d\s?[-–]\s?\d", re.IGNORECASE
)
_INVERTED: Final = re.compile(r"[^,.]{2,40},? [A-Z]{1,3}\b")
_LINKS: Final = ADDRESSES | {"url", "http", "https", "doi"}
_NOTHING: Final = Seen("", "", "", (), False)


def attributes(text: str) -> tuple[list[Token], list[list[str]]]:
    """Return the tokens of a reference string and the attributes of each."""
    words = tokens(text)
    seen = [see(word.text) for word in words]
    if not words:
        return [], []
    layout = _layout(text, words, seen)
    near = _neighbours(words, seen)
    return words, [
        [*one.own, *near[position], *_place(layout, position), *_parts(layout, position)]
        for position, one in enumerate(seen)
    ]


def _neighbours(words: Sequence[Token], seen: Sequence[Seen]) -> list[list[str]]:
    """The tokens next to each token, and the words next to it over the marks between."""
    lower = ["^^", "^", "^", *(one.lower for one in seen), "$", "$$", "$$"]
    shape = ["^^", "^", "^", *(one.shape for one in seen), "$", "$$", "$$"]
    gaps = _gaps(words)
    before, after = _nearest(seen), _nearest(seen[::-1])[::-1]
    return [
        [
            *_words_near(lower[position : position + 7]),
            *_shapes_near(shape[position : position + 7], *gaps[position : position + 2]),
            f"b={before[position].lower}",
            f"a={after[position].lower}",
            f"bl={before[position].lexical}|{seen[position].shape}",
            f"al={after[position].lexical}|{seen[position].shape}",
        ]
        for position in range(len(seen))
    ]


def _words_near(lower: Sequence[str]) -> tuple[str, ...]:
    b3, b2, b1, here, a1, a2, a3 = lower
    return (
        f"w-1={b1}",
        f"w-2={b2}",
        f"w-3={b3}",
        f"w+1={a1}",
        f"w+2={a2}",
        f"w+3={a3}",
        f"w-1w={b1}|{here}",
        f"ww+1={here}|{a1}",
    )


def _shapes_near(shape: Sequence[str], left: str, right: str) -> tuple[str, ...]:
    b3, b2, b1, here, a1, a2, a3 = shape
    return (
        f"s-1={b1}{left}{here}{right}{a1}",
        f"s-2={b2}{b1}{left}{here}",
        f"s+2={here}{right}{a1}{a2}",
        f"s-3={b3}{b2}{b1}{left}{here}",
        f"s5={b2}{b1}{here}{a1}{a2}",
        f"s+3={here}{right}{a1}{a2}{a3}",
    )


def _gaps(words: Sequence[Token]) -> list[str]:
    """Whether white space stands before each token, and after the last."""
    between = ("_" if before.end < after.start else "" for before, after in pairwise(words))
    return ["_", *between, ""]


def _nearest(seen: Sequence[Seen]) -> list[Seen]:
    """The last word or number before each token."""
    found, last = [], _NOTHING
    for one in seen:
        found.append(last)
        if one.shape[0].isalnum():
            last = one
    return found


@dataclass(frozen=True, slots=True)
class _Layout:
    """The parts of a reference string, and in which of them each token stands.

    A stretch lies between any two marks, a sentence between two full stops that end one; of
    each of both, ``seen`` holds the attributes that all its tokens share. ``sides`` says of
    each token whether it stands before, in or after the first quotation, and before or after
    the end of the persons that open the string, the first "In" and the first volume or pages.
    """

    style: str
    shapes: list[str]
    sides: list[tuple[str, str, str, str]]
    years: list[int]
    brackets: list[str]
    sentences: list[int]
    sentences_seen: list[tuple[str, ...]]
    longest_sentence: int
    stretches: list[int]
    stretches_seen: list[tuple[str, ...]]
    wordiest_stretch: int
    link: int


def _layout(text: str, words: Sequence[Token], seen: Sequence[Seen]) -> _Layout:
    starts = [word.start for word in words]
    people = people_end(text)
    quoted = _QUOTED.search(text)
    years = [match.start() for match in _YEAR.finditer(text)]
    marks = list(_MARK.finditer(text))
    sentences = _passed(starts, [match.end() for match in _STOP.finditer(text)])
    stretches = _passed(starts, [match.end() for match in marks])
    return _Layout(
        style=_style(text, people, quoted is not None, years),
        shapes=[one.shape for one in seen],
        sides=_sides(text, starts, people, quoted),
        years=_passed(starts, [at + 1 for at in years]),
        brackets=_brackets(text, starts),
        sentences=sentences,
        sentences_seen=_sentences_seen(_kinds(sentences, seen)),
        longest_sentence=_largest(Counter(sentences)),
        stretches=stretches,
        stretches_seen=_stretches_seen(_kinds(stretches, seen), [match[0] for match in marks]),
        wordiest_stretch=_largest(_word_counts(stretches, seen)),
        link=_first_link(seen),
    )


def _place(layout: _Layout, position: int) -> list[str]:
    """Where a token stands in the string and among the marks of its style."""
    size, shape = len(layout.shapes), layout.shapes[position]
    quote, people, host, numbers = layout.sides[position]
    years = min(layout.years[position], 2)
    sentence = min(layout.sentences[position], 5)
    return [
        f"at={10 * position // size}",
        f"i={min(position, 10)}",
        f"e={min(size - position, 10)}",
        f"st={sentence}{quote}{people}{years}{host}{numbers}",
        f"sty={layout.style}|{sentence}{quote}{people}",
        f"q={quote}",
        f"in={layout.brackets[position]}{shape}",
        f"pe={people}{years}{shape}",
        f"ho={host}{sentence}",
        f"pl={numbers}{host}{quote}",
        f"so={min(sentence, 4)}/{min(layout.sentences[-1], 5)}",
        f"lk={'<' if position < layout.link else '>'}{shape}",
    ]


def _parts(layout: _Layout, position: int) -> list[str]:
    """What the stretch and the sentence around a token are like, and those beside them."""
    number, sentence = layout.stretches[position], layout.sentences[position]
    quote, people, *_ = layout.sides[position]
    main = _side(number, layout.wordiest_stretch)
    years = min(layout.years[position], 1)
    linked = "L" if position > layout.link else ""
    return [
        *layout.stretches_seen[number],
        *layout.sentences_seen[sentence],
        f"lg={_side(sentence, layout.longest_sentence)}{main}{quote}{people}",
        f"lk2={main}{layout.stretches_seen[number][0][2:]}{years}{linked}",
        f"c={min(number, 9)}{layout.style}",
        f"left={min(layout.stretches[-1] - number, 6)}",
    ]


def _stretches_seen(kinds: Sequence[str], marks: Sequence[str]) -> list[tuple[str, ...]]:
    around = ["^", *marks, "$", "$"]
    return [
        (
            f"k={kind}",
            f"k-1={before}|{kind}",
            f"k+1={kind}|{after}",
            f"k+2={kind}|{after}|{second}",
            f"kk={before}|{kind}|{after}",
            f"ke={around[number]}{kind}{around[number + 1]}",
            f"ke+1={around[number + 1]}{after}{around[number + 2]}",
        )
        for number, (before, kind, after, second) in enumerate(
            zip(kinds[1:], kinds[2:], kinds[3:], kinds[4:], strict=False)
        )
    ]


def _sentences_seen(kinds: Sequence[str]) -> list[tuple[str, ...]]:
    return [
        (f"sk={kind}", f"sk+1={kind}|{after}", f"sk-1={before}|{kind}")
        for before, kind, after in zip(kinds[1:], kinds[2:], kinds[3:-1], strict=False)
    ]


def _style(text: str, people: int, quoted: bool, years: Sequence[int]) -> str:
    """The marks by which the common styles differ: where the year is, quotes, order of names."""
    when = "n"
    if years:
        early = years[0] < max(people + 15, len(text) * 0.3)
        bracket = "(" if text[: years[0]].endswith("(") else ""
        when = bracket + ("e" if early else "l")
    order = "" if not people else "I" if _INVERTED.match(text) else "D"
    return f"{when}{'q' if quoted else ''}{order}"


def _sides(
    text: str, starts: Sequence[int], people: int, quoted: re.Match[str] | None
) -> list[tuple[str, str, str, str]]:
    host, numbers = _IN.search(text), _NUMBERS.search(text, people)
    return [
        (
            "q" if quoted is None else _within(start, *quoted.span()),
            "" if not people else "A" if start < people else "B",
            "" if host is None else "<" if start < host.start() else ">",
            "" if numbers is None else "<" if start < numbers.start() else ">",
        )
        for start in starts
    ]


def _within(place: int, start: int, end: int) -> str:
    return "<" if place < start else "=" if place < end else ">"


def _side(here: int, there: int) -> str:
    return "<" if here < there else "=" if here == there else ">"


def _passed(starts: Sequence[int], marks: Sequence[int]) -> list[int]:
    """How many of the sorted ``marks`` lie at or before each of the sorted ``starts``."""
    counts, passed = [], 0
    for start in starts:
        while passed < len(marks) and marks[passed] <= start:
            passed += 1
        counts.append(passed)
    return counts


def _brackets(text: str, starts: Sequence[int]) -> list[str]:
    """The bracket that each token stands in, and whether it holds a year or digits."""
    found, position = [""] * len(starts), 0
    for match in _BRACKETS.finditer(text):
        words = match[0]
        year, digit = _YEAR.search(words), any(map(str.isdigit, words))
        kind = words[0] + ("Y" if year else "d" if digit else "")
        while position < len(starts) and starts[position] < match.end():
            if starts[position] >= match.start():
                found[position] = kind
            position += 1
    return found


def _word_counts(stretches: Sequence[int], seen: Sequence[Seen]) -> Counter[int]:
    counts = Counter(dict.fromkeys(range(stretches[-1] + 1), 0))
    counts.update(number for number, one in zip(stretches, seen, strict=True) if one.is_word)
    return counts


def _largest(counts: Counter[int]) -> int:
    """The first of the parts that hold most tokens."""
    return min(counts, key=lambda part: (-counts[part], part))


def _first_link(seen: Sequence[Seen]) -> int:
    links = (at for at, one in enumerate(seen) if one.shape in _LINKS or one.lower in _LINKS)
    return next(links, len(seen))


def _kinds(numbers: Sequence[int], seen: Sequence[Seen]) -> list[str]:
    """One short description of each part, with two empty ones around."""
    parts: list[list[Seen]] = [[] for _ in range(numbers[-1] + 1)]
    for number, one in zip(numbers, seen, strict=True):
        if one.shape[0].isalnum():
            parts[number].append(one)
    return ["^", "^", *map(_kind, parts), "$", "$"]


def _kind(part: Sequence[Seen]) -> str:
    """The length of a part, its case, whether it holds initials or digits, and what words."""
    if len(part) < 2:
        return "".join(one.lexical or one.shape for one in part)
    shapes = {one.shape for one in part}
    words = [one for one in part if one.is_word]
    capital = sum(one.shape[0] == "X" for one in words)
    lexical = "+".join(sorted({one.lexical for one in words if one.lexical})[:2])
    size = "2" if len(part) == 2 else "4" if len(part) < 5 else "8" if len(part) < 9 else "9"
    case = "C" if capital == len(words) else "c" if capital > len(words) / 2 else "l"
    initial = "X" if "X" in shapes else ""
    digit = "Y" if "YYYY" in shapes else "d" if any(one[0] == "d" for one in shapes) else ""
    return f"{size}{case}{initial}{digit}{lexical}"
