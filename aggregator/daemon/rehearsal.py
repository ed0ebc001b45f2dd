"""`run --demo`: the same daemon, polling the bundled newsroom, in a folder that goes when it ends."""

from __future__ import annotations

import socket
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from aggregator import config, daemon
from aggregator.demo import Newsroom, config_text

_USUAL = ("127.0.0.1", 8787)


async def run(listen: tuple[str, int] | None) -> None:
    """Listens where told, else at the usual port, else, if that is taken, at any free one."""
    newsroom = Newsroom(lambda: datetime.now(UTC))
    port = await newsroom.start()
    try:
        with tempfile.TemporaryDirectory(prefix="aggregator-demo-", ignore_cleanup_errors=True) as folder:
            host, own = listen or (_USUAL if _free(*_USUAL) else ("127.0.0.1", 0))
            path = Path(folder, "feeds.toml")
            text = config_text(
                port, Path(folder, "aggregator.db"), f"[{host}]:{own}" if ":" in host else f"{host}:{own}"
            )
            path.write_text(text, encoding="utf-8")  # noqa: ASYNC240 - once, before anything runs
            await daemon.run(config.load(path))
    finally:
        await newsroom.stop()


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
