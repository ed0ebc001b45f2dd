"""What the hostile server does, by path. Each is a few lines; a new case is a new entry of the table."""

from __future__ import annotations

import asyncio
import gzip
import io
import zlib

from tests.hostile.documents import FEED, rss
from tests.hostile.server import Behaviour, Wire

RSS = "Content-Type: application/rss+xml"
GZIP = f"{RSS}\nContent-Encoding: gzip"


def fixed(body: bytes, status: str = "200 OK", headers: str = RSS, length: int | None = None) -> Behaviour:
    async def behave(wire: Wire) -> None:
        await wire.answer(body, status, headers, length=length)

    return behave


def raw(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    async def behave(wire: Wire) -> None:
        for piece in pieces:
            await wire.send(piece)
            await asyncio.sleep(pause)

    return behave


def redirect(location: str, status: int = 302) -> Behaviour:
    """`{port}` in the location is the server's own."""

    async def behave(wire: Wire) -> None:
        target = location.replace("{port}", str(wire.port))
        await wire.answer(b"", f"{status} Redirect", f"Location: {target}\nSet-Cookie: a=b")

    return behave


def conditional(body: bytes, validators: str, moving: bool = False) -> Behaviour:
    """200 with validators, then 304 to whoever echoes them."""
    wanted = dict(line.split(": ", 1) for line in validators.splitlines())
    names = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}

    async def behave(wire: Wire) -> None:
        if all(wire.seen.headers.get(names[name]) == value for name, value in wanted.items()):
            await wire.send(f"HTTP/1.1 304 Not Modified\r\n{validators}\r\n\r\n".encode("latin-1"))
        else:
            await wire.answer(body, headers=f"{RSS}\n{validators}")

    return behave


async def not_found(wire: Wire) -> None:
    await wire.answer(b"nothing here", "404 Not Found")


async def silence(wire: Wire) -> None:
    await asyncio.sleep(60)


