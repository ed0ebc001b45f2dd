"""Thinking in child processes that can be killed one by one: Pool, the only Pebble.

Each item has its own deadline and memory. One that passes them costs its child, which is replaced,
and nobody else waits. They are forked from a server of their own, or spawned, so that none holds a
file of this program's.

The deadline is of the child's own time on a processor, so that no document is an error because the
machine is busy with others; the kernel watches it, and ends the child in the middle of a C call too.

What is done about Pebble, found by trying it: its deadlines, which bound how long an item may take in
all, go by the wall clock, which can be set, so one of our own stands behind them, by a clock that
cannot; it stops a child by SIGTERM, which Python code in a long C call never sees, so children let
SIGTERM kill them at once; and a child that dies idle breaks the pool, so a broken pool is thrown away
and its work begun again in a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import Generic, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from aggregator.errors import WorkError

log = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")

_OUT_OF_MEMORY = 77  # a child's exit code
_OUT_OF_TIME = -signal.SIGPROF  # the same
_PATIENCE = 3  # how many times its deadline an item may take in all
_START_SECONDS = 60.0  # what a child may take to start and warm up, on a slow machine
_LEAST_MEMORY_MB = 192  # beyond what a warm child has: less would fail honest documents
_FINISH_SECONDS = 3.0
_TRIES = 3
_unpacking = threading.Lock()
_PDEATHSIG = 1  # prctl(2): PR_SET_PDEATHSIG


class Pool(Generic[Item, Result]):
    """`function` run on items, in `workers` children.

    `function` and `warm` (called once in each child, before its first item) are importable by name.
    Bounds are `deadline_seconds` of work and, on Linux, `memory_mb` for a child as a whole. A child is
    replaced after `max_tasks` items, which bounds what may leak.
    """

    def __init__(
        self,
        function: Callable[[Item], Result],
        workers: int,
        deadline_seconds: float = 10.0,
        memory_mb: int = 512,
        *,
        warm: Callable[[], object] | None = None,
        max_tasks: int = 500,
    ) -> None:
        self._function = function
        self._workers = max(1, workers)
        self._deadline = deadline_seconds
        self._longest = _PATIENCE * deadline_seconds
        self._memory_mb = memory_mb
        self._warm = warm
        self._max_tasks = max_tasks
        self._places = asyncio.Semaphore(self._workers)
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False
        self._pool = self._start()
        self._pool.active  # noqa: B018  # asking starts it, and its children get ready

    async def run(self, item: Item) -> Result:
        """The function's result, or what it raised; WorkError if time or memory ran out, or the child died.

        Cancelling it stops the child.
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        self._running += 1
        self._idle.clear()
        try:
            async with self._places:  # so that what is handed over begins at once
                return await self._try(item)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def close(self) -> None:
        """Wait for what runs, then end the children."""
        self._closed = True
        await self._idle.wait()
        await asyncio.to_thread(_finish, self._pool)

    async def _try(self, item: Item) -> Result:
        for last in (*[False] * (_TRIES - 1), True):
            pool, began = self._pool, time.monotonic()
            try:
                future = await asyncio.to_thread(self._hand_over, pool, item)
                return cast("Result", await asyncio.to_thread(_unpacked, await self._outcome(future)))
            except ProcessExpired as error:
                if error.exitcode == _OUT_OF_MEMORY:
                    what = f"the document took more than {self._memory_mb} MB to read"
                    raise WorkError(what, reason="memory") from error
                if error.exitcode == _OUT_OF_TIME:
                    raise WorkError(self._too_slow, reason="time") from error
                if last:
                    what = f"the child process died over the document (exit code {error.exitcode})"
                    raise WorkError(what, reason="died") from error
            except TimeoutError as error:
                # A wall clock set forward looks like a deadline passed: then it was not its fault.
                if last or time.monotonic() - began >= self._longest:
                    raise WorkError(self._too_slow, reason="time") from error
            except (BrokenProcessPool, RuntimeError) as error:
                if not isinstance(error, BrokenProcessPool) and pool.active:
                    raise  # the function's own
                if last:
                    raise WorkError("the child processes keep dying", reason="died") from error
                self._replace(pool)
        raise AssertionError("the last try returns or raises")

    @property
    def _too_slow(self) -> str:
        return f"the document took more than {self._deadline:g} s to read"

    def _hand_over(self, pool: ProcessPool, item: Item) -> Future[bytes]:
        return pool.schedule(_bounded, args=(self._function, item, self._deadline), timeout=self._longest)

    async def _outcome(self, future: Future[bytes]) -> bytes:
        try:
            async with asyncio.timeout(_START_SECONDS + 2 * self._longest):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not future.done():
                future.cancel()  # Pebble stops the child
                self._replace(self._pool)
            raise

    def _start(self) -> ProcessPool:
        method = "forkserver" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload([self._function.__module__, __name__])
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=self._max_tasks,
            initializer=_begin_child,
            initargs=(os.getpid(), self._memory_mb, self._warm),
            context=context,
        )

    def _replace(self, broken: ProcessPool) -> None:
        if self._pool is broken:  # whoever sees it first
            self._pool = self._start()
            threading.Thread(target=_end, args=(broken,), name="broken pool", daemon=True).start()


