"""The web as the daemon serves it beside polling, or `aggregator serve` alone."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

from aggregator import store
from aggregator.config import Config
from aggregator.errors import AggregatorError
from aggregator.web import app, server, site
from aggregator.web.names import names as names_of
from aggregator.web.topics import Topics

log = logging.getLogger(__name__)


class Unusable(AggregatorError):
    """The address to listen on is in use, or not this machine's."""


class Front:
    """A listening socket with the web application behind it. Raises Unusable at once if it cannot listen."""

    def __init__(
        self, config: Callable[[], Config], trouble: Callable[[], str], *, announces: bool = True
    ) -> None:
        """`announces`: is there an Announcer, which tells the hub of the feeds that somebody asks for."""
        settings = config().settings
        try:
            self._socket = server.listen(*settings.listen)
        except OSError as error:
            host, port = settings.listen
            raise Unusable(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
        self.address: tuple[str, int] = self._socket.getsockname()[:2]
        self._config = config
        self.topics = Topics()
        self._app = app.build(
            lambda: store.open_reader(settings.database),
            config,
            self.address,
            ready=trouble,
            topics=self.topics if announces else None,
        )

    @property
    def base(self) -> str:
        """What published links begin with."""
        return site.base(self._config(), self.address)

    async def serve(self, stopping: asyncio.Event) -> None:
        host, port = self.address
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        # The first page of a ministry would wait for the gazetteer.
        reading = asyncio.create_task(asyncio.to_thread(names_of, "AZ/defence"))
        log.info("listening on %s", url, extra={"url": url})
        await server.serve(self._app, host, port, stopping, sock=self._socket)
        await reading


async def run(config: Config) -> None:
    """Serve alone, read-only, until SIGINT or SIGTERM. Raises SchemaTooOld if the daemon has to run first."""
    store.open_reader(config.settings.database).close()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await Front(lambda: config, lambda: "", announces=False).serve(stopping)
