"""A filter compiled to the SQL that finds its newest entries.

The order of pages, (placed_at, entry_id) descending, is the order of every tag table's key, so the newest
fifty of a tag are one short read. *Or* is a union of such reads; *and* reads the rarest term's rows in
order and asks the other terms of each. A word is driven from the search index where it is rare, else
it is a list of numbers that rows read newest first are looked up in. Paging is by key.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from aggregator.filter import TEXT, Filter, Term
from aggregator.store.conditions import FEED_COLUMNS, WORDS, Condition, Value, conditions, marks, roles, words
from aggregator.store.times import to_text

Key = tuple[str, int]  # (placed_at as text, entry_id): where a page ended

RARE = 20_000  # a word in fewer entries than this is read from the search index and sorted
BRANCHES = 60  # reads in one union; SQLite allows 500 and grows slow before
LISTS = 3  # reads in one union where each looks into the search index
VALUES = 20_000  # of SQLite's 32,766 parameters


@dataclass(frozen=True, slots=True)
class Read:
    """One read in page order: a source with rows `d`, the condition that is its own, values for it."""

    source: str
    own: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """The reads that give all of a term's entries, and about how many those are."""

    term: Term | None
    reads: tuple[Read, ...]
    entries: int


def compiled(
    connection: sqlite3.Connection,
    filter_: Filter,
    limit: int,
    before: Key | None = None,
    placed_since: str | None = None,
) -> tuple[str, list[Value]]:
    """SQL that gives (placed_at, entry_id) of the newest `limit` entries, those before a key; its values.

    None that was placed before `placed_since` is among them.
    """
    found = conditions(filter_, above=0)
    drivers = _drivers(connection, filter_)
    if any(term.key == TEXT for term in filter_.terms):
        # Each read makes the list of what the index has of a word, of which there may be half a million.
        drivers = [driver for driver in drivers if len(driver.reads) <= LISTS]
    chosen = min(drivers, key=lambda driver: driver.entries)
    since = max((to_text(term.at) for term, _ in found if _is_since(term) and term.at), default=None)
    first = max(filter(None, (since, placed_since)), default=None)
    branches = [_branch(read, found, chosen.term, first, before, limit) for read in chosen.reads]
    if since is not None:
        # What is dated after it was placed can match though it was placed before.
        future = Read(
            "entry AS d INDEXED BY entry_future",
            "d.published_at > d.placed_at AND d.published_at >= ? AND d.placed_at < ?",
            (since, since),
        )
        branches.append(_branch(future, found, None, placed_since, before, limit))
    if sum(len(values) for _, values in branches) > VALUES:
        branches = [_branch(_NEWEST_FIRST, found, None, placed_since, before, limit)]
    union = " UNION ".join(f"SELECT placed_at, entry_id FROM ({sql})" for sql, _ in branches)  # noqa: S608
    values = [value for _, some in branches for value in some]
    return f"{union} ORDER BY placed_at DESC, entry_id DESC LIMIT ?", [*values, limit]


_NEWEST_FIRST = Read("entry AS d INDEXED BY entry_order", "1", ())


def _is_since(term: Term) -> bool:
    return term.key == "since" and not term.negated


def _branch(
    read: Read,
    found: Sequence[tuple[Term, Condition]],
    driven: Term | None,
    since: str | None,
    before: Key | None,
    limit: int,
) -> tuple[str, list[Value]]:
    rest = [condition for term, condition in found if term is not driven]
    where = [read.own, "d.set_aside = 0", *(condition.sql for condition in rest)]
    values = [*read.values, *(value for condition in rest for value in condition.values)]
    if since is not None:
        where.append("d.placed_at >= ?")
        values.append(since)
    if before is not None:
        where.append("d.placed_at <= ? AND (d.placed_at < ? OR d.entry_id < ?)")
        values += [before[0], before[0], before[1]]
    entry = (
        " CROSS JOIN entry AS e ON e.entry_id = d.entry_id" if any(one.needs_entry for one in rest) else ""
    )
    sql = (
        f"SELECT d.placed_at, d.entry_id FROM {read.source}{entry} WHERE {' AND '.join(where)} "  # noqa: S608
        "ORDER BY d.placed_at DESC, d.entry_id DESC LIMIT ?"
    )
    return sql, [*values, limit]


def _drivers(connection: sqlite3.Connection, filter_: Filter) -> list[Driver]:
    """Every way to drive the query; reading all entries newest first always is one."""
    drivers = [Driver(None, (_NEWEST_FIRST,), _tally(connection, ["*"]) + 1)]
    counted = roles(filter_)
    for term in filter_.terms:
        if term.key == "story" and term.negated:
            driver = _by_followers(connection, term)
        elif term.negated or len(term.values) > BRANCHES:
            continue
        elif term.key in FEED_COLUMNS:
            driver = _by_feed(connection, term)
        elif term.key == "lang":
            driver = _by_language(connection, term)
        elif term.key == "changed":
            driver = _by_change(connection, term)
        elif term.key in ("country", "ministry", "kind", "topic"):
            driver = _by_tag(connection, term, counted)
        else:
            continue
        if driver is not None:
            drivers.append(driver)
    asked, wanted = words(filter_)
    if wanted and (driver := _by_words(connection, asked)) is not None:
        drivers.append(driver)
    return drivers


