"""poll, status, entries, feed, db: the whole way, over real HTTP into a real file."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.conftest import Answer, Folder, Publisher, rss


@pytest.fixture
def polled(folder: Folder, publisher: Publisher) -> Folder:
    """A folder whose two good feeds have been polled once, and whose third is broken."""
    return _polled(folder, publisher)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """The same, for tests that only read."""
    publisher = Publisher()
    yield _polled(Folder(tmp_path_factory.mktemp("read")), publisher)
    publisher.close()


def _polled(folder: Folder, publisher: Publisher) -> Folder:
    publisher.answers["/az"] = rss("Azerbaijan tests a missile", "Weather", feed="AZ news")
    publisher.answers["/kg"] = rss("Kyrgyzstan and Türkiye sign a defence deal")
    publisher.answers["/bad"] = Answer(
        b"<html><body>Welcome</body></html>", headers={"Content-Type": "text/html"}
    )
    folder.write(
        {name: publisher.url(f"/{name}") for name in ("az", "kg", "bad")},
        '[[feed]]\nid = "off"\nurl = "http://127.0.0.1:9/"\nenabled = false\n'
        '[[view]]\nid = "v"\nfilter = "feed:az"\n',
    )
    ran = folder.run("poll", "--json")
    assert ran.returncode == 75, ran.stderr
    answer = json.loads(ran.stdout)
    assert {feed["id"]: (feed["outcome"], feed["new"]) for feed in answer["feeds"]} == {
        "az": ("ok", 2),
        "kg": ("ok", 1),
        "bad": ("error", 0),
    }
    assert answer["new"] == 3
    assert answer["changed"] == 0
    assert all(set(feed) == {"id", "outcome", "new", "changed", "error"} for feed in answer["feeds"])
    return folder


def test_a_second_poll_adds_nothing_and_what_is_edited_changes(polled: Folder, publisher: Publisher) -> None:
    assert polled.json("poll", "--json", "az")["feeds"][0]["new"] == 0
    publisher.answers["/az"] = Answer(
        rss("Azerbaijan tests a missile", "Weather").body.replace(
            b"<guid>Weather", b"<description>Rain</description><guid>Weather"
        )
    )
    answer = polled.json("poll", "--json", "az")
    assert (answer["new"], answer["changed"]) == (0, 1)


def test_named_feeds_are_polled_now_and_the_rest_is_skipped_with_why(polled: Folder) -> None:
    answer = polled.json("poll", "--json", "--all")
    outcomes = {feed["id"]: feed for feed in answer["feeds"]}
    assert outcomes["off"]["outcome"] == "skipped"
    assert outcomes["off"]["error"]
    assert outcomes["az"]["outcome"] in ("ok", "not-modified")
    unknown = polled.run("poll", "azz")
    assert unknown.returncode == 2
    assert "azz" in unknown.stderr
    assert polled.run("poll", "off").returncode == 0


def test_what_asked_us_to_wait_is_left_alone(polled: Folder, publisher: Publisher) -> None:
    publisher.answers["/az"] = Answer(status=503, headers={"Retry-After": "3600"})
    assert polled.run("poll", "az").returncode == 75
    asked = len(publisher.asked)
    answer = polled.json("poll", "--json", "az")
    assert answer["feeds"][0]["outcome"] == "skipped"
    assert len(publisher.asked) == asked


def test_gone_is_no_failure(polled: Folder, publisher: Publisher) -> None:
    publisher.answers["/az"] = Answer(status=410)
    ran = polled.run("poll", "--json", "az")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["feeds"][0]["outcome"] == "gone"
    assert polled.json("poll", "--json", "az")["feeds"][0]["outcome"] == "skipped"
    assert len(polled.json("entries", "--json", "feed:az")) == 2


def test_entries_in_every_format(read: Folder) -> None:
    found = read.json("entries", "--json", "country:AZ")
    assert [entry["title"] for entry in found] == ["Azerbaijan tests a missile"]
    assert found[0]["countries"] == ["AZ"]
    assert found[0]["published_at"] == "2023-07-07T13:31:00Z"
    lines = read.run("entries", "--format", "ndjson", "--limit", "2").stdout.splitlines()
    assert len([json.loads(line) for line in lines]) == 2
    rows = list(csv.DictReader(io.StringIO(read.run("entries", "--format", "csv", "country:tr").stdout)))
    assert [json.loads(row["countries"]) for row in rows] == [["KG", "TR"]]
    table = read.run("entries", "feed:az").stdout
    assert "Azerbaijan tests a missile" in table
    assert "Kyrgyz" not in table


def test_a_filter_is_taken_as_written(read: Folder) -> None:
    assert len(read.json("entries", "--json", "feed:az,kg", "-country:AZ")) == 2
    assert len(read.json("entries", "--json", "--", "-country:AZ")) == 2
    bad = read.run("entries", "contry:AZ")
    assert bad.returncode == 2
    assert "country" in bad.stderr


def test_the_columns_are_those_of_the_view(read: Folder) -> None:
    entry = read.json("entries", "--json")[0]
    with sqlite3.connect(f"file:{read.database}?mode=ro", uri=True) as connection:
        found = connection.execute("SELECT * FROM news WHERE entry_id = ?", (entry["entry_id"],))
        row = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
    assert list(entry) == list(row)
    for name in ("countries", "subjects", "ministries", "notes"):
        row[name] = json.loads(row[name])
    assert entry == row, "what is null there is null here"


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_merged_feed_goes_to_a_file_or_standard_output(read: Folder, form: str) -> None:
    printed = read.run("feed", "--format", form, "country:AZ").stdout
    assert read.run("feed", "--format", form, "-o", "out", "country:AZ").returncode == 0
    written = (read.path / "out").read_text()
    assert written == printed
    if form == "json":
        assert [item["title"] for item in json.loads(written)["items"]] == ["Azerbaijan tests a missile"]
    else:
        assert [entry.title for entry in feedparser.parse(written).entries] == ["Azerbaijan tests a missile"]


def test_a_feed_in_a_file_names_its_address_as_the_web_has_it(read: Folder) -> None:
    found = feedparser.parse(read.run("feed", 'country:AZ "a missile"').stdout)
    (own,) = [link.href for link in found.feed.links if link.rel == "self"]
    assert own.endswith("/feed.atom?country=AZ&q=%22a+missile%22")


def test_what_cannot_be_written_is_said_in_a_line(read: Folder) -> None:
    ran = read.run("feed", "-o", "nowhere/out")
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == ["aggregator: nowhere/out: No such file or directory"]


def test_status_tells_what_is_wrong(read: Folder) -> None:
    feeds = {feed["feed"]: feed for feed in read.json("status", "--json")["feeds"]}
    assert feeds["az"]["state"] == "ok"
    assert feeds["bad"]["state"] == "failing"
    assert "html" in feeds["bad"]["last_error"].lower()
    assert feeds["off"]["state"] == "disabled"
    assert "failing" in read.run("status").stdout


def test_status_tells_of_a_wal_that_a_reader_holds(polled: Folder) -> None:
    assert "WAL" not in polled.run("status").stderr
    with polled.database.with_name("aggregator.db-wal").open("ab") as wal:
        wal.truncate(40 * 2**20)  # of no frames: SQLite reads none, and nobody else looks inside
    assert "the WAL has grown to 40 MiB: some program holds an old snapshot" in polled.run("status").stderr
    assert polled.json("status", "--json")["wal_bytes"] == 40 * 2**20


def test_a_feed_taken_out_keeps_its_entries(polled: Folder, publisher: Publisher) -> None:
    polled.write({"kg": publisher.url("/kg")})
    polled.run("poll", "kg")
    states = {feed["feed"]: feed["state"] for feed in polled.json("status", "--json")["feeds"]}
    assert states["az"] == "removed"
    assert len(polled.json("entries", "--json", "feed:az")) == 2


def test_the_database_verbs(polled: Folder) -> None:
    assert polled.run("db", "check").returncode == 0
    assert "CREATE VIEW" in polled.run("db", "schema").stdout
    assert polled.json("db", "migrate", "--json")["now"] >= 1
    assert polled.run("db", "snapshot", "copy.db").returncode == 0
    with sqlite3.connect(polled.path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM news").fetchone() == (3,)
    assert polled.json("db", "prune", "--json")["pruned"] == 0
    assert polled.json("db", "prune", "--older", "1s", "--json")["pruned"] == 3
    assert polled.json("poll", "--all", "--json")["new"] == 0  # what was pruned does not come back


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a database at all, but long enough to look", "no SQLite database"), (None, "another program")],
)
def test_a_file_that_is_not_ours_is_refused_untouched(
    folder: Folder, publisher: Publisher, content: bytes | None, words: str
) -> None:
    folder.write({"az": publisher.url("/az")})
    folder.database.parent.mkdir()
    if content is None:
        with sqlite3.connect(folder.database) as other:
            other.execute("CREATE TABLE theirs (x)")
        other.close()
    else:
        folder.database.write_bytes(content)
    before = folder.database.read_bytes()
    ran = folder.run("poll")
    assert ran.returncode == 1
    assert words in ran.stderr
    assert folder.database.read_bytes() == before
    assert publisher.asked == []


def test_reading_before_the_first_poll_says_what_to_do(folder: Folder) -> None:
    folder.write({})
    for verb in ("status", "entries", "serve"):
        ran = folder.run(verb)
        assert ran.returncode == 1, verb
        assert "there is no database" in ran.stderr + ran.stdout
    assert not Path(folder.database).exists()
