"""The database's one read-write connection, and the one thread that uses it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from aggregator import store
from aggregator.errors import Full, Locked, StoreError, Unwritable
from aggregator.store import Database

P = ParamSpec("P")
T = TypeVar("T")

_RETRY_SECONDS = 2.0
_LOCK_SECONDS = 2.0

log = logging.getLogger(__name__)


class Writer:
    """Runs calls of Database one after another, each in the writer's thread.

    A patient writer waits out a full disk, one that fails or is taken away, and another program's write
    lock: what was to be written is kept and written when it can be. `trouble` says meanwhile what is in
    the way.
    """

    def __init__(self, path: Path, *, patient: bool = False) -> None:
        self.path = path
        self.trouble = ""
        self.free_since = time.monotonic()  # when the last trouble was over
        self._patient = patient
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._database: Database | None = None
        self._file = (0, 0)  # which file was opened: what is written to one taken away is lost
        self._gone = False
        self._order = asyncio.Lock()
        self._proven = False  # something was written: a file that never could be is refused

    async def open(self) -> None:
        """Take the lock and open, migrating an older schema. Raises Locked naming who holds it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._database = await self._in_thread(store.open_writer, self.path)
        self._file = _which(self.path)
        if self._patient:
            # Its patience is the loop's below, which says what it waits for and can be cancelled.
            await self._in_thread(self._database.wait_for_lock, _LOCK_SECONDS)

    async def do(self, call: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`await writer.do(Database.claim, feed_id, …)`. Its transaction ends even if this is cancelled."""
        # One after the other: were each to try for itself, a thousand that wait for another program's
        # lock would fill the thread, and nobody could tell that from one that hangs.
        async with self._order:
            while True:
                try:
                    result = await self.once(call, *args, **kwargs)
                except (Full, Locked, Unwritable) as error:
                    if not self._patient or (isinstance(error, Unwritable) and not self._proven):
                        raise
                    self._wait_for(error)
                    await asyncio.sleep(_RETRY_SECONDS)
                else:
                    self._proven = True
                    self._go_on()
                    return result

    async def once(self, call: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same without patience, and out of turn: for what only reads, or can be left."""
        assert self._database is not None, "open it first"
        self._refuse_if_gone()
        return await self._in_thread(call, self._database, *args, **kwargs)

    def look(self) -> None:
        """See whether the file is still where it was opened; `trouble` says if not."""
        try:
            self._refuse_if_gone()
        except Unwritable as error:
            self._gone = True
            self._wait_for(error)
        else:
            if self._gone:
                self._go_on()

    def _refuse_if_gone(self) -> None:
        if _which(self.path) != self._file:
            raise Unwritable(
                f"{self.path} was taken away or replaced: put it back, or start again to go on with another"
            )

    def _wait_for(self, error: StoreError) -> None:
        if not self.trouble:
            log.warning("writing waits: %s", error)
        self.trouble = str(error)

    def _go_on(self) -> None:
        if self.trouble:
            log.info("writing goes on")
            self.free_since = time.monotonic()
        self.trouble, self._gone = "", False

    async def answers(self) -> None:
        """Return once the writer's thread has come to it: proof that it does not hang."""
        await self._in_thread(lambda: None)

    async def close(self) -> None:
        if self._database is not None:
            await self._in_thread(self._database.close)
            self._database = None
        self._thread.shutdown(wait=False)

    async def _in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))


def _which(path: Path) -> tuple[int, int]:
    """The file's device and number on it; zeros for none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)