def _by_tag(connection: sqlite3.Connection, term: Term, counted: Sequence[str] | None) -> Driver:
    reads, names = [], []
    for value in term.values:
        if term.key == "country":
            role = "" if counted is None else f" AND d.role IN ({marks(counted)})"
            reads.append(Read("country_tag AS d", f"d.country = ?{role}", (value, *(counted or ()))))
            names.append(value)
        elif term.key == "topic":
            reads.append(Read("topic_tag AS d", "d.topic = ?", (value,)))
            names.append(f"topic:{value}")
        elif term.key == "kind":
            reads.append(Read("ministry_tag AS d INDEXED BY ministry_tag_kind", "d.kind = ?", (value,)))
            names.append(f"/{value}")
        elif "/" in value:
            country, kind = value.split("/", 1)
            reads.append(Read("ministry_tag AS d", "d.country = ? AND d.kind = ?", (country, kind)))
            names.append(value)
        else:
            reads.append(Read("ministry_tag AS d INDEXED BY ministry_tag_country", "d.country = ?", (value,)))
            names.append(f"{value}/")
    return Driver(term, tuple(reads), _tally(connection, names))


def _by_feed(connection: sqlite3.Connection, term: Term) -> Driver | None:
    column = FEED_COLUMNS[term.key]
    ids = [
        feed_id
        for (feed_id,) in connection.execute(
            f"SELECT feed_id FROM feed WHERE {column} IN ({marks(term.values)})",  # noqa: S608
            term.values,
        )
    ]
    if len(ids) > BRANCHES:
        return None
    reads = [Read("entry AS d INDEXED BY entry_feed", "d.feed_id = ?", (feed_id,)) for feed_id in ids]
    if not reads:
        reads = [Read("entry AS d INDEXED BY entry_feed", "d.feed_id IS NULL", ())]
    return Driver(term, tuple(reads), _tally(connection, [f"feed:{feed_id}" for feed_id in ids]))


def _by_language(connection: sqlite3.Connection, term: Term) -> Driver | None:
    """A read for each tag met that the term takes, ru-RU for ru."""
    met = [
        name.removeprefix("lang:")
        for (name,) in connection.execute("SELECT name FROM tally WHERE name >= 'lang:' AND name < 'lang;'")
    ]
    taken = [tag for tag in met if any(f"{tag.lower()}-".startswith(f"{value}-") for value in term.values)]
    if len(taken) > BRANCHES:
        return None
    # NULL is a language of no entry, where none is met.
    reads = [Read("entry AS d INDEXED BY entry_lang", "d.lang = ?", (tag,)) for tag in taken]
    reads = reads or [Read("entry AS d INDEXED BY entry_lang", "d.lang IS NULL", ())]
    return Driver(term, tuple(reads), _tally(connection, [f"lang:{tag}" for tag in taken]))


def _by_words(connection: sqlite3.Connection, asked: str) -> Driver | None:
    found = connection.execute(
        "SELECT rowid FROM news_search WHERE news_search MATCH ? LIMIT ?", (asked, RARE)
    )
    hits = [entry_id for (entry_id,) in found]
    if len(hits) >= RARE:
        return None
    # Not asked again: a phrase of common words is costly, however rare it is.
    source = "json_each(?) AS hit CROSS JOIN entry AS d ON d.entry_id = hit.value"
    return Driver(WORDS, (Read(source, "1", (json.dumps(hits),)),), len(hits))


def _by_change(connection: sqlite3.Connection, term: Term) -> Driver | None:
    assert term.at is not None
    since = to_text(term.at)
    (changed,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM entry WHERE changed_at >= ? LIMIT ?)", (since, RARE)
    ).fetchone()
    if changed >= RARE:
        return None
    return Driver(
        term, (Read("entry AS d INDEXED BY entry_changed", "d.changed_at >= ?", (since,)),), changed
    )


def _by_followers(connection: sqlite3.Connection, term: Term) -> Driver | None:
    """What is not the lead of its story, where few stories have several entries."""
    (followers,) = connection.execute(
        "SELECT coalesce(sum(entries - 1), 0) FROM "
        "(SELECT entries FROM story INDEXED BY story_several WHERE entries > 1 LIMIT ?)",
        (RARE,),
    ).fetchone()
    if followers >= RARE:
        return None
    source = (
        "story AS s INDEXED BY story_several "
        "CROSS JOIN entry AS d INDEXED BY entry_story ON d.story_id = s.story_id"
    )
    own = "s.entries > 1 AND d.entry_id <> s.lead_entry_id"
    return Driver(term, (Read(source, own, ()),), int(followers))


def _tally(connection: sqlite3.Connection, names: Sequence[str]) -> int:
    (total,) = connection.execute(
        f"SELECT coalesce(sum(entries), 0) FROM tally WHERE name IN ({marks(names)})",  # noqa: S608
        names,
    ).fetchone()
    return int(total)
