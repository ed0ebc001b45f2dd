"""The schema: which a file has, and how it gets today's.

The texts are db/migrations/0001_….sql, applied in order by sqlite-utils' migrations, all that are
pending in one transaction: killed half-way, the file has the old schema. They are append-only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aggregator.errors import Corrupt, SchemaTooNew, SchemaTooOld, StoreError
from aggregator.model import COUNTRIES
from aggregator.store.connection import APPLICATION_ID, connect_reader, translating, writing
from aggregator.store.packaged import packaged

# sqlite-utils' own table of what has been applied.
APPLIED = "_sqlite_migrations"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """`kind` says what the file is; `version` is the number of migrations it has, `current` ours."""

    kind: Literal["missing", "empty", "old", "current", "new", "foreign"]
    version: int
    current: int


def migrations() -> list[Path]:
    """The migration texts, in order."""
    return sorted(packaged("db/migrations").glob("[0-9]*.sql"))


def schema_state(path: Path, texts: Sequence[Path] | None = None) -> SchemaState:
    """What the file at `path` is; it is left untouched. Raises Corrupt if SQLite cannot read it.

    `texts` are the migrations that make today's schema, else the project's.
    """
    known = [text.stem for text in texts or migrations()]
    if not path.exists():
        return SchemaState("missing", 0, len(known))
    with translating(path):
        connection = connect_reader(path)
        try:
            return _state(connection, known)
        finally:
            connection.close()


def _state(connection: sqlite3.Connection, known: list[str]) -> SchemaState:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables and application in (0, APPLICATION_ID):
        return SchemaState("empty", 0, len(known))
    if application != APPLICATION_ID or APPLIED not in tables:
        return SchemaState("foreign", 0, len(known))
    applied = [
        name
        for (name,) in connection.execute(
            f"SELECT name FROM {APPLIED} WHERE migration_set = 'aggregator' ORDER BY id"  # noqa: S608
        )
    ]
    if set(applied) - set(known):
        return SchemaState("new", len(applied), len(known))
    kind: Literal["old", "current"] = "old" if len(applied) < len(known) else "current"
    return SchemaState(kind, len(applied), len(known))


def require_current(path: Path) -> None:
    """Raises SchemaTooOld, SchemaTooNew or Corrupt, with what to do, unless the schema is today's."""
    state = schema_state(path)
    refuse(state, path)
    if state.kind == "missing":
        raise StoreError(f"there is no database at {path}; `aggregator run` or `poll` makes it")
    if state.kind in ("empty", "old"):
        raise SchemaTooOld(
            f"{path} has schema {state.version}, this program wants {state.current}: "
            "run `aggregator db migrate`"
        )


def refuse(state: SchemaState, path: Path) -> None:
    """Raises for a file that may not be migrated: another program's, or a newer version's."""
    if state.kind == "foreign":
        raise Corrupt(f"{path} is a database of another program: name another file in feeds.toml")
    if state.kind == "new":
        raise SchemaTooNew(
            f"{path} was made by a newer Aggregator (schema {state.version}, here {state.current}): "
            "upgrade the program, or put back the snapshot from before the upgrade"
        )


def apply(connection: sqlite3.Connection, path: Path, texts: Sequence[Path] | None = None) -> list[str]:
    """Brings an empty or old file to the schema that `texts` make. Returns the names applied."""
    # Imported here: only a migration needs it, and it brings pandas along where that is installed.
    from sqlite_utils import Database, Migrations

    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    ours = Migrations("aggregator")
    for text in texts or migrations():
        ours(name=text.stem)(_runner(text.stem, text.read_text(encoding="utf-8")))
    with writing(connection, path):
        pending = [migration.name for migration in ours.pending(database)]
        ours.apply(database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.executemany(
            "INSERT INTO country_name (country, name) VALUES (?, ?) "
            "ON CONFLICT (country) DO UPDATE SET name = excluded.name",
            COUNTRIES.items(),
        )
    return pending


class _runner:  # noqa: N801 (a function that bears a name, as sqlite-utils wants it)
    def __init__(self, name: str, text: str) -> None:
        self.__name__ = name
        self._text = text

    def __call__(self, database: object, /) -> None:
        from sqlite_utils import Database

        assert isinstance(database, Database)
        database.executescript(self._text)


def dump(connection: sqlite3.Connection) -> str:
    """The schema as SQL text, tables first, for schema.sql and `db schema`; FTS5's shadow tables left out."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'news_search_%' AND name NOT LIKE ? || '%' AND tbl_name <> ? ORDER BY rowid",
        (APPLIED, APPLIED),
    ).fetchall()
    order = {"table": 0, "index": 1, "view": 2, "trigger": 3}
    rows.sort(key=lambda row: order[row[0]])
    return "".join(f"{sql};\n\n" for _, _, sql in rows).rstrip("\n") + "\n"
