"""The one writer's lock: flock on a file beside the database, the holder's pid inside.

The kernel frees it when the holder dies, however it dies. The database's own file is never opened for
this: closing any descriptor of it would drop SQLite's locks.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from aggregator.errors import Locked, StoreError


class WriterLock:
    """Held from construction to `release`. Raises Locked, naming the pid, if another holds it."""

    def __init__(self, database: Path) -> None:
        self.path = lock_path(database)
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"cannot write beside the database ({self.path}: {error.strerror}); "
                "give this user write access to the folder, or read a snapshot"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = _read_pid(self._file)
            os.close(self._file)
            raise Locked(f"{database} is being written by process {pid or 'unknown'}") from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Idempotent. The file stays, empty: deleting it would let two processes hold two locks."""
        if self._file >= 0:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = -1


def lock_path(database: Path) -> Path:
    return database.with_name(database.name + ".lock")


def holder(database: Path) -> int | None:
    """The pid of the process that writes `database`, or None. Takes no lock that outlives the question."""
    try:
        file = os.open(lock_path(database), os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return _read_pid(file)
    finally:
        os.close(file)
    return None


def _read_pid(file: int) -> int | None:
    text = os.pread(file, 32, 0).strip()
    return int(text) if text.isdigit() else None
