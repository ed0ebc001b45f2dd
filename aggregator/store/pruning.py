"""Old entries deleted, and what is kept so that their feeds do not bring them back."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from aggregator.store import search, stories, tags
from aggregator.store.times import to_text

# A tombstone that no poll has met for so long is of an entry that left its feed.
TOMBSTONE_DAYS = 365


def prune(connection: sqlite3.Connection, before: datetime, limit: int) -> int:
    """Deletes up to `limit` entries placed before `before`. The day's counts stay. Returns how many."""
    found = connection.execute(
        # Two reads, since each of the two indexes in order of place has one half of the entries.
        "SELECT entry_id FROM entry WHERE set_aside = 0 AND placed_at < ? "
        "UNION ALL SELECT entry_id FROM entry WHERE set_aside = 1 AND placed_at < ? LIMIT ?",
        (to_text(before), to_text(before), limit),
    ).fetchall()
    for (entry_id,) in found:
        connection.execute(
            "INSERT INTO tombstone (entry_id, feed_id, guid, link, title, published_at, fingerprint, "
            "text_hash, guid_seen_twice, seen_at) "
            "SELECT entry_id, feed_id, guid, link, title, published_at, fingerprint, "
            "text_hash, guid_seen_twice, ? FROM entry WHERE entry_id = ?",
            # Last met at the latest now; `before` is the past, so the count of days starts a little early.
            (to_text(before), entry_id),
        )
        stories.leave(connection, entry_id)
        tags.erase(connection, tags.place(connection, entry_id), counts=False)
        search.erase(connection, entry_id)
        connection.execute("DELETE FROM entry WHERE entry_id = ?", (entry_id,))
    return len(found)


def forget(connection: sqlite3.Connection, before: datetime) -> None:
    """Drops tombstones of entries that left their feed long ago, and the keys to them."""
    limit = to_text(before - timedelta(days=TOMBSTONE_DAYS))
    connection.execute(
        "DELETE FROM entry_key WHERE entry_id IN (SELECT entry_id FROM tombstone WHERE seen_at < ?)", (limit,)
    )
    connection.execute("DELETE FROM tombstone WHERE seen_at < ?", (limit,))
