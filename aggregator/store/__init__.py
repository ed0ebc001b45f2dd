"""The database: the one place that knows SQLite.

    with open_writer(path) as database:       # one process, one thread at a time
        database.reconcile(feeds, now)        # the feed table follows feeds.toml
        for state in database.due(now):
            database.claim(state.feed_id, next_poll_at, why)    # before the request leaves
            database.record(poll, state, digest, now, match, grouping=how)    # one transaction a poll

    with open_reader(path) as reader:         # anywhere, mode=ro, within a deadline
        reader.page(filter, limit, before)

connection, lock, schema   the file: who opens it, and with which schema
feeds, polls, entries      what a poll writes; keys finds what an entry may be already
tags, corrections, retag   what is said of an entry
stories, accounts, regrouping    which entries report one happening
search, conditions, queries, counts, rows, arrivals    how it is found and read
pruning, snapshot          how it is kept
"""

from pathlib import Path

from aggregator.store.corrections import Correction
from aggregator.store.database import Database, open_writer, wal_bytes, wal_growth
from aggregator.store.lock import holder
from aggregator.store.packaged import packaged
from aggregator.store.reader import Reader, open_reader
from aggregator.store.regrouping import Regrouped
from aggregator.store.retag import Difference
from aggregator.store.schema import SchemaState, schema_state
from aggregator.store.snapshot import check, take
from aggregator.store.stories import Grouping

__all__ = [
    "Correction",
    "Database",
    "Difference",
    "Grouping",
    "Reader",
    "Regrouped",
    "SchemaState",
    "check",
    "holder",
    "migrate",
    "open_reader",
    "open_writer",
    "packaged",
    "schema_state",
    "take",
    "wal_bytes",
    "wal_growth",
]


def migrate(path: Path) -> SchemaState:
    """Makes or migrates the database (a snapshot of an older one first); returns what it was before."""
    before = schema_state(path)
    open_writer(path).close()
    return before
