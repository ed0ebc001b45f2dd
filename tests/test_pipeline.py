"""The stages composed: what a turn stores, whose error a bug is, what waits for room on the disk."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aggregator import config, store
from aggregator.errors import Timeout, Unknown, Unwritable
from aggregator.model import Digest, Document, Feed, FeedState, Request, Response
from aggregator.pipeline.digest import digest, retagged
from aggregator.pipeline.poll import Polled, Stages
from aggregator.pipeline.rounds import Rounds
from aggregator.pipeline.writer import Writer
from aggregator.store import Database
from tests.conftest import rss

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
FEEDS = b'[[feed]]\nid = "a"\nurl = "https://a.example/"\n[[feed]]\nid = "b"\nurl = "https://b.example/"\n'

Exchange = Callable[[Feed, Request], Awaitable[Response]]


def response(*titles: str) -> Response:
    return Response("https://a.example/", 200, {"content-type": "application/rss+xml"}, rss(*titles).body)


async def in_process(document: Document) -> Digest:
    return digest(document)


class World:
    """A writer on a real file, a clock that a test moves, and an exchange that it gives."""

    def __init__(self, folder: Path, exchange: Exchange) -> None:
        self.now = NOW
        self.writer = Writer(folder / "a.db", patient=True)
        self.told: list[Polled] = []
        self.config = config.read(FEEDS, folder / "feeds.toml")
        stages = Stages(exchange, in_process, self.writer, lambda: self.now)
        self.rounds = Rounds(stages, self.config, self.told.append)

    async def __aenter__(self) -> World:
        await self.writer.open()
        await self.rounds.follow(self.config)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.rounds.drain(0)
        await self.writer.close()

    async def state(self, name: str) -> FeedState:
        return (await self.writer.do(Database.states))[name]


async def test_a_turn_is_claimed_before_its_request_leaves(tmp_path: Path) -> None:
    claimed: list[datetime | None] = []

    async def exchange(feed: Feed, request: Request) -> Response:
        claimed.append((await world.state(feed.id)).next_poll_at)
        return response("One")

    async with World(tmp_path, exchange) as world:
        (polled,) = await world.rounds.ask(["a"])
        assert (polled.outcome, polled.new) == ("ok", 1)
        assert claimed[0] is not None
        assert claimed[0] > NOW
        assert (await world.state("a")).last_success_at == NOW


async def test_a_bug_is_its_feeds_error_with_its_traceback_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def exchange(feed: Feed, request: Request) -> Response:
        if feed.id == "a":
            raise ZeroDivisionError("a bug")
        return response("One")

    async with World(tmp_path, exchange) as world:
        for _ in range(3):
            polled = {one.id: one for one in await world.rounds.ask([], every=True)}
            assert polled["a"].outcome == "error"
            assert polled["b"].outcome in ("ok", "not-modified")
            world.now += timedelta(hours=1)
        state = await world.state("a")
        assert (state.state, state.failures) == ("failing", 3)
    assert len([record for record in caplog.records if record.exc_info]) == 1


async def test_a_feed_has_one_turn_at_a_time(tmp_path: Path) -> None:
    asked = 0
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def exchange(feed: Feed, request: Request) -> Response:
        nonlocal asked
        asked += 1
        begun.set()
        await go_on.wait()
        return response("One")

    async with World(tmp_path, exchange) as world:
        first = asyncio.create_task(world.rounds.ask(["a"]))
        second = asyncio.create_task(world.rounds.ask(["a"]))
        await begun.wait()
        due = await world.rounds.start_due()
        go_on.set()
        await asyncio.gather(*due)
        assert [one.new for one in await first] == [one.new for one in await second] == [1]
        assert asked == 2  # a's once, and b's, which was due
        with pytest.raises(Unknown, match="c"):
            await world.rounds.ask(["a", "c"])


async def test_a_turn_cut_off_leaves_nothing_half(tmp_path: Path) -> None:
    async def exchange(feed: Feed, request: Request) -> Response:
        await asyncio.sleep(60)
        raise AssertionError

    async with World(tmp_path, exchange) as world:
        await world.rounds.start_due()
        await asyncio.sleep(0.1)
        await world.rounds.drain(0.1)
        state = await world.state("a")
        assert state.next_poll_at is not None  # claimed, so that no restart hammers
        assert state.last_poll_at is None
    with store.open_reader(tmp_path / "a.db") as reader:
        assert reader.ledger("a") == []


async def test_the_clock_set_back_a_year_silences_nobody(tmp_path: Path) -> None:
    async def exchange(feed: Feed, request: Request) -> Response:
        raise Timeout("no answer")

    async with World(tmp_path, exchange) as world:
        await world.rounds.ask([], every=True)
        world.now -= timedelta(days=365)
        turns = await world.rounds.start_due()
        assert len(turns) == 2
        await asyncio.gather(*turns)
        world.now += timedelta(minutes=2)
        assert await world.rounds.start_due() == []  # and no storm


async def test_what_is_to_be_written_waits_for_room(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    titles = [f"Entry {number}" for number in range(300)]

    async def exchange(feed: Feed, request: Request) -> Response:
        return response(*titles)

    def pages(database: Database, most: int) -> None:
        database._connection.execute(f"PRAGMA max_page_count = {most}")

    async with World(tmp_path, exchange) as world:
        await world.writer.do(pages, 1)  # SQLite makes it as many as there are
        turn = asyncio.create_task(world.rounds.ask(["a"]))
        while not world.writer.trouble:  # noqa: ASYNC110 - as /readyz sees it
            await asyncio.sleep(0.01)
        assert "no room" in world.writer.trouble
        await world.writer.once(pages, 1_000_000)
        (polled,) = await turn
        assert polled.new == 300
        assert world.writer.trouble == ""


async def test_many_that_wait_for_a_lock_leave_the_writer_free_to_answer(tmp_path: Path) -> None:
    async def exchange(feed: Feed, request: Request) -> Response:
        raise AssertionError

    async with World(tmp_path, exchange) as world:
        await world.writer.do(Database.wait_for_lock, 0.2)
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as user:
            user.execute("BEGIN IMMEDIATE")
            waiting = [
                asyncio.create_task(world.writer.do(Database.claim, "a", NOW, str(n))) for n in range(50)
            ]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(2):
                assert len(await world.writer.once(Database.due, NOW)) == 2
                await world.writer.answers()
            assert "another program holds the write lock" in world.writer.trouble
            user.execute("ROLLBACK")
        await asyncio.gather(*waiting)
        assert (await world.state("a")).next_poll_why == "49"
        assert not world.writer.trouble


async def test_a_url_edited_while_it_is_asked_is_the_feeds_from_then_on(tmp_path: Path) -> None:
    async def exchange(feed: Feed, request: Request) -> Response:
        if feed.url == "https://a.example/":
            await world.rounds.follow(config.read(edited, tmp_path / "feeds.toml"))
        return replace(response(feed.url), headers={"etag": f'"{feed.url}"'})

    edited = FEEDS.replace(b"a.example/", b"a.example/new")
    async with World(tmp_path, exchange) as world:
        (old,) = await world.rounds.ask(["a"])
        assert (old.outcome, old.new) == ("ok", 1), "what it had is kept"
        state = await world.state("a")
        assert (state.url, state.etag, state.next_poll_at) == ("https://a.example/new", None, None)
        (new,) = await world.rounds.ask(["a"])
        assert (new.outcome, new.new) == ("ok", 1)
        assert (await world.state("a")).etag == '"https://a.example/new"'


async def test_what_is_to_be_written_waits_for_a_file_that_was_taken_away(tmp_path: Path) -> None:
    asked = list[str]()

    async def exchange(feed: Feed, request: Request) -> Response:
        asked.append(feed.id)
        (tmp_path / "a.db").rename(tmp_path / "away.db")
        return response("One")

    async with World(tmp_path, exchange) as world:
        turn = asyncio.create_task(world.rounds.ask(["a"]))
        while not world.writer.trouble:  # noqa: ASYNC110 - as /readyz sees it
            await asyncio.sleep(0.01)
        assert "taken away" in world.writer.trouble
        (tmp_path / "a.db").write_bytes(b"another file")
        world.writer.look()
        assert world.writer.trouble
        (tmp_path / "away.db").rename(tmp_path / "a.db")
        (polled,) = await turn
        assert (polled.outcome, polled.new, asked) == ("ok", 1, ["a"])
        assert world.writer.trouble == ""


def test_an_entry_is_tagged_by_its_home_and_its_language() -> None:
    body = rss("The Defence Minister met the Turkish ambassador", feed="A ministry").body
    document = Document("a", "https://a.example/", body, "application/rss+xml", home="AZ", lang="en")
    (entry,) = digest(document).entries
    assert entry.tags is not None
    assert entry.ruleset
    ruleset, tags = retagged([])
    assert ruleset == entry.ruleset
    assert tags == ()
    untagged = digest(replace(document, body=rss().body))
    assert untagged.entries == ()


async def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.db", patient=True)
    await writer.open()

    def set_meta(database: Database) -> None:
        database._connection.execute("PRAGMA query_only = ON")
        database.set_meta("a", "b")

    with pytest.raises(Unwritable, match="must be writable"):
        await writer.do(set_meta)
    await writer.close()
