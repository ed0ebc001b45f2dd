"""What every route needs to know: the configuration as it is now, the readers, the clock, the addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from starlette.requests import Request

from aggregator.config import Config
from aggregator.errors import FilterError
from aggregator.filter import Vocabulary
from aggregator.web.ages import Ages
from aggregator.web.asked import Asked, Pairs, asked
from aggregator.web.reading import Readings
from aggregator.web.topics import Topics

AUTHORITY = "localhost,2026"  # what ids are made of where feeds.toml has no authority


@dataclass(frozen=True, slots=True)
class Site:
    """`config` gives the configuration of the moment, `address` is where the server listens.

    `topics` remembers the feeds that readers may have subscribed to at the hub, None where nobody tells the
    hub of them; `ages` since when each feed has been as it is. `private` is a site that wants a token.
    """

    config: Callable[[], Config]
    readings: Readings
    now: Callable[[], datetime]
    address: tuple[str, int]
    topics: Topics | None
    ages: Ages
    private: bool = False

    @property
    def title(self) -> str:
        return self.config().settings.title

    @property
    def authority(self) -> str:
        return self.config().settings.authority or AUTHORITY

    @property
    def base(self) -> str:
        """What published links begin with, without a slash at its end."""
        return base(self.config(), self.address)

    @property
    def root(self) -> str:
        """The path that the site lies under, "" or "/news": what links within pages begin with."""
        return urlsplit(self.base).path.rstrip("/")

    def hosts(self) -> frozenset[str]:
        """The names to answer to, loopback's aside."""
        names = {self.address[0].lower(), (urlsplit(self.base).hostname or "").lower()}
        return frozenset(names - {""})

    @property
    def beginning(self) -> datetime:
        """When a feed without entries was last changed: never, so the year its authority began."""
        year = self.authority.rpartition(",")[2][:4]
        return datetime(int(year) if year.isdigit() and int(year) else 2026, 1, 1, tzinfo=UTC)

    def hub(self, address: str, pairs: Pairs, standing: bool) -> str:
        """The hub that is told when the feed at `address`, a path with its query, changes; "" if none is.

        `pairs` are its filter. A standing feed is announced whether somebody reads it or not.
        """
        hub = self.config().settings.hub
        if not hub or self.private:
            return ""
        return hub if standing or (self.topics is not None and self.topics.note(address, pairs)) else ""

    async def asked(self, request: Request, of_path: Pairs = ()) -> Asked:
        """What a request asks for. Raises FilterError."""
        pairs = request.query_params.multi_items()
        known = self.config().vocabulary
        try:
            return asked(pairs, of_path, known, self.now())
        except FilterError:
            # It may name a feed that has left feeds.toml: the database still knows it.
            stored = await self.readings.run(lambda reader: reader.vocabulary())
            both = Vocabulary(known.feeds | stored.feeds, known.regions | stored.regions)
            return asked(pairs, of_path, both, self.now())


def base(config: Config, address: tuple[str, int]) -> str:
    """What the links begin with that are published by a server which listens at `address`."""
    host, port = address
    shown = f"[{host}]" if ":" in host else host
    return config.settings.base_url or f"http://{shown}:{port}"


def path_of(*parts: str) -> str:
    """A path of ours, each part escaped: ("ministry", "AZ/defence") is /ministry/AZ/defence."""
    return "/" + "/".join(quote(part, safe="/") for part in parts)
