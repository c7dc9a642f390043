"""The environment says where the model is; what is wrong there is named, and keys are not."""

from __future__ import annotations

import pytest

from ingest.llm.settings import Settings, settings
from kg.errors import UsageError

SET = {"KG_LLM_URL": "http://127.0.0.1:8000/v1/", "KG_LLM_MODEL": " small "}


def test_address_and_model_are_enough() -> None:
    made = settings(SET)
    assert made == Settings(url="http://127.0.0.1:8000/v1", model="small")
    assert (made.key, made.priced, made.cost(1, 1)) == (None, False, None)


def test_everything_can_be_set() -> None:
    made = settings(
        {
            **SET,
            "KG_LLM_KEY": "sk-1",
            "KG_LLM_OPTIONS": '{"temperature": 1, "max_tokens": null}',
            "KG_LLM_TIMEOUT": "2.5",
            "KG_LLM_MAX_REQUESTS": "7",
            "KG_LLM_MAX_TOKENS": "9000",
            "KG_LLM_MAX_COST": "0.25",
            "KG_LLM_PRICE_IN": "0",
            "KG_LLM_PRICE_OUT": "4",
        }
    )
    assert made.options == {"temperature": 1, "max_tokens": None}
    assert (made.seconds, made.max_requests, made.max_tokens) == (2.5, 7, 9000)
    assert made.cost(1_000_000, 500_000) == pytest.approx(2.0)
    assert "sk-1" not in repr(made)


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"KG_LLM_URL": ""}, "KG_LLM_URL"),
        ({"KG_LLM_URL": "ftp://h/v1"}, "KG_LLM_URL"),
        ({"KG_LLM_URL": "http://"}, "KG_LLM_URL"),
        ({"KG_LLM_URL": "http://h:99999/"}, "KG_LLM_URL"),
        ({"KG_LLM_URL": "http://me:sesame@h/v1"}, "KG_LLM_KEY"),
        ({"KG_LLM_MODEL": "  "}, "KG_LLM_MODEL"),
        ({"KG_LLM_MODEL": "a\nb"}, "KG_LLM_MODEL"),
        ({"KG_LLM_KEY": "sesame\nX-Other: 1"}, "KG_LLM_KEY"),
        ({"KG_LLM_KEY": "sesamé"}, "KG_LLM_KEY"),
        ({"KG_LLM_OPTIONS": "{"}, "KG_LLM_OPTIONS"),
        ({"KG_LLM_OPTIONS": "[]"}, "KG_LLM_OPTIONS"),
        ({"KG_LLM_OPTIONS": '{"top_p": NaN}'}, "NaN"),
        ({"KG_LLM_OPTIONS": '{"messages": []}'}, "messages"),
        ({"KG_LLM_TIMEOUT": "soon"}, "KG_LLM_TIMEOUT"),
        ({"KG_LLM_TIMEOUT": "0"}, "KG_LLM_TIMEOUT"),
        ({"KG_LLM_TIMEOUT": "inf"}, "KG_LLM_TIMEOUT"),
        ({"KG_LLM_MAX_REQUESTS": "1.5"}, "KG_LLM_MAX_REQUESTS"),
        ({"KG_LLM_MAX_TOKENS": "-3"}, "KG_LLM_MAX_TOKENS"),
        ({"KG_LLM_PRICE_IN": "-1"}, "KG_LLM_PRICE_IN"),
        ({"KG_LLM_MAX_COST": "1"}, "KG_LLM_PRICE_IN"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(wrong: dict[str, str], names: str) -> None:
    with pytest.raises(UsageError, match=names) as refused:
        settings({**SET, **wrong})
    assert "\n" not in str(refused.value)
    assert "sesam" not in str(refused.value)
