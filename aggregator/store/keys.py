"""The keys an entry can be known by in a later document, so that identity is asked about few entries.

A key is wide on purpose (case, scheme and blanks left out): it finds candidates, and parse/identity,
which is handed in, decides. Texts may be a megabyte long, so keys are 64-bit hashes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from aggregator.model import ParsedEntry, StoredKey
from aggregator.store.times import from_text_or_none, to_text

# A feed may set one guid, link or title on everything. The newest few are enough: the other keys tell.
NEWEST = 50

# Parameters that say where a reader came from, not what the page is; dropping one too many does no harm.
_TRACKING = re.compile(
    r"(?<=[?&])(?:utm_|at_|mc_|fb|gclid|yclid|ref|rss|src|source|cmp|campaign)[^=&]*=?[^&#]*&?"
)


def keys(entry: ParsedEntry) -> set[int]:
    """guid; link; link and title; title and date; title and text; for what has none of them, the text."""
    title = _plain(entry.title or "")
    # The same text may come as summary, as content or as both.
    text = _plain(" ".join(dict.fromkeys(part for part in (entry.summary, entry.content) if part)))
    found = {_hash("title and text", title, text)}
    if entry.guid:
        found.add(_hash("guid", _address(entry.guid)))
    if entry.link:
        found.add(_hash("link", _address(entry.link)))
        found.add(_hash("link and title", _address(entry.link), title))
    if entry.published_at:
        found.add(_hash("title and date", title, to_text(entry.published_at)))
    return found


def _hash(*parts: str) -> int:
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _address(text: str) -> str:
    rest = re.sub(r"^https?://(www\.)?", "", text.strip().casefold())
    return _TRACKING.sub("", rest).rstrip("/?&#")


def candidates(
    connection: sqlite3.Connection, feed_id: int, entries: Iterable[ParsedEntry]
) -> tuple[list[StoredKey], frozenset[int]]:
    """The feed's stored entries that any of `entries` may be, and which of them are pruned ones."""
    wanted = set().union(*(keys(entry) for entry in entries))
    found: set[int] = set()
    for key in wanted:
        found.update(
            entry_id
            for (entry_id,) in connection.execute(
                "SELECT entry_id FROM entry_key WHERE feed_id = ? AND key = ? ORDER BY entry_id DESC LIMIT ?",
                (feed_id, key, NEWEST),
            )
        )
    stored: list[StoredKey] = []
    pruned: set[int] = set()
    for entry_id in sorted(found):
        row = connection.execute(_ENTRY, (entry_id,)).fetchone()
        if row is None:
            row = connection.execute(_TOMBSTONE, (entry_id,)).fetchone()
            pruned.add(entry_id)
        if row is not None:
            stored.append(
                StoredKey(
                    entry_id=row[0],
                    guid=row[1],
                    link=row[2],
                    title=row[3],
                    published_at=from_text_or_none(row[4]),
                    fingerprint=row[5],
                    text_hash=row[6],
                    guid_seen_twice=bool(row[7]),
                )
            )
    return stored, frozenset(pruned)


_COLUMNS = "entry_id, guid, link, title, published_at, fingerprint, text_hash, guid_seen_twice"
_ENTRY = f"SELECT {_COLUMNS} FROM entry WHERE entry_id = ?"  # noqa: S608
_TOMBSTONE = f"SELECT {_COLUMNS} FROM tombstone WHERE entry_id = ?"  # noqa: S608


def add(connection: sqlite3.Connection, feed_id: int, entry_id: int, entry: ParsedEntry) -> None:
    """Keys of a version are kept beside those of earlier ones: an edit may be put back."""
    connection.executemany(
        "INSERT OR IGNORE INTO entry_key (feed_id, key, entry_id) VALUES (?, ?, ?)",
        [(feed_id, key, entry_id) for key in sorted(keys(entry))],
    )


def mark_shared_guids(connection: sqlite3.Connection, feed_id: int, guids: Sequence[str]) -> None:
    """Remembers that these guids stood on two entries of one document, so that they prove nothing."""
    for guid in guids:
        for (entry_id,) in connection.execute(
            "SELECT entry_id FROM entry_key WHERE feed_id = ? AND key = ?",
            (feed_id, _hash("guid", _address(guid))),
        ).fetchall():
            connection.execute(
                "UPDATE entry SET guid_seen_twice = 1 "
                "WHERE entry_id = ? AND guid = ? AND NOT guid_seen_twice",
                (entry_id, guid),
            )
