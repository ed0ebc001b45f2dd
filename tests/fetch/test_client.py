"""The client against the hostile server, over real sockets on loopback."""

from __future__ import annotations

import asyncio
import base64
import logging
import ssl
import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from aggregator.errors import Blocked, FetchError, Refused, Timeout, TooLarge, Unreachable
from aggregator.fetch.client import Client
from aggregator.model import Feed, Request, Response
from tests.hostile import Hostile
from tests.hostile.behaviours import conditional, fixed, redirect
from tests.hostile.documents import FEED
from tests.hostile.server import CERTIFICATE

DEADLINE = 0.4
TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loading the authorities takes a while


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(version="1.2", contact="mailto:desk@example.org")


def feed(url: str, **settings: Any) -> Feed:
    short: dict[str, Any] = {"deadline": timedelta(seconds=DEADLINE), "host_delay": timedelta(0)}
    return Feed("f", url, **({"allow_private": True, "max_bytes": 1 << 19} | short | settings))


def exchange(client: Client, asked: Feed, **validators: str) -> Response:
    return asyncio.run(client.exchange(asked, Request(url=asked.url, **validators)))


WHOLE = [
    *("/feed", "/chunked", "/close-delimited", "/bare-newlines", "/cookies", "/two-etags", "/long"),
    *("/gzip", "/x-gzip", "/gzip-unsaid", "/gzip-members", "/gzip-padded", "/gzip-stored", "/gzip-dripped"),
    *("/identity", "/redirect/301", "/redirect/302", "/redirect/303", "/redirect/307", "/redirect/308"),
    *("/hops/5", "/redirect-userinfo", "/redirect-fragment", "/redirect-localhost", "/redirect-body"),
    "/redirect-latin1",
]


@pytest.mark.parametrize("path", WHOLE)
def test_a_whole_document(server: Hostile, client: Client, path: str) -> None:
    response = exchange(client, feed(server.url(path)))
    assert (response.status, response.body) == (200, FEED)
    assert "@" not in response.url + "".join(hop.target for hop in response.hops)


REFUSED: list[tuple[str, type[FetchError], str]] = [
    ("/gzip-cut", Unreachable, "no end mark"),
    ("/gzip-no-trailer", Unreachable, "no end mark"),
    ("/gzip-cut-in-second", Unreachable, "no end mark"),
    ("/gzip-crc", Unreachable, "damaged"),
    ("/gzip-garbage", Unreachable, "damaged"),
    ("/gzip-said-only", FetchError, "said gzip"),
    ("/gzip-bomb", TooLarge, "max_bytes"),
    ("/gzip-members-empty", TooLarge, "max_bytes"),
    ("/gzip-members-bomb", TooLarge, "max_bytes"),
    ("/gzip-twice", FetchError, "coding"),
    ("/brotli", FetchError, "coding 'br'"),
    ("/deflate", FetchError, "coding"),
    ("/zstd", FetchError, "coding"),
    ("/codings-in-two-fields", FetchError, "coding 'gzip, br'"),
    ("/cut", Unreachable, "cut before"),
    ("/chunked-cut", Unreachable, "cut before"),
    ("/chunked-garbage", Unreachable, "HTTP/1.1"),
    ("/too-large", TooLarge, "max_bytes"),
    ("/too-large-announced", TooLarge, "max_bytes"),
    ("/endless", TooLarge, "max_bytes"),
    ("/drip", Timeout, "deadline"),
    ("/silence", Timeout, "deadline"),
    ("/slow-headers", Timeout, "deadline"),
    ("/informational", Timeout, "deadline"),
    ("/endless-headers", TooLarge, "headers"),
    ("/headers-70k", TooLarge, "64 KiB"),
    ("/headers-many", TooLarge, "64 KiB"),
    ("/header-one-line", TooLarge, "headers"),
    ("/no-answer", Unreachable, "without an answer"),
    ("/status-garbage", Unreachable, "HTTP/1.1"),
    ("/status-ssh", Unreachable, "without an answer"),
    ("/status-icy", Unreachable, "HTTP/1.1"),
    ("/status-number", Unreachable, "HTTP/1.1"),
    ("/lengths-conflict", Unreachable, "HTTP/1.1"),
    ("/length-negative", Unreachable, "HTTP/1.1"),
    ("/header-nul", Unreachable, "HTTP/1.1"),
    ("/http2", Unreachable, "HTTP/1.1"),
    *((f"/status/{status}", Refused, str(status)) for status in (201, 202, 204, 206, 300, 305, 400, 401)),
    *((f"/status/{status}", Refused, str(status)) for status in (403, 404, 410, 418, 429, 500, 502, 503)),
    ("/unasked-304", Refused, "304"),
    ("/hops/6", Refused, "over 5 redirects"),
    ("/endless-redirects", Refused, "over 5 redirects"),
    ("/loop", Refused, "circle"),
    ("/loop-a", Refused, "circle"),
    ("/redirect-nowhere", Refused, "302"),
    ("/redirect-empty", Refused, "302"),
    ("/redirect-file", Refused, "no address"),
    ("/redirect-garbage", Refused, "no address"),
    ("/redirect-ftp", Blocked, "http and https"),
    ("/redirect-port", Blocked, "port 22"),
    ("/redirect-metadata", Blocked, "cloud metadata"),
]


