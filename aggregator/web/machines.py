"""What is served to machines beside the feeds: OPML, healthz, readyz, metrics, robots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from starlette.requests import Request

from aggregator.errors import AggregatorError
from aggregator.model import Feed
from aggregator.publish import opml as lists
from aggregator.store import Reader
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import no_parameters
from aggregator.web.feeds import CACHE
from aggregator.web.site import Site

TEXT = "text/plain; charset=utf-8"


async def opml(site: Site, request: Request) -> Answer:
    """/opml: the feeds of feeds.toml; a feed without a title there bears its document's."""
    no_parameters(request.query_params)
    config = site.config()
    try:
        titles = {
            feed.state.feed_id: feed.title for feed in await site.readings.run(lambda reader: reader.health())
        }
    except AggregatorError:
        titles = {}  # the list is whole without them

    def named(feed: Feed) -> Feed:
        return feed if feed.title else replace(feed, title=titles.get(feed.id, ""))

    body = lists.write(config.settings.title, [named(feed) for feed in config.feeds], site.beginning)
    return prepare(body, f"{lists.MEDIA_TYPE}; charset=utf-8", request.headers, cache=CACHE)


async def healthz(site: Site, request: Request) -> Answer:
    """Alive: the loop turns."""
    return prepare(b"ok\n", TEXT, {}, cache="no-store")


async def readyz(ready: Callable[[], str], site: Site, request: Request) -> Answer:
    """Ready: the file opens with today's schema, and whoever polls says nothing is wrong."""
    trouble = ready()
    if not trouble:
        try:
            await site.readings.probe()
        except AggregatorError as error:
            trouble = str(error)
    body = f"{trouble or 'ready'}\n".encode("utf-8", "replace")
    return prepare(body, TEXT, {}, cache="no-store", status=503 if trouble else 200)


async def robots(site: Site, request: Request) -> Answer:
    """The filters are without number, and each is a page: whoever crawls shall take the plain ones."""
    return prepare(b"User-agent: *\nDisallow: /*?\n", TEXT, request.headers, cache="max-age=86400")


async def metrics(site: Site, request: Request) -> Answer:
    """Prometheus's text format."""
    no_parameters(request.query_params)

    def read(reader: Reader) -> bytes:
        return _metrics(reader, site.now())

    body = await site.readings.run(read)
    media_type = "text/plain; version=0.0.4; charset=utf-8"
    return prepare(body, media_type, request.headers, cache="no-store")


def _metrics(reader: Reader, now: datetime) -> bytes:
    feeds = reader.health()
    states = Counter(feed.state.state for feed in feeds)
    lines = ["# HELP aggregator_feeds Feeds by state.", "# TYPE aggregator_feeds gauge"]
    lines += [f'aggregator_feeds{{state="{state}"}} {states[state]}' for state in sorted(states)]
    lines += ["# HELP aggregator_entries Entries stored, by feed.", "# TYPE aggregator_entries gauge"]
    lines += [f'aggregator_entries{{feed="{feed.state.feed_id}"}} {feed.entries}' for feed in feeds]
    lines += [
        "# HELP aggregator_feed_failures Polls of a feed that failed in a row.",
        "# TYPE aggregator_feed_failures gauge",
    ]
    lines += [
        f'aggregator_feed_failures{{feed="{feed.state.feed_id}"}} {feed.state.failures}' for feed in feeds
    ]
    lines += [
        "# HELP aggregator_feed_last_success_seconds Unix time of a feed's last good answer.",
        "# TYPE aggregator_feed_last_success_seconds gauge",
    ]
    lines += [
        f'aggregator_feed_last_success_seconds{{feed="{feed.state.feed_id}"}} '
        f"{feed.state.last_success_at.timestamp():.0f}"
        for feed in feeds
        if feed.state.last_success_at
    ]
    late = [
        (now - feed.state.next_poll_at).total_seconds()
        for feed in feeds
        if feed.state.next_poll_at and feed.state.state in ("new", "ok", "failing", "stale")
    ]
    lines += [
        "# HELP aggregator_most_overdue_seconds How long the most overdue feed has waited for its poll.",
        "# TYPE aggregator_most_overdue_seconds gauge",
        f"aggregator_most_overdue_seconds {max(0.0, *late, 0.0):.0f}",
    ]
    return ("\n".join(lines) + "\n").encode()
