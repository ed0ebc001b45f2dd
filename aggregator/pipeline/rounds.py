"""Who is polled when, and each feed by one turn at a time: what is due, and what a person asks for."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from aggregator.config import Config
from aggregator.errors import AggregatorError, Unknown
from aggregator.fetch import policy
from aggregator.model import Feed, FeedState
from aggregator.pipeline.poll import Polled, Stages, poll
from aggregator.store import Database

_LOOK_AGAIN = timedelta(minutes=1)

log = logging.getLogger(__name__)


class Rounds:
    """The turns under way. `told` hears of each that has ended."""

    def __init__(
        self, stages: Stages, config: Config, told: Callable[[Polled], None] = lambda _: None
    ) -> None:
        self._stages = stages
        self._config = config
        self._told = told
        self._turns: dict[str, asyncio.Task[Polled]] = {}
        self._bugs: set[str] = set()  # tracebacks already logged
        self._looked = datetime.min.replace(tzinfo=UTC)

    @property
    def feeds(self) -> Mapping[str, Feed]:
        return {feed.id: feed for feed in self._config.feeds}

    async def follow(self, config: Config) -> None:
        """Make the database's feeds those of this configuration."""
        self._config = config
        await self._stages.writer.do(Database.reconcile, config.feeds, self._stages.clock())

    async def start_due(self) -> list[asyncio.Task[Polled]]:
        """Begin the turn of every feed that is due and has none under way."""
        feeds, now = self.feeds, self._stages.clock()
        due = await self._stages.writer.once(Database.due, now)
        if now - self._looked >= _LOOK_AGAIN or now < self._looked:
            # The table only knows times that have passed; policy knows those that another clock set.
            self._looked = now
            states = await self._stages.writer.once(Database.states)
            due = [
                state
                for name, state in states.items()
                if name in feeds and policy.due(feeds[name], state, now)
            ]
        turns = []
        for state in due:
            if state.feed_id in feeds:
                turns.append(self._start(feeds[state.feed_id], state))
                await asyncio.sleep(0)  # a thousand turns begun in one go would stop the loop for a while
        return turns

    async def ask(self, names: Iterable[str], *, every: bool = False) -> list[Polled]:
        """Poll these feeds now, or every one, due or not; with neither, those that are due.

        Raises Unknown.
        """
        feeds = self.feeds
        wanted = list(dict.fromkeys(names)) or (list(feeds) if every else [])
        if unknown := [name for name in wanted if name not in feeds]:
            raise Unknown(f"feeds.toml has no feed {', '.join(unknown)}")
        if not wanted:
            return list(await asyncio.gather(*await self.start_due()))
        states = await self._stages.writer.do(Database.states)
        now = self._stages.clock()
        polled: list[Polled | asyncio.Task[Polled]] = []
        for name in wanted:
            why = policy.skip_reason(feeds[name], states[name], now)
            polled.append(
                Polled(name, "skipped", error=why) if why else self._start(feeds[name], states[name])
            )
        return [one if isinstance(one, Polled) else await one for one in polled]

    async def drain(self, seconds: float) -> None:
        """Let the turns under way end, and cut off what is left after `seconds`: it is as if never begun."""
        turns = list(self._turns.values())
        if not turns:
            return
        _, late = await asyncio.wait(turns, timeout=seconds)
        for turn in late:
            turn.cancel()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*late, return_exceptions=True), 1.0)

    def _start(self, feed: Feed, state: FeedState) -> asyncio.Task[Polled]:
        if feed.id not in self._turns:
            turn = asyncio.create_task(self._turn(feed, state), name=f"poll {feed.id}")
            self._turns[feed.id] = turn
            turn.add_done_callback(lambda _: self._turns.pop(feed.id, None))
        return self._turns[feed.id]

    async def _turn(self, feed: Feed, state: FeedState) -> Polled:
        """One poll; whatever goes wrong in it is this feed's error and nobody else's."""
        try:
            polled = await poll(self._stages, feed, state)
        except Exception as error:
            polled = Polled(feed.id, "error", error=str(error) or repr(error), cause=error)
        if polled.cause and not isinstance(polled.cause, AggregatorError):
            self._log_bug(feed, polled.cause)
        self._told(polled)
        return polled

    def _log_bug(self, feed: Feed, error: Exception) -> None:
        """A bug of ours, with its traceback the first time."""
        trace = feed.id + "".join(traceback.format_tb(error.__traceback__))
        if trace not in self._bugs and len(self._bugs) < 1000:
            self._bugs.add(trace)
            log.error("%s: a bug of ours ended its turn", feed.id, exc_info=error, extra={"feed": feed.id})
