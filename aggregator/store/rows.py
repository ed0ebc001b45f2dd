"""Rows as our types."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from aggregator.model import Counts, Enclosure, Entry, FeedHealth, Ledger, PollRow, Revision, Tags
from aggregator.store import feeds, tags
from aggregator.store.times import from_text, from_text_or_none

PUBLISHER = (
    "CASE WHEN f.title <> '' THEN f.title WHEN f.document_title <> '' THEN f.document_title ELSE f.feed END"
)
_ENTRY = (
    f"SELECT e.entry_id, f.feed, {PUBLISHER}, f.kind, f.home, f.region, f.url, f.document_link, "  # noqa: S608
    "e.title, e.link, e.summary, e.content, e.summary_html, e.content_html, e.author, e.lang, "
    "e.published_at, e.placed_at, e.first_seen_at, e.updated_at, e.revision, e.enclosures, e.notes, "
    "e.story_id "
    "FROM entry AS e JOIN feed AS f ON f.feed_id = e.feed_id "
    "WHERE e.entry_id IN (SELECT value FROM json_each(?))"
)


def entries(connection: sqlite3.Connection, entry_ids: Sequence[int]) -> list[Entry]:
    """The entries with these numbers, in that order; a number that is not there is left out."""
    rows = {row[0]: row for row in connection.execute(_ENTRY, (json.dumps(list(entry_ids)),))}
    found = tags.read(connection, rows)
    return [_entry(rows[entry_id], found[entry_id]) for entry_id in entry_ids if entry_id in rows]


def _entry(row: tuple[Any, ...], found: Tags) -> Entry:
    return Entry(
        entry_id=row[0],
        feed_id=row[1],
        publisher=row[2],
        publisher_kind=row[3],
        home=row[4],
        region=row[5],
        feed_url=row[6],
        feed_link=row[7],
        title=row[8],
        link=row[9],
        summary=row[10],
        content=row[11],
        summary_html=row[12],
        content_html=row[13],
        author=row[14],
        lang=row[15],
        published_at=from_text_or_none(row[16]),
        placed_at=from_text(row[17]),
        first_seen_at=from_text(row[18]),
        updated_at=from_text(row[19]),
        revision=row[20],
        tags=found,
        enclosures=tuple(Enclosure(**enclosure) for enclosure in json.loads(row[21])),
        notes=tuple(json.loads(row[22])),
        story_id=row[23],
    )


def revisions(connection: sqlite3.Connection, entry_id: int) -> list[Revision]:
    """The kept versions of an entry, the first one first."""
    rows = connection.execute(
        "SELECT revision, seen_at, title, summary, content FROM revisions "
        "WHERE entry_id = ? ORDER BY revision",
        (entry_id,),
    )
    return [Revision(row[0], from_text(row[1]), *row[2:]) for row in rows]


def health(connection: sqlite3.Connection) -> list[FeedHealth]:
    """Every feed, in the order it was first met."""
    known = feeds.states(connection)
    rows = connection.execute(
        f"SELECT f.feed, {PUBLISHER}, f.document_link, f.config_url, f.home, f.lang, f.region, f.kind, "  # noqa: S608
        "coalesce((SELECT entries FROM tally WHERE name = 'feed:' || f.feed_id), 0), "
        "coalesce((SELECT entries FROM tally WHERE name = 'aside:' || f.feed_id), 0) "
        "FROM feed AS f ORDER BY f.feed_id"
    )
    return [
        FeedHealth(
            state=known[row[0]],
            title=row[1],
            link=row[2],
            config_url=row[3],
            home=row[4],
            lang=row[5],
            region=row[6],
            kind=row[7],
            entries=row[8],
            set_aside=row[9],
        )
        for row in rows
    ]


def ledger(connection: sqlite3.Connection, feed: str) -> list[Ledger]:
    """The kept polls of a feed, newest first."""
    rows = connection.execute(f"{_POLL} WHERE f.feed = ? ORDER BY p.poll_id DESC", (feed,))
    return [_ledger(row) for row in rows]


def ledgers(connection: sqlite3.Connection) -> dict[str, list[Ledger]]:
    """The kept polls of every feed that was polled, newest first."""
    found: dict[str, list[Ledger]] = {}
    # All of them at once: the question ends before the thousands of answers are taken apart.
    for row in connection.execute(f"{_POLL} ORDER BY p.poll_id DESC").fetchall():
        found.setdefault(row[0], []).append(_ledger(row))
    return found


_POLL = (
    "SELECT f.feed, p.polled_at, p.outcome, p.status, p.bytes, p.seconds, p.notes, p.error, "
    "p.skip_reasons, p.in_document, p.new, p.changed, p.same, p.duplicate, p.skipped, p.set_aside "
    "FROM poll AS p JOIN feed AS f ON f.feed_id = p.feed_id"
)


def _ledger(row: tuple[Any, ...]) -> Ledger:
    return Ledger(
        PollRow(
            feed_id=row[0],
            polled_at=from_text(row[1]),
            outcome=row[2],
            status=row[3],
            bytes=row[4],
            seconds=row[5],
            notes=_words(row[6]),
            error=row[7],
            skip_reasons=_words(row[8]),
        ),
        Counts(*row[9:]),
    )


def _words(array: str) -> tuple[str, ...]:
    return () if array == "[]" else tuple(json.loads(array))


def telling(connection: sqlite3.Connection) -> frozenset[str]:
    """The feeds that failed, moved or went in one of their kept polls."""
    rows = connection.execute(
        "SELECT feed FROM feed WHERE feed_id IN "
        "(SELECT feed_id FROM poll WHERE outcome NOT IN ('ok', 'not-modified', 'skipped'))"
    )
    return frozenset(feed for (feed,) in rows)
