"""Copies and checks of the whole file, through SQLite and read-only connections alone."""

from __future__ import annotations

import glob
import os
import sqlite3
from pathlib import Path

from aggregator.errors import StoreError
from aggregator.store.connection import connect_reader, translating
from aggregator.store.schema import refuse, schema_state


def before_migration(path: Path, version: int) -> Path:
    """Where the snapshot goes that is taken before an older schema is migrated."""
    return path.with_name(f"{path.stem}.schema-{version}{path.suffix}")


def take(path: Path, file: Path) -> None:
    """A consistent copy of the database at `file`, while it is written too.

    Made beside `file`, synced and renamed: there is the whole snapshot or none. It is no WAL file, so
    that a reader without write access to its folder can open it.
    """
    if file.exists() and path.exists() and file.samefile(path):
        raise StoreError(f"{file} is the database itself: name another file for the snapshot")
    if not file.name or (file.exists() and not file.is_file()):
        raise StoreError(f"{str(file)!r} cannot be a snapshot: name a file")
    _clear_away(file)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    source = connect_reader(path)
    try:
        with translating(file):
            part.unlink(missing_ok=True)
            target = sqlite3.connect(part, isolation_level=None)
            try:
                target.execute("PRAGMA synchronous = OFF")  # synced whole, below
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
            finally:
                target.close()
        _sync(part, os.O_RDWR)
        part.replace(file)
        _sync(file.parent, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"cannot write the snapshot {file}: {error.strerror}") from error
    finally:
        source.close()
        part.unlink(missing_ok=True)


def _clear_away(file: Path) -> None:
    """Deletes what programs that were killed left of their snapshots at `file`: it may be gigabytes."""
    for left in file.parent.glob(f"{glob.escape(file.name)}.*.part*"):  # its journal too
        pid = left.name.removeprefix(f"{file.name}.").partition(".")[0]
        if not pid.isdecimal():
            continue
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (OverflowError, PermissionError):
            pass


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Each names what must hold and selects what does not.
_SUMS = {
    "a poll's row does not sum": "SELECT poll_id FROM poll "
    "WHERE in_document <> new + changed + same + duplicate + skipped",
    "a tag's row disagrees with its entry": "SELECT t.entry_id FROM country_tag AS t "
    "LEFT JOIN entry AS e ON e.entry_id = t.entry_id WHERE e.entry_id IS NULL "
    "OR (t.placed_at, t.dated_at, t.feed_id, t.set_aside) "
    "<> (e.placed_at, e.dated_at, e.feed_id, e.set_aside)",
    "a ministry's row disagrees with its entry": "SELECT t.entry_id FROM ministry_tag AS t "
    "LEFT JOIN entry AS e ON e.entry_id = t.entry_id WHERE e.entry_id IS NULL "
    "OR (t.placed_at, t.dated_at, t.feed_id, t.set_aside) "
    "<> (e.placed_at, e.dated_at, e.feed_id, e.set_aside)",
    "an entry's list of countries disagrees with its tags": "SELECT e.entry_id FROM entry AS e "
    "WHERE json_array_length(e.countries) <> "
    "(SELECT count(*) FROM country_tag AS t WHERE t.entry_id = e.entry_id)",
    "a tag has no evidence": "SELECT t.entry_id FROM country_tag AS t WHERE NOT EXISTS "
    "(SELECT 1 FROM span AS s WHERE s.entry_id = t.entry_id AND s.tag = t.country)",
    "an entry is not in the search index": "SELECT e.entry_id FROM entry AS e "
    "WHERE NOT EXISTS (SELECT 1 FROM news_search_docsize AS d WHERE d.id = e.entry_id)",
    "a story's row disagrees with its entries": "SELECT s.story_id FROM story AS s LEFT JOIN "
    "(SELECT story_id, min(entry_id) AS first, count(*) AS entries, count(DISTINCT feed_id) AS feeds, "
    "min(published_at) AS first_at, max(published_at) AS last_at, max(entry_id = story_id) AS founder "
    "FROM entry WHERE story_id IS NOT NULL GROUP BY story_id) AS e ON e.story_id = s.story_id "
    "WHERE (s.lead_entry_id, s.entries, s.feeds, s.first_published_at, s.last_published_at) IS NOT "
    "(iif(e.founder, s.story_id, e.first), e.entries, e.feeds, e.first_at, e.last_at)",
    "an entry's story has no row": "SELECT e.entry_id FROM entry AS e WHERE e.story_id IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM story AS s WHERE s.story_id = e.story_id)",
    "an entry that is set aside has a story": "SELECT entry_id FROM entry "
    "WHERE set_aside = 1 AND story_id IS NOT NULL",
    # Where an older release stored entries, they have none until it comes to them.
    "an entry in the news has no story": "SELECT entry_id FROM entry "
    "WHERE set_aside = 0 AND story_id IS NULL AND EXISTS (SELECT 1 FROM meta WHERE key = 'stories_ruleset') "
    "AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'stories_up_to')",
    "the tally of entries is wrong": "SELECT entries FROM tally WHERE name = '*' "
    "AND entries <> (SELECT count(*) FROM entry)",
}


def check(path: Path) -> list[str]:
    """What is wrong with the file, a line each: SQLite's quick_check, then the sums between tables."""
    connection = connect_reader(path)
    try:
        with translating(path):
            found = [line for (line,) in connection.execute("PRAGMA quick_check(20)") if line != "ok"]
            if found:
                return found
            state = schema_state(path)
            refuse(state, path)
            if state.kind != "current":
                return []  # the sums are today's
            for wrong, query in _SUMS.items():
                rows = connection.execute(f"{query} LIMIT 5").fetchall()
                if rows:
                    found.append(f"{wrong}: {', '.join(str(row[0]) for row in rows)}")
            return found
    finally:
        connection.close()
