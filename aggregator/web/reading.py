"""Reads of the database, in threads, at most so many at once and for so long."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from aggregator.errors import StoreError
from aggregator.store import Reader

T = TypeVar("T")

THREADS = 4
MAX_WAITING = 100  # reads; those who come later are asked to come again
SECONDS = 5.0  # waiting for a thread included
READ_SECONDS = 1.0  # all the questions of one read


class Readings:
    """A few threads, each with a reader of its own, opened when first needed and again after a fault."""

    def __init__(self, open_reader: Callable[[], Reader]) -> None:
        self._open = open_reader
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="web-read")
        self._own = threading.local()
        self._under_way = 0

    async def run(self, question: Callable[[Reader], T]) -> T:
        """What `question` finds. Raises StoreError when the database cannot answer in time."""
        if self._under_way >= MAX_WAITING:
            raise StoreError("too many reads are waiting")
        self._under_way += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, self._ask, question)
        future.add_done_callback(self._ended)
        try:
            return await asyncio.wait_for(asyncio.shield(future), SECONDS)
        except TimeoutError as late:
            raise StoreError("the read took too long") from late

    async def probe(self) -> None:
        """Open the file anew, which tells what a reader held open does not: that it is gone, or migrated.

        Raises StoreError.
        """
        await self.run(lambda _: self._open().close())

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ended(self, future: asyncio.Future[T]) -> None:
        self._under_way -= 1
        if not future.cancelled():
            future.exception()  # seen, even if whoever asked has given up

    def _ask(self, question: Callable[[Reader], T]) -> T:
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = self._open()
        try:
            with reader.within(READ_SECONDS):
                return question(reader)
        except StoreError:
            self._own.reader = None
            with contextlib.suppress(StoreError):
                reader.close()
            raise
