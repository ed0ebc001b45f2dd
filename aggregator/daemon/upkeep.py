"""What a daemon does beside polling: forgetting what is too old, stories of old entries, watching the WAL."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta

from aggregator.errors import AggregatorError
from aggregator.pipeline.engine import Engine
from aggregator.store import Database, wal_bytes, wal_growth
from aggregator.store.connection import WAL_HELD, WAL_LIMIT

log = logging.getLogger(__name__)

_PRUNE_SECONDS = 3600.0
_FILL_SECONDS = 60.0
_WAL_SECONDS = 15.0


class Upkeep:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pruned = float("-inf")
        self._pruning: asyncio.Task[None] | None = None  # held, or the loop would let it go
        self._filled = float("-inf")
        self._filling: asyncio.Task[None] | None = None
        self._measured = float("-inf")
        self._wal_reported = 0

    async def look(self) -> None:
        """Called each second; does each thing when its time has come."""
        now = time.monotonic()
        if now - self._pruned >= _PRUNE_SECONDS:
            self._pruned = now
            if keep := self._engine.config.settings.keep:
                self._pruning = asyncio.create_task(self._prune(keep))
        if now - self._filled >= _FILL_SECONDS and (self._filling is None or self._filling.done()):
            self._filled = now
            self._filling = asyncio.create_task(self._fill_stories())
        if now - self._measured >= _WAL_SECONDS and not self._engine.writer.trouble:
            self._measured = now
            await self._watch_wal()

    def close(self) -> None:
        for task in (self._pruning, self._filling):
            if task:
                task.cancel()

    async def _prune(self, keep: timedelta) -> None:
        try:
            if pruned := await self._engine.prune(datetime.now(UTC) - keep):
                log.info("forgot %d entries: settings.keep", pruned, extra={"pruned": pruned})
        except AggregatorError as error:
            log.error("forgetting old entries: %s", error)

    async def _fill_stories(self) -> None:
        """What the database had before there were stories, and what a very long document put off."""
        try:
            if made := (await self._engine.fill_stories()).entries:
                log.info("gave %d entries their stories", made, extra={"entries": made})
        except AggregatorError as error:
            log.error("making stories of old entries: %s", error)

    async def _watch_wal(self) -> None:
        size = wal_bytes(self._engine.writer.path)
        if size > WAL_LIMIT:
            size = await self._engine.writer.once(Database.checkpoint)
        if size > max(WAL_HELD, 2 * self._wal_reported):
            self._wal_reported = size
            log.warning("%s", wal_growth(self._engine.writer.path))
        elif self._wal_reported and size < WAL_HELD:
            self._wal_reported = 0
            log.info("the WAL has shrunk again")
