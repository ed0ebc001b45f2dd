"""The merged feeds over HTTP: routes, formats, validators, paging, problems."""

from __future__ import annotations

import gzip
import io
from collections.abc import Collection
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from aggregator import filter as filters
from aggregator import store
from aggregator.model import COUNTRIES, KINDS, PUBLISHER_KINDS, ROLES, TOPICS, Tags
from tests.web.filled import NOW, configured, fill, parsed, record, tagged
from tests.web.serving import Served, serve

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "entries"),
    [
        ("/feed.atom", 13),
        ("/feed.rss", 13),
        ("/feed.json", 13),
        ("/feed.atom?country=AZ", 12),
        ("/feed.atom?country=az,ge", 13),
        ("/feed.atom?country=AZ&kind=defence", 12),
        ("/feed.atom?q=country:AZ%20-role:mention", 0),
        ("/feed.atom?country=TR&role=subject", 0),
        ("/feed.atom?topic=defence", 12),
        ("/feed.atom?feed=beta", 1),
        ("/feed.atom?country=FR", 0),
        ("/feed.atom?q=Gürcistan", 1),
        ("/feed.atom?q=", 13),
        ("/country/AZ.atom", 12),
        ("/country/az.rss", 12),
        ("/country/GE.json", 1),
        ("/country/AZ.atom?role=mention", 0),
        ("/ministry/AZ/defence.atom", 12),
        ("/ministry/AZ.atom", 12),
        ("/ministry/AZ/defence-industry.atom", 0),
        ("/kind/defence.rss", 12),
        ("/view/caucasus.atom", 12),
        ("/view/caucasus.json?country=GE", 0),
        ("/feed.atom?limit=5", 5),
    ],
)
def test_every_route_is_a_feed(site: Served, path: str, entries: int) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    suffix = urlsplit(path).path.rpartition(".")[2]
    if suffix == "json":
        assert answer.headers["content-type"] == "application/feed+json"
        assert len(answer.json()["items"]) == entries
    else:
        assert answer.headers["content-type"] == f"application/{suffix}+xml; charset=utf-8"
        found = feedparser.parse(io.BytesIO(answer.content))
        assert not found.bozo
        assert len(found.entries) == entries
        links = {link.rel: link.href for link in found.feed.links}
        assert links["hub"] == "https://hub.example/"
        assert urlsplit(links["self"]).path == urlsplit(path).path.replace("/az.", "/AZ.")
        assert all(entry.id.startswith("tag:test.example,2026:entry/") for entry in found.entries)


