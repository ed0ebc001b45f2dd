"""RSS 2.0 by the Best Practices Profile, with atom:link, dc:creator and content:encoded."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement

from aggregator.model import Entry
from aggregator.publish.merged import (
    MergedFeed,
    author,
    categories,
    document,
    entry_uri,
    headline,
    looks_like_html,
    media_type,
    page_url,
    rfc3339,
    uri,
    xml_text,
)

MEDIA_TYPE = "application/rss+xml"
# The Profile wants "&" in a title written as a hexadecimal reference, which ElementTree cannot. A character
# that no XML has (so that it is in no text of ours) holds its place until the document is written.
_AMPERSAND = "\x01"
NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def write(merged: MergedFeed, entries: Sequence[Entry]) -> bytes:
    """The feed document, UTF-8, its items in the order given."""
    rss = Element("rss", {"version": "2.0", **NAMESPACES})
    channel = SubElement(rss, "channel")
    _title(channel, "title", merged.title)
    _add(channel, "link", merged.html_url)
    _title(channel, "description", merged.title)
    _add(channel, "lastBuildDate", _rfc822(merged.updated))
    _add(channel, "generator", "Aggregator")
    _add(channel, "docs", "https://www.rssboard.org/rss-specification")
    _link(channel, "self", merged.self_url, type=MEDIA_TYPE)
    if merged.next_url:
        _link(channel, "next", merged.next_url, type=MEDIA_TYPE)
    if merged.hub:
        _link(channel, "hub", merged.hub)
    for entry in entries:
        _item(channel, merged, entry)
    return document(rss).replace(_AMPERSAND.encode(), b"&#x26;")


def _item(channel: Element, merged: MergedFeed, entry: Entry) -> None:
    item = SubElement(channel, "item")
    _title(item, "title", headline(entry))
    _add(item, "link", page_url(merged, entry))
    _add(item, "guid", entry_uri(merged.authority, entry.entry_id), isPermaLink="false")
    if entry.published_at:
        _add(item, "pubDate", _rfc822(entry.published_at))
    else:
        # Not when it was published, which nobody said; but without any date a reader takes its own today.
        _add(item, "dc:date", rfc3339(entry.updated_at))
    _add(item, "dc:creator", author(entry))
    for category in categories(entry.tags, merged.authority):
        _add(item, "category", category.term, domain=category.scheme)
    whole = entry.content_html or paragraphs(entry.content)
    teaser = entry.summary_html or paragraphs(entry.summary)
    _add(item, "description", teaser or whole or html.escape(headline(entry), quote=False))
    if whole:
        _add(item, "content:encoded", whole)
    for enclosure in entry.enclosures:
        if url := uri(enclosure.url):
            # The three attributes are required, and a length that is not known is written 0;
            # readers take one enclosure an item, so the first is all there is.
            length = str(enclosure.length or 0)
            kind = media_type(enclosure.type) or "application/octet-stream"
            SubElement(item, "enclosure", {"url": url, "length": length, "type": kind})
            break
    if url := uri(entry.feed_url):
        _add(item, "source", entry.publisher or entry.feed_id, url=url)


def paragraphs(text: str) -> str:
    """Plain text as HTML: a paragraph for each line that says something."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


def _link(channel: Element, rel: str, href: str, **attributes: str) -> None:
    SubElement(channel, "atom:link", {"rel": rel, "href": xml_text(href), **attributes})


def _title(parent: Element, name: str, text: str) -> None:
    """Readers take a title for HTML as often as for text: what could be markup is escaped once more."""
    shown = html.escape(text, quote=False) if looks_like_html(text) else text
    SubElement(parent, name).text = xml_text(shown).replace("&", _AMPERSAND)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = xml_text(text)
