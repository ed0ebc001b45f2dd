"""The HTTP server, in the loop of whoever calls it. The only file that knows hypercorn.

Hypercorn's own runner has no deadline for a client that will not read its answer, holds a connection for ever
when a request body outgrows its queue, and speaks HTTP/2, whose flow control needs guards of its own. So its
connection is used with a tighter one around it: a client has five seconds to say what it wants and eight to
take each piece of the answer; a body is refused, since nothing here wants one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import h11
from hypercorn.asyncio.task_group import TaskGroup
from hypercorn.asyncio.tcp_server import MAX_RECV, TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.events import Closed, Event, RawData, Updated
from hypercorn.protocol.h11 import H11Protocol
from hypercorn.typing import ASGIFramework, ConnectionState
from hypercorn.utils import parse_socket_addr, wrap_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp

CLOSE_SECONDS = 2.0  # what is given to a connection, and to all of them at shutdown
MAX_CONNECTIONS = 512  # under the usual limit of 1024 files

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a client may take, in seconds.

    `ask` is for a whole request header, the wait between two requests included; `take` for a piece of
    the answer, which goes out in pieces of answers.PIECE_BYTES.
    """

    ask: float = 5.0
    take: float = 8.0


class _BodyRefused(Exception):
    """A request announced a body."""


class _Protocol(H11Protocol):
    """HTTP/1.1 and nothing else: an offer to upgrade is ignored, as RFC 9110 (7.8) allows."""

    async def _check_protocol(self, event: h11.Request) -> None:
        for name, value in event.headers:
            if name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0")):
                await self._send_error_response(413 if event.method in (b"GET", b"HEAD") else 405)
                raise _BodyRefused


class _Connection(TCPServer):
    busy = False  # is a request being answered
    take_seconds = 8.0

    async def run(self) -> None:
        try:
            sock = self.writer.get_extra_info("socket")
            async with TaskGroup(self.loop) as task_group:
                self._task_group = task_group
                self.protocol = _Protocol(  # type: ignore[assignment]  # hypercorn wraps it to change protocols
                    self.app,
                    self.config,
                    self.context,
                    task_group,
                    ConnectionState(self.state),
                    False,
                    parse_socket_addr(sock.family, sock.getpeername()),
                    parse_socket_addr(sock.family, sock.getsockname()),
                    self.protocol_send,
                )
                await self.idle_task.restart(task_group, self._idle_timeout)
                await self._read_data()
        except OSError:
            pass  # the client went
        finally:
            await self._close()

    async def _read_data(self) -> None:
        while not self.reader.at_eof():
            try:
                data = await self.reader.read(MAX_RECV)
                await self.protocol.handle(RawData(data))
            except (OSError, _BodyRefused):
                break
        await self.protocol.handle(Closed())
        await self.idle_task.stop()

    async def protocol_send(self, event: Event) -> None:
        if isinstance(event, Updated):
            self.busy = not event.idle
        try:
            await asyncio.wait_for(super().protocol_send(event), self.take_seconds)
        except TimeoutError:
            self.writer.transport.abort()
            await self.protocol.handle(Closed())

    async def _close(self) -> None:
        try:
            await asyncio.wait_for(super()._close(), CLOSE_SECONDS)
        except TimeoutError:
            pass
        finally:
            self.writer.transport.abort()  # does nothing to what has closed already

    def cut(self) -> None:
        self.writer.transport.abort()


def listen(host: str, port: int) -> socket.socket:
    """A bound, listening socket; its getsockname() has the port when `port` was 0. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.bind(address)
        sock.listen(MAX_CONNECTIONS)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock


async def serve(
    app: ASGIApp,
    host: str,
    port: int,
    shutdown: asyncio.Event,
    *,
    sock: socket.socket | None = None,
    deadlines: Deadlines = Deadlines(),
) -> None:
    """Serve `app` until `shutdown` is set, then end what is under way within two seconds.

    Give `sock`, from `listen`, to know the port beforehand. Raises OSError when the address is taken.
    """
    config = Config()
    config.include_server_header = False
    config.keep_alive_timeout = deadlines.ask
    config.errorlog = log
    wrapped = wrap_app(cast(ASGIFramework, app), 0, "asgi")
    context = WorkerContext(None)
    loop = asyncio.get_running_loop()
    connections: dict[_Connection, asyncio.Task[None]] = {}

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(connections) >= MAX_CONNECTIONS:
            # The one that has been silent longest makes room, so that silence cannot shut others out.
            waiting = next((one for one in connections if not one.busy), None)
            if waiting is None:
                writer.transport.abort()
                return
            waiting.cut()
        connection = _Connection(wrapped, loop, config, context, {}, reader, writer)
        connection.take_seconds = deadlines.take
        task = asyncio.current_task()
        assert task is not None
        connections[connection] = task
        try:
            await connection.run()
        except Exception:
            log.exception("a connection ended badly")
        finally:
            del connections[connection]

    server = await asyncio.start_server(accept, sock=sock or listen(host, port), backlog=MAX_CONNECTIONS)
    try:
        await shutdown.wait()
    finally:
        server.close()
        await context.terminated.set()
        tasks = list(connections.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*late, return_exceptions=True)
