"""One request: tried again where that may help, refused in one line where it does not."""

from __future__ import annotations

import socket

import pytest

from ingest.llm.endpoint import TRIES, Endpoint
from ingest.llm.settings import Settings
from kg.errors import RefusedError
from tests.unit.ingest.llm.conftest import KEY
from tests.unit.ingest.llm.model import Model, Said, content


def settings(model: Model, **other: object) -> Settings:
    return Settings(url=model.url, model="small", **other)  # type: ignore[arg-type]


def ask(given: Settings, tries: int = TRIES) -> tuple[str, int | None, int | None, int]:
    with Endpoint(given) as endpoint:
        answer = endpoint.ask({"model": "small"}, tries)
        return answer.text, answer.tokens_in, answer.tokens_out, endpoint.sent


def refusal(given: Settings, tries: int = TRIES) -> str:
    with pytest.raises(RefusedError) as refused:
        ask(given, tries)
    assert "\n" not in str(refused.value)
    assert KEY not in str(refused.value)
    return str(refused.value)


def test_asks_by_the_protocol_with_the_key(model: Model) -> None:
    model.says(content("hello", (3, 4)))
    assert ask(settings(model, key=KEY)) == ("hello", 3, 4, 1)
    (asked,) = model.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.headers["Accept-Encoding"] == "identity"


def test_without_a_key_none_is_sent(model: Model) -> None:
    model.says(content("hello"))
    ask(settings(model))
    assert "Authorization" not in model.asked[0].headers


@pytest.mark.parametrize("usage", [None, {}, [], {"prompt_tokens": "7"}, {"prompt_tokens": -1}])
def test_tokens_that_are_not_reported_are_unknown(model: Model, usage: object) -> None:
    said = content("hello", None)
    model.says(Said({**said.body, "usage": usage}))
    assert ask(settings(model)) == ("hello", None, None, 1)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 529])
def test_tries_again_after_what_may_pass(model: Model, status: int) -> None:
    model.says(Said({}, status), Said(b"busy", status), content("hello"))
    assert ask(settings(model))[-1] == 3


def test_gives_up_after_so_many_tries(model: Model) -> None:
    model.says(Said({"error": {"message": "out of\nmemory"}}, 500))
    assert "answers 500 (out of memory); try again later" in refusal(settings(model))
    assert len(model.asked) == TRIES
    refusal(settings(model), tries=1)
    assert len(model.asked) == TRIES + 1


@pytest.mark.parametrize("slow", [Said(content("late").body, after=0.6), Said({}, trickling=True)])
def test_what_does_not_come_in_time_is_tried_again_then_refused(model: Model, slow: Said) -> None:
    slow.body = content("late").body
    model.says(slow, content("in time"))
    assert ask(settings(model, seconds=0.3))[0] == "in time"
    model.says(slow)
    assert "does not answer within 0.3 seconds" in refusal(settings(model, seconds=0.3), tries=2)
    assert "KG_LLM_TIMEOUT" in refusal(settings(model, seconds=0.3), tries=1)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            Said({"error": {"message": f"Incorrect key: {KEY}"}}, 401),
            "Incorrect key: …); set KG_LLM_KEY",
        ),
        (Said({"error": {"message": "no model small"}}, 404), "no model small); check KG_LLM_URL"),
        (Said({"error": "no response_format"}, 400), "no response_format); check KG_LLM_MODEL"),
        (Said({"detail": "not this way"}, 422), "not this way"),
        (Said({}, 307, {"Location": "http://elsewhere.example/v1"}), "set KG_LLM_URL"),
        (Said(b"<html>Welcome</html>"), "does not answer as a chat model does"),
        (Said({"choices": []}), "does not answer as a chat model does"),
        (Said({"choices": [{"message": "hello"}]}), "does not answer as a chat model does"),
        (Said(b"[" * 100_000), "does not answer as a chat model does"),
        (Said(b" " * 4_000_001), "too long"),
    ],
)
def test_what_is_no_answer_is_refused_at_once(model: Model, said: Said, why: str) -> None:
    model.says(said)
    line = refusal(settings(model, key=KEY))
    assert line.startswith(f"llm: {model.url} ")
    assert why in line
    assert len(model.asked) == 1


def test_a_refusal_of_the_model_is_an_empty_answer(model: Model) -> None:
    model.says(Said({"choices": [{"message": {"content": None, "refusal": "No."}}]}))
    assert ask(settings(model))[0] == ""


def test_nobody_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = refusal(Settings(url=f"http://127.0.0.1:{port}/v1", model="small"))
    assert "cannot be reached" in line
    assert "start the server, or set KG_LLM_URL" in line


def test_no_proxy_of_the_environment_is_asked(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    model.says(content("hello"))
    ask(settings(model))
    assert len(model.asked) == 1
