"""OPML, health, readiness, metrics; and what happens without a database."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import feedparser

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
