"""The writer: the one read-write connection, its lock, and every change that can be made.

Synchronous, for one thread at a time. Each method is one transaction or a few; after an exception nothing
is half written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from aggregator import filter as filters
from aggregator.model import Counts, Digest, Feed, FeedState, PollRow, Tags, Text
from aggregator.store import corrections, facts, feeds, polls, pruning, regrouping, retag, schema, snapshot
from aggregator.store.connection import BUSY_SECONDS, WAL_HELD, connect_writer, translating, writing
from aggregator.store.lock import WriterLock
from aggregator.store.stories import Grouping


def open_writer(path: Path, migrations: Sequence[Path] | None = None) -> Database:
    """Opens `path` for writing, makes or migrates it first (an older one after a snapshot beside it).

    `migrations` are the texts that make today's schema, else the project's.
    Raises Locked naming the pid of another writer; Corrupt, SchemaTooNew or StoreError with what to do,
    the file untouched.
    """
    lock = WriterLock(path)
    try:
        before = schema.schema_state(path, migrations)
        schema.refuse(before, path)
        if before.kind == "old":
            snapshot.take(path, snapshot.before_migration(path, before.version))
        connection = connect_writer(path)
        try:
            if before.kind != "current":
                schema.apply(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise
    return Database(path, connection, lock)


class Database:
    """An open database; `close` it, or use it as a context."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriterLock) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._lock_seconds = BUSY_SECONDS

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Idempotent. Closing the last connection checkpoints and removes the WAL."""
        self._connection.close()
        self._lock.release()

    def wait_for_lock(self, seconds: float) -> None:
        """From now on a write waits so long for another program's write lock, then raises Locked."""
        self._lock_seconds = seconds
        self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    # feeds

    def reconcile(self, found: Sequence[Feed], now: datetime) -> None:
        """Makes the feed table follow feeds.toml (feeds.py). `now` is kept as the time of it."""
        with writing(self._connection, self.path):
            feeds.reconcile(self._connection, found)
            facts.remember(self._connection, "reconciled_at", now.isoformat())

    def rename(self, old: str, new: str) -> None:
        """Gives a feed another id, its history with it. StoreError if there is no `old`, or a `new`."""
        with writing(self._connection, self.path):
            feeds.rename(self._connection, old, new)

    def due(self, now: datetime) -> list[FeedState]:
        """Feeds to poll now: in the file, enabled, not gone, their time come; longest waiting first."""
        with translating(self.path):
            return feeds.due(self._connection, now)

    def states(self) -> dict[str, FeedState]:
        """The state of every feed the database knows, by id; `removed` and `disabled` are states too."""
        with translating(self.path):
            return feeds.states(self._connection)

    def newest(self, feed_id: str) -> datetime | None:
        """The latest date among the feed's newest 200 entries: what a possible gap is judged against."""
        with translating(self.path):
            return feeds.newest(self._connection, feed_id)

    def vocabulary(self) -> filters.Vocabulary:
        """The feed ids and regions that a filter may name."""
        with translating(self.path):
            return polls.vocabulary(self._connection)

    # polls

    def claim(self, feed_id: str, next_poll_at: datetime, why: str) -> None:
        """Commits when the feed is next due; call it before the request leaves."""
        with writing(self._connection, self.path):
            feeds.claim(self._connection, feed_id, next_poll_at, why)

    def record(
        self, poll: PollRow, state: FeedState, digest: Digest | None, now: datetime, match: polls.Match,
        settle: polls.Settle | None = None, *, asked: str = "", grouping: Grouping | None = None,
    ) -> Counts:  # fmt: skip
        """Commits one poll: entries, revisions, tags, search, stories, state, ledger.

        `match` is parse.identity's. `settle` makes another row and state from the counts, which only this
        transaction knows. `asked` is the address polled: the state is not the feed's if that was edited
        since. Without a `grouping` each entry is a story of its own.
        """
        with writing(self._connection, self.path):
            return polls.record(self._connection, poll, state, digest, now, match, settle, asked, grouping)

    # tags

    def stale(
        self, ruleset: str, after: int = 0, limit: int = 200, *, everything: bool = False,
        since: datetime | None = None,
    ) -> list[tuple[int, Text]]:  # fmt: skip
        """Entries above number `after` that another ruleset tagged (or all), as the tagger sees them."""
        with translating(self.path):
            return retag.stale(self._connection, ruleset, after, limit, everything, since)

    def untagged(self, limit: int = 200) -> list[tuple[int, Text]]:
        """Entries whose tagging failed, to be tried again with `apply_tags`; newest first."""
        with translating(self.path):
            return retag.untagged(self._connection, limit)

    def apply_tags(
        self, found: Sequence[tuple[int, Tags | None]], ruleset: str, now: datetime, *, dry_run: bool = False,
        grouping: Grouping | None = None,
    ) -> retag.Difference:  # fmt: skip
        """Commits a batch of new tags (or only compares) and says what differs. Ids, dates, places stay."""
        if dry_run:
            with translating(self.path):
                return retag.compare(self._connection, found)
        with writing(self._connection, self.path):
            return retag.put(self._connection, found, ruleset, now, grouping)

    def retag(
        self, tag: Callable[[Text], Tags], ruleset: str, now: datetime, *, everything: bool = False,
        since: datetime | None = None, dry_run: bool = False, batch: int = 200,
    ) -> Iterator[retag.Difference]:  # fmt: skip
        """`stale` and `apply_tags` batch by batch, a Difference each; stop and start again at will."""
        after = 0
        while found := self.stale(ruleset, after, batch, everything=everything, since=since):
            tagged = [(entry_id, tag(text)) for entry_id, text in found]
            yield self.apply_tags(tagged, ruleset, now, dry_run=dry_run)
            after = found[-1][0]

    def correct(
        self, entry_id: int, words: Sequence[str], tag: Callable[[Text], Tags], ruleset: str, now: datetime,
        *, clear: bool = False, grouping: Grouping | None = None,
    ) -> Tags:  # fmt: skip
        """Keeps a person's corrections (`+AZ/defence`, `-TR`, `+AZ:mention`) and returns the tags now.

        FilterError names a bad word; StoreError if there is no such entry. `clear` forgets earlier ones.
        """
        found = corrections.parse(words)
        with writing(self._connection, self.path):
            return retag.correct(self._connection, entry_id, found, tag, ruleset, now, clear, grouping)

    # stories

    def begin_stories(self, ruleset: str, *, fill: bool = False, everything: bool = False) -> bool:
        """Whether stories are to be made by `make_stories`: if other rules made them."""
        with translating(self.path):
            if not regrouping.wanted(self._connection, ruleset, fill, everything):
                return False
        with writing(self._connection, self.path):
            return regrouping.begin(self._connection, ruleset, fill=fill, everything=everything)

    def make_stories(self, grouping: Grouping, most: int = regrouping.BATCH) -> regrouping.Regrouped:
        """Commits the stories of the next entries, until a batch has none; stop and start again at will."""
        with writing(self._connection, self.path):
            return regrouping.batch(self._connection, grouping, most)

    # the file

    def prune(self, before: datetime, batch: int = 500) -> int:
        """Deletes entries placed before `before`, batch by batch, and says how many.

        Their counts in `daily` stay, and their keys, so that a feed that still carries them brings
        none back.
        """
        total = 0
        while gone := self.prune_some(before, batch):
            total += gone
        return total

    def prune_some(self, before: datetime, most: int = 500) -> int:
        """One batch of a prune, so that polls can go on between them; 0 once there is none left."""
        with writing(self._connection, self.path):
            gone = pruning.prune(self._connection, before, most)
            if not gone:
                pruning.forget(self._connection, before)
        return gone

    def snapshot(self, file: Path) -> None:
        """A consistent copy at `file`, in one piece, readable without write access to its folder."""
        snapshot.take(self.path, file)

    def check(self) -> list[str]:
        """What is wrong with the file, in words; empty if nothing (snapshot.py)."""
        return snapshot.check(self.path)

    def checkpoint(self) -> int:
        """Moves the WAL into the file as far as readers allow. Returns the bytes the WAL still holds."""
        with translating(self.path):
            # Not waiting for readers: whatever they hold stays in the WAL till next time.
            self._connection.execute("PRAGMA busy_timeout = 0")
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                self.wait_for_lock(self._lock_seconds)
        return wal_bytes(self.path)

    def meta(self, key: str) -> str | None:
        """A fact about the database itself, such as `authority`."""
        return facts.fact(self._connection, key)

    def set_meta(self, key: str, value: str) -> None:
        with writing(self._connection, self.path):
            facts.remember(self._connection, key, value)

    def know_ministries(self, found: Mapping[str, str]) -> None:
        """Copies the gazetteer's ministries (AZ/defence → its name) for the view `ministries`."""
        with writing(self._connection, self.path):
            self._connection.execute("DELETE FROM ministry_name")
            self._connection.executemany(
                "INSERT INTO ministry_name (ministry, country, kind, name) VALUES (?, ?, ?, ?)",
                [(tag, *tag.split("/", 1), name) for tag, name in sorted(found.items())],
            )


def wal_growth(path: Path) -> str:
    """In words, that the WAL has grown because a reader holds it; "" if it has not."""
    size = wal_bytes(path)
    if size <= WAL_HELD:
        return ""
    return (
        f"the WAL has grown to {size // 2**20} MiB: some program holds an old snapshot of the database open"
    )


def wal_bytes(path: Path) -> int:
    """The size of the WAL beside `path`: it grows while a reader holds an old snapshot."""
    wal = path.with_name(path.name + "-wal")
    return wal.stat().st_size if wal.exists() else 0