def _finish(pool: ProcessPool) -> None:
    """End a pool that is idle: a child that was just being started gets there first, and ends in order."""
    with contextlib.suppress(Exception):
        pool.close()  # type: ignore[no-untyped-call]
        pool.join(_FINISH_SECONDS)
    _end(pool)


def _end(pool: ProcessPool) -> None:
    with contextlib.suppress(Exception):  # a broken pool may fail to end in ways that tell us nothing
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _unpacked(packed: bytes) -> object:
    """A child's result. A collection amid a hundred thousand new objects stops every thread for 0.1 s."""
    with _unpacking:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return pickle.loads(packed)  # noqa: S301  # our own child packed it
        finally:
            if collecting:
                gc.enable()


def _bounded(function: Callable[[Item], Result], item: Item, seconds: float) -> bytes:
    """In the child: run it; out of memory is the child's end, as nobody knows what is left of it."""
    signal.setitimer(signal.ITIMER_PROF, seconds)  # then SIGPROF, which ends the child
    try:
        return pickle.dumps(function(item), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _begin_child(parent: int, memory_mb: int, warm: Callable[[], object] | None) -> None:
    """In the child, once: signals, the parent's watch, warming up, then the memory bound."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which drains
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    if sys.platform == "linux":
        # The forkserver is our parent, and ends with the program: then so do we, whatever we are at. It
        # waits for the other end of a pipe to close, of which each child is handed a copy.
        _close_copy()
        ctypes.CDLL(None, use_errno=True).prctl(_PDEATHSIG, signal.SIGKILL)
        _end_without(parent)  # it may have ended before that took effect
    threading.Thread(target=_watch, args=(parent,), name="parent watch", daemon=True).start()
    if warm is not None:
        try:
            warm()
        except Exception:  # a child that ended here would be started again, ten times a second
            log.exception("a child could not warm up: each document will say why")
    if sys.platform == "linux":
        _bound_memory(memory_mb)


def _close_copy() -> None:
    alive = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_alive_fd", None)
    if isinstance(alive, int):
        with contextlib.suppress(OSError):
            os.close(alive)


def _watch(parent: int) -> None:
    """End this child when the program is gone, wherever there is no prctl, or its parent is a subreaper."""
    while True:
        time.sleep(1.0)
        _end_without(parent)


def _end_without(parent: int) -> None:
    try:
        os.kill(parent, 0)
    except ProcessLookupError:
        os._exit(1)
    except PermissionError:
        pass


def _bound_memory(memory_mb: int) -> None:
    """Bound the child's data (RLIMIT_DATA, getrlimit(2)): private writable memory, so not its libraries."""
    import resource

    with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        data_kb = next((int(line.split()[1]) for line in file if line.startswith("VmData:")), 0)
    limit = max(memory_mb * 2**20, data_kb * 2**10 + _LEAST_MEMORY_MB * 2**20)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
