"""Entries to publish: one that has everything, one that has next to nothing, one that is hostile."""

from __future__ import annotations

from datetime import UTC, datetime

from aggregator.model import (
    CountryTag,
    Enclosure,
    Entry,
    MinistryTag,
    Span,
    Tags,
    TopicTag,
)
from aggregator.publish.merged import MergedFeed

MERGED = MergedFeed(
    title="Defence news & more",
    id="tag:example.org,2026:view/caucasus",
    self_url="https://example.org/news/feed.atom?country=AZ&kind=defence",
    html_url="https://example.org/news/?country=AZ&kind=defence",
    updated=datetime(2026, 11, 24, 2, 3, 4, 500, tzinfo=UTC),
    authority="example.org,2026",
    next_url="https://example.org/news/feed.atom?country=AZ&before=2026-11-24T02:03:04Z~7",
    hub="https://hub.example.org/",
    base_url="https://example.org/news",
)

TAGS = Tags(
    countries=(
        CountryTag("AZ", "subject", (Span("title", 0, 11, "Azerbaijani", "name"),)),
        CountryTag("TR", "mention", (Span("content", 0, 8, "Istanbul", "place"),)),
    ),
    ministries=(MinistryTag("AZ", "defence-industry", (Span("manual", None, None, "", "correction"),)),),
    topics=(TopicTag("defence", ()),),
)

FULL = Entry(
    entry_id=7,
    feed_id="azernews",
    publisher="Azernews",
    publisher_kind="press",
    home="AZ",
    region="South Caucasus",
    feed_url="https://www.azernews.az/rss/",
    feed_link="https://www.azernews.az/",
    title="Azerbaijani minister meets R&D chiefs",
    link="https://www.azernews.az/nation/7.html?a=1&b=2",
    summary="They met in Istanbul & talked.",
    content="Istanbul hosted a fair.",
    summary_html="<p>They met in Istanbul &amp; talked.</p>",
    content_html='<p>Istanbul hosted a <a href="https://example.com/">fair</a>.</p>',
    author="Aynur Məmmədova",
    lang="en",
    published_at=datetime(2023, 7, 7, 13, 31, tzinfo=UTC),
    placed_at=datetime(2023, 7, 7, 13, 31, tzinfo=UTC),
    first_seen_at=datetime(2023, 7, 7, 14, 0, tzinfo=UTC),
    updated_at=datetime(2023, 7, 7, 13, 31, tzinfo=UTC),
    revision=1,
    tags=TAGS,
    enclosures=(
        Enclosure("https://www.azernews.az/7.jpg", "image/jpeg", 1234),
        Enclosure("https://www.azernews.az/7.mp3"),
    ),
)

BARE = Entry(
    entry_id=8,
    feed_id="bare",
    publisher="",
    publisher_kind="",
    home="",
    region="",
    feed_url="http://xn--80ak6aa92e.example/лента.xml",
    feed_link=None,
    title=None,
    link=None,
    summary="",
    content="The first sentence is here. The second is not.\nA third <b>stands</b> apart.",
    summary_html="",
    content_html="",
    author="",
    lang="not a language",
    published_at=None,
    placed_at=datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC),
    first_seen_at=datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC),
    updated_at=datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC),
    revision=1,
    tags=Tags(),
)

HOSTILE = Entry(
    entry_id=9,
    feed_id="hostile",
    publisher="Evil \x00\x0b\ufffe & <Sons>",
    publisher_kind="press",
    home="",
    region="",
    feed_url="https://hostile.example/feed",
    feed_link="javascript:alert(1)",
    title="<script>alert('xss')</script> \ud800 & \x1f ]]> &amp; tea",
    link="javascript:alert(2)",
    summary="<img src=x onerror=alert(3)> \x08 ends",
    content="\ud83d lone ]]> end",
    summary_html="",
    content_html="",
    author="\x02<b>me</b>",
    lang="az",
    published_at=datetime(2026, 11, 23, 22, 3, 4, tzinfo=UTC),
    placed_at=datetime(2026, 11, 23, 22, 3, 4, tzinfo=UTC),
    first_seen_at=datetime(2026, 11, 23, 22, 3, 4, tzinfo=UTC),
    updated_at=datetime(2026, 11, 23, 23, 3, 4, tzinfo=UTC),
    revision=2,
    tags=TAGS,
    enclosures=(Enclosure("data:text/html,x"), Enclosure('https://hostile.example/a b"<>.mp3', "audio/mpeg")),
)

ALL = (BARE, HOSTILE, FULL)
