"""A document read by the model: what is at hand is not asked for, what is asked for has limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ingest.document import Fault, ParsedDocument, Sentence
from ingest.findings import Spent
from ingest.llm import prompt
from ingest.llm.answers import Reply, parse
from ingest.llm.endpoint import Answer, Endpoint
from ingest.llm.kept import Kept, key_of
from ingest.llm.parts import Part, parts
from ingest.llm.settings import Settings
from kg.errors import RefusedError

VERSION: Final = "1"
"""Changes whenever the same answers may give other findings."""

# A token is four bytes of English, fewer of other text: for limits, where nothing is reported.
_BYTES_A_TOKEN: Final = 3


@dataclass(frozen=True, slots=True)
class Read:
    """The parts of a document that got a usable answer, each with it, and what that cost."""

    replies: tuple[tuple[Part, Reply], ...]
    faults: tuple[Fault, ...]
    spent: Spent


@dataclass(frozen=True, slots=True)
class _Question:
    part: Part
    body: dict[str, Any]
    key: str

    @property
    def tokens(self) -> int:
        """About how many tokens the question is long."""
        return _about(json.dumps(self.body["messages"], ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks the model about documents.

    ``folder`` gives where answers are kept; with ``offline`` nothing is sent.
    """

    settings: Settings
    folder: Callable[[], Path]
    offline: bool = False

    @property
    def version(self) -> str:
        """Names the reading, the prompt, the model, and options by their digest."""
        return f"{VERSION}.{prompt.digest(self.settings.options)} {self.settings.model}"

    def read(self, document: ParsedDocument) -> Read:
        """Return what the model answers about each part of a document.

        Each answer is kept as it comes, so that a reading that is broken off goes on from there.

        Raises:
            RefusedError: if an answer cannot be had, or not within the limits.
            UsageError: if answers cannot be kept.
        """
        questions = [self._question(document, part) for part in parts(document)]
        kept = Kept(self.folder)
        answers = {one.key: answer for one in questions if (answer := kept.get(one.key))}
        missing = {one.key: one for one in questions if one.key not in answers}
        account = _Account(self.settings, cached=len(answers))
        if missing:
            self._check_sending(len(missing))
            answers |= self._ask(list(missing.values()), kept, account)
        replies = [(one.part, parse(answers[one.key].text)) for one in questions]
        return Read(
            replies=tuple((part, reply) for part, reply in replies if reply is not None),
            faults=tuple(_unusable(document, part) for part, reply in replies if reply is None),
            spent=account.spent(),
        )

    def _question(self, document: ParsedDocument, part: Part) -> _Question:
        body = prompt.request(self.settings, document.metadata.title, part.sentences)
        return _Question(part, body, key_of(self.settings.url, body))

    def _check_sending(self, missing: int) -> None:
        if self.offline:
            raise RefusedError(
                f"llm: {missing} parts of the text have no answer at hand, and --offline rules "
                "out asking; leave out one of --offline and --extractor llm"
            )

    def _ask(
        self, questions: Sequence[_Question], kept: Kept, account: _Account
    ) -> dict[str, Answer]:
        account.check_all(questions)
        answers: dict[str, Answer] = {}
        with Endpoint(self.settings) as endpoint:
            for question in questions:
                try:
                    answer = endpoint.ask(question.body, account.tries_for(question))
                except RefusedError as error:
                    raise RefusedError(f"{error}{account.words()}") from error
                kept.put(question.key, answer)
                answers[question.key] = answer
                account.add(question, answer, endpoint.sent)
        return answers


class _Account:
    """What was spent on one document so far, held to the limits of the settings."""

    def __init__(self, settings: Settings, cached: int) -> None:
        self._settings, self._cached = settings, cached
        self._requests = self._answers = self._in = self._out = 0
        self._reported = True

    def spent(self) -> Spent:
        """Return it; counts that are partly estimated are unknown."""
        known = self._reported
        return Spent(
            requests=self._requests,
            cached=self._cached,
            tokens_in=self._in if known else None,
            tokens_out=self._out if known else None,
            priced=self._settings.priced,
            cost=self._settings.cost(self._in, self._out) if known else None,
        )

    def words(self) -> str:
        """Say, behind a refusal, what came before it."""
        if not self._answers:
            return ""
        tokens = (
            f"{self._in:,} tokens in, {self._out:,} out" if self._reported else "unknown tokens"
        )
        return f"; {self._answers} answers before that are kept ({tokens})"

    def add(self, question: _Question, answer: Answer, sent: int) -> None:
        """Count an answer; ``sent`` is the number of requests sent so far."""
        self._requests = sent
        self._answers += 1
        if answer.tokens_in is None or answer.tokens_out is None:
            self._reported = False
        self._in += question.tokens if answer.tokens_in is None else answer.tokens_in
        self._out += _about(answer.text) if answer.tokens_out is None else answer.tokens_out

    def check_all(self, questions: Sequence[_Question]) -> None:
        """Refuse what can be seen to go over a limit before anything is sent.

        Raises:
            RefusedError: with the limit and what it would take.
        """
        if len(questions) > self._settings.max_requests:
            raise _over("KG_LLM_MAX_REQUESTS", self._settings.max_requests, len(questions))
        self._check_tokens(sum(one.tokens for one in questions))

    def tries_for(self, question: _Question) -> int:
        """Return how often a question may be sent.

        Raises:
            RefusedError: if not even once.
        """
        limit = self._settings.max_requests
        if self._requests >= limit:
            raise _over("KG_LLM_MAX_REQUESTS", limit, self._requests + 1)
        self._check_tokens(question.tokens)
        return limit - self._requests

    def _check_tokens(self, more: int) -> None:
        tokens = self._in + self._out + more
        if tokens > self._settings.max_tokens:
            raise _over("KG_LLM_MAX_TOKENS", self._settings.max_tokens, tokens)
        cost = self._settings.cost(self._in + more, self._out)
        limit = self._settings.max_cost
        if cost is not None and limit is not None and cost > limit:
            raise _over("KG_LLM_MAX_COST", limit, cost)


def _over(name: str, limit: float, needed: float) -> RefusedError:
    return RefusedError(
        f"llm: the text needs more than {name} allows, {_shown(limit)} against at least "
        f"{_shown(needed)}; raise it, or ingest without --extractor llm"
    )


def _shown(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.4f}"


def _about(text: str) -> int:
    return -(-len(text.encode()) // _BYTES_A_TOKEN)


def _unusable(document: ParsedDocument, part: Part) -> Fault:
    sentences = document.layer(Sentence)
    return Fault(
        code="llm-answer",
        message="the model's answer about this part is not of the form asked for; it is left out",
        start=sentences[part.first].start,
        end=sentences[part.first + len(part.sentences) - 1].end,
    )
