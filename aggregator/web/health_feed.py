"""/health.atom: an entry when a feed breaks, moves, goes stale or recovers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request

from aggregator.errors import FilterError
from aggregator.publish import notices
from aggregator.publish.atom import MEDIA_TYPE
from aggregator.publish.merged import MergedFeed, rfc3339, tag_uri
from aggregator.publish.notices import Notice
from aggregator.store import Reader
from aggregator.web import health, prefers, subscribe
from aggregator.web.answers import Answer, prepare
from aggregator.web.asked import OURS, PAGE, limit_of, unknown
from aggregator.web.feeds import CACHE
from aggregator.web.site import Site

PATH = "/health.atom"
_BEFORE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)~([a-z0-9-]+/[a-z]+)", re.ASCII)

Key = tuple[datetime, str]  # of a notice: its time and its id, which pages are ordered by, descending


async def feed(site: Site, request: Request) -> Answer:
    """The newest notices, `limit` of them, those `before` a key."""
    limit, before = _asked(request)
    title = f"{site.title}: health of the feeds"
    address = f"{site.base}{PATH}{_query(limit, before)}"
    if prefers.html(request.headers.get("accept", ""), MEDIA_TYPE):
        return subscribe.sheet(site, request, title, address, MEDIA_TYPE, f"{site.root}/feeds")
    token = request.query_params.get("token")

    def read(reader: Reader) -> Answer:
        found = [one for one in _notices(reader) if before is None or _key(one) < before]
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
            hub=site.config().settings.hub,
        )
        body = notices.write(merged, shown)
        return prepare(
            body,
            f"{MEDIA_TYPE}; charset=utf-8",
            request.headers,
            last_modified=site.ages.last_modified(address, body, merged.updated, site.now()),
            cache=CACHE if token is None and "authorization" not in request.headers else f"private, {CACHE}",
            vary="Accept",
        )

    return await site.readings.run(read)


def _notices(reader: Reader) -> list[Notice]:
    found = [
        notice
        for feed in reader.health()
        for notice in health.events(feed, reader.ledger(feed.state.feed_id))
    ]
    return sorted(found, key=_key, reverse=True)


def _key(notice: Notice) -> Key:
    return notice.updated, notice.id


def _query(limit: int, before: Key | None, token: str | None = None) -> str:
    pairs = [("limit", str(limit))] if limit != PAGE else []
    if before:
        pairs.append(
            ("before", f"{rfc3339(before[0])}~{before[1].removeprefix('health/').rpartition('/')[0]}")
        )
    if token:  # whoever was let in by the address must be able to follow the next one
        pairs.append(("token", token))
    return f"?{urlencode(pairs, safe=':/~')}" if pairs else ""


def _asked(request: Request) -> tuple[int, Key | None]:
    limit, before = PAGE, None
    seen: set[str] = set()
    for key, value in request.query_params.multi_items():
        if key in OURS and key in seen:
            raise FilterError(f"{key} is given twice", term=f"{key}={value}")
        seen.add(key)
        if key == "limit":
            limit = limit_of(value)
        elif key == "before":
            before = _before(value)
        elif key != "token":
            raise unknown(key, ("limit", "before"))
    return limit, before


def _before(value: str) -> Key:
    if found := _BEFORE.fullmatch(value):
        try:
            moment = datetime.strptime(found[1], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            return moment, f"health/{found[2]}/{found[1]}"
        except ValueError:
            pass
    raise FilterError("before is the place that a page's next link names", term=f"before={value}")
