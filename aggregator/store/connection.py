"""SQLite connections: one that writes, many that read, and SQLite's errors in our words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aggregator.errors import Corrupt, Full, Locked, Slow, StoreError, Unwritable

APPLICATION_ID = 0x41474752  # "AGGR", in the file's header: tells our files from others
BUSY_SECONDS = 120.0  # how long a write waits for a user's own write lock
WAL_LIMIT = 8 * 2**20  # bytes that the WAL shrinks back to once its readers are gone
WAL_HELD = 32 * 2**20  # a WAL that stays past this is held by a reader that does not end


def connect_writer(path: Path) -> sqlite3.Connection:
    """The read-write connection: WAL, FULL (an acknowledged poll survives a power cut), explicit BEGIN."""
    with translating(path):
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA journal_size_limit = {WAL_LIMIT}")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("PRAGMA temp_store = MEMORY")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. It never checkpoints: that is the one writer's."""
    if not path.exists():
        raise StoreError(f"there is no database at {path}; `aggregator run` or `poll` makes it")
    with translating(path):
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            uri=True,
            timeout=5.0,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -16384")
    return connection


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """SQLite's errors as ours, each with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error


def translate(error: sqlite3.Error, path: Path) -> StoreError:
    """The StoreError that `error` is, judged by SQLite's primary result code."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Full(f"no room on the disk for {path}: free some; nothing was half written")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Locked(f"another program holds the write lock of {path}: end its transaction")
    if code == sqlite3.SQLITE_INTERRUPT:
        return Slow("the query took too long and was stopped: narrow it")
    if code == sqlite3.SQLITE_NOTADB:
        return Corrupt(f"{path} is no SQLite database: move it away, or name another file")
    if code == sqlite3.SQLITE_CORRUPT:
        return Corrupt(
            f"{path} is damaged ({error}): put a snapshot in its place, "
            "or save what can be read with `sqlite3 FILE .recover`"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Unwritable(
            f"cannot open {path} ({error}): the file and its folder must be writable by this user; "
            "to read without that, ask for a snapshot (`aggregator db snapshot`)"
        )
    if code == sqlite3.SQLITE_IOERR:
        return Unwritable(f"{path} cannot be read or written ({error}): look at its disk")
    return StoreError(f"{path}: {error}")


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One transaction, its write lock taken at once: a deferred one fails where it should wait."""
    with translating(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk may have rolled back already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def bounded(connection: sqlite3.Connection, path: Path, seconds: float) -> Iterator[None]:
    """Queries inside end within `seconds`, else Slow. The clock is asked every 2,000 steps of SQLite's."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > end), 2000)
    try:
        with translating(path):
            yield
    finally:
        connection.set_progress_handler(None, 0)
