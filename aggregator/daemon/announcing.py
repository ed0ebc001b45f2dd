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
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from urllib.parse import urlencode

from aggregator import store
from aggregator.daemon.showing import Front
from aggregator.errors import AggregatorError, FetchError
from aggregator.fetch.headers import retry_after
from aggregator.pipeline.engine import Engine
from aggregator.store import Database
from aggregator.web import health_feed

EVERY_SECONDS = 10.0  # what comes in meanwhile is told together
_READ_SECONDS = 10.0
_ADDRESSES = 100  # in one request
_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 60.0, 3600.0  # after a hub's first refusal, and at most
_ABOVE_ALL = 2**62  # a number that no entry reaches
# Of the database's facts: the last entry that the hub was told of, and which hub; the notices that the health
# feed had then; the feeds with parameters that somebody reads.
_TOLD, _TOLD_HEALTH, _ASKED = "announced", "announced_health", "announced_topics"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Untold:
    """The feeds to tell of, and the facts to write down once the hub has taken them."""

    paths: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


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
        self._kept: str | None = None  # the feeds with parameters that the database has
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
            untold = await asyncio.to_thread(self._untold, hub)
            asked = self._front.topics.text()
            if asked != self._kept:
                await self._engine.writer.do(Database.set_meta, _ASKED, asked)
                self._kept = asked
            if not untold.facts:
                return
            for start in range(0, len(untold.paths), _ADDRESSES):
                await self._post(hub, untold.paths[start : start + _ADDRESSES])
            for name, value in untold.facts.items():
                await self._engine.writer.do(Database.set_meta, name, value)
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

    def _untold(self, hub: str) -> _Untold:
        with closing(store.open_reader(self._engine.writer.path, _READ_SECONDS)) as reader:
            if self._kept is None:
                self._kept = reader.meta(_ASKED) or ""
                self._front.topics.load(self._kept or "[]")
            number, _, told = (reader.meta(_TOLD) or "").partition(" ")
            marks = {_mark(notice.id) for notice in health_feed.notices(reader)}
            known = reader.meta(_TOLD_HEALTH)
            health = {_TOLD_HEALTH: " ".join(sorted(marks))}
            if told != hub:
                # What was there before there was a hub is no news.
                return _Untold(facts={_TOLD: f"{reader.arrivals(_ABOVE_ALL).last} {hub}", **health})
            last, paths = self._front.topics.touched(
                reader, self._engine.config, int(number), datetime.now(UTC)
            )
            if known is not None and marks - set(known.split()):
                paths += self._front.topics.of_health()
            facts = {_TOLD: f"{last} {hub}"} if last > int(number) else {}
            return _Untold(paths, facts if known == health[_TOLD_HEALTH] else facts | health)

    async def _post(self, hub: str, paths: list[str]) -> None:
        pairs = [("hub.mode", "publish"), *(("hub.url", self._front.base + path) for path in paths)]
        feed = replace(self._engine.config.defaults, id="hub", url=hub)
        await self._engine.client.post(feed, urlencode(pairs).encode("ascii"))


def _mark(notice: str) -> str:
    """A notice's id, short."""
    return blake2b(notice.encode(), digest_size=5).hexdigest()
