"""JSON Feed 1.1. What it has no field for is under `_aggregator`, as its extensions are written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from aggregator.model import Entry
from aggregator.publish.merged import (
    MergedFeed,
    author,
    categories,
    entry_uri,
    headline,
    language,
    media_type,
    page_url,
    rfc3339,
    tag_uri,
    uri,
    xml_text,
)

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(merged: MergedFeed, entries: Sequence[Entry]) -> bytes:
    """The feed document, UTF-8, its items in the order given."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": merged.title,
        "home_page_url": merged.html_url,
        "feed_url": merged.self_url,
        "authors": [{"name": merged.title or "Aggregator"}],
        "_aggregator": {"id": merged.id, "updated": rfc3339(merged.updated)},
    }
    if merged.next_url:
        feed["next_url"] = merged.next_url
    if merged.hub:
        feed["hubs"] = [{"type": "WebSub", "url": merged.hub}]
    feed["items"] = [_item(merged, entry) for entry in entries]
    # A lone surrogate has no UTF-8; what XML drops is dropped here too, so that the formats agree.
    text = json.dumps(_clean(feed), ensure_ascii=False, indent=1)
    return text.encode() + b"\n"


def _item(merged: MergedFeed, entry: Entry) -> dict[str, Any]:
    tags = list(categories(entry.tags, merged.authority))
    item: dict[str, Any] = {
        "id": entry_uri(merged.authority, entry.entry_id),
        "url": page_url(merged, entry),
        "title": headline(entry),
    }
    if entry.content_html:
        item["content_html"] = entry.content_html
    else:
        item["content_text"] = entry.content or entry.summary or headline(entry)
    if entry.summary:
        item["summary"] = entry.summary
    if entry.published_at:
        item["date_published"] = rfc3339(entry.published_at)
    item["date_modified"] = rfc3339(entry.updated_at)
    item["authors"] = [{"name": author(entry)}]
    if lang := language(entry.lang):
        item["language"] = lang
    if tags:
        item["tags"] = [tag.term for tag in tags]
    attachments = [
        {"url": url, "mime_type": media_type(enclosure.type) or "application/octet-stream"}
        | ({"size_in_bytes": enclosure.length} if enclosure.length else {})
        for enclosure in entry.enclosures
        if (url := uri(enclosure.url))
    ]
    if attachments:
        item["attachments"] = attachments
    item["_aggregator"] = {
        "source": {
            "id": tag_uri(merged.authority, f"feed/{entry.feed_id}"),
            "title": entry.publisher or entry.feed_id,
            "feed_url": uri(entry.feed_url),
            "home_page_url": uri(entry.feed_link or ""),
        },
        "categories": [
            {"scheme": tag.scheme, "term": tag.term, "label": tag.label}
            | ({"role": tag.role} if tag.role else {})
            for tag in tags
        ],
    }
    return item


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return value
