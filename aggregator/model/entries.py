"""An entry with its tags: as a child process hands it over, and as it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aggregator.model.parsed import Enclosure, ParsedEntry, ParsedFeed
from aggregator.model.tags import Tags


@dataclass(frozen=True, slots=True)
class TaggedEntry:
    """A parsed entry with its tags; `tags` None means that tagging failed and is to be tried again."""

    parsed: ParsedEntry
    tags: Tags | None
    ruleset: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a child process makes of a document: its feed parsed, each entry tagged, in document order."""

    feed: ParsedFeed
    entries: tuple[TaggedEntry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry as the fronts read it, its tags and publisher with it."""

    entry_id: int
    feed_id: str
    publisher: str
    publisher_kind: str
    home: str
    region: str
    feed_url: str
    feed_link: str | None
    title: str | None
    link: str | None
    summary: str
    content: str
    summary_html: str
    content_html: str
    author: str
    lang: str
    published_at: datetime | None
    placed_at: datetime
    first_seen_at: datetime
    updated_at: datetime
    revision: int
    tags: Tags
    enclosures: tuple[Enclosure, ...] = ()
    notes: tuple[str, ...] = ()
    story_id: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A kept version of an entry's text; the last one is the text it has."""

    revision: int
    seen_at: datetime
    title: str | None
    summary: str
    content: str
