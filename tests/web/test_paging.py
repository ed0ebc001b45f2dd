"""Paging by key: each entry once, whatever arrives meanwhile."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from tests.web.filled import NOW, configured, fill, parsed, record, tagged
from tests.web.serving import Served, serve


def _walk(site: Served, path: str, between: object = None) -> list[str]:
    """The ids of all pages, in order; `between` is called after each page."""
    ids: list[str] = []
    pages = 0
    while path:
        found = feedparser.parse(io.BytesIO(site.get(path).content))
        ids += [entry.id for entry in found.entries]
        following = [link.href for link in found.feed.links if link.rel == "next"]
        path = following[0] if following else ""
        pages += 1
        if callable(between):
            between(pages)
    return ids


@pytest.mark.parametrize("limit", [1, 5, 13, 50])
def test_paging_meets_each_entry_once(site: Served, limit: int) -> None:
    ids = _walk(site, f"/feed.atom?limit={limit}")
    assert len(ids) == len(set(ids)) == 13


def test_paging_skips_and_repeats_nothing_while_entries_arrive(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded, 20)
    site = serve(path, loaded)
    try:
        before = _walk(site, "/feed.rss?limit=500")

        # Three arrive after each page, one of them dated long ago.
        def arrive(page: int) -> None:
            new = [parsed(1000 + 10 * page + n) for n in range(2)]
            new.append(parsed(2000 + page, published_at=NOW - timedelta(days=400)))
            record(path, loaded, [tagged(entry) for entry in new], now=NOW + timedelta(minutes=page))

        walked = _walk(site, "/feed.rss?limit=4", arrive)
        assert walked == before
    finally:
        site.close()


def test_json_pages_by_next_url(site: Served) -> None:
    path, titles = "/feed.json?limit=6&country=AZ", []
    while path:
        feed = json.loads(site.get(path).content)
        titles += [item["title"] for item in feed["items"]]
        path = feed.get("next_url", "")
    assert titles == [f"Entry {n} of Azerbaijan" for n in range(12, 0, -1)]
