"""feeds.toml as it is edited: followed at the next tick, the last good one kept after a bad one."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from aggregator import config
from aggregator.config import Config
from aggregator.daemon import notify
from aggregator.errors import ConfigError
from aggregator.pipeline.engine import Engine

log = logging.getLogger(__name__)

# What was built into the running daemon; the rest is looked up each time.
_FIXED = ("database", "listen", "contact", "concurrency")


class Follower:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._seen = _mark(engine.config.path)
        self._asked = False
        self._looking = asyncio.Lock()

    def at_once(self) -> None:
        """SIGHUP: read the file again, edited or not, and say what came of it."""
        self._asked = True

    async def look(self) -> None:
        """Follow the file if it was edited. Once this returns, it is followed."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        mark = _mark(self._engine.config.path)
        if mark == self._seen and not self._asked:
            return
        asked, self._asked, self._seen = self._asked, False, mark
        if asked:
            notify.reloading()
        try:
            await self._reload(asked)
        finally:
            if asked:
                notify.tell("READY=1")

    async def _reload(self, asked: bool) -> None:
        before = self._engine.config
        try:
            found = await asyncio.to_thread(config.load, before.path)
        except ConfigError as error:
            for fault in error.faults:
                log.error("%s", fault)
            log.error("%s has errors: the last good configuration stays", before.path)
            return
        if found.text != before.text or asked:
            await self._engine.follow(found)
            log.info("read %s: %d feeds", found.path, len(found.feeds))
            for name in _changed(before, found):
                log.warning("settings.%s takes effect when the daemon starts again", name)


def _changed(before: Config, after: Config) -> list[str]:
    return [name for name in _FIXED if getattr(before.settings, name) != getattr(after.settings, name)]


def _mark(path: Path) -> tuple[int, int, int]:
    """What an edit changes; a file that is not there has a mark too."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)