@pytest.mark.parametrize(
    ("path", "status", "nearest"),
    [
        ("/feed.atom?country=XX", 400, None),
        ("/feed.atom?country=UK", 400, "GB"),
        ("/feed.atom?contry=AZ", 400, "country"),
        ("/feed.atom?limt=4", 400, "limit"),
        ("/feed.atom?limit=0", 400, "1"),
        ("/feed.atom?limit=501", 400, "500"),
        ("/feed.atom?limit=-1", 400, None),
        ("/feed.atom?limit=1&limit=2", 400, None),
        ("/feed.atom?limit=", 400, None),
        ("/feed.atom?before=yesterday", 400, None),
        ("/feed.atom?before=2026-13-40T00:00:00Z~1", 400, None),
        ("/feed.atom?q=kind:defense", 400, "defence"),
        ("/feed.atom?q=%22open", 400, None),
        ("/feed.atom?feed=alfa", 400, "alpha"),
        ("/country/ZZ.atom", 400, None),
        ("/ministry/AZ/defense.atom", 400, "AZ/defence"),
        ("/kind/defense.rss", 400, "defence"),
        ("/view/caucasos.atom", 404, "caucasus"),
        ("/feed.atom?regions=x", 400, "region"),
        ("/feed.atom?q=colour:AZ", 400, "country"),
        ("/feed.xml", 404, "/feed.atom"),
        ("/feed", 404, "/feeds"),
        ("/country/AZ.xml", 404, "/country/AZ.atom"),
        ("/health.atom?limt=3", 400, "limit"),
        ("/health.atom?limit=501", 400, "500"),
        ("/health.atom?before=x", 400, None),
        ("/health.atom?limit=1&limit=2", 400, None),
        ("/feed.atom/", 404, None),
        ("/entries/9999", 404, None),
        ("/entries/x", 404, None),
        ("/static/../app.py", 404, None),
        ("/static/%2e%2e/app.py", 404, None),
        ("/stories/999", 404, None),
        ("/stories/x", 404, None),
        ("/stories/1?x=1", 400, None),
        ("/opml?x=1", 400, None),
    ],
)
def test_problems_name_the_nearest(site: Served, path: str, status: int, nearest: str | None) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    if nearest:
        assert problem["nearest"] == nearest


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/country/AZ.rss", "/feed.json", "/", "/feeds", "/opml", "/entries/1"]
)
def test_what_has_not_changed_is_not_sent(site: Served, path: str) -> None:
    first = site.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = site.get(path, if_none_match=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    assert site.get(path, if_none_match='"other"').status_code == 200
    plain = site.get(path, accept_encoding="identity")
    assert plain.headers["etag"] != etag or "content-encoding" not in first.headers


def test_last_modified_answers_conditions_too(site: Served) -> None:
    answer = site.get("/feed.atom")
    stamp = answer.headers["last-modified"]
    assert site.get("/feed.atom", if_modified_since=stamp).status_code == 304
    assert site.get("/feed.atom", if_modified_since="Sat, 01 Jan 2000 00:00:00 GMT").status_code == 200
    assert site.get("/feed.atom", if_modified_since="rubbish").status_code == 200
    both = site.get("/feed.atom", if_modified_since=stamp, if_none_match='"other"')
    assert both.status_code == 200
    assert parsedate_to_datetime(stamp) <= NOW


@pytest.mark.parametrize(
    ("pair", "values"),
    [
        ("country=99", COUNTRIES),
        ("home=%3F", COUNTRIES),
        ("role=actor", ROLES),
        ("kind=zzz", KINDS),
        ("topic=zzz", TOPICS),
        ("publisher-kind=zzz", PUBLISHER_KINDS),
        ("feed=zzz", ("alpha", "beta")),
        ("region=zzz", ("South Caucasus",)),
        ("lang=99", ("aa", "zu")),
        ("story=zzz", ("one",)),
        ("ministry=AZ/zzz", [f"AZ/{kind}" for kind in KINDS]),
    ],
)
def test_a_value_has_a_nearest_one_however_far(site: Served, pair: str, values: Collection[str]) -> None:
    problem = site.get(f"/feed.atom?{pair}").json()
    assert problem["status"] == 400
    assert problem["nearest"] in values


@pytest.mark.parametrize("path", ["/feed.atom?zzz=1", "/feed.atom?q=zzz:AZ", "/?zzz=1"])
def test_an_unknown_key_has_a_nearest_one_however_far(site: Served, path: str) -> None:
    assert site.get(path).json()["nearest"] in (*filters.KEYS, "q", "limit", "before")


def test_last_modified_moves_with_a_correction_though_no_date_of_an_entry_does(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    moment = NOW
    site = serve(path, loaded, now=lambda: moment)
    try:
        before = site.get("/country/GE.atom")
        stamp = before.headers["last-modified"]
        moment = NOW + timedelta(hours=1)
        assert site.get("/country/GE.atom", if_modified_since=stamp).status_code == 304
        with store.open_writer(path) as database:
            database.correct(13, ["+GE", "+AM"], lambda text: Tags(), "test", moment)
        changed = site.get("/country/GE.atom", if_modified_since=stamp)
        assert changed.status_code == 200
        assert "last-modified" not in changed.headers, "the old one was sent in this very second"
        moment += timedelta(seconds=2)
        again = site.get("/country/GE.atom", if_modified_since=stamp)
        assert again.status_code == 200
        known = again.headers["last-modified"]
        assert parsedate_to_datetime(known) == moment - timedelta(seconds=1)
        assert site.get("/country/GE.atom", if_modified_since=known).status_code == 304
        dates = [feedparser.parse(io.BytesIO(one.content)).entries[0].updated for one in (before, again)]
        assert dates[0] == dates[1], "no reader takes the entry for a new one"
    finally:
        site.close()


@pytest.mark.parametrize("path", ["/feed.atom", "/", "/opml", "/metrics", "/healthz", "/nowhere"])
def test_head_is_get_without_a_body(site: Served, path: str) -> None:
    get, head = site.get(path), site.client.head(path)
    assert head.content == b""
    assert head.status_code == get.status_code
    for name in ("etag", "content-length", "content-type", "vary", "cache-control"):
        assert head.headers.get(name) == get.headers.get(name)


def test_gzip_is_sent_to_whoever_takes_it(site: Served) -> None:
    with site.client.stream("GET", "/feed.atom", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding, Accept"
    plain = site.get("/feed.atom", accept_encoding="gzip;q=0")
    for offer in ("gzip;q=0", "GZIP; Q=0.000, *", "identity", "br"):
        assert "content-encoding" not in site.get("/feed.atom", accept_encoding=offer).headers
    for offer in ("br, gzip;q=0.1", "*;q=0, gzip", "identity;q=0.5, *;q=0.1"):
        assert site.get("/feed.atom", accept_encoding=offer).headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content


def test_ranges_are_ignored(site: Served) -> None:
    answer = site.get("/feed.atom", range="bytes=0-10")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("", False),
        ("application/atom+xml, text/html;q=0.5", False),
        ("application/rss+xml, application/atom+xml;q=0.9, */*;q=0.1", False),
        ("text/html;q=0", False),
        ("text/html, application/atom+xml", False),
    ],
)
def test_a_browser_gets_the_address_to_copy(site: Served, accept: str, page: bool) -> None:
    answer = site.get("/country/AZ.atom?limit=7", accept=accept)
    assert answer.status_code == 200
    assert ("text/html" in answer.headers["content-type"]) is page
    assert "Accept" in answer.headers["vary"]
    if page:
        assert f">{site.url}/country/AZ.atom?limit=7</textarea>" in answer.text


def test_a_new_entry_changes_the_validators(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    site = serve(path, loaded)
    try:
        etag = site.get("/feed.atom").headers["etag"]
        record(path, loaded, [tagged(parsed(900))], now=NOW)
        assert site.get("/feed.atom", if_none_match=etag).status_code == 200
    finally:
        site.close()


def test_links_begin_with_base_url_wherever_it_is_asked(tmp_path: Path) -> None:
    loaded = configured(tmp_path, "https://news.example/defence")
    site = serve(fill(tmp_path, loaded), loaded)
    try:
        for path in ("/country/AZ.atom", "/defence/country/AZ.atom"):
            found = feedparser.parse(io.BytesIO(site.get(path + "?limit=2", host="news.example").content))
            assert {link.rel: link.href for link in found.feed.links}["self"] == (
                "https://news.example/defence/country/AZ.atom?limit=2"
            )
            assert {link.rel: link.href for link in found.feed.links}["next"].startswith(
                "https://news.example/defence/country/AZ.atom?limit=2&before="
            )
        page = site.get("/defence/").text
        assert 'href="/defence/static/site.css' in page
        assert 'href="/defence/country/AZ"' in page
        assert site.get("/defence/static/site.css").status_code == 200
    finally:
        site.close()


def test_removed_feeds_can_still_be_asked_for(tmp_path: Path) -> None:
    loaded = configured(tmp_path)
    path = fill(tmp_path, loaded)
    text = loaded.path.read_text().replace('id = "beta"', 'id = "gamma"')
    loaded.path.write_text(text)
    from aggregator import config

    site = serve(path, config.load(loaded.path))
    try:
        found = feedparser.parse(io.BytesIO(site.get("/feed.atom?feed=beta").content))
        assert len(found.entries) == 1
    finally:
        site.close()
