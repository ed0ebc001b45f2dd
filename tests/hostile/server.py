"""The sockets of the hostile server: an asyncio loop in a thread, so that any test can use it."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

CERTIFICATE = Path(__file__).parent / "tls" / "certificate.pem"


@dataclass(frozen=True)
class Seen:
    """A request as it came: its target, and its headers by lower-case name (the last of each)."""

    method: str
    target: str
    headers: Mapping[str, str]
    raw: bytes
    at: float  # the loop's monotonic seconds


@dataclass
class Wire:
    """What a behaviour writes to: one connection, the request on it, and how often its path was asked."""

    seen: Seen
    count: int  # 1 for the first request of this path
    port: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(
        self, body: bytes = b"", status: str = "200 OK", headers: str = "", *, length: int | None = None
    ) -> None:
        """A well-framed answer; `headers` are lines, `length` a Content-Length that lies."""
        announced = len(body) if length is None else length
        lines = "".join(line.strip() + "\r\n" for line in headers.splitlines() if line.strip())
        head = f"HTTP/1.1 {status}\r\nContent-Length: {announced}\r\n{lines}\r\n"
        await self.send(head.encode("latin-1") + body)


Behaviour = Callable[[Wire], Awaitable[None]]


@dataclass
class Hostile:
    """`table` maps paths to behaviours, this server's own before BEHAVIOURS; `requests` is what came."""

    table: dict[str, Behaviour] = field(default_factory=dict)
    host: str = "127.0.0.1"
    tls: bool = False  # by the certificate beside this file, of feeds.test, which nobody has signed
    requests: list[Seen] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0
    port: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def __enter__(self) -> Hostile:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def url(self, path: str, userinfo: str = "") -> str:
        scheme, host = ("https", "feeds.test") if self.tls else ("http", self.host)
        return f"{scheme}://{userinfo + '@' if userinfo else ''}{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Seen]:
        """The requests for one path, oldest first."""
        return [seen for seen in self.requests if seen.target.partition("?")[0] == path]

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        tls = None
        if self.tls:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(CERTIFICATE, CERTIFICATE.with_name("key.pem"))
        server = await asyncio.start_server(self._connection, self.host, 0, limit=1 << 20, ssl=tls)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":  # a TLS hello where none is spoken: what web servers say to it
                writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            raw = first + await reader.readuntil(b"\r\n\r\n")
            seen = _parse(raw, self._loop.time())
            self.requests.append(seen)
            path = seen.target.partition("?")[0]
            self._counts[path] = self._counts.get(path, 0) + 1
            behaviour = self.table.get(path) or _shared(path)
            await behaviour(Wire(seen, self._counts[path], self.port, reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


def _shared(path: str) -> Behaviour:
    from tests.hostile.behaviours import BEHAVIOURS, not_found

    return BEHAVIOURS.get(path, not_found)


def _parse(raw: bytes, at: float) -> Seen:
    first, *lines = raw.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return Seen(method, target, {name.strip().lower(): value.strip() for name, value in pairs}, raw, at)
