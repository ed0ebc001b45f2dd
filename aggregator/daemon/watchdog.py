"""systemd's watchdog, fed only while the loop turns and the writer answers: what hangs is restarted."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from aggregator.daemon import notify


class Watchdog:
    """`answers` returns once the writer's thread has come to it; `well` says whether the ticks go on.

    Both may wait for another program to give the database back without being stuck: a restart would
    not help, so that the watchdog is fed meanwhile.
    """

    def __init__(self, answers: Callable[[], Awaitable[None]], well: Callable[[], bool]) -> None:
        self._answers = answers
        self._well = well
        wait = notify.watchdog_seconds()
        self._every = wait / 3 if wait else float("inf")
        self._fed = time.monotonic()

    async def look(self) -> None:
        """Called each second, beside the tick, which may have to wait."""
        now = time.monotonic()
        if now - self._fed < self._every or not self._well():
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._every):
                await self._answers()
            notify.tell("WATCHDOG=1")
            self._fed = now
