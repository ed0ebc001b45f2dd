"""Documents made to hurt: parsed in time or refused, and whatever comes out keeps its promises."""

from __future__ import annotations

import contextlib
import os
import time
import unicodedata
from urllib.parse import urlsplit
from xml.parsers import expat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.errors import ParseError
from aggregator.model import Document, ParsedFeed
from aggregator.parse import charset, limits, parse, sniff
from aggregator.parse.mend import mend
from aggregator.parse.refs import References, entities
from tests.parse import golden

SEEDS = [(golden.FOLDER / f"{name}.feed").read_bytes() for name in golden.names()]
EXAMPLES = int(os.environ.get("PARSE_EXAMPLES", "150"))  # thousands for a long run
SLOW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


Changes = list[tuple[int, int, bytes]]


def document(body: bytes | str) -> Document:
    body = body.encode() if isinstance(body, str) else body
    return Document(feed_id="odd", url="https://news.example/feeds/all.xml", body=body)


def rss(inside: str, attributes: str = "") -> str:
    return f'<rss version="2.0"{attributes}><channel><title>T</title>{inside}</channel></rss>'


def item(inside: str = "", title: str = "One", guid: str = "1") -> str:
    return f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid>{inside}</item>"


def check(feed: ParsedFeed) -> None:
    """What holds of every entry, wherever it comes from."""
    for entry in feed.entries:
        for text in (entry.title or "", entry.summary, entry.content, entry.author, *entry.categories):
            assert unicodedata.is_normalized("NFC", text)
            assert text == text.strip()
            text.encode()  # no lone surrogate
            assert not any(unicodedata.category(one) == "Cc" and one != "\n" for one in text)
        assert len(entry.title or "") <= limits.TITLE
        assert max(len(entry.summary), len(entry.content)) <= limits.HTML
        for url in (entry.link, *(file.url for file in entry.enclosures)):
            assert url is None or (urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname)
        for markup in (entry.summary_html.lower(), entry.content_html.lower()):
            assert "<script" not in markup
            assert "<iframe" not in markup
        for moment in (entry.published_at, entry.revised_at):
            assert moment is None or moment.utcoffset() is not None


def bytes_changed(seed: bytes, cuts: Changes) -> bytes:
    body = bytearray(seed)
    for at, length, other in cuts:
        at %= len(body) + 1
        body[at : at + length] = other
    return bytes(body)


MARKUP = rb"""< > & </item> <item> ]]> <![CDATA[ <!-- --> " ' <entry> </entry> &#xD800; &amp xmlns:a='' <a:b/>
    <? ?> <!DOCTYPE = </description> <title> </title </rss> { }""".split()
OTHERS = [b"\0", b"\xff", b"\xef\xbb\xbf", b"\xd0", "\U0001f600".encode(), b" "]
PIECES = st.sampled_from([*MARKUP, *OTHERS])
CHANGE = st.tuples(st.integers(0, 5_000), st.integers(0, 60), PIECES | st.binary(max_size=6))
CHANGES = st.lists(CHANGE, min_size=1, max_size=6)


