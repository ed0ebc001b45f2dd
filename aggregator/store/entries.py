"""Entries: stored anew, revised, and what both do around them (keys, revision, tags, search, keep_only).

Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from aggregator.filter import Filter
from aggregator.model import Decision, ParsedEntry, TaggedEntry, Tags
from aggregator.store import conditions, corrections, keys, search, stories, tags
from aggregator.store.times import to_text, to_text_or_none

KEPT_VERSIONS = 24  # of an entry, the one it has included; the first and the newest stay


@dataclass(frozen=True, slots=True)
class FeedRow:
    """What storing an entry needs of its feed. `first_poll`: none of its documents was stored before."""

    feed_id: int
    lang: str
    first_poll: bool
    keep_only: Filter | None


class Stored(NamedTuple):
    """An entry's number, and whether it is set aside."""

    entry_id: int
    set_aside: bool


def insert(
    connection: sqlite3.Connection, feed: FeedRow, found: TaggedEntry, decision: Decision, now: datetime
) -> Stored:
    """Stores a new entry; it has no story yet."""
    parsed = found.parsed
    # On a first poll the past takes its place; later, what arrives late is placed where it is seen.
    placed = min(now, parsed.published_at) if feed.first_poll and parsed.published_at else now
    entry_id = connection.execute(
        "INSERT INTO entry (feed_id, placed_at, dated_at, published_at, first_seen_at, updated_at, lang, "
        "guid_seen_twice, fingerprint, text_hash, notes, guid, link, title, author, enclosures, categories, "
        "summary, content, summary_html, content_html) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            feed.feed_id,
            to_text(placed),
            to_text(parsed.published_at or placed),
            to_text_or_none(parsed.published_at),
            to_text(now),
            to_text(parsed.published_at or now),
            parsed.lang or feed.lang,
            int(decision.guid_is_shared),
            decision.fingerprint,
            decision.text_hash,
            *_texts(parsed),
        ),
    ).lastrowid
    assert entry_id is not None
    keys.add(connection, feed.feed_id, entry_id, parsed)
    return _derive(connection, feed, entry_id, found)


def revise(
    connection: sqlite3.Connection,
    feed: FeedRow,
    found: TaggedEntry,
    decision: Decision,
    now: datetime,
) -> Stored:
    """Stores a new version of an entry, keeping the one it had.

    Its place, the date first claimed for it and its story stay.
    """
    parsed, entry_id = found.parsed, decision.entry_id
    assert entry_id is not None
    connection.execute(
        "INSERT INTO revision (entry_id, revision, seen_at, title, summary, content) "
        "SELECT entry_id, revision, coalesce(changed_at, first_seen_at), title, summary, content "
        "FROM entry WHERE entry_id = ?",
        (entry_id,),
    )
    connection.execute(
        "DELETE FROM revision WHERE entry_id = ? AND revision > 1 AND revision NOT IN "
        "(SELECT revision FROM revision WHERE entry_id = ? AND revision > 1 ORDER BY revision DESC LIMIT ?)",
        (entry_id, entry_id, KEPT_VERSIONS - 2),
    )
    tags.erase(connection, tags.place(connection, entry_id))
    search.erase(connection, entry_id)
    published = to_text_or_none(parsed.published_at)
    connection.execute(
        "UPDATE entry SET revision = revision + 1, changed_at = ?, updated_at = ?, "
        "published_at = coalesce(published_at, ?), dated_at = coalesce(published_at, ?, placed_at), "
        "lang = ?, guid_seen_twice = max(guid_seen_twice, ?), fingerprint = ?, text_hash = ?, notes = ?, "
        "guid = ?, link = ?, title = ?, author = ?, enclosures = ?, categories = ?, "
        "summary = ?, content = ?, summary_html = ?, content_html = ? WHERE entry_id = ?",
        (
            to_text(now),
            to_text(now),
            published,
            published,
            parsed.lang or feed.lang,
            int(decision.guid_is_shared),
            decision.fingerprint,
            decision.text_hash,
            *_texts(parsed),
            entry_id,
        ),
    )
    keys.add(connection, feed.feed_id, entry_id, parsed)
    return _derive(connection, feed, entry_id, found)


def touch(connection: sqlite3.Connection, feed: FeedRow, parsed: ParsedEntry, decision: Decision) -> None:
    """An entry met again, the same: follows a guid or link that its publisher changed.

    So that it is known by the new one when its text changes next.
    """
    row = connection.execute(
        "SELECT guid, link FROM entry WHERE entry_id = ?", (decision.entry_id,)
    ).fetchone()
    assert decision.entry_id is not None
    if row is None or row == (parsed.guid, parsed.link):
        return
    connection.execute(
        "UPDATE entry SET guid = coalesce(?, guid), link = coalesce(?, link) WHERE entry_id = ?",
        (parsed.guid, parsed.link, decision.entry_id),
    )
    keys.add(connection, feed.feed_id, decision.entry_id, parsed)


def retagged(
    connection: sqlite3.Connection,
    entry_id: int,
    found: Tags | None,
    ruleset: str,
    keep_only: Filter | None,
) -> None:
    """Puts other tags on a stored entry, corrections laid over them, and asks keep_only again.

    What enters the news by that has no story yet.
    """
    where = tags.place(connection, entry_id)
    tags.erase(connection, where)
    _tag(connection, where, found, ruleset, keep_only)


def _derive(connection: sqlite3.Connection, feed: FeedRow, entry_id: int, found: TaggedEntry) -> Stored:
    parsed = found.parsed
    search.add(connection, entry_id, parsed.title, parsed.summary, parsed.content)
    where = tags.place(connection, entry_id)
    return Stored(entry_id, _tag(connection, where, found.tags, found.ruleset, feed.keep_only))


def _tag(
    connection: sqlite3.Connection,
    where: tags.Place,
    found: Tags | None,
    ruleset: str,
    keep_only: Filter | None,
) -> bool:
    said = corrections.of_entry(connection, where.entry_id)
    if said:
        found = corrections.apply(found or Tags(), said)
    tags.write(connection, where, found, ruleset)
    aside = keep_only is not None and not conditions.matches(connection, keep_only, where.entry_id)
    tags.set_aside(connection, where, aside)
    if aside:
        stories.leave(connection, where.entry_id)
    return aside


def _texts(parsed: ParsedEntry) -> tuple[str | None, ...]:
    return (
        json.dumps(parsed.notes),
        parsed.guid,
        parsed.link,
        parsed.title,
        parsed.author,
        json.dumps([asdict(enclosure) for enclosure in parsed.enclosures]),
        json.dumps(parsed.categories, ensure_ascii=False),
        parsed.summary,
        parsed.content,
        parsed.summary_html,
        parsed.content_html,
    )
