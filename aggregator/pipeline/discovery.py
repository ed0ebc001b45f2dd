"""A feed tried without storing anything; and, from a site's address, the feed that the site names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

from aggregator import __version__
from aggregator.config import Settings
from aggregator.errors import AggregatorError, FetchError, ParseError, WorkError
from aggregator.fetch.client import Client
from aggregator.model import Document, Feed, ParsedFeed, Request, Response
from aggregator.parse import parse
from aggregator.work import Pool

_SECONDS, _MEMORY_MB = 10.0, 512
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_MOST = 5  # of the feeds that a page names


@dataclass(frozen=True, slots=True)
class Trial:
    """A feed as it answered: where it is, and what its document holds."""

    url: str
    parsed: ParsedFeed


class Discovery:
    """Enter it by `discovering`; it asks publishers as a poll does."""

    def __init__(
        self,
        exchange: Callable[[Feed, Request], Awaitable[Response]],
        read: Callable[[Document], Awaitable[ParsedFeed]],
    ) -> None:
        self._exchange = exchange
        self._read = read

    async def test(self, feed: Feed) -> Trial:
        """The feed's document. Raises FetchError, ParseError or WorkError, which say what is wrong."""
        response = await self._exchange(feed, Request(feed.url))
        return Trial(response.url, await self._read(_document(feed, response)))

    async def find(self, feed: Feed) -> Trial:
        """The feed at the address, or of those that the page there names the first that works.

        One without entries is taken only where none has any, one of comments where there is no other.
        """
        response = await self._exchange(feed, Request(feed.url))
        try:
            return Trial(response.url, await self._read(_document(feed, response)))
        except ParseError as error:
            named = _named(response)
            if error.found != "html" or not named:
                raise
        empty: Trial | None = None
        failed: AggregatorError | None = None
        for url in named[:_MOST]:
            try:
                trial = await self.test(replace(feed, url=url))
            except (FetchError, ParseError, WorkError) as error:
                failed = failed or error
                continue
            if trial.parsed.entries:
                return trial
            empty = empty or trial
        if empty is None:
            assert failed
            raise failed
        return empty


@asynccontextmanager
async def discovering(settings: Settings) -> AsyncIterator[Discovery]:
    client = Client(version=__version__, contact=settings.contact, concurrency=settings.concurrency)
    pool = Pool(parse, 1, _SECONDS, _MEMORY_MB)
    try:
        yield Discovery(client.exchange, pool.run)
    finally:
        await pool.close()


def _document(feed: Feed, response: Response) -> Document:
    return Document(
        feed_id=feed.id,
        url=response.url,
        body=response.body,
        content_type=response.headers.get("content-type", ""),
        encoding=feed.encoding,
        lang=feed.lang,
        tz=feed.tz,
    )


def _named(response: Response) -> list[str]:
    """The feeds that a page names by <link rel=alternate>, in its order, those of comments last."""
    page = _Page()
    page.feed(response.body[:1_000_000].decode("utf-8", "replace"))
    ordered = sorted(page.found, key=lambda one: "comment" in " ".join(one).lower())
    found = (urljoin(urljoin(response.url, page.base), href) for href, _ in ordered)
    return [url for url in dict.fromkeys(found) if url.startswith(("http://", "https://"))]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.found: list[tuple[str, str]] = []  # address and title

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "base":
            self.base = self.base or given.get("href", "").strip()
        kind = given.get("type", "").split(";")[0].strip().lower()
        if tag == "link" and "alternate" in given.get("rel", "").lower().split() and kind in _TYPES:
            self.found.append((given.get("href", "").strip(), given.get("title", "")))
