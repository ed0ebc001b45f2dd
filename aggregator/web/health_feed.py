"""/health.atom: an entry when a feed breaks, moves, goes stale or recovers."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request

from aggregator.publish import notices as documents
from aggregator.publish.atom import MEDIA_TYPE
from aggregator.publish.merged import MergedFeed, rfc3339, tag_uri
from aggregator.publish.notices import Notice
from aggregator.store import Reader
from aggregator.web import health, prefers, subscribe
from aggregator.web.answers import Answer
from aggregator.web.asked import paging, query_text, split_key, unknown
from aggregator.web.feeds import sent
from aggregator.web.site import Site
from aggregator.web.topics import HEALTH as PATH

Key = tuple[datetime, str]  # of a notice: its time and its id, which pages are ordered by, descending


async def feed(site: Site, request: Request) -> Answer:
    """The newest notices, `limit` of them, those `before` a key."""
    limit, before = _asked(request)
    title = f"{site.title}: health of the feeds"
    address = f"{site.base}{PATH}{_query(limit, before)}"
    if prefers.html(request.headers.get("accept", ""), MEDIA_TYPE):
        return subscribe.sheet(site, request, title, address, MEDIA_TYPE, f"{site.root}/feeds")
    token = request.query_params.get("token")
    query = query_text((), limit)
    hub = "" if before else site.hub(f"{PATH}{query}", (), not query)

    def read(reader: Reader) -> Answer:
        found = [one for one in notices(reader) if before is None or _key(one) < before]
        shown = found[:limit]
        more = _query(limit, _key(shown[-1]), token) if len(found) > len(shown) else ""
        merged = MergedFeed(
            title=title,
            id=tag_uri(site.authority, "health"),
            self_url=address,
            html_url=f"{site.base}/feeds",
            updated=shown[0].updated if shown else site.beginning,
            authority=site.authority,
            next_url=more and f"{site.base}{PATH}{more}",
            hub=hub,
        )
        return sent(site, request, merged, documents.write(merged, shown), f"{MEDIA_TYPE}; charset=utf-8")

    return await site.readings.run(read)


def notices(reader: Reader) -> list[Notice]:
    """All that the kept polls tell, the newest first."""
    telling = reader.telling()
    found = [
        notice
        for feed in reader.health()
        if feed.state.feed_id in telling or "stale_at" in feed.state.memory
        for notice in health.events(feed, reader.ledger(feed.state.feed_id))
    ]
    return sorted(found, key=_key, reverse=True)


def _key(notice: Notice) -> Key:
    return notice.updated, notice.id


def _query(limit: int, before: Key | None, token: str | None = None) -> str:
    if before is None:
        return query_text((), limit, token=token)
    which = before[1].removeprefix("health/").rpartition("/")[0]
    return query_text((), limit, f"{rfc3339(before[0])}~{which}", token)


def _asked(request: Request) -> tuple[int, Key | None]:
    limit, before, others = paging(request.query_params.multi_items())
    if others:
        raise unknown(others[0][0], ("limit", "before"))
    if before is None:
        return limit, None
    moment, which = split_key(before, "[a-z0-9-]+/[a-z]+", "2026-11-24T02:03:04Z~azernews/broken")
    return limit, (moment, f"health/{which}/{rfc3339(moment)}")
