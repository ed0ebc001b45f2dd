"""The address guard, with resolver and transport given as arguments: no packet leaves."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import Blocked, FetchError, Refused
from aggregator.fetch.client import Client
from aggregator.fetch.guard import check_addresses, check_port, kind, literal
from aggregator.model import Feed, Request

TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

NOT_PUBLIC = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "10.1.2.3": "private",
    "100.64.0.1": "carrier-grade NAT",
    "100.100.100.200": "cloud metadata",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "cloud metadata",
    "169.254.1.1": "link-local",
    "169.254.169.254": "cloud metadata",
    "169.254.170.2": "cloud metadata",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "reserved for protocols",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4 relay",
    "192.168.1.1": "private",
    "198.18.0.1": "benchmarking",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped loopback",
    "::ffff:a9fe:a9fe": "IPv4-mapped cloud metadata",
    "::ffff:8.8.8.8": "IPv4-mapped",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64",
    "100::1": "discard-only",
    "2001::1": "Teredo",
    "2001:0:7f00:1::": "Teredo",
    "2001:10::1": "reserved for protocols",
    "2001:db8::1": "documentation",
    "2002:7f00:1::1": "6to4",
    "2002:a00:1::": "6to4",
    "3fff::1": "documentation",
    "4000::1": "reserved",
    "5f00::1": "reserved",
    "fc00::1": "unique local",
    "fd00:ec2::254": "cloud metadata",
    "fe80::1": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
}
PUBLIC = (
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
)

# What the C library would connect to, however it is written.
SPELLINGS = {
    "2130706433": "127.0.0.1",
    "017700000001": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "127.1": "127.0.0.1",
    "127.0.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "127.0.0.1.": "127.0.0.1",
    "3232235777": "192.168.1.1",
    "0xa9fea9fe": "169.254.169.254",
    "0": "0.0.0.0",
    "[::1]": "::1",
    "[::ffff:7f00:1]": "::ffff:127.0.0.1",
    "[fe80::1%25eth0]": "fe80::1",
}


@pytest.mark.parametrize(("address", "what"), NOT_PUBLIC.items())
def test_what_is_not_public_is_blocked(address: str, what: str) -> None:
    with pytest.raises(Blocked, match=what):
        check_addresses("feeds.test", (address,), allow_private=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_not(address: str) -> None:
    assert str(check_addresses("feeds.test", (address,), allow_private=False)[0]) == address


def test_one_bad_address_among_good_ones_blocks_the_name() -> None:
    with pytest.raises(Blocked, match="private"):
        check_addresses("feeds.test", ("8.8.8.8", "10.0.0.1"), allow_private=False)


@pytest.mark.parametrize(
    ("address", "lifted"),
    [
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("169.254.1.1", True),
        ("::1", True),
        ("fd12::1", True),
        ("fe80::1", True),
        ("::ffff:127.0.0.1", True),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("2002:7f00:1::1", False),
    ],
)
def test_allow_private_lifts_loopback_private_and_link_local_alone(address: str, lifted: bool) -> None:
    if lifted:
        check_addresses("feeds.test", (address,), allow_private=True)
    else:
        with pytest.raises(Blocked):
            check_addresses("feeds.test", (address,), allow_private=True)


@pytest.mark.parametrize(("host", "address"), SPELLINGS.items())
def test_every_spelling_is_read_as_the_address_it_is(host: str, address: str) -> None:
    found = literal(host)
    assert found is not None
    assert found.compressed in (address, "::ffff:7f00:1")
    assert kind(found) is not None


@pytest.mark.parametrize("host", ["example.org", "localhost", "a1", "1a.example", "x.0y"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3.4.5", "99999999999", "example.09", "0x7f.0.0.0x1ff"])
def test_a_number_that_is_no_address_is_blocked(host: str) -> None:
    with pytest.raises(Blocked):
        literal(host)


@given(st.ip_addresses())
def test_no_address_has_two_minds(address: object) -> None:
    """What the guard calls public, Python's own reading calls no private one either."""
    found = literal(str(address))
    assert found is not None
    if kind(found) is None:
        assert not any((found.is_private, found.is_loopback, found.is_multicast, found.is_link_local))


