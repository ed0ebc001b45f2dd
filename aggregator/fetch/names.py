"""Names to addresses, each lookup in a thread of its own that nothing waits for.

The event loop's own getaddrinfo shares a few threads with everything else, and they are joined at
exit: half a dozen dead name servers would stop all lookups, and then the exit.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable

from aggregator.errors import Unreachable

Resolver = Callable[[str, int], Awaitable[tuple[str, ...]]]


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address of `host`, in the order to try them (RFC 6724); Unreachable if there is none."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...] | OSError | UnicodeError] = loop.create_future()

    def settle(found: tuple[str, ...] | OSError | UnicodeError) -> None:
        if not answer.done():  # the deadline may have passed meanwhile
            answer.set_result(found)

    def look_up() -> None:
        found: tuple[str, ...] | OSError | UnicodeError
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            found = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=look_up, name="name lookup", daemon=True).start()
    found = await answer
    if isinstance(found, Exception):
        raise Unreachable(
            f"the name {host} is not found: check the address, and this machine's DNS"
        ) from found
    return found