@pytest.mark.parametrize(("path", "leaf", "words"), REFUSED)
def test_what_is_no_whole_document(
    server: Hostile, client: Client, path: str, leaf: type[FetchError], words: str
) -> None:
    began = time.monotonic()
    with pytest.raises(leaf) as caught:
        exchange(client, feed(server.url(path)))
    assert type(caught.value) is leaf
    assert words in str(caught.value)
    assert time.monotonic() - began < DEADLINE + 2
    if path == "/endless" or path.startswith(
        ("/gzip", "/cut", "/chunked", "/drip", "/too")
    ):  # so that policy knows that a body had begun, and drops the validators
        assert caught.value.response is not None
        assert caught.value.response.status == 200


def test_what_is_sent(server: Hostile, client: Client) -> None:
    exchange(client, feed(server.url("/cookies?x=1&y=%20")))
    exchange(client, feed(server.url("/cookies?x=1&y=%20")))
    last = server.requests[-1]
    assert last.raw.startswith(b"GET /cookies?x=1&y=%20 HTTP/1.1\r\n")
    assert last.headers["user-agent"] == "aggregator/1.2 (+mailto:desk@example.org)"
    assert last.headers["accept-encoding"] == "gzip"
    assert last.headers["host"] == f"127.0.0.1:{server.port}"
    assert "rss+xml" in last.headers["accept"]
    assert not {"cookie", "referer", "authorization", "if-none-match", "range"} & set(last.headers)


def test_validators_are_echoed_byte_for_byte(server: Hostile, client: Client) -> None:
    asked = feed(server.url("/conditional"))
    first = exchange(client, asked)
    again = exchange(client, asked, etag=first.headers["etag"], last_modified=first.headers["last-modified"])
    assert again.status == 304
    assert b'If-None-Match: W/"a b\xe9,*"\r\n' in server.requests[-1].raw
    assert b"If-Modified-Since: Tue, 1 Jun 2026 1:2:3 +0400\r\n" in server.requests[-1].raw


def test_of_a_field_sent_twice_the_first_counts(server: Hostile, client: Client) -> None:
    assert exchange(client, feed(server.url("/two-etags"))).headers["etag"] == '"first"'


def test_validators_go_to_the_address_that_gave_them_alone(client: Client) -> None:
    with Hostile({"/a": redirect("/b"), "/b": conditional(FEED, 'ETag: "1"')}) as server:
        asked = feed(server.url("/a"))
        assert exchange(client, asked, etag='"1"', validators_url=server.url("/b")).status == 304
        assert "if-none-match" not in server.asked("/a")[0].headers
        assert server.asked("/b")[0].headers["if-none-match"] == '"1"'
        assert exchange(client, asked, etag='"1"', validators_url=server.url("/a")).status == 200


