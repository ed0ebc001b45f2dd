"""A feed of notices: what happened to the feeds themselves, as Atom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import SubElement

from aggregator.model import Entry
from aggregator.publish import atom
from aggregator.publish.merged import MergedFeed, document, rfc3339, tag_uri, xml_text


@dataclass(frozen=True, slots=True)
class Notice:
    """One happening. `id` is a path that the tag: URI is made of, unique and always the same."""

    id: str
    title: str
    text: str
    updated: datetime
    category: str


def write(merged: MergedFeed, notices: Sequence[Notice]) -> bytes:
    """The feed document, UTF-8, its entries in the order given."""
    no_entries: Sequence[Entry] = ()
    feed = atom.element(merged, no_entries)
    for notice in notices:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = tag_uri(merged.authority, notice.id)
        atom.text(entry, "title", notice.title)
        SubElement(entry, "published").text = rfc3339(notice.updated)
        SubElement(entry, "updated").text = rfc3339(notice.updated)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": merged.html_url})
        scheme = tag_uri(merged.authority, "ns/health")
        SubElement(entry, "category", {"scheme": scheme, "term": xml_text(notice.category)})
        atom.text(entry, "content", notice.text)
    return document(feed)
