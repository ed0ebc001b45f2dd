"""Clients that are slow, silent or oversized are cut off; honest ones are served meanwhile."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aggregator.web import server
from tests.web.filled import configured, fill, parsed, record, tagged
from tests.web.serving import Served, serve

DEADLINES = server.Deadlines(ask=1.0, take=1.5)
PATIENCE = 6.0  # seconds; all must be cut before


def _seconds_until_cut(address: tuple[str, int], first: bytes, drip: bytes = b"") -> float:
    """How long the server keeps a connection that sends `first`, then `drip`, ten bytes a second."""
    begun = time.monotonic()
    with socket.create_connection(address) as client:
        client.settimeout(0.1)
        client.sendall(first)
        place = 0
        while time.monotonic() - begun < PATIENCE:
            try:
                if not client.recv(65536):
                    return time.monotonic() - begun
            except TimeoutError:
                pass
            except OSError:
                return time.monotonic() - begun
            if drip:
                try:
                    client.sendall(drip[place % len(drip) : place % len(drip) + 1])
                except OSError:
                    return time.monotonic() - begun
                place += 1
    return PATIENCE


def _never_reads(address: tuple[str, int], path: str) -> float:
    """How long the server keeps a client that asks over and over and takes nothing."""
    begun = time.monotonic()
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n".encode()
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.connect(address)
        client.settimeout(0.1)
        while time.monotonic() - begun < PATIENCE:
            try:
                client.sendall(request * 20)
                time.sleep(0.1)
            except TimeoutError:
                continue
            except OSError:
                return time.monotonic() - begun
    return PATIENCE


def test_bad_clients_are_cut_and_honest_ones_served(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    big = [tagged(parsed(3000 + n, content="x" * 90_000)) for n in range(40)]
    record(path, loaded, big)
    site = serve(path, loaded, deadlines=DEADLINES)
    header = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
    clients: dict[str, Callable[[], float]] = {
        "silent": lambda: _seconds_until_cut(site.address, b""),
        "half a header": lambda: _seconds_until_cut(site.address, header),
        "drips its header": lambda: _seconds_until_cut(site.address, header, b"X-A: b\r\n"),
        "idle after its answer": lambda: _seconds_until_cut(
            site.address, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        ),
        "a header too large": lambda: _seconds_until_cut(site.address, header + b"X: " + b"y" * 100_000),
        "no HTTP": lambda: _seconds_until_cut(site.address, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        "a body": lambda: _seconds_until_cut(
            site.address, header + b"Content-Length: 1000000\r\n\r\n" + b"z" * 1000, b"z"
        ),
        "chunks": lambda: _seconds_until_cut(
            site.address, header + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nz\r\n"
        ),
        "HTTP/2": lambda: _seconds_until_cut(site.address, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "takes no answer": lambda: _never_reads(site.address, "/feed.json"),
    }
    taken: dict[str, float] = {}
    threads = [
        threading.Thread(target=lambda name=name, client=client: taken.update({name: client()}))
        for name, client in clients.items()
        for _ in range(1 if name == "takes no answer" else 6)
    ]
    try:
        for thread in threads:
            thread.start()
        slowest = 0.0
        while any(thread.is_alive() for thread in threads):
            begun = time.monotonic()
            assert site.get("/feed.atom?limit=5").status_code == 200
            slowest = max(slowest, time.monotonic() - begun)
            time.sleep(0.1)
        for thread in threads:
            thread.join()
        late = {name: seconds for name, seconds in taken.items() if seconds >= PATIENCE}
        assert not late
        assert set(taken) == set(clients)
        assert slowest < 2.0
    finally:
        site.close()


def test_the_deadlines_are_within_ten_seconds() -> None:
    usual = server.Deadlines()
    assert usual.ask + server.CLOSE_SECONDS <= 10
    assert usual.take + server.CLOSE_SECONDS <= 10


def test_when_connections_run_out_the_silent_ones_go(site: Served) -> None:
    silent: list[socket.socket] = []
    try:
        silent += [socket.create_connection(site.address) for _ in range(server.MAX_CONNECTIONS + 20)]
        begun = time.monotonic()
        assert site.get("/healthz").status_code == 200
        assert time.monotonic() - begun < 4.0
    finally:
        for one in silent:
            one.close()


@pytest.mark.parametrize("upgrade", ["h2c", "websocket"])
def test_an_offer_to_upgrade_is_no_way_around(site: Served, upgrade: str) -> None:
    with socket.create_connection(site.address) as client:
        client.sendall(
            f"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            f"Upgrade: {upgrade}\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
            "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        status = client.recv(4096).split()[1]
        assert status == (b"200" if upgrade == "h2c" else b"403")


def test_several_requests_share_a_connection(site: Served) -> None:
    with socket.create_connection(site.address) as client:
        client.settimeout(5)
        request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for _ in range(3):
            client.sendall(request)
            answer = b""
            while not answer.endswith(b"ok\n"):
                answer += client.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")


def test_the_port_taken_is_an_error() -> None:
    with server.listen("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        server.listen("127.0.0.1", taken.getsockname()[1])


def test_shutdown_ends_what_is_open(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    site = serve(fill(tmp_path, loaded), loaded)
    idle = [socket.create_connection(site.address) for _ in range(5)]
    begun = time.monotonic()
    site.close()
    assert time.monotonic() - begun < 4.0
    for one in idle:
        one.close()


def test_serving_binds_by_itself_too() -> None:
    async def app(scope: object, receive: object, send: Callable[..., object]) -> None: ...

    async def main() -> None:
        shutdown = asyncio.Event()
        task = asyncio.create_task(server.serve(app, "127.0.0.1", 0, shutdown))  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        shutdown.set()
        await asyncio.wait_for(task, 5)

    asyncio.run(main())
