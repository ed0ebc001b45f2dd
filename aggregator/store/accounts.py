"""Entries as grouping sees them, and which of them a new one may belong to.

An account stands where it was published, or placed if the source gives no date or one yet to come: the
index `entry_at` has the news in that order, with what it takes to see whether two share a country.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from aggregator.model import Account, CountryTag, MinistryTag
from aggregator.store.times import from_text, to_text

AT = "min(coalesce(published_at, placed_at), placed_at)"  # as the index has it
TEXT, TITLE = 2000, 500  # code points; what comes behind tells of other things
_EARLIEST, _LATEST = (
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
)  # feeds have odd dates
LOOKED = 3  # entries looked at in each direction for one that is taken

_ACCOUNT = (
    f"SELECT e.entry_id, f.feed, substr(coalesce(e.title, ''), 1, {TITLE}), "  # noqa: S608
    f"substr(CASE WHEN e.summary <> '' THEN e.summary ELSE e.content END, 1, {TEXT}), "
    "e.lang, f.home, min(coalesce(e.published_at, e.placed_at), e.placed_at), "
    "e.countries, e.subjects, e.ministries, e.story_id "
    "FROM entry AS e JOIN feed AS f ON f.feed_id = e.feed_id "
    "WHERE e.entry_id IN (SELECT value FROM json_each(?)) ORDER BY e.entry_id"
)


def accounts(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> list[Account]:
    """The entries with these numbers, in the order of their numbers."""
    rows = connection.execute(_ACCOUNT, (json.dumps(list(entry_ids)),))
    return [
        Account(
            entry_id, feed, title, text, lang, home, from_text(at), _countries(countries, subjects),
            _ministries(ministries), story_id,
        )
        for (
            entry_id, feed, title, text, lang, home, at, countries, subjects, ministries, story_id
        ) in rows
    ]  # fmt: skip


def near(
    connection: sqlite3.Connection,
    new: Sequence[Account],
    window: timedelta,
    most: int,
    apart: Collection[int] = (),
    below: int | None = None,
) -> list[int]:
    """The news that may tell of the same as one of `new`: at most `most`, the nearest to them in time.

    That is what lies within `window`, and shares a country with one of them or has none; if one of them has
    none, all. Entries in `apart`, and numbers from `below` on, are left out.
    """
    first, last = min(one.at for one in new), max(one.at for one in new)
    shared = {tag.code for one in new for tag in one.countries}
    if any(not one.countries for one in new):
        shared = set()
    # Of those apart few stand in the way: what was new before these has its story by now.
    looked = LOOKED * most + min(len(apart), 2000)
    found: list[tuple[float, int]] = []
    for sign, order, start, end in (
        ("<=", "DESC", to_text(last), to_text(max(first - _EARLIEST, window) - window + _EARLIEST)),
        (">", "ASC", to_text(last), to_text(_LATEST - max(_LATEST - last, window) + window)),
    ):
        taken = 0
        rows = connection.execute(
            f"SELECT entry_id, {AT}, countries FROM entry INDEXED BY entry_at "  # noqa: S608
            f"WHERE set_aside = 0 AND {AT} {sign} ? AND {AT} {'>=' if sign == '<=' else '<='} ? "
            f"AND entry_id < ? ORDER BY {AT} {order} LIMIT ?",
            (start, end, 2**62 if below is None else below, looked),
        )
        for entry_id, at, countries in rows:
            if entry_id in apart:
                continue
            if shared and (codes := _codes(countries)) and shared.isdisjoint(codes):
                continue
            moment = from_text(at)
            distance = max(first - moment, moment - last, timedelta()).total_seconds()
            found.append((distance, entry_id))
            taken += 1
            if taken == most:
                break
    return [entry_id for _, entry_id in sorted(found)[:most]]


@lru_cache(10_000)
def _codes(countries: str) -> frozenset[str]:
    return frozenset(json.loads(countries))


@lru_cache(10_000)
def _countries(countries: str, subjects: str) -> tuple[CountryTag, ...]:
    acting = set(json.loads(subjects))
    return tuple(
        CountryTag(code, "subject" if code in acting else "mention", ()) for code in json.loads(countries)
    )


@lru_cache(10_000)
def _ministries(ministries: str) -> tuple[MinistryTag, ...]:
    pairs = (tag.partition("/") for tag in json.loads(ministries))
    return tuple(MinistryTag(country, kind, ()) for country, _, kind in pairs)
