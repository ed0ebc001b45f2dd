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


# By the entries that came in: the tags of all would have to be read from end to end.
_OF_ARRIVALS = (
    "SELECT DISTINCT {tag} FROM entry AS e CROSS JOIN {table} AS t ON t.entry_id = e.entry_id "
    "WHERE e.entry_id > ? AND e.set_aside = 0 ORDER BY 1"
)
COUNTRIES = _OF_ARRIVALS.format(tag="t.country", table="country_tag")
MINISTRIES = _OF_ARRIVALS.format(tag="t.country || '/' || t.kind", table="ministry_tag")


def arrivals(connection: sqlite3.Connection, after: int) -> Arrivals:
    (last,) = connection.execute("SELECT coalesce(max(entry_id), 0) FROM entry").fetchone()
    if not arrived(connection, Filter(), after):
        return Arrivals(last)
    countries = connection.execute(COUNTRIES, (after,))
    ministries = connection.execute(MINISTRIES, (after,))
    return Arrivals(last, True, tuple(tag for (tag,) in countries), tuple(tag for (tag,) in ministries))


def arrived(connection: sqlite3.Connection, filter_: Filter, after: int) -> bool:
    """Whether an entry above number `after` is in the news and matches."""
    found = [condition for _, condition in conditions(filter_, above=after)]
    where = "".join(f" AND {condition.sql}" for condition in found)
    values = [value for condition in found for value in condition.values]
    row = connection.execute(
        "SELECT 1 FROM entry AS d JOIN entry AS e ON e.entry_id = d.entry_id "  # noqa: S608
        f"WHERE d.entry_id > ? AND d.set_aside = 0{where} LIMIT 1",
        (after, *values),
    ).fetchone()
    return row is not None
