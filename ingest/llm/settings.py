"""Where the model stands and what it may cost, from ``KG_LLM_…`` in the environment."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from kg.errors import UsageError

SECONDS: Final = 120.0
MAX_REQUESTS: Final = 100
MAX_TOKENS: Final = 200_000
_MAX_PORT: Final = 65_535
# What the request is made of; everything else in it is for the user to choose.
_OURS: Final = frozenset({"messages", "model", "n", "stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """An endpoint, a model, and limits for one document.

    ``url`` is the base that ``/chat/completions`` follows, ``options`` are fields of the
    request beside model and messages (None leaves one out that would be sent). ``seconds``
    is the time for one answer, tries apart; ``max_tokens`` counts those in and out. Prices
    and ``max_cost`` are in one money, prices for a million tokens; None where not set.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = SECONDS
    max_requests: int = MAX_REQUESTS
    max_tokens: int = MAX_TOKENS
    max_cost: float | None = None
    price_in: float | None = None
    price_out: float | None = None

    @property
    def priced(self) -> bool:
        """Whether the cost of tokens is known."""
        return self.price_in is not None and self.price_out is not None

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what tokens cost, None where no prices are set."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


def settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that environment variables make.

    Raises:
        UsageError: naming the variable that is missing or wrong, never the key's content.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    made = Settings(
        url=_url(given),
        model=_model(given),
        key=_key(given),
        options=_options(given),
        seconds=_number(given, "KG_LLM_TIMEOUT") or SECONDS,
        max_requests=_whole(given, "KG_LLM_MAX_REQUESTS") or MAX_REQUESTS,
        max_tokens=_whole(given, "KG_LLM_MAX_TOKENS") or MAX_TOKENS,
        max_cost=_number(given, "KG_LLM_MAX_COST"),
        price_in=_number(given, "KG_LLM_PRICE_IN", least=0.0),
        price_out=_number(given, "KG_LLM_PRICE_OUT", least=0.0),
    )
    if made.max_cost is not None and not made.priced:
        raise UsageError("KG_LLM_MAX_COST needs prices: set KG_LLM_PRICE_IN and KG_LLM_PRICE_OUT")
    return made


def _url(given: Mapping[str, str]) -> str:
    if "KG_LLM_URL" not in given:
        raise UsageError(
            "the extractor llm needs an endpoint: set KG_LLM_URL to its base address, "
            "such as http://127.0.0.1:8000/v1"
        )
    try:
        url = httpx.URL(given["KG_LLM_URL"])
    except httpx.InvalidURL as error:
        raise UsageError(f"KG_LLM_URL is no address ({error})") from error
    if url.userinfo:
        raise UsageError("KG_LLM_URL holds a user name or password; set KG_LLM_KEY in its place")
    if url.scheme not in ("http", "https") or not url.host or (url.port or 0) > _MAX_PORT:
        raise UsageError("KG_LLM_URL is no http or https address with a host")
    return str(url.copy_with(query=None, fragment=None)).rstrip("/")


def _model(given: Mapping[str, str]) -> str:
    if "KG_LLM_MODEL" not in given:
        raise UsageError("the extractor llm needs a model: set KG_LLM_MODEL to its name")
    if not given["KG_LLM_MODEL"].isprintable():
        raise UsageError("KG_LLM_MODEL is no name: it holds characters that do not print")
    return given["KG_LLM_MODEL"]


def _key(given: Mapping[str, str]) -> str | None:
    key = given.get("KG_LLM_KEY")
    if key is not None and not (key.isascii() and key.isprintable()):
        raise UsageError("KG_LLM_KEY cannot stand in a request: give printable ASCII")
    return key


def _options(given: Mapping[str, str]) -> Mapping[str, Any]:
    try:
        options = json.loads(given.get("KG_LLM_OPTIONS", "{}"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"KG_LLM_OPTIONS is no JSON ({error})") from error
    if not isinstance(options, dict):
        raise UsageError('KG_LLM_OPTIONS is no JSON object; write {"temperature": 1}')
    if fixed := _OURS & options.keys():
        raise UsageError(f"KG_LLM_OPTIONS may not set {', '.join(sorted(fixed))}")
    return options


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number that can be sent")


def _number(given: Mapping[str, str], name: str, least: float | None = None) -> float | None:
    """Return a number above 0, or from ``least`` on; None where it is not set."""
    if name not in given:
        return None
    try:
        number = float(given[name])
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < (least or 0.0) or (least is None and number == 0):
        raise UsageError(f"{name} is {given[name]!r}; set it to a number above 0")
    return number


def _whole(given: Mapping[str, str], name: str) -> int | None:
    number = _number(given, name)
    if number is not None and number != int(number):
        raise UsageError(f"{name} is {given[name]!r}; set it to a whole number")
    return None if number is None else int(number)