def test_credentials_and_headers_stay_with_their_origin(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Hostile() as elsewhere, Hostile({"/away": redirect(elsewhere.url("/feed"))}) as home:
        home.table["/near"] = redirect("/feed")
        settings: dict[str, Any] = {"headers": (("X-Key", "secret-key"),), "user_agent": "Reader/1"}
        for path in ("/near", "/away"):
            exchange(client, feed(home.url(path, "user:p%40ss"), **settings))
        assert len(home.requests) == 3
        wanted = "Basic " + base64.b64encode(b"user:p@ss").decode()
        for seen in home.requests:
            assert (seen.headers["authorization"], seen.headers["x-key"]) == (wanted, "secret-key")
        (seen,) = elsewhere.requests
        assert not {"authorization", "x-key"} & set(seen.headers)
        assert seen.headers["user-agent"] == "Reader/1"
        home.table["/no"] = fixed(b"", "403 Forbidden")
        with pytest.raises(Refused) as caught:
            exchange(client, feed(home.url("/no", "user:p%40ss")))
        said = caught.value.response
        assert said is not None
        assert "p%40ss" not in str(caught.value) + said.url + caplog.text


def test_redirects_are_told_as_they_were(client: Client) -> None:
    with Hostile({"/a": redirect("b?c", 301), "/b": redirect("/feed", 307)}) as server:
        response = exchange(client, feed(server.url("/a")))
        hops = [(hop.url, hop.status, hop.target) for hop in response.hops]
        assert hops == [
            (server.url("/a"), 301, server.url("/b?c")),
            (server.url("/b?c"), 307, server.url("/feed")),
        ]


def test_a_refused_connection_and_a_name_that_is_none(client: Client) -> None:
    with Hostile() as gone:
        url = gone.url("/feed")
    with pytest.raises(Unreachable, match="refuses connections"):
        exchange(client, feed(url))

    async def nowhere(host: str, port: int) -> tuple[str, ...]:
        raise Unreachable(f"the name {host} is not found")

    with pytest.raises(Unreachable, match="not found"):
        exchange(Client(version="1", resolver=nowhere, tls=TRUSTING_NOBODY), feed("http://nowhere.test/"))


def test_the_next_address_is_tried_when_one_takes_no_connection(server: Hostile) -> None:
    async def two(host: str, port: int) -> tuple[str, ...]:
        return "127.0.0.2", "127.0.0.1"  # the server listens on the second alone

    response = exchange(
        Client(version="1", resolver=two, tls=TRUSTING_NOBODY), feed(f"http://feeds.test:{server.port}/feed")
    )
    assert response.body == FEED
    assert server.requests[-1].headers["host"] == f"feeds.test:{server.port}"


def test_a_slow_name_is_within_the_deadline() -> None:
    async def slow(host: str, port: int) -> tuple[str, ...]:
        await asyncio.sleep(30)
        return ("127.0.0.1",)

    with pytest.raises(Timeout):
        exchange(Client(version="1", resolver=slow, tls=TRUSTING_NOBODY), feed("http://slow.test/"))


async def _here(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


def test_tls_is_with_the_name_though_the_connection_is_to_the_address() -> None:
    with Hostile(tls=True) as server:
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        assert (
            exchange(Client(version="1", resolver=_here, tls=trusting), feed(server.url("/feed"))).body
            == FEED
        )
        other = server.url("/feed").replace("feeds.test", "other.test")
        with pytest.raises(Unreachable, match="is not valid"):
            exchange(Client(version="1", resolver=_here, tls=trusting), feed(other))
        with pytest.raises(Unreachable, match="is not valid"):
            exchange(Client(version="1", resolver=_here, tls=TRUSTING_NOBODY), feed(server.url("/feed")))
        plain = server.url("/feed").replace("https", "http")
        with pytest.raises(Unreachable):
            exchange(Client(version="1", resolver=_here, tls=TRUSTING_NOBODY), feed(plain))


def test_tls_with_a_server_that_speaks_none(server: Hostile) -> None:
    with pytest.raises(Unreachable, match="TLS"):
        exchange(
            Client(version="1", resolver=_here, tls=TRUSTING_NOBODY),
            feed(f"https://feeds.test:{server.port}/feed"),
        )


def test_bombs_cost_little_and_the_loop_never_stops(server: Hostile, client: Client) -> None:
    async def run() -> float:
        worst = 0.0

        async def watch() -> None:
            nonlocal worst
            while True:
                before = time.monotonic()
                await asyncio.sleep(0.005)
                worst = max(worst, time.monotonic() - before - 0.005)

        watcher = asyncio.create_task(watch())
        for path in (
            "/gzip-bomb",
            "/gzip-members-bomb",
            "/gzip-members-empty",
            "/endless",
            "/endless-headers",
        ):
            asked = feed(server.url(path), max_bytes=8 << 20, deadline=timedelta(seconds=5))
            with pytest.raises(TooLarge):
                await client.exchange(asked, Request(url=asked.url))
        watcher.cancel()
        return worst

    tracemalloc.start()
    try:
        assert asyncio.run(run()) < 0.5  # it is some milliseconds; tracemalloc and a busy machine add
        assert tracemalloc.get_traced_memory()[1] < 50e6
    finally:
        tracemalloc.stop()
