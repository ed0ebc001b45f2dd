"""Stories: each entry in the news has one as soon as it is stored; a story's row is made of its entries.

Everything here runs inside the caller's transaction. How accounts are grouped is handed in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from aggregator.errors import StoreError
from aggregator.model import Account, Story
from aggregator.store.accounts import AT, accounts, near
from aggregator.store.facts import fact, remember
from aggregator.store.times import from_text_or_none

# For each new account its story's number: that of a recent one's story, else an entry's that founds one.
Group = Callable[[Sequence[Account], Sequence[Account]], Sequence[int]]

CHUNK = 100  # accounts grouped at once
RECENT = 4000  # of those stored before that each is compared with; the nearest in time
PAIRS = 600_000  # at most, of new ones and those that they are compared with, in one transaction

# A fact of the database while stories are being made (regrouping.py): the last entry that it came to.
UP_TO = "stories_up_to"


@dataclass(frozen=True, slots=True)
class Grouping:
    """How stories are made: the pure function, how far apart two accounts of one happening may be published,
    and the name of the rules, which changes when stories are to be made again.

    `at_once` is how many new accounts are grouped as they are stored, the last to come: a document of ten
    thousand entries does not hold up the writer. The others are stories of their own until their turn comes.
    """

    group: Group
    window: timedelta
    ruleset: str
    at_once: int = 300


def settle(connection: sqlite3.Connection, touched: Collection[int], how: Grouping | None) -> None:
    """Gives each of these entries that is in the news and has no story one, renews the rows of the others'.

    Without a grouping each has a story of its own.
    """
    for start in range(0, len(ids := sorted(touched)), 5000):
        marked = f"[{','.join(map(str, ids[start : start + 5000]))}]"
        known = connection.execute(
            "SELECT DISTINCT story_id FROM entry WHERE entry_id IN (SELECT value FROM json_each(?)) "
            "AND story_id IS NOT NULL",
            (marked,),
        ).fetchall()
        renew(connection, (story_id for (story_id,) in known))
    waiting = [
        entry_id
        for entry_id in ids
        if connection.execute(
            "SELECT 1 FROM entry WHERE entry_id = ? AND set_aside = 0 AND story_id IS NULL", (entry_id,)
        ).fetchone()
    ]
    if how is None:
        put(connection, {entry_id: entry_id for entry_id in waiting})
        return
    if later := waiting[: -how.at_once]:
        put(connection, {entry_id: entry_id for entry_id in later})
        remember(connection, UP_TO, str(min(later[0] - 1, int(fact(connection, UP_TO) or later[0]))))
        del waiting[: -how.at_once]
    apart = set(waiting)
    for chunk in chunked(accounts(connection, waiting), how.window):
        found = near(connection, chunk, how.window, fair(len(waiting)), apart)
        put(connection, joined(chunk, accounts(connection, found), how.group))
        apart.difference_update(one.entry_id for one in chunk)


def fair(new: int) -> int:
    """How many stored accounts each of so many new ones is compared with."""
    return min(RECENT, PAIRS // max(new, 1))


def chunked(new: Sequence[Account], window: timedelta) -> Iterator[list[Account]]:
    """In the same order, so that those of one chunk were published within half the window."""
    chunk: list[Account] = []
    first = last = None
    for one in new:
        first, last = min(first or one.at, one.at), max(last or one.at, one.at)
        if chunk and (len(chunk) == CHUNK or last - first > window / 2):
            yield chunk
            chunk, first, last = [], one.at, one.at
        chunk.append(one)
    if chunk:
        yield chunk


def joined(new: Sequence[Account], recent: Sequence[Account], group: Group) -> dict[int, int]:
    """Each new account's story. One that is founded here bears the lowest number of those that found it: of
    the first to come, so that stories made again bear the numbers they had."""
    # One that has no story yet is its own, until its turn comes (regrouping.py).
    stood = [one if one.story_id else replace(one, story_id=one.entry_id) for one in recent]
    found = group([replace(one, story_id=None) for one in new], stood)
    own = {one.entry_id for one in new}
    if len(found) != len(new) or not set(found) <= own | {one.story_id for one in stood}:
        raise StoreError(f"grouping gave {len(found)} accounts stories that there are not")
    first: dict[int, int] = {}
    for one, number in zip(new, found, strict=True):
        first[number] = min(first.get(number, one.entry_id), one.entry_id)
    taken = {one.story_id for one in stood}
    return {
        one.entry_id: number if number in taken else first[number]
        for one, number in zip(new, found, strict=True)
    }


def put(connection: sqlite3.Connection, found: Mapping[int, int]) -> int:
    """Writes each entry's story and renews the rows of those that changed. How many entries did."""
    changed, moved = set(), 0
    for entry_id, story_id in found.items():
        (before,) = connection.execute(
            "SELECT story_id FROM entry WHERE entry_id = ?", (entry_id,)
        ).fetchone()
        if before == story_id:
            continue
        connection.execute("UPDATE entry SET story_id = ? WHERE entry_id = ?", (story_id, entry_id))
        changed |= {before, story_id}
        moved += 1
    changed.discard(None)
    # The founder may have had no story yet, when only its number was taken as one.
    for story_id in sorted(changed):
        connection.execute(
            "UPDATE entry SET story_id = entry_id WHERE entry_id = ? AND story_id IS NULL AND set_aside = 0",
            (story_id,),
        )
    renew(connection, changed)
    return moved


