"""The file: who may open it, which schema it has, what happens to one that is not ours, and to a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from aggregator import store
from aggregator.errors import Corrupt, Full, Locked, SchemaTooNew, SchemaTooOld, Slow, StoreError, Unwritable
from aggregator.store import open_reader, open_writer, packaged, schema_state
from aggregator.store.connection import translate
from aggregator.store.lock import lock_path
from tests.store.polling import NOW, asked, entry, opened, poll, reading


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def test_a_second_writer_is_refused_and_told_the_pid(path: Path) -> None:
    with opened(path):
        with pytest.raises(Locked, match=str(os.getpid())):
            open_writer(path)
        assert store.holder(path) == os.getpid()
    assert store.holder(path) is None
    open_writer(path).close()


def test_a_kill_frees_the_lock_and_loses_nothing_that_was_acknowledged(path: Path) -> None:
    script = (
        "import sys, itertools; from pathlib import Path; from tests.store.polling import *\n"
        "database = opened(Path(sys.argv[1]))\n"
        "for turn in itertools.count():\n"
        "    poll(database, 'apa', [entry(n) for n in range(turn * 3, turn * 3 + 3)])\n"
        "    print(turn, flush=True)\n"
    )
    seen = -1
    for _ in range(3):
        child = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(5):
            seen = max(seen, int(child.stdout.readline()))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    with open_writer(path) as database:
        assert database.check() == []
        with reading(path) as reader:
            guids = reader._connection.execute("SELECT guid, count(*) FROM entry GROUP BY guid").fetchall()
    assert {f"g{number}" for number in range(3 * (seen + 1))} <= {guid for guid, _ in guids}
    assert all(times == 1 for _, times in guids)


def test_the_schema_is_told_before_anything_is_touched(path: Path) -> None:
    assert schema_state(path).kind == "missing"
    with pytest.raises(StoreError, match="there is no database"):
        open_reader(path)
    assert list(path.parent.iterdir()) == []
    assert store.migrate(path).kind == "missing"
    assert schema_state(path).kind == "current"
    assert store.migrate(path).kind == "current"


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_schema_is_refused_untouched(path: Path) -> None:
    store.migrate(path)
    change(
        path,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('aggregator', '9999', '')",
    )
    before = path.read_bytes()
    for opener in (open_writer, open_reader):
        with pytest.raises(SchemaTooNew, match="upgrade the program"):
            opener(path)
    assert path.read_bytes() == before


def test_an_older_schema_is_snapshot_then_migrated(path: Path) -> None:
    store.migrate(path)
    # The schema before the first migration is an empty file of ours: the oldest there can be.
    change(path, "DELETE FROM _sqlite_migrations")
    with pytest.raises(SchemaTooOld, match="db migrate"):
        open_reader(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="already exists"):  # its tables are there, so the migration fails
        open_writer(path)
    snapshot = path.with_name("a.schema-0.db")
    assert schema_state(snapshot).kind == "old"
    assert schema_state(path).kind == "old"
    assert path.read_bytes() == before


def test_a_foreign_file_is_refused_untouched(path: Path) -> None:
    change(path, "CREATE TABLE people (name)", "INSERT INTO people VALUES ('x')")
    before = path.read_bytes()
    for opener in (open_writer, open_reader, store.check):
        with pytest.raises(Corrupt, match="another program"):
            opener(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is a text, and long enough for a header " * 40, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_what_is_no_database_is_refused_untouched(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for opener in (open_writer, open_reader):
        with pytest.raises(Corrupt):
            opener(path)
    assert path.read_bytes() == content


def test_damage_is_found_by_check_and_named(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(n, summary="text " * 200) for n in range(300)])
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 2, len(content) // 2 + 40_000):
        content[place] = 0xAA
    path.write_bytes(content)
    try:
        found = store.check(path)
    except Corrupt as error:
        found = [str(error)]
    assert found


def test_check_names_sums_that_do_not_hold(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "Azerbaijan")])
        assert database.check() == []
    change(path, "UPDATE entry SET countries = '[]'", "DELETE FROM span")
    assert [line.split(":")[0] for line in store.check(path)] == [
        "an entry's list of countries disagrees with its tags",
        "a tag has no evidence",
    ]


def test_a_snapshot_is_whole_while_the_writer_writes_and_is_no_wal_file(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with opened(path) as database:
        poll(database, "apa", [entry(n) for n in range(50)])
        database.snapshot(copy)
        poll(database, "apa", [entry(99)])
        database.snapshot(copy)
        with pytest.raises(StoreError, match="the database itself"):
            database.snapshot(path)
        for nothing in (Path(), tmp_path):
            with pytest.raises(StoreError, match="name a file"):
                database.snapshot(nothing)
        with pytest.raises(StoreError, match=r"cannot (write|open)"):
            database.snapshot(tmp_path / "nowhere" / "copy.db")
    assert copy.read_bytes()[18:20] == b"\x01\x01"  # the header's versions: 2 is WAL
    assert store.check(copy) == []
    with reading(copy) as reader:
        assert reader.count() == 51
    assert sorted(one.name for one in tmp_path.glob("copy*")) == ["copy.db"]


def test_a_reader_keeps_its_answer_while_the_writer_writes_and_the_wal_shrinks_after(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1)])
        held = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        held.execute("BEGIN")
        assert held.execute("SELECT count(*) FROM news").fetchone() == (1,)
        poll(
            database,
            "apa",
            [entry(n, summary="long " * 2000) for n in range(2, 200)],
            NOW + timedelta(hours=1),
        )
        assert database.checkpoint() > 100_000
        assert held.execute("SELECT count(*) FROM news").fetchone() == (1,)
        held.close()
        assert database.checkpoint() == 0


def test_a_checkpoint_changes_nothing_about_how_long_a_lock_is_waited_for(path: Path) -> None:
    with opened(path) as database, closing(sqlite3.connect(path, isolation_level=None)) as user:
        database.wait_for_lock(0.1)
        user.execute("BEGIN IMMEDIATE")
        database.checkpoint()
        start = time.monotonic()
        with pytest.raises(Locked):
            poll(database, "apa", [entry(1)])
        assert time.monotonic() - start < 5


def test_a_users_write_lock_is_waited_out(path: Path) -> None:
    with opened(path) as database:
        user = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        user.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, user.close)  # which rolls back
        timer.start()
        start = time.monotonic()
        assert poll(database, "apa", [entry(1)]).new == 1
        assert time.monotonic() - start > 0.3
        timer.join()


def test_a_full_disk_is_named_rolled_back_and_gone_on_from(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1)])
        pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
        database._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(Full, match="no room"):
            poll(database, "apa", [entry(n, summary="long " * 2000) for n in range(2, 100)])
        database._connection.execute("PRAGMA max_page_count = 1000000")
        assert poll(database, "apa", [entry(2)]).new == 1
        assert database.check() == []


def test_a_slow_query_is_stopped(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(n) for n in range(2000)], grouping=None)
    with open_reader(path, deadline=0.0) as reader:
        with pytest.raises(Slow):
            reader.page(limit=500)
        reader._deadline = 10.0
        assert len(asked(reader, "")) == 50


def test_a_reader_cannot_write(path: Path) -> None:
    opened(path).close()
    with reading(path) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM feed")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, Full),
        (sqlite3.SQLITE_BUSY, Locked),
        (sqlite3.SQLITE_CORRUPT, Corrupt),
        (sqlite3.SQLITE_NOTADB, Corrupt),
        (sqlite3.SQLITE_READONLY, Unwritable),
        (sqlite3.SQLITE_IOERR, Unwritable),
        (sqlite3.SQLITE_INTERRUPT, Slow),
    ],
)
def test_sqlites_errors_are_ours(path: Path, code: int, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    assert type(translate(error, path)) is kind


def test_the_lock_file_is_beside_the_database(path: Path) -> None:
    assert lock_path(path) == path.with_name("a.db.lock")


def test_the_packaged_texts_are_found() -> None:
    assert packaged("db/migrations").is_dir()
