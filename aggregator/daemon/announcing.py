"""WebSub: the hub is told which feeds have something new, and fetches them for its subscribers.

How a publisher tells its hub the recommendation leaves open (7); every hub takes PubSubHubbub's way,
`hub.mode=publish` with a `hub.url` for each feed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from aggregator import store
from aggregator.daemon.showing import Front
from aggregator.errors import AggregatorError, FetchError
from aggregator.fetch.headers import retry_after
from aggregator.pipeline.engine import Engine
from aggregator.store import Database

EVERY_SECONDS = 10.0  # what comes in meanwhile is told together
_READ_SECONDS = 10.0
_ADDRESSES = 100  # in one request
_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 60.0, 3600.0  # after a hub's first refusal, and at most
_ABOVE_ALL = 2**62  # a number that no entry reaches
_TOLD = "announced"  # of the database's facts: the last entry that the hub was told of, and which hub

log = logging.getLogger(__name__)


class Announcer:
    """What was told is remembered in the database: a restart tells nothing twice and leaves nothing out."""

    def __init__(self, engine: Engine, front: Front, every: float = EVERY_SECONDS) -> None:
        """`every` so many seconds it looks whether there is something to tell."""
        self._engine = engine
        self._front = front
        self._every = every
        self._next = time.monotonic()
        self._failures = 0
        self._telling: asyncio.Task[None] | None = None
        # A hub cannot fetch what wants a token.
        self._private = bool(os.environ.get("AGGREGATOR_TOKEN"))

    async def look(self) -> None:
        """Called each second; tells the hub when its time has come, beside whatever else goes on."""
        hub = self._engine.config.settings.hub
        if not hub or self._private or time.monotonic() < self._next:
            return
        if self._telling is None or self._telling.done():
            self._next = time.monotonic() + self._every
            self._telling = asyncio.create_task(self._tell(hub))

    def close(self) -> None:
        if self._telling:
            self._telling.cancel()

    async def _tell(self, hub: str) -> None:
        try:
            last, paths = await asyncio.to_thread(self._untold, hub)
            if last is None:
                return
            for start in range(0, len(paths), _ADDRESSES):
                await self._post(hub, paths[start : start + _ADDRESSES])
            await self._engine.writer.do(Database.set_meta, _TOLD, f"{last} {hub}")
            if self._failures:
                log.info("the hub takes what it is told again")
            self._failures = 0
        except AggregatorError as error:
            self._failures += 1
            wait = min(_WAIT_SECONDS * 2 ** (self._failures - 1), _LONGEST_WAIT_SECONDS)
            if isinstance(error, FetchError) and error.response:
                wait = max(wait, retry_after(error.response.headers, time.time()) or 0.0)
            self._next = time.monotonic() + wait
            if self._failures == 1:
                log.warning("the hub %s was not told of new entries: %s", hub, error)

    def _untold(self, hub: str) -> tuple[int | None, list[str]]:
        """The last entry's number and the feeds to tell of; None where there is nothing to say or to keep."""
        with closing(store.open_reader(self._engine.writer.path, _READ_SECONDS)) as reader:
            number, _, told = (reader.meta(_TOLD) or "").partition(" ")
            if told != hub:
                # What was there before there was a hub is no news.
                return reader.arrivals(_ABOVE_ALL).last, []
            after = int(number)
            last, paths = self._front.topics.touched(reader, self._engine.config, after, datetime.now(UTC))
            return (last if last > after or paths else None), paths

    async def _post(self, hub: str, paths: list[str]) -> None:
        pairs = [("hub.mode", "publish"), *(("hub.url", self._front.base + path) for path in paths)]
        feed = replace(self._engine.config.defaults, id="hub", url=hub)
        await self._engine.client.post(feed, urlencode(pairs).encode("ascii"))
