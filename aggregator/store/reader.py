"""The reader: read-only, each question within a deadline, each answer from one state of the database."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from aggregator import filter as filters
from aggregator.errors import Slow
from aggregator.filter import Filter
from aggregator.model import Account, Entry, FeedHealth, FeedState, Ledger, Revision, Story, Tags, Text
from aggregator.store import corrections, facts, feeds, polls, regrouping, retag, rows, schema, stories, tags
from aggregator.store.accounts import accounts
from aggregator.store.arrivals import Arrivals, arrivals, arrived
from aggregator.store.connection import bounded, connect_reader
from aggregator.store.counts import PageCounts, by_day, leading, of_page, pairs, total
from aggregator.store.newest import newest
from aggregator.store.stories import Grouping
from aggregator.store.times import to_text


def open_reader(path: Path, deadline: float = 1.0) -> Reader:
    """Opens `path` for reading, beside a writer or not; each method ends within `deadline` seconds.

    Raises StoreError (no file, no access), SchemaTooOld, SchemaTooNew or Corrupt, with what to do.
    """
    schema.require_current(path)
    return Reader(path, connect_reader(path), deadline)


class Reader:
    """An open database that cannot be written. Any thread may use it, one at a time: others wait.

    Raises Slow where a query was stopped at the deadline.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, deadline: float) -> None:
        self.path = path
        self._connection = connection
        self._deadline = deadline
        self._turn = Lock()
        self._left = math.inf  # seconds that all questions together may still take

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """All the questions inside take at most so many seconds together, what is done between them aside.

        For a reader that one thread alone has.
        """
        before, given = self._left, min(self._left, seconds)
        self._left = given
        try:
            yield
        finally:
            self._left += before - given if before < math.inf else math.inf

    def page(
        self,
        filter_: Filter | None = None,
        limit: int = 50,
        before: tuple[datetime, int] | None = None,
        order: Literal["newest"] = "newest",
    ) -> list[Entry]:
        """The newest `limit` entries that match, by (placed_at, entry_id) descending.

        `before` is the (placed_at, entry_id) of the last entry of the page before; nothing is skipped or
        repeated while entries arrive. Entries set aside are in no page.
        """
        assert order == "newest"
        key = None if before is None else (to_text(before[0]), before[1])
        with self._asking() as connection:
            return rows.entries(connection, newest(connection, filter_ or Filter(), limit, key))

    def count(self, filter_: Filter | None = None, most: int = 10_000) -> int:
        """How many entries match, counted up to `most`."""
        with self._asking() as connection:
            return total(connection, filter_ or Filter(), most)

    def entry(self, entry_id: int) -> Entry | None:
        """An entry, set aside or not; its tags carry their evidence."""
        with self._asking() as connection:
            return next(iter(rows.entries(connection, [entry_id])), None)

    def evidence(self, entry_id: int) -> Tags:
        """An entry's tags with their spans."""
        with self._asking() as connection:
            return tags.read(connection, [entry_id])[entry_id]

    def text(self, entry_id: int) -> Text | None:
        """An entry as the tagger sees it, for `explain`."""
        with self._asking() as connection:
            return retag.text(connection, entry_id)

    def corrections(self, entry_id: int) -> list[corrections.Correction]:
        """What a person said of an entry's tags."""
        with self._asking() as connection:
            return corrections.of_entry(connection, entry_id)

    def revisions(self, entry_id: int) -> list[Revision]:
        """The kept versions of an entry, oldest first; the last is the one it has."""
        with self._asking() as connection:
            return rows.revisions(connection, entry_id)

    def stories(self, story_ids: Iterable[int]) -> dict[int, Story]:
        """The stories of these numbers that there are."""
        with self._asking() as connection:
            return stories.read(connection, story_ids)

    def told(self, story_id: int, most: int) -> list[tuple[Account, Entry]]:
        """The first `most` entries of a story in the order of time, also as grouping sees them."""
        with self._asking() as connection:
            ids = stories.members(connection, story_id, most)
            known = {one.entry_id: one for one in accounts(connection, ids)}
            return [(known[entry.entry_id], entry) for entry in rows.entries(connection, ids)]

    def health(self) -> list[FeedHealth]:
        """How every feed fares, removed ones too."""
        with self._asking() as connection:
            return rows.health(connection)

    def states(self) -> dict[str, FeedState]:
        """The state of every feed by id."""
        with self._asking() as connection:
            return feeds.states(connection)

    def ledger(self, feed_id: str) -> list[Ledger]:
        """The last polls of a feed, newest first."""
        with self._asking() as connection:
            return rows.ledger(connection, feed_id)

    def ledgers(self) -> dict[str, list[Ledger]]:
        """The last polls of each feed that was polled, newest first."""
        with self._asking() as connection:
            return rows.ledgers(connection)

    def telling(self) -> frozenset[str]:
        """The feeds whose ledger tells of more than good answers."""
        with self._asking() as connection:
            return rows.telling(connection)

    def by_day(self, since: datetime, filter_: Filter | None = None) -> list[tuple[str, int]]:
        """(day, entries) since a day, oldest first, days without any left out."""
        with self._asking() as connection:
            return by_day(connection, filter_, since)

    def leading(
        self,
        of: Literal["country", "ministry", "topic"],
        since: datetime,
        limit: int = 20,
        filter_: Filter | None = None,
    ) -> list[tuple[str, int]]:
        """(tag, entries) of the tags on most entries since a day, the greatest first."""
        with self._asking() as connection:
            return leading(connection, of, filter_, since, limit)

    def pairs(
        self, since: datetime, limit: int = 100, filter_: Filter | None = None
    ) -> list[tuple[str, str, int]]:
        """(country, country, entries) of the pairs that stand together most, each pair once."""
        with self._asking() as connection:
            return pairs(connection, filter_, since, limit)

    def counts(self, filter_: Filter | None, since: date) -> PageCounts:
        """All the counts beside a page, since a day."""
        with self._asking() as connection:
            return of_page(connection, filter_, datetime.combine(since, datetime.min.time(), UTC))

    def ministry_names(self, tag: str) -> list[str]:
        """What the gazetteer calls a ministry such as AZ/defence; empty if it does not know it."""
        with self._asking() as connection:
            rows = connection.execute(
                "SELECT name FROM ministry_name WHERE upper(ministry) = upper(?)", (tag,)
            )
            return [name for (name,) in rows]

    def last_modified(self, filter_: Filter | None = None) -> datetime | None:
        """When the newest of the matching page of fifty was placed or revised last."""
        return max((max(entry.placed_at, entry.updated_at) for entry in self.page(filter_)), default=None)

    def stale(
        self,
        ruleset: str,
        after: int = 0,
        limit: int = 200,
        *,
        everything: bool = False,
        since: datetime | None = None,
    ) -> list[tuple[int, Text]]:
        """As the writer's: what a retag would look at, for a dry run."""
        with self._asking() as connection:
            return retag.stale(connection, ruleset, after, limit, everything, since)

    def compare(self, found: Sequence[tuple[int, Tags | None]]) -> retag.Difference:
        """What new tags would change."""
        with self._asking() as connection:
            return retag.compare(connection, found)

    def compare_all(
        self,
        tag: Callable[[Text], Tags],
        ruleset: str,
        *,
        everything: bool = False,
        since: datetime | None = None,
        batch: int = 200,
    ) -> Iterator[retag.Difference]:
        """A whole retag's dry run, a Difference a batch; needs no writer."""
        after = 0
        while found := self.stale(ruleset, after, batch, everything=everything, since=since):
            yield self.compare([(entry_id, tag(text)) for entry_id, text in found])
            after = found[-1][0]

    def compare_stories(
        self, grouping: Grouping, *, everything: bool = False
    ) -> Iterator[regrouping.Regrouped]:
        """What making all stories again would change, batch by batch; nothing if they need not be."""
        given: dict[int, int] = {}
        with self._asking() as connection:
            after = regrouping.due(connection, grouping.ruleset, everything)
        while after is not None:
            with self._asking() as connection:
                found, after = regrouping.rehearse(connection, grouping, after, given)
            if not found.entries:
                return
            yield found

    def arrivals(self, after: int) -> Arrivals:
        """What has come in above number `after`, and its tags; the highest number."""
        with self._asking() as connection:
            return arrivals(connection, after)

    def arrived(self, filter_: Filter, after: int) -> bool:
        """Whether an entry above number `after` matches; entries set aside do not count."""
        with self._asking() as connection:
            return arrived(connection, filter_, after)

    def vocabulary(self) -> filters.Vocabulary:
        """The feed ids and regions that a filter may name."""
        with self._asking() as connection:
            return polls.vocabulary(connection)

    def meta(self, key: str) -> str | None:
        """A fact about the database itself, such as `authority`."""
        with self._asking() as connection:
            return facts.fact(connection, key)

    def ministries(self) -> dict[str, str]:
        """The gazetteer's ministries as the writer copied them: AZ/defence → its name."""
        with self._asking() as connection:
            return dict(connection.execute("SELECT ministry, name FROM ministry_name ORDER BY ministry"))

    def schema(self) -> str:
        """The schema as SQL."""
        with self._asking() as connection:
            return schema.dump(connection)

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        seconds, begun = min(self._deadline, self._left), time.monotonic()
        if seconds <= 0:
            raise Slow("the questions before this one took all the time: narrow them")
        with self._turn, bounded(self._connection, self.path, seconds):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._left -= time.monotonic() - begun
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
