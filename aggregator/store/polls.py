"""A poll recorded: its entries, the feed's state and its row in the ledger, in the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from aggregator import filter as filters
from aggregator.errors import FilterError, StoreError
from aggregator.model import Counts, Decision, Digest, FeedState, ParsedEntry, PollRow, StoredKey, TaggedEntry
from aggregator.store import entries, feeds, keys, stories
from aggregator.store.times import to_text

Match = Callable[[Sequence[ParsedEntry], Sequence[StoredKey]], Sequence[Decision]]
# What is concluded from a poll once its counts are known: its row, and the feed's next state.
Settle = Callable[[Counts], tuple[PollRow, FeedState]]

KEPT_POLLS = 30  # of each feed


def record(
    connection: sqlite3.Connection,
    poll: PollRow,
    state: FeedState,
    digest: Digest | None,
    now: datetime,
    match: Match,
    settle: Settle | None = None,
    asked: str = "",
    grouping: stories.Grouping | None = None,
) -> Counts:
    """Stores one poll whole, of the address `asked`. The ledger's sum is asserted here and by the table."""
    row = connection.execute(
        "SELECT feed_id, lang, first_read_at IS NULL, keep_only FROM feed WHERE feed = ?", (poll.feed_id,)
    ).fetchone()
    if row is None:
        raise StoreError(
            f"there is no feed {poll.feed_id} in the database: it was renamed or never reconciled"
        )
    feed = entries.FeedRow(row[0], row[1], bool(row[2]), keep_only(connection, row[3], now))
    counts, reasons = Counts(), list(poll.skip_reasons)
    if digest is not None:
        counts, touched = _take(connection, feed, digest, now, match, reasons)
        stories.settle(connection, touched, grouping)
        connection.execute(
            "UPDATE feed SET document_title = CASE WHEN ? <> '' THEN ? ELSE document_title END, "
            "document_link = coalesce(?, document_link), first_read_at = coalesce(first_read_at, ?) "
            "WHERE feed_id = ?",
            (digest.feed.title, digest.feed.title, digest.feed.link, to_text(now), feed.feed_id),
        )
    summed = counts.new + counts.changed + counts.same + counts.duplicate + counts.skipped
    assert counts.in_document == summed, f"the ledger does not sum: {counts}"
    if settle:
        poll, state = settle(counts)
    feeds.remember(connection, state, counts.new > 0, now, asked)
    _enter(connection, feed.feed_id, poll, counts, reasons)
    return counts


def keep_only(connection: sqlite3.Connection, text: str, now: datetime) -> filters.Filter | None:
    """A feed's keep_only as a filter. feeds.toml was checked; one that no longer parses keeps everything.

    What it says of stories is left out: only what is in the news has one.
    """
    if not text:
        return None
    try:
        found = filters.parse(text, vocabulary(connection), now)
    except FilterError:
        return None
    return filters.Filter(tuple(term for term in found.terms if term.key != "story"))


def vocabulary(connection: sqlite3.Connection) -> filters.Vocabulary:
    """The feeds and regions that the database knows, removed feeds' too."""
    rows = connection.execute("SELECT feed, region FROM feed").fetchall()
    return filters.Vocabulary(
        frozenset(feed for feed, _ in rows), frozenset(region for _, region in rows if region)
    )


def _take(
    connection: sqlite3.Connection,
    feed: entries.FeedRow,
    digest: Digest,
    now: datetime,
    match: Match,
    reasons: list[str],
) -> tuple[Counts, set[int]]:
    """The counts, and the entries that are new or changed."""
    # Identity compares dates with stored ones, which are whole seconds.
    parsed = [_to_the_second(found.parsed) for found in digest.entries]
    stored, pruned = keys.candidates(connection, feed.feed_id, parsed)
    decisions = match(parsed, stored)
    if len(decisions) != len(parsed):
        raise StoreError(f"identity gave {len(decisions)} decisions on {len(parsed)} entries")
    reasons += digest.feed.skipped
    tally = dict.fromkeys(("new", "changed", "same", "duplicate"), 0)
    skipped, aside, touched = len(digest.feed.skipped), 0, set[int]()
    for found, decision in _in_order(digest.entries, decisions):
        kind = decision.kind
        if decision.entry_id in pruned:
            kind = "same"
            connection.execute(
                "UPDATE tombstone SET seen_at = ? WHERE entry_id = ?", (to_text(now), decision.entry_id)
            )
        elif kind in ("new", "changed"):
            store = entries.insert if kind == "new" else entries.revise
            connection.execute("SAVEPOINT one_entry")
            try:
                stored_as = store(connection, feed, found, decision, now)
            except (
                UnicodeError,
                ValueError,
                OverflowError,
                sqlite3.IntegrityError,
                sqlite3.DataError,
            ) as error:
                # One bad entry never costs its feed; the ledger names it.
                connection.execute("ROLLBACK TO one_entry")
                skipped += 1
                reasons.append(
                    f"{type(error).__name__}: {str(error)[:200]}".encode(errors="replace").decode()
                )
                continue
            finally:
                if connection.in_transaction:
                    connection.execute("RELEASE one_entry")
            aside += stored_as.set_aside
            touched.add(stored_as.entry_id)
        elif kind == "same":
            entries.touch(connection, feed, found.parsed, decision)
        tally[kind] += 1
    shared = {
        found.guid
        for found, made in zip(parsed, decisions, strict=True)
        if found.guid and made.guid_is_shared
    }
    keys.mark_shared_guids(connection, feed.feed_id, sorted(shared))
    return Counts(len(parsed) + len(digest.feed.skipped), **tally, skipped=skipped, set_aside=aside), touched


def _to_the_second(entry: ParsedEntry) -> ParsedEntry:
    if entry.published_at is None or not entry.published_at.microsecond:
        return entry
    return replace(entry, published_at=entry.published_at.replace(microsecond=0))


def _in_order(
    found: Sequence[TaggedEntry], decisions: Sequence[Decision]
) -> list[tuple[TaggedEntry, Decision]]:
    """Oldest first, so that what a document puts first gets the higher number and stands first in ours."""
    pairs = list(zip(found, decisions, strict=True))[::-1]
    dates = [one.parsed.published_at for one, _ in pairs]
    if all(dates):
        pairs.sort(key=lambda pair: pair[0].parsed.published_at or datetime.max)
    return pairs


def _enter(
    connection: sqlite3.Connection, feed_id: int, poll: PollRow, counts: Counts, reasons: Sequence[str]
) -> None:
    connection.execute(
        "INSERT INTO poll (feed_id, polled_at, outcome, status, in_document, new, changed, same, duplicate, "
        "skipped, set_aside, bytes, seconds, notes, error, skip_reasons) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            feed_id,
            to_text(poll.polled_at),
            poll.outcome,
            poll.status,
            counts.in_document,
            counts.new,
            counts.changed,
            counts.same,
            counts.duplicate,
            counts.skipped,
            counts.set_aside,
            poll.bytes,
            poll.seconds,
            json.dumps(poll.notes),
            poll.error,
            json.dumps(list(reasons)[:100]),
        ),
    )
    connection.execute(
        "DELETE FROM poll WHERE feed_id = ? AND poll_id NOT IN "
        "(SELECT poll_id FROM poll WHERE feed_id = ? ORDER BY poll_id DESC LIMIT ?)",
        (feed_id, feed_id, KEPT_POLLS),
    )
