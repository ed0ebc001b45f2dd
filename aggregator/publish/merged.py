"""What the three formats share: the feed's own facts, ids, categories, titles, and what XML can carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, tostring

from aggregator.model import COUNTRIES, KINDS, Entry, Tags

TITLE_LIMIT = 80  # code points of a title made from text, the ellipsis among them

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = re.compile(r"<[^<>]*>?")
# What a reader might take for markup where plain text is meant; such text is better sent as escaped HTML.
_LOOKS_LIKE_HTML = re.compile(r"<[A-Za-z/!]|&#?\w+;")
_SENTENCE = re.compile(r".+?(?:[.!?…](?=\s|$)|[。！？]|$)", re.DOTALL)
_MEDIA_TYPE = re.compile(
    r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(\s*;\s*[\w!#$&^.+-]+=([\w!#$&^.+-]+|\"[^\"\\]*\"))*", re.ASCII
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class MergedFeed:
    """What a merged feed says of itself. URLs are absolute; `next_url` and `hub` may be empty.

    `authority` is the `example.org,2026` of RFC 4151, which all ids are made of. `base_url` is where
    the pages are; an entry without a link of its own points to its page there.
    """

    title: str
    id: str
    self_url: str
    html_url: str
    updated: datetime
    authority: str
    next_url: str = ""
    hub: str = ""
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A tag as a feed carries it: `term` within `scheme`, `label` for people."""

    scheme: str
    term: str
    label: str
    role: str = ""  # of a country


def tag_uri(authority: str, path: str) -> str:
    """A `tag:` URI of ours (RFC 4151): an id that outlives any address."""
    return f"tag:{authority}:{quote(path, safe='/:@!$()*+,;=?~')}"


def entry_uri(authority: str, entry_id: int) -> str:
    return tag_uri(authority, f"entry/{entry_id}")


def ministry_label(country: str, kind: str) -> str:
    return f"{COUNTRIES.get(country, country)}: {KINDS.get(kind, kind)}"


def categories(tags: Tags, authority: str) -> Iterator[Category]:
    """Every tag of an entry, countries first, then ministries, then topics."""
    for country in tags.countries:
        name = COUNTRIES.get(country.code, country.code)
        yield Category(tag_uri(authority, "ns/country"), country.code, name, country.role)
    for ministry in tags.ministries:
        label = ministry_label(ministry.country, ministry.kind)
        yield Category(tag_uri(authority, "ns/ministry"), ministry.tag, label)
    for topic in tags.topics:
        yield Category(tag_uri(authority, "ns/topic"), topic.topic, topic.topic.capitalize())


def headline(entry: Entry) -> str:
    """The title, or the first sentence of the text cut at 80, or the publisher's name."""
    if entry.title and entry.title.strip():
        return " ".join(entry.title.split())
    text = " ".join((entry.summary.strip() or entry.content.strip()).split())
    if not text:
        return entry.publisher or entry.feed_id
    found = _SENTENCE.match(text)
    return shorten(found.group() if found else text, TITLE_LIMIT)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` code points, cut between words where there are any."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    between_words = cut.rfind(" ")
    if between_words > limit // 2:
        cut = cut[:between_words]
    return cut.rstrip(" ,;:–—-") + "…"


def xml_text(text: str) -> str:
    """`text` without the characters that XML 1.0 (section 2.2) cannot carry in any form."""
    return _FORBIDDEN.sub("", text)


def looks_like_html(text: str) -> bool:
    return bool(_LOOKS_LIKE_HTML.search(text))


def author(entry: Entry) -> str:
    """Who wrote it, else the publisher. A name has no markup: no format has an escaped form for one."""
    for name in (entry.author, entry.publisher):
        if plain := " ".join(_MARKUP.sub("", xml_text(name)).split()):
            return plain
    return entry.feed_id


def language(tag: str) -> str:
    """A BCP 47 tag fit for xml:lang, or nothing."""
    return tag if _LANGUAGE.fullmatch(tag) else ""


def media_type(text: str) -> str:
    """A media type as RFC 9110 (8.3.1) writes it, or "" for what is none: a validator takes nothing else."""
    found = xml_text(text).strip()
    return found if _MEDIA_TYPE.fullmatch(found) else ""


def uri(url: str) -> str:
    """An absolute http(s) address as RFC 3986 writes it, or "" for anything else: what browsers accept
    is wider than what feed readers and validators do."""
    try:
        parts = urlsplit(xml_text(url).strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    ascii_host = f"[{ascii_host}]" if ":" in ascii_host else quote(ascii_host, safe="")
    place = f"{ascii_host}:{port}" if port else ascii_host
    safe = "/:@!$&'()*+,;=~%?"
    path = quote(parts.path, safe=safe)
    return urlunsplit(
        (parts.scheme, place, path, quote(parts.query, safe=safe), quote(parts.fragment, safe=safe))
    )


def page_url(merged: MergedFeed, entry: Entry) -> str:
    """The address to open for an entry: its own, else its page here, else the feed's."""
    if entry.link and (link := uri(entry.link)):
        return link
    return f"{merged.base_url.rstrip('/')}/entries/{entry.entry_id}" if merged.base_url else merged.html_url


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def document(root: Element) -> bytes:
    """The XML document of `root`, declared as the UTF-8 that it is."""
    body: bytes = tostring(root, "utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"
