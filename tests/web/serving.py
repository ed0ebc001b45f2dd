"""The site as it is served: a real server on a free port, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from aggregator import store
from aggregator.config import Config
from aggregator.web import app, server
from aggregator.web.topics import Topics
from tests.web.filled import NOW


class Served:
    """A running server; `close` it."""

    def __init__(
        self,
        make: Callable[[tuple[str, int]], ASGIApp],
        deadlines: server.Deadlines = server.Deadlines(),  # noqa: B008 - frozen
    ) -> None:
        sock = server.listen("127.0.0.1", 0)
        self.address: tuple[str, int] = sock.getsockname()[:2]
        self._ready = threading.Event()
        application = make(self.address)

        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            self._shutdown = asyncio.Event()
            self._ready.set()
            await server.serve(application, *self.address, self._shutdown, sock=sock, deadlines=deadlines)

        self._thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
        self._thread.start()
        self._ready.wait(10)
        self.url = f"http://127.0.0.1:{self.address[1]}"
        self.client = httpx.Client(base_url=self.url, timeout=20)

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)

    def close(self) -> None:
        self.client.close()
        self._loop.call_soon_threadsafe(self._shutdown.set)
        self._thread.join(10)
        assert not self._thread.is_alive()


def serve(
    database: Path,
    loaded: Config,
    *,
    token: str = "",
    now: Callable[[], datetime] = lambda: NOW,
    ready: Callable[[], str] = lambda: "",
    deadlines: server.Deadlines = server.Deadlines(),  # noqa: B008 - frozen
    topics: Topics | None = Topics(),  # noqa: B008 - what one test asked for does no harm to another
) -> Served:
    def make(address: tuple[str, int]) -> ASGIApp:
        return app.build(
            lambda: store.open_reader(database),
            lambda: loaded,
            address,
            token=token,
            now=now,
            ready=ready,
            topics=topics,
        )

    return Served(make, deadlines)
