"""Spacing and limits per registrable domain, with real clocks and short delays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from aggregator.errors import Held, Refused
from aggregator.fetch.client import Client
from aggregator.fetch.hosts import Hosts, registrable
from aggregator.model import Feed, Request
from tests.fetch.test_client import TRUSTING_NOBODY
from tests.hostile import Hostile
from tests.hostile.behaviours import fixed
from tests.hostile.documents import FEED


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.org", "example.org"),
        ("feeds.a.example.org.", "example.org"),
        ("WWW.Example.CO.UK", "example.co.uk"),
        ("mod.gov.az", "mod.gov.az"),
        ("news.blogspot.com", "blogspot.com"),  # one server for all of them
        ("127.0.0.1", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("256.1.1.1", "256.1.1.1"),
    ],
)
def test_registrable(host: str, domain: str) -> None:
    assert registrable(host) == domain


def feed(name: str = "f", delay: float = 0.0, per_host: int = 2) -> Feed:
    return Feed(id=name, url="http://x/", host_delay=timedelta(seconds=delay), per_host=per_host)


def starts(
    hosts: Hosts, turns: list[tuple[str, Feed]], lasting: float = 0.0
) -> tuple[list[tuple[str, float]], dict[str, int]]:
    """Run turns all at once: when each began, and the most that were under way at each host, "" in all."""
    began, most, now = list[tuple[str, float]](), dict[str, int](), dict[str, int]()

    async def one(host: str, asked: Feed) -> None:
        async with hosts.turn(host, asked):
            began.append((asked.id, time.monotonic()))
            for key in (host, ""):
                now[key] = now.get(key, 0) + 1
                most[key] = max(most.get(key, 0), now[key])
            await asyncio.sleep(lasting)
            for key in (host, ""):
                now[key] -= 1

    async def run() -> None:
        await asyncio.gather(*(one(host, asked) for host, asked in turns))

    asyncio.run(run())
    return began, most


def test_requests_to_one_domain_keep_their_distance_in_order() -> None:
    turns = [(f"{n}.example.org", feed(f"f{n}", delay=0.05)) for n in range(5)]
    began, _ = starts(Hosts(32), turns)
    assert [name for name, _ in began] == ["f0", "f1", "f2", "f3", "f4"]
    times = [at for _, at in began]
    assert all(after - before >= 0.049 for before, after in pairwise(times))


def test_domains_do_not_wait_for_each_other() -> None:
    turns = [(f"example{n}.org", feed(f"f{n}", delay=5)) for n in range(20)]
    began, _ = starts(Hosts(32), turns)
    assert began[-1][1] - began[0][1] < 2


def test_connections_are_limited_by_domain_and_in_all() -> None:
    turns = [(f"example{n % 4}.org", feed(f"f{n}", per_host=2)) for n in range(24)]
    _, most = starts(Hosts(5), turns, lasting=0.01)
    assert most.pop("") == 5
    assert all(number <= 2 for number in most.values())


def test_a_full_house_does_not_keep_places_for_a_domain_that_is_spaced_out() -> None:
    slow = [("slow.org", feed(f"s{n}", delay=1)) for n in range(2)]
    quick = [(f"quick{n}.org", feed(f"q{n}")) for n in range(20)]
    began, _ = starts(Hosts(2), slow + quick)
    quick_times = [at for name, at in began if name.startswith("q")]
    assert max(quick_times) - began[0][1] < 0.9


def run(story: Callable[[Hosts], Awaitable[None]]) -> None:
    asyncio.run(_started(story))


async def _started(story: Callable[[Hosts], Awaitable[None]]) -> None:
    await story(Hosts(4))


def test_a_cancelled_turn_gives_its_place_back() -> None:
    async def story(hosts: Hosts) -> None:
        async with hosts.turn("a.org", feed(per_host=1)):
            waiting = asyncio.create_task(hosts.turn("a.org", feed(per_host=1)).__aenter__())
            await asyncio.sleep(0.01)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        for _ in range(6):
            async with asyncio.timeout(1), hosts.turn("a.org", feed(per_host=1)):
                pass

    run(story)


def test_a_domain_that_limits_two_feeds_is_left_alone_as_a_whole() -> None:
    async def story(hosts: Hosts) -> None:
        hosts.limited("www.example.org", "f1", 100)
        async with hosts.turn("example.org", feed("f3")):
            pass  # one feed's limit is its own
        hosts.limited("feeds.example.org", "f2", 50)
        assert 49 < hosts.held("example.org") <= 50
        with pytest.raises(Held) as caught:
            async with hosts.turn("other.example.org", feed("f3")):
                pytest.fail("it was asked")
        assert 49 < caught.value.seconds <= 50
        async with hosts.turn("example.net", feed("f4")):
            pass
        hosts.limited("example.org", "f2", 0)
        assert hosts.held("example.org") == 0

    run(story)


def test_a_domain_that_serves_most_feeds_limits_only_the_others() -> None:
    async def story(hosts: Hosts) -> None:
        for n in range(10):
            hosts.limited("example.org", f"served{n}", 0)
        for n in range(9):
            hosts.limited("example.org", f"limited{n}", 100 + n)
            assert hosts.held("example.org") == 0
        hosts.limited("example.org", "limited9", 200)
        assert 99 < hosts.held("example.org") <= 100

    run(story)


def test_those_who_wait_when_it_comes_to_that_are_not_sent() -> None:
    limit = fixed(b"", "429 Too Many", "Retry-After: 3600")
    with Hostile({f"/{n}": limit for n in range(10)}) as server:
        client = Client(version="1", tls=TRUSTING_NOBODY)
        feeds = [
            Feed(f"f{n}", server.url(f"/{n}"), allow_private=True, host_delay=timedelta(seconds=0.03))
            for n in range(10)
        ]

        async def all_of_them() -> list[object]:
            exchanges = (client.exchange(one, Request(one.url)) for one in feeds)
            return list(await asyncio.gather(*exchanges, return_exceptions=True))

        kinds = [type(outcome) for outcome in asyncio.run(all_of_them())]
        assert kinds.count(Refused) == len(server.requests)
        assert 2 <= len(server.requests) <= 4
        assert kinds.count(Held) == 10 - len(server.requests)


def test_waiting_for_a_host_is_not_in_the_deadline() -> None:
    with Hostile({"/a": fixed(FEED)}) as server:
        client = Client(version="1", tls=TRUSTING_NOBODY)
        asked = Feed(
            "f",
            server.url("/a"),
            allow_private=True,
            host_delay=timedelta(seconds=1),
            deadline=timedelta(seconds=0.9),
        )

        async def twice() -> None:
            await asyncio.gather(*(client.exchange(asked, Request(asked.url)) for _ in range(2)))

        asyncio.run(twice())
        first, second = server.requests
        assert second.at - first.at >= 0.99


def test_the_delay_counts_from_when_a_request_is_sent() -> None:
    found = 0

    async def slow_at_first(host: str, port: int) -> tuple[str, ...]:
        nonlocal found
        found += 1
        await asyncio.sleep(0.3 if found == 1 else 0.0)
        return ("127.0.0.1",)

    with Hostile({"/a": fixed(FEED)}) as server:
        client = Client(version="1", resolver=slow_at_first, tls=TRUSTING_NOBODY)
        delay = timedelta(seconds=0.5)
        asked = Feed("f", f"http://feeds.test:{server.port}/a", allow_private=True, host_delay=delay)

        async def twice() -> None:
            await asyncio.gather(*(client.exchange(asked, Request(asked.url)) for _ in range(2)))

        asyncio.run(twice())
        first, second = server.requests
        assert second.at - first.at >= 0.45
