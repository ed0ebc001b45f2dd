"""Stored entries under other tags: today's ruleset, or a person's corrections.

What the tagger sees of an entry is put together here as a poll does; ids, dates and places stay.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aggregator.errors import StoreError
from aggregator.model import Tags, Text
from aggregator.store import corrections, entries, polls, stories, tags
from aggregator.store.times import to_text

_TEXT = (
    "SELECT e.entry_id, e.title, e.summary, e.content, e.lang, f.home, "
    "CASE WHEN f.title <> '' THEN f.title ELSE f.document_title END "
    "FROM entry AS e JOIN feed AS f ON f.feed_id = e.feed_id WHERE "
)
SAMPLES = 20


@dataclass(slots=True)
class Difference:
    """What a batch changed, or would: a tag is AZ, AZ:subject → AZ:mention shows as both."""

    entries: int = 0  # looked at
    changed: int = 0
    added: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    regrouped: int = 0  # entries that have another story

    def __add__(self, other: Difference) -> Difference:
        return Difference(
            self.entries + other.entries,
            self.changed + other.changed,
            self.added + other.added,
            self.removed + other.removed,
            (self.samples + other.samples)[:SAMPLES],
            self.regrouped + other.regrouped,
        )


def stale(
    connection: sqlite3.Connection,
    ruleset: str,
    after: int,
    limit: int,
    everything: bool,
    since: datetime | None,
) -> list[tuple[int, Text]]:
    """Entries above `after`, in order of number, that `ruleset` did not tag."""
    where, values = ["e.entry_id > ?"], [str(after)]
    if not everything:
        where.append("e.ruleset <> ?")
        values.append(ruleset)
    if since is not None:
        where.append("e.dated_at >= ?")
        values.append(to_text(since))
    rows = connection.execute(
        f"{_TEXT}{' AND '.join(where)} ORDER BY e.entry_id LIMIT ?", (int(values[0]), *values[1:], limit)
    )
    return [(entry_id, _text(row)) for entry_id, *row in rows]


def untagged(connection: sqlite3.Connection, limit: int) -> list[tuple[int, Text]]:
    """Entries that no ruleset tagged, the newest first: their tagging failed."""
    rows = connection.execute(f"{_TEXT}e.ruleset = '' ORDER BY e.entry_id DESC LIMIT ?", (limit,))
    return [(entry_id, _text(row)) for entry_id, *row in rows]


def text(connection: sqlite3.Connection, entry_id: int) -> Text | None:
    """One entry as the tagger sees it."""
    row = connection.execute(f"{_TEXT}e.entry_id = ?", (entry_id,)).fetchone()
    return None if row is None else _text(row[1:])


def _text(row: Sequence[str | None]) -> Text:
    return Text(*(value or "" for value in row))


def compare(connection: sqlite3.Connection, found: Sequence[tuple[int, Tags | None]]) -> Difference:
    """What would change, with corrections laid over; nothing is written."""
    stored = tags.read(connection, [entry_id for entry_id, _ in found])
    difference = Difference(entries=len(found))
    for entry_id, new in found:
        if new is None:
            continue
        new = corrections.apply(new, corrections.of_entry(connection, entry_id))
        before, after = _names(stored[entry_id]), _names(new)
        if stored[entry_id] == new:
            continue
        difference.changed += before != after
        difference.added.update(after - before)
        difference.removed.update(before - after)
        if before != after and len(difference.samples) < SAMPLES:
            difference.samples.append(
                (entry_id, tuple(sorted(after - before)), tuple(sorted(before - after)))
            )
    return difference


def put(
    connection: sqlite3.Connection,
    found: Sequence[tuple[int, Tags | None]],
    ruleset: str,
    now: datetime,
    grouping: stories.Grouping | None,
) -> Difference:
    """Writes a batch and says what changed. Tags None leaves an entry as it is, to be tried again.

    An entry keeps its story under other tags; what enters the news gets one.
    """
    difference = compare(connection, found)
    filters = {
        feed_id: polls.keep_only(connection, text, now)
        for feed_id, text in connection.execute("SELECT feed_id, keep_only FROM feed")
    }
    were_aside = set()
    for entry_id, new in found:
        row = connection.execute(
            "SELECT feed_id, set_aside FROM entry WHERE entry_id = ?", (entry_id,)
        ).fetchone()
        if new is not None and row is not None:
            entries.retagged(connection, entry_id, new, ruleset, filters[row[0]])
            if row[1]:
                were_aside.add(entry_id)
    stories.settle(connection, were_aside, grouping)
    return difference


def correct(
    connection: sqlite3.Connection,
    entry_id: int,
    found: Sequence[corrections.Correction],
    tag: Callable[[Text], Tags],
    ruleset: str,
    now: datetime,
    clear: bool,
    grouping: stories.Grouping | None,
) -> Tags:
    """Keeps corrections on an entry and puts the tags that follow."""
    stored = text(connection, entry_id)
    if stored is None:
        raise StoreError(f"there is no entry {entry_id}")
    if clear:
        corrections.clear(connection, entry_id)
    corrections.keep(connection, entry_id, found, now)
    put(connection, [(entry_id, tag(stored))], ruleset, now, grouping)
    return tags.read(connection, [entry_id])[entry_id]


def _names(found: Tags) -> set[str]:
    names = {f"{tag.code}:{tag.role}" for tag in found.countries} | {tag.tag for tag in found.ministries}
    return names | {f"topic:{tag.topic}" for tag in found.topics}
