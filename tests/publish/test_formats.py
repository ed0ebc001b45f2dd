"""The three formats say the same of the same entries, and readers understand them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.publish import atom, jsonfeed, rss
from aggregator.publish.merged import TITLE_LIMIT, headline, media_type, shorten, uri
from tests.publish.entries import ALL, BARE, FULL, HOSTILE, MERGED

ATOM = "{http://www.w3.org/2005/Atom}"
NS = "tag:example.org,2026:ns"
TAGS = {
    (f"{NS}/country", "AZ", "Azerbaijan"),
    (f"{NS}/country", "TR", "Türkiye"),
    (f"{NS}/ministry", "AZ/defence-industry", "Azerbaijan: Defence industry"),
    (f"{NS}/topic", "defence", "Defence"),
}


def test_atom_is_the_full_form() -> None:
    root = ElementTree.fromstring(atom.write(MERGED, ALL))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": MERGED.self_url,
        "alternate": MERGED.html_url,
        "next": MERGED.next_url,
        "hub": MERGED.hub,
    }
    assert root.findtext(f"{ATOM}updated") == "2026-11-24T02:03:04Z"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    entry = root.findall(f"{ATOM}entry")[2]
    assert entry.findtext(f"{ATOM}id") == "tag:example.org,2026:entry/7"
    assert entry.findtext(f"{ATOM}published") == "2023-07-07T13:31:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2023-07-07T13:31:00Z"
    assert entry.findtext(f"{ATOM}summary") == FULL.summary
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", FULL.content_html)
    found = {(c.get("scheme"), c.get("term"), c.get("label")) for c in entry.findall(f"{ATOM}category")}
    assert found == TAGS
    source = entry.find(f"{ATOM}source")
    assert source is not None
    assert source.findtext(f"{ATOM}id") == "tag:example.org,2026:feed/azernews"
    assert source.findtext(f"{ATOM}title") == "Azernews"
    assert {link.get("rel"): link.get("href") for link in source.findall(f"{ATOM}link")} == {
        "self": FULL.feed_url,
        "alternate": FULL.feed_link,
    }


def test_an_entry_without_a_date_has_none_but_is_updated() -> None:
    entry = ElementTree.fromstring(atom.write(MERGED, [BARE])).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.find(f"{ATOM}published") is None
    assert entry.findtext(f"{ATOM}updated") == "2026-11-24T02:03:04Z"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://example.org/news/entries/8"


def test_rss_carries_all_that_it_can() -> None:
    root = ElementTree.fromstring(rss.write(MERGED, [FULL]))
    item = root.find("channel/item")
    assert item is not None
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:example.org,2026:entry/7", "false")
    assert item.findtext("pubDate") == "Fri, 07 Jul 2023 13:31:00 +0000"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Aynur Məmmədova"
    assert item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == FULL.content_html
    assert {(c.get("domain"), c.text) for c in item.findall("category")} == {tag[:2] for tag in TAGS}
    source = item.find("source")
    assert source is not None
    assert (source.get("url"), source.text) == (FULL.feed_url, "Azernews")
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attrib) == {
        "url": "https://www.azernews.az/7.jpg",
        "length": "1234",
        "type": "image/jpeg",
    }
    assert {link.get("rel") for link in root.iter(f"{ATOM}link")} == {"self", "next", "hub"}


def test_rss_titles_follow_the_profile() -> None:
    written = rss.write(MERGED, [FULL, HOSTILE])
    assert b"<title>Azerbaijani minister meets R&#x26;D chiefs</title>" in written
    assert b"&#x26;lt;script>" in written or b"&#x26;lt;script&#x26;gt;" in written


def test_json_feed_says_the_same() -> None:
    feed = json.loads(jsonfeed.write(MERGED, ALL))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["next_url"] == MERGED.next_url
    assert feed["hubs"] == [{"type": "WebSub", "url": MERGED.hub}]
    item = feed["items"][2]
    assert item["id"] == "tag:example.org,2026:entry/7"
    assert set(item["tags"]) == {term for _, term, _ in TAGS}
    own = item["_aggregator"]
    assert {(c["scheme"], c["term"], c["label"]) for c in own["categories"]} == TAGS
    assert [c["role"] for c in own["categories"] if "role" in c] == ["subject", "mention"]
    assert own["source"]["feed_url"] == FULL.feed_url
    assert item["attachments"][0] == {
        "url": "https://www.azernews.az/7.jpg",
        "mime_type": "image/jpeg",
        "size_in_bytes": 1234,
    }
    assert all("content_text" in one or "content_html" in one for one in feed["items"])


@pytest.mark.parametrize("write", [atom.write, rss.write])
def test_feedparser_reads_them_alike(write: Any) -> None:
    found = feedparser.parse(io.BytesIO(write(MERGED, ALL)))
    assert not found.bozo
    assert [entry.id for entry in found.entries] == [f"tag:example.org,2026:entry/{n}" for n in (8, 9, 7)]
    assert found.entries[2].title == "Azerbaijani minister meets R&amp;D chiefs" or (
        found.entries[2].title == "Azerbaijani minister meets R&D chiefs"
    )
    assert found.entries[2].author == "Aynur Məmmədova"
    assert {tag.term for tag in found.entries[2].tags} == {term for _, term, _ in TAGS}


@pytest.mark.parametrize("write", [atom.write, rss.write, jsonfeed.write])
def test_only_web_addresses_are_links(write: Any) -> None:
    written = write(MERGED, [HOSTILE])
    assert b"javascript:" not in written
    assert b"data:text" not in written


@pytest.mark.parametrize("write", [atom.write, rss.write, jsonfeed.write])
@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_makes_a_well_formed_document(write: Any, text: str) -> None:
    entry = replace(
        FULL, title=text, summary=text, content=text, content_html="", author=text, publisher=text
    )
    written = write(replace(MERGED, title=text), [entry])
    if write is jsonfeed.write:
        assert json.loads(written)["items"][0]["id"]
    else:
        ElementTree.fromstring(written)


@pytest.mark.parametrize(
    ("title", "content", "expected"),
    [
        ("A  title\n here", "Text.", "A title here"),
        (None, "One. Two.", "One."),
        (None, "Is it? Yes.", "Is it?"),
        (None, "No end here", "No end here"),
        (None, "国防部发言人表示。第二句。", "国防部发言人表示。"),
        (None, "Costs 3.5 million. More.", "Costs 3.5 million."),
        ("  ", "", "Azernews"),
        (None, "word " * 40, "word " * 14 + "word…"),
    ],
)
def test_headlines(title: str | None, content: str, expected: str) -> None:
    found = headline(replace(FULL, title=title, summary="", content=content))
    assert found == expected


@given(st.text(), st.integers(min_value=2, max_value=100))
def test_shortening_never_exceeds(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_a_headline_is_cut_at_eighty() -> None:
    assert len(headline(replace(FULL, title=None, summary="", content="x" * 500))) == TITLE_LIMIT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a%20b?x=1&y=ü#z", "https://example.org/a%20b?x=1&y=%C3%BC#z"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("HTTP://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("//example.org/", ""),
        ("/relative", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("https://example.org:99999/", ""),
        ("https://[oops/", ""),
        ("", ""),
    ],
)
def test_addresses(written: str, expected: str) -> None:
    assert uri(written) == expected


@given(st.text())
def test_any_address_is_judged(text: str) -> None:
    assert uri(text) == "" or uri(text).startswith(("http://", "https://"))


def test_updated_is_written_in_utc() -> None:
    entry = replace(FULL, updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert b"<updated>2026-01-01T00:00:00Z</updated>" in atom.write(MERGED, [entry])


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("audio/mpeg", True),
        ("image/svg+xml; charset=utf-8", True),
        ('text/plain; charset="utf 8"; x=y', True),
        ("audio", False),
        ("audio/", False),
        ("mp3 file", False),
        ("audio/mpeg&#2;", False),
        ("audio/mpeg, audio/ogg", False),
        ("image/jpg\n", True),
        ("", False),
    ],
)
def test_an_enclosure_has_a_media_type_or_none(written: str, right: bool) -> None:
    assert media_type(written) == (written.strip() if right else "")
    entry = replace(FULL, enclosures=(replace(FULL.enclosures[0], type=written),))
    shown = written.strip() if right else "application/octet-stream"
    assert json.loads(jsonfeed.write(MERGED, [entry]))["items"][0]["attachments"][0]["mime_type"] == shown
    enclosure = ElementTree.fromstring(rss.write(MERGED, [entry])).find("channel/item/enclosure")
    assert enclosure is not None
    assert enclosure.get("type") == shown
    link = ElementTree.fromstring(atom.write(MERGED, [entry])).find(
        f"{ATOM}entry/{ATOM}link[@rel='enclosure']"
    )
    assert link is not None
    assert link.get("type") == (shown if right else None)