@SLOW
@given(st.sampled_from(SEEDS), CHANGES)
def test_a_changed_document_gives_entries_or_parse_error(seed: bytes, changes: Changes) -> None:
    with contextlib.suppress(ParseError):
        check(parse(document(bytes_changed(seed, changes))))


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes_give_entries_or_parse_error(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        check(parse(document(body)))


@SLOW
@given(st.sampled_from(SEEDS), CHANGES)
def test_what_is_mended_is_well_formed(seed: bytes, changes: Changes) -> None:
    text = charset.text(bytes_changed(seed, changes))
    what = sniff.sniff(text)
    if what.found == "feed":
        mended = mend(text, what.start, References(entities(what.prolog))).text
        if mended:  # nothing, where not even the root's tag is one
            expat.ParserCreate("utf-8", " ").Parse(mended.encode(), True)


@SLOW
@given(st.sampled_from(SEEDS), st.integers(0, 5_000))
def test_a_cut_document_has_no_half_entry(seed: bytes, at: int) -> None:
    try:
        whole = parse(document(seed))
        part = parse(document(seed[:at]))
    except ParseError:
        return
    if whole.malformed:
        return
    known = {entry.title for entry in whole.entries}
    assert {entry.title for entry in part.entries} <= known or seed[at - 1 : at] > b"\x7f"


HOSTILE = {
    "many attributes": rss(item(f"<x {' '.join(f'a{n}={chr(34)}1{chr(34)}' for n in range(50_000))}/>")),
    "many prefixes": rss("".join(item(f"<p{n}:x xmlns:p{n}='urn:{n}'/>") for n in range(3_000))),
    "long author": rss(item(f"<author>{'a' * 400_000}@</author>")),
    "long creator": rss(item(f"<dc:creator>{'a.' * 200_000}</dc:creator>")),
    "blanks in style": rss(item(f"<description>&lt;p style='{' ' * 300_000}x'>y&lt;/p></description>")),
    "many categories": rss(item("".join(f"<category>c{n}</category>" for n in range(20_000)))),
    "deep xml": rss(item("<description>" + "<div>" * 50_000 + "x" + "</div>" * 50_000 + "</description>")),
    "deep html": rss(item(f"<description>{'&lt;div>' * 12_000}x</description>") * 20),
    "many opens": rss(item("<description>" + "<" * 400_000 + "</description>")),
    "many comments": rss(item("<!--" * 100_000)),
    "many cdata": rss(item("<description>" + "<![CDATA[" * 60_000 + "</description>")),
    "many ampersands": rss(item("<description>" + "&" * 500_000 + "</description>")),
    "many ends": rss(item("<description>" + "</b>" * 100_000 + "</description>")),
    "many quotes": rss(item("<description>" + '<a b="' * 60_000 + "</description>")),
    "blank lines": "<?xml version='1.0'?>" + "\n" * 500_000 + rss(item()),
    "prolog of comments": "<!-- x -->" * 50_000 + rss(item()),
    "open comments before": "<!--" * 100_000,
    "doctypes before": "<!DOCTYPE [" * 50_000 + rss(item()),
    "deep base": rss("<a xml:base='x/'>" * 5_000 + item()),
    "deep json": '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 200_000,
    "long number": '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + "9" * 200_000 + "}]}",
    "long date": rss(item(f"<pubDate>{'1 jan ' * 50_000}</pubDate>")),
    "long declaration": "<?xml " + "encoding=" * 50_000 + "?>" + rss(item()),
    "long unquoted": rss(item("<x " + "a" * 500_000 + ">")),
    "many links": rss(item("".join(f"<link>https://news.example/{n}</link>" for n in range(5_000)))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_end_soon(name: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ParseError):
        check(parse(document(HOSTILE[name])))
    assert time.process_time() - start < 4


def test_an_entity_bomb_and_an_external_entity_expand_to_nothing() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{levels}<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = parse(document(bomb + rss(item(title="&e11; &x; &e0;"))))
    assert feed.entries[0].title == "&e11; &x; lol"


def test_an_entity_used_very_often_stops_at_a_budget() -> None:
    body = f'<!DOCTYPE rss [<!ENTITY e "{"x" * 900}">]>' + rss(
        item(f"<description>{'&e;' * 5_000}</description>")
    )
    assert len(parse(document(body)).entries[0].summary) <= 100_000


def test_a_megabyte_title_is_cut_and_marked() -> None:
    entry = parse(document(rss(item(title="x" * 2**20)))).entries[0]
    assert (len(entry.title or ""), entry.notes) == (limits.TITLE, ("truncated",))


def test_a_long_text_is_cut_and_marked() -> None:
    entry = parse(document(rss(item(f"<description>{'word ' * 60_000}</description>")))).entries[0]
    assert limits.HTML - 10 <= len(entry.summary) <= limits.HTML
    assert entry.notes == ("truncated",)


def test_long_guids_stay_apart() -> None:
    feed = parse(document(rss(item(guid="g" * 5_000 + "1") + item(guid="g" * 5_000 + "2"))))
    guids = [entry.guid or "" for entry in feed.entries]
    assert len(set(guids)) == 2
    assert max(map(len, guids)) <= limits.GUID


def test_ten_thousand_entries() -> None:
    body = rss(
        "".join(item(f"<link>https://news.example/{n}</link>", f"Title {n}", str(n)) for n in range(10_000))
    )
    start = time.process_time()
    assert len(parse(document(body)).entries) == 10_000
    assert time.process_time() - start < 9


def test_entries_past_the_limit_are_counted() -> None:
    body = rss("<item/>" * (limits.ENTRIES + 7))
    feed = parse(document(body))
    assert len(feed.skipped) == limits.ENTRIES + 7
    assert sum("past the first" in why for why in feed.skipped) == 7
