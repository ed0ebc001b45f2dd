"""An entry's tags in their tables, with their spans, the tallies and the day's counts.

write and erase are the only ways in and out, so that tables, counts and the lists on the entry agree.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aggregator.model import CountryTag, MinistryTag, Role, Span, Tags, TopicTag

EVERY = "*"  # the tag of day_count that counts every entry
ALL_FEEDS = 0  # the feed_id of day_count that counts all feeds together


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: what its tag rows repeat of it."""

    entry_id: int
    feed_id: int
    placed_at: str
    dated_at: str
    set_aside: bool
    lang: str = ""


def place(connection: sqlite3.Connection, entry_id: int) -> Place:
    row = connection.execute(
        "SELECT entry_id, feed_id, placed_at, dated_at, set_aside, lang FROM entry WHERE entry_id = ?",
        (entry_id,),
    ).fetchone()
    entry, feed, placed_at, dated_at, aside, lang = row
    return Place(entry, feed, placed_at, dated_at, bool(aside), lang)


def write(connection: sqlite3.Connection, where: Place, tags: Tags | None, ruleset: str) -> None:
    """Stores the tags of an entry that has none; None is an entry that is yet to be tagged."""
    found = tags or Tags()
    common = (where.placed_at, where.entry_id, where.feed_id, where.dated_at, int(where.set_aside))
    connection.executemany(
        "INSERT INTO country_tag (country, role, placed_at, entry_id, feed_id, dated_at, set_aside) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(tag.code, tag.role, *common) for tag in found.countries],
    )
    connection.executemany(
        "INSERT INTO ministry_tag (country, kind, placed_at, entry_id, feed_id, dated_at, set_aside) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(tag.country, tag.kind, *common) for tag in found.ministries],
    )
    connection.executemany(
        "INSERT INTO topic_tag (topic, placed_at, entry_id, feed_id, dated_at, set_aside) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(tag.topic, *common) for tag in found.topics],
    )
    connection.executemany(
        "INSERT INTO span (entry_id, number, tag, field, span_start, span_end, surface, rule) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (where.entry_id, number, tag, span.field, span.start, span.end, span.surface, span.rule)
            for number, (tag, span) in enumerate(_spans(found))
        ],
    )
    connection.execute(
        "UPDATE entry SET countries = ?, subjects = ?, ministries = ?, defence = ?, ruleset = ? "
        "WHERE entry_id = ?",
        (
            _list(tag.code for tag in found.countries),
            _list(tag.code for tag in found.countries if tag.role == "subject"),
            _list(tag.tag for tag in found.ministries),
            None if tags is None else int(any(tag.topic == "defence" for tag in found.topics)),
            ruleset if tags is not None else "",
            where.entry_id,
        ),
    )
    _tally(connection, where, found, 1)
    _count_day(connection, where, found, 1)


def erase(connection: sqlite3.Connection, where: Place, *, counts: bool = True) -> None:
    """Takes an entry's tags away. `counts=False` leaves the day's counts, which outlive pruning."""
    old = read(connection, [where.entry_id])[where.entry_id]
    _tally(connection, where, old, -1)
    if counts:
        _count_day(connection, where, old, -1)
    for table in ("country_tag", "ministry_tag", "topic_tag", "span"):
        connection.execute(f"DELETE FROM {table} WHERE entry_id = ?", (where.entry_id,))  # noqa: S608


def set_aside(connection: sqlite3.Connection, where: Place, aside: bool) -> None:
    """Moves a tagged entry out of the news, or back."""
    if aside == where.set_aside:
        return
    tags = read(connection, [where.entry_id])[where.entry_id]
    for table in ("entry", "country_tag", "ministry_tag", "topic_tag"):
        connection.execute(
            f"UPDATE {table} SET set_aside = ? WHERE entry_id = ?",  # noqa: S608
            (int(aside), where.entry_id),
        )
    _add(connection, [f"aside:{where.feed_id}"], 1 if aside else -1)
    shown = Place(where.entry_id, where.feed_id, where.placed_at, where.dated_at, False)
    _count_day(connection, shown, tags, -1 if aside else 1)