@pytest.mark.parametrize(
    ("scheme", "port", "allowed"),
    [
        ("http", None, True),
        ("https", None, True),
        ("http", 443, True),
        ("http", 1024, True),
        ("https", 8443, True),
        ("http", 65535, True),
        ("http", 0, False),
        ("http", 22, False),
        ("http", 25, False),
        ("https", 1023, False),
        ("ftp", None, False),
        ("file", None, False),
        ("gopher", 70, False),
        ("", None, False),
    ],
)
def test_ports_and_schemes(scheme: str, port: int | None, allowed: bool) -> None:
    if allowed:
        assert check_port(scheme, port) == (port or {"http": 80, "https": 443}[scheme])
    else:
        with pytest.raises(Blocked):
            check_port(scheme, port)


class Recorder(httpx.AsyncBaseTransport):
    """A connector that goes nowhere: it keeps what it was told to connect to, and answers by a table."""

    def __init__(self, answers: Sequence[httpx.Response] = ()) -> None:
        self.requests: list[httpx.Request] = []
        self.answers = list(answers)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return (
            self.answers.pop(0) if self.answers else httpx.Response(200, stream=httpx.ByteStream(b"<rss/>"))
        )


def fetch(
    url: str, table: dict[str, list[tuple[str, ...]]], answers: Sequence[httpx.Response] = ()
) -> Recorder:
    """Exchange with a resolver that answers from `table`, each time the next of a name's answers."""

    async def resolver(host: str, port: int) -> tuple[str, ...]:
        found = table[host]
        return found.pop(0) if len(found) > 1 else found[0]

    recorder = Recorder(answers)
    client = Client(version="1", resolver=resolver, tls=TRUSTING_NOBODY, transport=recorder)
    feed = Feed(id="f", url=url, host_delay=timedelta(0), deadline=timedelta(seconds=5))
    try:
        asyncio.run(client.exchange(feed, Request(url=url)))
    except FetchError as error:
        recorder.error = error  # type: ignore[attr-defined]
    return recorder


def test_it_connects_to_the_address_checked_and_speaks_to_the_name() -> None:
    recorder = fetch("https://feeds.test/a?b=c", {"feeds.test": [("8.8.8.8",)]})
    (request,) = recorder.requests
    assert str(request.url) == "https://8.8.8.8/a?b=c"
    assert request.headers["host"] == "feeds.test"
    assert request.extensions["sni_hostname"] == "feeds.test"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://inside.test/",
        "http://feeds.test:22/",
        "ftp://feeds.test/",
        "http://①②⑦.⓪.⓪.①/",
        "http:///feed",
        "http://feeds.test:99999/",
    ],
)
def test_nothing_is_opened_to_what_is_blocked(url: str) -> None:
    table: dict[str, list[tuple[str, ...]]] = {
        "localhost": [("127.0.0.1",)],
        "inside.test": [("8.8.8.8", "10.0.0.1")],
        "feeds.test": [("8.8.8.8",)],
    }
    recorder = fetch(url, table)
    assert recorder.requests == []
    assert isinstance(recorder.error, Blocked)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://inside.test/",
        "//169.254.169.254/latest",
        "http://0251.0376.0251.0376/",
        "http://feeds.test:6379/../",
        "http://feeds.test:25/",
    ],
)
def test_redirects_are_guarded_like_the_first_address(location: str) -> None:
    moved = httpx.Response(302, headers={"Location": location}, stream=httpx.ByteStream(b""))
    recorder = fetch(
        "http://feeds.test/", {"feeds.test": [("8.8.8.8",)], "inside.test": [("192.168.0.1",)]}, [moved]
    )
    if location.startswith("http://feeds.test:6379"):  # an open port of a public host
        assert len(recorder.requests) == 2
        return
    assert len(recorder.requests) == 1
    assert isinstance(recorder.error, Blocked | Refused)  # type: ignore[attr-defined]


def test_a_name_that_changes_its_answer_is_checked_each_time_it_is_asked() -> None:
    again = httpx.Response(302, headers={"Location": "/second"}, stream=httpx.ByteStream(b""))
    recorder = fetch("http://feeds.test/", {"feeds.test": [("8.8.8.8",), ("127.0.0.1",)]}, [again])
    assert [str(request.url) for request in recorder.requests] == ["http://8.8.8.8/"]
    assert isinstance(recorder.error, Blocked)  # type: ignore[attr-defined]


def test_https_never_leads_to_http() -> None:
    down = httpx.Response(301, headers={"Location": "http://feeds.test/"}, stream=httpx.ByteStream(b""))
    recorder = fetch("https://feeds.test/", {"feeds.test": [("8.8.8.8",)]}, [down])
    assert len(recorder.requests) == 1
    assert "https to http" in str(recorder.error)  # type: ignore[attr-defined]
