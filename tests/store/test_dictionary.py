"""What lies beside the database: the dictionary, the schema's text, the ready questions, Datasette's page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aggregator.store import Database, packaged, schema
from tests.store.polling import entry, opened, poll, tag

DB = packaged("db/schema.sql").parent
QUERIES = sorted((DB / "queries").glob("*.sql"))
# contract.md's columns; more may follow them, none may go.
PUBLIC = {
    "news": "entry_id published_at placed_at title link summary content author lang feed publisher "
    "publisher_kind home region countries subjects ministries defence story_id first_seen_at updated_at "
    "revision notes",
    "news_all": "entry_id published_at placed_at title link summary content author lang feed publisher "
    "publisher_kind home region countries subjects ministries defence story_id first_seen_at updated_at "
    "revision notes set_aside",
    "news_country": "entry_id placed_at country role title link feed",
    "news_ministry": "entry_id placed_at ministry country kind title link feed",
    "evidence": "entry_id tag field span_start span_end surface rule",
    "stories": "story_id lead_entry_id entries feeds first_published_at last_published_at",
    "revisions": "entry_id revision seen_at title summary content",
    "countries": "country name",
    "ministries": "ministry country kind name",
    "daily": "day feed tag entries",
    "feed_health": "feed url title home region publisher_kind state last_success_at next_poll_at failures "
    "last_error entries_per_day notes",
    "polls": "feed polled_at outcome status in_document new changed same duplicate skipped set_aside bytes "
    "seconds notes error",
}


def filled(database: Database) -> None:
    """Three weeks of polls up to now, since the questions ask of the last days."""
    now = datetime.now(UTC).replace(microsecond=0)
    titles = (
        "Azerbaijan Kyrgyzstan AzMDI AzMoD KgMoD army",
        "Georgia ~Turkey GeMFA",
        "Turkey defence minister",
        "Müdafiə",
    )
    number = 0
    for day in range(21, -1, -1):
        for feed in ("azernews", "akipress", "desk"):
            when = now - timedelta(days=day)
            some = [
                entry(
                    number + turn,
                    f"{titles[(number + turn) % 4]} {number}",
                    published_at=when - timedelta(days=turn),
                )
                for turn in range(3)
            ]
            number += 3
            poll(database, feed, some, when, ["no title and no text"] if day == 3 else [])
    edited = entry(number - 9, f"Azerbaijan ~Turkey edited {number}", published_at=now - timedelta(days=1))
    poll(database, "azernews", [edited], now)
    database.correct(1, ["+GE/defence"], tag, "r1", now)
    database.know_ministries(
        {"AZ/defence-industry": "Ministry of Defence Industry", "KG/defence": "Ministry of Defence"}
    )
    for feed in ("azernews", "akipress"):
        poll(database, feed, [entry(number, f"Kyrgyzstan @visit {feed}", published_at=now)], now)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("dictionary") / "a.db"
    with opened(path) as database:
        filled(database)
    found = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    yield found
    found.close()


def columns(connection: sqlite3.Connection, view: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({view})")]


@pytest.mark.parametrize("view", PUBLIC)
def test_the_public_views_have_their_columns(connection: sqlite3.Connection, view: str) -> None:
    found = columns(connection, view)
    assert found[: len(PUBLIC[view].split())] == PUBLIC[view].split()
    connection.execute(f"SELECT * FROM {view}").fetchall()


def test_the_dictionary_explains_every_view_and_column(connection: sqlite3.Connection) -> None:
    text = (DB / "README.md").read_text(encoding="utf-8")
    explained = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name = section.split("\n", 1)[0].strip()
        cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        explained[name] = [column for cell in cells for column in re.findall(r"`(\w+)`", cell)]
    assert set(explained) == {*PUBLIC, "news_search"}
    for view, found in explained.items():
        assert found == columns(connection, view)
    views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views - {"search_text"} == set(PUBLIC)


def test_schema_sql_is_what_the_migrations_make(connection: sqlite3.Connection) -> None:
    assert schema.dump(connection) == (DB / "schema.sql").read_text(encoding="utf-8"), (
        "make it again: aggregator db schema > db/schema.sql"
    )


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    rows = connection.execute(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    loose = {name for name, strict in rows if not strict}
    assert loose == {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence"}


def test_there_are_questions_enough() -> None:
    assert len(QUERIES) >= 20


MAY_BE_EMPTY = {"feed-trouble", "quiet-feeds"}  # on a healthy file


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_each_ready_question_says_what_it_answers_and_answers(
    connection: sqlite3.Connection, query: Path
) -> None:
    text = query.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    asked = set(re.findall(r"(?:FROM|JOIN) (\w+)", text)) - {"news_search"}
    assert not asked & names, "only public views"
    found = connection.execute(text).fetchall()
    assert found or query.stem in MAY_BE_EMPTY


def test_datasette_serves_the_same_questions(connection: sqlite3.Connection) -> None:
    text = (DB / "datasette.yaml").read_text(encoding="utf-8")
    served = {
        name: "\n".join(line[10:] for line in body.splitlines())
        for name, body in re.findall(
            r"^      ([a-z-]+):\n(?:        (?:title|description): .*\n)+"
            r"        sql: \|-\n((?:          .*\n)+)",
            text,
            re.MULTILINE,
        )
    }
    assert set(served) == {"atom", *(query.stem for query in QUERIES)}
    for query in QUERIES:
        plain = "\n".join(
            line for line in query.read_text(encoding="utf-8").splitlines() if not line.startswith("-- ")
        )
        assert served[query.stem] == plain.rstrip().rstrip(";")
    assert connection.execute(served["atom"], {"country": "KG"}).fetchall()
    tables = set(re.findall(r"^      (\w+):$", text.split("    queries:")[0], re.MULTILINE))
    known = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    }
    assert tables <= known
