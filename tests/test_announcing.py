"""WebSub: a hub of our own is told of what is new, once, and again after it was down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aggregator import config
from aggregator.daemon.announcing import Announcer
from aggregator.daemon.showing import Front
from aggregator.pipeline.engine import Engine
from aggregator.web.feeds import FORMATS
from aggregator.web.topics import LONGEST, MOST, SUFFIXES, Topics
from tests.conftest import Answer, Folder, Publisher, rss

VIEW = '[[view]]\nid = "gulf"\nfilter = "country:OM"\n'


@asynccontextmanager
async def announcing(path: Path) -> AsyncIterator[tuple[Engine, Front, Announcer]]:
    async with Engine(config.load(path)) as engine:
        front = Front(lambda: engine.config, lambda: "")
        announcer = Announcer(engine, front, every=0.0)
        yield engine, front, announcer
        announcer.close()


async def told(announcer: Announcer, publisher: Publisher, seconds: float = 5.0) -> list[str]:
    """The addresses that the hub was told of, once it is, without what they all begin with."""
    until, before = time.monotonic() + seconds, len(publisher.posted)
    while len(publisher.posted) == before and time.monotonic() < until:
        await announcer.look()
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)
    forms = publisher.posted[before:]
    assert all(form["hub.mode"] == ["publish"] for form in forms)
    urls = [url for form in forms for url in form["hub.url"]]
    assert all(url.startswith("https://news.example/agg/") for url in urls)
    return [url.removeprefix("https://news.example/agg") for url in urls]


async def test_a_hub_is_told_of_each_feed_with_something_new(folder: Folder, publisher: Publisher) -> None:
    publisher.answers["/hub"] = Answer(status=204)
    publisher.answers["/one"] = rss("Oman buys a ship")
    folder.write(
        {"one": publisher.url("/one")},
        VIEW,
        hub=publisher.url("/hub"),
        base_url="https://news.example/agg",
    )
    async with announcing(folder.config) as (engine, front, announcer):
        front.topics.note("/feed.atom?country=OM&q=frigate", (("country", "OM"), ("q", "frigate")))
        front.topics.note("/feed.rss?feed=gone", (("feed", "gone"),))
        assert await told(announcer, publisher, 0.3) == [], "nothing has come in"
        await engine.rounds.ask([], every=True)
        first = await told(announcer, publisher)
        assert {"/feed.atom", "/feed.rss", "/feed.json", "/country/OM.atom", "/view/gulf.json"} <= set(first)
        assert not [path for path in first if "?" in path or "AZ" in path]
        assert await told(announcer, publisher, 0.3) == [], "it was told already"
        publisher.answers["/one"] = rss("Oman buys a ship", "Oman sells a frigate")
        publisher.answers["/hub"] = Answer(status=503)
        await engine.rounds.ask([], every=True)
        assert await told(announcer, publisher)
    publisher.answers["/hub"] = Answer(status=202)
    async with announcing(folder.config) as (_, front, announcer):
        again = await told(announcer, publisher)
        assert {"/feed.atom", "/feed.atom?country=OM&q=frigate", "/view/gulf.atom"} <= set(again), (
            "it was down before"
        )


async def test_a_hub_that_was_down_hears_of_the_health_feed_too(folder: Folder, publisher: Publisher) -> None:
    publisher.answers["/hub"] = Answer(status=204)
    publisher.answers["/one"] = publisher.answers["/two"] = rss("Oman buys a ship")
    folder.write(
        {"one": publisher.url("/one"), "two": publisher.url("/two")},
        hub=publisher.url("/hub"),
        base_url="https://news.example/agg",
    )
    async with announcing(folder.config) as (engine, front, announcer):
        front.topics.note("/health.atom?limit=5", ())
        assert await told(announcer, publisher, 0.3) == []
        await engine.rounds.ask([], every=True)
        assert "/health.atom" not in await told(announcer, publisher), "a feed that answers is no news"
        publisher.answers["/one"] = Answer(status=500)
        publisher.answers["/hub"] = Answer(status=503)
        await engine.rounds.ask(["one"], every=False)
        assert await told(announcer, publisher) == ["/health.atom", "/health.atom?limit=5"]
    publisher.answers["/hub"] = Answer(status=202)
    async with announcing(folder.config) as (engine, _, announcer):
        assert await told(announcer, publisher) == ["/health.atom", "/health.atom?limit=5"], "it was refused"
        await engine.rounds.ask(["one"], every=False)
        assert await told(announcer, publisher, 0.5) == [], "it is broken as it was"
        publisher.answers["/one"] = rss("Oman buys a ship")
        await engine.rounds.ask(["one"], every=False)
        assert await told(announcer, publisher) == ["/health.atom", "/health.atom?limit=5"]


def test_of_feeds_with_parameters_the_last_asked_for_are_remembered() -> None:
    topics = Topics()
    for number in range(MOST + 1):
        topics.note(f"/feed.atom?q={number}", (("q", str(number)),))
    assert len(topics._asked) == MOST
    assert not topics.note("/feed.atom?q=" + "x" * LONGEST, (("q", "x" * LONGEST),))
    assert tuple(FORMATS) == SUFFIXES
    later = Topics()
    later.note("/feed.atom?q=1", (("q", "1"),))
    later.load(topics.text())
    assert later.text() == topics.text()
