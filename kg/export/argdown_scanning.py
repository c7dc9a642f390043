"""Argdown's text cut into lines that say something: headings, statements, relations, premises.

After the lexer of Argdown 1.7. What it knows and this does not (lists, comments within a line)
is refused with its place. Emphasis, links, tags and mentions within a text stay as they are
written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NoReturn

import yaml

from kg.errors import RefusedError

Kind = Literal["heading", "statement", "argument", "premise", "inference"]

_BLANK: Final = re.compile(r"[ \t]*(?:\n|$)")
_FRONT: Final = re.compile(r"\s*={3,}[ \t]*\n((?:(?!={3,}).*\n)*)={3,}[ \t]*(?:\n|$)")
_COMMENT: Final = re.compile(r"[ \t]*(?://[^\n]*|/\*[\s\S]*?\*/|<!--[\s\S]*?-->)[ \t]*(?:\n|$)")
_HEADING: Final = re.compile(r"(#+) ")
_LIST: Final = re.compile(r"[ \t]*(?:\*|\d+\.)(?=\s)")
_PREMISE: Final = re.compile(r"[ \t]*\((\d+)\)[ \t]*")
_RULE: Final = re.compile(r"[ \t]*--")
_PLAIN_RULE: Final = re.compile(r"[ \t]*-{4,}[ \t]*(?:\n|$)")
_RULE_WORDS: Final = re.compile(r"\s*(?:(?!--)[^\n{])*")
_RULE_END: Final = re.compile(r"\s*-{2,}[ \t]*(?:\n|$)")
_INDENT: Final = re.compile(r"([ \t]*)(?:(\+>|->|<\+|<-|<_|_>|><|\+|-|_(?=\s)))?[ \t]*")
_TITLE: Final = re.compile(r"\[(?P<s>[^\]\n]+)\](?P<sd>:)?|<(?P<a>[^>\n]+)>(?P<ad>:)?")
_TAGS: Final = re.compile(r"(?:[ \t]*#(?:\([^)\n]+\)|[\w-]+))*[ \t]*")
_DATA: Final = re.compile(r"\{(?:(?!\}\s[^,}])[\s\S])*\}(?!\s*[,}])")
_WORDS: Final = re.compile(r"(?:\\[^\n]|[^\\{\n/<]|/(?![/*])|<(?!!--))+")
_ESCAPED: Final = re.compile(r"\\([^\n])")


@dataclass(slots=True)
class Item:
    """What one line says: ``marker`` is the sign of a relation, ``text`` a wording.

    ``after_gap`` says that an empty line stands before it.
    """

    kind: Kind
    line: int
    indent: int = 0
    marker: str | None = None
    title: str | None = None
    text: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    tags: str = ""
    after_gap: bool = False


class Scanner:
    """Yields the items of a text; ``front`` is what its front matter says."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.name = name
        self.at = 0
        self.front: dict[str, Any] = {}
        self._lines = self._counted = 0

    def items(self) -> Iterator[Item]:
        """Yield what each line says, in order.

        Raises:
            RefusedError: at what Argdown, or this part of it, does not know.
        """
        front = _FRONT.match(self.text)
        if front:
            self.front = self._yaml(front[1], front.start(1))
            self.at = front.end()
        gap = True
        while self.at < len(self.text):
            if self._skip(_BLANK):
                gap = True
            elif not self._skip(_COMMENT):
                item = self._item()
                item.after_gap = gap
                gap = False
                yield item

    def refuse(self, what: str, at: int | None = None) -> NoReturn:
        """Refuse the file for what stands at a place."""
        place = self.at if at is None else at
        before = self.text[:place]
        line, column = before.count("\n") + 1, place - before.rfind("\n")
        raise RefusedError(f"{self.name}: line {line}, column {column}: {what}")

    def line(self) -> int:
        """Return the number of the line that is being read."""
        self._lines += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._lines + 1

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found and found.end() > self.at:
            self.at = found.end()
            return found
        return None

    def _item(self) -> Item:
        line = self.line()
        if _LIST.match(self.text, self.at):
            self.refuse("lists are not read; write each statement as a paragraph of its own")
        if self._skip(_HEADING):
            item = Item("heading", line, text=self._content())
            item.data = self._facts()
            return item
        if _RULE.match(self.text, self.at):
            return self._inference(line)
        premise = self._skip(_PREMISE)
        item = self._member(line)
        if premise:
            if item.kind != "statement" or item.marker:
                self.refuse("a premise or conclusion is a statement")
            item.kind = "premise"
        return item

    def _inference(self, line: int) -> Item:
        item = Item("inference", line)
        if self._skip(_PLAIN_RULE):
            return item
        self._skip(_RULE)
        words = self._skip(_RULE_WORDS)
        item.text = (words[0].strip() if words else "") or None
        item.data = self._facts()
        if not self._skip(_RULE_END):
            self.refuse("an inference has no end; close -- with --")
        return item

    def _member(self, line: int) -> Item:
        start = _INDENT.match(self.text, self.at)
        assert start is not None
        item = Item("statement", line, len(start[1]), start[2])
        begin = self.at
        self.at = start.end()
        named = _TITLE.match(self.text, self.at)
        if named:
            item.kind = "statement" if named["s"] else "argument"
            item.title = (named["s"] or named["a"]).strip()
            self.at = named.end()
        if named is None or named["sd"] or named["ad"]:
            item.text = self._content()
            if not item.text:
                self.refuse("a statement or argument has no words", begin)
        else:
            tags = self._skip(_TAGS)
            item.tags = tags[0].strip() if tags else ""
        item.data = self._facts()
        ended = self.at == len(self.text) or self.text[self.at - 1] == "\n"
        if not ended and not self._skip(_BLANK):
            self.refuse("words after a title without a colon, or after data, are not read")
        return item

    def _content(self) -> str:
        """Return the words up to data, a relation, an empty line or the end."""
        lines = []
        while True:
            words = self._skip(_WORDS)
            lines.append(words[0].strip() if words else "")
            if self.at < len(self.text) and self.text[self.at] != "\n":
                break
            self.at = min(self.at + 1, len(self.text))
            if not self._goes_on():
                break
        if self.text[self.at : self.at + 1] in {"/", "<"} and self.text[self.at - 1] != "\n":
            self.refuse("comments within a line are not read; write \\ before the sign, or none")
        return _ESCAPED.sub(r"\1", " ".join(filter(None, lines)))

    def _goes_on(self) -> bool:
        """Whether the next line goes on with the words of this one."""
        marked = _INDENT.match(self.text, self.at)
        ends = (_BLANK, _COMMENT, _HEADING, _LIST, _PREMISE, _RULE, _TITLE)
        return (
            self.at < len(self.text)
            and not (marked and marked[2])
            and not any(one.match(self.text, self.at) for one in ends)
            and self.text[self.at] != "{"
        )

    def _facts(self) -> dict[str, Any]:
        """Return the data that stand here or on the next line; none is no data."""
        ahead = re.compile(r"\s*(?=\{)").match(self.text, self.at)
        if not ahead or self.text.count("\n", self.at, ahead.end()) > 1:
            return {}
        found = _DATA.match(self.text, ahead.end())
        if not found:
            self.refuse("data have no end; close { with }", ahead.end())
        inner = re.match(r"\{[ \t]*\n([\s\S]*)\}$", found[0])
        facts = self._yaml(inner[1] if inner else found[0], found.start())
        self.at = found.end()
        self._skip(_BLANK)
        return facts

    def _yaml(self, words: str, at: int) -> dict[str, Any]:
        try:
            found = _loaded(words)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            reason = str(getattr(error, "problem", None) or error).splitlines()[0]
            self.refuse(f"the data are no YAML: {reason}", at)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.refuse("the data are no mapping of names to values", at)
        return {str(key): value for key, value in found.items()}


def _loaded(words: str) -> Any:
    """Return what YAML says; most of it is JSON, which is read a hundred times faster."""
    try:
        return json.loads(words)
    except ValueError:
        return yaml.safe_load(words)
