"""Stories made again for what is stored, as if it came anew: under other rules, or for the first time.

In the order of arrival, the oldest first, since a story bears the number of its first entry. Each batch is
a transaction that remembers how far it came, so it may be stopped anywhere and goes on. Meanwhile polls go
on too: what they bring gets its story at once, and is looked at again when its turn comes. A very long
document has its first entries put off to here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aggregator.store.accounts import accounts, near
from aggregator.store.facts import fact, forget, remember
from aggregator.store.stories import UP_TO, Grouping, chunked, fair, joined, put

RULESET = "stories_ruleset"  # a fact of the database: the rules that its stories were begun to be made by
BATCH = 100


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A batch: the entries looked at, and how many of them have another story now, or would."""

    entries: int = 0
    changed: int = 0

    def __add__(self, other: Regrouped) -> Regrouped:
        return Regrouped(self.entries + other.entries, self.changed + other.changed)


def wanted(connection: sqlite3.Connection, ruleset: str, fill: bool, everything: bool) -> bool:
    """Whether there is anything for `begin` to begin."""
    if fill and fact(connection, RULESET) and not fact(connection, UP_TO):
        return False
    return due(connection, ruleset, everything) is not None


def begin(
    connection: sqlite3.Connection, ruleset: str, *, fill: bool = False, everything: bool = False
) -> bool:
    """Whether stories are to be made: from the beginning, or from where it was stopped.

    `fill` begins where they were never made, and goes on where they are being made, but leaves alone those
    that other rules made. `everything` begins again in any case.
    """
    if not wanted(connection, ruleset, fill, everything):
        return False
    start = due(connection, ruleset, everything)
    remember(connection, RULESET, ruleset)
    if not connection.execute("SELECT 1 FROM entry LIMIT 1").fetchone():
        forget(connection, UP_TO)  # what comes will be made by them
        return False
    remember(connection, UP_TO, str(start or 0))
    return True


def batch(connection: sqlite3.Connection, grouping: Grouping, most: int = BATCH) -> Regrouped:
    """Gives the next entries in the news their stories; one without entries is the end."""
    up_to = fact(connection, UP_TO)
    ids = _next(connection, int(up_to), most) if up_to else []
    if not ids:
        forget(connection, UP_TO)
        return Regrouped()
    changed = 0
    for found in _replayed(connection, ids, grouping, {}):
        changed += put(connection, found)
    remember(connection, UP_TO, str(ids[-1]))
    return Regrouped(len(ids), changed)


def due(connection: sqlite3.Connection, ruleset: str, everything: bool) -> int | None:
    """The entry behind which stories are to be made again; None if they need not be."""
    if fact(connection, RULESET) != ruleset or everything:
        return 0
    up_to = fact(connection, UP_TO)
    return int(up_to) if up_to else None


def rehearse(
    connection: sqlite3.Connection, grouping: Grouping, after: int, given: dict[int, int], most: int = BATCH
) -> tuple[Regrouped, int]:
    """What `batch` would change behind the entry `after`, and which one it would come to; writes nothing.

    `given` are the stories that earlier batches would have given, to which it adds its own.
    """
    ids = _next(connection, after, most)
    changed = 0
    for found in _replayed(connection, ids, grouping, given):
        stood = {one.entry_id: one.story_id for one in accounts(connection, found)}
        changed += sum(stood[entry_id] != story_id for entry_id, story_id in found.items())
        given.update(found)
    return Regrouped(len(ids), changed), ids[-1] if ids else after


def _next(connection: sqlite3.Connection, after: int, most: int) -> list[int]:
    rows = connection.execute(
        "SELECT entry_id FROM entry NOT INDEXED WHERE entry_id > ? AND set_aside = 0 "
        "ORDER BY entry_id LIMIT ?",
        (after, most),
    )
    return [entry_id for (entry_id,) in rows]


def _replayed(
    connection: sqlite3.Connection, ids: Sequence[int], grouping: Grouping, given: Mapping[int, int]
) -> Iterator[dict[int, int]]:
    """Chunk by chunk the stories of these entries, each compared with those that came before it."""
    most = fair(len(ids))
    for chunk in chunked(accounts(connection, ids), grouping.window):
        found = near(connection, chunk, grouping.window, most, below=chunk[0].entry_id)
        recent = accounts(connection, found)
        if given:
            recent = [replace(one, story_id=given.get(one.entry_id, one.story_id)) for one in recent]
        yield joined(chunk, recent, grouping.group)
