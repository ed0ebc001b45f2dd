"""Atom 1.0 (RFC 4287) in full: sources, categories with scheme and label, paging links (RFC 5005)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from aggregator.model import Entry
from aggregator.publish.merged import (
    MergedFeed,
    author,
    categories,
    document,
    entry_uri,
    headline,
    language,
    looks_like_html,
    media_type,
    page_url,
    rfc3339,
    tag_uri,
    uri,
    xml_text,
)

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


def write(merged: MergedFeed, entries: Sequence[Entry]) -> bytes:
    """The feed document, UTF-8, its entries in the order given."""
    return document(element(merged, entries))


def element(merged: MergedFeed, entries: Sequence[Entry]) -> Element:
    """The document's root."""
    feed = Element("feed", {"xmlns": NAMESPACE})
    _add(feed, "id", merged.id)
    text(feed, "title", merged.title)
    _add(feed, "updated", rfc3339(merged.updated))
    _add(SubElement(feed, "author"), "name", merged.title or "Aggregator")
    _link(feed, "self", merged.self_url, MEDIA_TYPE)
    _link(feed, "alternate", merged.html_url, "text/html")
    if merged.next_url:
        _link(feed, "next", merged.next_url, MEDIA_TYPE)
    if merged.hub:
        SubElement(feed, "link", {"rel": "hub", "href": merged.hub})
    _add(feed, "generator", "Aggregator")
    for entry in entries:
        _entry(feed, merged, entry)
    return feed


def _entry(feed: Element, merged: MergedFeed, entry: Entry) -> None:
    element = SubElement(feed, "entry")
    if lang := language(entry.lang):
        element.set("xml:lang", lang)
    _add(element, "id", entry_uri(merged.authority, entry.entry_id))
    text(element, "title", headline(entry))
    if entry.published_at:
        _add(element, "published", rfc3339(entry.published_at))
    _add(element, "updated", rfc3339(entry.updated_at))
    _add(SubElement(element, "author"), "name", author(entry))
    SubElement(element, "link", {"rel": "alternate", "href": page_url(merged, entry)})
    for enclosure in entry.enclosures:
        if href := uri(enclosure.url):
            link = SubElement(element, "link", {"rel": "enclosure", "href": href})
            if kind := media_type(enclosure.type):
                link.set("type", kind)
            if enclosure.length:
                link.set("length", str(enclosure.length))
    for category in categories(entry.tags, merged.authority):
        attributes = {"scheme": category.scheme, "term": category.term, "label": category.label}
        SubElement(element, "category", {key: xml_text(value) for key, value in attributes.items()})
    if entry.summary:
        text(element, "summary", entry.summary)
    if entry.content_html:
        _add(element, "content", entry.content_html, type="html")
    elif entry.content:
        text(element, "content", entry.content)
    _source(element, merged, entry)


def _source(element: Element, merged: MergedFeed, entry: Entry) -> None:
    """The feed that the entry was copied from (RFC 4287, 4.2.11)."""
    source = SubElement(element, "source")
    _add(source, "id", tag_uri(merged.authority, f"feed/{entry.feed_id}"))
    text(source, "title", entry.publisher or entry.feed_id)
    _add(source, "updated", rfc3339(entry.updated_at))
    if href := uri(entry.feed_url):
        SubElement(source, "link", {"rel": "self", "href": href})
    if entry.feed_link and (href := uri(entry.feed_link)):
        SubElement(source, "link", {"rel": "alternate", "href": href})


def _link(parent: Element, rel: str, href: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": media_type, "href": xml_text(href)})


def text(parent: Element, name: str, value: str) -> None:
    """A text construct (RFC 4287, 3.1), as escaped HTML where it could be taken for markup."""
    if looks_like_html(value):
        _add(parent, name, html.escape(value, quote=False), type="html")
    else:
        _add(parent, name, value)


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = xml_text(text)
