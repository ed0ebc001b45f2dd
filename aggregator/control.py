"""The socket by which a verb asks a running daemon to write, beside the database and for its owner alone.

A request is one line of JSON, {"verb", "arguments"}; the answer is one line too, {"answer"} or
{"error", "exit"}. Who holds the database's lock is store's business; this is only the way to ask him.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aggregator.errors import AggregatorError, StoreError

Answer = Mapping[str, Any]
Handler = Callable[[str, Mapping[str, Any]], Awaitable[Answer]]

_LINE_LIMIT = 64 * 2**20
_CONNECT_SECONDS = 10.0
# sun_path holds 104 bytes on macOS and the BSDs, 108 on Linux, the final NUL counted.
_PATH_LIMIT = 103


class Refusal(AggregatorError):
    """The daemon's answer was an error: its message, and the exit code that goes with it."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code


def ask(database: Path, verb: str, arguments: Mapping[str, Any]) -> Answer | None:
    """The answer of the daemon that runs on this database; None if none takes requests.

    Raises Refusal if it says no, StoreError if it ends before it has answered.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_CONNECT_SECONDS)
        try:
            with _address(database) as address:
                connection.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except OSError as error:
            raise StoreError(f"the daemon does not answer: {error.strerror or error}") from error
        connection.settimeout(None)
        try:
            connection.sendall(json.dumps({"verb": verb, "arguments": arguments}).encode() + b"\n")
            with connection.makefile("rb") as lines:
                line = lines.readline()
        except OSError:
            line = b""
    if not line.endswith(b"\n"):
        raise StoreError("the daemon ended before the work was done: ask again")
    reply = json.loads(line)
    if "error" in reply:
        raise Refusal(reply["error"], int(reply["exit"]))
    answer: Answer = reply["answer"]
    return answer


class Desk:
    """Where a daemon takes requests. Open it only while holding the database's lock."""

    def __init__(self, database: Path, handle: Handler) -> None:
        self._database = database
        self._handle = handle
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        _socket_path(self._database).unlink(missing_ok=True)  # left by one that was killed
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            with _address(self._database) as address:
                listener.bind(address)
        finally:
            os.umask(before)
        self._server = await asyncio.start_unix_server(self._serve, sock=listener, limit=_LINE_LIMIT)

    async def close(self) -> None:
        if self._server:
            self._server.close()
            _socket_path(self._database).unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(json.dumps(await self._reply(await reader.readline())).encode() + b"\n")
            await writer.drain()
        except (ConnectionError, ValueError):
            pass  # he who asked has gone, or sent a line without end
        finally:
            writer.close()

    async def _reply(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            verb, arguments = str(request["verb"]), dict(request["arguments"])
        except (ValueError, KeyError, TypeError) as error:
            return {"error": f"a request that cannot be understood: {error}", "exit": 1}
        try:
            return {"answer": await self._handle(verb, arguments)}
        except AggregatorError as error:
            return {"error": str(error), "exit": error.exit_code}


def _socket_path(database: Path) -> Path:
    return database.with_name(f"{database.name}.sock")


@contextlib.contextmanager
def _address(database: Path) -> Iterator[str]:
    """The socket's path; where that is too long for the kernel, one through a short-lived link."""
    path = _socket_path(database)
    if len(os.fsencode(path)) <= _PATH_LIMIT:
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="agg-") as folder:
        link = Path(folder, "d")
        link.symlink_to(path.parent)
        yield str(link / path.name)
