"""What a document says, and which of its entries are stored ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Document:
    """A fetched body and all that parsing and tagging it needs; goes to a child process as one piece."""

    feed_id: str
    url: str
    body: bytes
    content_type: str = ""
    content_language: str = ""
    encoding: str = ""
    lang: str = ""  # the feed's own setting; beats what the document says
    home: str = ""
    tz: str = ""
    title: str = ""  # the publisher's name, as configured


@dataclass(frozen=True, slots=True)
class Enclosure:
    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry of a document. title, summary and content are plain text, NFC; spans index them.

    `summary_html` and `content_html` are cleaned HTML or "". URLs are absolute http(s) or None.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str = ""
    content: str = ""
    summary_html: str = ""
    content_html: str = ""
    author: str = ""
    lang: str = ""
    published_at: datetime | None = None
    revised_at: datetime | None = None  # atom:updated and its kin
    enclosures: tuple[Enclosure, ...] = ()
    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a document says of its own polling: ttl, sy:update*, skipHours, skipDays (GMT)."""

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()  # Monday is 0


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document parsed. `format` is rss091, rss20, rss10, atom03, atom10, json11 …

    `skipped` has a reason for each piece of the document that gave no entry.
    """

    format: str
    title: str = ""
    link: str | None = None
    lang: str = ""
    entries: tuple[ParsedEntry, ...] = ()
    skipped: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm()
    malformed: str = ""  # why, if the document is


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What identity compares of an entry already stored for the feed.

    `fingerprint` is of the text that makes a revision; `guid_seen_twice` says that some document
    of this feed had the guid on two entries, so that it proves nothing.
    """

    entry_id: int
    guid: str | None
    link: str | None
    title: str | None
    published_at: datetime | None
    fingerprint: str
    text_hash: str  # of summary and content alone
    guid_seen_twice: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What one parsed entry is. `entry_id` is the stored one it equals (none for new and duplicate)."""

    kind: Literal["new", "changed", "same", "duplicate"]
    entry_id: int | None = None
    guid_is_shared: bool = False  # another entry of this document bears the same guid
    fingerprint: str = ""  # of this entry's text, as StoredKey has it; stored with it
    text_hash: str = ""  # of its summary and content alone
