"""Kills a daemon at random under load, again and again: nothing lost, nothing twice, nobody hammered.

    python -m tests.kills 1000

Eight feeds, each a window of sixty entries that moves on with every answer; after each `kill -9` the
database is looked at before the next daemon starts. The suite runs a few of these (test_daemon.py).
"""

from __future__ import annotations

import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from aggregator import store
from tests.conftest import Answer, Folder, Publisher, Running, rss

FEEDS, WINDOW, STEP = 8, 60, 3


class Load:
    """Publishers whose windows move, a folder, and daemons that die in it."""

    def __init__(self, folder: Folder, publisher: Publisher, seed: int) -> None:
        self._folder = folder
        self._publisher = publisher
        self._random = random.Random(seed)
        self._shown = [0] * FEEDS  # how many entries a feed has published so far
        self._lock = threading.Lock()
        self._life = 0
        for number in range(FEEDS):
            publisher.answers[f"/{number}"] = self._window(number)

    def _window(self, number: int) -> Callable[[], Answer]:
        def answer() -> Answer:
            with self._lock:
                self._shown[number] += STEP
                newest = self._shown[number]
            return rss(*(f"Entry {entry}" for entry in range(newest, max(0, newest - WINDOW), -1)))

        return answer

    def kill(self, times: int) -> None:
        for _ in range(times):
            promised = self._promised()
            asked = len(self._publisher.asked)
            running = self._born()
            running.line("listening", seconds=60)
            time.sleep(self._random.uniform(0.0, 1.5))
            running.process.kill()
            running.process.wait()
            self._check(promised, asked)

    def _born(self) -> Running:
        """The next daemon, which says in each request which one it is."""
        self._life += 1
        urls = {f"f{number}": self._publisher.url(f"/{number}") for number in range(FEEDS)}
        self._folder.write(urls, contact=f"https://life.example/{self._life}")
        return Running(self._folder, "run")

    def settle(self) -> None:
        """Let a daemon poll each feed to its end, and look whether all is there."""
        running = self._born()
        for number in range(FEEDS):
            running.line(f"f{number}: ok", seconds=60)
        running.stop()
        self._check({}, len(self._publisher.asked))

    def _check(self, promised: dict[str, float], asked: int) -> None:
        for at, path, headers in self._publisher.asked[asked:]:
            if not headers["User-Agent"].endswith(f"/{self._life})"):
                continue  # of the daemon before, which sent it as it died
            feed = f"f{path[1:]}"
            # The stored time has no fraction: a request in the same second is none too early.
            assert at >= promised.pop(feed, 0.0), f"{feed} was asked before its stored time, at {at}"
        with self._reading() as connection:
            assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            twice = connection.execute(
                "SELECT feed, title, count(*) FROM news_all GROUP BY feed, title HAVING count(*) > 1"
            ).fetchall()
            assert not twice, twice
            unbalanced = connection.execute(
                "SELECT count(*) FROM polls WHERE in_document <> new + changed + same + duplicate + skipped"
            ).fetchone()
            assert unbalanced == (0,)
            storyless = connection.execute("SELECT count(*) FROM news WHERE story_id IS NULL").fetchone()
            assert storyless == (0,)
            # What a poll saw is there: no feed has a hole within a window of its newest entry.
            for feed, titles in connection.execute(
                "SELECT feed, json_group_array(title) FROM news_all GROUP BY feed"
            ).fetchall():
                numbers = {int(number) for number in re.findall(r"Entry (\d+)", titles)}
                newest = max(numbers)
                window = set(range(max(1, newest - WINDOW + 1), newest + 1))
                assert window <= numbers, f"{feed} lost {sorted(window - numbers)}"

        assert store.check(self._folder.database) == []

    def _promised(self) -> dict[str, float]:
        if not self._folder.database.exists():
            return {}
        with self._reading() as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'feed_health'").fetchone():
                return {}
            return dict(
                connection.execute(
                    "SELECT feed, CAST(strftime('%s', next_poll_at) AS REAL) FROM feed_health "
                    "WHERE next_poll_at IS NOT NULL"
                ).fetchall()
            )

    def _reading(self) -> _Reading:
        return _Reading(self._folder.database)


class _Reading:
    """A connection of a reader's, closed behind it."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    publisher = Publisher()
    with tempfile.TemporaryDirectory() as name:
        load = Load(Folder(Path(name)), publisher, seed)
        for done in range(0, times, 10):
            load.kill(min(10, times - done))
            print(f"{min(done + 10, times)} kills, {len(publisher.asked)} requests", flush=True)
        load.settle()
    publisher.close()
    print("nothing lost, nothing twice")


if __name__ == "__main__":
    main()
