"""What a model answers, checked: no more than the form that was asked for gets through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from kg.vocab import ARGUMENT_KINDS, ClaimKind, EvidenceKind, Mode, Polarity

# Models that think aloud, or wrap JSON in a fence, do so around the whole of it.
_WRAPPED: Final = re.compile(
    r"\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*(?P<fenced>.*?)\s*```|(?P<bare>.*?))\s*",
    re.DOTALL,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Stated:
    """An assertion as the model gives it; ``holder`` is None for the author."""

    id: int
    sentence: int
    quote: str
    claim: str
    holder: str | None
    mode: Mode
    polarity: Polarity
    kind: ClaimKind
    hedge: str | None
    standalone: bool


@dataclass(frozen=True, slots=True)
class Borne:
    """A piece of evidence as the model gives it; ``claim`` is the id of an assertion."""

    sentence: int
    quote: str
    kind: EvidenceKind
    claim: int | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A relation as the model gives it, between the ids of two assertions."""

    kind: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; ``malformed`` counts, by list, the items that are not of the form."""

    stated: tuple[Stated, ...]
    borne: tuple[Borne, ...]
    linked: tuple[Linked, ...]
    malformed: Mapping[str, int]


class _MalformedError(ValueError):
    """An item is not of the form that was asked for."""


def parse(text: str) -> Reply | None:
    """Return an answer, None where it is not one JSON object with the three lists."""
    wrapped = _WRAPPED.fullmatch(text)
    assert wrapped is not None  # the bare alternative takes anything
    try:
        answer = json.loads(wrapped["fenced"] or wrapped["bare"] or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    lists = [answer.get(name) for name in ("assertions", "evidence", "relations")]
    if not all(isinstance(one, list) for one in lists):
        return None
    malformed: dict[str, int] = {}
    return Reply(
        stated=tuple(_items(answer, "assertions", _stated, malformed)),
        borne=tuple(_items(answer, "evidence", _borne, malformed)),
        linked=tuple(_items(answer, "relations", _linked, malformed)),
        malformed=malformed,
    )


def _items(
    answer: Mapping[str, Any],
    name: str,
    read: Callable[[Mapping[str, Any]], T],
    malformed: dict[str, int],
) -> Iterable[T]:
    for item in answer[name]:
        try:
            if not isinstance(item, dict):
                raise _MalformedError
            yield read(item)
        except _MalformedError:
            malformed[name] = malformed.get(name, 0) + 1


def _stated(item: Mapping[str, Any]) -> Stated:
    standalone = item.get("standalone")
    if not isinstance(standalone, bool):
        raise _MalformedError
    return Stated(
        id=_whole(item, "id"),
        sentence=_whole(item, "sentence"),
        quote=_text(item, "quote"),
        claim=_text(item, "claim"),
        holder=_text_or_none(item, "holder"),
        mode=_one_of(item, "mode", Mode),
        polarity=_one_of(item, "polarity", Polarity),
        kind=_one_of(item, "kind", ClaimKind),
        hedge=_text_or_none(item, "hedge"),
        standalone=standalone,
    )


def _borne(item: Mapping[str, Any]) -> Borne:
    return Borne(
        sentence=_whole(item, "sentence"),
        quote=_text(item, "quote"),
        kind=_one_of(item, "kind", EvidenceKind),
        claim=None if item.get("claim") is None else _whole(item, "claim"),
    )


def _linked(item: Mapping[str, Any]) -> Linked:
    kind = _text(item, "kind")
    if kind not in ARGUMENT_KINDS:
        raise _MalformedError
    return Linked(kind, _whole(item, "source"), _whole(item, "target"))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise _MalformedError
    return value


def _text_or_none(item: Mapping[str, Any], name: str) -> str | None:
    return None if item.get(name) is None else _text(item, name).strip() or None


def _whole(item: Mapping[str, Any], name: str) -> int:
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _MalformedError
    return value


def _one_of(item: Mapping[str, Any], name: str, choices: type[E]) -> E:
    try:
        return choices(_text(item, name))
    except ValueError as error:
        raise _MalformedError from error
