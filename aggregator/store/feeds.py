"""Feeds: the table follows feeds.toml, remembers each feed's state, and knows who is due."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aggregator.errors import StoreError
from aggregator.model import Feed, FeedState, without_credentials
from aggregator.store.times import from_text_or_none, to_text, to_text_or_none

_STATE = (
    "feed, url, CASE WHEN removed THEN 'removed' WHEN NOT enabled THEN 'disabled' ELSE state END, etag, "
    "last_modified, body_hash, next_poll_at, next_poll_why, last_poll_at, last_success_at, last_new_at, "
    "failures, last_error, entries_per_day, notes, memory"
)
POLICY_STATES = ("new", "ok", "failing", "stale", "gone")


def reconcile(connection: sqlite3.Connection, feeds: Sequence[Feed]) -> None:
    """Makes the table follow feeds.toml.

    What left the file keeps its entries as `removed`; what came back goes on. A url edited in the file
    undoes a permanent move and all that was remembered of the old address. User and password of a url
    stay in the file: they change nothing here, and no row has them.
    """
    known: dict[str, tuple[str, str]] = {
        feed: (url, keep_only)
        for feed, url, keep_only in connection.execute("SELECT feed, config_url, keep_only FROM feed")
    }
    for feed in feeds:
        bare_url = without_credentials(feed.url)
        settings = (
            feed.title,
            feed.home,
            feed.lang,
            feed.region,
            feed.kind,
            feed.keep_only,
            int(feed.enabled),
            feed.id,
        )
        if feed.id not in known:
            connection.execute(
                "INSERT INTO feed (config_url, url, title, home, lang, region, kind, keep_only, enabled, "
                "feed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (bare_url, bare_url, *settings),
            )
            continue
        url, keep_only = known[feed.id]
        connection.execute(
            "UPDATE feed SET title = ?, home = ?, lang = ?, region = ?, kind = ?, keep_only = ?, "
            "enabled = ?, removed = 0 WHERE feed = ?",
            settings,
        )
        if url != bare_url:
            connection.execute(
                "UPDATE feed SET config_url = ?, url = ?, etag = NULL, last_modified = NULL, "
                "body_hash = NULL, next_poll_at = NULL, next_poll_why = 'its url was edited', "
                "failures = 0, last_error = '', notes = '[]', memory = '{}', "
                "state = CASE WHEN last_success_at IS NULL THEN 'new' ELSE 'ok' END WHERE feed = ?",
                (bare_url, bare_url, feed.id),
            )
        if keep_only != feed.keep_only:
            # The next retag asks the new filter of what is stored.
            connection.execute(
                "UPDATE entry SET ruleset = '' WHERE feed_id = (SELECT feed_id FROM feed WHERE feed = ?)",
                (feed.id,),
            )
    gone = set(known) - {feed.id for feed in feeds}
    connection.executemany("UPDATE feed SET removed = 1 WHERE feed = ?", [(feed,) for feed in sorted(gone)])


def rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Gives a feed another id; its entries, polls and state go with it."""
    if connection.execute("SELECT 1 FROM feed WHERE feed = ?", (new,)).fetchone():
        raise StoreError(f"there is a feed {new} already, and its entries would be mixed: choose another id")
    if not connection.execute("UPDATE feed SET feed = ? WHERE feed = ?", (new, old)).rowcount:
        raise StoreError(f"there is no feed {old} in the database")


def claim(connection: sqlite3.Connection, feed: str, next_poll_at: datetime, why: str) -> None:
    """Stores when the feed is next due, before its request leaves: no crash loop hammers a publisher."""
    connection.execute(
        "UPDATE feed SET next_poll_at = ?, next_poll_why = ? WHERE feed = ?",
        (to_text(next_poll_at), why, feed),
    )


def due(connection: sqlite3.Connection, now: datetime) -> list[FeedState]:
    """Feeds whose time has come, the longest waiting first."""
    rows = connection.execute(
        f"SELECT {_STATE} FROM feed WHERE NOT removed AND enabled AND state <> 'gone' "  # noqa: S608
        "AND (next_poll_at IS NULL OR next_poll_at <= ?) ORDER BY next_poll_at, feed_id",
        (to_text(now),),
    )
    return [_state(row) for row in rows]


def states(connection: sqlite3.Connection) -> dict[str, FeedState]:
    """Every feed's state, those disabled, gone or removed too."""
    return {row[0]: _state(row) for row in connection.execute(f"SELECT {_STATE} FROM feed ORDER BY feed_id")}  # noqa: S608


def _state(row: tuple[Any, ...]) -> FeedState:
    return FeedState(
        feed_id=row[0],
        url=row[1],
        state=row[2],
        etag=row[3],
        last_modified=row[4],
        body_hash=row[5],
        next_poll_at=from_text_or_none(row[6]),
        next_poll_why=row[7],
        last_poll_at=from_text_or_none(row[8]),
        last_success_at=from_text_or_none(row[9]),
        last_new_at=from_text_or_none(row[10]),
        failures=row[11],
        last_error=row[12],
        entries_per_day=row[13],
        notes=tuple(json.loads(row[14])),
        memory=json.loads(row[15]),
    )


def remember(
    connection: sqlite3.Connection, state: FeedState, had_new: bool, now: datetime, asked: str = ""
) -> None:
    """Stores a feed's state after a poll. Whether it is disabled or removed is feeds.toml's to say.

    An address that was edited while it was `asked` has no more to say of the feed, which is due at the
    new one.
    """
    stored = connection.execute(
        "UPDATE feed SET url = ?, state = CASE WHEN ? THEN ? ELSE state END, etag = ?, last_modified = ?, "
        "body_hash = ?, next_poll_at = ?, next_poll_why = ?, last_poll_at = ?, last_success_at = ?, "
        "last_new_at = ?, failures = ?, last_error = ?, entries_per_day = ?, notes = ?, memory = ? "
        "WHERE feed = ? AND ? IN ('', url)",
        (
            state.url,
            int(state.state in POLICY_STATES),
            state.state,
            state.etag,
            state.last_modified,
            state.body_hash,
            to_text_or_none(state.next_poll_at),
            state.next_poll_why,
            to_text_or_none(state.last_poll_at),
            to_text_or_none(state.last_success_at),
            to_text_or_none(now if had_new else state.last_new_at),
            state.failures,
            state.last_error,
            state.entries_per_day,
            json.dumps(list(state.notes)),
            json.dumps(dict(state.memory)),
            state.feed_id,
            asked,
        ),
    )
    if not stored.rowcount:
        connection.execute("UPDATE feed SET next_poll_at = NULL WHERE feed = ?", (state.feed_id,))


def newest(connection: sqlite3.Connection, feed: str) -> datetime | None:
    """The latest date among the newest 200 entries of a feed, or None if it has none."""
    (found,) = connection.execute(
        "SELECT max(dated_at) FROM (SELECT dated_at FROM entry WHERE feed_id = "
        "(SELECT feed_id FROM feed WHERE feed = ?) ORDER BY placed_at DESC, entry_id DESC LIMIT 200)",
        (feed,),
    ).fetchone()
    return from_text_or_none(found)
