"""A small HTTP server on loopback that plays a dozen publishers, for `run --demo` and for tests.

It answers conditional requests as RFC 9110 asks (section 13), moves, disappears and breaks as its
outlets' files say, and shows each report as a page, so that links in the demo lead somewhere.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from aggregator.demo import formats
from aggregator.demo.outlets import Outlet, Report, outlets

_PATIENCE = 10.0  # seconds that a client has for its request
_REASONS = {
    200: "OK",
    301: "Moved Permanently",
    304: "Not Modified",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Newsroom:
    """The demo's publishers. `clock` gives the present, aware; dates count from the first `start`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._server: asyncio.Server | None = None
        self._started_at: datetime | None = None
        self._root = ""
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        """Listen on 127.0.0.1 at a free port; returns the port."""
        self._server = await asyncio.start_server(self._client, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        self._root = f"http://127.0.0.1:{port}"
        self._started_at = self._started_at or self._clock()
        return port

    async def stop(self) -> None:
        """Stop listening and drop what is still connected."""
        if self._server is None:
            return
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    def answer(self, method: str, path: str, asked: Mapping[str, str]) -> Answer:
        """What the server says to a request; `asked` are its headers, names in lower case."""
        if method not in ("GET", "HEAD"):
            return Answer(405, headers={"allow": "GET, HEAD"})
        for outlet in outlets():
            if path == outlet.listed_path and outlet.answer == "moved":
                return Answer(301, headers={"location": self._root + outlet.path})
            if path == outlet.path:
                return self._feed(outlet, asked)
            for report in self._reports(outlet):
                if path == outlet.report_path(report):
                    return _page(outlet, report)
        return Answer(404, b"No such page in this newsroom.\n", {"content-type": "text/plain"})

    def _feed(self, outlet: Outlet, asked: Mapping[str, str]) -> Answer:
        if outlet.answer == "gone":
            return Answer(410, b"This feed has been closed.\n", {"content-type": "text/plain"})
        if outlet.answer == "broken":
            return Answer(200, outlet.body.encode(), {"content-type": "text/html; charset=utf-8"})
        issue = self._issue(outlet)
        body = formats.write(issue)
        changed = issue.newest().astimezone(UTC).replace(microsecond=0)
        headers = {"content-type": f"{formats.CONTENT_TYPES[outlet.format]}; charset={outlet.encoding}"}
        if "etag" in outlet.validators:
            headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if "last-modified" in outlet.validators:
            headers["last-modified"] = format_datetime(changed, usegmt=True)
        if _unchanged(headers, changed, asked):
            del headers["content-type"]
            return Answer(304, headers=headers)
        return Answer(200, body, headers)

    def _issue(self, outlet: Outlet) -> formats.Issue:
        start = self._start_time()
        reports = sorted(self._reports(outlet), key=lambda r: r.published_at(start), reverse=True)
        return formats.Issue(outlet, self._root, start, self._clock() - start, reports)

    def _reports(self, outlet: Outlet) -> list[Report]:
        elapsed = self._clock() - self._start_time()
        return [shown for report in outlet.reports if (shown := report.at(elapsed)) is not None]

    def _start_time(self) -> datetime:
        if self._started_at is None:
            raise RuntimeError("the newsroom has not been started")
        return self._started_at

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # a client that leaves, dawdles or babbles is let go
        except asyncio.CancelledError:
            pass  # stop() asked; asyncio's streams would log a cancelled handler as a fault
        finally:
            if task is not None:
                self._open.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether the connection stays open."""
        async with asyncio.timeout(_PATIENCE):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        asked = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        match first.split(" "):
            case [method, target, "HTTP/1.1" | "HTTP/1.0"]:
                answer = self.answer(method, target.partition("?")[0], asked)
            case _:
                method, answer = "", Answer(400)
        stays = (
            answer.status < 400 and first.endswith("1.1") and asked.get("connection", "").lower() != "close"
        )
        writer.write(_wire(answer, self._clock(), head_only=method == "HEAD", stays=stays))
        await writer.drain()
        return stays


def _unchanged(headers: Mapping[str, str], changed: datetime, asked: Mapping[str, str]) -> bool:
    """RFC 9110, 13.2.2: If-None-Match, where sent, outweighs If-Modified-Since."""
    if "if-none-match" in asked and "etag" in headers:
        return headers["etag"] in [tag.strip() for tag in asked["if-none-match"].split(",")]
    if "if-modified-since" in asked and "last-modified" in headers:
        with suppress(ValueError):
            return changed <= parsedate_to_datetime(asked["if-modified-since"])
    return False


def _page(outlet: Outlet, report: Report) -> Answer:
    title = escape(report.title or outlet.title)
    text = (
        f'<!doctype html><html lang="{outlet.lang}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<h1>{title}</h1><p><em>{escape(outlet.title)}: a report written for the demo.</em></p>"
        f"{formats.html(report)}</html>\n"
    )
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'"}
    return Answer(200, text.encode(), headers)


def _wire(answer: Answer, now: datetime, *, head_only: bool, stays: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}",
        f"date: {format_datetime(now.astimezone(UTC).replace(microsecond=0), usegmt=True)}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
        f"connection: {'keep-alive' if stays else 'close'}",
    ]
    if answer.status != 304:
        lines.append(f"content-length: {len(answer.body)}")
    head = "\r\n".join((*lines, "", "")).encode("latin-1")
    return head if head_only or answer.status == 304 else head + answer.body
