"""A migration killed half-way: the file has the old schema or the new, and the next start finishes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from aggregator.store import open_writer, schema, schema_state
from aggregator.store.connection import connect_writer
from tests.store.polling import TOLD, entry, opened, poll

# As the next release might: a column, its values, an index on it, a view over it, a table made anew.
NEXT = """
ALTER TABLE entry ADD COLUMN words INTEGER;
UPDATE entry SET words = length(title || summary) - length(replace(title || summary, ' ', '')) + 1;
CREATE INDEX entry_words ON entry (words);
CREATE TABLE poll_now (poll_id INTEGER PRIMARY KEY, feed_id INTEGER, polled_at TEXT) STRICT;
INSERT INTO poll_now SELECT poll_id, feed_id, polled_at FROM poll;
CREATE VIEW longest AS SELECT entry_id, words FROM entry ORDER BY words DESC;
"""
ENTRIES = 400
NEW = {"words", "entry_words", "poll_now", "longest"}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of today's schema with something in it, and the next migration beside it."""
    path = tmp_path_factory.mktemp("old") / "a.db"
    with opened(path) as database:
        poll(database, "apa", [entry(n, summary="some words " * 40) for n in range(ENTRIES)])
    return path


@pytest.fixture(scope="module")
def texts(old: Path) -> list[Path]:
    following = old.with_name("9999_words.sql")
    following.write_text(NEXT, encoding="utf-8")
    return [*schema.migrations(), following]


@pytest.fixture
def path(old: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(old, tmp_path / "a.db"))


def killed(work: Callable[[], object], seconds: float | None = None) -> bool:
    """Does the work in a child, which may kill itself or is killed after so long; whether it was."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException:  # a busy machine's lock, say: it ends as one that was killed there
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def look(path: Path, texts: Sequence[Path]) -> str:
    """Which schema the file has, wholly; the entries are there in either."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM news").fetchone() == (ENTRIES,)
        (numbers,) = connection.execute(
            "SELECT json_group_array(name) FROM (SELECT name FROM sqlite_master "
            "UNION SELECT name FROM pragma_table_info('entry'))"
        ).fetchone()
        found = {name for name in NEW if f'"{name}"' in numbers}
        assert found in (set(), NEW)
        if found:
            empty = "SELECT (SELECT count(*) FROM entry WHERE words IS NULL), (SELECT count(*) FROM poll_now)"
            assert connection.execute(empty).fetchone() == (0, 1)
    state = schema_state(path, texts)
    assert (state.kind, len(texts) - state.version) == (("current", 0) if found else ("old", 1))
    return state.kind


def finish(path: Path, texts: Sequence[Path]) -> None:
    open_writer(path, texts).close()
    assert look(path, texts) == "current"


def statements(path: Path, texts: Sequence[Path], kill_at: int) -> None:
    """Migrates; is killed as its `kill_at`th statement begins, of which BEGIN and COMMIT are some."""
    begun: set[str] = set()

    def traced(statement: str) -> None:
        begun.add(statement[:22])  # one of a hundred alike will do; a savepoint has a name by chance
        if len(begun) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    connection = connect_writer(path)
    connection.set_trace_callback(traced)
    schema.apply(connection, path, texts)
    connection.execute("SELECT 'committed'")
    # The connection is not closed: what is in the WAL stays there.


def test_killed_at_each_statement(old: Path, path: Path, texts: list[Path]) -> None:
    kinds = []
    for number in range(1, 1000):
        shutil.copy(old, path)
        if not killed(lambda n=number: statements(path, texts, n)):  # type: ignore[misc]
            break
        kinds.append(look(path, texts))
        finish(path, texts)
        for left in path.parent.glob("a.db-*"):
            left.unlink()
    assert kinds == sorted(kinds, reverse=True), "old, until it is committed"
    assert kinds[-1] == "current", "killed right after the commit"
    assert len(kinds) > 10


def test_killed_within_a_statement(old: Path, path: Path, texts: list[Path]) -> None:
    def steps(kill_at: int) -> None:
        taken = iter(range(kill_at))

        def progressed() -> int:
            if next(taken, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0

        connection = connect_writer(path)
        connection.set_progress_handler(progressed, 500)
        schema.apply(connection, path, texts)

    for kill_at in range(0, 1000, 3):
        shutil.copy(old, path)
        if not killed(lambda n=kill_at: steps(n)):  # type: ignore[misc]
            break
        assert look(path, texts) == "old"
    assert kill_at > 30
    finish(path, texts)


def test_killed_at_any_moment_of_opening(path: Path, old: Path, texts: list[Path]) -> None:
    """The lock and the snapshot before it too."""
    chance = random.Random(7)
    began = time.monotonic()
    assert not killed(lambda: open_writer(path, texts).close())
    whole = time.monotonic() - began
    for _ in range(20):
        shutil.copy(old, path)
        killed(lambda: open_writer(path, texts).close(), chance.uniform(0, whole * 1.1))
        look(path, texts)
    shutil.copy(old, path)
    finish(path, texts)
    kept = [left.name for left in path.parent.glob("*schema-*")]
    assert kept == [f"a.schema-{len(texts) - 1}.db"], "half a snapshot left"


def test_a_migration_that_fails_leaves_the_old_schema(path: Path, texts: list[Path], tmp_path: Path) -> None:
    wrong = tmp_path / "9999_words_wrong.sql"
    wrong.write_text("CREATE TABLE one (a); INSERT INTO nowhere VALUES (1);", encoding="utf-8")
    with pytest.raises(Exception, match="nowhere"):
        open_writer(path, [*texts, wrong])
    assert look(path, texts) == "old", "both were pending, and both or none are applied"
    finish(path, texts)


def test_a_file_from_before_stories_has_them_made(path: Path) -> None:
    """As the first release left it: entries without a story, and the indexes that it had."""
    first = schema.migrations()[:1]
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP INDEX entry_at; DROP INDEX story_several; DROP INDEX entry_story; "
            "CREATE INDEX entry_story ON entry (story_id) WHERE story_id IS NOT NULL; "
            "UPDATE entry SET story_id = NULL; DELETE FROM story; DELETE FROM meta; "
            f"DELETE FROM _sqlite_migrations WHERE name <> '{first[0].stem}';"
        )
        with closing(sqlite3.connect(":memory:")) as empty:
            empty.executescript(first[0].read_text(encoding="utf-8"))
            before, after = (sorted(schema.dump(one).split(";\n")) for one in (connection, empty))
            assert before == after
    assert schema_state(path).kind == "old"
    with open_writer(path) as database:
        assert database.check() == []
        assert database.begin_stories(TOLD.ruleset, fill=True)
        while database.make_stories(TOLD).entries:
            pass
        assert database.check() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM news WHERE story_id IS NULL").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM stories").fetchone() == (ENTRIES,)
