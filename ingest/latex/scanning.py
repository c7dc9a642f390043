"""Source to tokens, as TeX's eyes and mouth do it, and the arguments of commands.

Sources stand on a stack: the replacement of a macro, or a file that is read in, is put on top
and read first. Work is counted, so that no nesting of what never ends takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple, TypeVar

from kg.errors import RefusedError

M = TypeVar("M")

# Characters looked through for the ends of arguments, beyond what any real document needs.
_WORK: Final = 100_000_000
_IN_VAIN: Final = 5  # what is looked for in vain counts more, for it may be so again and again
_MAX_OPTION: Final = 20_000
_SPACES: Final = r"[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?"
_TOKENS: Final = r"""
    \\(?P<word>[{letters}]+\*?)(?P<after>[ \t]*(?:\n(?![ \t]*\n)[ \t]*)?)
  | \\(?P<symbol>.)
  | (?P<paragraph>[ \t]*\n[ \t]*\n\s*)
  | (?P<math>\$\$?)
  | (?P<brace>[{{}}])
  | (?P<align>&)
  | (?P<tie>~)
  | (?P<hash>\#+\d?)
  | (?P<words>(?:[^\\{{}}$&~\#\n]+|\n(?![ \t]*\n))+)
  | (?P<end>\\)
"""
LENGTH: Final = re.compile(
    r"\s*=?\s*-?(?:[\d.]+\s*)?(?:\\[a-zA-Z@]+|(?:true)?(?:pt|em|ex|cm|mm|in|bp|pc|sp|mu|dd)\b)?"
    r"(?:\s*(?:plus|minus)\s*-?[\d.]*\s*(?:\\[a-zA-Z@]+|fil+|pt|em|ex|cm|mm|in|bp)?)*\s?"
)
"""What follows a command that sets a length or moves by one."""
_OUTSIDE_CODE: Final = re.compile(_TOKENS.format(letters="a-zA-Z"), re.VERBOSE | re.DOTALL)
_INSIDE_CODE: Final = re.compile(_TOKENS.format(letters="a-zA-Z@"), re.VERBOSE | re.DOTALL)
_SPACE: Final = re.compile(_SPACES)
_OPENING: Final = re.compile(_SPACES + r"\{")
_BRACES: Final = re.compile(r"\\.|[{}]|\n[ \t]*\n", re.DOTALL)
_OPTION: Final = re.compile(r"\\.|[{}\[\]]|\n[ \t]*\n", re.DOTALL)
_DOLLARS: Final = re.compile(r"\\.|[{}]|\$\$?|\n[ \t]*\n", re.DOTALL)
_CONDITIONAL: Final = re.compile(r"\\(?P<word>if[a-zA-Z@]*|else|or|fi)(?![a-zA-Z@])")
_COMMAND: Final = re.compile(r"\\(?:[a-zA-Z@]+\*?|.)", re.DOTALL)


def named(names: str) -> frozenset[str]:
    """Return the names that stand in a text, for tables of commands."""
    return frozenset(names.split())


def by_name(table: Mapping[M, str]) -> dict[str, M]:
    """Return what each command means, of a table that has for each meaning the names."""
    return {name: meaning for meaning, names in table.items() for name in names.split()}


class Kind(Enum):
    """What a token is."""

    COMMAND = auto()
    WORDS = auto()
    PARAGRAPH = auto()
    MATH = auto()
    BRACE = auto()
    ALIGN = auto()


class Token(NamedTuple):
    """A token; ``text`` of a command is its name, with the star that follows it."""

    kind: Kind
    text: str
    source: str


_KINDS: Final = {
    "word": Kind.COMMAND,
    "symbol": Kind.COMMAND,
    "paragraph": Kind.PARAGRAPH,
    "math": Kind.MATH,
    "brace": Kind.BRACE,
    "align": Kind.ALIGN,
    "tie": Kind.WORDS,
    "hash": Kind.WORDS,
    "words": Kind.WORDS,
    "end": Kind.WORDS,
}
_SHOWN: Final = {"tie": " ", "hash": "", "end": ""}


@dataclass(slots=True)
class _Source:
    text: str
    position: int = 0


class Work:
    """What has been looked through so far, shared by all scanners of a document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = _WORK

    def count(self, characters: int) -> None:
        """Count characters looked through.

        Raises:
            RefusedError: once they are more than any real document needs.
        """
        self._left -= characters + 20
        if self._left < 0:
            raise RefusedError(
                f"{self._name}: its commands are nested or repeated without end; "
                "simplify it, or give its PDF"
            )


class Scanner:
    """A stack of sources, read from the top."""

    def __init__(self, text: str, work: Work, *, code: bool = False) -> None:
        self._sources = [_Source(text)]
        self._work = work
        self.code = code  # whether @ is a letter

    def push(self, text: str) -> None:
        """Have ``text`` read before what is left."""
        self._drop_ended()
        self._work.count(len(text))
        self._sources.append(_Source(text))

    def next(self) -> Token | None:
        """Return the next token; None at the end."""
        source = self._top()
        if source is None:
            return None
        pattern = _INSIDE_CODE if self.code else _OUTSIDE_CODE
        match = pattern.match(source.text, source.position)
        if match is None:  # a NUL or the like after a backslash cannot happen, an end can
            source.position += 1
            return Token(Kind.WORDS, "", "")
        source.position = match.end()
        self._work.count(0)
        group = match.lastgroup or ""
        if group == "after":
            return Token(Kind.COMMAND, match["word"], match[0])
        return Token(_KINDS[group], _SHOWN.get(group, match[group]), match[0])

    def peek(self) -> str:
        """Return the next character, empty at the end."""
        source = self._top()
        return source.text[source.position] if source else ""

    def take(self, wanted: str) -> bool:
        """Whether ``wanted`` comes next; if so, pass it."""
        source = self._top()
        if source is None or not source.text.startswith(wanted, source.position):
            return False
        source.position += len(wanted)
        return True

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what comes next if it is in that form, and pass it."""
        source = self._top()
        match = pattern.match(source.text, source.position) if source else None
        if source and match:
            source.position = match.end()
        return match

    def skip_space(self) -> None:
        """Pass white space, but no end of a paragraph."""
        while (source := self._top()) is not None:
            match = _SPACE.match(source.text, source.position)
            if match is None or match.end() == source.position:
                return
            source.position = match.end()

    def argument(self) -> str:
        """Return the source of the next argument: a group without its braces, or one token.

        A group that is not closed ends with its paragraph.
        """
        self.skip_space()
        source = self._top()
        if source is None:
            return ""
        character = source.text[source.position]
        if character == "{":
            return self._group(source)
        if character in "}&" or character == "\n":
            return ""
        command = _COMMAND.match(source.text, source.position)
        source.position = command.end() if command else source.position + 1
        return command[0] if command else character

    def has_group(self) -> bool:
        """Whether a group in braces comes next, white space before it or not."""
        source = self._top()
        return bool(source and _OPENING.match(source.text, source.position))

    def option(self, *, long: bool = False) -> str | None:
        """Return the source of an argument in square brackets, None where there is none.

        ``long`` ones may hold several paragraphs.
        """
        source = self._top()
        if source is None:
            return None
        space = _SPACE.match(source.text, source.position)
        start = space.end() if space else source.position
        if not source.text.startswith("[", start):
            return None
        end = self._closing_bracket(source.text, start, long=long)
        if end is None:
            return None
        source.position = end
        return source.text[start + 1 : end - 1]

    def until(self, end: str) -> str:
        """Return the source up to ``end``, and pass that; all that is left where it is missing."""
        source = self._top()
        if source is None:
            return ""
        found = source.text.find(end, source.position)
        stop = found if found >= 0 else len(source.text)
        passed = source.text[source.position : stop]
        source.position = min(stop + len(end), len(source.text))
        self._work.count(len(passed))
        return passed

    def formula(self, sign: str) -> str | None:
        """Return the source up to the closing ``$`` or ``$$``; None if the paragraph has none."""
        source = self._top()
        if source is None:
            return None
        depth = 0
        for match in _DOLLARS.finditer(source.text, source.position):
            mark = match[0]
            depth += (mark == "{") - (mark == "}")
            if mark[0] == "$" and depth <= 0:
                formula = source.text[source.position : match.start()]
                source.position = match.end() - (len(mark) > len(sign))
                self._work.count(len(formula))
                return formula
            if mark[0] == "\n" and sign == "$":
                self._work.count(match.start() - source.position)
                return None
        self._work.count(len(source.text) - source.position)
        return None

    def enclosed(self, opens: re.Pattern[str]) -> str | None:
        """Return the source up to the end that belongs to a start passed before, and pass it.

        ``opens`` finds starts and, by its group ``end``, ends. The end may stand in a source
        further down. None where there is none; nothing is passed then.
        """
        depth, parts = 1, list[str]()
        for index in range(len(self._sources) - 1, -1, -1):
            source = self._sources[index]
            for match in opens.finditer(source.text, source.position):
                depth += -1 if match["end"] else 1
                if not depth:
                    self._work.count(match.end() - source.position)
                    parts.append(source.text[source.position : match.start()])
                    source.position = match.end()
                    del self._sources[index + 1 :]
                    return "".join(parts)
            self._work.count(_IN_VAIN * (len(source.text) - source.position))
            parts.append(source.text[source.position :])
        return None

    def skip_branch(self, conditionals: Iterable[str]) -> str:
        """Pass the branch of a conditional not taken; return what ends it: else, or, fi.

        ``conditionals`` are the names of the commands that open one.
        """
        known, depth = frozenset(conditionals), 0
        while (source := self._top()) is not None:
            for match in _CONDITIONAL.finditer(source.text, source.position):
                word = match["word"]
                if not depth and word in ("else", "or", "fi"):
                    self._work.count(match.end() - source.position)
                    source.position = match.end()
                    return word
                depth += (word in known) - (word == "fi")
            self._work.count(len(source.text) - source.position)
            source.position = len(source.text)
        return "fi"

    def rest(self) -> str:
        """Return the source that is left, and pass it."""
        left = "".join(source.text[source.position :] for source in reversed(self._sources))
        self._sources = [_Source("")]
        return left

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens that are left."""
        while (token := self.next()) is not None:
            yield token

    def _top(self) -> _Source | None:
        self._drop_ended()
        source = self._sources[-1]
        return source if source.position < len(source.text) else None

    def _drop_ended(self) -> None:
        while len(self._sources) > 1 and self._sources[-1].position >= len(self._sources[-1].text):
            self._sources.pop()

    def _group(self, source: _Source) -> str:
        start = source.position + 1
        depth, runaway = 0, None
        for match in _BRACES.finditer(source.text, source.position):
            mark = match[0]
            depth += (mark == "{") - (mark == "}")
            if not depth:
                source.position = match.end()
                self._work.count(match.end() - start)
                return source.text[start : match.start()]
            if mark[0] == "\n" and runaway is None:
                runaway = match.start()
        self._work.count(_IN_VAIN * (len(source.text) - start))
        source.position = len(source.text) if runaway is None else runaway
        return source.text[start : source.position]

    def _closing_bracket(self, text: str, start: int, *, long: bool) -> int | None:
        depth = 0
        for match in _OPTION.finditer(text, start + 1, start + _MAX_OPTION):
            mark = match[0]
            depth += (mark == "{") - (mark == "}")
            if (mark[0] == "\n" and not long) or depth < 0:
                break
            if mark == "]" and not depth:
                return match.end()
        self._work.count(_IN_VAIN * _IN_VAIN * _MAX_OPTION)
        return None
