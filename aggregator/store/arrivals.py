"""What has come in since: the entries above a number, their tags, and whether a filter finds one of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from aggregator.filter import Filter
from aggregator.store.conditions import conditions


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`last` is the highest entry's number; the tags are those of the news above the number asked about."""

    last: int
    news: bool = False
    countries: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()


def arrivals(connection: sqlite3.Connection, after: int) -> Arrivals:
    (last,) = connection.execute("SELECT coalesce(max(entry_id), 0) FROM entry").fetchone()
    if not arrived(connection, Filter(), after):
        return Arrivals(last)
    countries = connection.execute(
        "SELECT DISTINCT country FROM country_tag WHERE entry_id > ? AND set_aside = 0 ORDER BY 1", (after,)
    )
    ministries = connection.execute(
        "SELECT DISTINCT country || '/' || kind FROM ministry_tag WHERE entry_id > ? AND set_aside = 0 "
        "ORDER BY 1",
        (after,),
    )
    return Arrivals(last, True, tuple(tag for (tag,) in countries), tuple(tag for (tag,) in ministries))


def arrived(connection: sqlite3.Connection, filter_: Filter, after: int) -> bool:
    """Whether an entry above number `after` is in the news and matches."""
    found = [condition for _, condition in conditions(filter_)]
    where = "".join(f" AND {condition.sql}" for condition in found)
    values = [value for condition in found for value in condition.values]
    row = connection.execute(
        "SELECT 1 FROM entry AS d JOIN entry AS e ON e.entry_id = d.entry_id "  # noqa: S608
        f"WHERE d.entry_id > ? AND d.set_aside = 0{where} LIMIT 1",
        (after, *values),
    ).fetchone()
    return row is not None
