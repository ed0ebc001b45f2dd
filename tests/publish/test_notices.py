"""The feed of the feeds' health."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import feedparser

from aggregator.publish import notices
from aggregator.publish.notices import Notice
from tests.publish.entries import MERGED


def test_a_notice_is_an_entry() -> None:
    when = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
    notice = Notice("health/azernews/broken/2026", "A <b>feed</b> broke: 404", "It broke.", when, "broken")
    found = feedparser.parse(io.BytesIO(notices.write(MERGED, [notice])))
    assert not found.bozo
    (entry,) = found.entries
    assert entry.id == "tag:example.org,2026:health/azernews/broken/2026"
    assert entry.updated == "2026-11-24T02:03:04Z"
    assert entry.tags[0].term == "broken"
    assert entry.link == MERGED.html_url
