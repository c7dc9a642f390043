"""Rates, tokens, and who may run when."""

from __future__ import annotations

import asyncio
import threading
import time

import httpx
import pytest

from kg.endpoint.errors import RequestError
from kg.endpoint.lanes import Lanes, Rate
from kg.endpoint.settings import Settings
from kg.rdf.process import Control
from tests.looping import finished
from tests.unit.endpoint.server import Running, running
from tests.unit.rdf.factory import Essay

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_rate_is_a_bucket_that_fills_again() -> None:
    now = [0.0]
    rate = Rate(60, clock=lambda: now[0])
    for _ in range(60):
        rate.take("a")
    with pytest.raises(RequestError, match="60 requests a minute") as caught:
        rate.take("a")
    assert (caught.value.status, caught.value.headers["Retry-After"]) == (429, "2")
    rate.take("b")
    now[0] = 2.0
    rate.take("a")
    now[0] = 1000.0
    for _ in range(60):
        rate.take("a")
    with pytest.raises(RequestError):
        rate.take("a")


def test_a_rate_of_nothing_is_no_limit_and_addresses_are_forgotten() -> None:
    free = Rate(0)
    for _ in range(1000):
        free.take("a")
    rate = Rate(1)
    for number in range(20_000):
        rate.take(str(number))
    assert len(rate._buckets) <= 10_000


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    with running({}, Settings(rate=3)) as endpoint:
        statuses = [endpoint.client.get("/health") for _ in range(5)]
        assert [one.status_code for one in statuses] == [200, 200, 200, 429, 429]
        assert int(statuses[-1].headers["Retry-After"]) >= 1


def test_a_token_opens_and_nothing_else_does() -> None:
    with running(Essay().graphs, token="the token of this test") as endpoint:

        def status(value: str | bytes | None, path: str = "/sparql") -> int:
            headers = {} if value is None else {"Authorization": value}
            return endpoint.client.get(path, headers=headers).status_code  # type: ignore[arg-type]

        assert status("Bearer the token of this test") == 200
        assert status("bearer the token of this test") == 200
        for wrong in (
            None,
            "",
            "Bearer",
            "Bearer the token of this tes",
            "Bearer the token of this testt",
            "Basic the token of this test",
            "the token of this test",
            b"Bearer \xff\xfe",
        ):
            assert status(wrong) == 401
        assert status(None, "/.well-known/void") == 401
        assert status(None, "/nothing") == 401
        assert status(None, "/health") == 200
        assert status(None, "/") == 200
        assert endpoint.client.get("/sparql?token=the+token+of+this+test").status_code == 401


def test_who_came_last_is_next_and_who_waits_longest_is_sent_away() -> None:
    async def scenario() -> list[str]:
        lanes = Lanes(Settings(queries=1, waiting=2, quick_seconds=60.0))
        order: list[str] = []
        go = asyncio.Event()

        async def ask(name: str) -> None:
            async def query(_control: Control) -> None:
                order.append(name)
                await go.wait()

            try:
                await lanes.run(query)
            except RequestError as error:
                order.append(f"{name}: {error.status}")

        tasks = []
        for name in ("first", "second", "third", "fourth"):
            tasks.append(asyncio.create_task(ask(name)))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        tasks[2].cancel()
        go.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await ask("fifth")
        return order

    assert finished(scenario()) == ["first", "second: 503", "fourth", "fifth"]


@pytest.mark.parametrize("steps", range(6))
def test_a_place_is_never_lost(steps: int) -> None:
    """Whoever waits is cancelled just before, when, and after its place comes."""

    async def scenario() -> bool:
        lanes = Lanes(Settings(queries=1, quick_seconds=60.0, seconds=5.0))
        go = asyncio.Event()

        async def wait(_control: Control) -> bool:
            return await go.wait()

        first = asyncio.create_task(lanes.run(wait))
        second = asyncio.create_task(lanes.run(wait))
        await asyncio.sleep(0.01)
        go.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        return await lanes.run(wait)

    assert finished(scenario())


def ask_in_background(endpoint: Running, found: list[httpx.Response]) -> threading.Thread:
    def ask() -> None:
        with httpx.Client(timeout=60) as client:
            found.append(client.get(endpoint.url, params={"query": SLOW}))

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_slow_queries_make_room_and_too_many_of_them_are_stopped() -> None:
    settings = Settings(queries=1, slow_queries=1, quick_seconds=0.3, seconds=6.0)
    with running(Essay().graphs, settings) as endpoint:
        found: list[httpx.Response] = []
        threads = [ask_in_background(endpoint, found) for _ in range(3)]
        time.sleep(0.1)
        assert endpoint.ask("ASK {}").json()["boolean"]
        for thread in threads:
            thread.join()
        assert sorted(one.status_code for one in found) == [500, 503, 503]
        busy = next(one for one in found if one.status_code == 503)
        assert "too many slow queries" in busy.text
        assert busy.headers["Retry-After"] == "10"
        assert endpoint.ask("ASK {}").json()["boolean"]


def test_nobody_waits_without_end() -> None:
    settings = Settings(queries=1, slow_queries=0, quick_seconds=3.0, waiting=1, seconds=1.5)
    with running(Essay().graphs, settings) as endpoint:
        found: list[httpx.Response] = []
        threads = [ask_in_background(endpoint, found) for _ in range(6)]
        for thread in threads:
            thread.join()
        texts = sorted(one.text for one in found if one.status_code == 503)
        assert any("too many queries wait" in text for text in texts)
        assert {one.status_code for one in found} == {500, 503}
        assert endpoint.ask("ASK {}").json()["boolean"]


def test_service_is_for_listed_endpoints_alone() -> None:
    with running(Essay().graphs) as other:
        settings = Settings(services=(other.url,))
        with running({}, settings) as endpoint:
            inner = "{ ?claim a schema:Claim ; schema:text ?text }"
            asked = endpoint.ask(f"SELECT ?text {{ SERVICE <{other.url}> {inner} }}")
            assert asked.status_code == 200, asked.text
            assert len(asked.json()["results"]["bindings"]) == 2
            silent = endpoint.ask(f"SELECT * {{ SERVICE SILENT <{other.url}> {inner} }}")
            assert silent.status_code == 200
            for name in (f"<{other.url}/>", f"<{other.url}?a>", "?u", "<http://127.0.0.1:1/>"):
                refused = endpoint.ask(f"SELECT * {{ SERVICE {name} {inner} }}")
                assert (refused.status_code, "SERVICE is refused" in refused.text) == (400, True)
            both = f"SELECT * {{ SERVICE <{other.url}> {{}} SERVICE <http://x/> {{}} }}"
            assert endpoint.ask(both).status_code == 400
