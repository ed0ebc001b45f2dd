"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from aggregator.errors import ParseError
from aggregator.model import Document, Enclosure, ParsedEntry, ParsedFeed
from aggregator.parse import dates, limits
from aggregator.parse import text as texts
from aggregator.parse.draft import Draft, language
from aggregator.parse.urls import absolute

_ITEMS = re.compile(r"\"items\"\s*:\s*\[")


def parse(text: str, document: Document) -> ParsedFeed:
    """A document of JSON; ParseError if it is no feed."""
    malformed, skipped = "", []
    try:
        found = json.loads(text, strict=False, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        found = _salvage(text)
        if found is None:
            raise ParseError("the document is JSON, cut or broken", found="json") from error
        malformed = "the document is cut short"
        skipped = ["cut short: only half of it came"]
    items = found.get("items") if isinstance(found, dict) else None
    version = str(found.get("version", "")) if isinstance(found, dict) else ""
    if not isinstance(items, list) or not ("jsonfeed" in version or any(_is_item(one) for one in items)):
        raise ParseError("the document is JSON, but no JSON Feed", found="json")
    feed: Mapping[str, Any] = found
    home = absolute(_text(feed, "home_page_url"), document.url)
    lang = language(document.lang, _text(feed, "language"), document.content_language)
    entries = []
    for number, item in enumerate(items):
        if number >= limits.ENTRIES:
            skipped.append(limits.PAST)
        elif not isinstance(item, dict):
            skipped.append("not an entry: an item must be an object")
        else:
            entry = _entry(item, document, home, lang)
            if entry is None:
                skipped.append("empty: neither guid, link, title nor text")
            else:
                entries.append(entry)
    return ParsedFeed(
        format="json10" if version.rstrip("/").endswith("/1") else "json11",
        title=texts.line(_text(feed, "title"))[: limits.TITLE].rstrip(),
        link=home,
        lang=lang,
        entries=tuple(entries),
        skipped=tuple(skipped),
        malformed=malformed,
    )


def _entry(item: Mapping[str, Any], document: Document, home: str | None, lang: str) -> ParsedEntry | None:
    draft = Draft(bases=(document.url, home))
    # Both are plain text by the specification, and escaped HTML by many a writer of it.
    title, summary = _text(item, "title"), _text(item, "summary")
    draft.title(title, is_html=texts.is_html(title))
    draft.summary(summary, is_html=texts.is_html(summary))
    markup, plain = _text(item, "content_html"), _text(item, "content_text")
    draft.content(markup or plain, is_html=bool(markup))
    guid = item.get("id")
    link = absolute(_text(item, "url") or _text(item, "external_url"), document.url, home)
    people = item.get("authors") or item.get("author") or ()
    people = people if isinstance(people, list | tuple) else (people,)
    draft.author(", ".join(name for one in people if isinstance(one, dict) and (name := _text(one, "name"))))
    tags = item.get("tags")
    published = dates.parse(_text(item, "date_published"), document.tz, document.home)
    modified = dates.parse(_text(item, "date_modified"), document.tz, document.home)
    attachments = item.get("attachments")
    return draft.entry(
        guid=str(guid) if isinstance(guid, str | int | float) else None,
        link=link or (absolute(guid) if isinstance(guid, str) else None),
        lang=language(document.lang, _text(item, "language"), lang),
        published_at=published or modified,
        revised_at=modified if published else None,
        enclosures=[
            Enclosure(url, _text(one, "mime_type")[:100], _size(one.get("size_in_bytes")))
            for one in (attachments if isinstance(attachments, list) else [])
            if isinstance(one, dict) and (url := absolute(_text(one, "url"), document.url, home))
        ],
        categories=[tag for tag in (tags if isinstance(tags, list) else []) if isinstance(tag, str)],
    )


def _salvage(text: str) -> dict[str, Any] | None:
    """What a cut or broken document still has: the items that are whole."""
    start = _ITEMS.search(text)
    if not start or "jsonfeed" not in text[:4096]:
        return None
    decoder = json.JSONDecoder(strict=False, parse_int=_integer)
    at, items = start.end(), []
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    head: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    for key in ("title", "home_page_url", "language", "version"):
        match = re.search(rf"\"{key}\"\s*:\s*(\"(?:[^\"\\]|\\.){{0,2000}}\")", text[: start.start()])
        if match:
            head[key] = json.loads(match[1], strict=False)
    return head


def _is_item(one: object) -> bool:
    return isinstance(one, dict) and ("content_html" in one or "content_text" in one) and "id" in one


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _size(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**53 else None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < 20 else float("nan")
