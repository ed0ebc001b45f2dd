"""A poll recorded: what is new, changed, the same; places and dates; the ledger; keep_only; bad entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aggregator.errors import StoreError
from aggregator.model import Counts, Decision, Feed, FeedState, ParsedEntry, PollRow, StoredKey
from aggregator.parse.identity import match
from aggregator.store import Database
from tests.store.polling import FEEDS, NOW, asked, entry, opened, poll, reading, tag

LATER = NOW + timedelta(hours=1)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def test_the_ledger_sums(path: Path) -> None:
    with opened(path) as database:
        first = poll(database, "azernews", [entry(1), entry(2), entry(2)], skipped=["no title, no text"])
        assert first == Counts(in_document=4, new=2, duplicate=1, skipped=1)
        edited = [entry(1, summary="edited"), entry(2), entry(3)]
        assert poll(database, "azernews", edited, LATER) == Counts(in_document=3, new=1, changed=1, same=1)
        assert database.check() == []
    found = rows(path, "SELECT in_document, new, changed, same, duplicate, skipped, skip_reasons FROM polls")
    assert found == [(4, 2, 0, 0, 1, 1, '["no title, no text"]'), (3, 1, 1, 1, 0, 0, "[]")]


def test_thirty_polls_of_each_feed_are_kept(path: Path) -> None:
    with opened(path) as database:
        for turn in range(40):
            for feed in ("azernews", "apa"):
                poll(database, feed, [entry(1)], NOW + timedelta(minutes=turn))
        with reading(path) as reader:
            kept = reader.ledger("apa")
    assert len(kept) == 30
    assert kept[0].poll.polled_at == NOW + timedelta(minutes=39)
    assert rows(path, "SELECT count(*) FROM polls") == [(60,)]


def test_a_poll_without_a_document_stores_its_state_and_row(path: Path) -> None:
    with opened(path) as database:
        state = FeedState(
            "apa", "https://moved.example/rss", "failing", etag='"é"', next_poll_at=LATER, failures=3,
            last_error="no answer", notes=("moved",), memory={"moves": [1, 2]}, entries_per_day=2.5,
        )  # fmt: skip
        row = PollRow("apa", NOW, "error", error="no answer")
        assert database.record(row, state, None, NOW, match) == Counts()
        assert database.states()["apa"] == state


def test_places_the_past_of_a_first_poll_and_later_what_arrives_where_it_arrives(path: Path) -> None:
    early, late = NOW - timedelta(days=9), NOW + timedelta(days=400)
    with opened(path) as database:
        poll(
            database,
            "apa",
            [entry(1, published_at=early), entry(2, published_at=late), entry(3, published_at=None)],
        )
        poll(
            database,
            "apa",
            [entry(4, published_at=early), entry(5, published_at=datetime(1, 1, 1, tzinfo=UTC))],
            LATER,
        )
    with reading(path) as reader:
        found = {one.title: one for one in reader.page()}
    assert [found[f"Story {n}"].placed_at for n in (1, 2, 3, 4, 5)] == [early, NOW, NOW, LATER, LATER]
    assert [found[f"Story {n}"].published_at for n in (1, 2, 3)] == [early, late, None]
    assert [found[f"Story {n}"].updated_at for n in (1, 2, 3)] == [early, late, NOW]
    assert found["Story 5"].published_at == datetime(1, 1, 1, tzinfo=UTC)


def test_of_one_moment_the_documents_first_stands_first(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(n, published_at=None) for n in (9, 5, 7)])
    with reading(path) as reader:
        assert asked(reader, "") == ["Story 9", "Story 5", "Story 7"]


def test_a_change_keeps_what_was_and_moves_updated_alone(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "Azerbaijan drone", days=1)])
        poll(database, "apa", [entry(1, "Georgia radar", days=0)], LATER)
    with reading(path) as reader:
        (one,) = reader.page()
        assert (one.entry_id, one.revision, one.title) == (1, 2, "Georgia radar")
        assert (one.published_at, one.placed_at) == (NOW - timedelta(days=1), NOW - timedelta(days=1))
        assert one.updated_at == LATER
        versions = [(kept.revision, kept.title, kept.seen_at) for kept in reader.revisions(1)]
        assert versions == [(1, "Azerbaijan drone", NOW), (2, "Georgia radar", LATER)]
        assert [tag.code for tag in one.tags.countries] == ["GE"]
        assert asked(reader, "drone") == asked(reader, "country:AZ") == []
        assert asked(reader, "radar country:GE changed:1d", LATER) == ["Georgia radar"]
        assert reader.leading("country", NOW - timedelta(days=9)) == [("GE", 1)]


def test_churn_keeps_twenty_four_versions_the_first_one_too(path: Path) -> None:
    with opened(path) as database:
        for turn in range(60):
            poll(database, "apa", [entry(1, summary=f"version {turn}")], NOW + timedelta(minutes=turn))
        assert database.check() == []
    with reading(path) as reader:
        kept = reader.revisions(1)
    assert [one.revision for one in kept] == [1, *range(38, 61)]
    assert kept[-1].summary == "version 59"


def test_a_new_guid_on_a_known_entry_is_followed(path: Path) -> None:
    def by_link(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
        assert [key.link for key in stored] == ["https://azernews.example/1"]
        return [Decision("same", stored[0].entry_id)]

    with opened(path) as database:
        poll(database, "apa", [entry(1)])
        moved = entry(1, guid="another", link="https://azernews.example/1")
        poll(database, "apa", [moved], LATER, identity=by_link)
        assert poll(database, "apa", [entry(1, "New title", guid="another", link=None)], LATER).changed == 1


def test_identity_is_asked_about_the_documents_own_candidates_only(path: Path) -> None:
    asked_about: list[int] = []

    def counting(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
        asked_about.append(len(stored))
        return match(parsed, stored)

    with opened(path) as database:
        poll(database, "apa", [entry(n) for n in range(300)])
        poll(database, "apa", [entry(7, guid="HTTP://www.x.example/7"), entry(500)], LATER, identity=counting)
    assert asked_about == [1]


def test_a_shared_guid_is_remembered(path: Path) -> None:
    seen: list[bool] = []

    def shared(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
        seen.extend(key.guid_seen_twice for key in stored)
        return [Decision("new", guid_is_shared=True) for _ in parsed]

    with opened(path) as database:
        for _ in range(2):
            poll(database, "apa", [entry(1, guid="same"), entry(2, guid="same")], identity=shared)
    assert seen == [True, True]


def test_keep_only_sets_aside_but_stores_tags_and_counts(path: Path) -> None:
    with opened(path) as database:
        counts = poll(database, "desk", [entry(1, "Turkey army"), entry(2, "Turkey harvest"), entry(3, "x")])
        assert counts == Counts(in_document=3, new=3, set_aside=2)
        # An edit can bring an entry into the news, or out of it.
        edited = [entry(1, "Turkey sport"), entry(2, "Turkey army buys wheat")]
        assert poll(database, "desk", edited, LATER) == Counts(in_document=2, changed=2, set_aside=1)
        assert database.check() == []
    with reading(path) as reader:
        assert (
            asked(reader, "")
            == asked(reader, "country:TR")
            == asked(reader, "army")
            == ["Turkey army buys wheat"]
        )
        assert reader.leading("country", NOW - timedelta(days=9)) == [("TR", 1)]
        assert reader.by_day(NOW - timedelta(days=9)) == [("2026-11-24", 1)]
        (desk,) = [feed for feed in reader.health() if feed.state.feed_id == "desk"]
        assert (desk.entries, desk.set_aside) == (3, 2)
    assert rows(path, "SELECT title, countries, set_aside FROM news_all ORDER BY entry_id DESC") == [
        ("Turkey sport", '["TR"]', 1),
        ("Turkey army buys wheat", '["TR"]', 0),
        ("x", "[]", 1),
    ]
    assert (
        rows(path, "SELECT count(*) FROM news_country") == rows(path, "SELECT count(*) FROM news") == [(1,)]
    )


def test_an_entry_that_could_not_be_tagged_is_stored_and_tried_again(path: Path) -> None:
    with opened(path) as database:
        poll(database, "apa", [entry(1, "Azerbaijan")], tagged=False)
        assert rows(path, "SELECT countries, defence FROM news") == [("[]", None)]
        list(database.retag(tag, "r1", NOW))
    assert rows(path, "SELECT countries, defence FROM news") == [('["AZ"]', 0)]


def test_one_bad_entry_never_costs_its_feed(path: Path) -> None:
    with opened(path) as database:
        counts = poll(database, "apa", [entry(1), entry(2, "lone \ud800 surrogate"), entry(3)])
        assert counts == Counts(in_document=3, new=2, skipped=1)
        assert database.check() == []
        with reading(path) as reader:
            assert asked(reader, "") == ["Story 1", "Story 3"]
            assert "UnicodeEncodeError" in reader.ledger("apa")[0].poll.skip_reasons[0]


def test_a_failure_half_way_leaves_nothing_of_the_poll(path: Path) -> None:
    def broken(parsed: Sequence[ParsedEntry], stored: Sequence[StoredKey]) -> list[Decision]:
        return [*match(parsed, stored)[:-1], Decision("changed", 999)]

    with opened(path) as database:
        with pytest.raises((StoreError, TypeError)):
            poll(database, "apa", [entry(1), entry(2)], identity=broken)
        assert (
            rows(path, "SELECT count(*) FROM news_all") == rows(path, "SELECT count(*) FROM polls") == [(0,)]
        )
        assert poll(database, "apa", [entry(1), entry(2)]).new == 2


def test_a_feed_follows_its_file(path: Path) -> None:
    _, apa, *_ = FEEDS
    with opened(path) as database:
        poll(database, "azernews", [entry(1, "Azerbaijan")])
        poll(database, "apa", [entry(2)])
        database.claim("apa", LATER, "rhythm")
        assert "apa" not in {state.feed_id for state in database.due(NOW)}
        assert "apa" in {state.feed_id for state in database.due(LATER)}
        database.reconcile([apa], NOW)
        assert database.states()["azernews"].state == "removed"
        assert [state.feed_id for state in database.due(LATER)] == ["apa"]
        with reading(path) as reader:
            assert asked(reader, "feed:azernews") == ["Azerbaijan"]
        database.reconcile(FEEDS, NOW)
        assert database.states()["azernews"].state == "ok"
        assert poll(database, "azernews", [entry(1, "Azerbaijan")]) == Counts(in_document=1, same=1)
        database.rename("azernews", "azernews-en")
        with reading(path) as reader:
            assert asked(reader, "feed:azernews-en") == ["Azerbaijan"]
            assert len(reader.ledger("azernews-en")) == 2
        with pytest.raises(StoreError, match="apa already"):
            database.rename("azernews-en", "apa")
        with pytest.raises(StoreError, match="no feed nothing"):
            database.rename("nothing", "some")


def move(database: Database, feed: str, url: str) -> None:
    state = FeedState(
        feed, url, "ok", etag='"1"', next_poll_at=LATER, last_success_at=NOW, memory={"moves": 3}
    )
    database.record(PollRow(feed, NOW, "moved", 200), state, None, NOW, match)


def test_an_edited_url_undoes_a_permanent_move_and_nothing_else_does(path: Path) -> None:
    moved = "https://elsewhere.example/rss"
    with opened(path) as database:
        move(database, "apa", moved)
        database.reconcile(FEEDS, NOW)
        assert (database.states()["apa"].url, database.states()["apa"].etag) == (moved, '"1"')
        edited = [FEEDS[0], type(FEEDS[1])("apa", "https://new.example/rss"), *FEEDS[2:]]
        database.reconcile(edited, NOW)
        state = database.states()["apa"]
        assert (state.url, state.etag, state.next_poll_at, dict(state.memory)) == (
            "https://new.example/rss", None, None, {},
        )  # fmt: skip


def test_credentials_of_a_url_are_in_no_row_and_their_change_is_no_move(path: Path) -> None:
    def feeds(url: str) -> list[Feed]:
        return [replace(FEEDS[1], url=url)]

    with opened(path) as database:
        database.reconcile(feeds("https://user:pass-one@apa.example/rss"), NOW)
        assert database.states()["apa"].url == FEEDS[1].url
        move(database, "apa", "https://elsewhere.example/rss")
        database.reconcile(feeds("https://user:pass-two@apa.example/rss"), NOW)
        assert database.states()["apa"].url == "https://elsewhere.example/rss"
        database.reconcile(feeds("https://user:pass-three@new.example/rss"), NOW)
        assert database.states()["apa"].url == "https://new.example/rss"
    assert b"pass-" not in path.read_bytes()