async def drip(wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        await wire.send(b"x")
        await asyncio.sleep(0.02)


async def slow_headers(wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await wire.send(b"X-Slow: 1\r\n")
        await asyncio.sleep(0.02)


async def informational(wire: Wire) -> None:
    while True:
        await wire.send(b"HTTP/1.1 102 Processing\r\n\r\n")
        await asyncio.sleep(0.001)


async def endless(wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await wire.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


async def endless_headers(wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await wire.send(b"X-Endless: " + b"y" * 1000 + b"\r\n")


async def endless_redirects(wire: Wire) -> None:
    await wire.answer(b"", "302 Found", f"Location: /endless-redirects?{wire.count}")


def _bomb(megabytes: int) -> bytes:
    squeeze = zlib.compressobj(9, wbits=31)
    block = b" " * (1 << 20)
    return b"".join(squeeze.compress(block) for _ in range(megabytes)) + squeeze.flush()


def _members(count: int, each: bytes) -> bytes:
    return gzip.compress(each) * count


def _deflate(body: bytes) -> bytes:
    return zlib.compress(body)


def _level_0(body: bytes) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=0) as file:
        file.write(body)
    return buffer.getvalue()


_ZIPPED = gzip.compress(FEED)
_OK = b"HTTP/1.1 200 OK\r\n"

BEHAVIOURS: dict[str, Behaviour] = {
    # good
    "/feed": fixed(FEED),
    "/other": fixed(rss("four")),
    "/conditional": conditional(FEED, 'ETag: W/"a b\xe9,*"\nLast-Modified: Tue, 1 Jun 2026 1:2:3 +0400'),
    "/chunked": raw(
        _OK
        + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FEED)
        + FEED
        + b"\r\n0\r\nX-Trailer: 1\r\n\r\n"
    ),
    "/close-delimited": raw(b"HTTP/1.0 200 OK\r\n\r\n" + FEED),
    "/bare-newlines": raw(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(FEED) + FEED),
    "/cookies": fixed(FEED, headers="Set-Cookie: session=1\nSet-Cookie: other=2"),
    "/two-etags": fixed(FEED, headers='ETag: "first"\nETag: "second"\nCache-Control: no-cache'),
    # gzip
    "/gzip": fixed(_ZIPPED, headers=GZIP),
    "/x-gzip": fixed(_ZIPPED, headers="Content-Encoding: X-GZip"),
    "/gzip-unsaid": fixed(_ZIPPED),
    "/gzip-members": fixed(gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]), headers=GZIP),
    "/gzip-padded": fixed(_ZIPPED + bytes(512), headers=GZIP),
    "/gzip-stored": fixed(_level_0(FEED), headers=GZIP),
    "/gzip-dripped": raw(
        _OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_ZIPPED),
        *(_ZIPPED[at : at + 1] for at in range(0, 30)),
        _ZIPPED[30:],
    ),
    "/identity": fixed(FEED, headers="Content-Encoding: identity"),
    "/gzip-cut": fixed(_ZIPPED[:-12], headers=f'{GZIP}\nETag: "cut"'),
    "/gzip-no-trailer": fixed(_ZIPPED[:-8], headers=GZIP),
    "/gzip-cut-in-second": fixed(_ZIPPED + _ZIPPED[:40], headers=GZIP),
    "/gzip-crc": fixed(_ZIPPED[:-8] + b"\0\0\0\0" + _ZIPPED[-4:], headers=GZIP),
    "/gzip-garbage": fixed(b"\x1f\x8b" + b"garbage" * 20, headers=GZIP),
    "/gzip-said-only": fixed(FEED, headers=GZIP),
    "/gzip-bomb": fixed(_bomb(200), headers=GZIP),
    "/gzip-members-empty": fixed(_members(50_000, b""), headers=GZIP),
    "/gzip-members-bomb": fixed(_members(40, bytes(1 << 20)), headers=GZIP),
    "/gzip-twice": fixed(gzip.compress(_ZIPPED), headers="Content-Encoding: gzip, gzip"),
    "/brotli": fixed(b"\x0b\x02\x80", headers="Content-Encoding: br"),
    "/deflate": fixed(_deflate(FEED), headers="Content-Encoding: deflate"),
    "/zstd": fixed(b"\x28\xb5\x2f\xfd", headers="Content-Encoding: zstd"),
    "/codings-in-two-fields": fixed(_ZIPPED, headers="Content-Encoding: gzip\nContent-Encoding: br"),
    # cut, long, never ending
    "/cut": fixed(FEED[:200], length=len(FEED), headers=f'{RSS}\nETag: "cut"'),
    "/long": fixed(FEED + b"HTTP/1.1 200 OK\r\n\r\nsmuggled", length=len(FEED)),
    "/chunked-cut": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(FEED) + FEED + b"\r\n"),
    "/chunked-garbage": raw(_OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nfeed\r\n0\r\n\r\n"),
    "/too-large": fixed(b" " * (1 << 20)),
    "/too-large-announced": raw(_OK + b"Content-Length: 99999999999\r\n\r\n" + b" " * (1 << 20), pause=5),
    "/endless": endless,
    "/drip": drip,
    "/silence": silence,
    "/slow-headers": slow_headers,
    "/informational": informational,
    "/endless-headers": endless_headers,
    # heads
    "/headers-70k": raw(_OK + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 700) for n in range(100)) + b"\r\n"),
    "/headers-many": raw(_OK + b"a:b\r\n" * 20_000 + b"\r\n"),
    "/header-one-line": raw(_OK + b"X: " + b"y" * 300_000 + b"\r\n\r\n"),
    "/no-answer": raw(),
    "/status-garbage": raw(b"<html>hello</html>\r\n\r\n"),
    "/status-ssh": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "/status-icy": raw(b"ICY 200 OK\r\n\r\n"),
    "/status-number": raw(b"HTTP/1.1 9999 Far\r\n\r\n"),
    "/lengths-conflict": raw(_OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
    "/length-negative": raw(_OK + b"Content-Length: -5\r\n\r\nhello"),
    "/header-nul": raw(_OK + b"X: a\0b\r\n\r\n"),
    "/http2": raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00"),
    # statuses
    **{
        f"/status/{status}": fixed(FEED, f"{status} Status")
        for status in (201, 202, 206, 300, 305, 400, 401, 403, 404, 410, 418, 429, 500, 502, 503)
    },
    "/status/204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/unasked-304": raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    # redirects
    **{f"/redirect/{status}": redirect("/feed", status) for status in (301, 302, 303, 307, 308)},
    **{f"/hops/{left}": redirect(f"/hops/{left - 1}" if left > 1 else "/feed") for left in range(1, 8)},
    "/loop": redirect("/loop"),
    "/loop-a": redirect("/loop-b"),
    "/loop-b": redirect("/loop-a"),
    "/endless-redirects": endless_redirects,
    "/redirect-nowhere": fixed(b"", "302 Found"),
    "/redirect-empty": fixed(b"", "302 Found", "Location: "),
    "/redirect-file": redirect("file:///etc/passwd"),
    "/redirect-ftp": redirect("ftp://example.org/feed"),
    "/redirect-garbage": redirect("http://[::"),
    "/redirect-port": redirect("http://127.0.0.1:22/"),
    "/redirect-userinfo": redirect("http://user:secret@127.0.0.1:{port}/feed"),
    "/redirect-fragment": redirect("/feed#part"),
    "/redirect-localhost": redirect("http://localhost:{port}/feed"),
    "/redirect-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "/redirect-body": fixed(b"x" * 100, "302 Found", "Location: /feed", length=10**9),
    "/redirect-latin1": redirect("/f\xe9ed"),
    "/f%E9ed": fixed(FEED),
}
