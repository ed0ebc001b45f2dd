"""What every route needs to know: the configuration as it is now, the readers, the clock, the addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from starlette.requests import Request

from aggregator.config import Config
from aggregator.filter import Vocabulary
from aggregator.web.asked import Asked, Pairs, asked
from aggregator.web.reading import Readings

AUTHORITY = "localhost,2026"  # what ids are made of where feeds.toml has no authority


@dataclass(frozen=True, slots=True)
class Site:
    """`config` gives the configuration of the moment, `address` is where the server listens."""

    config: Callable[[], Config]
    readings: Readings
    now: Callable[[], datetime]
    address: tuple[str, int]

    @property
    def title(self) -> str:
        return self.config().settings.title

    @property
    def authority(self) -> str:
        return self.config().settings.authority or AUTHORITY

    @property
    def base(self) -> str:
        """What published links begin with, without a slash at its end."""
        host, port = self.address
        shown = f"[{host}]" if ":" in host else host
        return self.config().settings.base_url or f"http://{shown}:{port}"

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

    def asked(
        self, request: Request, of_path: Pairs = (), known_feeds: frozenset[str] = frozenset()
    ) -> Asked:
        """What a request asks for. `known_feeds` are those that only the database still knows."""
        vocabulary = self.config().vocabulary
        whole = Vocabulary(vocabulary.feeds | known_feeds, vocabulary.regions)
        return asked(request.query_params.multi_items(), of_path, whole, self.now())


def path_of(*parts: str) -> str:
    """A path of ours, each part escaped: ("ministry", "AZ/defence") is /ministry/AZ/defence."""
    return "/" + "/".join(quote(part, safe="/") for part in parts)
