"""How long the store's questions take on a large file: `python -m tests.bench.million FILE [ENTRIES]`.

Makes FILE if it is not there, about three minutes a million entries, through SQL alone: what is measured
is reading. Then it asks each filter and each query of db/queries three times and prints the best, in
milliseconds; with `--explain` also SQLite's plan of each filter.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from aggregator import filter as filters
from aggregator.model import Feed
from aggregator.pipeline.stories import grouping
from aggregator.store import Reader, open_reader, open_writer, packaged, regrouping, stories
from aggregator.store.connection import connect_writer
from aggregator.store.queries import compiled

NOW = datetime(2026, 11, 24, tzinfo=UTC)
COUNTRIES = (
    "AZ",
    "AM",
    "GE",
    "TR",
    "RU",
    "IR",
    "KZ",
    "KG",
    "UZ",
    "TM",
    "TJ",
    "UA",
    "US",
    "CN",
    "IL",
    "IN",
    "PK",
)
KINDS = ("defence", "defence-industry", "foreign-affairs", "interior")
WORDS = re.findall(
    r"\w+",
    "minister defence visit exercise drone border talks agreement delivery brigade fleet contract missile "
    "training ceremony delegation patrol radar budget parliament Müdafiə Гасанов оборона strategic partner",
)
FILTERS = (
    "",
    "country:AZ",
    "country:TM",
    "country:AZ,KG",
    "country:AZ country:KG",
    "country:TM country:TJ kind:interior",
    "country:AZ role:subject",
    "ministry:AZ",
    "ministry:AZ/defence",
    "kind:defence -country:RU",
    "topic:defence since:7d",
    "country:AZ until:2024-01-01",
    "feed:feed7 lang:ru",
    "region:\"Region 3\" country:AZ",
    "home:KG",
    "changed:7d",
    "lang:ka",
    "lang:ru until:2024-06-01",
    "-country:AZ,TR,RU",
    "until:2024-06-01",
    "drone",
    "minister visit exercise -drone",
    "zirconium",
    "mudafie country:AZ",
    "\"defence visit\"",
    "zirconium country:AZ",
    "drone -minister country:TM",
    "country:AZ story:one since:2026-11-01 defence",
    "story:one",
    "-story:one",
    "story:one country:AZ",
    "story:one country:TM country:TJ kind:interior",
    "story:one feed:feed7",
    "story:one home:KG lang:ru topic:defence",
    "story:one until:2024-06-01",
    "story:one changed:7d",
    "story:one drone",
    "story:one zirconium",
    "-story:one ministry:AZ/defence",
)  # fmt: skip


def make(path: Path, entries: int) -> None:
    """Fills a new file: sixty feeds, three years, one to four countries an entry."""
    random.seed(7)
    with open_writer(path) as database:
        database.reconcile(
            [
                Feed(f"feed{n}", f"https://{n}.example/rss", home=COUNTRIES[n % 17], region=f"Region {n % 6}",
                     kind=("press", "agency", "official")[n % 3])
                for n in range(60)
            ],
            NOW,
        )  # fmt: skip
    connection = connect_writer(path)
    connection.execute("PRAGMA synchronous = OFF")
    start = NOW - timedelta(days=3 * 365)
    step = 3 * 365 * 86400 / entries
    for first in range(1, entries + 1, 20_000):
        connection.execute("BEGIN IMMEDIATE")
        for number in range(first, min(first + 20_000, entries + 1)):
            _one(connection, number, start + timedelta(seconds=number * step))
        connection.execute("COMMIT")
        print(f"\r{number:,}", end="", file=sys.stderr)
    connection.execute("BEGIN IMMEDIATE")
    for names, table in (
        ("country", "country_tag"),
        ("country || '/' || kind", "ministry_tag"),
        ("country || '/'", "ministry_tag"),
        ("'/' || kind", "ministry_tag"),
        ("'topic:' || topic", "topic_tag"),
        ("'feed:' || feed_id", "entry"),
        ("'lang:' || lang", "entry"),
        ("'*'", "entry"),
    ):
        connection.execute(f"INSERT INTO tally SELECT {names}, count(*) FROM {table} GROUP BY 1")
    for tag, table in (
        ("country", "country_tag"),
        ("country || '/' || kind", "ministry_tag"),
        ("topic", "topic_tag"),
        ("'*'", "entry"),
    ):
        for feed in ("feed_id", "0"):
            connection.execute(
                f"INSERT INTO day_count SELECT {feed}, substr(placed_at, 1, 10), {tag}, count(*) "
                f"FROM {table} GROUP BY 1, 2, 3"
            )
    _tell(connection)
    connection.execute(
        "INSERT INTO news_search (rowid, title, summary, content, folded, pieces) SELECT * FROM search_text"
    )
    connection.execute("COMMIT")
    connection.close()


def _tell(connection: sqlite3.Connection) -> None:
    """Stories: of ten entries in a row three are one, two another, the rest their own; one runs for weeks."""
    connection.execute(
        "UPDATE entry SET story_id = CASE WHEN entry_id < 10 THEN entry_id "
        "WHEN entry_id % 10 IN (1, 2) THEN entry_id - entry_id % 10 "
        "WHEN entry_id % 10 = 4 THEN entry_id - 1 WHEN entry_id % 10 = 9 AND entry_id > 900000 "
        "AND entry_id < 930000 THEN 900009 ELSE entry_id END"
    )
    connection.execute(
        "INSERT INTO story SELECT story_id, story_id, count(*), count(DISTINCT feed_id), min(published_at), "
        "max(published_at) FROM entry GROUP BY story_id"
    )
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?)", (regrouping.RULESET, grouping().ruleset)
    )


def _one(connection: sqlite3.Connection, number: int, when: datetime) -> None:
    placed = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    words = random.choices(WORDS, k=40)
    if number % 5000 == 0:
        words.append("zirconium")
    title, summary = " ".join(words[:8]), " ".join(words[8:])
    feed = random.randrange(60) + 1
    found = sorted({COUNTRIES[min(int(random.expovariate(0.3)), 16)] for _ in range(random.randint(1, 4))})
    some = found[:2] if number % 4 == 0 else []
    office = [f"{code}/{KINDS[min(int(random.expovariate(0.8)), 3)]}" for code in some]
    changed = placed if number % 50 == 0 else None
    defence = number % 3 == 0
    connection.execute(
        "INSERT INTO entry (entry_id, feed_id, placed_at, dated_at, published_at, first_seen_at, updated_at, "
        "changed_at, defence, lang, fingerprint, text_hash, ruleset, countries, subjects, ministries, guid, "
        "link, title, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'f', 't', 'r', ?, ?, ?, ?, ?, ?, ?)",
        (
            number, feed, placed, placed, placed, placed, placed, changed, int(defence),
            ("en", "ru", "az")[feed % 3], json.dumps(found), json.dumps(found[:2]), json.dumps(office),
            f"g{number}",
            f"https://{feed}.example/{number}", title, summary,
        ),
    )  # fmt: skip
    common = (placed, number, feed, placed, 0)
    connection.executemany(
        "INSERT INTO country_tag (country, role, placed_at, entry_id, feed_id, dated_at, set_aside) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(code, "subject" if place < 2 else "mention", *common) for place, code in enumerate(found)],
    )
    connection.executemany(
        "INSERT INTO span (entry_id, number, tag, field, span_start, span_end, surface, rule) "
        "VALUES (?, ?, ?, 'title', 0, 5, 'words', 'name')",
        [(number, place, code) for place, code in enumerate(found)],
    )
    for ministry in office:
        connection.execute(
            "INSERT INTO ministry_tag (country, kind, placed_at, entry_id, feed_id, dated_at, set_aside) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*ministry.split("/"), *common),
        )
    if defence:
        connection.execute(
            "INSERT INTO topic_tag (topic, placed_at, entry_id, feed_id, dated_at, set_aside) "
            "VALUES ('defence', ?, ?, ?, ?, ?)",
            common,
        )
    if number % 3 == 0:
        connection.execute(
            "INSERT INTO search_copy (entry_id, folded, pieces) VALUES (?, ?, '')",
            (number, f"{title} {summary}".lower().replace("müdafiə", "mudafie")),
        )


def measure_grouping(path: Path) -> None:
    """What the newest fifty entries would have cost their poll for their stories; nothing is kept."""
    with open_writer(path) as database:
        connection = database._connection
        (last,) = connection.execute("SELECT max(entry_id) FROM entry").fetchone()
        for times in ("the first time", "then"):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE entry SET story_id = NULL WHERE entry_id > ?", (last - 50,))
            start = time.perf_counter()
            stories.settle(connection, range(last - 49, last + 1), grouping())
            taken = (time.perf_counter() - start) * 1000
            connection.execute("ROLLBACK")
            print(f"{taken:9.2f} ms  stories of fifty new entries, {times}")


def best(call: Callable[[], object]) -> float:
    """The fastest of three, in milliseconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def measure(path: Path, explain: bool) -> None:
    reader = open_reader(path, deadline=60)
    vocabulary = reader.vocabulary()
    for text in FILTERS:
        asked = filters.parse(text, vocabulary, NOW)
        print(f"{best(partial(reader.page, asked)):9.2f} ms  page   {text or '(everything)'}")
        if explain:
            _explain(path, asked)
    middle = reader.page(limit=1, before=(NOW - timedelta(days=500), 10**9))[0]
    key = (middle.placed_at, middle.entry_id)
    print(f"{best(lambda: reader.page(before=key)):9.2f} ms  page   from the middle")
    _measure_counts(reader, vocabulary)
    reader.close()
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    for query in sorted(packaged("db/queries").glob("*.sql")):
        sql = query.read_text(encoding="utf-8")
        print(f"{best(partial(_rows, connection, sql)):9.2f} ms  query  {query.stem}")


def _rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(sql).fetchall()


def _measure_counts(reader: Reader, vocabulary: filters.Vocabulary) -> None:
    month = NOW - timedelta(days=30)
    azerbaijan = filters.parse("country:AZ", vocabulary, NOW)
    for name, call in (
        ("by_day", lambda: reader.by_day(month)),
        ("by_day country:AZ", lambda: reader.by_day(month, azerbaijan)),
        ("leading ministries", lambda: reader.leading("ministry", month)),
        ("leading countries of country:AZ", lambda: reader.leading("country", month, 20, azerbaijan)),
        ("pairs", lambda: reader.pairs(month)),
        ("count country:AZ", lambda: reader.count(azerbaijan)),
        ("health", reader.health),
    ):
        print(f"{best(call):9.2f} ms  counts {name}")


def _explain(path: Path, asked: filters.Filter) -> None:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    sql, values = compiled(connection, asked, 50)
    for _, _, _, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        print(f"              {step}")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--explain"]
    place = Path(words[0])
    if not place.exists():
        make(place, int(words[1]) if len(words) > 1 else 1_000_000)
    measure(place, "--explain" in sys.argv)
    measure_grouping(place)
