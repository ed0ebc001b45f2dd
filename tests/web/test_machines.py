"""OPML, health, readiness, metrics; and what happens without a database."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from aggregator import filter as filters
from aggregator import store
from aggregator.daemon.showing import Front
from aggregator.errors import Slow
from aggregator.web import counted, names
from tests.web.filled import NOW, configured, fill, record
from tests.web.serving import serve


def test_opml_health_and_machines(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    for minutes, outcome in enumerate(["error", "error", "ok", "error"]):
        when = NOW + timedelta(minutes=minutes)
        record(path, loaded, [], now=when, outcome=outcome, error="500 <b>" if outcome == "error" else "")
    trouble = ""
    site = serve(path, loaded, ready=lambda: trouble)
    try:
        listed = site.get("/opml")
        assert listed.headers["content-type"].startswith("text/x-opml")
        assert 'xmlUrl="https://alpha.example/feed"' in listed.text
        health = feedparser.parse(io.BytesIO(site.get("/health.atom").content))
        assert [entry.tags[0].term for entry in health.entries] == ["broken", "recovered", "broken"]
        assert len({entry.id for entry in health.entries}) == 3
        assert site.get("/healthz").text == "ok\n"
        assert "Disallow: /*?" in site.get("/robots.txt").text
        assert site.get("/readyz").status_code == 200
        assert 'aggregator_feeds{state="failing"} 1' in site.get("/metrics").text
        trouble = "the disk is full"
        answer = site.get("/readyz")
        assert (answer.status_code, answer.text) == (503, "the disk is full\n")
        assert site.get("/healthz").status_code == 200
    finally:
        site.close()


def test_the_health_feed_has_pages_a_hub_and_ids_that_stay(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    for minutes in range(12):
        when = NOW + timedelta(minutes=minutes)
        record(path, loaded, [], now=when, outcome="ok" if minutes % 2 else "error", error="500")
    site = serve(path, loaded, now=lambda: NOW + timedelta(hours=1))
    try:
        whole = feedparser.parse(io.BytesIO(site.get("/health.atom").content))
        assert len(whole.entries) == 12
        seen, address = [], "/health.atom?limit=5"
        while address:
            answer = site.get(address)
            page = feedparser.parse(io.BytesIO(answer.content))
            seen += [entry.id for entry in page.entries]
            links = {link.rel: link.href for link in page.feed.links}
            assert ("hub" in links) is ("before" not in address)
            assert links["self"] == site.url + address
            assert site.get(address, if_none_match=answer.headers["etag"]).status_code == 304
            assert site.get(address, if_modified_since=answer.headers["last-modified"]).status_code == 304
            address = links.get("next", "").removeprefix(site.url)
        assert seen == [entry.id for entry in whole.entries]
        for twice in ("limit=1&limit=2", "before=x&before=x", "limit=5&limit=5"):
            assert site.get(f"/health.atom?{twice}").status_code == 400, "it is refused as by every feed"
        page = site.get("/health.atom", accept="text/html")
        assert f">{site.url}/health.atom</textarea>" in page.text
        for minutes in range(34):  # it breaks for good, and the poll that broke it is forgotten
            record(
                path, loaded, [], now=NOW + timedelta(hours=2, minutes=minutes), outcome="error", error="500"
            )
            if minutes > 25:
                found = feedparser.parse(io.BytesIO(site.get("/health.atom").content))
                seen += [entry.id for entry in found.entries]
        assert len(set(seen)) == 13
    finally:
        site.close()


async def test_the_names_of_ministries_are_read_before_a_page_asks_for_them(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    anywhere = replace(loaded, settings=replace(loaded.settings, listen=("127.0.0.1", 0)))
    names._known.cache_clear()
    stopping = asyncio.Event()
    serving = asyncio.create_task(Front(lambda: anywhere, lambda: "").serve(stopping))
    await asyncio.sleep(0)
    stopping.set()
    await serving
    assert names._known.cache_info().misses == 1


def test_what_takes_too_long_to_count_is_not_counted(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    with store.open_reader(fill(tmp_path, loaded)) as reader:
        asked = filters.parse("country:AZ", loaded.vocabulary, NOW)
        assert not counted.count(reader, asked, "", NOW.date()).note
        with reader.within(0.0), reader.within(9.0):
            assert "too long" in counted.count(reader, asked, "", NOW.date()).note
            with pytest.raises(Slow):
                reader.page(asked)
        with reader.within(9.0):
            with reader.within(0.0), pytest.raises(Slow):
                reader.page(asked)
            assert reader.page(asked)


def test_a_missing_database_is_503_not_500(tmp_path: Path) -> None:
    site = serve(tmp_path / "none.db", configured(tmp_path))
    try:
        for path in ("/feed.atom", "/", "/feeds"):
            answer = site.get(path)
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "5"
        assert site.get("/readyz").status_code == 503
        fill(tmp_path, configured(tmp_path)).rename(tmp_path / "none.db")
        assert site.get("/feed.atom").status_code == 200
        assert site.get("/readyz").status_code == 200
        (tmp_path / "none.db").rename(tmp_path / "away.db")
        assert site.get("/readyz").status_code == 503, "the file is gone, though readers still hold it"
    finally:
        site.close()
