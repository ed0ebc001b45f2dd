"""The daemon: polls what is due, takes requests, serves the web, all in one event loop, for years."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from aggregator.config import Config
from aggregator.control import Desk, Refusal
from aggregator.daemon import notify
from aggregator.daemon.announcing import Announcer
from aggregator.daemon.follow import Follower
from aggregator.daemon.showing import Front
from aggregator.daemon.upkeep import Upkeep
from aggregator.daemon.watchdog import Watchdog
from aggregator.errors import AggregatorError
from aggregator.pipeline.engine import Engine
from aggregator.pipeline.poll import Polled

TICK_SECONDS = 1
DRAIN_SECONDS = 5.0  # for turns under way at the end
SILENT_SECONDS = 30.0  # without a tick that went well: then it is not ready
ONCE_SECONDS = 0.2  # two signals so near each other are one
END_SECONDS = 9.0  # for everything at the end

log = logging.getLogger(__name__)


async def run(config: Config) -> None:
    """Run until SIGINT or SIGTERM. Raises Locked, Unusable or another AggregatorError if it cannot."""
    async with Engine(config, patient=True, told=_log_poll) as engine:
        await Daemon(engine).run()


class Daemon:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._follower = Follower(engine)
        self._upkeep = Upkeep(engine)
        self._watchdog = Watchdog(engine.writer.answers, lambda: not self._stuck())
        self._front = Front(lambda: engine.config, self._trouble)
        self._announcer = Announcer(engine, self._front)
        self._stopping = asyncio.Event()
        self._asked_at = 0.0
        self._fault = ""
        self._ticked = time.monotonic()

    async def run(self) -> None:
        settings = self._engine.config.settings
        desk = Desk(settings.database, self._answer)
        await desk.open()
        scheduler = AsyncIOScheduler(timezone=UTC)
        for job in (self._tick, self._watchdog.look):
            _each_second(scheduler, job)
        self._handle_signals()
        web = asyncio.create_task(self._front.serve(self._stopping))
        scheduler.start()
        notify.tell("READY=1")
        try:
            await self._stopping.wait()
        finally:
            notify.tell("STOPPING=1")
            scheduler.shutdown(wait=False)
            self._upkeep.close()
            self._announcer.close()
            await desk.close()
            await self._engine.rounds.drain(DRAIN_SECONDS)
            await web

    async def _answer(self, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a verb asks for; a bug in answering it is logged here and told there."""
        try:
            await self._follower.look()  # whoever asks may have edited the file just now
            return await self._engine.request(verb, arguments)
        except AggregatorError:
            raise
        except Exception as error:
            log.exception("a bug of ours in answering %s", verb)
            raise Refusal(f"a bug of ours: {error!r}; the daemon's log has more", 1) from error

    async def _tick(self) -> None:
        """What happens each second. A bug in it is logged, and the next second is another."""
        try:
            self._engine.writer.look()
            await self._follower.look()
            if not self._engine.writer.trouble:
                await self._engine.rounds.start_due()
            await self._upkeep.look()
            await self._announcer.look()
        except Exception as error:
            if repr(error) != self._fault:  # once, not each second
                ours = isinstance(error, AggregatorError)
                log.error("%s", error if ours else "a bug of ours in the tick", exc_info=not ours)
            self._fault = repr(error)
        else:
            self._fault = ""
            self._ticked = time.monotonic()

    def _trouble(self) -> str:
        """What /readyz says is in the way, if anything."""
        return self._engine.writer.trouble or self._fault or self._stuck()

    def _stuck(self) -> str:
        """That no tick has gone well for long, though nothing that is known of is in the way."""
        silent = time.monotonic() - max(self._ticked, self._engine.writer.free_since)
        if silent <= SILENT_SECONDS or self._engine.writer.trouble:
            return ""
        return f"the writer has not answered for {silent:.0f} s"

    def _handle_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stop, number)
        loop.add_signal_handler(signal.SIGHUP, self._follower.at_once)

    def _stop(self, number: int) -> None:
        if self._stopping.is_set():
            # timeout(1) and some shells signal the process and then its group: that is asked once.
            if time.monotonic() - self._asked_at > ONCE_SECONDS:
                os._exit(128 + number)  # asked twice: at once; what is committed is safe
            return
        self._asked_at = time.monotonic()
        log.info("stopping")
        self._stopping.set()
        end = threading.Timer(END_SECONDS, os._exit, [0])
        end.daemon = True  # nothing waits for it: it is for what hangs, and what is committed is safe
        end.start()


def _each_second(scheduler: AsyncIOScheduler, job: Callable[[], Awaitable[None]]) -> None:
    """Every run counts but none twice: a suspended laptop wakes to one, not to a thousand."""
    scheduler.add_job(
        job,
        "interval",
        seconds=TICK_SECONDS,
        next_run_time=datetime.now(UTC),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )


def _log_poll(polled: Polled) -> None:
    facts: dict[str, Any] = {"feed": polled.id, "outcome": polled.outcome}
    line = f"{polled.id}: {polled.outcome}"
    if polled.new or polled.changed:
        line += f", {polled.new} new, {polled.changed} changed"
        facts |= {"new": polled.new, "changed": polled.changed}
    if polled.error:
        line += f": {polled.error}"
        facts["error"] = polled.error
    if polled.next_poll_at:
        line += f"; next {polled.next_poll_at:%Y-%m-%dT%H:%M:%SZ}"
        facts["next_poll_at"] = f"{polled.next_poll_at:%Y-%m-%dT%H:%M:%SZ}"
    log.log(logging.WARNING if polled.outcome == "error" else logging.INFO, "%s", line, extra=facts)