def read(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> Mapping[int, Tags]:
    """The tags of entries, with their spans."""
    ids = json.dumps(list(entry_ids))
    spans: dict[tuple[int, str], list[Span]] = {}
    for entry_id, tag, *span in connection.execute(
        "SELECT entry_id, tag, field, span_start, span_end, surface, rule FROM span "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, number",
        (ids,),
    ):
        spans.setdefault((entry_id, tag), []).append(Span(*span))
    countries: dict[int, list[CountryTag]] = {}
    ministries: dict[int, list[MinistryTag]] = {}
    topics: dict[int, list[TopicTag]] = {}
    role: Role
    for entry_id, country, role in connection.execute(
        "SELECT entry_id, country, role FROM country_tag "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, country",
        (ids,),
    ):
        countries.setdefault(entry_id, []).append(
            CountryTag(country, role, tuple(spans.get((entry_id, country), ())))
        )
    for entry_id, country, kind in connection.execute(
        "SELECT entry_id, country, kind FROM ministry_tag "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, country, kind",
        (ids,),
    ):
        ministries.setdefault(entry_id, []).append(
            MinistryTag(country, kind, tuple(spans.get((entry_id, f"{country}/{kind}"), ())))
        )
    for entry_id, topic in connection.execute(
        "SELECT entry_id, topic FROM topic_tag "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY entry_id, topic",
        (ids,),
    ):
        topics.setdefault(entry_id, []).append(TopicTag(topic, tuple(spans.get((entry_id, topic), ()))))
    return {
        entry_id: Tags(
            tuple(countries.get(entry_id, ())),
            tuple(ministries.get(entry_id, ())),
            tuple(topics.get(entry_id, ())),
        )
        for entry_id in json.loads(ids)
    }


def _spans(tags: Tags) -> list[tuple[str, Span]]:
    found = [(tag.code, span) for tag in tags.countries for span in tag.spans]
    found += [(tag.tag, span) for tag in tags.ministries for span in tag.spans]
    return found + [(tag.topic, span) for tag in tags.topics for span in tag.spans]


def _list(codes: Iterable[str]) -> str:
    return json.dumps(list(codes))


def tally_names(tags: Tags) -> set[str]:
    """What an entry adds one to in `tally`: a country AZ, a ministry AZ/defence, any of a country's AZ/,
    a kind /defence, a topic topic:defence.
    """
    names = {tag.code for tag in tags.countries} | {f"topic:{tag.topic}" for tag in tags.topics}
    for tag in tags.ministries:
        names |= {tag.tag, f"{tag.country}/", f"/{tag.kind}"}
    return names


def _tally(connection: sqlite3.Connection, where: Place, tags: Tags, step: int) -> None:
    names = tally_names(tags) | {f"feed:{where.feed_id}", f"lang:{where.lang}", EVERY}
    if where.set_aside:
        names.add(f"aside:{where.feed_id}")
    _add(connection, sorted(names), step)


def _add(connection: sqlite3.Connection, names: Iterable[str], step: int) -> None:
    connection.executemany(
        "INSERT INTO tally (name, entries) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET entries = entries + excluded.entries",
        [(name, step) for name in names],
    )


def _count_day(connection: sqlite3.Connection, where: Place, tags: Tags, step: int) -> None:
    if where.set_aside:
        return
    names = [EVERY, *(tag.code for tag in tags.countries), *(tag.tag for tag in tags.ministries)]
    names += [tag.topic for tag in tags.topics]
    day, feeds = where.placed_at[:10], (ALL_FEEDS, where.feed_id)
    connection.executemany(
        "INSERT INTO day_count (day, feed_id, tag, entries) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (day, feed_id, tag) DO UPDATE SET entries = entries + excluded.entries",
        [(day, feed_id, name, step) for name in names for feed_id in feeds],
    )
    if step < 0:
        connection.executemany(
            "DELETE FROM day_count WHERE feed_id = ? AND day = ? AND entries <= 0",
            [(feed_id, day) for feed_id in feeds],
        )
