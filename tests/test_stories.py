"""Stories from end to end: real publishers and daemons, the program's own rules, a file from before them."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator import cluster, store
from aggregator.model import Account
from aggregator.pipeline import stories
from aggregator.pipeline.writer import Writer
from aggregator.store import Database
from tests.conftest import Folder, Publisher, Running, rss
from tests.store.polling import NOW, entry, opened, poll

SIGNING = "Defence ministers of Azerbaijan and Türkiye sign drone protocol in Ganja"
OTHERS = (
    "Romanian shipyard wins contract for Bulgarian patrol vessel",
    "Tajik interior minister inspects posts on Afghan border",
    "Pentagon notifies Congress of air defence sale to Kuwait",
)

STORIES = "SELECT lead_entry_id, entries, feeds FROM stories ORDER BY story_id"
# As an older release left the stories; and as other rules made them, all one.
BEFORE = "UPDATE entry SET story_id = NULL; DELETE FROM story; DELETE FROM meta WHERE key LIKE 'stories%'"
OLDER = (
    "UPDATE meta SET value = 'older' WHERE key = 'stories_ruleset'; UPDATE entry SET story_id = 1; "
    "DELETE FROM story; INSERT INTO story "
    "SELECT 1, 1, count(*), 2, min(published_at), max(published_at) FROM entry"
)

Start = Callable[..., Running]


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute(query).fetchall()


def change(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def test_what_two_outlets_tell_is_one_story(folder: Folder, publisher: Publisher) -> None:
    publisher.answers["/a"] = rss(SIGNING, *OTHERS[:2])
    publisher.answers["/b"] = rss(SIGNING, OTHERS[2])
    folder.write({"a": publisher.url("/a"), "b": publisher.url("/b")})
    assert folder.json("poll", "--json")["new"] == 5
    shown = folder.json("entries", "--json", "story:one")
    assert sorted(one["title"] for one in shown) == sorted((SIGNING, *OTHERS))
    assert rows(folder.database, "SELECT entries, feeds FROM stories ORDER BY 1 DESC LIMIT 1") == [(2, 2)]
    assert all(one["story_id"] == one["entry_id"] for one in shown)
    assert store.check(folder.database) == []


def test_no_reader_ever_sees_a_story_twice(folder: Folder, publisher: Publisher, start: Start) -> None:
    """A daemon's feeds take in the same news one after another, while it is read all the time."""
    told: dict[str, list[str]] = {f"/{number}": [] for number in range(4)}
    for path in told:
        publisher.answers[path] = lambda path=path: rss(*told[path])  # type: ignore[misc]
    folder.write({f"f{number}": publisher.url(f"/{number}") for number in range(4)})
    running = start()
    running.line("listening")
    seen = list[int]()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            found = json.loads(running.get("/feed.json?story=one&limit=500"))["items"]
            seen.append(max((sum(one["title"] == title for one in found) for title in titles), default=0))

    titles = (SIGNING, OTHERS[0])
    reader = threading.Thread(target=read)
    reader.start()
    try:
        for title in titles:
            for path in told:
                told[path].insert(0, title)
                time.sleep(0.3)
        until = time.monotonic() + 15
        while rows(folder.database, "SELECT count(*) FROM news") != [(8,)]:
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        stop.set()
        reader.join()
    assert set(seen) == {0, 1}
    assert rows(folder.database, "SELECT entries, feeds FROM stories") == [(4, 4)] * 2
    page = running.get("/")
    assert page.count(">4 outlets<") == 8


async def test_stories_are_made_by_whatever_runs_where_they_were_not(folder: Folder, start: Start) -> None:
    folder.write({})
    folder.database.parent.mkdir()
    with opened(folder.database) as database:
        for feed, titles in (("apa", (SIGNING, *OTHERS[:2])), ("azernews", (SIGNING, OTHERS[2]))):
            some = [entry(number, title, lang="en") for number, title in enumerate(titles)]
            poll(database, feed, some, grouping=stories.grouping())
    made = rows(folder.database, STORIES)
    assert [row[1] for row in made] == [1, 1, 2, 1]
    change(folder.database, BEFORE)
    assert folder.json("retag", "--dry-run", "--json")["regrouped"] == 5
    assert folder.json("retag", "--json")["regrouped"] == 5
    assert rows(folder.database, STORIES) == made
    change(folder.database, OLDER)
    assert store.check(folder.database) == []
    running = start()
    running.line("listening")
    await asyncio.sleep(1)
    assert len(rows(folder.database, STORIES)) == 1, "what other rules made is left to a retag"
    running.stop()
    async with writing(folder.database) as writer:
        assert (await stories.regroup(writer)).changed == 4
        assert (await stories.regroup(writer)).entries == 0, "twice is no change"
        assert (await stories.regroup(writer, everything=True)).changed == 0
        assert rows(folder.database, STORIES) == made
    change(folder.database, BEFORE)
    start().line("gave 5 entries their stories")
    assert rows(folder.database, STORIES) == made


@asynccontextmanager
async def writing(path: Path) -> AsyncIterator[Writer]:
    writer = Writer(path)
    await writer.open()
    yield writer
    await writer.close()


async def test_a_fill_leaves_the_writer_to_polls(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with opened(path) as database:
        poll(database, "apa", [entry(n, f"Story {n} of Azerbaijan") for n in range(250)], grouping=None)
        database._connection.execute("UPDATE entry SET story_id = NULL")
        database._connection.execute("DELETE FROM story")
    async with writing(path) as writer:
        filling = asyncio.create_task(stories.fill(writer))
        claims = 0
        while not filling.done():
            await writer.do(Database.claim, "apa", datetime.now(UTC), "meanwhile")
            claims += 1
            await asyncio.sleep(0.01)
        assert (await filling).entries == 250
    assert claims >= 3, "between any two batches"
    assert store.check(path) == []


@pytest.mark.parametrize("wrong", ["raises", "too few", "unknown"])
async def test_a_bug_in_grouping_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    def group(new: Sequence[Account], _: Sequence[Account]) -> list[int]:
        return {"too few": [], "unknown": [999] * len(new)}[wrong]

    monkeypatch.setattr(cluster, "group", group)
    with opened(tmp_path / "a.db") as database:
        assert poll(database, "apa", [entry(1), entry(2)], NOW, grouping=stories.grouping()).new == 2
        assert database.check() == []
    assert rows(tmp_path / "a.db", "SELECT entries FROM stories") == [(1,), (1,)]
    assert "a bug of ours" in caplog.text
