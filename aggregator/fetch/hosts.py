"""How often and how many at once: spacing and limits per registrable domain, and over all.

A domain is served first come, first served: whoever is at its door waits for a free connection and
for `host_delay` since the last request, then for one of the program's own places, then goes. Waiting
here is not part of an exchange's deadline.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import tldextract

from aggregator.errors import Blocked, Held
from aggregator.fetch.guard import literal
from aggregator.model import Feed

Trace = Callable[[str, object], Awaitable[None]]  # httpx's extension of that name

_LONGEST_LIMIT = 7 * 86400.0  # seconds: the longest Retry-After that binds
_SEVERAL = 2
_MANY = 1024  # domains remembered before the idle ones are let go

# The bundled list of public suffixes; never the network, never a cache folder.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def registrable(host: str) -> str:
    """The registrable domain of a host (Public Suffix List, ICANN part); an address is its own."""
    bare = host.strip("[]").rstrip(".").lower()
    try:
        address = literal(bare)
    except Blocked:
        return bare
    if address is not None:
        return str(address)
    parts = _suffixes(bare)
    return f"{parts.domain}.{parts.suffix}" if parts.domain and parts.suffix else bare


@dataclass(slots=True)
class _Domain:
    door: asyncio.Lock = field(default_factory=asyncio.Lock)  # FIFO
    left: asyncio.Event = field(default_factory=asyncio.Event)  # set when a connection ends
    active: int = 0
    waiting: int = 0
    started: float = float("-inf")  # monotonic seconds of the last request: of its turn, then its sending
    limits: dict[str, float] = field(default_factory=dict)  # feed id: when its limit ends, monotonic


class Hosts:
    """The places that requests wait for; one for the life of a client."""

    def __init__(self, concurrency: int) -> None:
        self._places = asyncio.Semaphore(max(1, concurrency))
        self._domains: dict[str, _Domain] = {}
        registrable("example.org")  # the list is read at its first use, which is not to stop a running loop

    @asynccontextmanager
    async def turn(self, host: str, feed: Feed) -> AsyncIterator[Trace]:
        """Wait until a request to `host` may start, and hold its place until it ends.

        It gives the trace for httpx to call: connecting may take a while, and the publisher counts
        from when the request is sent.

        Raises Held, and sends nothing, if the domain has limited several feeds.
        """
        name = registrable(host)
        domain = self._domain(name)
        domain.waiting += 1
        try:
            async with domain.door:
                self._refuse_if_held(name)
                while domain.active >= max(1, feed.per_host):
                    domain.left.clear()
                    await domain.left.wait()
                delay = feed.host_delay.total_seconds()
                # Anew after each wait: the one before may have been sent meanwhile.
                while (wait := domain.started + delay - time.monotonic()) > 0:  # noqa: ASYNC110
                    await asyncio.sleep(wait)
                await self._places.acquire()
                try:
                    self._refuse_if_held(name)  # it may have said so to another meanwhile
                except Held:
                    self._places.release()
                    raise
                domain.started = time.monotonic()
                domain.active += 1
        finally:
            domain.waiting -= 1

        async def trace(event: str, _: object) -> None:
            if event == "http11.send_request_headers.started":
                domain.started = time.monotonic()

        try:
            yield trace
        finally:
            domain.active -= 1
            domain.left.set()
            self._places.release()

    def limited(self, host: str, feed_id: str, seconds: float) -> None:
        """What the host last told this feed: to wait so long (429, 503); 0 is any other answer."""
        limits = self._domain(registrable(host)).limits
        limits[feed_id] = time.monotonic() + min(seconds, _LONGEST_LIMIT)

    def held(self, host: str) -> float:
        """Seconds until the domain of `host` may be asked again; 0.0 if it may be now.

        A domain is held while it limits several of our feeds, and not fewer than it last served: one
        that serves most of them limits those few, not us.
        """
        domain = self._domains.get(registrable(host))
        if domain is None:
            return 0.0
        now = time.monotonic()
        ends = sorted(end - now for end in domain.limits.values() if end > now)
        several = max(_SEVERAL, len(domain.limits) - len(ends))
        return ends[-several] if len(ends) >= several else 0.0

    def _refuse_if_held(self, name: str) -> None:
        seconds = self.held(name)
        if seconds:
            raise Held(f"{name} has limited several feeds: left alone for {seconds:.0f} s", seconds=seconds)

    def _domain(self, name: str) -> _Domain:
        if name not in self._domains and len(self._domains) >= _MANY:
            self._let_idle_go()
        return self._domains.setdefault(name, _Domain())

    def _let_idle_go(self) -> None:
        """Redirects can lead to any number of domains: forget those that nothing depends on."""
        now = time.monotonic()
        for name, domain in list(self._domains.items()):
            limited = any(end > now for end in domain.limits.values())
            if not (domain.active or domain.waiting or limited) and domain.started < now - 3600:
                del self._domains[name]
