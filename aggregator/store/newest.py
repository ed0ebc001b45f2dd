"""The newest entries that a filter finds.

Where it names words, FTS5 could be asked of each entry in turn; but that opens the index anew each time, 0.06
to 0.24 ms, while the hits among a thousand neighbours come in 0.3. So what the other terms find is read in
windows, newest first, and the index is asked of a whole window: a word that is met often fills a page soon.
One that is not is read from the index whole (queries.compiled).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from aggregator.filter import TEXT, Filter
from aggregator.store.conditions import words
from aggregator.store.queries import Key, compiled

ROWS = 50_000  # read in windows at most, some 75 ms
_FIRST, _GROWTH = (
    200,
    3,
)  # rows of the first window, or twice the entries wanted; each next one is so much larger
_GAP = 500  # numbers between two entries that are cheaper read over than begun anew behind
_LATEST = 20_000  # the last numbers, which tell how often a word is met


def newest(connection: sqlite3.Connection, filter_: Filter, limit: int, before: Key | None) -> list[int]:
    """The numbers of the newest `limit` entries that match, those before a key, in page order."""
    if any(term.key == TEXT for term in filter_.terms):
        found = _by_windows(connection, filter_, limit, before)
        if found is not None:
            return found
    sql, values = compiled(connection, filter_, limit, before)
    return [entry_id for _, entry_id in connection.execute(sql, values)]


def _by_windows(
    connection: sqlite3.Connection, filter_: Filter, limit: int, before: Key | None
) -> list[int] | None:
    """None where the windows would be, or were, more than are worth it."""
    asked, wanted = words(filter_)
    if wanted and not _often(connection, asked, limit):
        return None
    others = Filter(tuple(term for term in filter_.terms if term.key != TEXT))
    found: list[int] = []
    size, read = max(_FIRST, 2 * limit), 0
    while read < ROWS:
        sql, values = compiled(connection, others, size, before)
        window = connection.execute(sql, values).fetchall()
        numbers = [entry_id for _, entry_id in window]
        hits = set(_hits(connection, asked, sorted(numbers)))
        found += [entry_id for entry_id in numbers if (entry_id in hits) is wanted]
        if len(found) >= limit or len(window) < size:
            return found[:limit]
        before = window[-1]
        read, size = read + size, size * _GROWTH
    return None


def _often(connection: sqlite3.Connection, asked: str, limit: int) -> bool:
    """Is it met in half as many of the latest entries as are wanted, so that the windows will do?"""
    enough = max(1, limit // 2)
    (met,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM news_search WHERE news_search MATCH ? "
        "AND rowid > (SELECT max(entry_id) FROM entry) - ? LIMIT ?)",
        (asked, _LATEST, enough),
    ).fetchone()
    return bool(met >= enough)


def _hits(connection: sqlite3.Connection, asked: str, numbers: Sequence[int]) -> Iterator[int]:
    """The index's hits in the neighbourhoods of `numbers`, which ascend."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] - numbers[place - 1] > _GAP:
            for (entry_id,) in connection.execute(
                "SELECT rowid FROM news_search WHERE news_search MATCH ? AND rowid BETWEEN ? AND ?",
                (asked, numbers[start], numbers[place - 1]),
            ):
                yield entry_id
            start = place
