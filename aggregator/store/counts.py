"""The counts beside a page: entries a day, leading tags, countries that appear together.

Without a filter they are sums of the day's counts. With one they are counted over its newest entries, at
most WINDOW of them, so that no filter makes a page slow.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from aggregator.filter import Filter
from aggregator.store.conditions import Value
from aggregator.store.queries import compiled
from aggregator.store.times import to_text

WINDOW = 20_000


@dataclass(frozen=True, slots=True)
class PageCounts:
    """What a page draws: entries by day, by country, by ministry, by pair of countries in order of code."""

    days: Mapping[date, int]
    countries: Mapping[str, int]
    ministries: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]


def of_page(connection: sqlite3.Connection, filter_: Filter | None, since: datetime) -> PageCounts:
    """All the counts beside a page, since a moment."""
    return PageCounts(
        {date.fromisoformat(day): number for day, number in by_day(connection, filter_, since)},
        dict(leading(connection, "country", filter_, since, 300)),
        dict(leading(connection, "ministry", filter_, since, 50)),
        {(a, b): number for a, b, number in pairs(connection, filter_, since, 500)},
    )


def by_day(connection: sqlite3.Connection, filter_: Filter | None, since: datetime) -> list[tuple[str, int]]:
    """(day, entries) for each day with any, oldest first, by placed_at."""
    if filter_ is None or not filter_.terms:
        return connection.execute(
            "SELECT day, sum(entries) FROM day_count "
            "WHERE feed_id = 0 AND tag = '*' AND day >= ? GROUP BY day ORDER BY day",
            (to_text(since)[:10],),
        ).fetchall()
    found, values = _window(connection, filter_, since)
    return connection.execute(
        f"{found} SELECT substr(placed_at, 1, 10) AS day, count(*) FROM found "  # noqa: S608
        "GROUP BY day ORDER BY day",
        values,
    ).fetchall()


def leading(
    connection: sqlite3.Connection,
    of: Literal["country", "ministry", "topic"],
    filter_: Filter | None,
    since: datetime,
    limit: int,
) -> list[tuple[str, int]]:
    """(tag, entries) of the tags on most entries, the greatest first."""
    if filter_ is None or not filter_.terms:
        # A country's code is two letters, a ministry's has a slash.
        shape = {
            "country": "length(tag) = 2",
            "ministry": "tag LIKE '__/%'",
            "topic": "length(tag) > 2 AND tag NOT LIKE '__/%'",
        }[of]
        return connection.execute(
            "SELECT tag, sum(entries) AS n FROM day_count "  # noqa: S608
            f"WHERE feed_id = 0 AND day >= ? AND tag <> '*' AND {shape} "
            "GROUP BY tag ORDER BY n DESC, tag LIMIT ?",
            (to_text(since)[:10], limit),
        ).fetchall()
    column = {"country": "t.country", "ministry": "t.country || '/' || t.kind", "topic": "t.topic"}[of]
    found, values = _window(connection, filter_, since)
    return connection.execute(
        f"{found} SELECT {column} AS tag, count(*) AS n FROM found "  # noqa: S608
        f"JOIN {of}_tag AS t ON t.entry_id = found.entry_id GROUP BY tag ORDER BY n DESC, tag LIMIT ?",
        (*values, limit),
    ).fetchall()


def pairs(
    connection: sqlite3.Connection, filter_: Filter | None, since: datetime, limit: int
) -> list[tuple[str, str, int]]:
    """(country, country, entries that have both), the greatest first; each pair once, in order of code."""
    found, values = _window(connection, filter_ or Filter(), since)
    return connection.execute(
        f"{found} SELECT a.country, b.country, count(*) AS n FROM found "  # noqa: S608
        "JOIN country_tag AS a ON a.entry_id = found.entry_id "
        "JOIN country_tag AS b ON b.entry_id = found.entry_id AND b.country > a.country "
        "GROUP BY a.country, b.country ORDER BY n DESC, a.country, b.country LIMIT ?",
        (*values, limit),
    ).fetchall()


def total(connection: sqlite3.Connection, filter_: Filter, most: int) -> int:
    """How many entries match, counted up to `most`."""
    sql, values = compiled(connection, filter_, most)
    (number,) = connection.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()  # noqa: S608
    return int(number)


def _window(connection: sqlite3.Connection, filter_: Filter, since: datetime) -> tuple[str, list[Value]]:
    sql, values = compiled(connection, filter_, WINDOW, placed_since=to_text(since))
    return f"WITH found AS MATERIALIZED ({sql})", values
