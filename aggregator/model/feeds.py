"""A feed as it is configured, what is remembered of it, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as feeds.toml has it, the [defaults] filled in. Durations are positive."""

    id: str
    url: str
    title: str = ""
    home: str = ""  # ISO 3166-1 alpha-2
    lang: str = ""  # BCP 47
    region: str = ""
    kind: str = ""  # one of PUBLISHER_KINDS
    enabled: bool = True
    encoding: str = ""
    tz: str = ""  # IANA name, for dates that bear no zone
    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = ""
    keep_only: str = ""  # a filter; what it does not match is set aside
    interval: timedelta = timedelta(minutes=30)
    interval_is_own: bool = False  # set on the feed itself, so it outweighs the document's ttl
    min_interval: timedelta = timedelta(minutes=10)
    max_interval: timedelta = timedelta(hours=24)
    deadline: timedelta = timedelta(seconds=60)
    max_bytes: int = 8 * 2**20
    host_delay: timedelta = timedelta(seconds=2)
    per_host: int = 2
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A saved filter of feeds.toml, served at /view/ID."""

    id: str
    title: str
    filter: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the database remembers of a feed between polls; only fetch/policy makes new ones.

    `url` is where it is polled now: a permanent move changes it, an edit of feeds.toml resets it.
    `state` is new | ok | failing | stale | gone | disabled | removed. `memory` is policy's own
    (moves seen, rhythm, last unconditional poll …), JSON values only.
    """

    feed_id: str
    url: str
    state: str = "new"
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll_at: datetime | None = None  # None: now
    next_poll_why: str = ""
    last_poll_at: datetime | None = None
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None  # when a poll last brought a new entry
    failures: int = 0  # in a row
    last_error: str = ""
    entries_per_day: float | None = None
    notes: tuple[str, ...] = ()
    memory: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed fares. `config_url` is what feeds.toml says; another `url` means that it moved for good."""

    state: FeedState
    title: str
    link: str | None
    config_url: str
    home: str
    lang: str
    region: str
    kind: str
    entries: int  # stored of it
    set_aside: int  # of those