def leave(connection: sqlite3.Connection, entry_id: int) -> None:
    """Takes an entry out of its story, for it has left the news, or is about to be deleted."""
    row = connection.execute("SELECT story_id FROM entry WHERE entry_id = ?", (entry_id,)).fetchone()
    if row is None or row[0] is None:
        return
    connection.execute("UPDATE entry SET story_id = NULL WHERE entry_id = ?", (entry_id,))
    renew(connection, row)


def renew(connection: sqlite3.Connection, story_ids: Iterable[int]) -> None:
    """Makes the rows of stories from their entries; one without entries goes.

    The lead is the founder, whose number the story bears, while it is there; else the first that came of
    those left. So one that comes later never takes its place.
    """
    for story_id in sorted(story_ids):
        (first, entries, feeds, first_at, last_at, founder) = connection.execute(
            "SELECT min(entry_id), count(*), count(DISTINCT feed_id), min(published_at), max(published_at), "
            "max(entry_id = ?) FROM entry INDEXED BY entry_story WHERE story_id = ?",
            (story_id, story_id),
        ).fetchone()
        if not entries:
            connection.execute("DELETE FROM story WHERE story_id = ?", (story_id,))
            continue
        row = (story_id, story_id if founder else first, entries, feeds, first_at, last_at)
        connection.execute(
            "INSERT INTO story (story_id, lead_entry_id, entries, feeds, first_published_at, "
            "last_published_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (story_id) DO UPDATE SET "
            "lead_entry_id = excluded.lead_entry_id, entries = excluded.entries, feeds = excluded.feeds, "
            "first_published_at = excluded.first_published_at, "
            "last_published_at = excluded.last_published_at",
            row,
        )


def read(connection: sqlite3.Connection, story_ids: Iterable[int]) -> dict[int, Story]:
    """The stories of these numbers that there are."""
    rows = connection.execute(
        "SELECT story_id, lead_entry_id, entries, feeds, first_published_at, last_published_at FROM story "
        "WHERE story_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(story_ids)),),
    )
    return {
        story_id: Story(story_id, lead, entries, feeds, from_text_or_none(first), from_text_or_none(last))
        for story_id, lead, entries, feeds, first, last in rows
    }


def members(connection: sqlite3.Connection, story_id: int, most: int) -> list[int]:
    """The entries of a story in the order of time, the first `most`."""
    rows = connection.execute(
        f"SELECT entry_id FROM entry INDEXED BY entry_story WHERE story_id = ? "  # noqa: S608
        f"ORDER BY {AT}, entry_id LIMIT ?",
        (story_id, most),
    )
    return [entry_id for (entry_id,) in rows]
