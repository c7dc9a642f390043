from __future__ import annotations

import gzip
import pickle
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from itertools import repeat
from pathlib import Path

import httpcore
import httpx
import pytest

from ingest.sources import Fetcher, transfer
from ingest.sources.network import is_public
from ingest.sources.terms import AbsentError, cache_folder
from kg.errors import RefusedError, UsageError
from tests.unit.ingest.sources.conftest import PUBLIC, Recorded, Rerouted, Site

PAGE = "http://paper.example/text"
HOST = "paper.example/text"


def refusal(fetcher: Fetcher, url: str = PAGE) -> str:
    with pytest.raises(RefusedError) as caught:
        fetcher.get(url, "it")
    message = str(caught.value)
    assert message.startswith("it: ")
    assert "\n" not in message
    return message


def test_an_answer_comes_with_its_type_and_where_it_stood(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(status=302, headers={"Location": "/moved"})
    site.answers["paper.example/moved"] = Recorded(
        b"Engines need coal.", headers={"Content-Type": "Text/Plain; charset=utf-8"}
    )
    answer = fetcher.get(PAGE, "it")
    assert answer.data == b"Engines need coal."
    assert answer.media_type == "text/plain"
    assert answer.url == "http://paper.example/moved"


def test_a_request_says_who_asks(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers[HOST] = Recorded(b"x")
    monkeypatch.setenv("KG_CONTACT", "mailto:someone@example.org")
    fetcher.get(PAGE, "it", accept="text/html")
    (sent,) = site.headers
    assert re.fullmatch(r"claimgraph/\S+ \(mailto:someone@example\.org\)", sent["User-Agent"])
    assert sent["Accept"] == "text/html"
    monkeypatch.setenv("KG_CONTACT", "two\nlines")
    with pytest.raises(UsageError, match="KG_CONTACT"):
        fetcher.get(PAGE, "it")


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_not_there_or_not_for_us_is_told_apart(
    site: Site, fetcher: Fetcher, status: int
) -> None:
    site.answers[HOST] = Recorded(b"no", status)
    with pytest.raises(AbsentError, match=rf"it: paper\.example answers {status}"):
        fetcher.get(PAGE, "it")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answers[HOST] = [Recorded(b"", status), Recorded(b"", status), Recorded(b"x")]
    assert fetcher.get(PAGE, "it").data == b"x"
    assert len(site.asked) == 3


def test_a_server_that_stays_busy_is_left_alone_after_three_more(
    site: Site, fetcher: Fetcher
) -> None:
    site.answers[HOST] = Recorded(b"", 503)
    assert "503" in refusal(fetcher)
    assert len(site.asked) == 4


def test_a_broken_server_is_not_asked_again(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(b"", 500)
    assert "500" in refusal(fetcher)
    assert len(site.asked) == 1


def test_retry_after_is_waited_for(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = [Recorded(b"", 429, {"Retry-After": "1"}), Recorded(b"x")]
    begin = time.monotonic()
    assert fetcher.get(PAGE, "it").data == b"x"
    assert time.monotonic() - begin >= 1


@pytest.mark.parametrize(
    "after",
    ["3600", formatdate(time.time() + 9000, usegmt=True)],
    ids=["seconds", "date"],
)
def test_retry_after_is_not_waited_for_beyond_reason(
    site: Site, fetcher: Fetcher, after: str
) -> None:
    site.answers[HOST] = Recorded(b"", 429, {"Retry-After": after})
    assert "asks to come back in" in refusal(fetcher)
    assert len(site.asked) == 1


def test_a_retry_after_that_says_nothing_is_passed_over(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = [Recorded(b"", 429, {"Retry-After": "soon"}), Recorded(b"x")]
    assert fetcher.get(PAGE, "it").data == b"x"


def test_requests_to_one_host_are_a_pause_apart(site: Site, fetcher: Fetcher) -> None:
    slow = replace(fetcher, pause=0.4)
    site.answers |= {f"paper.example/{n}": Recorded(b"x") for n in range(2)}
    site.answers["other.example/"] = Recorded(b"x")
    slow.get("http://paper.example/0", "it")
    begin = time.monotonic()
    slow.get("http://other.example/", "it")
    assert time.monotonic() - begin < 0.4
    slow.get("http://paper.example/1", "it")
    assert time.monotonic() - begin > 0.3


def test_a_redirect_without_end_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(status=302, headers={"Location": "/text"})
    assert "redirects without end" in refusal(fetcher)
    assert len(site.asked) <= 12


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://paper.example/x", "only http and https"),
        ("http://me:secret@paper.example/", "user name"),
        ("", "302"),
    ],
)
def test_a_redirect_to_what_is_not_fetched_is_refused(
    site: Site, fetcher: Fetcher, location: str, reason: str
) -> None:
    site.answers[HOST] = Recorded(status=302, headers={"Location": location} if location else {})
    message = refusal(fetcher)
    assert reason in message
    assert "secret" not in message
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_only_public_addresses_are_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:4700::6810:84e5", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("addresses", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["::ffff:10.1.1.1"]])
def test_a_name_that_stands_at_a_private_address_is_refused(
    site: Site, fetcher: Fetcher, addresses: list[str]
) -> None:
    message = refusal(replace(fetcher, resolve=lambda host, port: addresses))
    assert "no public address" in message
    assert "--allow-private" in message
    assert site.connected == []


@pytest.mark.parametrize(
    "url", ["http://localhost/", "http://127.1/", "http://2130706433/", "http://[::1]/"]
)
def test_loopback_is_refused_however_it_is_written(tmp_path: Path, url: str) -> None:
    assert "no public address" in refusal(Fetcher(cache=tmp_path), url)


def test_a_redirect_to_a_private_address_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(
        status=302, headers={"Location": f"http://inside.example:{site.port}/secret"}
    )
    guarded = replace(
        fetcher, resolve=lambda host, port: ["127.0.0.1" if "inside" in host else PUBLIC]
    )
    assert "inside.example stands at 127.0.0.1" in refusal(guarded)
    assert site.asked == [HOST]


def test_the_address_that_was_checked_is_the_one_that_is_reached(
    site: Site, fetcher: Fetcher
) -> None:
    site.answers[HOST] = Recorded(b"x")
    answers = iter([[PUBLIC], ["127.0.0.1"]])  # a name that changes between two look-ups
    fetcher = replace(fetcher, resolve=lambda host, port: next(answers))
    assert fetcher.get("https://paper.example/text", "it").data == b"x"
    assert site.connected == [(PUBLIC, 443)]
    assert site.shook_hands == ["paper.example"]


def test_another_address_is_tried_where_one_does_not_answer(site: Site, fetcher: Fetcher) -> None:
    class FirstFails(Rerouted):
        def connect_tcp(
            self, host: str, port: int, timeout: float | None = None, *_: object, **__: object
        ) -> httpcore.NetworkStream:
            if ":" in host:
                raise httpcore.ConnectError("no route")
            return super().connect_tcp(host, port, timeout)

    site.answers[HOST] = Recorded(b"x")
    fetcher = replace(
        fetcher, connect=FirstFails(site), resolve=lambda host, port: ["2606:4700::1", PUBLIC]
    )
    assert fetcher.get(PAGE, "it").data == b"x"


def test_an_unknown_host_and_a_closed_port_are_refused(fetcher: Fetcher, site: Site) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    assert "paper.example is not found" in refusal(replace(fetcher, resolve=unknown))
    open_only = replace(
        fetcher,
        allow_private=True,
        connect=httpcore.SyncBackend(),
        resolve=lambda *_: ["127.0.0.1"],
    )
    assert "cannot be fetched" in refusal(open_only, "http://paper.example:1/")


def test_a_host_that_is_no_name_is_refused(tmp_path: Path) -> None:
    assert "not found" in refusal(Fetcher(cache=tmp_path), f"http://{'x' * 70}.example/")


def endless() -> Iterator[bytes]:
    return repeat(b"x" * 50_000)


def trickle() -> Iterator[bytes]:
    while True:
        time.sleep(0.05)
        yield b"x"


def test_a_body_without_end_is_cut(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(endless(), headers={"Content-Length": "10"})
    assert fetcher.get(PAGE, "it").data == b"x" * 10
    site.answers["paper.example/more"] = Recorded(endless())
    assert "over the limit of 1,000,000 bytes" in refusal(fetcher, "http://paper.example/more")


def test_a_body_that_trickles_is_cut_at_the_deadline(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(trickle())
    begin = time.monotonic()
    message = refusal(replace(fetcher, seconds=0.5))
    assert "not there whole after 0.5 seconds" in message or "in time" in message
    assert time.monotonic() - begin < 5


def test_headers_that_trickle_are_cut_at_the_deadline(fetcher: Fetcher) -> None:
    class Trickling(httpcore.MockStream):
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            time.sleep(0.05)
            return super().read(max_bytes, timeout)

    class Connect(httpcore.NetworkBackend):
        def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
            return Trickling([b"HTTP/1.1 200 OK\r\n", *(b"X: y\r\n" for _ in range(9999))])

    begin = time.monotonic()
    message = refusal(replace(fetcher, seconds=0.5, connect=Connect()))
    assert "not there whole" in message
    assert time.monotonic() - begin < 5


def test_a_body_shorter_than_promised_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(b"half", headers={"Content-Length": "8"})
    assert "cannot be fetched" in refusal(fetcher)
    site.answers[HOST] = Recorded(gzip.compress(b"whole" * 99)[:-9], headers=GZIP)
    assert "ends early" in refusal(fetcher)


GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"words", mtime=0)),
        ("x-gzip", gzip.compress(b"words", mtime=0)),
        ("deflate", zlib.compress(b"words")),
        ("identity", b"words"),
    ],
)
def test_what_is_sent_compressed_is_expanded(
    site: Site, fetcher: Fetcher, coding: str, body: bytes
) -> None:
    site.answers[HOST] = Recorded(body, headers={"Content-Encoding": coding})
    assert fetcher.get(PAGE, "it").data == b"words"


def test_a_bomb_is_not_expanded_beyond_the_limit(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    expanded = 0
    decoded = transfer._decoded

    def counted(response: httpx.Response) -> Iterator[bytes]:
        nonlocal expanded
        for piece in decoded(response):
            expanded += len(piece)
            yield piece

    monkeypatch.setattr(transfer, "_decoded", counted)
    site.answers[HOST] = Recorded(gzip.compress(bytes(200_000_000), 1), headers=GZIP)
    assert "over the limit" in refusal(fetcher)
    assert expanded < 1_200_000


@pytest.mark.parametrize(
    ("coding", "body"), [("gzip", b"not at all"), ("br", b"x"), ("a, b", b"x")]
)
def test_an_encoding_that_is_not_so_is_refused(
    site: Site, fetcher: Fetcher, coding: str, body: bytes
) -> None:
    site.answers[HOST] = Recorded(body, headers={"Content-Encoding": coding})
    assert "compressed" in (message := refusal(fetcher)) or "not asked for" in message


FRESH = {"Cache-Control": "max-age=86400", "Date": formatdate(usegmt=True)}  # longer than any run
OLD = {"Cache-Control": "max-age=1", "Date": formatdate(time.time() - 900, usegmt=True)}


def test_a_fresh_answer_is_had_from_the_cache(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(gzip.compress(b"words"), headers=FRESH | GZIP)
    answers = [fetcher.get(PAGE, "it") for _ in range(3)]
    assert {answer.data for answer in answers} == {b"words"}
    assert len(site.asked) == 1


def test_an_answer_that_is_not_to_be_kept_is_not(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = Recorded(b"x", headers={"Cache-Control": "no-store"})
    fetcher.get(PAGE, "it")
    fetcher.get(PAGE, "it")
    assert len(site.asked) == 2
    assert "--offline" in refusal(replace(fetcher, offline=True))


def test_an_old_answer_is_asked_about_and_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = [
        Recorded(b"words", headers=OLD | {"ETag": '"1"'}),
        Recorded(b"", 304, headers={"ETag": '"1"'}),
    ]
    assert fetcher.get(PAGE, "it").data == b"words"
    assert fetcher.get(PAGE, "it").data == b"words"
    assert site.headers[1]["If-None-Match"] == '"1"'


def test_what_was_cut_off_is_not_kept(site: Site, fetcher: Fetcher) -> None:
    site.answers[HOST] = [Recorded(endless(), headers=FRESH), Recorded(b"x", headers=FRESH)]
    refusal(fetcher)
    assert fetcher.get(PAGE, "it").data == b"x"


def test_offline_sends_nothing(site: Site, fetcher: Fetcher) -> None:
    assert "--offline" in refusal(replace(fetcher, offline=True))
    assert site.connected == []


@pytest.mark.parametrize("headers", [FRESH, OLD])
def test_offline_has_what_the_cache_holds(
    site: Site, fetcher: Fetcher, headers: dict[str, str]
) -> None:
    site.answers[HOST] = Recorded(b"words", headers=headers)
    fetcher.get(PAGE, "it")
    assert replace(fetcher, offline=True).get(PAGE, "it").data == b"words"
    assert len(site.asked) == 1


def test_what_was_had_from_private_addresses_is_no_answer_to_others(
    site: Site, fetcher: Fetcher
) -> None:
    site.answers[HOST] = Recorded(b"inside", headers=FRESH)
    private = replace(fetcher, allow_private=True, resolve=lambda host, port: ["10.0.0.1"])
    assert private.get(PAGE, "it").data == b"inside"
    assert "no public address" in refusal(replace(private, allow_private=False))


def test_a_cache_that_cannot_be_written_is_said_to_be(fetcher: Fetcher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    message = refusal(replace(fetcher, cache=tmp_path / "file"))
    assert "KG_CACHE_DIR" in message


def test_without_a_home_folder_only_fetching_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", "~nobody-of-that-name/cache")
    assert "KG_CACHE_DIR" in refusal(Fetcher())


def test_the_cache_stands_where_a_user_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.delenv("KG_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() == Path("/home/me/.cache/claimgraph")
    monkeypatch.setenv("XDG_CACHE_HOME", "/fast")
    assert cache_folder() == Path("/fast/claimgraph")
    monkeypatch.setenv("KG_CACHE_DIR", "~/mine")
    assert cache_folder() == Path("/home/me/mine")


def test_a_fetcher_can_be_sent_to_another_process(tmp_path: Path) -> None:
    sent = pickle.loads(pickle.dumps(Fetcher(offline=True, cache=tmp_path, pause=0)))
    assert (sent.offline, sent.cache, sent.pause) == (True, tmp_path, 0)
