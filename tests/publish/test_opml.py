"""OPML, there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Feed
from aggregator.publish import opml
from aggregator.publish.merged import xml_text

NOW = datetime(2026, 11, 24, 2, 3, 4, tzinfo=UTC)
FEEDS = [
    Feed(
        id="azernews",
        url="https://www.azernews.az/rss/?a=1&b=2",
        title='Azer"news" & <co>',
        home="AZ",
        lang="en",
        region="South Caucasus",
        kind="press",
        headers=(("Authorization", "secret"),),
    ),
    Feed(id="bare", url="http://bare.example/"),
]


def test_everything_but_headers_and_credentials_goes_both_ways() -> None:
    closed = replace(FEEDS[1], url="http://user:secret@bare.example/")
    written = opml.write("Mine", [FEEDS[0], closed], NOW)
    assert b"secret" not in written
    found = opml.read(written)
    assert [(f.id, f.url, f.title, f.home, f.lang, f.region, f.kind) for f in found] == [
        (f.id, f.url, f.title, f.home, f.lang, f.region, f.kind) for f in FEEDS
    ]


@given(st.text(), st.text())
def test_any_title_and_region_survive(title: str, region: str) -> None:
    feed = Feed(id="one", url="https://one.example/", title=title, region=region)
    (found,) = opml.read(opml.write(title, [feed], NOW))
    assert found.title == xml_text(title).strip()
    assert found.region == xml_text(region).strip()


def test_other_readers_lists_are_read() -> None:
    document = b"""<?xml version="1.0"?><opml version="1.0"><body>
      <outline text="Folder"><outline type="rss" text="M\xc3\xbcdafi\xc9\x99 News" xmlUrl="https://a.example/f"/>
        <outline text="M\xc3\xbcdafi\xc9\x99 news" xmlUrl="https://b.example/f"/></outline>
      <outline text="" xmlUrl="https://www.c.example/f"/>
      <outline text="Twice" xmlUrl="https://a.example/f"/>
      <outline text="No" xmlUrl="javascript:alert(1)"/></body></opml>"""
    found = opml.read(document)
    assert [feed.id for feed in found] == ["m-dafi-news", "m-dafi-news-2", "c-example"]
    assert found[0].title == "Müdafiə News"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html></html>",
        b"{}",
        b"<opml><body>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_list_says_so(document: bytes) -> None:
    with pytest.raises(ParseError):
        opml.read(document)


def test_bad_values_of_others_are_dropped() -> None:
    document = f"""<opml xmlns:aggregator="{opml.NAMESPACE}"><body><outline xmlUrl="https://a.example/"
      text="A" aggregator:home="ZZ" aggregator:kind="blog" language="not a language"/></body></opml>"""
    (feed,) = opml.read(document.encode())
    assert (feed.home, feed.kind, feed.lang) == ("", "", "")
